"""Which measures follow from where a subject stands, asked of the gatekeepers one rule at a time.

For each measure of the books in force, a gatekeeper is given that rule alone, applied always, and the
subject (or whom the measure reaches) tries: what it refuses or grants follows from that rule.
So a measure counts only where ``access`` would find it: the list carried to the gate by an
agreement, a grade, a score or a bad entry there, and a gate that this kind of subject tries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from xinyong.engine.household import KIN, SUBJECT
from xinyong.engine.judgement import Measure, cited
from xinyong.engine.layout import F64, State
from xinyong.engine.phases.access import PERK, company_attempt, person_attempt
from xinyong.engine.rules import Rules
from xinyong.fields import ACCESS
from xinyong.scheme.regimes import in_force

if TYPE_CHECKING:
    from xinyong.scheme.books import MeasureRule, RuleBook
    from xinyong.scheme.loading import Scheme

#: What makes gatekeepers act; all of it 0 but the one rule that is asked about.
_MOVES: Final = (
    "bar", "perk", "kin_bar", "beyond", "reg_bar", "grade_bar", "grade_perk", "com_perk",
    "com_strength",
)  # fmt: skip


def measures_of(
    scheme: Scheme, city: str, month: int, kind: str, s: State, rules: Rules, dials: F64
) -> Iterator[Measure]:
    """All measures in force on a subject of ``kind`` (row 0) in ``city`` ('' = nowhere special)."""
    alone = rules.copy()
    for name in _MOVES:
        alone[name] = 0
    regime = int(s.hoods[0].regime)
    for _, _, book in in_force(scheme, city, month):
        for index, measure in enumerate(book.measures):
            if not measure.holds(month):
                continue
            for gate in measure.gate:
                for reaches, who, row in _reached(measure, kind):
                    if who in scheme.catalogue.gates[gate].subjects and _follows(
                        scheme, book, measure, gate, alone, regime, who, row, s, dials
                    ):
                        yield Measure(
                            gate, measure.does, reaches, measure.strength.number,
                            f"book.{book.id}.measures.{index}",
                            cited(scheme, measure.strength, measure),
                        )  # fmt: skip


def _reached(measure: MeasureRule, kind: str) -> list[tuple[str, str, int]]:
    """Whom a measure on a subject reaches: word, kind of subject, row."""
    if kind == "office":
        return []
    if measure.reaches == "household":
        return [("household", "person", KIN)]
    return [("self", kind, 0)] + ([("representative", "person", SUBJECT)] if kind == "company" else [])


def _follows(
    scheme: Scheme, book: RuleBook, measure: MeasureRule, gate: str, alone: Rules, regime: int, who: str,
    row: int, s: State, dials: F64,
) -> bool:  # fmt: skip
    """Whether the gatekeeper, given this measure and nothing else, does what it says."""
    place = ACCESS.index(gate)
    told = _told(scheme, book, measure, place, regime)
    before = [alone[name][cell] for name, cell, _ in told]
    for name, cell, value in told:
        alone[name][cell] = value
    bits = np.uint64(0)
    if who == "company":
        outcome = company_attempt(s, 0, row, place, bits, alone)
    else:
        outcome = person_attempt(s, 0, row, place, bits, alone, dials)
    for (name, cell, _), value in zip(told, before, strict=True):
        alone[name][cell] = value
    return bool(outcome == PERK if measure.does == "grant" else outcome >= 0)


def _told(
    scheme: Scheme, book: RuleBook, measure: MeasureRule, gate: int, regime: int
) -> list[tuple[str, tuple[int, ...], float]]:
    """The cells of the tables in which a measure stands: table, cell, its value if always applied."""
    when, grants = measure.when, measure.does == "grant"
    if when.list_ is not None:
        table = "perk" if grants else "kin_bar" if measure.reaches == "household" else "bar"
        return [(table, (scheme.lists.index(f"{book.id}.{when.list_}"), gate), 1.0)]
    if when.grade is not None and book.score is not None:
        order = [grade.id for grade in book.score.grades]
        table = "grade_perk" if grants else "grade_bar"
        return [(table, (regime, order.index(name), gate), 1.0) for name in when.grade]
    if when.score_from is not None:
        return [("com_perk", (gate,), round(when.score_from)), ("com_strength", (gate,), 1.0)]
    return [("reg_bar", (gate,), 1.0)] if when.bad_entry else []
