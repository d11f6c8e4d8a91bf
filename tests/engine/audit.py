"""An auditor's view: books rebuilt from what left the months, without a look at the state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xinyong.engine.layout import NO_RECORD, OPEN_TERM
from xinyong.engine.run import MonthOut
from xinyong.fields import (
    R_AMNESTY,
    R_CORRECTION,
    R_ENDED,
    R_ENTRY,
    R_EXTENSION,
    R_REPAIR,
)
from xinyong.scheme.compile import Timeline

NEVER = 10**6
#: Rows that undo another: opposite points, same expiry.
UNDOING = (R_CORRECTION, R_REPAIR, R_AMNESTY)
Column = NDArray[np.int64]


@dataclass
class Books:
    """All rows of the ledger so far, a column each, all int64; ``refers`` -1 = none; ``expires`` a month."""

    number: Column
    month: Column
    subject: Column
    refers: Column
    conduct: Column
    institution: Column
    channel: Column
    genuine: Column
    reason: Column
    points: Column
    term: Column
    ended: Column
    expires: Column

    def __len__(self) -> int:
        return len(self.number)

    def sums(self, rows: NDArray[np.bool_], now: int, subjects: int) -> Column:
        """Points of the rows that have not expired at the end of month ``now``, by subject."""
        counts = rows & (self.month <= now) & (self.expires > now)
        return np.bincount(self.subject[counts], self.points[counts], subjects).astype(np.int64)

    def live(self, now: int) -> NDArray[np.bool_]:
        """Rows that still say something at the end of ``now``: not expired, closed or undone since."""
        written = self.month <= now
        closed = np.zeros(len(self), bool)
        closing = written & (self.refers >= 0) & (self.reason != R_EXTENSION)
        closed[self.refers[closing]] = True
        says = (self.reason == R_ENTRY) | ((self.reason == R_ENDED) & (self.term != OPEN_TERM))
        return written & says & ~closed & (self.expires > now)


def books(outs: Sequence[MonthOut]) -> Books:
    """The ledger of a run from its first month on."""
    rows = np.concatenate([out.ledger for out in outs])
    month = np.repeat([out.month for out in outs], [len(out.ledger) for out in outs]).astype(np.int64)
    wide = {name: rows[name].astype(np.int64) for name in rows.dtype.names or ()}
    refers = np.where(wide["refers"] == NO_RECORD, -1, wide["refers"])
    expires = np.where(wide["term"] == OPEN_TERM, NEVER, month + wide["term"])
    return Books(
        number=np.arange(len(rows)), month=month, subject=wide["subject"], refers=refers,
        conduct=wide["conduct"], institution=wide["institution"], channel=wide["channel"] & 127,
        genuine=1 - (wide["channel"] >> 7), reason=wide["reason"], points=wide["points"],
        term=wide["term"], ended=wide["ended"], expires=expires,
    )  # fmt: skip


def case_rows(b: Books, rules: Timeline) -> NDArray[np.bool_]:
    """Rows by which a court opens the record of a case."""
    found = np.zeros(len(b), bool)
    for month in np.unique(b.month):
        court = rules.at(int(month)).court
        here = (b.month == month) & (b.reason == R_ENTRY)
        found |= here & (b.institution == court[9]) & (b.conduct == court[10]) & (b.channel == 0)
    return found


def listings(outs: Sequence[MonthOut]) -> list[tuple[int, int, int, int, int]]:
    """(month, subject, list, enters, record) in the order of the run."""
    return [
        (out.month, int(row["subject"]), int(row["list"]), int(row["enters"]), int(row["record"]))
        for out in outs
        for row in out.listings
    ]
