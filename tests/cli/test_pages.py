"""Rule books as pages: everything that a book says is there, with its source, within 80 columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from xinyong.cli import main
from xinyong.scheme import library
from xinyong.scheme.books import RuleBook
from xinyong.scheme.systems import sources
from xinyong.scheme.values import Value
from xinyong.show import institutions
from xinyong.show.book import page, refs, sections

BOOKS = {book.id: (book, cases) for book, cases in institutions._books()}
DOCS = Path(__file__).parents[2] / "docs" / "institutions.md"


#: Keys that the head of a page, its summary or another entry says; those that have entries of their own.
HEAD = {
    "id", "name", "operator", "setting", "kind", "subjects", "in_force", "summary", "sources", "moves",
    "standing", "source", "confidence", "spread", "note", "coverage", "retention",
}  # fmt: skip
SECTIONS = {
    ("collects",): "What it records", ("score", "rating", "gaming"): "How it scores",
    ("lists",): "Whom it lists", ("court",): "The court's part", ("measures",): "What follows",
    ("agreements",): "Who is told", ("memoranda",): "Memoranda", ("safeguards",): "What protects",
    ("channels", "map"): "What is seen", ("events",): "What happens",
    ("flows", "limits", "holds", "holds_times", "burden"): "Where data go",
    ("demands",): "What is demanded of companies", ("campaign", "phases"): "Publicity and phases",
    ("groups",): "Who answers for whom",
}  # fmt: skip
ENTRIES = {each for key in SECTIONS for each in key}


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(words)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def values(part: Any) -> list[Value]:
    """All numbers of a block."""
    if isinstance(part, Value):
        return [part]
    if isinstance(part, BaseModel):
        return [each for name in type(part).model_fields for each in values(getattr(part, name))]
    if isinstance(part, list):
        return [each for item in part for each in values(item)]
    return [each for item in part.values() for each in values(item)] if isinstance(part, dict) else []


def test_every_book_of_the_library_is_there() -> None:
    assert set(BOOKS) == set(library.book_files())


@pytest.mark.parametrize("name", BOOKS)
def test_a_page_fits_and_names_every_source_and_case(name: str) -> None:
    book, cases = BOOKS[name]
    text = page(book, sources(), cases)
    lines = text.splitlines()
    assert max(len(line) for line in lines if "://" not in line) <= 80
    flat = " ".join(text.split())
    assert all(f"{ref}: " in text for ref in refs(book))
    assert all(" ".join(case.case.split()) in flat for case in cases)
    assert book.operator in flat


@pytest.mark.parametrize("name", BOOKS)
def test_everything_that_a_book_says_has_an_entry(name: str) -> None:
    book, _ = BOOKS[name]
    told = dict(sections(book))
    assert len(told.get("What it records", [])) == len(book.collects)
    assert len(told.get("Whom it lists", [])) == len(book.lists)
    assert len(told.get("What follows", [])) == len(book.measures)
    assert len(told.get("Who is told", [])) == len(book.agreements)
    assert len(told.get("What happens", [])) == len(book.events)
    entries = {key for key in ENTRIES if getattr(book, key) not in ([], {}, None)}
    assert set(RuleBook.model_fields) <= ENTRIES | HEAD
    assert len(told) >= (1 if entries else 0), entries
    for key, title in SECTIONS.items():
        assert bool(told.get(title)) == any(getattr(book, each) not in ([], {}, None) for each in key), title


@pytest.mark.parametrize("name", BOOKS)
def test_standings_and_ranges_are_told(name: str) -> None:
    """Every assumption shows that it is one, with its range: never a bare number."""
    book, _ = BOOKS[name]
    behind = " ".join(entry.behind for _, entries in sections(book) for entry in entries)
    for measure in book.measures:
        assert measure.strength.standing
    assumed = [each for measure in book.measures for each in values(measure) if each.standing == "assumption"]
    assert not assumed or "assumption" in behind


def test_a_page_changes_with_its_book() -> None:
    book, cases = BOOKS["rongcheng"]
    before = page(book, sources(), cases)
    row = book.collects[0].model_copy(deep=True)
    assert row.points is not None
    row.points.value = -77.0
    changed = book.model_copy(update={"collects": [row, *book.collects[1:]]})
    assert "-77 points" in page(changed, sources(), cases)
    assert "-77 points" not in before


def test_the_page_of_institutions_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    """If this fails: python -m xinyong.show.institutions."""
    if not DOCS.parent.exists():
        pytest.skip("the documents are not installed")
    assert institutions.main(["--check", str(DOCS)]) == 0, capsys.readouterr().out


def test_a_stale_page_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "institutions.md"
    assert institutions.main([str(copy)]) == 0
    assert institutions.main(["--check", str(copy)]) == 0
    copy.write_text(copy.read_text(encoding="utf-8").replace("Rongcheng", "Rongcheg", 1), encoding="utf-8")
    assert institutions.main(["--check", str(copy)]) == 1
    assert "stale" in capsys.readouterr().out


def test_systems_cover_all_books_with_sources_cases_and_what_they_move(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = call(capsys, "systems", "--json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert set(rows) == set(library.book_files())
    for name, row in rows.items():
        assert row["cases"] >= 2, name
        assert row["sources"], name
        assert row["moves"], name
        assert Path(row["rulebook"]).is_file()
        assert row["kind"] == BOOKS[name][0].kind


def test_a_book_is_shown_as_text_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "show", "tax-credit")
    assert code == 0
    heads = ("WHAT IT RECORDS", "HOW IT SCORES", "WHAT FOLLOWS", "WORKED CASES", "SOURCES")
    assert all(part in out for part in (*heads, "grade D: below"))
    _, out, _ = call(capsys, "show", "tax-credit", "--json")
    told = json.loads(out)
    assert told["id"] == "tax-credit"
    assert told["cases"][0]["case"]


OWN = """id: mine
name: A book of my own
operator: me
setting: FICT
kind: points
subjects: [person]
in_force: {from: 2015-01}
summary: Points for red lights.
coverage: {value: 1, unit: share, standing: choice}
moves: [records]
collects:
  - {conduct: red-light, channels: [police], points: {value: -30, standing: choice},
     retention: {value: 12, unit: months, standing: choice}}
