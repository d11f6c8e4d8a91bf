"""The tables of the ODD page are those that the code and the library make."""

import re
from pathlib import Path

import pytest

from xinyong.errors import InputError
from xinyong.show import odd
from xinyong.show.markdown import plain_number, table

PAGE = Path(__file__).parents[2] / "docs" / "odd.md"
TEXT = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
needs_page = pytest.mark.skipif(not PAGE.exists(), reason="the documents are not installed")


@needs_page
@pytest.mark.parametrize("name", odd.PARTS)
def test_a_part_is_up_to_date(name: str) -> None:
    assert odd.marked(TEXT)[name] == odd.made(name), "run: python -m xinyong.show.odd"


@needs_page
def test_nothing_is_left_to_be_filled() -> None:
    assert "generated:" not in TEXT
    for body in odd.marked(TEXT).values():
        assert len(body.split()) > 20


@needs_page
def test_every_table_has_rows_as_wide_as_its_head() -> None:
    for body in odd.marked(TEXT).values():
        width = 0
        for line in body.splitlines():
            cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
            assert cells in (0, width or cells), line
            width = cells


def test_marks_are_held_against_what_is_made() -> None:
    marks = "".join(f"<!-- made: {name} -->\nold\n<!-- end: {name} -->\n" for name in odd.PARTS)
    assert odd.marked(marks) == dict.fromkeys(odd.PARTS, "\nold\n")
    with pytest.raises(InputError) as wrong:
        odd.marked(marks.replace("columns", "colums").replace("made: month", "made: targets"))
    told = str(wrong.value)
    assert "did you mean 'columns'?" in told
    assert "made: columns" in told
    assert "made: month" in told


def test_what_is_outside_the_marks_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odd, "PARTS", {"month": lambda: iter(["new"])})
    page = "before\n<!-- made: month -->\nold\n<!-- end: month -->\nafter\n"
    assert odd.filled(page) == "before\n<!-- made: month -->\n\nnew\n\n<!-- end: month -->\nafter\n"
    assert odd.filled(odd.filled(page)) == odd.filled(page)


def test_check_says_that_a_page_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odd, "PARTS", {"month": lambda: iter(["new"])})
    page = tmp_path / "odd.md"
    page.write_text("<!-- made: month -->\nold\n<!-- end: month -->\n", encoding="utf-8")
    assert odd.main(["--check", str(page)]) == 1
    assert "old" in page.read_text(encoding="utf-8")
    assert odd.main([str(page)]) == 0
    assert odd.main(["--check", str(page)]) == 0


def test_cells_cannot_break_a_table() -> None:
    assert list(table(("a", "b"), [("x | y", "two\nlines")]))[-1] == "| x \\| y | two lines |"


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (-1200, "-1,200"), (0.006, "0.006"), (1e7, "10^7"), (2e6, "2,000,000"), (2**32 - 1, "2^32"),
     (2**64 - 1, "2^64"), (255, "255")],
)  # fmt: skip
def test_numbers_are_written_for_readers(value: float, told: str) -> None:
    assert plain_number(value) == told
