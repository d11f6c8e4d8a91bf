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
    coded = [
        remembered(
            known,
            ("stakes", own, token(known, rows), here.tobytes()),
            lambda rows=rows, here=here: _at_stake(rows, seen * here),  # type: ignore[misc]
        )
        for rows, here in zip(by_regime, coverage, strict=True)
    ]
    names = ("stake_list", "stake_points", "stake_record")
    return {name: np.stack([each[place] for each in coded], axis=1) for place, name in enumerate(names)}


def _at_stake(rows: Sequence[Row], notices: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """The three stakes [3, K] of a place's rows, where ``notices`` [K, C] of acts come in."""
    shape = (len(fields.KINDS), len(notices))
    unlisted, points, unrecorded = np.ones(shape), np.zeros(shape), np.ones(shape)
    total = notices.sum(axis=1)
    heard: dict[int, list[bool]] = {}
    for row in rows:
        if total[row.conduct] <= 0:
            continue
        if row.channels not in heard:
            heard[row.channels] = [bool(row.channels >> channel & 1) for channel in range(notices.shape[1])]
        chance = float(notices[row.conduct][heard[row.channels]].sum() / total[row.conduct]) * row.coverage
        for kind in range(len(fields.KINDS)):
            if row.kinds >> kind & 1:
                unrecorded[kind, row.conduct] *= 1.0 - chance
                points[kind, row.conduct] += chance * row.points
                if row.black:
                    unlisted[kind, row.conduct] *= 1.0 - chance
    return 1.0 - unlisted, points, 1.0 - unrecorded


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
