"""How pages of the reference are written: their first line, and tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

#: Says under the title of a page what it is made from.
MADE = "This page is made from {} when the site is built.\n"


def _cell(value: Any) -> str:
    text = " ".join(str("" if value is None else value).split())
    text = text.replace("|", "\\|")
    return text if "`" in text else text.replace("<", "&lt;").replace("*", "\\*")


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table whose cells cannot break it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines) + "\n"
