"""Rows of collecting: which institution records which conduct, and what a record does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from xinyong import fields
from xinyong.scheme.books import Collects, Ground, ListRule, RuleBook
from xinyong.scheme.coding import Arrays, bits
from xinyong.scheme.crosscheck_books import selected
from xinyong.scheme.guarding import capped, longest
from xinyong.scheme.memory import remembered, token
from xinyong.scheme.turns import holding
from xinyong.scheme.values import Value

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme

#: All channels, for a row that names none.
_ANY = (1 << len(fields.CHANNELS)) - 1
_DIMENSIONS = (None, "history", "behaviour")
_ABLE: Ground = "able-but-refuses"


class Row(NamedTuple):
    """One row of collecting for one conduct; the columns of ``Tables.row_*``."""

    conduct: int
    institution: int
    channels: int
    kinds: int
    coverage: float
    points: int
    term: int
    from_end: int
    list: int
    floor: int
    dimension: int
    black: bool
    luck: int


def months(value: Value | None) -> int:
    """A term in whole months, at least one; 0 = no end."""
    if value is None or value.value is None:
        return 0
    return max(1, round(value.value))


def kinds_of(rule: ListRule, book: RuleBook) -> int:
    """Kinds of subject that may be on a list: a bit per KIND."""
    return bits(rule.subjects or book.subjects, fields.KINDS)


def list_term(rule: ListRule, month: int, able: bool = False) -> int | None:
    """Months of a listing: on ground 1 (``able-but-refuses``), or on no ground or any other.

    0 = no end; None = the list says nothing of it in this month.
    """
    terms = [term for term in rule.term if term.holds(month)]
    own = [term for term in terms if _ABLE in term.grounds] if able else []
    general = [term for term in terms if not term.grounds or "others" in term.grounds]
    others = [] if able else [term for term in terms if set(term.grounds) - {_ABLE}]
    meant = own or general or others
    if not meant:
        return None
    return next((months(term.months) for term in meant if term.months.value is not None), 0)


def rows_of(scheme: Scheme, city: str, month: int, area: str = "urban") -> tuple[Row, ...]:
    """All rows that hold in a place ('' = everywhere) in a month, by conduct.

    The same object for all places, months and schemes of one catalogue in which they are the same.
    """
    here, most = holding(scheme, city, month, area), longest(scheme, month)
    known = scheme.catalogue.known

    def of(number: int, own: int, stretch: int) -> tuple[Row, ...]:
        book = scheme.books[number]
        parts = [part for part in book.collects if part.holds(month)]
        rows = [row for part in parts for row in _rows(scheme, number, book, part, month)]
        found = tuple(row._replace(term=capped(row.term, most)) for row in rows)
        # a turn of something else in the book leaves its rows as they are
        return remembered(known, ("these rows", found), lambda: found)

    def together() -> tuple[Row, ...]:
        each = [
            remembered(known, ("rows", one, scheme.lists, most), lambda one=one: of(*one))  # type: ignore[misc]
            for one in here
        ]
        key = ("all rows", *(token(known, rows) for rows in each))
        return remembered(known, key, lambda: tuple(sorted(chain(*each), key=lambda row: row.conduct)))

    return remembered(known, ("rows here", here, scheme.lists, most), together)


def _rows(scheme: Scheme, number: int, book: RuleBook, part: Collects, month: int) -> list[Row]:
    conducts = scheme.catalogue.conducts
    order = {name: place for place, name in enumerate(conducts)}
    coverage = part.coverage or book.coverage
    grades = [grade.id for grade in book.score.grades] if book.score else []
    found: list[Row] = []
    for name in selected(part.conduct, conducts):
        kinds = bits(
            set(part.subjects or book.subjects) & set(book.subjects) & set(conducts[name].subjects),
            fields.KINDS,
        )
        if kinds == 0:
            continue
        rule = _entered(scheme, book, part, name, kinds, month)
        found.append(
            Row(
                order[name],
                number,
                bits(part.channels, fields.CHANNELS) or _ANY,
                kinds,
                coverage.number if coverage else 1.0,
                round(part.points.number) if part.points else 0,
                _term(book, part, rule, month),
                int(part.from_end_of_conduct),
                scheme.lists.index(f"{book.id}.{rule.id}") if rule else -1,
                grades.index(part.grade_at_best) if part.grade_at_best else -1,
                _DIMENSIONS.index(part.dimension),
                rule is not None and rule.colour == "black",
                _luck(book, part, rule),
            )
        )
    return found


def _luck(book: RuleBook, part: Collects, rule: ListRule | None) -> int:
    """A row's own number, from its book's name: what other books say moves nobody's luck here."""
    channels = bits(part.channels, fields.CHANNELS) or _ANY
    return crc32(f"{book.id} {channels} {part.dimension} {rule.id if rule else ''}".encode())


def _term(book: RuleBook, part: Collects, rule: ListRule | None, month: int) -> int:
    """Months that a record counts: as the row says, else the list that it enters, else the book."""
    if part.retention is None and rule is not None:
        term = list_term(rule, month)
        if term is not None:
            return term
    return months(part.retention or book.retention)


def _entered(
    scheme: Scheme, book: RuleBook, part: Collects, name: str, kinds: int, month: int
) -> ListRule | None:
    """The list of the book that a record of a conduct by these kinds enters, if it is in force."""
    for rule in book.lists:
        entry = rule.entry.conduct
        by_entry = entry is not None and name in selected(entry, scheme.catalogue.conducts)
        meant = part.enters == rule.id if part.enters is not None else by_entry
        if meant and rule.holds(month) and kinds & kinds_of(rule, book):
            return rule
    return None


_TYPES = {
    "institution": np.uint8,
    "channels": np.uint32,
    "kinds": np.uint8,
    "coverage": np.float64,
    "points": np.int16,
    "term": np.int16,
    "from_end": np.uint8,
    "list": np.int16,
    "floor": np.int16,
    "dimension": np.uint8,
    "luck": np.uint32,
}


def code_rows(scheme: Scheme, by_regime: Sequence[tuple[Row, ...]]) -> Arrays:
    """The flat arrays of all regimes' rows, and where each conduct's rows begin."""
    known, conducts = scheme.catalogue.known, len(scheme.catalogue.conducts)
    coded = [
        remembered(known, ("columns", token(known, rows)), lambda rows=rows: _columns(rows, conducts))  # type: ignore[misc]
        for rows in by_regime
    ]
    counts = np.stack([each["count"] for each in coded])
    first = np.zeros((len(by_regime), conducts + 1), dtype=np.int32)
    before = np.cumsum(counts.sum(axis=1)) - counts.sum(axis=1)
    first[:, 0] = before
    first[:, 1:] = before[:, None] + np.cumsum(counts, axis=1)
    found: Arrays = {"first": first}
    for name in _TYPES:
        found[f"row_{name}"] = np.concatenate([each[name] for each in coded])
    return found


def _columns(rows: Sequence[Row], conducts: int) -> Arrays:
    """Columns of rows, and how many rows each conduct has."""
    columns = dict(zip(Row._fields, zip(*rows, strict=True), strict=False))
    found: Arrays = {name: np.array(columns.get(name, ()), dtype=kind) for name, kind in _TYPES.items()}
    found["count"] = np.bincount(np.array([row.conduct for row in rows], np.int64), minlength=conducts)
    return found
