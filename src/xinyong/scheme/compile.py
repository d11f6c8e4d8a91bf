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
from xinyong.scheme.collecting import code_rows, rows_of
from xinyong.scheme.listing import code_court, code_lists, code_sharing
from xinyong.scheme.regimes import Regimes, anywhere, regimes_of
from xinyong.scheme.scoring import code_cities, code_commercial, code_register
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
    ``regime_of_city`` [n_cities] int16, in the order of the city ids given.
    """

    def __init__(self, scheme: Scheme, city_ids: Sequence[str]) -> None:
        self.scheme = scheme
        self.regimes: Regimes = regimes_of(scheme, city_ids)
        self.regime_of_city: NDArray[np.int16] = self.regimes.of_city
        self.regime_of_place: NDArray[np.int16] = np.stack([self.regimes.of_city] * 2, axis=1)
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
    found = {
        date
        for part in parts
        for dated in _dated(part)
        for date in (dated.since, dated.ends)
        if abs(date) < _BEYOND
    }
    return found | (_dates(scheme.believed) if scheme.believed is not None else set())


def _dated(part: Any) -> Iterator[Dated]:
    """All dated blocks in a block."""
    if isinstance(part, Dated):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _dated(getattr(part, name))
    elif isinstance(part, list):
        for each in part:
            yield from _dated(each)


def _coverage(scheme: Scheme, regimes: Regimes) -> NDArray[np.float64]:
    found = np.zeros((len(regimes.cities), len(fields.CHANNELS)))
    for place, name in enumerate(fields.CHANNELS):
        rule = scheme.catalogue.channels[name]
        for regime, city in enumerate(regimes.cities):
            usual = rule.by_place.get(city, rule.coverage).number
            found[regime, place] = scheme.coverage.get(name, usual)
    return found


def _guards(scheme: Scheme, month: int) -> NDArray[np.float64]:
    found = np.zeros(16)
    for name, guard in scheme.safeguards.items():
        found[tables.GUARD.index(name)] = float(guard.on and guard.holds(month))
    return found


def _known_scheme(scheme: Scheme, month: int) -> bool:
    """Is anything in force that people would call a scheme: scores, or lists that name them?"""
    return any(
        book.kind in ("points", "weighted")
        or any(rule.publicity.how == "named" and rule.holds(month) for rule in book.lists)
        for _, _, book in anywhere(scheme, month)
    )


def _later(regimes: int, lists: int) -> Arrays:
    gates = len(fields.ACCESS)
    return {
        "rating": np.zeros((regimes, 8)),
        "newcomer": np.tile(np.array([-1, 0], np.int16), (regimes, len(fields.SLOTS), 1)),
        "group_bar": np.zeros((lists, gates)),
        "work_bar": np.zeros(lists),
        "group_size": np.zeros(1, np.int32),
        "map_list": np.full(1, -1, np.int16),
        "map": np.zeros(regimes),
        "flow": np.zeros(4),
        "breach": np.zeros((len(fields.HOLDERS), 2)),
        "news": np.zeros(8),
        "demand": np.zeros(12),
        "burden": np.zeros(len(fields.OWNERS)),
        "campaign": np.ones(1),
    }


def _tables(scheme: Scheme, regimes: Regimes, fixed: Arrays, month: int) -> Tables:
    by_regime = [rows_of(scheme, city, month) for city in regimes.cities]
    thought = scheme.believed or scheme
    believed = by_regime if thought is scheme else [rows_of(thought, city, month) for city in regimes.cities]
    coverage = _coverage(scheme, regimes)
    parts: Arrays = dict(fixed)
    parts["coverage"] = coverage
    parts |= code_rows(by_regime, len(scheme.catalogue.conducts))
    parts |= code_cities(scheme, regimes, month)
    parts |= code_commercial(scheme, month) | code_register(scheme, month)
    parts |= code_lists(scheme, month) | code_sharing(scheme, month) | code_court(scheme, month)
    parts["guard"] = _guards(scheme, month)
    parts |= code_stakes(believed, fixed["seen"], coverage)
    if code_court(thought, month)["court"][tables.COURT_LISTS] > 0:
        parts["stake_list"][:, fixed["creates_debt"] > 0] = 1.0
    parts["believed"] = np.array([_known_scheme(thought, month)], dtype=np.uint8)
    parts |= _later(len(regimes.cities), len(scheme.lists))
    parts["capacity"] = np.array([scheme.capacity.get(name, 1.0) for name in fields.CHANNELS])
    return Tables(**{name: np.ascontiguousarray(part) for name, part in parts.items()})
