"""Tails of the chi-square and the normal, for tests whose family-wise error is one in a million."""

from __future__ import annotations

import math

import numpy as np

FAMILY = 1e-6


def normal_tail(z: float) -> float:
    """Chance that a standard normal is as far from 0 as ``z``."""
    return math.erfc(abs(z) / math.sqrt(2.0))


def chi_square_tail(value: float, freedom: int) -> float:
    """Two-sided: too uneven or too even (Wilson and Hilferty's cube root; good for 15 degrees and more)."""
    spread = 2.0 / (9.0 * freedom)
    return normal_tail(((value / freedom) ** (1.0 / 3.0) - (1.0 - spread)) / math.sqrt(spread))


def even(counts: np.ndarray) -> float:
    """Tail of the hypothesis that all cells are equally likely."""
    expected = counts.sum() / counts.size
    assert expected >= 10
    return chi_square_tail(float(((counts - expected) ** 2 / expected).sum()), counts.size - 1)


def fits(counts: np.ndarray, chances: np.ndarray) -> float:
    """Tail of the hypothesis that cells have these chances; cells expected below ten are put together."""
    expected = chances * counts.sum()
    many = expected >= 10
    seen = np.append(counts[many], counts[~many].sum())
    meant = np.append(expected[many], expected[~many].sum())
    if meant[-1] < 10:
        seen, meant = seen[:-1], meant[:-1]
    return chi_square_tail(float(((seen - meant) ** 2 / meant).sum()), len(seen) - 1)
