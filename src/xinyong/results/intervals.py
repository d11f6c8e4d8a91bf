"""How sure is a figure? Intervals from random groups of neighbourhoods.

The neighbourhoods of a society are dealt to ``BLOCKS`` random groups, each a small
society of its own kind. A figure is a ratio of sums; leaving out one group at a time and
computing it again shows how much it hangs on who happened to be drawn (the delete-a-group
jackknife, Wolter 2007, chapter 4). For a figure that is linear in the sums this is the
ordinary t interval over the groups; for a ratio it stays right where single groups are
thin. Two paired worlds share their people, so the interval of a difference is made from
the differences, group by group: between equal worlds it is exactly zero wide.

An interval speaks about the draw of people and luck inside the model. It does not speak
about the assumptions, and not about China.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

#: Two-sided 95 % points of Student's t for 1 .. 30 degrees of freedom; 1.96 beyond.
STUDENT: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


def half_width(left_out: F64, used: NDArray[np.bool_]) -> F64:
    """Half the 95 % interval of a figure, from its values with one group left out.

    ``left_out`` is [group, ...]: the figure computed from all groups but one; ``used``
    [group] says which groups hold anybody. The result has the remaining dims; it is nan
    where fewer than two groups are used or a value is missing.
    """
    groups = int(used.sum())
    if groups < 2:
        return np.full(left_out.shape[1:], np.nan)
    values = left_out[used]
    spread = ((values - values.mean(axis=0)) ** 2).sum(axis=0)
    error: F64 = np.sqrt(spread * ((groups - 1) / groups))
    student = STUDENT[groups - 2] if groups - 1 <= len(STUDENT) else 1.96
    width: F64 = error * student
    # The mean of equal numbers may miss them by a last bit; equal values are no spread at all.
    width[(values == values[0]).all(axis=0)] = 0.0
    return width
