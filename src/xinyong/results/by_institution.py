"""Indicators by institution, list and grade: who is graded and listed, who records, how many points.

They stand in ``indicators.nc`` beside the others, with dims of their own: ``run.data["subjects-by-grade"]``
is by month, institution and grade. Counts are of subjects of the population, or of records a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import h5py
import numpy as np

from xinyong.quantities import WEIGHT_UNIT
from xinyong.results.grids import Grid
from xinyong.results.ledger import Labels
from xinyong.results.tallies import DOINGS, GRADES, name_institutions

#: Variables: the sum that each is made of, and the doing where the sum holds several.
SHOWN: Final = {
    "subjects-by-grade": ("grades", None, "subjects", "subjects of each grade"),
    "subjects-by-list": ("listed", None, "subjects", "subjects on each list"),
    "records-by-institution": ("institutions", 0, "records a month", "entries, right or wrong"),
    "wrong-records-by-institution": (
        "institutions", 1, "records a month", "entries about a wrong subject or a thing that never was"
    ),
    "points-lost-by-institution": ("institutions", 2, "points a month", "points taken"),
    "points-won-by-institution": ("institutions", 3, "points a month", "points given"),
}  # fmt: skip


def write_by_institution(grid: Grid, tallies: Sequence[Path], labels: Labels) -> None:
    """Add the variables for which the tally files have sums; ``grid`` has its months already."""
    sums = _read(tallies)
    if not sums:
        return
    name_institutions(grid, labels)
    grid.texts(
        "grade-name", ("institution", "grade"), [_padded(names) for names in labels.grades],
        "what an institution calls its grades, the best first",
    )  # fmt: skip
    for name, (source, doing, unit, meaning) in SHOWN.items():
        if source not in sums:
            continue
        dims, cube = sums[source]
        if doing is not None:
            dims, cube = dims[:-1], cube[..., doing]
        note = {"units": unit, "long_name": meaning, "definition": _definition(source, doing)}
        if "grade" in dims:
            note["coordinates"] = "grade-name"
        made = grid.variable(name, dims, np.float64, note, cube.shape)
        made[...] = cube / WEIGHT_UNIT


def _definition(source: str, doing: int | None) -> str:
    what = source if doing is None else f"{source}[{DOINGS[doing]}]"
    return f"{what} of tallies/*.nc / {WEIGHT_UNIT}"


def _padded(names: Sequence[str]) -> list[str]:
    return [*names[:GRADES], *[""] * (GRADES - len(names))]


def _read(tallies: Sequence[Path]) -> dict[str, tuple[tuple[str, ...], Any]]:
    """Dims and values [month, ...] of the sums that every tally file has."""
    parts: dict[str, list[Any]] = {}
    dims: dict[str, tuple[str, ...]] = {}
    for path in tallies:
        with h5py.File(path, "r") as file:
            for name in dict.fromkeys(source for source, *_ in SHOWN.values()):
                if name in file and "month" in _dims(file[name]):
                    parts.setdefault(name, []).append(file[name][...])
                    dims[name] = _dims(file[name])
    return {
        name: (dims[name], np.concatenate(found))
        for name, found in parts.items()
        if len(found) == len(tallies)
    }


def _dims(variable: Any) -> tuple[str, ...]:
    return tuple(scale[0].name.rpartition("/")[2] if len(scale) else "" for scale in variable.dims)
