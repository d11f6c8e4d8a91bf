"""A scheme becomes tables: dates resolved, names turned into numbers, once per change.

``compile_scheme`` gives a ``Timeline``; its ``at(month)`` gives the ``Tables`` that the engine reads,
made once for all months between two changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from xinyong import fields
from xinyong.scheme import tables
from xinyong.scheme.coding import Arrays, code_catalogue
from xinyong.scheme.coding_effects import code_effects
from xinyong.scheme.collecting import Row, code_rows, rows_of
from xinyong.scheme.effects import Demand, Event
from xinyong.scheme.guarding import code_guards
from xinyong.scheme.listing import code_court, code_lists, code_sharing
from xinyong.scheme.regimes import Regimes, adopters, each_book, in_force, regimes_of
from xinyong.scheme.scoring import code_commercial, code_points, code_register
from xinyong.scheme.stakes import code_stakes
from xinyong.scheme.tables import Tables
from xinyong.scheme.values import Dated

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme

_BEYOND = 10**5


class Timeline:
    """A compiled scheme: the rules of every month, and what their numbers stand for.

    ``conducts``, ``institutions`` and ``lists`` are labels, the same in all months;
    ``changes`` the month numbers in which something begins or ends, in order;
    ``regime_of_place`` [n_cities, 2] int16, in the order of the city ids given: the regime of a
    city's countryside, and that of its town.
    """

    def __init__(self, scheme: Scheme, city_ids: Sequence[str]) -> None:
        self.scheme = scheme
        self.regimes: Regimes = regimes_of(scheme, city_ids)
        self.regime_of_place: NDArray[np.int16] = self.regimes.of_place
        self.conducts: tuple[str, ...] = tuple(scheme.catalogue.conducts)
        self.institutions: tuple[str, ...] = tuple(book.id for book in scheme.books)
        self.lists: tuple[str, ...] = scheme.lists
        self.changes: list[int] = sorted(_dates(scheme))
        self._fixed: Arrays = code_catalogue(scheme.catalogue)
        self._made: dict[int, Tables] = {}

    def at(self, month: int) -> Tables:
        """The rules in force in a month."""
        period = bisect_right(self.changes, month)
        if period not in self._made:
            self._made[period] = _tables(self.scheme, self.regimes, self._fixed, month)
        return self._made[period]


def _dates(scheme: Scheme) -> set[int]:
    """All months in which something begins or ends."""
    parts: list[Any] = [*scheme.uses, *scheme.books, *scheme.agreements, *scheme.safeguards.values()]
    found = {date for part in parts for date in _turns(part) if abs(date) < _BEYOND}
    for use in scheme.uses:
        found |= set(adopters(use).values())
    return found | (_dates(scheme.believed) if scheme.believed is not None else set())


def _turns(part: Any) -> Iterator[int]:
    """Months in which anything in a block begins or ends."""
    if isinstance(part, Dated):
        yield part.since
        yield part.ends
    if isinstance(part, Event | Demand):
        yield from part.turns
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _turns(getattr(part, name))
    elif isinstance(part, list | dict):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _turns(each)


def code_coverage(scheme: Scheme, regimes: Regimes, month: int) -> NDArray[np.float64]:
    """``Tables.coverage``: the catalogue's, unless books in force or (before them) the scheme say so."""
    found = np.zeros((len(regimes.cities), len(fields.CHANNELS)))
    for regime, (city, area) in enumerate(regimes.spots):
        changes = [
            change
            for _, _, book in in_force(scheme, city, month, area)
            for change in book.channels
            if change.holds(month)
        ]
        for place, name in enumerate(fields.CHANNELS):
            rule = scheme.catalogue.channels[name]
            mine = [change for change in changes if change.channel == name]
            said = [change.coverage.number for change in mine if change.coverage is not None]
            usual = max(said) if said else rule.by_place.get(city, rule.coverage).number
            for change in mine:
                usual *= change.times.number if change.times is not None else 1.0
            found[regime, place] = scheme.coverage.get(name, min(1.0, usual))
    return found


def _known_scheme(scheme: Scheme, month: int) -> bool:
    """Is anything in force that people would call a scheme: scores, or lists that name them?"""
    return any(
        book.kind in ("points", "rating", "weighted")
        or any(rule.publicity.how == "named" and rule.holds(month) for rule in book.lists)
        for _, book in each_book(scheme, month)
    )


def _tables(scheme: Scheme, regimes: Regimes, fixed: Arrays, month: int) -> Tables:
    made: dict[int, list[Row]] = {}
    by_regime = [rows_of(scheme, city, month, area, made) for city, area in regimes.spots]
    thought = scheme.believed or scheme
    believed = by_regime
    if thought is not scheme:
        made = {}
        believed = [rows_of(thought, city, month, area, made) for city, area in regimes.spots]
    coverage = code_coverage(scheme, regimes, month)
    parts: Arrays = dict(fixed)
    parts["coverage"] = coverage
    parts |= code_rows(by_regime, len(scheme.catalogue.conducts))
    parts |= code_points(scheme, regimes, month)
    parts |= code_commercial(scheme, month) | code_register(scheme, month)
    parts |= code_lists(scheme, month) | code_sharing(scheme, month) | code_court(scheme, month)
    parts |= code_guards(scheme, month) | code_effects(scheme, regimes, month)
    parts |= code_stakes(believed, fixed["seen"], coverage)
    if code_court(thought, month)["court"][tables.COURT_LISTS] > 0:
        parts["stake_list"][:, fixed["creates_debt"] > 0] = 1.0
    parts["believed"] = np.array([_known_scheme(thought, month)], dtype=np.uint8)
    parts["capacity"] = np.array([scheme.capacity.get(name, 1.0) for name in fields.CHANNELS])
    return Tables(**{name: np.ascontiguousarray(part) for name, part in parts.items()})
