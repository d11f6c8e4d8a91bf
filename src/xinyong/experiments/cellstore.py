"""Cells that were lived through, kept on disk: a board resumes, and shares what others have run.

One SQLite file. A cell is written in one transaction when its world is done, so a program
that is killed loses the world it was in and nothing else; two programs may use one file.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import numpy as np

from xinyong.errors import FolderError, Problem
from xinyong.experiments.cells import Series, source_digest

#: Changes with the layout of the file.
FORMAT: Final = 1
_MAKE: Final = (
    "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE IF NOT EXISTS cells (key TEXT PRIMARY KEY, source TEXT, names TEXT, months INTEGER, "
    "sums BLOB, endings TEXT, weights TEXT, seconds REAL)",
)
_SOME: Final = 500


def default_store() -> Path:
    """Where cells are kept unless somebody says otherwise: in the user's cache folder."""
    root = os.environ.get("XINYONG_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache"), "xinyong"
    )
    return Path(root) / "claims.sqlite"


class CellStore:
    """A file of cells. Use it in a ``with`` block, or ``close`` it."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises ``FolderError`` where it cannot be opened, is no store, or was made in another
        layout; nothing is changed then.
        """
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=120.0)
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise FolderError(
                Problem(str(path), path="--store", found=f"cannot be used as a store ({error})",
                        remedy="name another file; this one was not touched")
            ) from error  # fmt: skip

    def _prepare(self) -> None:
        tables = {row[0] for row in self._base.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if tables and not {"about", "cells"} <= tables:
            raise sqlite3.DatabaseError("it holds something else")
        # a killed program loses nothing by this; a power cut, at most the last worlds
        self._base.execute("PRAGMA synchronous=NORMAL")
        if not tables:
            self._base.execute("PRAGMA journal_mode=WAL")
            with self._base:
                for line in _MAKE:
                    self._base.execute(line)
                self._base.execute("INSERT OR IGNORE INTO about VALUES ('format', ?)", (str(FORMAT),))
        found = self._base.execute("SELECT value FROM about WHERE name='format'").fetchone()
        if found is None or found[0] != str(FORMAT):
            told = "?" if found is None else found[0]
            raise sqlite3.DatabaseError(f"made by another version: layout {told}, this one reads {FORMAT}")

    def __enter__(self) -> CellStore:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    def put(self, key: str, series: Series, seconds: float) -> None:
        """Keep a cell; one that is there already is replaced."""
        sums = np.ascontiguousarray(series.sums, dtype="<i8")
        row = (
            key, source_digest(), json.dumps(series.names), sums.shape[1], zlib.compress(_thin(sums), 6),
            json.dumps(series.endings), json.dumps(series.weights), seconds,
        )  # fmt: skip
        with self._base:
            self._base.execute("INSERT OR REPLACE INTO cells VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def get(self, key: str) -> Series | None:
        """A cell, or None."""
        return next((found for _, found in self.several([key])), None)

    def several(self, keys: Iterable[str]) -> Iterator[tuple[str, Series]]:
        """Those of some cells that are there."""
        for some in _portions(list(keys)):
            marks = ",".join("?" * len(some))
            for row in self._base.execute(
                f"SELECT key, names, months, sums, endings, weights FROM cells WHERE key IN ({marks})", some
            ):
                yield row[0], _series(row)

    def names(self, keys: Iterable[str]) -> dict[str, frozenset[str]]:
        """Which sums are kept of some cells, by key, for those that are there."""
        found: dict[str, frozenset[str]] = {}
        told: dict[str, frozenset[str]] = {}
        for some in _portions(list(keys)):
            marks = ",".join("?" * len(some))
            for key, text in self._base.execute(f"SELECT key, names FROM cells WHERE key IN ({marks})", some):
                if text not in told:
                    told[text] = frozenset(json.loads(text))
                found[key] = told[text]
        return found

    def strangers(self) -> int:
        """How many cells were made by other sources than these; they are kept, and not used."""
        row = self._base.execute("SELECT COUNT(*) FROM cells WHERE source != ?", (source_digest(),))
        return int(row.fetchone()[0])


def _portions(keys: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(keys), _SOME):
        yield keys[first : first + _SOME]


def _thin(sums: Any) -> bytes:
    """Differences from month to month compress better than sums."""
    apart = sums.copy()
    apart[:, 1:] -= sums[:, :-1]
    return bytes(apart.tobytes())


def _series(row: Any) -> Series:
    _, names, months, blob, endings, weights = row
    told = tuple(json.loads(names))
    apart = np.frombuffer(zlib.decompress(blob), "<i8").reshape(len(told), months)
    one, two, three = json.loads(weights)
    return Series(told, np.cumsum(apart, axis=1), json.loads(endings), (one, two, three))
