"""Small worlds for the laws of the engine: societies and timelines are made once and kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import xinyong.engine.run as engine_run
from xinyong import scheme as schemes
from xinyong.engine.assumptions import register, values
from xinyong.engine.layout import State
from xinyong.engine.run import Engine, MonthOut, WorldSpec
from xinyong.scheme.compile import Timeline
from xinyong.society import Society, build, make, plan

#: 2012-01, where every society begins.
START = 144
#: 2017-06: every book of china-2020 is in force.
LATE = 209
SCHEMES = Path(__file__).parent.parent / "scheme" / "data"
SUBJECT_COLUMNS = ("pf", "pi", "pu", "pw", "cf", "ci", "cu", "cw", "of", "oi", "ou", "ow")
OUTPUTS = (
    "month", "places", "blocks", "conducts", "causes", "grades", "listed", "institutions", "ledger",
    "first_record", "listings",
)  # fmt: skip

Patch = Mapping[str, Any]
#: Where everybody is looked up, whoever knows refuses, and courts are often wrong.
STRICT = (
    *(
        {"set": f"access.{gate}.{what}", "to": 1}
        for gate in ("job", "licence", "university", "private-school", "lease")
        for what in ("check", "beyond")
    ),
    {"set": "channel.court.wrong", "to": 0.05},
    {"set": "channel.bank.wrong", "to": 0.03},
    {"set": "safeguards.proportionality", "to": False},
)
#: The village of the tests of schemes goes on for good, and honours good deeds: a red list.
HONOUR = (
    {"remove": "book.village.in_force.until"},
    {"add": "book.village.lists", "item": {
        "id": "honour", "name": "Roll of honour", "colour": "red", "from": "2016-12",
        "entry": {"conduct": {"domain": "civic", "valence": "good"}}, "term": [{"months": 12}],
        "exit": ["expiry", "correction"], "publicity": "named",
    }},
    {"set": "book.village.collects.1.enters", "to": "honour"},
    {"set": "book.village.collects.1.retention", "to": {"value": 12, "unit": "months"}},
    {"add": "book.village.measures", "item": {
        "when": "honour", "gate": ["licence", "job"], "does": "grant", "strength": 0.9,
    }},
    {"add": "agreements", "item": {
        "list": "village.honour", "to": ["licence", "job"], "coverage": 0.9, "delay": 1, "from": "2017-01",
    }},
)  # fmt: skip


@cache
def society(frame: str = "national", citizens: int = 20_000, seed: int = 1) -> Society:
    return build(plan(frame, citizens, seed))


@cache
def corner(frame: str, citizens: int, hoods: int) -> Society:
    """The first neighbourhoods of a society: small enough to be worked through interpreted."""
    return make(plan(frame, citizens, 1), 0, hoods)


@cache
def _timeline(scheme: str, patches: str) -> Timeline:
    loaded = schemes.load(SCHEMES / scheme if scheme.endswith(".yaml") else scheme)
    found = json.loads(patches)
    if found:
        loaded = loaded.reform(found)
    return loaded.compile(society("national", 1000).cities)


def timeline(scheme: str = "china-2020", *patches: Patch) -> Timeline:
    """A scheme of the library (or a file of the tests of schemes), patched, for any society's cities."""
    return _timeline(scheme, json.dumps(patches))


def world(
    people: Society,
    rules: Timeline | Any,
    *,
    seed: int = 7,
    start: int = START,
    threads: int = 1,
    dials: Mapping[str, float] | None = None,
) -> Engine:
    return Engine(WorldSpec(people, rules, values(dials), seed, start), threads=threads)


def at_end(end: str, *ids: str) -> dict[str, float]:
    """Assumptions at the ``low`` or ``high`` end of their range."""
    found = {entry.id: float(getattr(entry, end)) for entry in register() if entry.id in ids}
    assert set(found) == set(ids)
    return found


def steps(engine: Engine, months: int) -> list[MonthOut]:
    return [engine.step() for _ in range(months)]


def used(state: State, table: str) -> np.ndarray:
    """The rows of a short table that are in use, neighbourhood by neighbourhood, one after another."""
    rows = np.asarray(getattr(state, table))
    name = "debt" if table == "debts" else "live"
    hoods = state.hoods
    places = zip(hoods[f"{name}_first"][:-1].tolist(), hoods[f"{name}_end"][:-1].tolist(), strict=True)
    return np.concatenate([rows[first:end] for first, end in places])


def rows_of(state: State, table: str) -> np.ndarray:
    """Rows in use of each neighbourhood [H]."""
    name = "debt" if table == "debts" else "live"
    return (state.hoods[f"{name}_end"] - state.hoods[f"{name}_first"])[:-1]


def cramped(state: State, debts: int | None, live: int) -> State:
    """The same state with room for so few rows in each neighbourhood; none may be in use beyond them."""
    hoods = state.hoods.copy()
    tables = {}
    for name, table, room in (("debt", "debts", debts), ("live", "live", live)):
        rows, first = np.asarray(getattr(state, table)), hoods[f"{name}_first"].copy()
        each = np.diff(first) if room is None else np.full(len(hoods) - 1, room)
        assert (rows_of(state, table) <= each).all()
        kept = [rows[at : at + n] for at, n in zip(first[:-1].tolist(), each.tolist(), strict=True)]
        tables[table] = np.concatenate(kept).view(getattr(state, table).dtype).view(np.recarray)
        hoods[f"{name}_first"][1:] = np.cumsum(each)
        hoods[f"{name}_end"][:-1] += hoods[f"{name}_first"][:-1] - first[:-1]
    return state._replace(hoods=hoods, **tables)


def differing(a: State, b: State) -> list[str]:
    """Names of the parts in which two states differ; of the short tables only rows in use count."""
    found = []
    for name in State._fields:
        short = name in ("debts", "live")
        one, other = (used(s, name) if short else np.array(getattr(s, name)) for s in (a, b))
        if name == "hoods":
            # how much room a table has is no part of the world
            for part in (one, other):
                for field in ("debt_first", "debt_end", "live_first", "live_end"):
                    part[field] = 0
        if one.tobytes() != other.tobytes():
            found.append(name)
    return found


def outputs_differing(a: list[MonthOut], b: list[MonthOut]) -> list[str]:
    """``month: part`` where what left the months differs."""
    assert len(a) == len(b)
    return [
        f"{one.month}: {name}"
        for one, other in zip(a, b, strict=True)
        for name in OUTPUTS
        if np.asarray(getattr(one, name)).tobytes() != np.asarray(getattr(other, name)).tobytes()
    ]


@contextmanager
def interpreted() -> Iterator[None]:
    """The same process, the same text, no compiler."""
    kept = engine_run.month, engine_run._open_backlog
    engine_run.month = getattr(kept[0], "py_func", kept[0])
    engine_run._open_backlog = getattr(kept[1], "py_func", kept[1])
    try:
        yield
    finally:
        engine_run.month, engine_run._open_backlog = kept


def hood_of(first: np.ndarray, subjects: int) -> np.ndarray:
    """Neighbourhood of every subject of a kind, from the offsets of neighbourhoods."""
    return np.repeat(np.arange(len(first) - 1), np.diff(first))[:subjects]
