"""Which measures follow from where a subject stands, asked of the gatekeepers one rule at a time.

For each measure of the books in force, a gatekeeper is given that rule alone, applied always, and the
subject (or whom the measure reaches) tries: what it refuses or grants follows from that rule.
So a measure counts only where ``access`` would find it: the list carried to the gate by an
agreement, a grade, a score or a bad entry there, and a gate that this kind of subject tries. What
reaches a group of households, or an employer, needs no attempt: there it is enough that the gatekeeper
(of an employer: ``job``) has been told of the listing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from xinyong.engine.citing import cited, written_at
from xinyong.engine.household import KIN, SUBJECT
from xinyong.engine.judgement import Measure
from xinyong.engine.layout import F64, State
from xinyong.engine.phases.access import PERK, company_attempt, person_attempt
from xinyong.engine.rules import Rules
from xinyong.fields import ACCESS, FIRM_LISTS, FIRM_SEEN, KINDS, LISTS, SEEN, SLOT_FIRST
from xinyong.scheme.regimes import in_force

if TYPE_CHECKING:
    from xinyong.scheme.books import MeasureRule, RuleBook
    from xinyong.scheme.loading import Scheme

#: What makes gatekeepers act; all of it 0 but the one rule that is asked about.
_MOVES: Final = (
    "bar", "perk", "kin_bar", "group_bar", "beyond", "reg_bar", "grade_bar", "grade_perk", "com_perk",
    "com_strength",
)  # fmt: skip
_JOB: Final = ACCESS.index("job")
#: A rule of a table: the table, its cell, its value where it is always applied.
_Cell = tuple[str, tuple[int, ...], float]


class Rows(NamedTuple):
    """Rows in the neighbourhood: the subject within its kind, one of its household, its representative.

    A negative row is nobody.
    """

    subject: int = SUBJECT
    kin: int = KIN
    representative: int = SUBJECT


def measures_of(
    scheme: Scheme, place: tuple[str, str], month: int, kind: str, s: State, rules: Rules, dials: F64,
    rows: Rows = Rows(),  # noqa: B008
) -> Iterator[Measure]:  # fmt: skip
    """All measures in force on a subject of ``kind`` in ``place``: a city ('' = nowhere special) and area."""
    alone = rules.copy()
    for name in _MOVES:
        alone[name] = 0
    for _, _, book in in_force(scheme, place[0], month, place[1]):
        for index, measure in enumerate(book.measures):
            if not measure.holds(month):
                continue
            for gate, reaches in _following(scheme, book, measure, kind, rows, alone, s, dials):
                rule = f"book.{book.id}.measures.{index}"
                yield Measure(
                    gate, measure.does, reaches, because(measure, book), measure.strength.number, rule,
                    written_at(scheme, rule), cited(scheme, measure.strength, measure),
                )  # fmt: skip


def because(measure: MeasureRule, book: RuleBook) -> str:
    """What a measure follows from, in words: a list, a grade, a score or a bad entry, and of which book."""
    when, of = measure.when, measure.when.book_of(book.id)
    if when.list_ is not None:
        return when.list_word(book.id)
    if when.grade is not None:
        return f"grade {' or '.join(when.grade)} in {of}"
    if when.score_from is not None:
        return f"score from {when.score_from:g} in {of}"
    return f"bad entry in {of}"


def _following(
    scheme: Scheme, book: RuleBook, measure: MeasureRule, kind: str, rows: Rows, alone: Rules, s: State,
    dials: F64,
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Gates at which a measure follows, and whom it reaches there."""
    if kind == "office":
        return
    if measure.reaches == "employer":
        if kind == "person" and _told_of(scheme, book, measure, kind, rows.subject, _JOB, s):
            yield "job", "employer"
        return
    for gate in measure.gate:
        place = ACCESS.index(gate)
        subjects = scheme.catalogue.gates[gate].subjects
        if measure.reaches == "group":
            if "person" in subjects and _told_of(scheme, book, measure, kind, rows.subject, place, s):
                yield gate, "group"
            continue
        for reaches, who, row in _reached(scheme, book, measure, kind, rows, s):
            cells = _cells(scheme, book, measure, place, int(s.hoods[0].regime), who, alone)
            if row >= 0 and who in subjects and _follows(cells, measure, place, alone, who, row, s, dials):
                yield gate, reaches