score:
  base: {value: 100, unit: points, standing: choice}
  grades:
    - {id: good, from: {value: 80, standing: choice}}
    - {id: bad}
"""
CASES = """cases:
  - case: A red light leaves 70 points.
    as_of: 2016-03
    history: [{month: 2016-02, conduct: red-light, channel: police}]
    expect: {scores: {mine: 70}, grades: {mine: bad}}
  - case: A year later it is forgotten.
    as_of: 2017-02
    history: [{month: 2016-02, conduct: red-light, channel: police}]
    expect: {scores: {mine: 100}, grades: {mine: good}}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "rulebook.yaml").write_text(OWN, encoding="utf-8")
    (folder / "cases.yaml").write_text(CASES, encoding="utf-8")
    return folder


def test_cases_of_a_book_of_ones_own(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for word in (own, own / "cases.yaml", own / "rulebook.yaml"):
        code, out, err = call(capsys, "cases", str(word))
        assert (code, err) == (0, "")
        assert "2 cases, 0 failed" in out
        assert "holds  mine:" in out
    (own / "rulebook.yaml").write_text(OWN.replace("-30", "-31"), encoding="utf-8")
    code, out, _ = call(capsys, "cases", str(own))
    assert code == 1
    assert "score in mine: expected 70, found 69" in out


def test_what_is_wrong_with_ones_own_cases_is_told(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = CASES.replace("red-light", "red-lihgt").replace("as_of: 2017-02", "as_of: x")
    (own / "cases.yaml").write_text(broken, encoding="utf-8")
    code, out, err = call(capsys, "cases", str(own))
    assert (code, out) == (1, "")
    assert "did you mean 'red-light'" in err
    assert "cases.yaml:" in err
    (own / "cases.yaml").unlink()
    code, _, err = call(capsys, "cases", str(own), "nobody")
    assert code == 1
    assert "has no cases.yaml" in err
    assert "nobody" in err


def test_a_book_of_ones_own_is_shown(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "show", str(own))
    assert code == 0
    assert "red-light: -30 points" in out
    assert "A red light leaves 70 points." in out
