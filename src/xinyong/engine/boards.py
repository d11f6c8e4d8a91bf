"""Boards: what neighbourhoods know of each other, last month's sums and nothing else."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.fields import B_PERSONS


@register_jitable
def per_person(board: np.ndarray, what: Int) -> float:
    """Events a person of a place last month, from its board."""
    return np.float64(board[what]) / max(np.float64(board[B_PERSONS]), 1.0)
