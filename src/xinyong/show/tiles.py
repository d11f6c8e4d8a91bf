"""Provinces as tiles: where they lie, roughly, and nothing about where anything ends."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xinyong.results.catalogue import INDICATORS, NUMBER, Indicator
from xinyong.results.indicators import THIN
from xinyong.show.paper import QUIET, head, save, sheet, title
from xinyong.show.wording import unit

if TYPE_CHECKING:
    from xinyong.results.contrast import Contrast
    from xinyong.results.run import Run

#: The four maps.
SHOWN: Final = ("listed", "refused", "trust-government", "approves")
#: ISO 3166-2 letters of the province-level units.
LETTERS: Final = {
    "beijing": "BJ", "tianjin": "TJ", "hebei": "HE", "shanxi": "SX", "inner-mongolia": "NM",
    "liaoning": "LN", "jilin": "JL", "heilongjiang": "HL", "shanghai": "SH", "jiangsu": "JS",
    "zhejiang": "ZJ", "anhui": "AH", "fujian": "FJ", "jiangxi": "JX", "shandong": "SD",
    "henan": "HA", "hubei": "HB", "hunan": "HN", "guangdong": "GD", "guangxi": "GX",
    "hainan": "HI", "chongqing": "CQ", "sichuan": "SC", "guizhou": "GZ", "yunnan": "YN",
    "tibet": "XZ", "shaanxi": "SN", "gansu": "GS", "qinghai": "QH", "ningxia": "NX",
    "xinjiang": "XJ",
}  # fmt: skip


def tiles(run: Run, folder: Path) -> list[Path]:
    """Four tile maps: of differences for a pair, of levels for one world."""
    found = run.contrast()
    paired = run.against is not None
    places = layout()
    figure, panels = sheet(2, 2, 6.6)
    for panel, name in zip(panels, SHOWN, strict=True):
        _map(figure, panel, INDICATORS[NUMBER[name]], found, list(run.manifest["provinces"]), places, paired)
    told = run.manifest["scheme"]["id"]
    if run.against is not None:
        told = f"{told} less {run.against.manifest['scheme']['id']}"
    note = (
        "Schematic, shows no borders: each tile stands for synthetic people of a province-level unit, by its "
        f"ISO letters. Last 12 months. Hatched: fewer than {THIN} effective events. "
        "No intervals by province: much of what differs from tile to tile is luck."
    )
    title(figure, f"By province: {told}", note)
    return save(figure, folder, "provinces")


def layout() -> dict[str, tuple[int, int]]:
    """Row and column of the tile of each province-level unit."""
    text = files("xinyong.society").joinpath("library", "tiles.csv").read_text("utf-8")
    return {row["id"]: (int(row["row"]), int(row["col"])) for row in csv.DictReader(text.splitlines())}


def _map(
    figure: Any, panel: Any, each: Indicator, found: Contrast, names: list[str],
    places: dict[str, tuple[int, int]], paired: bool,
) -> None:  # fmt: skip
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.patches import Rectangle

    n = NUMBER[each.id]
    scale = 100.0 if each.unit == "share" else 1.0
    values = scale * (found.difference if paired else found.a)[n, 1:, 0]
    thin = (found.events[n, 1:, 0] < THIN) | ~np.isfinite(values)
    shown = values[~thin]
    if paired:
        reach = float(np.abs(shown).max()) if shown.size and np.abs(shown).max() > 0 else 1.0
        norm, colours = Normalize(-reach, reach), colormaps["PuOr_r"]
    else:
        low, high = (float(shown.min()), float(shown.max())) if shown.size else (0.0, 1.0)
        norm, colours = Normalize(low, high if high > low else low + 1), colormaps["cividis"]
    for place, value, too_thin in zip(names, values, thin, strict=True):
        row, column = places[place]
        colour = "#F2F2F2" if too_thin else colours(norm(value))
        panel.add_patch(
            Rectangle(
                (column, -row), 0.94, 0.94, facecolor=colour, edgecolor=QUIET if too_thin else "none",
                hatch="////" if too_thin else None, linewidth=0.3,
            )
        )  # fmt: skip
        dark = not too_thin and np.dot(colour[:3], (0.299, 0.587, 0.114)) < 0.5
        panel.text(
            column + 0.47, 0.47 - row, LETTERS.get(place, place[:2].upper()), ha="center", va="center",
            fontsize=6, color="white" if dark else "black",
        )  # fmt: skip
    rows, columns = zip(*(places[name] for name in names), strict=True)
    panel.set_xlim(min(columns) - 0.1, max(columns) + 1.1)
    panel.set_ylim(-max(rows) - 0.2, 1.1 - min(rows))
    panel.set_aspect("equal")
    panel.axis("off")
    head(panel, each.label, unit(each, apart=paired), 60)
    if shown.size:
        bar = figure.colorbar(ScalarMappable(norm, colours), ax=panel, shrink=0.6, pad=0.01)
        bar.outline.set_visible(False)
