"""Lines over the years and their bands, from the random blocks: luck of the draw, month by month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xinyong.quantities import STOCK_COUNT
from xinyong.results.catalogue import Indicator
from xinyong.results.indicators import signed
from xinyong.results.intervals import STUDENT

F64 = NDArray[np.float64]


def happens(each: Indicator) -> bool:
    """Whether an indicator counts what happens in a month, not how things stand at its end."""
    row, _ = signed(each.numerator[0])
    return row >= STOCK_COUNT


def yearly(each: Indicator, level: F64, blocks: F64) -> tuple[F64, F64]:
    """The line, and half its band: ``level`` [month], ``blocks`` [month, block].

    Of things that happen it is the mean of the last twelve months.
    """
    if happens(each):
        level, blocks = trailing(level[:, None])[:, 0], trailing(blocks)
    return level, half_band(blocks)


def half_band(blocks: F64) -> F64:
    """Half the 95 % interval [month] of the mean over blocks [month, block]; nan with fewer than two."""
    known = np.isfinite(blocks)
    count = known.sum(axis=1)
    total = np.where(known, blocks, 0.0)
    mean = total.sum(axis=1) / np.maximum(count, 1)
    spread = np.where(known, (blocks - mean[:, None]) ** 2, 0.0).sum(axis=1) / np.maximum(count - 1, 1)
    student = np.array([STUDENT[min(max(number - 2, 0), len(STUDENT) - 1)] for number in count])
    return np.where(count > 1, student * np.sqrt(spread / np.maximum(count, 1)), np.nan)


def trailing(values: F64, months: int = 12) -> F64:
    """Means over the last twelve months, leaving out what is not known: [month, ...]."""
    known = np.isfinite(values)
    total = np.cumsum(np.where(known, values, 0.0), axis=0)
    count = np.cumsum(known, axis=0).astype(np.float64)
    for sums in (total, count):
        sums[months:] -= sums[:-months].copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        found: F64 = total / count
    found[: min(months, len(found)) - 1] = np.nan
    return found
