"""The court list beside published figures: flow, stock, refusals, compliance."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import duckdb
import h5py
import numpy as np
from numpy.typing import NDArray

from xinyong.dates import month_text
from xinyong.quantities import G_ALL, G_COMPANY, G_OFFICE, INDEX, WEIGHT_UNIT
from xinyong.results.grids import month_numbers
from xinyong.results.tallies import block_groups
from xinyong.show.paper import PUBLISHED, QUIET, SCHEME, TWIN, save, sheet, title, years

if TYPE_CHECKING:
    from xinyong.results.run import Run

#: Not a sum of the tally: counted from the lists.
DEFAULTERS: Final = "defaulters"
#: Panel: title, series of ``targets.csv``, quantity, whether it is added up over months.
PANELS: Final = (
    ("Listed so far (million listings)", "listed-cumulative", "listings", True),
    ("Judgment defaulters listed now (million)", "listed-now", DEFAULTERS, False),
    ("Flights refused so far (million)", "flights-refused-cumulative", "refused flight", True),
    (
        "Fast trains refused so far (million)",
        "trains-refused-cumulative",
        "refused fast-train",
        True,
    ),
    ("Complied under pressure so far (million)", "complied-cumulative", "complied-listed", True),
    ("Debtors with a case open now (million)", "", "debtors", False),
)


class Target(NamedTuple):
    """One published figure: month, series, value, unit, source, confidence mark."""

    date: str
    series: str
    value: float
    unit: str
    source: str
    confidence: str


def targets() -> list[Target]:
    """The published figures that the model is held against."""
    text = files("xinyong.results").joinpath("library", "targets.csv").read_text("utf-8")
    return [
        Target(row["date"], row["series"], float(row["value"]), row["unit"], row["source"], row["confidence"])
        for row in csv.DictReader(text.splitlines())
    ]


def court(run: Run, folder: Path) -> list[Path]:
    """Six panels; dots are published figures, hollow where second-hand."""
    figure, panels = sheet(2, 3, 4.4)
    published = targets()
    worlds = [world for world in (run.against, run) if world is not None]
    sums = [(world, *_totals(world)) for world in worlds]
    dates = _dates(sums[0][1])
    for panel, (name, series, quantity, adds) in zip(panels, PANELS, strict=True):
        for world, months, total in sums:
            if quantity == DEFAULTERS:
                line = _listed(world, months) / 1e6
            else:
                line = total[:, INDEX[quantity]] / WEIGHT_UNIT / 1e6
            colour = SCHEME if world is run else TWIN
            label = str(world.manifest["scheme"]["id"])
            panel.plot(dates, np.cumsum(line) if adds else line, color=colour, label=label)
        _dots(panel, [each for each in published if each.series == series], dates)
        panel.set_title(name)
        panel.set_ylim(bottom=0)
        panel.margins(x=0.02)
        years(panel)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=3)
    note = (
        "Persons and companies, scaled by sampling weights; added up from the first month shown. Published "
        "counts run from late 2013; refusals count attempts, not people. Sources: library/targets.csv."
    )
    if run.manifest["frame"] != "national":
        note += f" This run draws the frame {run.manifest['frame']}: compare shapes, not totals."
    title(figure, "The court list", note)
    return save(figure, folder, "court-list")


def _dates(months: NDArray[np.int64]) -> Any:
    return np.array([month_text(month) for month in months], "datetime64[M]").astype("datetime64[D]")


def _totals(run: Run) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Month numbers, and weighted sums of all subjects in 1/256: [month, quantity]."""
    months, parts = [], []
    for path in run.tallies():
        with h5py.File(path, "r") as source:
            found = source["blocks"][...].sum(axis=1)
            months.append(month_numbers(source["month"][...]))
        kinds = [block_groups(found).index(group) for group in (G_ALL, G_COMPANY, G_OFFICE)]
        parts.append(found[:, kinds].sum(axis=1))
    return np.concatenate(months), np.concatenate(parts)


def _listed(run: Run, months: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weight of all who stand on the defaulter list at the end of each month."""
    lists, people = run.sql("listings"), run.sql("subjects")
    moves = (
        duckdb.connect(":memory:")
        .execute(
            f"""SELECT datediff('month', DATE '2000-01-01', moved), sum(weight * sign) FROM (
            SELECT subject, entered AS moved, 1 AS sign, list FROM {lists} UNION ALL
            SELECT subject, ended, -1, list FROM {lists} WHERE ended IS NOT NULL)
            JOIN (SELECT subject, weight FROM {people}) USING (subject)
            WHERE list LIKE '%.defaulters' GROUP BY 1"""
        )
        .fetchall()
    )
    line = np.zeros(len(months))
    for month, weight in moves:
        line[months >= month] += weight
    return line


def _dots(panel: Any, published: list[Target], dates: Any) -> None:
    shown = [each for each in published if dates[0] <= np.datetime64(each.date, "D") <= dates[-1]]
    for sure in (True, False):
        some = [each for each in shown if (each.confidence == "T") is sure]
        panel.plot(
            [np.datetime64(each.date, "D") for each in some], [each.value / 1e6 for each in some], "o",
            markersize=3.2, color=PUBLISHED if sure else QUIET,
            markerfacecolor=PUBLISHED if sure else "white", label="published" if sure else None,
        )  # fmt: skip
