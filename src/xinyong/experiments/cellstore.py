"""Cells that were lived through, kept on disk: a board resumes, and shares what others have run.

One SQLite file. A cell is written in one transaction when its world is done, so a program
that is killed loses the world it was in and nothing else; two programs may use one file. Each cell
has a sum: one that is not as it was written counts as not there, and is lived through again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple

import numpy as np

from xinyong.cache import cache_root
from xinyong.errors import FolderError, Problem
from xinyong.experiments.cells import Series, source_digest

#: Changes with the layout of the file.
FORMAT: Final = 1
_MAKE: Final = (
    "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE IF NOT EXISTS cells (key TEXT PRIMARY KEY, source TEXT, names TEXT, months INTEGER, "
    "sums BLOB, endings TEXT, weights TEXT, seconds REAL)",
)
#: A table of its own: cells of stores that were made before it have no sums, and are taken as they are.
_SUMS: Final = "CREATE TABLE IF NOT EXISTS sums (key TEXT PRIMARY KEY, sha256 TEXT)"
#: Cells that could not be lived through: at what stage, why, and how often it was tried.
_FAILED: Final = (
    "CREATE TABLE IF NOT EXISTS failed (key TEXT PRIMARY KEY, stage TEXT, cause TEXT, tries INTEGER)"
)
_COLUMNS: Final = "key, names, months, sums, endings, weights"
_SOME: Final = 500


def default_store() -> Path:
    """Where cells are kept unless somebody says otherwise: in the user's cache folder."""
    return cache_root() / "claims.sqlite"


class Failure(NamedTuple):
    """Why a cell is not there: at what it failed, what went wrong, how often it was tried."""

    stage: str
    cause: str
    tries: int


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
            # a damaged text is found out by its sum, not by its letters
            self._base.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
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
        for name, make in (("sums", _SUMS), ("failed", _FAILED)):
            if name not in tables:
                with self._base:
                    self._base.execute(make)
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
        """Keep a cell; one that is there already is replaced. Raises ``FolderError`` where it cannot be."""
        sums = np.ascontiguousarray(series.sums, dtype="<i8")
        told = (
            key, json.dumps(series.names), sums.shape[1], zlib.compress(_thin(sums), 6),
            json.dumps(series.endings), json.dumps(series.weights),
        )  # fmt: skip
        with self._told(), self._base:
            self._base.execute(
                f"INSERT OR REPLACE INTO cells ({_COLUMNS}, source, seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*told, source_digest(), seconds),
            )
            self._base.execute("INSERT OR REPLACE INTO sums VALUES (?, ?)", (key, _sum(told)))
            self._base.execute("DELETE FROM failed WHERE key = ?", (key,))

    def put_failure(self, key: str, stage: str, cause: str) -> None:
        """Keep that a cell could not be lived through; that goes when it can."""
        with self._told(), self._base:
            self._base.execute(
                "INSERT INTO failed VALUES (?, ?, ?, 1) ON CONFLICT (key) DO UPDATE SET "
                "stage = excluded.stage, cause = excluded.cause, tries = tries + 1",
                (key, stage, cause),
            )

    def failures(self, keys: Iterable[str]) -> dict[str, Failure]:
        """Those of some cells that failed whenever they were tried."""
        found: dict[str, Failure] = {}
        for some in _portions(list(keys)):
            marks = ",".join("?" * len(some))
            with self._told():
                query = f"SELECT key, stage, cause, tries FROM failed WHERE key IN ({marks})"
                found |= {key: Failure(*told) for key, *told in self._base.execute(query, some)}
        return found

    def get(self, key: str) -> Series | None:
        """A cell, or None."""
        return next((found for _, found in self.several([key])), None)

    def several(self, keys: Iterable[str]) -> Iterator[tuple[str, Series]]:
        """Those of some cells that are there, as they were written."""
        for row in self._rows(keys):
            yield row[0], _series(row)

    def names(self, keys: Iterable[str]) -> dict[str, frozenset[str]]:
        """Which sums are kept of some cells, by key, for those that are there as they were written."""
        told: dict[str, frozenset[str]] = {}
        found: dict[str, frozenset[str]] = {}
        for row in self._rows(keys):
            if row[1] not in told:
                told[row[1]] = frozenset(json.loads(row[1]))
            found[row[0]] = told[row[1]]
        return found

    def _rows(self, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """Rows of some cells, without those that are not what their sum says."""
        for some in _portions(list(keys)):
            marks = ",".join("?" * len(some))
            with self._told():
                rows = self._base.execute(
                    f"SELECT {_COLUMNS}, (SELECT sha256 FROM sums WHERE sums.key = cells.key) FROM cells "
                    f"WHERE key IN ({marks})", some,
                ).fetchall()  # fmt: skip
            asked = set(some)
            for *row, said in rows:
                # an index that is damaged may lead to another cell
                if row[0] in asked and said in (None, _sum(row)):
                    yield tuple(row)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what is wrong with the file, and what to do."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                remedy = "make room, or name another file; what it holds is kept: the same command goes on"
            else:
                remedy = "remove the file: what it held is lived through again"
            found = f"cannot be used ({error})"
            raise FolderError(Problem(str(self.path), path="--store", found=found, remedy=remedy)) from error

    def strangers(self) -> int:
        """How many cells were made by other sources than these; they are kept, and not used."""
        with self._told():
            row = self._base.execute("SELECT COUNT(*) FROM cells WHERE source != ?", (source_digest(),))
            return int(row.fetchone()[0])


def _portions(keys: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(keys), _SOME):
        yield keys[first : first + _SOME]


def _sum(row: Sequence[Any]) -> str:
    """SHA-256 over all that is read of a cell: ``_COLUMNS``."""
    found = hashlib.sha256()
    for part in row:
        plain = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape")
        # a bit of the file says whether a value is text, a number or bytes
        found.update(f"{type(part).__name__} {len(plain)} ".encode())
        found.update(plain)
    return found.hexdigest()


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
