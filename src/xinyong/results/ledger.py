"""The ledger and the lists as files anybody can audit with a few lines of SQL.

A ledger file holds the records of a few months in their order: ``record`` numbers them
over the whole run, from the burn-in on. ``expires`` is the month in which a record counts
no more (none: open), ``ended`` the month in which the conduct itself ended, where that is
known. A row that undoes or closes an earlier one names it in ``refers_to``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong.fields import CHANNELS, REASONS
from xinyong.results.store import Store, label, month_date, rows_of

#: Columns of ``ledger/*.parquet``, in order, with their types.
LEDGER_COLUMNS: Final = {
    "record": "BIGINT",
    "month": "DATE",
    "subject": "BIGINT",
    "conduct": "VARCHAR",
    "institution": "VARCHAR",
    "channel": "VARCHAR",
    "points": "INTEGER",
    "expires": "DATE",
    "ended": "DATE",
    "reason": "VARCHAR",
    "genuine": "BOOLEAN",
    "refers_to": "BIGINT",
}
#: Columns of ``listings.parquet``.
LISTING_COLUMNS: Final = {
    "subject": "BIGINT",
    "list": "VARCHAR",
    "entered": "DATE",
    "ended": "DATE",
    "record": "BIGINT",
}
_NONE_U32: Final = 0xFFFFFFFF
_OPEN_U8: Final = 255


class Labels(NamedTuple):
    """What the numbers in a run's rows stand for; ``grades`` by institution, best first."""

    conducts: tuple[str, ...]
    institutions: tuple[str, ...]
    lists: tuple[str, ...]
    provinces: tuple[str, ...]
    cities: tuple[str, ...]
    grades: tuple[tuple[str, ...], ...]


class MonthRows(NamedTuple):
    """One month's rows as the engine gave them; ``first`` numbers the first ledger row."""

    month: int
    first: int
    ledger: NDArray[Any]
    listings: NDArray[Any]


def write_ledger(store: Store, path: Path, months: Sequence[MonthRows], labels: Labels) -> str:
    """Write the ledger rows of some months; returns the file's SHA-256."""
    rows = np.concatenate([each.ledger for each in months])
    counts = [len(each.ledger) for each in months]
    columns: dict[str, NDArray[Any]] = {
        name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names or ()
    }
    columns["at_month"] = np.repeat(np.array([each.month for each in months], np.int32), counts)
    columns["record"] = np.concatenate(
        [np.arange(each.first, each.first + len(each.ledger), dtype=np.int64) for each in months]
    )
    query = f"""SELECT record, {month_date("at_month")} AS month, subject::BIGINT AS subject,
        {label("conduct", labels.conducts)} AS conduct,
        {label("institution", labels.institutions)} AS institution,
        {label("(channel & 127)", CHANNELS)} AS channel,
        points::INTEGER AS points,
        CASE WHEN term <> {_OPEN_U8} THEN {month_date("at_month + term::INTEGER")} END AS expires,
        CASE WHEN ended <> {_OPEN_U8} THEN {month_date("at_month - ended::INTEGER")} END AS ended,
        {label("reason", REASONS)} AS reason,
        channel < 128 AS genuine,
        CASE WHEN refers <> {_NONE_U32} THEN refers::BIGINT END AS refers_to
        FROM rows"""
    return store.write(path, query, rows=columns)


def write_entries(store: Store, path: Path, months: Sequence[MonthRows]) -> str:
    """Write what entered and left lists in some months, as numbers, for ``write_listings``."""
    rows = np.concatenate([each.listings for each in months])
    counts = [len(each.listings) for each in months]
    columns = {
        "at_month": np.repeat(np.array([each.month for each in months], np.int32), counts),
        **{name: np.ascontiguousarray(rows[name]) for name in ("subject", "list", "enters", "record")},
    }
    return store.write(path, "SELECT * FROM rows", rows=columns)


def write_listings(store: Store, path: Path, entries: Sequence[Path], labels: Labels) -> str:
    """Join entries with exits: one row a stay on a list; ``ended`` is empty where it lasts.

    Nobody is twice on one list, so an exit belongs to the entry before it.
    """
    query = f"""SELECT subject::BIGINT AS subject, {label("list", labels.lists)} AS list,
        {month_date("at_month")} AS entered,
        CASE WHEN next_enters = 0 THEN {month_date("next_at")} END AS ended,
        CASE WHEN record <> {_NONE_U32} THEN record::BIGINT END AS record
        FROM (SELECT *, lead(enters) OVER stay AS next_enters, lead(at_month) OVER stay AS next_at
              FROM {rows_of(*entries, more="file_row_number = true")}
              WINDOW stay AS (PARTITION BY subject, list ORDER BY at_month, file_row_number))
        WHERE enters = 1 ORDER BY at_month, record, subject, list"""
    return store.write(path, query)
