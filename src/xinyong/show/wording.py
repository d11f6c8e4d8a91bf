"""Numbers as a person reads them: percent, points of percent, yuan, rates."""

from __future__ import annotations

import math

from xinyong.results.catalogue import Indicator

#: Where nothing is known.
UNKNOWN = "–"


def rounded(number: float, digits: int = 3) -> str:
    """About ``digits`` significant digits, with thousands marked."""
    if not math.isfinite(number):
        return UNKNOWN
    if number == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(number))))
    return f"{number:,.{min(places, 6)}f}"


def level(indicator: Indicator, number: float) -> str:
    """A figure in its unit: shares in percent."""
    if not math.isfinite(number):
        return UNKNOWN
    return f"{rounded(100 * number)} %" if indicator.unit == "share" else rounded(number)


def change(indicator: Indicator, difference: float) -> str:
    """A difference with its sign; of shares, in points of percent."""
    if not math.isfinite(difference):
        return UNKNOWN
    if difference == 0:
        return "0"
    number = 100 * difference if indicator.unit == "share" else difference
    return ("+" if number > 0 else "-") + rounded(abs(number))


def unit(indicator: Indicator, apart: bool = False) -> str:
    """The unit, as short as it goes; ``apart``: of a difference."""
    return {
        "share": "points of percent" if apart else "%",
        "per 100,000 adults a year": "per 100,000 adults a year",
        "yuan per adult a year": "yuan a year",
    }.get(indicator.unit, indicator.unit)
