"""The raw sums of each month, as the engine gave them: whole numbers, nothing lost.

A file of ``tallies/`` holds the months from one turn of the year to the next: sums by
province and group, sums by random block of neighbourhoods (for intervals), and what
became of the opportunities of every conduct. Indicators are made from these alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import h5py
import numpy as np
from numpy.typing import NDArray

from xinyong.dates import month_text
from xinyong.fields import ACCESS, KINDS
from xinyong.quantities import G_ALL, G_COMPANY, G_OFFICE, GROUPS, QUANTITIES
from xinyong.results.durable import write_file
from xinyong.results.grids import Grid, month_numbers
from xinyong.results.ledger import Labels

I64 = NDArray[np.int64]

#: What ``conducts`` counts for each conduct.
FATES: Final = ("chances", "acts", "noticed", "wrongly-noted", "deterred", "encouraged")
#: Causes of a refusal beside the lists; "looked-up" counts checks.
CAUSES: Final = ("grade", "register", "score", "kin", "beyond-rule", "looked-up", "group")
_MOST_LISTS: Final = 32
#: What ``institutions`` counts for each institution in a month.
DOINGS: Final = ("records", "wrong-records", "points-lost", "points-won")
#: Grades that a score may have; 0 is the best.
GRADES: Final = 16


class MonthSums(NamedTuple):
    """Sums of one month, int64, weighted in 1/256.

    places [province, group, quantity], blocks [block, group, quantity], conducts [conduct, fate],
    causes [cause, gatekeeper] (lists by number, then CAUSES), grades [institution, grade] subjects by
    grade, listed [list, kind of subject] those on each list, institutions [institution, doing] (DOINGS).
    The last three have no rows where an engine does not count them.
    """

    month: int
    places: I64
    blocks: I64
    conducts: I64
    causes: I64
    grades: I64
    listed: I64
    institutions: I64


#: Sums that an engine may leave out, and how wide they are.
_OPTIONAL: Final = {"grades": GRADES, "listed": len(KINDS), "institutions": len(DOINGS)}


def sums_of(out: Any) -> MonthSums:
    """The sums of what the engine handed over for a month (``recorder.MonthOut``)."""
    more = {
        name: getattr(out, name) if hasattr(out, name) else np.zeros((0, wide), np.int64)
        for name, wide in _OPTIONAL.items()
    }
    return MonthSums(out.month, out.places, out.blocks, out.conducts, out.causes, **more)


class Sums(NamedTuple):
    """Sums over some months: the same arrays without a month, and how many months they hold."""

    months: int
    places: I64
    blocks: I64


def block_groups(blocks: I64) -> tuple[int, ...]:
    """Which GROUPS the middle dim of ``blocks`` holds: all of them, or one for each kind of subject."""
    return tuple(range(len(GROUPS))) if blocks.shape[-2] == len(GROUPS) else (G_ALL, G_COMPANY, G_OFFICE)


def write_tallies(path: Path, months: Sequence[MonthSums], labels: Labels) -> str:
    """Write a file of ``tallies/``; returns its SHA-256."""
    blocks, known = months[0].blocks, by_institution(months, labels)
    lists = [f"list {name}" for name in labels.lists]
    lists += [f"list {number}" for number in range(len(lists), _MOST_LISTS)]

    def make(part: Path) -> None:
        with Grid(part, "Xinyong: monthly sums") as grid:
            grid.months([each.month for each in months])
            grid.names("province", labels.provinces, "province-level unit (synthetic)")
            grid.names("group", GROUPS, "group of subjects")
            grid.names("block_group", [GROUPS[g] for g in block_groups(blocks)], "group within a block")
            grid.names("block", [str(b) for b in range(len(blocks))], "random group of neighbourhoods")
            grid.names(
                "quantity",
                [each.name for each in QUANTITIES],
                "what is added up; units in xinyong.quantities",
            )
            grid.names("conduct", labels.conducts, "kind of act")
            grid.names("fate", FATES, "what became of the opportunities")
            causes = [*lists, *CAUSES]
            causes += [f"cause {number}" for number in range(len(causes), len(months[0].causes))]
            grid.names("cause", causes, "what a refusal rests on")
            grid.names("gatekeeper", ACCESS, "where it is refused")
            note = {"units": "1/256 subject times the quantity's unit"}
            for name, dims, arrays in (
                ("places", ("month", "province", "group", "quantity"), [m.places for m in months]),
                ("blocks", ("month", "block", "block_group", "quantity"), [m.blocks for m in months]),
                ("conducts", ("month", "conduct", "fate"), [m.conducts for m in months]),
                ("refusals", ("month", "cause", "gatekeeper"), [m.causes for m in months]),
            ):
                chunk = (1, *arrays[0].shape)
                grid.variable(name, dims, np.int64, note, chunk)[...] = np.stack(arrays)
            if known:
                name_institutions(grid, labels)
                grid.names("doing", DOINGS, "what an institution did in the month")
            for name, (own, cube) in known.items():
                grid.variable(name, own, np.int64, note, (1, *cube.shape[1:]))[...] = cube

    return write_file(path, make)


def name_institutions(grid: Grid, labels: Labels) -> None:
    """Coordinates of what is counted by institution and list."""
    grid.names("institution", labels.institutions, "rule book")
    grid.names("list", labels.lists, "list, as book.list")
    grid.names("kind", KINDS, "kind of subject")
    grid.names("grade", [str(number) for number in range(GRADES)], "grade, 0 = the best of its institution")


def by_institution(
    months: Sequence[MonthSums], labels: Labels
) -> dict[str, tuple[tuple[str, ...], NDArray[np.int64]]]:
    """Dims and values [month, ...] of the optional sums, cut to the institutions and lists there are."""
    known = {
        "grades": (("month", "institution", "grade"), len(labels.institutions)),
        "listed": (("month", "list", "kind"), len(labels.lists)),
        "institutions": (("month", "institution", "doing"), len(labels.institutions)),
    }
    found: dict[str, tuple[tuple[str, ...], NDArray[np.int64]]] = {}
    for name, (dims, rows) in known.items():
        arrays = [getattr(each, name) for each in months]
        if rows and all(len(array) >= rows for array in arrays):
            found[name] = dims, np.stack([array[:rows] for array in arrays])
    return found


def tally_name(first_month: int) -> str:
    """Name of the file, inside a run folder, whose first month is given."""
    return f"tallies/{month_text(first_month)}.nc"


def read_sums(paths: Sequence[Path], first: int, last: int) -> Sums:
    """Add up the months from ``first`` to ``last``, both included, over the files that hold them."""
    places: I64 | None = None
    blocks: I64 | None = None
    count = 0
    for path in paths:
        with h5py.File(path, "r") as source:
            months = month_numbers(source["month"][...])
            rows = np.flatnonzero((months >= first) & (months <= last))
            if rows.size == 0:
                continue
            chosen = slice(int(rows[0]), int(rows[-1]) + 1)
            here = source["places"][chosen].sum(axis=0)
            there = source["blocks"][chosen].sum(axis=0)
            places = here if places is None else places + here
            blocks = there if blocks is None else blocks + there
            count += int(rows.size)
    if places is None or blocks is None:
        raise ValueError(f"no months from {month_text(first)} to {month_text(last)}")
    return Sums(count, places, blocks)


def read_blocks(paths: Sequence[Path]) -> tuple[I64, I64]:
    """Month numbers [month], and sums of all persons by random block [month, block, quantity]."""
    months, blocks = [], []
    for path in paths:
        with h5py.File(path, "r") as source:
            months.append(month_numbers(source["month"][...]))
            blocks.append(source["blocks"][:, :, G_ALL])
    return np.concatenate(months), np.concatenate(blocks)
