"""Is the ledger in a run folder the one that its rules gave its people? A replay is held against it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from xinyong.dates import month_number, month_text
from xinyong.errors import FolderError, Problem
from xinyong.experiments.stories import Record, Stay
from xinyong.fields import CHANNELS, REASONS

if TYPE_CHECKING:
    from xinyong.experiments.replaying import Moment, Numbers
    from xinyong.results.run import Run

_NONE_U32: Final = 0xFFFFFFFF
_OPEN_U8: Final = 255
_MONTH = "strftime({0}, '%Y-%m')"


class Written(NamedTuple):
    """What a run wrote about the subjects of one neighbourhood: (subject, row), in order of the rows."""

    records: list[tuple[int, Record]]
    stays: list[Stay]

    def first_records(self) -> dict[int, int]:
        """Number of the first row of each month (by month number)."""
        found: dict[int, int] = {}
        for _, record in self.records:
            found.setdefault(month_number(record.month), record.record)
        return found


def written(run: Run, numbers: Numbers) -> Written:
    """Ledger rows and listings of a neighbourhood's subjects, as they stand in the files."""
    import duckdb

    here = " OR ".join(
        f"subject BETWEEN {low} AND {high - 1}" for low, high in numbers.ranges() if high > low
    )
    with duckdb.connect(":memory:") as link:
        rows = link.execute(
            f"""SELECT subject, record, {_MONTH.format("month")}, conduct, institution, channel, points,
            {_MONTH.format("expires")}, {_MONTH.format("ended")}, reason, genuine, refers_to
            FROM {run.sql("ledger")} WHERE {here} ORDER BY record"""
        ).fetchall()
        entries = link.execute(
            f"""SELECT subject, list, {_MONTH.format("entered")}, {_MONTH.format("ended")}, record
            FROM {run.sql("listings")} WHERE {here} ORDER BY subject, list, entered, record"""
        ).fetchall()
    return Written([(row[0], Record(*row[1:])) for row in rows], [Stay(*row) for row in entries])


class Replayed:
    """The same from a replay, month by month."""

    def __init__(self, numbers: Numbers) -> None:
        """Begin with nothing."""
        self.records: list[tuple[int, Record]] = []
        self._numbers = numbers
        self._entries: dict[tuple[int, str], list[tuple[str, bool, int]]] = {}

    def add(self, moment: Moment) -> None:
        """Take the rows of a month."""
        month, timeline, rows = moment.month, moment.timeline, moment.out.ledger
        subjects = self._numbers.from_alone(rows["subject"])
        for n, row in enumerate(rows):
            term, ended, refers = int(row["term"]), int(row["ended"]), int(row["refers"])
            channel = int(row["channel"])
            record = Record(
                moment.out.first_record + n, month_text(month), timeline.conducts[int(row["conduct"])],
                timeline.institutions[int(row["institution"])], CHANNELS[channel & 127], int(row["points"]),
                None if term == _OPEN_U8 else month_text(month + term),
                None if ended == _OPEN_U8 else month_text(month - ended), REASONS[int(row["reason"])],
                channel < 128, None if refers == _NONE_U32 else refers,
            )  # fmt: skip
            self.records.append((int(subjects[n]), record))
        lists = moment.out.listings
        for subject, row in zip(self._numbers.from_alone(lists["subject"]), lists, strict=True):
            key = int(subject), timeline.lists[int(row["list"])]
            self._entries.setdefault(key, []).append(
                (month_text(month), bool(row["enters"]), int(row["record"]))
            )

    def stays(self) -> list[Stay]:
        """Time on lists: an exit belongs to the entry before it."""
        found = []
        for (subject, name), events in self._entries.items():
            for n, (month, enters, record) in enumerate(events):
                if enters:
                    after = events[n + 1] if n + 1 < len(events) else None
                    ended = after[0] if after is not None and not after[1] else None
                    found.append(Stay(subject, name, month, ended, None if record == _NONE_U32 else record))
        return sorted(found, key=lambda each: (each.subject, each.list, each.entered, each.record or 0))


def check_replay(path: Path, kept: Written, lived: Replayed, same_engine: bool) -> None:
    """Raise ``FolderError``, with one problem, where the folder and the replay differ in any row."""
    differing = _differing(kept.records, lived.records) + _differing(kept.stays, lived.stays())
    if not differing:
        return
    first = min(differing, key=lambda each: each[0])
    remedy = (
        "the folder was tampered with: restore it or run again, and do not trust it as it is"
        if same_engine
        else "the engine has changed since: use the version of Xinyong that made this folder, or run again"
    )
    raise FolderError(
        Problem(
            str(path),
            found=f"the months lived again give other rows than those in the files: {len(differing)} differ, "
            f"the first in {first[0]}: {first[1]}",
            remedy=remedy,
        )
    )


def _differing(kept: Iterable[Any], lived: Iterable[Any]) -> list[tuple[str, str]]:
    """Month and what is wrong, for every row that only one of the two has."""
    before, after = set(_hashable(kept)), set(_hashable(lived))
    return [(_month(row), f"not what the rules give: {_told(row)}") for row in before - after] + [
        (_month(row), f"missing in the files: {_told(row)}") for row in after - before
    ]


def _hashable(rows: Iterable[Any]) -> Iterable[Any]:
    return (tuple(row) if isinstance(row, tuple) else row for row in rows)


def _month(row: Any) -> str:
    return str(row.entered if isinstance(row, Stay) else row[1].month)


def _told(row: Any) -> str:
    if isinstance(row, Stay):
        return f"subject {row.subject} on {row.list}"
    return f"record {row[1].record}, subject {row[0]}, {row[1].conduct} in {row[1].institution}"
