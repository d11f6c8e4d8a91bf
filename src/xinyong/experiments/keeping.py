"""The rules of a run, kept in its folder: what it was run under can be read and loaded for good.

``rules.json`` holds the documents of every world's scheme as plain data, reforms applied, each
document once: ``{"documents": {sha256: {file, data, marks}}, "worlds": {world: {...}}}``. ``marks`` say in
which line a rule was written, and what came from a reform: [place, file, line, place there]. A scheme that
is loaded from it is the one that was run, whatever became of the library or of the file it came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import FolderError, Problem, XinyongError
from xinyong.results.durable import write_text

if TYPE_CHECKING:
    from xinyong.experiments.worlds import World
    from xinyong.scheme.loading import Scheme
    from xinyong.scheme.reading import Document

#: Name of the file inside a run folder.
RULES: Final = "rules.json"
#: How deep in a rule book lines are kept: the rows of what it collects, its lists, its measures.
_DEEP: Final = 2
_SHARED: Final = ("conduct", "access", "channels", "sources")


def write_rules(path: Path, schemes: Mapping[World, Scheme]) -> str:
    """Write the rules of the worlds of a run; returns the file's SHA-256."""
    from xinyong.scheme.library import root

    documents: dict[str, Any] = {}

    def named(file: str) -> str:
        path = Path(file)
        return str(path.relative_to(root()) if path.is_relative_to(root()) else path)

    def kept(document: Document, depth: int = 0) -> str:
        marks = [
            [list(place), named(mark.file), mark.line, list(mark.place)]
            for place, mark in document.marks.items()
            if mark.file != document.file or len(place) <= depth
        ]
        whole = {"file": named(document.file), "data": document.data, "marks": marks}
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        key = hashlib.sha256(text.encode()).hexdigest()[:16]
        documents[key] = whole
        return key

    worlds = {
        world: {
            "scheme": kept(scheme.parts.scheme),
            "books": {word: kept(book, _DEEP) for word, book in scheme.parts.books.items()},
            **{name: kept(getattr(scheme.parts, name)) for name in _SHARED},
            "reforms": [named(each) for each in scheme.parts.reforms],
            "overrides": dict(scheme.overrides),
        }
        for world, scheme in schemes.items()
    }
    told = {"documents": documents, "worlds": worlds}
    return write_text(path, json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_rules(folder: Path, expected: Mapping[str, str]) -> dict[str, Scheme]:
    """The schemes of a run by world, the burn-in's too; ``expected`` is the SHA-256 of some of them.

    Raises ``FolderError`` where they cannot be had: no such file (a run of an earlier version), or
    rules that this version of Xinyong reads otherwise.
    """
    path = folder / RULES
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        found = {world: _loaded(told, world) for world in told["worlds"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise FolderError(_unread(path, "holds no rules that can be read")) from None
    except XinyongError as error:
        said = str(error.problems[0])
        raise FolderError(_unread(path, f"does not hold as rules any more: {said}")) from None
    for world, sha in expected.items():
        if found[world].sha256 != sha:
            raise FolderError(_unread(path, f"says otherwise now than when world {world} was run"))
    return found


def _unread(path: Path, found: str) -> Problem:
    return Problem(
        str(path), found=found, remedy="use the version of Xinyong that made this folder, or run again"
    )


def _loaded(told: dict[str, Any], world: str) -> Scheme:
    from xinyong.scheme.gathering import Parts
    from xinyong.scheme.loading import build
    from xinyong.scheme.reading import Document, Mark

    def document(key: str) -> Document:
        kept = told["documents"][key]
        marks = {tuple(place): Mark(file, line, tuple(there)) for place, file, line, there in kept["marks"]}
        return Document(kept["file"], kept["data"], marks).copy()

    mine = told["worlds"][world]
    parts = Parts(
        document(mine["scheme"]),
        document(mine["conduct"]),
        document(mine["access"]),
        document(mine["channels"]),
        document(mine["sources"]),
        books={word: document(kept) for word, kept in mine["books"].items()},
        reforms=list(mine["reforms"]),
    )
    return build(parts, mine["overrides"])
