"""DuckDB as the writer of Parquet files: arrays in, labelled columns out.

Codes become text and month numbers become dates inside the database, so that nothing is
copied row by row in Python. Files are whole or not there (``durable``).
"""

from __future__ import annotations

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


def label(column: str, names: Sequence[str]) -> str:
    """SQL for the name behind a code; NULL where the code has none."""
    if not names:
        return "NULL::VARCHAR"
    return f"[{', '.join(quoted(name) for name in names)}][{column}::INTEGER + 1]"


def month_date(months: str) -> str:
    """SQL for the first day of a month number (0 = January 2000, negative before)."""
    return f"make_date(1900 + (({months}) + 1200) // 12, (({months}) + 1200) % 12 + 1, 1)"


class Store:
    """A database in memory that spills to ``scratch``; use it as a context."""

    def __init__(self, scratch: Path, threads: int = 1) -> None:
        """Open it; ``scratch`` is where big sorts go."""
        self.scratch = scratch
        self._link = duckdb.connect(":memory:", config={"threads": str(max(1, threads))})
        self._link.execute(f"SET memory_limit = '{_MOST_MEMORY}'")
        self._link.execute(f"SET temp_directory = {quoted(str(scratch))}")

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
            self._link.execute(f"COPY ({query}) TO {quoted(str(part))} (FORMAT parquet, COMPRESSION zstd)")

        try:
            return write_file(path, make)
        finally:
            for name in tables:
                self._link.unregister(name)
