"""DuckDB as the writer of Parquet files: arrays in, labelled columns out.

Codes become text and month numbers become dates inside the database, so that nothing is
copied row by row in Python. Files are whole or not there (``durable``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import duckdb
from numpy.typing import NDArray

from xinyong.results.durable import write_file

#: Beyond this, sorting spills to the scratch folder: the memory is the engine's.
_MOST_MEMORY: Final = "2GB"


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def rows_of(*files: Path | str, more: str = "") -> str:
    """SQL for the rows of Parquet files, in their order; ``more`` are further options of DuckDB's reader.

    Names are taken as they are: a folder may be called ``b[1]`` or ``seed=3``.
    """
    exact = (quoted(re.sub(r"[\[*?]", r"[\g<0>]", str(Path(file).absolute()))) for file in files)
    return f"read_parquet([{', '.join(exact)}], hive_partitioning = false{', ' if more else ''}{more})"


def label(column: str, names: Sequence[str]) -> str:
    """SQL for the name behind a code; NULL where the code has none."""
    if not names:
        return "NULL::VARCHAR"
    return f"[{', '.join(quoted(name) for name in names)}][{column}::INTEGER + 1]"


def month_date(months: str) -> str:
    """SQL for the first day of a month number (0 = January 2000, negative before)."""
    # counted from a year before anybody's birth: the database divides towards zero
    return f"make_date(1000 + (({months}) + 12000) // 12, (({months}) + 12000) % 12 + 1, 1)"


class Store:
    """A database in memory that spills to ``scratch``; use it as a context."""

    def __init__(self, scratch: Path, threads: int = 1) -> None:
        """Open it; ``scratch`` is where big sorts go."""
        self.scratch = scratch
        self._link = duckdb.connect(":memory:", config={"threads": str(max(1, threads))})
        self._link.execute(f"SET memory_limit = '{_MOST_MEMORY}'")
        self._link.execute(f"SET temp_directory = {quoted(str(scratch.absolute()))}")

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._link.close()

    def write(self, path: Path, query: str, **tables: Mapping[str, NDArray[Any]]) -> str:
        """Write the rows of ``query`` over the given arrays to a Parquet file; returns its SHA-256.

        Each table maps column names to arrays of one length. Rows keep their order.
        """
        for name, columns in tables.items():
            self._link.register(name, dict(columns))

        def make(part: Path) -> None:
            # a name that begins with ~ is a name to us, and somebody's home to the database
            to = quoted(str(part.absolute()))
            self._link.execute(f"COPY ({query}) TO {to} (FORMAT parquet, COMPRESSION zstd)")

        try:
            return write_file(path, make)
        finally:
            for name in tables:
                self._link.unregister(name)
