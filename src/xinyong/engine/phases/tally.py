"""15. Tally: sums by place and group leave the month.

Stocks are added over adults into a small table by age, education and income of the
neighbourhood, then folded into province, group and block with the sampling weight. An
interviewer hears stated approval: private approval plus ``falsification`` times the perceived
risk of speech times what separates it from the acceptable answer.

Reads: everything that is counted. Writes: the tally, this month's board. Draws: none.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.arithmetic import fixed
from xinyong.engine.demands import is_asked
from xinyong.engine.layout import LANES, STRIP, U_CLASSES, State, Tally, Work
from xinyong.engine.rows import add_event, count
from xinyong.engine.rules import Rules
from xinyong.engine.scoring import low_from, score_of
from xinyong.engine.sums import (
    add_words,
    fill_marks,
    fill_opinions,
    fold_groups,
    group_people,
    heads,
    is_adult,
)
from xinyong.fields import (
    ACTIVE,
    ALIVE,
    B_ADULTS,
    B_LISTED,
    B_OFFICE_BUDGET,
    B_OFFICE_EFFORT,
    B_OFFICE_PADDING,
    B_OFFICES,
    B_PERSONS,
    B_TRUST,
    BUDGET,
    CITY_GRADE,
    CITY_SCORE,
    EFFORT,
    FIRM_BAD_CREDIT,
    FIRM_LISTS,
    HOME,
    HOME_SIZE,
    LISTS,
    LIVELIHOOD,
    MARKET,
    OFFICE_LISTS,
    PADDING,
    PAST,
    PAST_LISTED,
    REVENUE,
    S_ENDED,
    S_ENFORCED,
    SUSPECT,
    TIES,
    WCLASS,
    YIELDED,
)
from xinyong.quantities import (
    G_AGE,
    G_ALL,
    G_COMPANY,
    G_URBAN,
    INDEX,
    QUANTITIES,
)
from xinyong.scheme.tables import COURT_LIMIT_LIST

_QUANTITIES = len(QUANTITIES)
Q_AGENCY, Q_CHECKS, Q_RECORDS = INDEX["agency-cost"], INDEX["checks"], INDEX["records"]
Q_APPEALS = INDEX["appeals"]
Q_ASKED, Q_PART, Q_FULL = INDEX["asked"], INDEX["yielded-part"], INDEX["yielded-full"]
Q_BAD = INDEX["bad-credit"]
Q_DEBTORS = INDEX["debtors"]
Q_EARN = INDEX["earnings"]
Q_KIN = INDEX["kin-listed"]
Q_KL = INDEX["kin-livelihood"]
Q_LIMITED = INDEX["limited"]
Q_LISTED = INDEX["listed"]
Q_LIVELIHOOD = INDEX["livelihood"]
Q_LL = INDEX["listed-livelihood"]
Q_LOW = INDEX["low-grade"]
Q_LT = INDEX["listed-ties"]
Q_OL = INDEX["once-livelihood"]
Q_ONCE = INDEX["once-listed"]
Q_OT = INDEX["once-ties"]
Q_PERSONS = INDEX["persons"]
Q_PRAISED = INDEX["praised"]
Q_SCORE = INDEX["score"]
Q_SCORED = INDEX["scored"]
Q_TOP = INDEX["top-grade"]
Q_WL = INDEX["wrong-listed"]
Q_WRL = INDEX["wronged-livelihood"]
Q_WRONGED = INDEX["wronged"]


@register_jitable
def _tally_scores(s: State, w: Work, lo: Int, n: Int, g: Int, r: Rules) -> None:
    """Stocks of scores and grades, where a city keeps one."""
    if r.points[g, 0] == 0:
        return
    low = low_from(r, g, 0)
    for i in range(n):
        p = lo + i
        grade = np.int64(s.pu[CITY_GRADE, p])
        if is_adult(w.group[i]) and grade < 16:
            count(w, s.pu, p, Q_SCORED, 1)
            count(w, s.pu, p, Q_SCORE, score_of(r, g, 0, np.int64(s.pi[CITY_SCORE, p])))
            if grade < 3:
                count(w, s.pu, p, Q_TOP, 1)
            if grade >= low:
                count(w, s.pu, p, Q_LOW, 1)


@register_jitable
def count_listed(t: Tally, lists: Int, kind: Int, weight: Int) -> None:
    """Add a subject to every list that it is on (bits)."""
    left = lists
    for number in range(32):
        if left & 1:
            t.listed[number, kind] += weight
        left >>= 1


@register_jitable
def _tally_lists(s: State, w: Work, t: Tally, lo: Int, n: Int, black: Int, red: Int, limit: Int) -> np.int64:
    """Stocks of listed, once listed, limited, praised, wronged, kin of listed; returns the adults listed."""
    for i in range(n):
        w.kin[i] = np.uint8(0)
    listed = at_home = np.int64(0)
    for i in range(n):
        p = lo + i
        lists = np.int64(s.pw[LISTS, p])
        past = np.int64(s.pu[PAST, p]) & PAST_LISTED
        if lists == 0 and past == 0 and s.pu[SUSPECT, p] == 0:
            continue
        if lists != 0:
            count_listed(t, lists, 0, w.weights[np.int64(s.pu[WCLASS, p])])
        left = fixed(np.float64(s.pf[LIVELIHOOD, p]))
        if lists & black and s.pu[ALIVE, p] == 1:
            at_home += 1
            home = np.int64(s.pi[HOME, p])
            for j in range(home, home + np.int64(s.pu[HOME_SIZE, p])):
                w.kin[j] = np.uint8(1)
        if not is_adult(w.group[i]):
            continue
        if lists & black:
            listed += 1
            count(w, s.pu, p, Q_LISTED, 1)
            count(w, s.pu, p, Q_LL, left)
            count(w, s.pu, p, Q_LT, fixed(np.float64(s.pf[TIES, p])))
            if s.pu[SUSPECT, p] > 0:
                count(w, s.pu, p, Q_WL, 1)
        elif past:
            count(w, s.pu, p, Q_ONCE, 1)
            count(w, s.pu, p, Q_OL, left)
            count(w, s.pu, p, Q_OT, fixed(np.float64(s.pf[TIES, p])))
        if s.pu[SUSPECT, p] > 0:
            count(w, s.pu, p, Q_WRONGED, 1)
            count(w, s.pu, p, Q_WRL, left)
        if limit >= 0 and (lists >> limit) & 1:
            count(w, s.pu, p, Q_LIMITED, 1)
        if lists & red:
            count(w, s.pu, p, Q_PRAISED, 1)
    if at_home > 0:
        for i in range(n):
            if w.kin[i] == 1 and is_adult(w.group[i]) and np.int64(s.pw[LISTS, lo + i]) & black == 0:
                count(w, s.pu, lo + i, Q_KIN, 1)
                count(w, s.pu, lo + i, Q_KL, fixed(np.float64(s.pf[LIVELIHOOD, lo + i])))
    return listed


@register_jitable(forceinline=True)
def _prices(a: np.ndarray) -> tuple[np.int64, np.int64, np.int64]:
    """Of a check, an entry and a review, in hundredths of a yuan.

    They are whole, so that the sums of groups add up to those of all.
    """
    check = np.int64(a[A.check_yuan] * 100.0 + 0.5)
    return check, np.int64(a[A.entry_yuan] * 100.0 + 0.5), np.int64(a[A.review_yuan] * 100.0 + 0.5)


@register_jitable(forceinline=True)
def _price(cell: np.ndarray, prices: tuple[np.int64, np.int64, np.int64]) -> None:
    """What checks, entries and appeals cost, by group."""
    for x in range(LANES):
        cost = prices[0] * cell[Q_CHECKS, x] + prices[1] * cell[Q_RECORDS, x] + prices[2] * cell[Q_APPEALS, x]
        cell[Q_AGENCY, x] = cost


@register_jitable(forceinline=True)
def _weigh(w: Work, q: np.uint64) -> np.int64:
    """Move the sums of persons of quantity ``q``, weighted, to ``w.total``; returns that of everyone."""
    total = w.total
    for x in range(LANES):
        total[x] = 0
    for c in range(w.used[U_CLASSES]):
        cell, weight = w.cell[c, q], np.int64(w.weights[c])
        for x in range(LANES):
            total[x] += cell[x] * weight
            cell[x] = 0
    return np.int64(total[0] + total[1] + total[2] + total[3] + total[4])


@register_jitable(forceinline=True)
def _add(total: np.ndarray, everyone: Int, town: Int, into: np.ndarray) -> None:
    """Add sums of persons by group (lanes of ``total``) to those of a place or block."""
    for x in range(15):
        into[G_AGE + x] += total[x]
    into[G_ALL] += everyone
    into[town] += everyone


@register_jitable
def _spread(s: State, w: Work, t: Tally, h: Int, a: np.ndarray) -> None:
    """Add the neighbourhood's table, weighted, to the tally and clear it: of persons what was touched."""
    place = t.places[np.int64(s.hoods[h].province)]
    block = t.blocks[np.int64(s.hoods[h].block)]
    town = G_URBAN + 1 - np.int64(s.hoods[h].urban)
    prices = _prices(a)
    for c in range(w.used[U_CLASSES]):
        _price(w.cell[c], prices)
    w.touched[Q_AGENCY] = np.uint8(1)
    for k in range(_QUANTITIES):
        if w.touched[k] != 0:
            q = np.uint64(k)
            everyone = _weigh(w, q)
            _add(w.total, everyone, town, place[q])
            _add(w.total, everyone, town, block[q])
            w.touched[q] = np.uint8(0)
    for kind in range(2):
        sums = w.others[kind]
        cost = prices[0] * sums[Q_CHECKS] + prices[1] * sums[Q_RECORDS] + prices[2] * sums[Q_APPEALS]
        sums[Q_AGENCY] = cost
        for k in range(_QUANTITIES):
            if sums[k] != 0:
                place[k, G_COMPANY + kind] += sums[k] * np.int64(w.weights[2 + kind])
                block[k, G_COMPANY + kind] += sums[k] * np.int64(w.weights[2 + kind])
                sums[k] = 0


