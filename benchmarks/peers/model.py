"""The reference model: its numbers, and the two things that all programs must share.

N citizens in 31 equal contiguous provinces. Each has 8 neighbours for good (4 on a ring, 4 picked by a
hash), an integrity ~ N(0, 1), a score (1000 at first), a trust (0.5) and a month until which he is on
the list. Everybody reads last month's list. Each month

1. fear = the share of one's neighbours who are on the list;
2. for each conduct c: act with p = logistic(base - sign * integrity - deter * fear); an act is detected
   with chance ``detect``; detected, it gives ``points``, and if severe, 24 months on the list from now.
   The score is held to 600 .. 1300;
3. one partner, anew each month: honest if his integrity + N(0, 1) > -1; trust moves a twentieth of the
   way to 1 or 0;
4. by province: mean score, share on the list, mean trust.

In the *global* form neighbours and partner are anybody; in the *local* form both come from the
citizen's own 512 (the last group of a population may be smaller).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

PROVINCES = 31
GROUP = 512
TERM = 24
START_SCORE, LEAST, MOST = 1000, 600, 1300
START_TRUST, STEP = 0.5, 0.05
NEVER = -1
NEIGHBOURS = 8
#: Which of the two forms.
FORMS = ("global", "local")
#: The start of the hash that picks far neighbours; the same graph in every run.
GRAPH = 0x5EED

_GOLDEN, _M1, _M2 = (np.uint64(v) for v in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


class Rules(NamedTuple):
    """One entry per conduct. ``points`` float32, ``severe`` bool, the rest float32."""

    base: NDArray[np.float32]
    sign: NDArray[np.float32]
    deter: NDArray[np.float32]
    detect: NDArray[np.float32]
    points: NDArray[np.float32]
    severe: NDArray[np.bool_]


def rules(copies: int = 1) -> Rules:
    """The eight conducts, or each of them ``copies`` times and that many times rarer."""
    rarer = np.log(copies)
    table = (
        np.array([-3, -4, -5, -6, -2, -3, -4, -5]) - rarer,
        [1, 1, 1, 1, -1, -1, -1, -1],
        [1, 1, 1, 1, 0, 0, 0, 0],
        [0.3, 0.4, 0.5, 0.6, 0.2, 0.3, 0.4, 0.5],
        [-5, -20, -50, -100, 2, 5, 10, 30],
    )
    severe = np.tile(np.array([0, 0, 0, 1, 0, 0, 0, 0], bool), copies)
    return Rules(*(np.tile(np.array(row, np.float32), copies) for row in table), severe)


def province(citizens: int) -> NDArray[np.int64]:
    """The province [citizen] of each citizen."""
    return np.arange(citizens) * PROVINCES // citizens


def borders(citizens: int) -> NDArray[np.int64]:
    """The first citizen of each province, and behind the last one [32]."""
    return -(-np.arange(PROVINCES + 1) * citizens // PROVINCES)


def integrity(citizens: int, seed: int) -> NDArray[np.float32]:
    """[citizen] float32 ~ N(0, 1)."""
    return np.random.default_rng([seed, 1]).standard_normal(citizens, np.float32)


def group(
    citizen: NDArray[np.int64], citizens: int, local: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the people among whom a citizen picks begin, and how many they are."""
    if not local:
        return np.zeros_like(citizen), np.full_like(citizen, citizens)
    first = citizen // GROUP * GROUP
    return first, np.minimum(GROUP, citizens - first)


def neighbours(citizens: int, local: bool) -> NDArray[np.int32]:
    """[citizen, 8] int32: i-2, i-1, i+1, i+2 on the ring of one's people, then four picked by a hash."""
    found = np.empty((citizens, NEIGHBOURS), np.int32)
    for lo in range(0, citizens, 1 << 16):
        i = np.arange(lo, min(lo + (1 << 16), citizens))
        first, count = group(i, citizens, local)
        for k, apart in enumerate((-2, -1, 1, 2)):
            found[i, k] = first + (i - first + apart) % count
        for half in (0, 1):
            bits = _mix(np.uint64(GRAPH) + (2 * i + half + 1).astype(np.uint64) * _GOLDEN)
            for k, part in enumerate((bits >> np.uint64(32), bits & np.uint64(0xFFFFFFFF))):
                found[i, 4 + 2 * half + k] = first + (
                    (part * count.astype(np.uint64)) >> np.uint64(32)
                ).astype(np.int64)
    return found


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """``xinyong.chance.mix`` over an array."""
    x = (x ^ (x >> np.uint64(30))) * _M1
    x = (x ^ (x >> np.uint64(27))) * _M2
    return x ^ (x >> np.uint64(31))
