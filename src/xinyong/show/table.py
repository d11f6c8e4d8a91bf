"""What changed, for whom, how surely: the table at the end of a run, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xinyong.dates import month_number, month_text
from xinyong.quantities import G_ALL, G_COMPANY, GROUPS
from xinyong.results.catalogue import INDICATORS, NUMBER, THEMES, Indicator
from xinyong.results.indicators import THIN
from xinyong.show.wording import UNKNOWN, change, level

if TYPE_CHECKING:
    from xinyong.results.contrast import Contrast
    from xinyong.results.run import Run

WIDTH: Final = 80
#: Indicators that are shown group by group.
FOR_WHOM: Final = {
    "listed": "on a list",
    "refused": "refused",
    "critical-spoken": "speaks up",
    "approves": "approves",
}


def table(run: Run, everything: bool = False) -> str:
    """The whole table; ``everything`` shows all indicators, not the short list."""
    found = run.contrast()
    lines = [*_head(run, found.months), ""]
    for theme in THEMES:
        rows = [each for each in INDICATORS if each.theme == theme and (each.key or everything)]
        lines += [*_theme(theme, rows, found, run.against is not None), ""]
    if run.against is not None:
        lines += [*_for_whom(found), ""]
    return "\n".join([*lines, *_foot(found, run.against is not None)])


def summary(run: Run) -> dict[str, Any]:
    """The same as plain data: by indicator, everywhere, all persons; None where nothing is known."""
    found = run.contrast()

    def plain(number: float) -> float | None:
        return float(number) if np.isfinite(number) else None

    return {
        each.id: {
            "unit": each.unit,
            "a": plain(found.a[n, 0, G_ALL]),
            "b": plain(found.b[n, 0, G_ALL]),
            "difference": plain(found.difference[n, 0, G_ALL]),
            "low": plain(found.difference[n, 0, G_ALL] - found.width[n, G_ALL]),
            "high": plain(found.difference[n, 0, G_ALL] + found.width[n, G_ALL]),
            "events": plain(found.events[n, 0, G_ALL]),
        }
        for n, each in enumerate(INDICATORS)
    }


def _head(run: Run, months: int) -> Iterator[str]:
    told = run.manifest
    last = month_number(told["last_month"])
    span = f"{month_text(last - months + 1)} to {told['last_month']}"
    if told["against"]:
        yield f"What changed: {told['scheme']['id']} against {told['against']['id']}"
    else:
        yield f"What it looks like: {told['scheme']['id']}"
    drawn = f"{told['citizens']:,} synthetic citizens, frame {told['frame']}, seed {told['seed']}"
    yield f"{drawn}; means over {span}"


def _theme(theme: str, rows: list[Indicator], found: Contrast, paired: bool) -> Iterator[str]:
    heads = ("with", "without", "difference", "± 95 %") if paired else ("value", "± 95 %", "", "")
    yield _row(theme.upper(), *heads)
    for each in rows:
        n = NUMBER[each.id]
        thin = found.events[n, 0, G_ALL] < THIN
        first, second = found.a[n, 0, G_ALL], found.b[n, 0, G_ALL]
        apart, width = found.difference[n, 0, G_ALL], found.width[n, G_ALL]
        if not paired:
            own = change(each, found.a_width[n, G_ALL]).lstrip("+")
            yield _row(each.label, level(each, first), "too few" if thin else own, "", "")
            continue
        if not np.isfinite(apart):
            told = ("", "")
        elif apart == 0 and width == 0:
            told = ("the same", "exactly")
        else:
            half = change(each, width).lstrip("+")
            told = (change(each, apart), "too few" if thin else half)
        yield _row(each.label, level(each, first), level(each, second), *told)


def _row(label: str, *cells: str) -> str:
    widths = (10, 10, 11, 10)
    return f"{_cut(label, 38):<38}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True)
    )


def _for_whom(found: Contrast) -> Iterator[str]:
    chosen = [NUMBER[name] for name in FOR_WHOM]
    yield "FOR WHOM: difference ± half its 95 % interval, in points of percent"
    yield f"{'':<22}" + "".join(f"{name:>14}" for name in FOR_WHOM.values())
    for group in range(G_COMPANY):
        cells = []
        for n in chosen:
            apart, width = found.difference[n, 0, group], found.width[n, group]
            each = INDICATORS[n]
            if found.events[n, 0, group] < THIN and not (apart == 0 and width == 0):
                cells.append("too few")
            elif not np.isfinite(apart):
                cells.append(UNKNOWN)
            else:
                half = change(each, width).lstrip("+")
                cells.append(f"{_short(change(each, apart))} ±{_short(half)}")
        yield f"{GROUPS[group]:<22}" + "".join(f"{cell:>14}" for cell in cells)


def _short(text: str) -> str:
    """Two decimals are enough beside three others."""
    whole, point, rest = text.partition(".")
    return f"{whole}{point}{rest[:2]}" if point else text


def _foot(found: Contrast, paired: bool) -> Iterator[str]:
    yield "Shares in percent, their differences in points of percent; rates per 100,000"
    yield "adults a year; money in yuan per adult a year."
    if paired:
        yield "Intervals are over 20 random groups of neighbourhoods: they speak about luck in"
        yield "who was drawn, not about the assumptions, and not about China."
    if (found.events[:, 0, G_ALL] < THIN).any():
        yield f"'too few': fewer than {THIN} effective events; ask for more citizens or another frame."


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