@register_jitable
def _tally_companies(s: State, h: Int, w: Work, t: Tally, r: Rules, black: Int, limit: Int) -> None:
    """Stocks of companies: number, lists, market, turnover, bad credit, answers to a demand."""
    first = s.hoods[h].company_first
    for j in range(s.hoods[h + 1].company_first - first):
        c = first + j
        lists = np.int64(s.cw[FIRM_LISTS, c])
        if lists != 0:
            count_listed(t, lists, 1, w.weights[2])
        if s.cu[ACTIVE, c] == 0:
            continue
        add_event(w, s, h, 1, j, Q_PERSONS, 1)
        add_event(w, s, h, 1, j, Q_LIVELIHOOD, fixed(np.float64(s.cf[MARKET, c])))
        turnover = np.float64(s.cf[REVENUE, c]) * np.float64(s.cf[MARKET, c])
        add_event(w, s, h, 1, j, Q_EARN, np.int64(turnover))
        if lists & black:
            add_event(w, s, h, 1, j, Q_LISTED, 1)
        if limit >= 0 and (lists >> limit) & 1:
            add_event(w, s, h, 1, j, Q_LIMITED, 1)
        if s.cu[FIRM_BAD_CREDIT, c] > 0:
            add_event(w, s, h, 1, j, Q_BAD, 1)
        if is_asked(s, r, c):
            add_event(w, s, h, 1, j, Q_ASKED, 1)
        if s.cu[YIELDED, c] > 0:
            add_event(w, s, h, 1, j, Q_PART if s.cu[YIELDED, c] == 1 else Q_FULL, 1)


