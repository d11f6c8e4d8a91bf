"""Score slots: which column an institution's points go to.

A place has at most two scores by points for persons, four for companies and one for offices
(``fields.SLOTS``); rule tables are indexed by regime and slot.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine.arithmetic import saturate
from xinyong.engine.layout import State
from xinyong.engine.rules import Rules
from xinyong.fields import (
    CITY_GRADE,
    CITY_SCORE,
    FIRM_GRADE,
    FIRM_SCORE,
    OFFICE_GRADE,
    OFFICE_SCORE,
    SLOT_FIRST,
    VILLAGE_GRADE,
    VILLAGE_SCORE,
)

#: Points of live records stop here, up and down.
MOST_POINTS = 9999
_FIRST = np.array(SLOT_FIRST, dtype=np.int64)


@register_jitable
def slot_of(r: Rules, g: Int, kind: Int, institution: Int) -> np.int64:
    """The slot in which ``institution`` scores subjects of ``kind`` in regime ``g``, or -1."""
    for z in range(_FIRST[kind], _FIRST[kind + 1]):
        if r.points[g, z] == 1 and np.int64(r.score_institution[g, z]) == institution:
            return np.int64(z)
    return np.int64(-1)


@register_jitable
def points_in(s: State, z: Int, column: Int) -> np.int64:
    """Live points of the subject in column ``column`` of its kind, in slot ``z``."""
    if z == 0:
        return np.int64(s.pi[CITY_SCORE, column])
    if z == 1:
        return np.int64(s.pi[VILLAGE_SCORE, column])
    if z < _FIRST[2]:
        return np.int64(s.ci[FIRM_SCORE + z - _FIRST[1], column])
    return np.int64(s.oi[OFFICE_SCORE, column])


@register_jitable
def add_points(s: State, z: Int, column: Int, points: Int) -> None:
    """Add ``points`` to slot ``z`` of the subject in column ``column`` of its kind."""
    total = np.int16(saturate(points_in(s, z, column), points, -MOST_POINTS, MOST_POINTS))
    if z == 0:
        s.pi[CITY_SCORE, column] = total
    elif z == 1:
        s.pi[VILLAGE_SCORE, column] = total
    elif z < _FIRST[2]:
        s.ci[FIRM_SCORE + z - _FIRST[1], column] = total
    else:
        s.oi[OFFICE_SCORE, column] = total


@register_jitable
def grade_in(s: State, z: Int, column: Int) -> np.int64:
    """Grade of the subject in column ``column`` of its kind, in slot ``z``; 255 = none."""
    if z == 0:
        return np.int64(s.pu[CITY_GRADE, column])
    if z == 1:
        return np.int64(s.pu[VILLAGE_GRADE, column])
    if z < _FIRST[2]:
        return np.int64(s.cu[FIRM_GRADE + z - _FIRST[1], column])
    return np.int64(s.ou[OFFICE_GRADE, column])


@register_jitable
def set_grade(s: State, z: Int, column: Int, grade: Int) -> None:
    """Put the grade of slot ``z`` of the subject in column ``column`` of its kind."""
    if z == 0:
        s.pu[CITY_GRADE, column] = np.uint8(grade)
    elif z == 1:
        s.pu[VILLAGE_GRADE, column] = np.uint8(grade)
    elif z < _FIRST[2]:
        s.cu[FIRM_GRADE + z - _FIRST[1], column] = np.uint8(grade)
    else:
        s.ou[OFFICE_GRADE, column] = np.uint8(grade)
