"""From documents to models: each held, settled and checked against the others, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xinyong.errors import Problem
from xinyong.scheme import library
from xinyong.scheme.books import RuleBook
from xinyong.scheme.catalogue import (
    AccessFile,
    ChannelFile,
    ChannelRule,
    Conduct,
    ConductFile,
    Gatekeeper,
    SourceEntry,
    SourceFile,
)
from xinyong.scheme.compositions import SchemeFile
from xinyong.scheme.crosscheck import check_access, check_channels, check_conducts, once
from xinyong.scheme.crosscheck_books import check_book
from xinyong.scheme.crosscheck_references import Known, check_references, known_book
from xinyong.scheme.crosscheck_schemes import check_scheme
from xinyong.scheme.gathering import Parts
from xinyong.scheme.holding import Held, hold
from xinyong.scheme.memory import Memory
from xinyong.scheme.settling import Settled, settle


@dataclass
class Catalogue:
    """What is shared by all schemes, held and settled."""

    conducts: dict[str, Conduct] = field(default_factory=dict)
    gates: dict[str, Gatekeeper] = field(default_factory=dict)
    channels: dict[str, ChannelRule] = field(default_factory=dict)
    sources: dict[str, SourceEntry] = field(default_factory=dict)
    cities: tuple[str, ...] = ()
    known: Memory = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was coded of it, and of books of schemes that share it."""


@dataclass
class Assembly:
    """Models of one scheme and all their numbers. ``books`` is by the scheme's word for each."""

    catalogue: Catalogue
    scheme: SchemeFile | None
    books: dict[str, RuleBook]
    numbers: list[Settled]
    problems: list[Problem]


def assemble(parts: Parts) -> Assembly:
    """Models of all the documents, and everything that is wrong with any of them."""
    numbers: list[Settled] = []
    catalogue = _catalogue(parts, numbers)
    known = list(catalogue.sources)
    books: dict[str, Held[RuleBook]] = {}
    for word, document in parts.books.items():
        held = hold(document, RuleBook)
        if held is None:
            continue
        books[word] = held
        book = held.model
        numbers += settle(
            held.document, book, f"book.{book.id}", known, choice=book.setting == "FICT", chosen=parts.reforms
        )
        check_book(held, catalogue.conducts)
    scheme = hold(parts.scheme, SchemeFile)
    if scheme is not None:
        model = scheme.model
        invented = model.fictional or model.setting == "FICT"
        numbers += settle(
            scheme.document, model, f"scheme.{model.id}", known, choice=invented, chosen=parts.reforms
        )
        places = [*catalogue.cities, *library.provinces()]
        check_scheme(scheme, books, list(dict.fromkeys(places)), list(library.scheme_files()))
    _check_references(parts, books)
    problems = [problem for document in parts.documents for problem in document.problems]
    return Assembly(
        catalogue,
        scheme.model if scheme else None,
        {word: each.model for word, each in books.items()},
        numbers,
        in_reading_order(problems),
    )


def _check_references(parts: Parts, books: Mapping[str, Held[RuleBook]]) -> None:
    """What the books say of each other, and of books of the library that this scheme lacks."""
    here = {book.model.id: known_book(book.written) for book in books.values()}
    beside = [place for folder in parts.folders for place in (folder, folder.parent)]
    found: dict[str, Known | None] = {}

    def lookup(word: str) -> Known | None:
        """The book as it is here; what a reform took out of it may still be named, and does nothing."""
        if word not in found:
            path = library.find_book(word, beside)
            filed = known_book(library.read(path).data) if path is not None else None
            mine = here.get(word)
            found[word] = mine.beside(filed) if mine is not None and filed is not None else mine or filed
        return found[word]

    known = dict.fromkeys([*here, *library.book_files()])
    for book in books.values():
        check_references(book, lookup, known)


def _catalogue(parts: Parts, numbers: list[Settled]) -> Catalogue:
    catalogue = Catalogue(cities=library.places())
    sources = hold(parts.sources, SourceFile)
    if sources is not None:
        once(sources.document, ("sources",), [each.id for each in sources.model.sources], "source")
        catalogue.sources = {each.id: each for each in sources.model.sources}

    def settled(held: Held[Any], kind: str) -> None:
        numbers.extend(
            settle(held.document, held.model, kind, list(catalogue.sources), chosen=parts.reforms, drop=1)
        )

    conducts = hold(parts.conduct, ConductFile)
    if conducts is not None:
        catalogue.conducts = {each.id: each for each in conducts.model.conducts}
        settled(conducts, "conduct")
        check_conducts(conducts.document, conducts.model)
    access = hold(parts.access, AccessFile)
    if access is not None:
        catalogue.gates = {each.id: each for each in access.model.gatekeepers}
        settled(access, "access")
        check_access(access.document, access.model)
    channels = hold(parts.channels, ChannelFile)
    if channels is not None:
        catalogue.channels = {each.id: each for each in channels.model.channels}
        settled(channels, "channel")
        check_channels(channels.document, channels.model, catalogue.cities)
    return catalogue


def in_reading_order(problems: list[Problem]) -> list[Problem]:
    """Each problem once, by file and line."""
    return sorted(dict.fromkeys(problems), key=lambda each: (each.file, each.line, each.path))
