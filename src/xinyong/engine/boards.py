"""Boards: what neighbourhoods know of each other, last month's sums and nothing else."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.layout import State
from xinyong.fields import B_PERSONS


@register_jitable
def per_person(board: np.ndarray, what: Int) -> float:
    """Events a person of a place last month, from its board."""
    return np.float64(board[what]) / max(np.float64(board[B_PERSONS]), 1.0)


@register_jitable
def count_around(s: State, h: Int, what: Int, a: np.ndarray) -> float:
    """Events last month among those whom the people of neighbourhood ``h`` see.

    Ties are local, or rewired (Watts and Strogatz 1998): then they reach as far as the frame does.
    """
    if a[A.rewired] > 0.5:
        return np.float64(s.nation_last[what])
    return np.float64(s.board_last[h, what])


@register_jitable
def seen_around(s: State, h: Int, what: Int, a: np.ndarray) -> float:
    """The same, a person."""
    return count_around(s, h, what, a) / max(count_around(s, h, B_PERSONS, a), 1.0)
