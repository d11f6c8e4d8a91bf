"""The frontier as figures: all gains against all costs, and every reform on every axis."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xinyong.claims.weighing.findings import Finding
from xinyong.claims.weighing.frontier import ADDS, END, FREE, LITTLE, PRICE, SHIFTS, WORDS, WORSE
from xinyong.show.paper import QUIET, save, sheet, title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Okabe and Ito's colours and a shape of its own for each word: neither alone carries it.
_MARKS: Final = {
    FREE: ("#009E73", "o"), SHIFTS: ("#56B4E9", "v"), PRICE: ("#E69F00", "^"), WORSE: ("#D55E00", "X"),
    ADDS: ("#CC79A7", "P"), LITTLE: (QUIET, "s"), END: ("#0072B2", "D"),
}  # fmt: skip
_BASE: Final = "#000000"
#: Furthest that a panel of axes shows, in smallest effects.
_SHOWN: Final = 6.0


def frontier_figures(finding: Finding, folder: Path) -> list[Path]:
    """Write both figures; returns the files."""
    return [*_plane(finding, folder), *_axes(finding, folder)]


def _plane(finding: Finding, folder: Path) -> list[Path]:
    data = finding.data
    figure, (panel,) = sheet(1, 1, 5.2)
    rows = [(each["id"], each["index"], *_MARKS[each["verdict"]]) for each in data["reforms"]]
    rows.append((data["base"], data["base_index"], _BASE, "*"))
    for _, told, colour, shape in rows:
        _cross(panel, told, colour, shape)
    panel.axhline(0, color="#888888", linewidth=0.6)
    panel.axvline(0, color="#888888", linewidth=0.6)
    _name(panel, rows)
    panel.set_xlabel("all costs beside the twin: mean of axes, in smallest effects that matter")
    panel.set_ylabel("all gains beside the twin")
    panel.annotate("more gained,\nless paid", (0.0, 1.0), (4, -4), xycoords="axes fraction", va="top",
                   textcoords="offset points", color="#555555", fontsize=7, style="italic")  # fmt: skip
    seen = [word for word in WORDS if any(each["verdict"] == word for each in data["reforms"])]
    for word in seen:
        colour, shape = _MARKS[word]
        panel.plot([], [], color=colour, marker=shape, linestyle="", label=word, markersize=5)
    panel.legend(loc="best", handletextpad=0.2, fontsize=7)
    title(figure, f"What reforms of {data['base']} keep, and what they spare", _note(finding))
    return save(figure, folder, "frontier")


def _cross(panel: Axes, told: dict[str, Any], colour: str, shape: str) -> None:
    x, y = told["cost"], told["gain"]
    if x["median"] is None or y["median"] is None:
        return
    panel.plot([x["low"], x["high"]], [y["median"]] * 2, color=colour, linewidth=0.7, alpha=0.45)
    panel.plot([x["median"]] * 2, [y["low"], y["high"]], color=colour, linewidth=0.7, alpha=0.45)
    panel.plot(x["median"], y["median"], color=colour, marker=shape, markersize=9 if shape == "*" else 5.5,
               markeredgecolor="white", markeredgewidth=0.5, zorder=3)  # fmt: skip


def _name(panel: Axes, rows: list[Any]) -> None:
    """Names in a column at the right, joined to their points by thin lines, none over another."""
    known = [(told["gain"]["median"], told["cost"]["median"], id, colour) for id, told, colour, _ in rows
             if told["gain"]["median"] is not None and told["cost"]["median"] is not None]  # fmt: skip
    known.sort(key=lambda row: (row[0], row[2]))
    low, high = panel.get_ylim()
    left, right = panel.get_xlim()
    step = (high - low) / max(len(known) + 1, 30)
    heights = _spread([row[0] for row in known], step, low + step / 2, high - step / 2)
    edge = right + 0.03 * (right - left)
    for (y, x, id, colour), height in zip(known, heights, strict=True):
        panel.plot([x, edge], [y, height], color=colour, linewidth=0.4, alpha=0.6, zorder=1)
        paper = {"boxstyle": "square,pad=0.1", "facecolor": "white", "linewidth": 0}
        panel.text(edge, height, f" {id}", va="center", fontsize=7, color="#222222", bbox=paper)
    panel.set_xlim(left, right + 0.27 * (right - left))
    panel.set_ylim(low, high)


def _spread(wanted: list[float], step: float, low: float, high: float) -> list[float]:
    """Heights near the wanted ones (ascending), at least ``step`` apart, inside the panel."""
    groups = [(each, 1) for each in wanted]
    at = 1
    while at < len(groups):
        (one, few), (two, more) = groups[at - 1], groups[at]
        if two - one >= step * (few + more) / 2:
            at += 1
            continue
        # names that would meet stand together, around the middle of their points
        groups[at - 1 : at + 1] = [((one * few + two * more) / (few + more), few + more)]
        at = max(1, at - 1)
    found: list[float] = []
    for middle, count in groups:
        half = step * (count - 1) / 2
        first = min(max(middle - half, low), high - 2 * half)
        found += [first + step * number for number in range(count)]
    return found


def _axes(finding: Finding, folder: Path) -> list[Path]:
    data = finding.data
    axes, reforms = data["axes"], data["reforms"]
    columns = 4
    rows = -(-len(axes) // columns)
    figure, panels = sheet(rows, columns, rows * (0.75 + 0.115 * len(reforms)), sharey=True, sharex=True)
    places = np.arange(len(reforms))[::-1]
    for number, panel in enumerate(panels):
        if number >= len(axes):
            panel.set_visible(False)
            continue
        axis = axes[number]
        colour = "#0072B2" if axis["side"] == "gain" else "#D55E00"
        panel.axvspan(-1, 1, color="#EFEFEF", linewidth=0, zorder=0)
        panel.axvline(0, color="#888888", linewidth=0.6)
        for place, each in zip(places, reforms, strict=True):
            _whisker(panel, each["against_base"][axis["id"]]["counted"], float(place), colour)
        panel.set_title(_wrapped(f"{axis['side'].upper()}: {axis['name']}"), fontsize=6.5)
        panel.set_yticks(places, [each["id"] for each in reforms], fontsize=5.5)
        panel.set_xlim(-_SHOWN * 1.08, _SHOWN * 1.08)
        panel.set_ylim(-0.7, len(reforms) - 0.3)
        panel.tick_params(axis="y", length=0)
        panel.tick_params(axis="x", labelbottom=number + columns >= len(axes))
    small = (
        f"Beside {data['base']}: middle draw and nine draws in ten, in smallest effects that matter; grey: "
        "too small to matter. Arrows: further than shown. Right is more of what the panel says."
    )
    title(figure, f"Every reform beside {data['base']}", f"{small} {_note(finding)}")
    return save(figure, folder, "frontier-axes")


def _whisker(panel: Axes, told: dict[str, Any], place: float, colour: str) -> None:
    if told["median"] is None:
        return
    low, middle, high = (float(np.clip(told[key], -_SHOWN, _SHOWN)) for key in ("low", "median", "high"))
    panel.plot([low, high], [place, place], color=colour, linewidth=0.9, solid_capstyle="butt")
    beyond = abs(told["median"]) > _SHOWN
    shape = "o" if not beyond else ">" if told["median"] > 0 else "<"
    panel.plot(middle, place, color=colour, marker=shape, markersize=4 if beyond else 2.8)


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 30))


def _note(finding: Finding) -> str:
    made = finding.made
    drawn = f"{made.draws} joint draws of the assumptions ({made.ensemble}), {made.seeds} seeds each."
    return f"{drawn} {made.command}"
