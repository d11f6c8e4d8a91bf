"""Lines over the years and their bands: luck of the draw, month by month.

A point of a line is a ratio of sums: of one month's where it tells how things stand, of the
twelve that end with it where it tells what happens, since a month's count is mostly luck. Its
band leaves out one random block of neighbourhoods at a time, as a contrast's interval does. So
the last point of what happens, and its band, are those of the table.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong.quantities import INDEX, STOCK_COUNT
from xinyong.results.catalogue import Indicator
from xinyong.results.indicators import signed, value
from xinyong.results.intervals import half_width
from xinyong.results.tallies import read_blocks

if TYPE_CHECKING:
    from xinyong.results.run import Run

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
YEAR: Final = 12


class Spans(NamedTuple):
    """Sums of spans of months: of all [month, quantity]; without each block [month, block, quantity]."""

    all: I64
    left: I64


class Lived:
    """What was counted of all persons in a world: ``months`` [month], ``sums`` [month, block, quantity]."""

    def __init__(self, run: Run) -> None:
        """Read it from the run's tallies."""
        self.months, self.sums = read_blocks(run.tallies())

    @cached_property
    def used(self) -> NDArray[np.bool_]:
        """Which blocks hold anybody [block]."""
        used: NDArray[np.bool_] = self.sums[..., INDEX["persons"]].sum(axis=0) > 0
        return used

    @cached_property
    def by_month(self) -> Spans:
        """Each month's."""
        return _spans(self.sums)

    @cached_property
    def by_year(self) -> Spans:
        """Of the twelve months that end with each, or of all that end there where the run is shorter."""
        sums = np.cumsum(self.sums, axis=0)
        sums[YEAR:] -= sums[:-YEAR].copy()
        return _spans(sums)


def _spans(sums: I64) -> Spans:
    total = sums.sum(axis=1)
    return Spans(total, total[:, None] - sums)


def happens(each: Indicator) -> bool:
    """Whether an indicator counts what happens in a month, not how things stand at its end."""
    row, _ = signed(each.numerator[0])
    return row >= STOCK_COUNT


def monthly(each: Indicator, one: Lived, two: Lived | None = None) -> tuple[F64, F64]:
    """The line [month] of a world, or of its difference from another; and half its 95 % band [month]."""
    return _line(each, one.used, one.by_month, None if two is None else two.by_month)


def yearly(each: Indicator, one: Lived, two: Lived | None = None) -> tuple[F64, F64]:
    """The same with years in the place of months where something happens: nan before the first is full."""
    if not happens(each):
        return monthly(each, one, two)
    level, half = _line(each, one.used, one.by_year, None if two is None else two.by_year)
    early = min(YEAR, len(level)) - 1
    level[:early] = half[:early] = np.nan
    return level, half


def _line(each: Indicator, used: NDArray[np.bool_], one: Spans, two: Spans | None) -> tuple[F64, F64]:
    level, left = value(each, one.all), value(each, one.left)
    if two is not None:
        level, left = level - value(each, two.all), left - value(each, two.left)
    return level, half_width(left.T, used)
