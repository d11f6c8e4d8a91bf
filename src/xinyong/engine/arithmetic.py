"""Arithmetic that gives the same bits compiled and interpreted, on every processor.

Values are loaded to float64 or int64, computed there, and narrowed once, at the store.
Library exponentials differ in their last bits between processors, so decisions use the
polynomial below: 2**f for 0 <= f < 1 by a Taylor series of degree 9, error below 2e-10,
times an exact power of two.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

_POWERS = np.array([2.0**k for k in range(-64, 65)], dtype=np.float64)
_LOG2E = 1.4426950408889634
_C = tuple(0.6931471805599453**n for n in range(10))
_C1 = _C[1]
_C2 = _C[2] / 2.0
_C3 = _C[3] / 6.0
_C4 = _C[4] / 24.0
_C5 = _C[5] / 120.0
_C6 = _C[6] / 720.0
_C7 = _C[7] / 5040.0
_C8 = _C[8] / 40320.0
_C9 = _C[9] / 362880.0


@register_jitable
def exponential(x: float) -> float:
    """e**x for float64 ``x``, which is held to -40 .. 40 first; relative error below 1e-9."""
    x = min(max(x, -40.0), 40.0)
    t = x * _LOG2E + 64.0
    k = np.int64(t)
    f = t - np.float64(k)
    p = _C8 + f * _C9
    p = _C7 + f * p
    p = _C6 + f * p
    p = _C5 + f * p
    p = _C4 + f * p
    p = _C3 + f * p
    p = _C2 + f * p
    p = _C1 + f * p
    return float((1.0 + f * p) * _POWERS[k])


@register_jitable
def logistic(x: float) -> float:
    """1 / (1 + e**-x)."""
    return 1.0 / (1.0 + exponential(-x))


@register_jitable
def share(x: float) -> float:
    """``x`` held to 0 .. 1."""
    return min(max(x, 0.0), 1.0)


@register_jitable
def toward(now: float, goal: float, rate: float) -> float:
    """A slow quantity moved a part of the way to its goal."""
    return now + rate * (goal - now)


@register_jitable
def fixed(x: float) -> np.int64:
    """A share in 1/65536, rounded down from x + half a unit (x >= 0)."""
    return np.int64(x * 65536.0 + 0.5)
