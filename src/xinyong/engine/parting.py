"""A state on disk, whole or in parts: any stretch of neighbourhoods can be read from either.

A society that was lived in shards leaves a folder for each, in order; one that was lived whole leaves its
files in the folder itself. What is read does not depend on how it was written, so a run goes on with
another number of shards, or with none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from xinyong.engine.layout import DEBT_ROW, HOOD_ROW, LIVE_ROW, State

_CLOCK = "clock.npy"
#: Columns of persons, companies and offices, with the offsets of their kind.
_COLUMNS = {
    **dict.fromkeys(("pf", "pi", "pu", "pw"), "person_first"),
    **dict.fromkeys(("cf", "ci", "cu", "cw"), "company_first"),
    **dict.fromkeys(("of", "oi", "ou", "ow"), "office_first"),
}
_TABLES = {"debts": "debt", "live": "live"}
_ROWS = {"hoods": HOOD_ROW, "debts": DEBT_ROW, "live": LIVE_ROW}
#: What every part has alike: it belongs to cities and the nation.
_COMMON = ("city_last", "nation_last", "look")


def part_of(s: State, low: int, high: int) -> State:
    """A copy of neighbourhoods ``low`` .. ``high`` of a state, as a state of its own."""
    hoods = s.hoods[low : high + 1].copy()
    found: dict[str, Any] = {name: getattr(s, name).copy() for name in _COMMON}
    for name, first in _COLUMNS.items():
        found[name] = getattr(s, name)[:, int(hoods[first][0]) : int(hoods[first][-1])].copy()
    for name, short in _TABLES.items():
        first = f"{short}_first"
        found[name] = getattr(s, name)[int(hoods[first][0]) : int(hoods[first][-1])].copy()
    for name in ("board", "board_last"):
        found[name] = getattr(s, name)[low:high].copy()
    for first, end in ((f"{short}_first", f"{short}_end") for short in _TABLES.values()):
        hoods[end] -= hoods[first][0]
        hoods[first] -= hoods[first][0]
    for first in ("person_first", "company_first", "office_first"):
        hoods[first] -= hoods[first][0]
    return State(hoods=hoods, **found)


def columns_of(s: State) -> dict[str, Any]:
    """A state as plain arrays by name, which can be sent."""
    return {name: np.asarray(column) for name, column in s._asdict().items()}


def joined_states(parts: list[dict[str, Any]]) -> State:
    """Parts (``columns_of``) one after another; a single one is taken as it is.

    They are emptied on the way, so no column of a state is ever there twice in whole.
    """
    if len(parts) == 1:
        return State(**{name: _rows(name, column) for name, column in parts[0].items()})
    found: dict[str, Any] = {name: parts[0][name] for name in _COMMON}
    for name in (*_COLUMNS, *_TABLES, "board", "board_last"):
        found[name] = _rows(name, _joined(parts, name, 1 if name in _COLUMNS else 0))
    places = []
    past = dict.fromkeys((*_COLUMNS.values(), "debt_first", "live_first"), 0)
    for part in parts:
        own = np.array(part["hoods"])
        for first, before in past.items():
            own[first] += before
            if first in ("debt_first", "live_first"):
                own[first.replace("first", "end")] += before
            past[first] = int(own[first][-1])
        places.append(own[: len(own) if part is parts[-1] else -1])
    found["hoods"] = _rows("hoods", np.concatenate(places))
    return State(**found)


def _joined(parts: list[dict[str, Any]], name: str, axis: int) -> Any:
    """A column of all parts along an axis; each part loses it once it has been copied."""
    ends = np.cumsum([part[name].shape[axis] for part in parts])
    shape = list(parts[0][name].shape)
    shape[axis] = int(ends[-1])
    # what is not written yet takes no room
    full = np.empty(shape, parts[0][name].dtype)
    for part, piece in zip(parts, np.split(full, ends[:-1], axis=axis), strict=True):
        piece[...] = part.pop(name)
    return full


def _rows(name: str, column: Any) -> Any:
    """A column as a state has it: short tables and neighbourhoods as rows with named fields."""
    return column.view(_ROWS[name]).view(np.recarray) if name in _ROWS else column


def write_state(folder: Path, s: State) -> None:
    """Write a state, or a part, as ``.npy`` files into an empty folder."""
    for field in s._fields:
        np.save(folder / f"{field}.npy", np.asarray(getattr(s, field)))


def read_state(folder: Path, low: int = 0, high: int | None = None) -> State:
    """Neighbourhoods ``low`` .. ``high`` (all) of a state in a folder, however it was written."""
    parts, first = [], 0
    for path in sorted(each for each in folder.iterdir() if each.is_dir()) or [folder]:
        hoods = len(np.load(path / "hoods.npy", mmap_mode="r")) - 1
        begin, end = max(low - first, 0), hoods if high is None else min(high - first, hoods)
        if begin < end:
            whole = (begin, end) == (0, hoods)
            found = _read(path, None if whole else "r")
            parts.append(columns_of(found if whole else part_of(found, begin, end)))
        first += hoods
    return joined_states(parts)


def _read(path: Path, mode: Any) -> State:
    found = {field: np.load(path / f"{field}.npy", mmap_mode=mode) for field in State._fields}
    return State(**{field: _rows(field, column) for field, column in found.items()})


def write_clock(folder: Path, month: int, records: int) -> None:
    """Write which month comes next, and how many ledger rows there are."""
    np.save(folder / _CLOCK, np.array([month, records], np.int64))


def read_clock(folder: Path) -> tuple[int, int]:
    """The next month, and how many ledger rows there are."""
    month, records = (int(each) for each in np.load(folder / _CLOCK))
    return month, records
