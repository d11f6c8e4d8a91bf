"""Scores and grades from points, dimensions and thresholds (rule books of kinds points and weighted)."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine.arithmetic import share
from xinyong.engine.layout import State, Work
from xinyong.engine.rules import Rules
from xinyong.fields import (
    COM_BEHAVIOUR,
    COM_HISTORY,
    COM_SCORE,
    EDUCATION,
    HOME_SIZE,
    QUINTILE,
    TRAIT_OPTED_IN,
    TRAITS,
)


@register_jitable
def score_of(r: Rules, g: Int, z: Int, total: Int) -> np.int64:
    """Score in slot ``z`` of regime ``g``: base plus live points, clipped as the rule book says."""
    value = np.int64(r.score_base[g, z]) + np.int64(total)
    return min(max(value, np.int64(r.lowest[g, z])), np.int64(r.highest[g, z]))


@register_jitable
def grade_of(r: Rules, g: Int, z: Int, points: Int, floor: Int) -> np.int64:
    """Grade of a score (0 = best); ``floor`` is the best grade that a live record still allows."""
    grade = np.int64(r.grades[g, z]) - 1
    for q in range(np.int64(r.grades[g, z])):
        if points >= np.int64(r.cut[g, z, q]):
            grade = np.int64(q)
            break
    return max(grade, np.int64(floor))


@register_jitable
def low_from(r: Rules, g: Int, z: Int) -> np.int64:
    """The best of the low grades: the last two, as far as they are worse than where everybody starts."""
    start = grade_of(r, g, z, score_of(r, g, z, 0), 0)
    return max(np.int64(r.grades[g, z]) - 2, start + 1)


@register_jitable
def commercial_scores(s: State, w: Work, lo: Int, n: Int, r: Rules) -> None:
    """Weighted scores of those of ``n`` persons from column ``lo`` who joined, rounded to a point.

    Identity from education, ability from the income quintile, contacts from the household (fixed
    traits that the company may see); history and behaviour from live records. Worked out for everybody:
    who joined is a jump that no processor foresees.
    """
    schooling = s.pu[EDUCATION, lo : lo + n]
    income = s.pu[QUINTILE, lo : lo + n]
    home = s.pu[HOME_SIZE, lo : lo + n]
    traits = s.pu[TRAITS, lo : lo + n]
    past = s.pi[COM_HISTORY, lo : lo + n]
    acts = s.pi[COM_BEHAVIOUR, lo : lo + n]
    score = s.pi[COM_SCORE, lo : lo + n]
    width = np.float64(r.com_highest[0]) - np.float64(r.com_lowest[0])
    for i in range(n):
        identity = share(0.4 + 0.15 * np.float64(schooling[i]))
        ability = (np.float64(income[i]) + 1.0) / 5.0
        history = share(r.com_start[0] + np.float64(past[i]) / r.com_scale[0])
        w.spill[i] = r.com_weight[0] * identity + r.com_weight[1] * ability + r.com_weight[2] * history
    for i in range(n):
        behaviour = share(r.com_start[1] + np.float64(acts[i]) / r.com_scale[1])
        contacts = share(np.float64(home[i]) / 6.0)
        mean = w.spill[i] + r.com_weight[3] * behaviour + r.com_weight[4] * contacts
        fresh = np.int32(np.float64(r.com_lowest[0]) + width * mean + 0.5)
        joined = np.int64(traits[i]) & TRAIT_OPTED_IN != 0
        score[i] = np.int16(fresh if joined else np.int32(score[i]))
