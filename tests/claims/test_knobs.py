"""No emergent claim is a knob: each says why, and what it names is drawn and could move."""

from pathlib import Path

import pytest

from xinyong.claims.deciding import drawn
from xinyong.claims.planning import needs_of, plan
from xinyong.claims.reading import library, library_folder, read_claims
from xinyong.errors import LanguageError
from xinyong.show import knobs

DOCS = Path(__file__).parents[2] / "docs" / "knobs.md"
EMERGENT = [claim for claim in library().values() if claim.kind == "emergent"]


@pytest.fixture(scope="module")
def main_tests():
    needs = needs_of(test for claim in library().values() for test in claim.tests)
    chosen = [(claim, test) for claim in EMERGENT for test in claim.tests if not test.part]
    return plan(chosen, needs)[0]


def test_what_would_have_to_move_is_drawn_in_every_main_test(main_tests):
    for planned in main_tests:
        free = {each.id for each in drawn(planned)}
        assert set(planned.claim.turned_by) <= free, (planned.claim.id, planned.test.setting)


def test_only_emergent_claims_say_so():
    for claim in library().values():
        assert (claim.kind == "emergent") == bool(claim.turned_by) == bool(claim.why_not_a_knob), claim.id
        assert len(set(claim.turned_by)) == len(claim.turned_by), claim.id


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("turned_by: [shamming, tie_loss]", "did you mean 'shaming'"),
        ("turned_by: [shaming]", "fewer than two assumptions"),
    ],
)
def test_a_claim_that_one_number_turns_is_not_emergent(tmp_path, line, told):
    lines = (library_folder() / "A02.yaml").read_text("utf-8").splitlines()
    changed = [line if each.startswith("turned_by:") else each for each in lines]
    assert changed != lines
    (tmp_path / "A02.yaml").write_text("\n".join(changed) + "\n", "utf-8")
    with pytest.raises(LanguageError) as caught:
        read_claims(tmp_path)
    assert any(told in str(problem) for problem in caught.value.problems), caught.value.problems


def test_the_page_of_knobs_is_up_to_date(capsys):
    """If this fails: python -m xinyong.show.knobs."""
    if not DOCS.parent.exists():
        pytest.skip("the documents are not installed")
    assert knobs.main(["--check", str(DOCS)]) == 0, capsys.readouterr().out


def test_a_stale_page_of_knobs_is_told(tmp_path, capsys):
    copy = tmp_path / "knobs.md"
    assert knobs.main([str(copy)]) == 0
    assert knobs.main(["--check", str(copy)]) == 0
    copy.write_text(copy.read_text(encoding="utf-8").replace("A02", "A20", 1), encoding="utf-8")
    assert knobs.main(["--check", str(copy)]) == 1
    assert "stale" in capsys.readouterr().out