def _reached(
    scheme: Scheme, book: RuleBook, measure: MeasureRule, kind: str, rows: Rows, s: State
) -> list[tuple[str, str, int]]:
    """Whom a measure on a subject reaches: word, kind of subject, row.

    A company's representative is reached by the company's listings alone: grades and scores of his own
    are not the company's.
    """
    if measure.reaches == "household":
        return [("household", "person", rows.kin)] if kind == "person" else []
    own = [("self", kind, rows.subject)]
    head = []
    word = measure.when.list_word(book.id)
    if kind == "company" and word in scheme.lists:
        if int(s.cw[FIRM_LISTS, rows.subject]) >> scheme.lists.index(word) & 1:
            head = [("representative", "person", rows.representative)]
    if measure.reaches == "representative" and kind == "company":
        return head
    return own + head


def _told_of(
    scheme: Scheme, book: RuleBook, measure: MeasureRule, kind: str, row: int, gate: int, s: State
) -> bool:
    """Whether the subject is on the list that a measure follows from, and a gatekeeper knows of it."""
    word = measure.when.list_word(book.id)
    if word not in scheme.lists:
        return False
    person = kind == "person"
    lists, seen = (
        (s.pw[LISTS, row], s.pw[SEEN, row]) if person else (s.cw[FIRM_LISTS, row], s.cw[FIRM_SEEN, row])
    )
    return bool(int(lists) >> scheme.lists.index(word) & 1 and int(seen) >> gate & 1)


def _follows(
    cells: list[_Cell],
    measure: MeasureRule,
    gate: int,
    alone: Rules,
    who: str,
    row: int,
    s: State,
    dials: F64,
) -> bool:
    """Whether the gatekeeper, given this measure and nothing else, does what it says."""
    if not cells:
        return False
    before = [alone[name][cell] for name, cell, _ in cells]
    for name, cell, value in cells:
        alone[name][cell] = value
    bits = np.uint64(0)
    with np.errstate(over="ignore"):
        if who == "company":
            outcome = company_attempt(s, 0, row, gate, bits, alone)
        else:
            outcome = person_attempt(s, 0, row, gate, bits, alone, dials)
    for (name, cell, _), value in zip(cells, before, strict=True):
        alone[name][cell] = value
    return bool(outcome == PERK if measure.does == "grant" else outcome >= 0)


def _cells(
    scheme: Scheme, book: RuleBook, measure: MeasureRule, gate: int, regime: int, who: str, r: Rules
) -> list[_Cell]:
    """The cells of the tables in which a measure stands; none where the scheme lacks what it is about."""
    when, grants = measure.when, measure.does == "grant"
    if when.list_ is not None:
        word = when.list_word(book.id)
        if word not in scheme.lists:
            return []
        table = "perk" if grants else "kin_bar" if measure.reaches == "household" else "bar"
        return [(table, (scheme.lists.index(word), gate), 1.0)]
    other = next((each for each in scheme.books if each.id == when.book_of(book.id)), None)
    if other is None:
        return []
    if when.grade is not None and other.score is not None:
        order = [grade.id for grade in other.score.grades]
        table = "grade_perk" if grants else "grade_bar"
        return [
            (table, (regime, slot, order.index(name), gate), 1.0)
            for slot in _slots(scheme, other, regime, who, r)
            for name in when.grade
            if name in order
        ]
    if when.score_from is not None:
        return [("com_perk", (gate,), round(when.score_from)), ("com_strength", (gate,), 1.0)]
    return [("reg_bar", (gate,), 1.0)] if when.bad_entry else []


def _slots(scheme: Scheme, book: RuleBook, regime: int, who: str, r: Rules) -> list[int]:
    """Slots in which a book scores this kind of subject here."""
    kind = KINDS.index(who)
    return [
        slot
        for slot in range(SLOT_FIRST[kind], SLOT_FIRST[kind + 1])
        if r.points[regime, slot] == 1 and scheme.books[int(r.score_institution[regime, slot])].id == book.id
    ]
