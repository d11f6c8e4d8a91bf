"""What the library has: institutions and schemes, as rows for listings and for ``--json``."""

from __future__ import annotations

from typing import Any

from xinyong.errors import LanguageError
from xinyong.scheme import library
from xinyong.scheme.books import RuleBook
from xinyong.scheme.catalogue import SourceEntry, SourceFile
from xinyong.scheme.holding import Held, Model, hold
from xinyong.scheme.loading import load
from xinyong.scheme.reading import Document
from xinyong.scheme.values import Source


def _held(document: Document, model: type[Model]) -> Held[Model]:
    held = hold(document, model)
    if held is None or document.problems:
        raise LanguageError(document.problems)
    return held


def sources() -> dict[str, SourceEntry]:
    """Entries of ``sources.yaml`` by id."""
    return {each.id: each for each in _held(library.shared("sources"), SourceFile).model.sources}


def cited(source: Source, known: dict[str, SourceEntry]) -> dict[str, str | None]:
    """A source in full: what the entry says, and the article meant."""
    entry = known.get(source.ref or "")
    return {
        "id": source.ref,
        "title": source.title or (entry.title if entry else None),
        "author": source.author or (entry.author if entry else None),
        "date": source.date or (entry.date if entry else None),
        "url": source.url or (entry.url if entry else None),
        "article": source.article,
    }


def systems() -> list[dict[str, Any]]:
    """Institutions: id, name, kind, operator, settings, subjects, rulebook, cases, sources."""
    known, cases = sources(), library.case_files()
    found: list[dict[str, Any]] = []
    for name, path in library.book_files().items():
        book = _held(library.read(path), RuleBook).model
        found.append(
            {
                "id": book.id,
                "name": book.name.en,
                "name_zh": book.name.zh,
                "kind": book.kind,
                "operator": book.operator,
                "settings": [book.setting],
                "subjects": list(book.subjects),
                "from": book.in_force.from_,
                "until": book.in_force.until,
                "summary": book.summary,
                "rulebook": str(path),
                "cases": str(cases[name]) if name in cases else None,
                "sources": [cited(source, known) for source in book.sources],
            }
        )
    return found


def schemes() -> list[dict[str, Any]]:
    """Schemes and reforms, each loaded: id, name, summary, setting, base, books, file, sha256."""
    found: list[dict[str, Any]] = []
    for name, path in library.scheme_files().items():
        scheme = load(name)
        data = library.read(path).data
        found.append(
            {
                "id": scheme.id,
                "name": scheme.name,
                "summary": scheme.summary,
                "setting": scheme.setting,
                "base": data.get("base"),
                "books": [book.id for book in scheme.books],
                "believed": scheme.believed.id if scheme.believed else None,
                "file": str(path),
                "sha256": scheme.sha256,
            }
        )
    return found
