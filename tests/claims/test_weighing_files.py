"""Files of axes and indices: the shipped ones hold, what is wrong with one is told with its line."""

import pytest

from xinyong.claims.models import SETTINGS
from xinyong.claims.planning import needs_of
from xinyong.claims.reading import library
from xinyong.claims.sharing import all_tests
from xinyong.claims.weighing.asked import headline_tests, years_of
from xinyong.claims.weighing.asking import Asked, frontier, headline
from xinyong.claims.weighing.findings import FRONTIER, HEADLINE, shipped_file
from xinyong.claims.weighing.reading import frontier as frontier_file
from xinyong.claims.weighing.reading import headline as headline_file
from xinyong.claims.weighing.reading import library_folder, read_frontier, read_headline
from xinyong.errors import FolderError, LanguageError, UnknownName


def quiet(text):
    pass


def test_the_shipped_files_hold_and_say_why():
    file = frontier_file()
    assert {axis.side for axis in file.axes} == {"gain", "cost"}
    assert all(len(axis.smallest.reason) > 20 for axis in file.axes)
    assert {pair.setting for pair in headline_file().pairs} == set(SETTINGS)
    assert set(headline_file().years) <= set(years_of(headline_file()))
    assert list(years_of(headline_file())) == list(range(2014, 2024))


def test_the_headline_s_worlds_are_mostly_those_of_the_claims():
    own = needs_of(headline_tests(headline_file()))
    claims = needs_of(test for claim in library().values() for test in claim.tests)
    assert len(set(own) - set(claims)) <= 1
    shared = needs_of(all_tests())
    assert all(shared[wish].names >= need.names for wish, need in {**own, **claims}.items())


@pytest.mark.parametrize(
    ("name", "read", "swaps", "told"),
    [
        ("frontier", read_frontier,
         {"indicator: judgment-compliance": "indicator: judgment-complience",
          "frame: national": "frame: nationl", "world: no-kin}": "world: no-kn}"},
         ("judgment-compliance", "national", "no-kin")),
        ("frontier", read_frontier, {"side: cost": "side: burden", "counts: up": "count: up"},
         ("side", "counts")),
        ("frontier", read_frontier, {"value: 0.02": "value: 0"}, ("above zero",)),
        ("frontier", read_frontier, {"id: harm\n": "id: compliance\n"}, ("a second 'compliance'",)),
        ("headline", read_headline, {"indicator: critical-spoken": "indicator: critical-spokn"},
         ("critical-spoken",)),
        ("headline", read_headline, {"setting: CITY,": "setting: TOWN,"}, ("setting",)),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_told_with_its_line(tmp_path, name, read, swaps, told):
    text = (library_folder() / f"{name}.yaml").read_text("utf-8")
    for old, new in swaps.items():
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(LanguageError) as caught:
        read(path)
    lines = [str(problem) for problem in caught.value.problems]
    for word in told:
        assert any(word in line for line in lines), lines
    assert all(problem.line > 0 and problem.file == str(path) for problem in caught.value.problems)


def test_unknown_reforms_settings_and_years_are_told_before_anything_is_run():
    asked = Asked(draws=1)
    with pytest.raises(UnknownName, match="did you mean 'no-kin'"):
        frontier(["no-kinn"], asked, quiet, quiet)
    with pytest.raises(UnknownName, match="CITY"):
        headline(None, "TOWN", asked, quiet, quiet)
    with pytest.raises(UnknownName, match="2014"):
        headline(1999, None, asked, quiet, quiet)


@pytest.mark.parametrize("kind", [FRONTIER, HEADLINE])
def test_without_draws_the_shipped_finding_opens_and_nothing_is_run(kind):
    def ran(step):
        raise AssertionError("a world was run")

    def ask():
        if kind == FRONTIER:
            return frontier([], Asked(), ran, quiet)
        return headline(None, None, Asked(), ran, quiet)

    if not shipped_file(kind).is_file():
        with pytest.raises(FolderError, match=f"xinyong {kind} --draws"):
            ask()
        return
    finding = ask()
    if kind == FRONTIER:
        listed = {each.id for each in frontier_file().reforms}
        assert {each["id"] for each in finding.data["reforms"]} == listed
        assert [each["id"] for each in finding.data["axes"]] == [each.id for each in frontier_file().axes]
    else:
        asked = {(pair.setting, year) for pair in headline_file().pairs for year in headline_file().years}
        assert {(each["setting"], each["year"]) for each in finding.data["entries"]} == asked
