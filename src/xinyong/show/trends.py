"""Both worlds over the years, and their difference, each with its band."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.quantities import STOCK_COUNT
from xinyong.results.catalogue import INDICATORS, NUMBER, Indicator
from xinyong.results.data import EVERYWHERE
from xinyong.results.indicators import signed
from xinyong.results.intervals import STUDENT
from xinyong.show.paper import QUIET, SCHEME, TWIN, head, save, sheet, title, years
from xinyong.show.wording import unit

if TYPE_CHECKING:
    from xinyong.results.run import Run

F64 = NDArray[np.float64]

#: The nine panels.
SHOWN: Final = (
    "judgment-compliance", "listed", "harmful-acts",
    "trust-strangers", "trust-government", "approves",
    "refused", "livelihood", "critical-spoken",
)  # fmt: skip
_NOTE: Final = (
    "Bands: 95 % intervals over random groups of neighbourhoods (luck of the draw, not uncertainty about the "
    "model). Things that happen: means of the last 12 months."
)


def trends(run: Run, folder: Path) -> list[Path]:
    """Levels in both worlds (or in one)."""
    figure, panels = sheet(3, 3, 6.2)
    for panel, name in zip(panels, SHOWN, strict=True):
        each = INDICATORS[NUMBER[name]]
        for world, colour in ((run.against, TWIN), (run, SCHEME)):
            if world is None:
                continue
            middle, half = _series(each, _level(world, name), _blocks(world, name))
            _draw(panel, _dates(run), middle, half, colour, str(world.manifest["scheme"]["id"]), each)
        head(panel, each.label, unit(each))
        years(panel)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=2)
    title(figure, "Two worlds" if run.against else "One world", _NOTE)
    return save(figure, folder, "trends")


def differences(run: Run, folder: Path) -> list[Path]:
    """The scheme's world less its twin."""
    twin = run.against
    if twin is None:
        return []
    figure, panels = sheet(3, 3, 6.2)
    for panel, name in zip(panels, SHOWN, strict=True):
        each = INDICATORS[NUMBER[name]]
        apart = _level(run, name) - _level(twin, name)
        middle, half = _series(each, apart, _blocks(run, name) - _blocks(twin, name))
        panel.axhline(0, color=QUIET, linewidth=0.8)
        _draw(panel, _dates(run), middle, half, SCHEME, "", each)
        head(panel, each.label, unit(each, apart=True))
        years(panel)
    names = (run.manifest["scheme"]["id"], twin.manifest["scheme"]["id"])
    title(figure, f"Difference: {names[0]} less {names[1]}", _NOTE)
    return save(figure, folder, "difference")


def _level(run: Run, name: str) -> F64:
    found: F64 = run.data[name].sel(place=EVERYWHERE, group="all").values.astype(np.float64)
    return found


def _blocks(run: Run, name: str) -> F64:
    found: F64 = run.blocks.sel(indicator=name).values
    return found


def _dates(run: Run) -> Any:
    return run.data["month"].values


def _series(each: Indicator, level: F64, blocks: F64) -> tuple[F64, F64]:
    """The line, and half its band: ``level`` [month], ``blocks`` [month, block]."""
    row, _ = signed(each.numerator[0])
    if row >= STOCK_COUNT:
        level, blocks = _trailing(level[:, None])[:, 0], _trailing(blocks)
    known = np.isfinite(blocks)
    count = known.sum(axis=1)
    total = np.where(known, blocks, 0.0)
    mean = total.sum(axis=1) / np.maximum(count, 1)
    spread = np.where(known, (blocks - mean[:, None]) ** 2, 0.0).sum(axis=1) / np.maximum(count - 1, 1)
    student = np.array([STUDENT[min(max(number - 2, 0), len(STUDENT) - 1)] for number in count])
    return level, np.where(count > 1, student * np.sqrt(spread / np.maximum(count, 1)), np.nan)


def _trailing(values: F64, months: int = 12) -> F64:
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


def _draw(panel: Any, dates: Any, middle: F64, half: F64, colour: str, label: str, each: Indicator) -> None:
    scale = 100.0 if each.unit == "share" else 1.0
    panel.fill_between(
        dates, scale * (middle - half), scale * (middle + half), color=colour, alpha=0.2, linewidth=0
    )
    panel.plot(dates, scale * middle, color=colour, label=label)
    panel.margins(x=0.01)
