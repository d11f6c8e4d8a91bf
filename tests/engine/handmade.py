"""Rules written as arrays, for what no rule book of the library says (yet): timelines changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong.fields import OWNERS, SECTORS, SLOTS
from xinyong.scheme.compile import Timeline
from xinyong.scheme.tables import (
    DEMAND_CREDIT,
    DEMAND_LEFT,
    DEMAND_ON,
    DEMAND_OWNERS,
    DEMAND_SECTORS,
    DEMAND_SINCE,
    DEMAND_THREAT,
    Tables,
)

Change = Callable[[Tables, int], Tables]


class Handmade:
    """A compiled scheme whose tables are changed month by month; what it was made from is ``given``."""

    def __init__(self, given: Timeline, *changes: Change) -> None:
        self.given, self.changes = given, changes
        self.regime_of_place: NDArray[np.int16] = given.regime_of_place
        self._made: dict[int, tuple[Tables, Tables]] = {}

    def at(self, month: int) -> Tables:
        base = self.given.at(month)
        if month not in self._made:
            tables = base
            for change in self.changes:
                tables = change(tables, month)
            same = self._made.get(month - 1)
            if same is not None and _equal(same[1], tables):
                tables = same[1]
            self._made[month] = (base, tables)
        return self._made[month][1]


def _equal(one: Tables, other: Tables) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


class Rule(NamedTuple):
    """A collecting row that a test adds everywhere; ``kind`` 0 person, 1 company, 2 office."""

    conduct: int
    institution: int
    kind: int
    points: int = 0
    term: int = 24
    channels: int = 0xFFFF
    number: int = -1
    floor: int = -1
    coverage: float = 1.0


def with_rules(tables: Tables, rules: Iterable[Rule]) -> Tables:
    """The same tables with rows more in every regime, before those that are there."""
    rules = list(rules)
    names = [name for name in Tables._fields if name.startswith("row_")]
    columns: dict[str, list[Any]] = {name: [] for name in names}
    first = np.zeros_like(tables.first)
    for g in range(tables.first.shape[0]):
        for k in range(tables.first.shape[1] - 1):
            first[g, k] = len(columns["row_points"])
            for rule in rules:
                if rule.conduct == k:
                    values = {
                        "row_institution": rule.institution, "row_channels": rule.channels,
                        "row_kinds": 1 << rule.kind, "row_coverage": rule.coverage, "row_points": rule.points,
                        "row_term": rule.term, "row_from_end": 0, "row_list": rule.number,
                        "row_floor": rule.floor, "row_dimension": 0,
                    }  # fmt: skip
                    for name in names:
                        columns[name].append(values[name])
            for e in range(tables.first[g, k], tables.first[g, k + 1]):
                for name in names:
                    columns[name].append(getattr(tables, name)[e])
        first[g, -1] = len(columns["row_points"])
    arrays = {name: np.array(columns[name], getattr(tables, name).dtype) for name in names}
    return tables._replace(first=first, **arrays)


def with_score(tables: Tables, slot: str, institution: int, base: int, cuts: list[int]) -> Tables:
    """The same tables where a slot is scored everywhere: 0 to 2000 points, grades from ``cuts``."""
    z = SLOTS.index(slot)
    parts = {
        name: getattr(tables, name).copy()
        for name in ("points", "base", "lowest", "highest", "grades", "cut", "score_institution")
    }
    parts["points"][:, z], parts["score_institution"][:, z] = 1, institution
    parts["base"][:, z], parts["lowest"][:, z], parts["highest"][:, z] = base, 0, 2000
    parts["grades"][:, z], parts["cut"][:, z, : len(cuts)] = len(cuts), cuts
    return tables._replace(**parts)


def letter(
    first: int, deadline: int, *, threat: float = 0.3, credit: float = 0.5, until: int = 9999
) -> Change:
    """A demand on foreign air carriers from month ``first``, to be met within ``deadline`` months."""

    def change(tables: Tables, month: int) -> Tables:
        demand = np.zeros_like(tables.demand)
        if first <= month < until:
            demand[DEMAND_ON] = 1
            demand[DEMAND_SECTORS] = 1 << SECTORS.index("air-carrier")
            demand[DEMAND_OWNERS] = 1 << OWNERS.index("foreign") | 1 << OWNERS.index("hk-macao-taiwan")
            demand[DEMAND_SINCE], demand[DEMAND_LEFT] = month - first, first + deadline - month
            demand[DEMAND_THREAT], demand[DEMAND_CREDIT] = threat, credit
        return tables._replace(demand=demand)

    return change
