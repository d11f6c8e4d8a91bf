"""Over-extension: an office writes down conduct that no rule names, as if some rule did.

An officer who notices something unwelcome, and finds no rule for it, now and then (``overreach``)
takes the rule for something else: the subject loses its points or goes on its list, here and for
its term. Nobody may be recorded so (the guidance of 2020: proportionality), hence the record is not
genuine: it can be appealed, and counts as a wrong. Only offices stretch (tax office, police,
inspectors, grid workers), only rules of the place that work against a subject, and never the court's
own lists. What is protected as speech is let alone. Used by records, where a notice came to nothing.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.collecting import write_entry
from xinyong.engine.derived import GRID, INSPECTION, POLICE, TAX
from xinyong.engine.layout import State, Tally, Work
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.engine.slots import slot_of
from xinyong.fields import ALIVE, BORN
from xinyong.quantities import INDEX
from xinyong.scheme.tables import COURT_LIMIT_LIST, COURT_LIST, GUARD_PROPORTIONALITY, GUARD_SPEECH

Q_OVERREACH = INDEX["overreach"]
_OFFICES = (1 << TAX) | (1 << POLICE) | (1 << INSPECTION) | (1 << GRID)


@register_jitable
def named(r: Rules, g: Int, k: Int, kind: Int) -> bool:
    """Does any rule of regime ``g`` collect conduct ``k`` of subjects of ``kind``?"""
    for e in range(np.int64(r.first[g, k]), np.int64(r.first[g, k + 1])):
        if (np.int64(r.row_kinds[e]) >> kind) & 1:
            return True
    return False


@register_jitable
def stretches(r: Rules, g: Int, e: Int, kind: Int, grown: bool) -> bool:
    """Can row ``e`` be turned against a subject of ``kind``: does it take points or put on a black list?"""
    if (np.int64(r.row_kinds[e]) >> kind) & 1 == 0 or r.row_dimension[e] != 0:
        return False
    if r.row_term[e] <= 0 or r.row_from_end[e] == 1:
        return False  # nothing would ever end it
    number = np.int64(r.row_list[e])
    if number >= 0:
        if number == np.int64(r.court[COURT_LIST]) or number == np.int64(r.court[COURT_LIMIT_LIST]):
            return False
        return bool(r.list_colour[number] < 0 and (np.int64(r.list_kinds[number]) >> kind) & 1 == 1)
    slot = slot_of(r, g, kind, np.int64(r.row_institution[e]))
    if slot < 0 or (r.adult_only[g, slot] == 1 and not grown):
        return False
    return bool(r.row_points[e] < 0)


@register_jitable
def stretch(
    h: Int,
    month: Int,
    s: State,
    w: Work,
    t: Tally,
    r: Rules,
    a: np.ndarray,
    kind: Int,
    who: Int,
    k: Int,
    channel: Int,
    bits: np.uint64,
) -> np.int64:
    """Perhaps record conduct ``k``, which no rule names, by a rule for another; returns rows written."""
    g = np.int64(s.hoods[h].regime)
    if (_OFFICES >> channel) & 1 == 0 or r.good[k] > 0 or named(r, g, k, kind):
        return np.int64(0)
    chance = a[A.overreach] * (1.0 - r.guard[GUARD_PROPORTIONALITY])
    if r.speech[k] == 1:
        chance *= 1.0 - r.guard[GUARD_SPEECH]
    if uniform(again(bits, purposes.K_STRETCH)) >= chance:
        return np.int64(0)
    grown = True
    if kind == 0:
        p = s.hoods[h].person_first + who
        if s.pu[ALIVE, p] == 0:
            return np.int64(0)
        grown = bool(month - np.int64(s.pi[BORN, p]) >= 216)
    luck = again(bits, purposes.K_STRETCH_ROW)
    chosen = np.int64(-1)
    least = np.uint64(0xFFFFFFFFFFFFFFFF)
    for e in range(np.int64(r.first[g, 0]), np.int64(r.first[g, r.conducts])):
        if stretches(r, g, e, kind, grown):
            # a rule's own luck: that of others, and how many there are, does not move it
            own = again(luck, np.int64(r.row_luck[e]))
            if own < least:
                least = own
                chosen = np.int64(e)
    if chosen < 0:
        return np.int64(0)
    write_entry(h, month, s, w, t, r, kind, who, k, channel, 0, chosen)
    add_event(w, s, h, kind, who, Q_OVERREACH, 1)
    return np.int64(1)
