"""Arithmetic that gives the same bits compiled and interpreted, on every processor.

Values are loaded to float64 or int64, computed there, and narrowed once, at the store.
Library exponentials differ in their last bits between processors, so decisions use the
polynomial below: 2**f for -1/2 <= f < 1/2 by a Taylor series of degree 6, times an exact power
of two.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int

_LOG2E = 1.4426950408889634
_LN2 = 0.6931471805599453
_C2, _C3, _C4 = _LN2**2 / 2.0, _LN2**3 / 6.0, _LN2**4 / 24.0
_C5, _C6 = _LN2**5 / 120.0, _LN2**6 / 720.0


@register_jitable(forceinline=True)
def exponential(x: float) -> float:
    """e**x for float64 ``x``, which is held to -40 .. 40 first; relative error below 2e-7."""
    x = min(max(x, -40.0), 40.0)
    t = x * _LOG2E + 64.5
    k = np.int64(np.int32(t))
    f = t - np.float64(k) - 0.5
    # pairs first (Estrin): half as long a chain as Horner's, which is what a choice waits for
    f2 = f * f
    low = (1.0 + f * _LN2) + f2 * (_C2 + f * _C3)
    # 2.0 ** (k - 64), made by its exponent: a table would keep the compiler from taking many at a time
    power = np.int64((k + np.int64(959)) << np.int64(52))
    return float((low + (f2 * f2) * ((_C4 + f * _C5) + f2 * _C6)) * power.view(np.float64))


@register_jitable
def logistic(x: float) -> float:
    """1 / (1 + e**-x)."""
    return 1.0 / (1.0 + exponential(-x))


@register_jitable(forceinline=True)
def share(x: float) -> float:
    """``x`` held to 0 .. 1."""
    return min(max(x, 0.0), 1.0)


@register_jitable(forceinline=True)
def toward(now: float, goal: float, rate: float) -> float:
    """A slow quantity moved a part of the way to its goal."""
    return now + rate * (goal - now)


@register_jitable(forceinline=True)
def fixed(x: float) -> np.int64:
    """A share in 1/65536, rounded down from x + half a unit (x >= 0)."""
    return np.int64(x * 65536.0 + 0.5)


@register_jitable
def saturate(value: Int, step: Int, low: Int, high: Int) -> np.int64:
    """``value + step``, held to ``low`` .. ``high``."""
    return min(max(np.int64(value) + np.int64(step), np.int64(low)), np.int64(high))
