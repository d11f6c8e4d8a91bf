"""The page on computability speaks of claims, columns and quantities that exist."""

import re
from pathlib import Path

import pytest

from xinyong import fields
from xinyong.fields import PERSON_FLOATS, PERSON_INT16, PERSON_UINT8, PERSON_UINT32
from xinyong.quantities import INDEX

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.skipif(not DOCS.exists(), reason="the documents are not installed")

PAGE = (DOCS / "computability.md").read_text(encoding="utf-8") if DOCS.exists() else ""
TABLES, _, MISSING = PAGE.partition("## What *sum* and *part* stand for")
ROWS = re.findall(r"^\| ([DAP]\d\d) \|(.*)\|$", TABLES, flags=re.MULTILINE)
SIDES = (("D", 25), ("A", 22), ("P", 10))
#: Capitals that are no columns: settings and words.
WORDS = {"LAW", "CITY", "COM", "CORP", "FICT"}


def test_every_claim_has_one_row() -> None:
    ids = [claim for claim, _ in ROWS]
    assert ids == [f"{side}{n:02d}" for side, last in SIDES for n in range(1, last + 1)]


@pytest.mark.parametrize(("claim", "row"), ROWS)
def test_its_quantities_are_tallied(claim: str, row: str) -> None:
    named = set(re.findall(r"`([^`]+)`", row))
    assert named <= set(INDEX), f"{claim}: {sorted(named - set(INDEX))} leave no month"


@pytest.mark.parametrize(("claim", "row"), ROWS)
def test_its_columns_are_in_the_state(claim: str, row: str) -> None:
    named = set(re.findall(r"\b[A-Z]{2,}(?:_[A-Z]+)*\b", row)) - WORDS
    assert not [name for name in sorted(named) if not hasattr(fields, name)], claim


@pytest.mark.parametrize(("claim", "row"), ROWS)
def test_what_is_not_ready_says_what_is_missing(claim: str, row: str) -> None:
    cells = [cell.strip() for cell in row.split("|")]
    assert len(cells) == 8
    assert cells[-1] in {"run", "sum", "part", "text", "–"}
    assert (cells[-1] in {"sum", "part"}) <= (re.search(rf"\b{claim}\b", MISSING) is not None)


def test_bytes_of_a_person_are_as_stated() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    stated = re.search(r"dense columns take (\d+) bytes", page)
    assert stated is not None
    width = 4 * len(PERSON_FLOATS) + 2 * len(PERSON_INT16) + len(PERSON_UINT8) + 4 * len(PERSON_UINT32)
    assert int(stated[1]) == width
