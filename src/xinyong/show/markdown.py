"""Tables for the documents, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a table: its head, then a line for each row."""
    yield _line(head)
    yield "|" + "---|" * len(head)
    for row in rows:
        yield _line([str(cell) for cell in row])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def plain_number(value: float) -> str:
    """A number as a reader writes it: large powers of two (or one less) and of ten as such, else digits."""
    for power in (31, 32, 40, 64):
        if float(value) in (2.0**power, 2.0**power - 1):
            return f"2^{power}"
    tens = len(f"{value:.0f}") - 1
    return f"10^{tens}" if tens > 5 and value == 10.0**tens else f"{value:,.10g}"
