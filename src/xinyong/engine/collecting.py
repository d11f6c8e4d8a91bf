"""Collecting: what institutions make of one notice. Used by records (acts) and standing (court)."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, uniform
from xinyong.engine import purposes
from xinyong.engine.arithmetic import saturate
from xinyong.engine.consent import outside
from xinyong.engine.layout import State, Tally, Work
from xinyong.engine.rows import add_event, add_live, column_of, write_row
from xinyong.engine.rules import Rules
from xinyong.engine.slots import add_points, slot_of
from xinyong.fields import (
    ALIVE,
    BAD_CREDIT,
    BORN,
    COM_BEHAVIOUR,
    COM_HISTORY,
    FIRM_BAD_CREDIT,
    FOREVER,
    LIVE_BAD_ENTRY,
    LIVE_ENDED,
    LIVE_NEW,
    LIVE_WRONG,
    PAST,
    PAST_WRONGED,
    SUSPECT,
    TRAIT_OPTED_IN,
    TRAITS,
    WCLASS,
)
from xinyong.quantities import INDEX

Q_RECORDS, Q_WRONG = INDEX["records"], INDEX["wrong-records"]
Q_LOST, Q_WON = INDEX["points-lost"], INDEX["points-won"]


@register_jitable
def enter(
    h: Int,
    month: Int,
    s: State,
    w: Work,
    t: Tally,
    r: Rules,
    kind: Int,
    who: Int,
    k: Int,
    channel: Int,
    genuine: Int,
    bits: np.uint64,
) -> np.int64:
    """Write the rows that institutions make of one notice; returns how many."""
    g = np.int64(s.hoods[h].regime)
    p = s.hoods[h].person_first + who
    if kind == 0 and s.pu[ALIVE, p] == 0:
        return np.int64(0)
    written = np.int64(0)
    for e in range(np.int64(r.first[g, k]), np.int64(r.first[g, k + 1])):
        if (np.int64(r.row_channels[e]) >> channel) & 1 == 0 or (np.int64(r.row_kinds[e]) >> kind) & 1 == 0:
            continue
        institution = np.int64(r.row_institution[e])
        slot = slot_of(r, g, kind, institution)
        commercial = r.com_on[0] == 1 and institution == np.int64(r.com_institution[0])
        if kind == 0:
            grown = month - np.int64(s.pi[BORN, p]) >= 216
            if slot >= 0 and (outside(s, r, p) or (r.adult_only[g, slot] == 1 and not grown)):
                continue
            if commercial and (np.int64(s.pu[TRAITS, p]) & TRAIT_OPTED_IN) == 0:
                continue
        if uniform(again(bits, purposes.K_ROW + np.int64(r.row_luck[e]))) >= r.row_coverage[e]:
            continue
        write_entry(h, month, s, w, t, r, kind, who, k, channel, genuine, e)
        written += 1
    return written


@register_jitable
def write_entry(
    h: Int,
    month: Int,
    s: State,
    w: Work,
    t: Tally,
    r: Rules,
    kind: Int,
    who: Int,
    k: Int,
    channel: Int,
    genuine: Int,
    e: Int,
) -> None:
    """Record conduct ``k`` as collecting row ``e`` says: ledger row, live record, points, sums."""
    g = np.int64(s.hoods[h].regime)
    p = s.hoods[h].person_first + who
    column = column_of(s, h, kind, who)
    institution = np.int64(r.row_institution[e])
    points = np.int64(r.row_points[e])
    slot = slot_of(r, g, kind, institution)
    commercial = r.com_on[0] == 1 and institution == np.int64(r.com_institution[0])
    term = np.int64(r.row_term[e])
    expires = np.int64(FOREVER)
    if term > 0 and r.row_from_end[e] == 0:
        term = min(term, np.int64(254))
        expires = month + term
    else:
        term = np.int64(255)
    record = write_row(w, kind, who, -1, k, institution, channel, genuine, 0, points, term,
        255 if r.row_from_end[e] == 1 else 0,
    )  # fmt: skip
    register = r.reg_on[0] == 1 and institution == np.int64(r.reg_institution[0])
    bad_entry = register and r.good[k] < 0
    number = np.int64(r.row_list[e])
    if points != 0 or number >= 0 or register or genuine == 0 or r.row_floor[e] >= 0:
        # the register may be gone when the record ends, so the record itself says that it counts there
        counts = LIVE_BAD_ENTRY if bad_entry else np.int64(r.row_dimension[e])
        state = LIVE_NEW | (0 if genuine == 1 else LIVE_WRONG) | (counts << 6)
        add_live(
            s, h, kind, who, k, institution, channel, 255 if number < 0 else number, points, expires,
            month, state, record,
        )  # fmt: skip
    if slot >= 0:
        add_points(s, slot, column, points)
    if kind == 0:
        if commercial and r.row_dimension[e] == 1:
            s.pi[COM_HISTORY, p] = np.int16(saturate(s.pi[COM_HISTORY, p], points, -9999, 9999))
        if commercial and r.row_dimension[e] == 2:
            s.pi[COM_BEHAVIOUR, p] = np.int16(saturate(s.pi[COM_BEHAVIOUR, p], points, -9999, 9999))
        if bad_entry:
            s.pu[BAD_CREDIT, p] = np.uint8(saturate(s.pu[BAD_CREDIT, p], 1, 0, 255))
        if genuine == 0:
            s.pu[SUSPECT, p] = np.uint8(saturate(s.pu[SUSPECT, p], 1, 0, 255))
            s.pu[PAST, p] = np.uint8(np.int64(s.pu[PAST, p]) | PAST_WRONGED)
    elif kind == 1:
        c = s.hoods[h].company_first + who
        if bad_entry:
            s.cu[FIRM_BAD_CREDIT, c] = np.uint8(saturate(s.cu[FIRM_BAD_CREDIT, c], 1, 0, 255))
    add_event(w, s, h, kind, who, Q_RECORDS, 1)
    if genuine == 0:
        add_event(w, s, h, kind, who, Q_WRONG, 1)
    add_event(w, s, h, kind, who, Q_LOST if points < 0 else Q_WON, abs(points))
    count_entry(s, w, t, h, kind, who, institution, genuine, points)


@register_jitable
def count_entry(
    s: State, w: Work, t: Tally, h: Int, kind: Int, who: Int, institution: Int, genuine: Int, points: Int
) -> None:
    """Add an entry of the ledger to what its institution did this month."""
    weight = np.int64(w.weights[1 + kind])
    if kind == 0:
        weight = np.int64(w.weights[np.int64(s.pu[WCLASS, s.hoods[h].person_first + who])])
    won = np.int64(points)
    t.institutions[institution, 0] += weight
    if genuine == 0:
        t.institutions[institution, 1] += weight
    if won < 0:
        t.institutions[institution, 2] -= weight * won
    else:
        t.institutions[institution, 3] += weight * won


@register_jitable
def take_back(s: State, h: Int, r: Rules, kind: Int, who: Int, live: Int) -> None:
    """Undo what live record ``live`` counts (it expired, was corrected or repaired)."""
    g = np.int64(s.hoods[h].regime)
    points = np.int64(s.live[live].points)
    institution = np.int64(s.live[live].institution)
    state = np.int64(s.live[live].state)
    bad_entry = state >> 6 == LIVE_BAD_ENTRY
    slot = slot_of(r, g, kind, institution)
    if slot >= 0:
        add_points(s, slot, column_of(s, h, kind, who), -points)
    if kind == 0:
        p = s.hoods[h].person_first + who
        if state >> 6 == 1:
            s.pi[COM_HISTORY, p] = np.int16(saturate(s.pi[COM_HISTORY, p], -points, -9999, 9999))
        if state >> 6 == 2:
            s.pi[COM_BEHAVIOUR, p] = np.int16(saturate(s.pi[COM_BEHAVIOUR, p], -points, -9999, 9999))
        if bad_entry:
            s.pu[BAD_CREDIT, p] = np.uint8(saturate(s.pu[BAD_CREDIT, p], -1, 0, 255))
        if state & LIVE_WRONG:
            s.pu[SUSPECT, p] = np.uint8(saturate(s.pu[SUSPECT, p], -1, 0, 255))
    elif kind == 1:
        c = s.hoods[h].company_first + who
        if bad_entry:
            s.cu[FIRM_BAD_CREDIT, c] = np.uint8(saturate(s.cu[FIRM_BAD_CREDIT, c], -1, 0, 255))


@register_jitable
def rule_of(r: Rules, g: Int, conduct: Int, institution: Int, channel: Int) -> np.int64:
    """The collecting row in force for a conduct, institution and channel, or -1."""
    for e in range(np.int64(r.first[g, conduct]), np.int64(r.first[g, conduct + 1])):
        if np.int64(r.row_institution[e]) == institution and (np.int64(r.row_channels[e]) >> channel) & 1:
            return np.int64(e)
    return np.int64(-1)


@register_jitable
def mask_place(s: State, h: Int, kind: Int, who: Int) -> np.int64:
    """Place of a subject in ``Work.mask`` and ``Work.key``: persons, companies, offices."""
    n = s.hoods[h + 1].person_first - s.hoods[h].person_first
    if kind == 0:
        return np.int64(who)
    if kind == 1:
        return np.int64(n + who)
    return np.int64(n + s.hoods[h + 1].company_first - s.hoods[h].company_first + who)


@register_jitable
def record_key(h: Int, s: State, w: Work, live: Int) -> np.uint64:
    """Key of a live record's own luck: from subject, conduct and month, so that pairs share it."""
    place = mask_place(s, h, np.int64(s.live[live].kind), np.int64(s.live[live].who))
    part = np.int64(s.live[live].conduct) * 65536 + np.int64(s.live[live].channel) * 8192
    return np.uint64(w.key[place] + np.uint64(part + np.int64(s.live[live].entered) + 4096))


@register_jitable
def reverse(h: Int, month: Int, s: State, w: Work, r: Rules, live: Int, reason: Int) -> None:
    """Take live record ``live`` back with a new row that refers to it."""
    kind = np.int64(s.live[live].kind)
    who = np.int64(s.live[live].who)
    state = np.int64(s.live[live].state)
    expires = np.int64(s.live[live].expires)
    write_row(w, kind, who, np.int64(s.live[live].record),
        np.int64(s.live[live].conduct), np.int64(s.live[live].institution),
        np.int64(s.live[live].channel), 0 if state & LIVE_WRONG else 1, reason,
        -np.int64(s.live[live].points), 255 if expires == FOREVER else expires - month, 255,
    )  # fmt: skip
    take_back(s, h, r, kind, who, live)
    s.live[live].state = np.uint8(state | LIVE_ENDED)
