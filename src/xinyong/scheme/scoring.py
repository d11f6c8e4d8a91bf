"""Scores as arrays: the city's points and grades, the commercial score, the credit register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xinyong import fields
from xinyong.scheme.books import RuleBook
from xinyong.scheme.coding import Arrays
from xinyong.scheme.regimes import Regimes, in_force

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme

_GATES = len(fields.ACCESS)
_GRADES = 16
_SLOTS = len(fields.SLOTS)
#: Bounds of a score whose book states none: what the columns hold.
LOWEST, HIGHEST = -5000, 5000
_NONE = 255


def code_cities(scheme: Scheme, regimes: Regimes, month: int) -> Arrays:
    """Scores of points, one for each regime."""
    size = len(regimes.cities)
    found: Arrays = {
        "points": np.zeros((size, _SLOTS), np.uint8),
        "base": np.zeros((size, _SLOTS), np.int32),
        "lowest": np.zeros((size, _SLOTS), np.int32),
        "highest": np.zeros((size, _SLOTS), np.int32),
        "grades": np.zeros((size, _SLOTS), np.int32),
        "cut": np.full((size, _SLOTS, _GRADES), -(2**31), np.int32),
        "adult_only": np.zeros((size, _SLOTS), np.uint8),
        "score_institution": np.full((size, _SLOTS), _NONE, np.uint8),
        "grade_perk": np.zeros((size, _SLOTS, _GRADES, _GATES)),
        "grade_bar": np.zeros((size, _SLOTS, _GRADES, _GATES)),
        "grade_look": np.ones((size, _SLOTS, _GRADES)),
    }
    for regime, city in enumerate(regimes.cities):
        for number, _, book in in_force(scheme, city, month):
            if book.kind == "points" and book.score is not None:
                _code_points(found, (regime, 0), number, book, month)
    return found


def _code_points(found: Arrays, here: tuple[int, int], number: int, book: RuleBook, month: int) -> None:
    score = book.score
    assert score is not None
    found["points"][here] = 1
    found["score_institution"][here] = number
    found["base"][here] = round(score.base.number) if score.base else 0
    found["lowest"][here] = round(score.lowest.number) if score.lowest else LOWEST
    found["highest"][here] = round(score.highest.number) if score.highest else HIGHEST
    found["grades"][here] = len(score.grades)
    found["adult_only"][here] = score.adults_only
    for place, grade in enumerate(score.grades):
        if grade.from_ is not None:
            found["cut"][(*here, place)] = round(grade.from_.number)
    order = [grade.id for grade in score.grades]
    for measure in book.measures:
        if not measure.holds(month) or not measure.when.grade:
            continue
        table = found["grade_perk" if measure.does == "grant" else "grade_bar"]
        for gate in measure.gate:
            for name in measure.when.grade:
                where = (*here, order.index(name), fields.ACCESS.index(gate))
                table[where] = either(table[where], measure.strength.number)


def either(first: float, second: float) -> float:
    """Chance that at least one of two independent things happens."""
    return 1.0 - (1.0 - first) * (1.0 - second)


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
        for measure in book.measures:
            if measure.holds(month) and measure.when.score_from is not None:
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
        for measure in book.measures:
            if measure.holds(month) and measure.when.bad_entry:
                for gate in measure.gate:
                    place = fields.ACCESS.index(gate)
                    found["reg_bar"][place] = either(found["reg_bar"][place], measure.strength.number)
    return found
