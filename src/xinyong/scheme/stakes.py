"""What people think an act puts at stake, beyond the law's own fine.

For each kind of subject, regime and conduct, given that the act is noticed: the chance of a black list, the
points expected to move, and the chance that anybody records it. A notice comes through a
channel with the share that channel has in all notices of the conduct; a row counts for
the channels it listens to, and rows are independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.scheme import tables
from xinyong.scheme.coding import Arrays
from xinyong.scheme.collecting import Row
from xinyong.scheme.memory import Memory, remembered, token

#: With whom one deals when one may be rated for it.
_RATERS: Final = tuple(fields.COUNTERPARTS.index(word) for word in ("stranger", "neighbour", "kin"))


def code_stakes(
    known: Memory, by_regime: Sequence[tuple[Row, ...]], seen: NDArray[np.float64],
    coverage: NDArray[np.float64],
) -> Arrays:  # fmt: skip
    """``stake_list``, ``stake_points``, ``stake_record`` [3, R, K] of rows by regime.

    ``seen`` [K, C] and ``coverage`` [R, C] say through which channels acts are noticed; ``known`` is
    the memory of the catalogue that has ``seen``.
    """
    own = token(known, seen)
    coded = []
    for rows, here in zip(by_regime, coverage, strict=True):
        place = (own, here.tobytes())
        ears = remembered(known, ("ears", *place), lambda here=here: _Ears(seen * here))  # type: ignore[misc]
        key = ("stakes", *place, token(known, rows))
        coded.append(remembered(known, key, lambda rows=rows, ears=ears: _at_stake(rows, ears)))  # type: ignore[misc]
    names = ("stake_list", "stake_points", "stake_record")
    return {name: np.stack([each[place] for each in coded], axis=1) for place, name in enumerate(names)}


class _Ears:
    """Which share of the notices of a conduct comes through given channels; each is worked out once."""

    def __init__(self, notices: NDArray[np.float64]) -> None:
        """``notices`` [K, C] of acts come in."""
        self._notices = notices
        self._total: list[float] = notices.sum(axis=1).tolist()
        self._heard: dict[tuple[int, int], float] = {}
        self.conducts = len(notices)

    def heard(self, conduct: int, channels: int) -> float:
        """Share of a conduct's notices that come through ``channels`` (bits); 0 where none come in."""
        known = self._heard.get((conduct, channels))
        if known is not None:
            return known
        own = self._notices[conduct][[bool(channels >> c & 1) for c in range(self._notices.shape[1])]]
        total = self._total[conduct]
        found = self._heard[conduct, channels] = float(own.sum() / total) if total > 0 else 0.0
        return found


def _at_stake(rows: Sequence[Row], ears: _Ears) -> tuple[NDArray[np.float64], ...]:
    """The three stakes [3, K] of a place's rows. Lists, not arrays: a row at a time is faster so."""
    kinds = range(len(fields.KINDS))
    unlisted, unrecorded = ([[1.0] * ears.conducts for _ in kinds] for _ in range(2))
    points = [[0.0] * ears.conducts for _ in kinds]
    for row in rows:
        conduct = row.conduct
        chance = ears.heard(conduct, row.channels) * row.coverage
        if chance == 0.0:
            continue
        for kind in kinds:
            if row.kinds >> kind & 1:
                unrecorded[kind][conduct] *= 1.0 - chance
                points[kind][conduct] += chance * row.points
                if row.black:
                    unlisted[kind][conduct] *= 1.0 - chance
    return 1.0 - np.array(unlisted), np.array(points), 1.0 - np.array(unrecorded)


def add_debts(stakes: Arrays, creates_debt: NDArray[np.uint8]) -> None:
    """Where a court lists debtors, a debt leads to its list: those of people and of companies."""
    stakes["stake_list"][: fields.OFFICE, :, creates_debt > 0] = 1.0


def add_ratings(stakes: Arrays, rating: NDArray[np.float64], fixed: Arrays) -> None:
    """Where people rate each other, a rating follows what is done among them.

    ``rating`` [R, 8] is that table; ``fixed`` has ``good`` and ``counterpart`` of the conducts.
    """
    among = np.isin(fixed["counterpart"], _RATERS)
    expected = rating[:, tables.RATING_ON] * rating[:, tables.RATING_SCALE] * rating[:, tables.RATING_SHARE]
    stakes["stake_points"][fields.PERSON] += expected[:, None] * (fixed["good"] * among)[None, :]
