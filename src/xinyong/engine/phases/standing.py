"""7. Standing: what the ledger means now: scores, grades, lists, expiries, exits.

Everything follows from live records and obligations. A record that expires takes its points and
its list entry with it; a conduct that ends starts the clock of a record whose rule counts from
the end (``cures``). The court lists debtors, orders spending limits and ends terms
(``engine.listing``). Then each subject's lists are compared with what still backs them: what
lacks backing is left, so nobody is twice on a list and no entry outlives its ground. New entries may be
made public, and a public map shows who is listed (``engine.publicity``).

Reads: live records, obligations, traits, granted remedies, rule tables. Writes: live records, lists, scores,
grades, fate, ledger rows that close others, the list of listings. Draws: CURE, MEMBERSHIP, MAP.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, tag, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import listing, purposes
from xinyong.engine.collecting import mask_place, record_key, reverse, rule_of, take_back
from xinyong.engine.consent import outside
from xinyong.engine.layout import F_DIES, F_NAMED, F_PRAISED, State, Tally, Work
from xinyong.engine.publicity import name_debtor, show_map
from xinyong.engine.rows import add_event, column_of, write_listing, write_row
from xinyong.engine.rules import Rules
from xinyong.engine.scoring import commercial_scores, grade_of, low_from, score_of
from xinyong.engine.slots import points_in, set_grade, slot_of
from xinyong.engine.terms import overdue
from xinyong.fields import (
    ACTIVE,
    ALIVE,
    B_PRAISED,
    B_SHAMED,
    BORN,
    FIRM_LISTS,
    FOREVER,
    FOUNDED,
    LISTS,
    LIVE_ENDED,
    LIVE_GRANTED,
    LIVE_NEW,
    LIVE_WRONG,
    OFFICE_LISTS,
    PAST,
    PAST_LOW,
    PAST_NAMED,
    R_AMNESTY,
    R_CORRECTION,
    R_ENDED,
    R_REPAIR,
    R_TERM,
    SLOT_FIRST,
    WCLASS,
)
from xinyong.quantities import INDEX
from xinyong.scheme.tables import COURT_LIST, GUARD_AMNESTY

_FIRST = np.array(SLOT_FIRST, dtype=np.int64)
Q_CORRECTED, Q_REPAIRED = INDEX["corrected"], INDEX["repaired"]
Q_EXPOSED, Q_DEATHS = INDEX["exposures"], INDEX["deaths"]


@register_jitable
def conduct_ends(h: Int, month: Int, s: State, w: Work, r: Rules, live: Int, term: Int) -> None:
    """The conduct of an open record has ended: its clock starts. Two rows, or one without points."""
    kind = np.int64(s.live[live].kind)
    who = np.int64(s.live[live].who)
    conduct = np.int64(s.live[live].conduct)
    institution = np.int64(s.live[live].institution)
    channel = np.int64(s.live[live].channel)
    state = np.int64(s.live[live].state)
    genuine = 0 if state & LIVE_WRONG else 1
    points = np.int64(s.live[live].points)
    record = np.int64(s.live[live].record)
    if points != 0:
        write_row(w, kind, who, record, conduct, institution, channel, genuine, R_ENDED, -points, 255, 0)
    row = write_row(w, kind, who, record, conduct, institution, channel, genuine, R_ENDED, points, term, 0)
    s.live[live].record = np.uint32(row)
    s.live[live].state = np.uint8(state | LIVE_NEW)
    s.live[live].expires = np.int16(month + term)


@register_jitable
def read_live(
    h: Int, month: Int, seed: np.uint64, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray
) -> None:
    """Expire, start clocks, and let what is left back its lists and grade floors."""
    tagged = tag(seed, month, purposes.CURE)
    g = np.int64(s.hoods[h].regime)
    for x in range(s.hoods[h].live_first, s.hoods[h].live_end):
        kind = np.int64(s.live[x].kind)
        who = np.int64(s.live[x].who)
        state = np.int64(s.live[x].state)
        if state & LIVE_ENDED:
            continue
        if np.int64(s.live[x].expires) <= month or (kind == 0 and np.int64(w.fate[who]) & F_DIES):
            take_back(s, h, r, kind, who, x)
            s.live[x].state = np.uint8(state | LIVE_ENDED)
            continue
        if overdue(h, month, s, r, x):
            reverse(h, month, s, w, r, x, R_TERM)
            continue
        if state & LIVE_GRANTED:
            wrong = state & LIVE_WRONG != 0
            reverse(h, month, s, w, r, x, R_CORRECTION if wrong else R_REPAIR)
            add_event(w, s, h, kind, who, Q_CORRECTED if wrong else Q_REPAIRED, 1)
            continue
        if r.guard[GUARD_AMNESTY] > 0.0 and state & LIVE_NEW == 0 and s.live[x].points <= 0:
            if uniform(again(draw(record_key(h, s, w, x), tagged), 1)) < r.guard[GUARD_AMNESTY]:
                reverse(h, month, s, w, r, x, R_AMNESTY)
                continue
        conduct = np.int64(s.live[x].conduct)
        channel = np.int64(s.live[x].channel)
        open_ = s.live[x].expires == FOREVER
        rule = np.int64(-1)
        if open_ or r.floored[g, conduct] == 1:
            # most records are held by their term alone: no need to look for their rule
            rule = rule_of(r, g, conduct, np.int64(s.live[x].institution), channel)
        if (
            rule >= 0
            and open_
            and r.row_from_end[rule] == 1
            and r.row_term[rule] > 0
            and state & LIVE_NEW == 0
        ):
            ends = a[A.cures] if kind == 0 else a[A.puts_right]
            if uniform(draw(record_key(h, s, w, x), tagged)) < ends:
                conduct_ends(h, month, s, w, r, x, min(np.int64(r.row_term[rule]), np.int64(254)))
                state = np.int64(s.live[x].state)
        number = np.int64(s.live[x].list)
        if number != 255 and (np.int64(r.list_kinds[number]) >> kind) & 1:
            fresh = 1 if state & LIVE_NEW else 0
            record = np.int64(s.live[x].record)
            listing.back(h, s, w, t, r, kind, who, number, record, fresh)
            if kind == 1 and r.list_rep[number] == 1:
                listing.back_head(h, s, w, t, r, who, number, record, fresh)
        if rule >= 0 and r.row_floor[rule] >= 0:
            z = slot_of(r, g, kind, np.int64(s.live[x].institution))
            if z >= 0:
                place = mask_place(s, h, kind, who)
                slot = z - _FIRST[kind]
                w.floor[slot, place] = np.uint8(
                    max(np.int64(w.floor[slot, place]), np.int64(r.row_floor[rule]))
                )


@register_jitable
def leave(h: Int, s: State, w: Work, kind: Int, who: Int, lists: Int, place: Int) -> np.int64:
    """Leave the lists that nothing backs any more; returns what is left of ``lists``."""
    gone = lists & ~np.int64(w.mask[place])
    if gone != 0:
        for number in range(32):
            if (gone >> number) & 1:
                write_listing(w, kind, who, number, 0, 0xFFFFFFFF, 0)
    return lists & np.int64(w.mask[place])


@register_jitable
def grade_kind(
    h: Int, month: Int, s: State, w: Work, t: Tally, r: Rules, kind: Int, many: Int, place: Int
) -> None:
    """Grade ``many`` subjects of a kind wherever they are scored; ``place``: the first one's in ``Work``."""
    g = np.int64(s.hoods[h].regime)
    for z in range(_FIRST[kind], _FIRST[kind + 1]):
        if r.points[g, z] == 0:
            continue
        low = low_from(r, g, z)
        institution = np.int64(r.score_institution[g, z])
        for i in range(many):
            column = column_of(s, h, kind, i)
            weight = w.weights[1 + kind]
            if kind == 0:
                young = month - np.int64(s.pi[BORN, column]) < 216
                if s.pu[ALIVE, column] == 0 or (young and r.adult_only[g, z] == 1):
                    continue
                if outside(s, r, column):
                    set_grade(s, z, column, 255)
                    continue
                weight = w.weights[np.int64(s.pu[WCLASS, column])]
            elif kind == 1 and s.cu[ACTIVE, column] == 0:
                continue
            score = score_of(r, g, z, points_in(s, z, column))
            grade = grade_of(r, g, z, score, np.int64(w.floor[z - _FIRST[kind], place + i]))
            if kind == 1 and month - np.int64(s.ci[FOUNDED, column]) < np.int64(r.newcomer[g, z, 1]):
                # too new to be graded, but what bars a better grade bars it all the same
                grade = max(np.int64(r.newcomer[g, z, 0]), np.int64(w.floor[z - _FIRST[kind], place + i]))
            set_grade(s, z, column, grade)
            t.grades[institution, grade] += weight
            if z == 0 and grade >= low:
                s.pu[PAST, column] = np.uint8(np.int64(s.pu[PAST, column]) | PAST_LOW)


