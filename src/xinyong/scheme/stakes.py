"""What people think an act puts at stake, beyond the law's own fine.

For each regime and conduct, given that the act is noticed: the chance of a black list, the
points expected to move, and the chance that anybody records it. A notice comes through a
channel with the share that channel has in all notices of the conduct; a row counts for
the channels it listens to, and rows are independent.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xinyong.scheme.coding import Arrays
from xinyong.scheme.collecting import Row


def code_stakes(
    by_regime: Sequence[Sequence[Row]], seen: NDArray[np.float64], coverage: NDArray[np.float64]
) -> Arrays:
    """``stake_list``, ``stake_points``, ``stake_record`` [R, K] of rows by regime.

    ``seen`` [K, C] and ``coverage`` [R, C] say through which channels acts are noticed.
    """
    shape = (len(by_regime), len(seen))
    listed, points, recorded = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for regime, rows in enumerate(by_regime):
        unlisted, unrecorded = np.ones(len(seen)), np.ones(len(seen))
        for row in rows:
            notices = seen[row.conduct] * coverage[regime]
            total = float(notices.sum())
            if total <= 0:
                continue
            heard = sum(float(notices[c]) for c in range(len(notices)) if row.channels >> c & 1) / total
            chance = heard * row.coverage
            unrecorded[row.conduct] *= 1.0 - chance
            points[regime, row.conduct] += chance * row.points
            if row.black:
                unlisted[row.conduct] *= 1.0 - chance
        listed[regime], recorded[regime] = 1.0 - unlisted, 1.0 - unrecorded
    return {"stake_list": listed, "stake_points": points, "stake_record": recorded}
