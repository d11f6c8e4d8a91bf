"""How closely offices look: at a company of some grade, at one they favour, and at what never was.

The grades of a company decide how often it is inspected (``grade_look`` of each institution that
scores it, multiplied: each sends inspectors of its own). State-owned and large companies are
looked at less, whatever the rule says (``selective``). An office that makes up a part of its quota
notes things that nobody did (``padded_notices`` for each unit of padding in the city). Used by
detection, and by companies, who expect what their grade brings them.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.derived import GRID, INSPECTION, POLICE, TAX
from xinyong.engine.layout import State, Work
from xinyong.engine.rules import Rules
from xinyong.engine.slots import grade_in
from xinyong.fields import B_OFFICE_PADDING, B_OFFICES, OWNER, SIZE, SLOT_FIRST

_FIRST, _LAST = SLOT_FIRST[1], SLOT_FIRST[2]
_CHANNELS = 16
_STATE_OWNED, _LARGE = 1, 3


@register_jitable
def inspections(s: State, r: Rules, g: Int, c: Int) -> float:
    """How often company column ``c`` of regime ``g`` is inspected by its grades; 1 = as ever."""
    times = 1.0
    for z in range(_FIRST, _LAST):
        if r.points[g, z] == 1:
            grade = grade_in(s, z, c)
            if grade < 16:
                times *= r.grade_look[g, z, grade]
    return float(times)


@register_jitable
def bad_grade(s: State, r: Rules, g: Int, c: Int) -> float:
    """How bad the worst grade of company column ``c`` is: 0 in the upper half of the grades, 1 the last."""
    worst = 0.0
    for z in range(_FIRST, _LAST):
        if r.points[g, z] == 1:
            grade = grade_in(s, z, c)
            if grade < 16 and r.grades[g, z] > 1:
                worst = max(worst, 2.0 * np.float64(grade) / np.float64(r.grades[g, z] - 1) - 1.0)
    return float(worst)


@register_jitable
def watch(s: State, w: Work, r: Rules, a: np.ndarray, g: Int, c: Int) -> None:
    """Fill ``w.watch[1]``: what each channel can look at, given company column ``c``."""
    for channel in range(_CHANNELS):
        w.watch[1, channel] = w.watch[0, channel]
    times = inspections(s, r, g, c)
    favoured = s.cu[OWNER, c] == _STATE_OWNED or s.cu[SIZE, c] == _LARGE
    spared = 1.0 - a[A.selective] if favoured else 1.0
    w.watch[1, INSPECTION] *= times * spared
    w.watch[1, TAX] *= times * spared
    w.watch[1, POLICE] *= spared


@register_jitable
def offices_look(s: State, w: Work, r: Rules, a: np.ndarray, h: Int) -> None:
    """Fill ``w.watch[0]`` from the city's capacity, and ``w.errors``: each channel's chance of noting
    what was not done, padding of the city included."""
    number = np.int64(s.hoods[h].city)
    city = s.city_last[number]
    padding = np.float64(city[B_OFFICE_PADDING]) / (65536.0 * max(np.float64(city[B_OFFICES]), 1.0))
    for channel in range(_CHANNELS):
        w.watch[0, channel] = s.look[number, channel]
        w.errors[channel] = r.phantom[channel]
    made_up = a[A.padded_notices] * min(padding, 1.0)
    w.errors[POLICE] += made_up
    w.errors[INSPECTION] += made_up
    w.errors[GRID] += made_up
