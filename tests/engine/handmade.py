"""Rules written as arrays, for what no rule book of the library says (yet): timelines changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong import scheme as schemes
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

    def __getattr__(self, name: str) -> Any:
        """Scheme, lists, conducts: as in what it was made from."""
        return getattr(self.given, name)

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
                        "row_floor": rule.floor, "row_dimension": 0, "row_luck": 977,
                    }  # fmt: skip
                    for name in names:
                        columns[name].append(values[name])
            for e in range(tables.first[g, k], tables.first[g, k + 1]):
                for name in names:
                    columns[name].append(getattr(tables, name)[e])
        first[g, -1] = len(columns["row_points"])
    arrays = {name: np.array(columns[name], getattr(tables, name).dtype) for name in names}
    return tables._replace(first=first, **arrays, **_stakes(tables, rules))


def _stakes(tables: Tables, rules: Iterable[Rule]) -> dict[str, Any]:
    """What people think of these rules: every notice is recorded as they say, for their kind alone."""
    names = ("stake_list", "stake_points", "stake_record")
    parts = {name: getattr(tables, name) for name in names}
    parts = {name: np.stack([part] * 3) if part.ndim == 2 else part.copy() for name, part in parts.items()}
    for rule in rules:
        at = (rule.kind, slice(None), rule.conduct)
        parts["stake_record"][at] = 1.0
        parts["stake_points"][at] += rule.points
        if rule.number >= 0:
            parts["stake_list"][at] = 1.0
    return parts


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


#: Institutions of ``every_slot``: more than any scheme of the library has.
VILLAGE, TAX, CUSTOMS, PERMITS, FOOD, SINCERITY, SUCCESSOR = range(80, 87)
#: In that month the third company slot passes to another institution.
HANDED_OVER = 190


@cache
def conducts() -> tuple[str, ...]:
    """The catalogue, in its order, which never changes."""
    return tuple(schemes.load("none").catalogue.conducts)


def every_slot(tables: Tables, month: int) -> Tables:
    """Scores in every slot, everywhere: floors, a rule for newcomers, inspections by grade, a successor."""

    def k(conduct: str) -> int:
        return conducts().index(conduct)

    late = month >= HANDED_OVER
    rules = [
        Rule(k("littering"), VILLAGE, 0, -3),
        Rule(k("volunteering"), VILLAGE, 0, 2, 12),
        Rule(k("late-public-fees"), VILLAGE, 0, -4, 36, floor=1),
        Rule(k("company-tax-evasion"), TAX, 1, -11),
        Rule(k("tax-on-time"), TAX, 1, 1, 12),
        Rule(k("false-invoices"), TAX, 1, -11, 24, floor=3),
        Rule(k("false-application"), CUSTOMS, 1, -20),
        Rule(k("no-annual-report"), PERMITS, 1, -15, 36, floor=1),
        Rule(k("no-annual-report"), SUCCESSOR, 1, -7, 60),
        Rule(k("fake-goods"), FOOD, 1, -10, 18),
        Rule(k("unsafe-food"), FOOD, 1, -40, 24, floor=2),
        Rule(k("office-pays-late"), SINCERITY, 2, -6),
        Rule(k("office-breaks-contract"), SINCERITY, 2, -12, 36, floor=2),
        Rule(k("prompt-service"), SINCERITY, 2, 1, 12),
    ]
    tables = with_rules(tables, rules)
    tables = with_score(tables, "person-2", VILLAGE, 100, [104, 98, 90])
    tables = with_score(tables, "company-1", TAX, 90, [90, 70, 40, 0])
    tables = with_score(tables, "company-2", CUSTOMS, 100, [95, 60])
    tables = with_score(tables, "company-3", SUCCESSOR if late else PERMITS, 100, [100, 90, 0])
    tables = with_score(tables, "company-4", FOOD, 100, [95, 70, 0])
    tables = with_score(tables, "office-1", SINCERITY, 100, [106, 101, 0])
    newcomer, look = tables.newcomer.copy(), tables.grade_look.copy()
    newcomer[:, SLOTS.index("company-2")] = (1, 24)
    look[:, SLOTS.index("company-1"), :4] = (0.5, 1.0, 1.5, 3.0)
    return tables._replace(newcomer=newcomer, grade_look=look)


def with_list(tables: Tables, *, kinds: int, institution: int = 80, colour: int = -1) -> Tables:
    """The same tables with one list more, the last: subjects of ``kinds`` (bits), nothing follows."""
    parts: dict[str, Any] = {}
    for name in Tables._fields:
        given = getattr(tables, name)
        if name.startswith("list_") or name in (
            "bar",
            "perk",
            "kin_bar",
            "group_bar",
            "work_bar",
            "share",
            "delay",
        ):
            parts[name] = np.concatenate([given, np.zeros((1, *given.shape[1:]), given.dtype)])
    parts["list_institution"][-1], parts["list_kinds"][-1] = institution, kinds
    parts["list_colour"][-1], parts["list_exit"][-1], parts["list_min"][-1] = colour, 255, -1
    return tables._replace(**parts)


def every_conduct_of_companies(tables: Tables, month: int) -> Tables:
    """One institution writes down whatever companies do, through any channel."""
    done = [k for k in range(len(tables.domain)) if tables.kinds[k] >> 1 & 1]
    return with_rules(tables, [Rule(k, TAX, 1, -1) for k in done])


def harsh_offices(tables: Tables, month: int) -> Tables:
    """Offices lose points for whatever they do wrong, and all have the worst of three grades."""
    wrongs = [k for k in range(len(tables.domain)) if tables.kinds[k] == 4 and tables.good[k] < 0]
    tables = with_rules(tables, [Rule(k, SINCERITY, 2, -10) for k in wrongs])
    return with_score(tables, "office-1", SINCERITY, 100, [1900, 1800, 0])


def public_list(tables: Tables, month: int) -> Tables:
    """A public list of companies and offices that nobody carries anywhere: for fakes and broken contracts."""
    made = with_list(tables, kinds=6)
    number = len(made.list_kinds) - 1
    made.list_named[number] = 1.0
    rules = [
        Rule(conducts().index(conduct), FOOD + 5, kind, number=number)
        for conduct, kind in (
            ("order-faking", 1),
            ("office-breaks-contract", 2),
            ("office-pads-numbers", 2),
            ("selective-enforcement", 2),
        )
    ]
    return with_rules(made, rules)
