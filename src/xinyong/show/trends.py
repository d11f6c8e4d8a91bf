"""Both worlds over the years, and their difference, each with its band."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.dates import month_text
from xinyong.results.catalogue import INDICATORS, NUMBER, Indicator
from xinyong.show.bands import F64, Lived, yearly
from xinyong.show.paper import QUIET, SCHEME, TWIN, Grouped, head, save, sheet, title, years
from xinyong.show.wording import unit

if TYPE_CHECKING:
    from xinyong.results.run import Run

#: The nine panels.
SHOWN: Final = (
    "judgment-compliance", "listed", "harmful-acts",
    "trust-strangers", "trust-government", "approves",
    "refused", "livelihood", "critical-spoken",
)  # fmt: skip
_NOTE: Final = (
    "Bands: 95 % intervals over random groups of neighbourhoods (luck of the draw, not uncertainty about the "
    "model). What happens is told of the 12 months that end there."
)


def trends(run: Run, folder: Path) -> list[Path]:
    """Levels in both worlds (or in one)."""
    figure, panels = sheet(3, 3, 6.2)
    worlds = [(world, colour) for world, colour in ((run.against, TWIN), (run, SCHEME)) if world is not None]
    lines = [(Lived(world), _id(world), colour) for world, colour in worlds]
    for panel, name in zip(panels, SHOWN, strict=True):
        each = INDICATORS[NUMBER[name]]
        for lived, label, colour in lines:
            _draw(panel, _dates(lived.months), *yearly(each, lived), colour, label, each)
        head(panel, each.label, unit(each))
        years(panel)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=2)
    title(figure, " and ".join(_id(world) for world, _ in reversed(worlds)), _NOTE)
    return save(figure, folder, "trends")


def differences(run: Run, folder: Path) -> list[Path]:
    """The scheme's world less its twin."""
    twin = run.against
    if twin is None:
        return []
    figure, panels = sheet(3, 3, 6.2)
    lived, other = Lived(run), Lived(twin)
    for panel, name in zip(panels, SHOWN, strict=True):
        each = INDICATORS[NUMBER[name]]
        panel.axhline(0, color=QUIET, linewidth=0.8)
        _draw(panel, _dates(lived.months), *yearly(each, lived, other), SCHEME, "", each)
        head(panel, each.label, unit(each, apart=True))
        years(panel)
    title(figure, f"Difference: {_id(run)} less {_id(twin)}", _NOTE)
    return save(figure, folder, "difference")


def _id(run: Run) -> str:
    return str(run.manifest["scheme"]["id"])


def _dates(months: NDArray[np.int64]) -> Any:
    return np.array([month_text(month) for month in months], "datetime64[M]").astype("datetime64[D]")


def _draw(panel: Any, dates: Any, middle: F64, half: F64, colour: str, label: str, each: Indicator) -> None:
    scale = 100.0 if each.unit == "share" else 1.0
    panel.fill_between(
        dates, scale * (middle - half), scale * (middle + half), color=colour, alpha=0.2, linewidth=0
    )
    panel.plot(dates, scale * middle, color=colour, label=label)
    panel.yaxis.set_major_formatter(Grouped())
    panel.margins(x=0.01)
