"""Claim files: all 57 are there and hold; what is wrong with one is told with its line."""

import shutil

import pytest

from xinyong.claims.formulas import figure, names_in, parse
from xinyong.claims.reading import IDS, choose, library, library_folder, read_claims
from xinyong.errors import LanguageError, UnknownName


def test_every_claim_of_the_thesis_is_there():
    assert tuple(library()) == IDS
    assert len(IDS) == 57


def test_every_claim_can_be_judged_and_says_who_says_it():
    for claim in library().values():
        assert claim.said_by, claim.id
        assert claim.tests or claim.fact or claim.untestable, claim.id
        assert len(claim.statement) <= 300


def test_all_that_is_wrong_is_told_with_its_line(tmp_path):
    text = (library_folder() / "D12.yaml").read_text("utf-8")
    text = text.replace("speech-counts", "speech-count", 1).replace("critical-spoken", "critical-spokn", 1)
    text = text.replace("group: all", "group: age 60", 1).replace("frame: rongcheng", "frame: rongchen", 1)
    (tmp_path / "D12.yaml").write_text(text.replace("side: disadvantage", "side: bad"), "utf-8")
    with pytest.raises(LanguageError) as caught:
        read_claims(tmp_path)
    told = [str(problem) for problem in caught.value.problems]
    for near in ("speech-counts", "rongcheng"):
        assert any(f"did you mean '{near}'" in line for line in told), told
    assert any("side" in line for line in told)
    assert all(problem.line > 0 for problem in caught.value.problems)


def test_other_files_may_stand_beside_claims(tmp_path):
    shutil.copy(library_folder() / "D12.yaml", tmp_path / "D12.yaml")
    (tmp_path / "sources.yaml").write_text("sources: []\n", "utf-8")
    assert list(read_claims(tmp_path)) == ["D12"]


def test_unknown_claims_and_settings_are_one_message():
    with pytest.raises(UnknownName) as caught:
        choose(library(), ["D99", "d12"], "TOWN")
    assert len(caught.value.problems) == 2
    assert {claim.id for claim, _ in choose(library(), ["d12"])} == {"D12"}


def test_expressions_mean_what_they_say():
    node = parse("2 * approves[age 60+] / adults - refused loan / (adults + 1)", "urban")
    assert names_in(node) == ("approves[age 60+]", "adults[urban]", "refused loan[urban]")
    values = {"approves[age 60+]": 6.0, "adults[urban]": 3.0, "refused loan[urban]": 8.0}
    assert figure(node, values.__getitem__) == 2.0


@pytest.mark.parametrize(
    "text", ["approvs / adults", "adults / ", "adults[old]", "(adults", "adults adults", ""]
)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(UnknownName):
        parse(text)
