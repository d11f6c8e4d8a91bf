"""What neighbourhoods saw of each other in each month, kept so that one can be lived again.

A neighbourhood knows the rest of the world through last month's boards of its city and of the
nation (the sum of all cities), and through nothing else. So with these, and with its people, its months
can be repeated without anybody else's. A file of ``boards/`` holds the months from one turn of the year to
the next; only cities with neighbourhoods have a row, the boards of all others are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import h5py
import numpy as np
from numpy.typing import NDArray

from xinyong.dates import month_text
from xinyong.fields import BOARD
from xinyong.results.durable import write_file
from xinyong.results.grids import Grid, month_numbers

_MEANING: Final = {"units": "1", "long_name": "last month's sums of each city, as its people see them"}


class Boards(NamedTuple):
    """What could be seen from afar in one month.

    ``cities`` int64 [city, board] are last month's sums over all cities of the society, in the order of
    the plan.
    """

    month: int
    cities: NDArray[np.int64]


def boards_name(first_month: int) -> str:
    """Name of the file, inside a run folder, whose first month is given."""
    return f"boards/{month_text(first_month)}.nc"


def write_boards(path: Path, months: Sequence[Boards], names: Sequence[str], lived_in: Sequence[int]) -> str:
    """Write a file of ``boards/``; ``lived_in`` are the numbers of the cities kept. Returns its SHA-256."""
    rows = list(lived_in)

    def make(part: Path) -> None:
        with Grid(part, "Xinyong: what neighbourhoods see of each other") as grid:
            grid.months([each.month for each in months])
            grid.names("city", [names[row] for row in rows], "city (synthetic)")
            grid.names("board", BOARD, "what is added up over a city, last month")
            cities = grid.variable(
                "cities", ("month", "city", "board"), np.int64, _MEANING, (1, len(rows), len(BOARD))
            )
            cities[...] = np.stack([each.cities[rows] for each in months])

    return write_file(path, make)


def read_boards(folder: Path, names: Sequence[str]) -> dict[int, Boards]:
    """All months of a run folder by month number, over all cities in the order of ``names``."""
    place = {name: row for row, name in enumerate(names)}
    found: dict[int, Boards] = {}
    for path in sorted((folder / "boards").glob("*.nc")):
        with h5py.File(path, "r") as source:
            rows = [place[name.decode()] for name in source["city"][...]]
            months = month_numbers(source["month"][...])
            cities = source["cities"][...]
        for n, month in enumerate(months):
            whole = np.zeros((len(names), cities.shape[2]), np.int64)
            whole[rows] = cities[n]
            found[int(month)] = Boards(int(month), whole)
    return found
