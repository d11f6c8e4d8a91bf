"""Who lives in a neighbourhood: persons drawn from the joint table, then put in random order.

Draws are spread: person i of n is drawn from the i-th n-th of the cumulative table. Each
person still has the table's exact chances, and a neighbourhood's ages follow the census
more closely than independent draws would.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from xinyong.chance import again, lower, upper
from xinyong.society.census import AGE_FIRST
from xinyong.society.tables import Tables

_ONE = 1 << 32
_FIRST = np.array([*AGE_FIRST, 0], dtype=np.int64)
_OLDEST = len(AGE_FIRST) - 1


@register_jitable
def search(upto: NDArray[np.uint32], u: int) -> int:
    """The first place whose cumulative threshold is above ``u``; the last one at most."""
    low = 0
    high = len(upto) - 1
    while low < high:
        middle = (low + high) >> 1
        if np.int64(upto[middle]) <= u:
            low = middle + 1
        else:
            high = middle
    return low


@register_jitable
def spread_draw(upto: NDArray[np.int64], luck: np.uint64, cell: NDArray[np.int32]) -> None:
    """Fill ``cell`` with cells drawn from cumulative shares, evenly spread over them."""
    count = len(cell)
    at = 0
    for i in range(count):
        u = (i * _ONE + lower(again(luck, i))) // count
        while upto[at] <= u:
            at += 1
        cell[i] = at


@register_jitable
def draw_years(t: Tables, luck: np.uint64, cell: NDArray[np.int32], years: NDArray[np.int32]) -> int:
    """Fill ``years`` with ages within the age groups; the number of adults."""
    adults = 0
    for i in range(len(cell)):
        group = int(t.cell_code[cell[i], 0])
        bits = again(luck, i)
        if group == _OLDEST:
            age = int(_FIRST[group]) + search(t.old_upto, int(upper(bits)))
        else:
            span = int(_FIRST[group + 1]) - int(_FIRST[group])
            age = int(_FIRST[group]) + int((upper(bits) * span) >> 32)
        years[i] = age
        if age >= 18:
            adults += 1
    return adults


@register_jitable
def pick(luck: np.uint64, k: int, count: int) -> int:
    """The ``k``-th whole number of a draw, below ``count``."""
    return int((upper(again(luck, k)) * count) >> 32)


@register_jitable
def shuffle(luck: np.uint64, items: NDArray[np.int32], count: int) -> None:
    """Put the first ``count`` items in random order (Fisher and Yates)."""
    for i in range(count - 1, 0, -1):
        other = pick(luck, i, i + 1)
        held = items[i]
        items[i] = items[other]
        items[other] = held