@register_jitable
def tally(h: Int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray) -> None:
    """Add neighbourhood ``h`` to the sums; leave its board."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    black, red = np.int64(r.black), np.int64(r.red)
    limit = np.int64(r.court[COURT_LIMIT_LIST])
    group_people(s, w, lo, n)
    for begin in range(0, n, STRIP):
        # a strip's columns stay in the nearest cache from being filled to being added
        m = min(np.int64(STRIP), n - begin)
        fill_opinions(s, w, lo + begin, m, a)
        fill_marks(s, w, lo + begin, m)
        add_words(w, begin, m)
    persons, adults = heads(w)
    trust = fold_groups(w)
    _tally_scores(s, w, lo, n, np.int64(s.hoods[h].regime), r)
    listed = _tally_lists(s, w, t, lo, n, black, red, limit)
    for d in range(s.hoods[h].debt_first, s.hoods[h].debt_end):
        stage = np.int64(s.debts[d].stage)
        if stage >= S_ENFORCED and stage != S_ENDED:
            kind = np.int64(s.debts[d].kind)
            add_event(w, s, h, kind, np.int64(s.debts[d].who), Q_DEBTORS, 1)
    _tally_companies(s, h, w, t, r, black, limit)
    first = s.hoods[h].office_first
    for o in range(first, s.hoods[h + 1].office_first):
        s.board[h, B_OFFICE_BUDGET] += np.int64(np.float64(s.of[BUDGET, o]) * 16.0)
        s.board[h, B_OFFICE_EFFORT] += fixed(np.float64(s.of[EFFORT, o]))
        s.board[h, B_OFFICE_PADDING] += fixed(np.float64(s.of[PADDING, o]))
        s.board[h, B_OFFICES] += 1
        if s.ow[OFFICE_LISTS, o] != 0:
            count_listed(t, np.int64(s.ow[OFFICE_LISTS, o]), 2, w.weights[3])
        add_event(w, s, h, 2, o - first, Q_PERSONS, 1)
    _spread(s, w, t, h, a)
    s.board[h, B_PERSONS] = persons
    s.board[h, B_ADULTS] = adults
    s.board[h, B_LISTED] = listed
    s.board[h, B_TRUST] = trust
