"""Endings that need the rules in force, or who lives with whom: kin of the listed, the fast lane, points.

A gap is between innocents who live with somebody who was ever listed and others alike: adults of the same
income fifth, schooling, age band and kind of place, who do not live alone and with whom nobody was. Whoever
was listed, or has a bad entry in the credit register, is neither. Others count as often as there are kin
of their sort.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.fields import AGE_BAND, ALIVE, BAD_CREDIT, CITY_GRADE, EDUCATION, HOME, HOME_SIZE, PAST, QUINTILE

if TYPE_CHECKING:
    from xinyong.engine.layout import State
    from xinyong.scheme.tables import Tables

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
_FEWEST: Final = 30
#: The weakest in integrity, a lasting disposition that no score sees, count as those who mean harm.
_WEAKEST: Final = 0.2
#: The gatekeeper of the fast lane.
ACCESS_LANE: Final = fields.ACCESS.index("fast-lane")
_NO_GRADE: Final = 255
#: Lawful conduct of these domains is none of the law's business: public spirit, family, online, words.
SOCIAL: Final = tuple(fields.DOMAINS.index(name) for name in ("civic", "family", "online", "speech"))


def hood_of(state: State) -> NDArray[np.int64]:
    """Neighbourhood of every person: [persons]."""
    return np.repeat(np.arange(len(state.hoods) - 1), np.diff(state.hoods["person_first"]))


def adults(state: State) -> Mask:
    """Adults alive: [persons]."""
    return np.asarray((state.pu[ALIVE] == 1) & (state.pu[AGE_BAND] >= 1))


def lives_with(state: State, marked: Mask) -> Mask:
    """Who lives with somebody else who is marked: [persons]. Households stand in rows next to each other."""
    first = np.asarray(state.hoods["person_first"][:-1])[hood_of(state)] + state.pi[HOME]
    told = np.concatenate([[0], np.cumsum(marked)])
    return np.asarray(told[first + state.pu[HOME_SIZE]] - told[first] - marked > 0)


class Kin:
    """Innocent kin of those ever listed, and others alike, in a state."""

    def __init__(self, state: State) -> None:
        """Sort the adults; nothing is figured yet."""
        self._state = state
        listed = (state.pu[PAST] & fields.PAST_LISTED) != 0
        near = lives_with(state, listed)
        could = adults(state) & ~listed & (state.pu[BAD_CREDIT] == 0) & (state.pu[HOME_SIZE] > 1)
        self.kin, self.others = could & near, could & ~near
        urban = np.asarray(state.hoods["urban"][:-1])[hood_of(state)].astype(np.int64)
        cell = urban
        for row, many in ((QUINTILE, 5), (EDUCATION, 5), (AGE_BAND, 5)):
            cell = cell * many + state.pu[row]
        self._cell = cell

    def gap(self, had: F64, of: F64) -> float | None:
        """Share ``had / of`` of others alike less that of kin; None for fewer than 30 kin with any ``of``."""
        size = 2 * 5**3

        def by_cell(who: Mask, what: F64) -> F64:
            return np.asarray(np.bincount(self._cell[who], what[who], size), np.float64)

        kin, others = by_cell(self.kin, of), by_cell(self.others, of)
        both = (kin > 0) & (others > 0)
        if (self.kin & (of > 0) & both[self._cell]).sum() < _FEWEST:
            return None
        own = by_cell(self.kin, had)[both]
        alike = by_cell(self.others, had)[both] / others[both] * kin[both]
        return float((alike.sum() - own.sum()) / kin[both].sum())

    def access(self) -> float | None:
        """Gap of the share of attempts that were not refused."""
        tried = self._state.pi[fields.TRIED].astype(np.float64)
        return self.gap(tried - self._state.pi[fields.REFUSED], tried)

    def earning(self) -> float | None:
        """Gap of what is left of one's earning power."""
        return self.gap(self._state.pf[fields.LIVELIHOOD].astype(np.float64), np.ones(len(self._cell)))


def in_lane(state: State, tables: Tables) -> Mask:
    """Adults whom a rule lets into the fast lane: by commercial score, list or grade. [persons]"""
    may = np.zeros(state.pu.shape[1], bool)
    if tables.com_perk[ACCESS_LANE] > 0:
        may |= state.pi[fields.COM_SCORE] >= tables.com_perk[ACCESS_LANE]
    for number in np.flatnonzero(tables.perk[:, ACCESS_LANE] > 0):
        may |= (state.pw[fields.LISTS] >> np.uint32(number) & np.uint32(1)) == 1
    grade = state.pu[CITY_GRADE]
    regime = np.asarray(state.hoods["regime"][:-1])[hood_of(state)]
    granted = tables.grade_perk[regime, 0, np.minimum(grade, 15), ACCESS_LANE] > 0
    may |= (tables.points[regime, 0] == 1) & (grade < 16) & granted
    return np.asarray(may & adults(state))


def bad(state: State) -> Mask:
    """The fifth of adults with the weakest integrity: [persons]."""
    grown = adults(state)
    integrity = state.pf[fields.INTEGRITY]
    if not grown.any():
        return grown
    weak: Mask = grown & (integrity <= np.quantile(integrity[grown], _WEAKEST))
    return weak


def bad_share(state: State, among: Mask) -> float | None:
    """Share of bad actors among some adults; None for fewer than 30."""
    return float(bad(state)[among].mean()) if among.sum() >= _FEWEST else None


def city_points(state: State, tables: Tables) -> tuple[F64, F64]:
    """Live points of everybody in the scheme of his city: all of them, and those of social entries."""
    live = np.concatenate(
        [
            state.live[first:end]
            for first, end in zip(state.hoods["live_first"][:-1], state.hoods["live_end"][:-1], strict=True)
        ]
    )
    hood = np.repeat(
        np.arange(len(state.hoods) - 1), (state.hoods["live_end"] - state.hoods["live_first"])[:-1]
    )
    regime = np.asarray(state.hoods["regime"])[hood]
    counts = (live["kind"] == fields.PERSON) & (live["state"] & fields.LIVE_ENDED == 0)
    counts &= (tables.points[regime, 0] == 1) & (live["institution"] == tables.score_institution[regime, 0])
    who = (np.asarray(state.hoods["person_first"])[hood] + live["who"])[counts]
    points = live["points"][counts].astype(np.float64)
    conduct = live["conduct"][counts]
    social = np.isin(tables.domain[conduct], SOCIAL) & (tables.lawful[conduct] == 1)
    size = state.pu.shape[1]
    every, own = np.bincount(who, points, size), np.bincount(who, points * social, size)
    return np.asarray(every, np.float64), np.asarray(own, np.float64)


def social_share(state: State, tables: Tables) -> float | None:
    """Share of the variance of residents' points that social entries explain: their covariance with all."""
    scored = adults(state) & (state.pu[CITY_GRADE] != _NO_GRADE)
    every, social = (each[scored] for each in city_points(state, tables))
    if every.size < _FEWEST or every.var() == 0:
        return None
    return float(((social - social.mean()) * (every - every.mean())).mean() / every.var())
