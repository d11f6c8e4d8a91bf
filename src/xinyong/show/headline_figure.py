"""The headline as a figure: a panel a setting and year, a point a draw, the mass in each corner."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xinyong.claims.weighing.findings import Finding
from xinyong.claims.weighing.headline import BOTH, CONTROL, HARMONY, NEITHER
from xinyong.show.paper import QUIET, save, sheet, title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Okabe and Ito's colours of the corners; the place of a point says the same.
_COLOURS: Final = {CONTROL: "#D55E00", HARMONY: "#0072B2", BOTH: "#CC79A7", NEITHER: QUIET}
#: Where a corner's mass is written: x, y, in parts of the panel.
_PLACES: Final = {CONTROL: (0.98, 0.03), HARMONY: (0.02, 0.97), BOTH: (0.98, 0.97), NEITHER: (0.02, 0.03)}
_WORDS: Final = {CONTROL: "control", HARMONY: "harmony", BOTH: "both", NEITHER: "neither"}


def headline_figure(finding: Finding, folder: Path) -> list[Path]:
    """Write the figure; returns the files."""
    data = finding.data
    settings = list(dict.fromkeys(each["setting"] for each in data["entries"]))
    years = sorted({each["year"] for each in data["entries"]})
    figure, panels = sheet(len(settings), len(years), 0.9 + 1.55 * len(settings), sharex=True, sharey=True)
    found = {(each["setting"], each["year"]): each for each in data["entries"]}
    everything = np.concatenate([np.asarray(each["points"], float).ravel() for each in data["entries"]])
    low = float(np.floor(min(-1.0, everything.min(initial=0.0))))
    for number, panel in enumerate(panels):
        setting, year = settings[number // len(years)], years[number % len(years)]
        each = found.get((setting, year))
        if each is None:
            panel.set_visible(False)
            continue
        _corners(panel, each, data["cut"])
        panel.set_xlim(low - 0.1, data["most"] + 0.2)
        # room above and below the points for the words of the corners
        panel.set_ylim(low - 0.9, data["most"] + 1.1)
        if number < len(years):
            panel.set_title(str(year))
        if number % len(years) == 0:
            panel.set_ylabel(f"{setting}\nharmony index", fontsize=7)
        if number >= len(years) * (len(settings) - 1):
            panel.set_xlabel("control index", fontsize=7)
    names = "; ".join(f"{key}: {_named(data, key)}" for key in settings)
    made = finding.made
    note = (
        "A point is a draw of all assumptions; numbers are shares of draws in each corner; the cross is the "
        f"middle draw of each index. {names}. Parts in smallest effects that matter, none counted above "
        f"{data['most']:g}; an index rises from {data['cut']:g} on. {made.draws} draws ({made.ensemble}), "
        f"{made.seeds} seeds each. {made.command}"
    )
    title(figure, data["question"], note)
    return save(figure, folder, "headline")


def _named(data: dict[str, Any], setting: str) -> str:
    return next(str(each["name"]).lower() for each in data["entries"] if each["setting"] == setting)


def _corners(panel: Axes, each: dict[str, Any], cut: float) -> None:
    points = np.asarray(each["points"], float).reshape(-1, 2)
    up, good = points[:, 0] >= cut, points[:, 1] >= cut
    where = {CONTROL: up & ~good, HARMONY: good & ~up, BOTH: up & good, NEITHER: ~up & ~good}
    for corner, inside in where.items():
        size = 5 if len(points) > 150 else 9
        x, y = points[inside].T
        panel.scatter(x, y, s=size, color=_COLOURS[corner], alpha=0.45, linewidths=0, zorder=2)
        x, y = _PLACES[corner]
        mass = each["masses"][corner]["share"]
        panel.text(
            x, y, f"{_WORDS[corner]} {100 * mass:.0f} %", transform=panel.transAxes, fontsize=6.2,
            ha="right" if x > 0.5 else "left", va="top" if y > 0.5 else "bottom", color="#111111", zorder=4,
            fontweight="bold" if corner == each["leading"] else "normal",
        )  # fmt: skip
    panel.axhline(cut, color="#555555", linewidth=0.7)
    panel.axvline(cut, color="#555555", linewidth=0.7)
    middle = each["control"]["median"], each["harmony"]["median"]
    if None not in middle:
        panel.plot(*middle, marker="+", color="black", markersize=7, zorder=3)
