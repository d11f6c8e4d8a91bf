"""Scores as arrays: points and grades by slot, the commercial score, the credit register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from xinyong import fields
from xinyong.scheme.coding import Arrays
from xinyong.scheme.memory import remembered
from xinyong.scheme.regimes import Regimes, Standing, in_force
from xinyong.scheme.slots import SCORED, kinds_scored, slots_of, stays_in
from xinyong.scheme.turns import holding

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.consequences import MeasureRule
    from xinyong.scheme.grading import Score
    from xinyong.scheme.loading import Scheme

_GATES = len(fields.ACCESS)
_GRADES = 16
_SLOTS = len(fields.SLOTS)
#: Bounds of a score whose book states none: what the columns hold.
LOWEST, HIGHEST = -5000, 5000
_NONE = 255


def code_points(scheme: Scheme, regimes: Regimes, month: int) -> Arrays:
    """Scores by points, one for each regime and slot."""
    coded = []
    speaking = remembered(
        scheme.known, "of points",
        lambda: {number for number, book in enumerate(scheme.books) if _says(book)},
    )  # fmt: skip
    for city, area in regimes.spots:
        slots = _slots(scheme, city, area)
        here = tuple(each for each in holding(scheme, city, month, area) if each[0] in speaking)
        key = ("points", here, tuple(slots.items()))
        coded.append(
            remembered(
                scheme.catalogue.known, key,
                lambda city=city, area=area, slots=slots: _points(  # type: ignore[misc]
                    slots, in_force(scheme, city, month, area), month
                ),
            )
        )  # fmt: skip
    return {name: np.stack([each[name] for each in coded]) for name in coded[0]}


def _says(book: RuleBook) -> bool:
    """Whether a book has anything to say of scores by points."""
    return book.kind in SCORED or any(measure.when.grade for measure in book.measures)


def _slots(scheme: Scheme, city: str, area: str) -> dict[tuple[int, str], int]:
    """Slot of each institution number and kind in a place."""
    return remembered(
        scheme.known,
        ("slots", city, area if city else ""),
        lambda: slots_of(stays_in(zip(scheme.uses, scheme.books, strict=True), city, area))[0],
    )


def _points(slots: Mapping[tuple[int, str], int], here: Sequence[Standing], month: int) -> Arrays:
    """The scores of one place by slot."""
    found: Arrays = {
        "points": np.zeros(_SLOTS, np.uint8),
        "base": np.zeros(_SLOTS, np.int32),
        "lowest": np.zeros(_SLOTS, np.int32),
        "highest": np.zeros(_SLOTS, np.int32),
        "grades": np.zeros(_SLOTS, np.int32),
        "cut": np.full((_SLOTS, _GRADES), -(2**31), np.int32),
        "adult_only": np.zeros(_SLOTS, np.uint8),
        "score_institution": np.full(_SLOTS, _NONE, np.uint8),
        "grade_perk": np.zeros((_SLOTS, _GRADES, _GATES)),
        "grade_bar": np.zeros((_SLOTS, _GRADES, _GATES)),
        "grade_look": np.ones((_SLOTS, _GRADES)),
        "newcomer": np.tile(np.array([-1, 0], np.int16), (_SLOTS, 1)),
    }
    by_grade = [
        (book.id, measure)
        for _, _, book in here
        for measure in book.measures
        if measure.when.grade and measure.holds(month)
    ]
    for number, _, book in here:
        if book.kind not in SCORED or book.score is None:
            continue
        meant = [measure for own, measure in by_grade if measure.when.book_of(own) == book.id]
        for kind in kinds_scored(book):
            if (number, kind) in slots:
                _code_score(found, slots[number, kind], number, book.score, month)
                _code_grades(found, slots[number, kind], book.score, meant)
    # minors are persons
    found["adult_only"][fields.SLOT_FIRST[1] :] = 0
    return found


def _code_score(found: Arrays, slot: int, number: int, score: Score, month: int) -> None:
    found["points"][slot] = 1
    found["score_institution"][slot] = number
    found["base"][slot] = round(score.base.number) if score.base else 0
    found["lowest"][slot] = round(score.lowest.number) if score.lowest else LOWEST
    found["highest"][slot] = round(score.highest.number) if score.highest else HIGHEST
    found["grades"][slot] = len(score.grades)
    found["adult_only"][slot] = score.adults_only
    order = [grade.id for grade in score.grades]
    for place, grade in enumerate(score.grades):
        if grade.from_ is not None:
            found["cut"][(slot, place)] = round(grade.from_.number)
    for inspection in score.inspections:
        if inspection.holds(month):
            for name in inspection.grade:
                found["grade_look"][(slot, order.index(name))] *= inspection.times.number
    if score.newcomer is not None:
        found["newcomer"][slot] = (order.index(score.newcomer.grade), round(score.newcomer.months.number))


def _code_grades(found: Arrays, slot: int, score: Score, measures: Sequence[MeasureRule]) -> None:
    """Perks and refusals of grades, by whatever book they are said."""
    order = [grade.id for grade in score.grades]
    for measure in measures:
        table = found["grade_perk" if measure.does == "grant" else "grade_bar"]
        for name in measure.when.grade or []:
            for gate in measure.gate:
                if name in order:
                    where = (slot, order.index(name), fields.ACCESS.index(gate))
                    table[where] = either(table[where], measure.strength.number)


def _following(scheme: Scheme, month: int, book: str) -> Iterator[MeasureRule]:
    """Measures in force everywhere that follow from a book, by whatever book they are said."""
    for _, _, other in in_force(scheme, "", month):
        for measure in other.measures:
            if measure.when.book_of(other.id) == book and measure.holds(month):
                yield measure


def either(first: float, second: float) -> float:
    """Chance that at least one of two independent things happens."""
    return first + second * (1.0 - first)


def code_commercial(scheme: Scheme, month: int) -> Arrays:
    """The weighted score, where one is in force."""
    found: Arrays = {
        "com_on": np.zeros(1, np.uint8),
        "com_institution": np.full(1, _NONE, np.uint8),
        "com_lowest": np.zeros(1, np.int32),
        "com_highest": np.zeros(1, np.int32),
        "com_weight": np.zeros(5),
        "com_scale": np.ones(2),
        "com_start": np.zeros(2),
        "com_perk": np.zeros(_GATES, np.int32),
        "com_strength": np.zeros(_GATES),
        "com_join": np.zeros(1),
        "com_gaming": np.ones(1),
    }
    for number, _, book in in_force(scheme, "", month):
        score = book.score
        if book.kind != "weighted" or score is None or score.weights is None:
            continue
        if not (score.lowest and score.highest and score.scale and score.start):
            continue
        found["com_on"][0], found["com_institution"][0] = 1, number
        found["com_lowest"][0] = round(score.lowest.number)
        found["com_highest"][0] = round(score.highest.number)
        weights = score.weights
        five = [weights.identity, weights.ability, weights.history, weights.behaviour, weights.contacts]
        total = sum(each.number for each in five)
        found["com_weight"][:] = [each.number / total for each in five]
        found["com_scale"][:] = [
            max(1.0, score.scale.history.number),
            max(1.0, score.scale.behaviour.number),
        ]
        found["com_start"][:] = [score.start.history.number, score.start.behaviour.number]
        found["com_join"][0] = score.opt_in.number / 12.0 if score.opt_in else 0.0
        found["com_gaming"][0] = book.gaming.number if book.gaming else 1.0
        for measure in _following(scheme, month, book.id):
            if measure.when.score_from is not None:
                for gate in measure.gate:
                    # the checks allow one score a gate at a time
                    place = fields.ACCESS.index(gate)
                    known = found["com_strength"][place]
                    found["com_perk"][place] = round(measure.when.score_from)
                    found["com_strength"][place] = either(known, measure.strength.number)
    return found


def code_register(scheme: Scheme, month: int) -> Arrays:
    """The credit register, where one is in force."""
    found: Arrays = {
        "reg_on": np.zeros(1, np.uint8),
        "reg_institution": np.full(1, _NONE, np.uint8),
        "reg_bar": np.zeros(_GATES),
    }
    for number, _, book in in_force(scheme, "", month):
        if book.kind != "register":
            continue
        found["reg_on"][0], found["reg_institution"][0] = 1, number
        for measure in _following(scheme, month, book.id):
            if measure.when.bad_entry:
                for gate in measure.gate:
                    place = fields.ACCESS.index(gate)
                    found["reg_bar"][place] = either(found["reg_bar"][place], measure.strength.number)
    return found
