"""One world's run folder, written as the run goes.

Months come in one by one. Their rows and sums wait until the turn of the year, then go to
files that are whole or not there; what is held never grows with the months. A recorder
can be saved in the middle of a year and loaded again: the files then come out the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from xinyong.dates import month_text
from xinyong.quantities import BLOCKS
from xinyong.results.boards import Boards, boards_name, write_boards
from xinyong.results.digests import by_block, column_bytes, month_digest, name_keys, world_digest
from xinyong.results.durable import share_file
from xinyong.results.ledger import Labels, MonthRows, write_entries, write_ledger, write_listings
from xinyong.results.people import Layout, block_of, write_outcomes, write_standings
from xinyong.results.store import Store
from xinyong.results.tallies import MonthSums, sums_of, tally_name, write_tallies

#: Folder inside a run folder that holds what an unfinished run needs to go on.
STATE = ".state"


class MonthOut(Protocol):
    """What the engine hands over for a month (``engine.run.MonthOut``)."""

    @property
    def month(self) -> int:
        """Month number."""
        ...

    @property
    def places(self) -> NDArray[np.int64]:
        """Sums [province, group, quantity]."""
        ...

    @property
    def blocks(self) -> NDArray[np.int64]:
        """Sums [block, group, quantity]."""
        ...

    @property
    def conducts(self) -> NDArray[np.int64]:
        """What became of opportunities [conduct, fate]."""
        ...

    @property
    def causes(self) -> NDArray[np.int64]:
        """Refusals [cause, gatekeeper]."""
        ...

    @property
    def ledger(self) -> NDArray[Any]:
        """Rows of the ledger."""
        ...

    @property
    def first_record(self) -> int:
        """Number of the first of them."""
        ...

    @property
    def listings(self) -> NDArray[Any]:
        """What entered and left lists."""
        ...


class Recorder:
    """Writes one world into ``folder``. ``start`` is the first month after the burn-in.

    Months before ``start`` leave ledger and listings, no tallies.
    """

    def __init__(self, folder: Path, store: Store, labels: Labels, layout: Layout, start: int) -> None:
        """Begin with no months."""
        self.folder = folder
        self.labels = labels
        self.files: dict[str, str] = {}
        self.months: list[int] = []
        self._store = store
        self._start = start
        self._block = layout.block
        self._lived_in = layout.cities
        self._starts = layout.starts()
        self._keys = {"institution": name_keys(labels.institutions), "list": name_keys(labels.lists)}
        self._digests: list[bytes] = []
        self._rows: list[MonthRows] = []
        self._sums: list[MonthSums] = []
        self._boards: list[Boards] = []

    def add(self, out: MonthOut, boards: Boards | None = None) -> None:
        """Take a month; at the turn of the year and at the end of the burn-in, write files.

        ``boards`` is what its neighbourhoods saw of each other; without it nobody can live the month
        again, so there is no dossier.
        """
        ledger = by_block(out.ledger, block_of(out.ledger["subject"], self._starts, self._block), BLOCKS)
        lists = by_block(out.listings, block_of(out.listings["subject"], self._starts, self._block), BLOCKS)
        self._digests.append(
            month_digest(out.month, out.places, out.blocks, out.conducts, ledger, lists, self._keys)
        )
        self._rows.append(MonthRows(out.month, out.first_record, out.ledger, out.listings))
        self.months.append(out.month)
        if out.month >= self._start:
            self._sums.append(sums_of(out))
        if boards is not None:
            self._boards.append(boards)
        if out.month % 12 == 11 or out.month == self._start - 1:
            self.flush()

    def flush(self) -> None:
        """Write the months that wait."""
        if not self._rows:
            return
        first = month_text(self._rows[0].month)
        name = f"ledger/{first}.parquet"
        self.files[name] = write_ledger(self._store, self.folder / name, self._rows, self.labels)
        name = f"{STATE}/entries/{first}.parquet"
        self.files[name] = write_entries(self._store, self.folder / name, self._rows)
        if self._sums:
            name = tally_name(self._sums[0].month)
            self.files[name] = write_tallies(self.folder / name, self._sums, self.labels)
        if self._boards:
            name = boards_name(self._boards[0].month)
            self.files[name] = write_boards(
                self.folder / name, self._boards, self.labels.cities, self._lived_in
            )
        self._rows, self._sums, self._boards = [], [], []

    def finish(self, standings: dict[str, NDArray[Any]], outcomes: dict[str, NDArray[Any]]) -> bytes:
        """Write what is left, the lists, the standings and outcomes; returns the world's hash."""
        self.flush()
        entries = sorted(name for name in self.files if name.startswith(f"{STATE}/entries/"))
        paths = [self.folder / name for name in entries]
        ends: dict[str, Callable[[Path], str]] = {
            "listings.parquet": lambda path: write_listings(self._store, path, paths, self.labels),
            "standings.parquet": lambda path: write_standings(self._store, path, standings, self.labels),
            "outcomes.parquet": lambda path: write_outcomes(self._store, path, outcomes),
        }
        for name, write in ends.items():
            self.files[name] = write(self.folder / name)
        for entry in entries:
            del self.files[entry]
        tables = [column_bytes(standings, self._keys), column_bytes(outcomes, {})]
        return world_digest(self.labels.conducts, self._digests, tables)

    @property
    def digests(self) -> list[bytes]:
        """The hash of each month so far, the burn-in's first."""
        return list(self._digests)

    def tallies(self) -> list[str]:
        """Names of the tally files, in order."""
        return sorted(name for name in self.files if name.startswith("tallies/"))

    def branch(self, folder: Path) -> Recorder:
        """A recorder of another world with the same past, in ``folder``; the files are shared."""
        twin = object.__new__(Recorder)
        twin.__dict__.update(self.__dict__)
        twin.folder = folder
        twin.files, twin.months = dict(self.files), list(self.months)
        twin._digests, twin._rows, twin._sums = list(self._digests), list(self._rows), list(self._sums)
        twin._boards = list(self._boards)
        for name in self.files:
            share_file(self.folder / name, folder / name)
        return twin

    def save(self, folder: Path) -> None:
        """Keep everything but the files already written."""
        arrays: dict[str, NDArray[Any]] = {}
        for n, rows in enumerate(self._rows):
            arrays[f"ledger{n}"], arrays[f"listings{n}"] = rows.ledger, rows.listings
        for n, sums in enumerate(self._sums):
            arrays |= {f"{name}{n}": getattr(sums, name) for name in MonthSums._fields[1:]}
        for n, boards in enumerate(self._boards):
            arrays[f"cities{n}"] = boards.cities
        np.savez(folder / "waiting.npz", allow_pickle=False, **arrays)
        state = {
            "files": self.files,
            "months": self.months,
            "digests": [each.hex() for each in self._digests],
            "rows": [[rows.month, rows.first] for rows in self._rows],
            "sums": [sums.month for sums in self._sums],
            "boards": [boards.month for boards in self._boards],
        }
        (folder / "recorder.json").write_text(json.dumps(state), encoding="utf-8")

    def load(self, folder: Path) -> None:
        """Take up what ``save`` kept."""
        state = json.loads((folder / "recorder.json").read_text(encoding="utf-8"))
        with np.load(folder / "waiting.npz", allow_pickle=False) as waiting:
            self._rows = [
                MonthRows(month, first, waiting[f"ledger{n}"], waiting[f"listings{n}"])
                for n, (month, first) in enumerate(state["rows"])
            ]
            self._sums = [
                MonthSums(month, *(waiting[f"{name}{n}"] for name in MonthSums._fields[1:]))
                for n, month in enumerate(state["sums"])
            ]
            self._boards = [Boards(month, waiting[f"cities{n}"]) for n, month in enumerate(state["boards"])]
        self.files = dict(state["files"])
        self.months = list(state["months"])
        self._digests = [bytes.fromhex(each) for each in state["digests"]]
