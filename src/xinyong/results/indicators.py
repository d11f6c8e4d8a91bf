"""Sums become indicators: the arithmetic behind the catalogue, and what a figure rests on.

Sums over months are added before they are divided: the indicator of a year is the year's
numerator over the year's denominator, which for stocks is the mean over months and for
things that happen a rate per year.

**Effective number of events.** Subjects of a frame carry sampling weights. A weighted
count says how many there are in the population that the frame stands for; how sure a
figure is depends on how many were *drawn*. With weights w over n subjects of a kind, the
effective number is the weighted count over the mean weight and over Kish's design effect
1 + cv²(w) = n·Σw² / (Σw)². With equal weights that is the plain count.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.quantities import (
    G_COMPANY,
    G_OFFICE,
    GROUPS,
    INDEX,
    QUANTITIES,
    STOCK_COUNT,
    WEIGHT_UNIT,
)
from xinyong.results.catalogue import INDICATORS, Indicator

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]

#: Below this effective number of events a figure is marked as too thin.
THIN: Final = 30
_YEAR: Final = 12.0
_RATE: Final = 100_000.0


def signed(name: str) -> tuple[int, int]:
    """Row of a quantity and its sign: ``-approves`` is taken away."""
    return INDEX[name.removeprefix("-")], -1 if name.startswith("-") else 1


def add_up(sums: I64, names: tuple[str, ...]) -> I64:
    """Signed sum of quantities: ``sums`` [..., quantity] int64 becomes [...] int64."""
    total: I64 = np.zeros(sums.shape[:-1], np.int64)
    for name in names:
        row, sign = signed(name)
        total = total + sums[..., row] * sign
    return total


def subjects_for_adults(sums: I64, groups: tuple[int, ...]) -> I64:
    """In the groups of companies and offices every subject counts as an adult.

    ``sums`` is [..., group, quantity]; ``groups`` says which GROUPS the last but one axis holds.
    """
    changed = sums.copy()
    for place, group in enumerate(groups):
        if group in (G_COMPANY, G_OFFICE):
            changed[..., place, INDEX["adults"]] = sums[..., place, INDEX["persons"]]
    return changed


def factor(indicator: Indicator) -> float:
    """What numerator over denominator is multiplied by, units included."""
    row, _ = signed(indicator.numerator[0])
    scale = QUANTITIES[row].scale
    if indicator.kind == "rate":
        return scale * _RATE * _YEAR
    if indicator.kind == "flow":
        return scale * _YEAR
    return scale


def value(indicator: Indicator, sums: I64) -> F64:
    """The indicator of sums [..., quantity] over any number of months; nan where nobody is counted."""
    top = add_up(sums, indicator.numerator).astype(np.float64)
    bottom = add_up(sums, indicator.denominator).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        result: F64 = np.where(bottom > 0, factor(indicator) * top / bottom, np.nan)
    return result


def values(sums: I64) -> F64:
    """All indicators: [..., quantity] int64 becomes [indicator, ...] float64."""
    return np.stack([value(indicator, sums) for indicator in INDICATORS])


def events(sums: I64, months: int, weights: F64) -> F64:
    """Effective number of events behind each indicator.

    ``sums`` [..., group, quantity] over ``months`` months; ``weights`` [group] is what one
    effective subject counts for (see ``effective_weight``). Stocks are averaged over months,
    since the same people are counted every month. Returns [indicator, ..., group] float64.
    """
    rows = []
    for indicator in INDICATORS:
        total = add_up(sums, indicator.events).astype(np.float64)
        row, _ = signed(indicator.events[0])
        if row < STOCK_COUNT:
            total = total / months
        rows.append(total / weights)
    return np.stack(rows)


def effective_weight(weights: I64, counts: I64) -> float:
    """What one effective subject counts for: mean weight times Kish's design effect, in 1/256.

    ``counts`` says how many drawn subjects have each of the ``weights`` (1/256), any equal
    shape; with nobody drawn it is one whole subject.
    """
    total = float((weights.astype(np.float64) * counts).sum())
    squares = float((np.square(weights.astype(np.float64)) * counts).sum())
    return squares / total if total > 0 else float(WEIGHT_UNIT)


def group_weights(kinds: tuple[float, float, float]) -> F64:
    """Effective weights of persons, companies, offices spread over GROUPS: [group] float64."""
    spread = np.full(len(GROUPS), kinds[0])
    spread[G_COMPANY], spread[G_OFFICE] = kinds[1], kinds[2]
    return spread


def definition(indicator: Indicator) -> str:
    """The formula in words, as it stands in the files' attributes."""
    top, bottom = (
        " + ".join(names).replace("+ -", "- ") for names in (indicator.numerator, indicator.denominator)
    )
    return f"{factor(indicator):.6g} x ({top}) / ({bottom})"
