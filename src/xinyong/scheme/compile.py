"""A scheme becomes tables: dates resolved, names turned into numbers, once per change.

``compile_scheme`` gives a ``Timeline``; its ``at(month)`` gives the ``Tables`` that the engine reads,
made once for all months between two changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.scheme import tables
from xinyong.scheme.coding import Arrays, code_catalogue
from xinyong.scheme.coding_effects import code_effects, code_rating
from xinyong.scheme.collecting import code_rows, rows_of
from xinyong.scheme.guarding import code_guards
from xinyong.scheme.listing import code_court, code_lists, code_sharing
from xinyong.scheme.memory import remembered
from xinyong.scheme.regimes import Regimes, adopters, each_book, in_force, regimes_of
from xinyong.scheme.scoring import code_commercial, code_points, code_register
from xinyong.scheme.stakes import add_debts, add_ratings, code_stakes
from xinyong.scheme.tables import Tables
from xinyong.scheme.turns import holding, turns, turns_of

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
        self._fixed: Arrays = remembered(
            scheme.catalogue.known, "arrays", lambda: code_catalogue(scheme.catalogue)
        )
        self._made: dict[int, Tables] = {}

    def at(self, month: int) -> Tables:
        """The rules in force in a month."""
        period = bisect_right(self.changes, month)
        if period not in self._made:
            self._made[period] = _tables(self.scheme, self.regimes, self._fixed, month)
        return self._made[period]


def _dates(scheme: Scheme) -> set[int]:
    """All months in which something begins or ends; of books that never hold, none."""
    ever = [(use, book) for use, book in zip(scheme.uses, scheme.books, strict=True) if use.since < use.ends]
    known = scheme.catalogue.known
    found = {date for part in (*scheme.agreements, *scheme.safeguards.values()) for date in turns(part)}
    for use, book in ever:
        found.update(turns(use), turns_of(known, book), adopters(use).values())
    found = {date for date in found if abs(date) < _BEYOND}
    return found | (_dates(scheme.believed) if scheme.believed is not None else set())


def code_coverage(scheme: Scheme, regimes: Regimes, month: int) -> NDArray[np.float64]:
    """``Tables.coverage``: the catalogue's, unless books in force or (before them) the scheme say so."""
    known, own = scheme.catalogue.known, tuple(scheme.coverage.items())
    found = []
    for city, area in regimes.spots:
        here = tuple(each for each in holding(scheme, city, month, area) if scheme.books[each[0]].channels)
        found.append(
            remembered(
                known, ("coverage", here, city, own),
                lambda city=city, area=area: _coverage(scheme, city, area, month),  # type: ignore[misc]
            )
        )  # fmt: skip
    return np.array(found)


def _coverage(scheme: Scheme, city: str, area: str, month: int) -> list[float]:
    """Coverage of each channel in a place."""
    changes = [
        change
        for _, _, book in in_force(scheme, city, month, area)
        for change in book.channels
        if change.holds(month)
    ]
    found = []
    for name in fields.CHANNELS:
        rule = scheme.catalogue.channels[name]
        mine = [change for change in changes if change.channel == name]
        said = [change.coverage.number for change in mine if change.coverage is not None]
        usual = max(said) if said else rule.by_place.get(city, rule.coverage).number
        for change in mine:
            usual *= change.times.number if change.times is not None else 1.0
        found.append(scheme.coverage.get(name, min(1.0, usual)))
    return found


def _known_scheme(scheme: Scheme, month: int) -> bool:
    """Is anything in force that people would call a scheme: scores, or lists that name them?"""
    return any(
        book.kind in ("points", "rating", "weighted")
        or any(rule.publicity.how == "named" and rule.holds(month) for rule in book.lists)
        for _, book in each_book(scheme, month)
    )


def _tables(scheme: Scheme, regimes: Regimes, fixed: Arrays, month: int) -> Tables:
    by_regime = [rows_of(scheme, city, month, area) for city, area in regimes.spots]
    thought = scheme.believed or scheme
    believed = by_regime
    if thought is not scheme:
        believed = [rows_of(thought, city, month, area) for city, area in regimes.spots]
    coverage = code_coverage(scheme, regimes, month)
    parts: Arrays = dict(fixed)
    parts["coverage"] = coverage
    parts |= code_rows(scheme, by_regime)
    parts |= code_points(scheme, regimes, month)
    parts |= code_commercial(scheme, month) | code_register(scheme, month)
    parts |= code_lists(scheme, month) | code_sharing(scheme, month) | code_court(scheme, month)
    parts |= code_guards(scheme, month) | code_effects(scheme, regimes, month)
    stakes = code_stakes(scheme.catalogue.known, believed, fixed["seen"], coverage)
    add_ratings(stakes, code_rating(thought, regimes, month), fixed)
    court = parts if thought is scheme else code_court(thought, month)
    if court["court"][tables.COURT_LISTS] > 0:
        add_debts(stakes, fixed["creates_debt"])
    parts |= stakes
    parts["believed"] = np.array([_known_scheme(thought, month)], dtype=np.uint8)
    parts["capacity"] = np.array([scheme.capacity.get(name, 1.0) for name in fields.CHANNELS])
    return Tables(**{name: np.ascontiguousarray(part) for name, part in parts.items()})
