"""Rules written by hand into the tables of a compiled scheme, for what no book of a test need say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xinyong.fields import ACCESS, CHANNELS
from xinyong.scheme.compile import Timeline
from xinyong.scheme.tables import COURT_LIST, GUARD, Tables

#: What is put in place of an array: itself, or what makes it of the month's tables.
Change = NDArray[Any] | Callable[[Tables], NDArray[Any]]
JOB = ACCESS.index("job")


class ByHand:
    """A timeline with some arrays of its tables replaced from a month on."""

    def __init__(self, rules: Timeline, since: int, changes: dict[str, Change]) -> None:
        self._rules, self._since, self._changes = rules, since, changes
        self.regime_of_place = rules.regime_of_place
        self._made: dict[tuple[int, bool], tuple[Tables, Tables]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rules, name)

    def at(self, month: int) -> Tables:
        tables = self._rules.at(month)
        key = id(tables), month >= self._since
        if key not in self._made:
            found = {n: c(tables) if callable(c) else c for n, c in self._changes.items()}
            self._made[key] = (tables, tables._replace(**found) if month >= self._since else tables)
        return self._made[key][1]


def by_hand(rules: Timeline, since: int = -1200, **changes: Change) -> ByHand:
    """``rules`` with these arrays of ``Tables`` instead, from month ``since`` on."""
    return ByHand(rules, since, changes)


def guarded(*on: str, off: tuple[str, ...] = ()) -> Callable[[Tables], NDArray[Any]]:
    """The month's safeguards, with these on and those off."""

    def made(tables: Tables) -> NDArray[Any]:
        found = tables.guard.copy()
        found[[GUARD.index(name) for name in on]] = 1.0
        found[[GUARD.index(name) for name in off]] = 0.0
        return found

    return made


def rating(
    scale: float = 5.0, weight: float = 0.5, flattery: float = 0.3, share: float = 0.7, term: float = 6.0
) -> Callable[[Tables], NDArray[Any]]:
    """Contacts rate each other wherever the city keeps a score: ratings move that score."""

    def made(tables: Tables) -> NDArray[Any]:
        found = np.zeros_like(tables.rating)
        for g in np.flatnonzero(tables.points[:, 0]):
            conduct = float(np.flatnonzero(tables.good > 0)[0])
            found[g] = [1, tables.score_institution[g, 0], scale, weight, flattery, share, term, conduct]
        return found

    return made


def of_court(value: float, table: str, *gates: int) -> Callable[[Tables], NDArray[Any]]:
    """A table by list [L] or list and gatekeeper [L, D], with ``value`` for the court's list."""

    def made(tables: Tables) -> NDArray[Any]:
        found: NDArray[Any] = getattr(tables, table).copy()
        number = int(tables.court[COURT_LIST])
        if number >= 0:
            found[number, list(gates) if gates else ...] = value
        return found

    return made


def everything(rules: Timeline, since: int = -1200) -> ByHand:
    """Every mechanism of this file's arrays at once."""
    return by_hand(
        rules, since, rating=rating(), group_size=np.full(1, 10, np.int32),
        group_bar=of_court(0.3, "group_bar"), work_bar=of_court(0.2, "work_bar"),
        share=of_court(0.9, "share"), flow=np.array([0.4, 0.3, 0.2, 0.0]),
        breach=np.tile([1.0, 0.2], (5, 1)), lowest=lambda t: t.base - 20, highest=lambda t: t.base + 20,
        news=np.array([0.05, 0.1, -0.02, 0.03, -0.01, 0.5, 0, 0]),
        campaign=np.array([2.0]), map_list=lambda t: np.array([t.court[COURT_LIST]], np.int16),
        map=lambda t: np.full(len(t.map), 0.02), guard=guarded("consent", "expiry"),
    )  # fmt: skip


PEER = CHANNELS.index("peer")
