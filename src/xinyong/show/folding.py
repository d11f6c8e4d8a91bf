"""Text folded to the width of a terminal; names with hyphens stay whole."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

#: Columns of a page of text.
WIDTH: Final = 80


def folded(text: str, first: str = "", rest: str | None = None, width: int = WIDTH) -> list[str]:
    """Lines of ``text``, the first behind ``first``, the others behind ``rest`` (or as much room)."""
    behind = " " * len(first) if rest is None else rest
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=behind,
        break_on_hyphens=False,
        break_long_words=False,
    ) or [first.rstrip()]