@register_jitable
def standing(
    h: Int, month: Int, seed: np.uint64, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray
) -> None:
    """Bring scores, grades and lists of neighbourhood ``h`` in line with the ledger."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    clo = s.hoods[h].company_first
    companies = s.hoods[h + 1].company_first - clo
    olo = s.hoods[h].office_first
    offices = s.hoods[h + 1].office_first - olo
    for j in range(n + companies + offices):
        w.mask[j] = np.uint32(0)
    for slot in range(4):
        floor = w.floor[slot]
        for j in range(n + companies + offices):
            floor[j] = np.uint8(0)
    entered = w.used[2]
    read_live(h, month, seed, s, w, t, r, a)
    listing.hold(h, month, seed, s, w, t, r, a)
    # publicity: entries of this month that are made public with the name
    tagged = tag(seed, month, purposes.MEMBERSHIP)
    first = np.int64(lo)
    for e in range(entered, w.used[2]):
        number = np.int64(w.list_b[0, e])
        who = np.int64(w.list_u[0, e]) - first
        # a representative on a list of companies is not named with it
        if who < 0 or who >= n or np.int64(r.list_kinds[number]) & 1 == 0:
            continue
        if uniform(again(draw(w.key[who], tagged), np.int64(r.list_luck[number]))) < r.list_named[number]:
            if r.list_colour[number] < 0:
                w.fate[who] = np.uint8(np.int64(w.fate[who]) | F_NAMED)
                s.pu[PAST, lo + who] = np.uint8(np.int64(s.pu[PAST, lo + who]) | PAST_NAMED)
                if number == np.int64(r.court[COURT_LIST]):
                    name_debtor(h, s, who)
                s.board[h, B_SHAMED] += 1
                add_event(w, s, h, 0, who, Q_EXPOSED, np.int64(a[A.audience]))
            else:
                w.fate[who] = np.uint8(np.int64(w.fate[who]) | F_PRAISED)
                s.board[h, B_PRAISED] += 1
    for i in range(n):
        p = lo + i
        if np.int64(w.fate[i]) & F_DIES:
            if s.pu[ALIVE, p] == 1:
                add_event(w, s, h, 0, i, Q_DEATHS, 1)
            s.pu[ALIVE, p] = np.uint8(0)
            w.mask[i] = np.uint32(0)
        if s.pw[LISTS, p] != 0:
            s.pw[LISTS, p] = np.uint32(leave(h, s, w, 0, i, np.int64(s.pw[LISTS, p]), i))
    if r.com_on[0] == 1:
        commercial_scores(s, w, lo, n, r)
    show_map(h, month, seed, s, w, r, a)
    grade_kind(h, month, s, w, t, r, 0, n, 0)
    grade_kind(h, month, s, w, t, r, 1, companies, n)
    grade_kind(h, month, s, w, t, r, 2, offices, n + companies)
    for i in range(companies):
        if s.cw[FIRM_LISTS, clo + i] != 0:
            lists = np.int64(s.cw[FIRM_LISTS, clo + i])
            s.cw[FIRM_LISTS, clo + i] = np.uint32(leave(h, s, w, 1, i, lists, n + i))
    for i in range(offices):
        if s.ow[OFFICE_LISTS, olo + i] != 0:
            lists = np.int64(s.ow[OFFICE_LISTS, olo + i])
            s.ow[OFFICE_LISTS, olo + i] = np.uint32(leave(h, s, w, 2, i, lists, n + companies + i))
