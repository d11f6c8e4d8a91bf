"""Files that a page sends along: written to a folder of their own, and kept from reaching out of it.

A scheme names its books, a reform its base, by id or by a path beside it. A page has no paths: a file that
names one is refused before anything reads it, so that no text from outside can open a file of this machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from xinyong.errors import InputError, Problem
from xinyong.scheme.reading import Document, Place, read_text
from xinyong.show.explore.messages import FilePart

#: Keys whose words are looked up as files.
_LOOKED_UP: Final = ("book", "books", "base", "believed")
#: Paths of a patch that lead to such a word.
_LEADS: Final = re.compile(r"(^|\.)(book|base|believed)$|^books(\.[^.]+)?$")
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


def place_files(files: Sequence[FilePart], folder: Path) -> dict[str, Path]:
    """Write files into ``folder``; returns where each lies, by its name.

    Raises ``InputError`` for two of one name, and for whatever would be looked up outside.
    """
    problems: list[Problem] = []
    found: dict[str, Path] = {}
    for each in files:
        if each.name in found:
            problems.append(Problem(path=f"files.{each.name}", found="a second file of this name",
                                    remedy="give each a name of its own"))  # fmt: skip
            continue
        path = folder / each.name / "rulebook.yaml" if each.kind == "book" else folder / f"{each.name}.yaml"
        document = read_text(each.text, str(path))
        problems += outside(document)
        found[each.name] = path
    if problems:
        raise InputError(problems)
    for each in files:
        path = found[each.name]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.text, encoding="utf-8", errors="replace")
    return found


def outside(document: Document) -> list[Problem]:
    """What a document would have looked up that is no plain id."""
    return list(_outside(document, document.data, ()))


def _outside(document: Document, data: Any, place: Place) -> Iterator[Problem]:
    if isinstance(data, dict):
        for patch, value in (("set", "to"), ("add", "item")):
            if isinstance(data.get(patch), str) and _LEADS.search(data[patch]):
                yield from _words(document, data.get(value), (*place, value))
        for key, each in data.items():
            if key in _LOOKED_UP:
                yield from _words(document, each, (*place, key))
            yield from _outside(document, each, (*place, key))
    elif isinstance(data, list):
        for number, each in enumerate(data):
            yield from _outside(document, each, (*place, number))


def _words(document: Document, data: Any, place: Place) -> Iterator[Problem]:
    many = data if isinstance(data, list) else [data]
    for word in many:
        named = word.get("book") if isinstance(word, Mapping) else word
        if isinstance(named, str) and not _PLAIN.fullmatch(named):
            yield document.problem(
                place, f"{named!r}", "allowed: an id of the library or of a file sent along",
                "a page reads no files of the machine",
            )  # fmt: skip
