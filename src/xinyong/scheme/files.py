"""Which kind of file a document is, and the model and number ids that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from xinyong.scheme.books import RuleBook
from xinyong.scheme.catalogue import AccessFile, ChannelFile, ConductFile, PlaceFile, SourceFile
from xinyong.scheme.compositions import ReformFile, SchemeFile
from xinyong.scheme.histories import CaseFile, History
from xinyong.scheme.reading import Document


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its name, model, and the keys that give it away."""

    name: str
    model: type[BaseModel]
    tells: tuple[str, ...]


RULE_BOOK: Final = FileKind("rule book", RuleBook, ("operator", "collects", "measures", "lists", "score"))
SCHEME: Final = FileKind("scheme", SchemeFile, ("books", "agreements", "safeguards"))
REFORM: Final = FileKind("reform", ReformFile, ("base", "patch"))
CONDUCTS: Final = FileKind("conduct catalogue", ConductFile, ("conducts",))
ACCESS: Final = FileKind("gatekeepers", AccessFile, ("gatekeepers",))
CHANNELS: Final = FileKind("channels", ChannelFile, ("channels",))
SOURCES: Final = FileKind("sources", SourceFile, ())
PLACES: Final = FileKind("places", PlaceFile, ("provinces", "places"))
CASES: Final = FileKind("cases", CaseFile, ("cases",))
HISTORY: Final = FileKind("history", History, ("history", "as_of"))

KINDS: Final = (REFORM, CONDUCTS, ACCESS, CHANNELS, PLACES, CASES, RULE_BOOK, SCHEME, HISTORY)
_BY_NAME: Final = {
    "rulebook.yaml": RULE_BOOK,
    "cases.yaml": CASES,
    "sources.yaml": SOURCES,
    "conduct.yaml": CONDUCTS,
    "access.yaml": ACCESS,
    "channels.yaml": CHANNELS,
    "places.yaml": PLACES,
}


def kind_of(document: Document) -> FileKind:
    """What a document is, by its file's name or by its keys; a rule book where nothing tells."""
    named = _BY_NAME.get(Path(document.file).name)
    if named is not None:
        return named
    data: Any = document.data
    keys = set(data) if isinstance(data, dict) else set()
    if keys == {"sources"}:
        return SOURCES
    for kind in KINDS:
        if keys & set(kind.tells):
            return kind
    return RULE_BOOK
