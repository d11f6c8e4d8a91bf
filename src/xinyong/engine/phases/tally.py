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
from xinyong.engine.arithmetic import fixed, share
from xinyong.engine.layout import STRIP, U_CELLS, State, Tally, Work
from xinyong.engine.rows import add_event, count
from xinyong.engine.rules import Rules
from xinyong.engine.scoring import city_points
from xinyong.fields import (
    ACTIVE,
    AGE_BAND,
    ALIVE,
    APPROVAL,
    AWARE,
    B_ADULTS,
    B_LISTED,
    B_OFFICE_BUDGET,
    B_OFFICE_EFFORT,
    B_PERSONS,
    B_TRUST,
    BAD_CREDIT,
    BUDGET,
    CENSOR,
    CITY_GRADE,
    CITY_SCORE,
    COM_SCORE,
    DONE,
    EDUCATION,
    EFFORT,
    FIRM_BAD_CREDIT,
    FIRM_LISTS,
    GAMING,
    HOME,
    HOME_SIZE,
    INCOME,
    INSECURITY,
    INTRINSIC,
    KNOWN,
    LEGITIMACY,
    LISTS,
    LIVELIHOOD,
    MARKET,
    PAST,
    PAST_KIN,
    PAST_LISTED,
    PAST_LOW,
    PRIVACY,
    QUINTILE,
    REFUSED,
    REVENUE,
    RISK_MONEY,
    RISK_PUBLIC,
    RISK_SPEECH,
    S_ENDED,
    S_ENFORCED,
    SUSPECT,
    TIES,
    TRIED,
    TRUST_GENERAL,
    TRUST_GOVERNMENT,
    TRUST_MARKET,
    TRUST_STRANGERS,
    WCLASS,
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

#: Stocks that are a share column of their own: (row of the tally, row of the state).
_PLAIN = np.array(
    [
        [INDEX["trust-strangers"], TRUST_STRANGERS],
        [INDEX["trust-general"], TRUST_GENERAL],
        [INDEX["trust-government"], TRUST_GOVERNMENT],
        [INDEX["trust-market"], TRUST_MARKET],
        [INDEX["legitimacy"], LEGITIMACY],
        [INDEX["approval"], APPROVAL],
        [INDEX["aware"], AWARE],
        [INDEX["censor"], CENSOR],
        [INDEX["intrinsic"], INTRINSIC],
        [INDEX["gaming"], GAMING],
        [INDEX["insecurity"], INSECURITY],
        [INDEX["livelihood"], LIVELIHOOD],
        [INDEX["ties"], TIES],
        [INDEX["privacy"], PRIVACY],
    ],
    dtype=np.int64,
)
_QUANTITIES = len(QUANTITIES)
Q_PERSONS, Q_ADULTS, Q_APPROVES, Q_STATES = (
    INDEX["persons"], INDEX["adults"], INDEX["approves"], INDEX["states-approval"],
)  # fmt: skip
Q_RISK, Q_LISTED, Q_LIMITED, Q_PRAISED, Q_KIN = (
    INDEX["risk"], INDEX["listed"], INDEX["limited"], INDEX["praised"], INDEX["kin-listed"],
)  # fmt: skip
Q_WRONGED, Q_SCORED, Q_SCORE, Q_TOP, Q_LOW = (
    INDEX["wronged"], INDEX["scored"], INDEX["score"], INDEX["top-grade"], INDEX["low-grade"],
)  # fmt: skip
Q_COM, Q_COM_SCORE, Q_BAD, Q_DEBTORS, Q_EARN = (
    INDEX["com-scored"], INDEX["com-score"], INDEX["bad-credit"], INDEX["debtors"], INDEX["earnings"],
)  # fmt: skip
Q_ANXIETY, Q_CHANGED, Q_KINDS = INDEX["anxiety"], INDEX["changed"], INDEX["changed-kinds"]
Q_LL, Q_LT, Q_ONCE, Q_OL, Q_OT = (
    INDEX["listed-livelihood"], INDEX["listed-ties"], INDEX["once-listed"], INDEX["once-livelihood"],
    INDEX["once-ties"],
)  # fmt: skip
Q_KL, Q_PK, Q_WL, Q_WRL = (
    INDEX["kin-livelihood"], INDEX["past-kin"], INDEX["wrong-listed"], INDEX["wronged-livelihood"],
)  # fmt: skip
Q_KNOWN_STATE, Q_KNOWN_FIRMS, Q_DONE, Q_FALLEN = (
    INDEX["known-state"], INDEX["known-firms"], INDEX["done"], INDEX["low-fallen"],
)  # fmt: skip
Q_LIVELIHOOD = INDEX["livelihood"]
#: Quantities of the columns of ``Work.column`` and ``Work.joint``; column 0 counts adults.
_DENSE = np.array(
    [
        Q_ADULTS,
        *_PLAIN[:, 0].tolist(),
        Q_APPROVES, Q_STATES, Q_RISK, Q_ANXIETY,
        INDEX["tried"], INDEX["refused-ever"], INDEX["opportunities"],
        Q_KNOWN_STATE, Q_KNOWN_FIRMS, Q_DONE, Q_KINDS, Q_CHANGED, Q_BAD, Q_PK, Q_FALLEN,
        Q_COM, Q_COM_SCORE,
    ],
    dtype=np.int64,
)  # fmt: skip


@register_jitable
def bits14(value: Int) -> np.int64:
    """Number of ones among the lower 14 bits."""
    ones = np.int64(value) & 0x3FFF
    ones = (ones & 0x1555) + ((ones >> 1) & 0x1555)
    ones = (ones & 0x3333) + ((ones >> 2) & 0x3333)
    ones = (ones + (ones >> 4)) & 0x0F0F
    return (ones + (ones >> 8)) & 0x1F


@register_jitable
def stated(approval: float, risk: float, a: np.ndarray) -> float:
    """Approval as told to an interviewer, 0..1."""
    return share(approval + a[A.falsification] * risk * (a[A.acceptable] - approval))


@register_jitable
def _group(s: State, w: Work, lo: Int, n: Int) -> tuple[np.int64, np.int64]:
    """Fill ``w.group`` of adults alive (255 for others) and list the groups met in ``w.cells``.

    A group counts age * 25 + education * 5 + income, + 125 for weight class 1. Minors alive are
    added to the persons at once. Returns how many persons and adults there are.
    """
    band = s.pu[AGE_BAND, lo : lo + n]
    education = s.pu[EDUCATION, lo : lo + n]
    income = s.pu[QUINTILE, lo : lo + n]
    weights = s.pu[WCLASS, lo : lo + n]
    alive = s.pu[ALIVE, lo : lo + n]
    persons = np.int64(0)
    adults = np.int64(0)
    w.used[U_CELLS] = 0
    for i in range(n):
        cell = np.int64(255)
        if alive[i] == 1:
            persons += 1
            if band[i] == 0:
                count(w, s.pu, lo + i, Q_PERSONS, 1)
            else:
                adults += 1
                cell = np.int64(band[i]) * 25 + np.int64(education[i]) * 5 + np.int64(income[i])
                cell += np.int64(weights[i]) * 125
                if w.joint[cell, 0] == 0:
                    w.cells[w.used[U_CELLS]] = np.uint8(cell)
                    w.used[U_CELLS] += 1
                w.joint[cell, 0] += 1
        w.group[i] = np.uint8(cell)
    return persons, adults


@register_jitable
def _fill_opinions(s: State, w: Work, lo: Int, n: Int, a: np.ndarray) -> None:
    """Columns of opinions and beliefs of a strip into ``w.column`` [n, 32] (shares in 1/65536)."""
    for k in range(_PLAIN.shape[0]):
        column = s.pf[_PLAIN[k, 1], lo : lo + n]
        for i in range(n):
            w.column[i, 1 + k] = np.int32(np.float64(column[i]) * 65536.0 + 0.5)
    first = 1 + _PLAIN.shape[0]
    approval = s.pf[APPROVAL, lo : lo + n]
    money = s.pf[RISK_MONEY, lo : lo + n]
    public = s.pf[RISK_PUBLIC, lo : lo + n]
    speech = s.pf[RISK_SPEECH, lo : lo + n]
    aware = s.pf[AWARE, lo : lo + n]
    for i in range(n):
        private = np.float64(approval[i])
        fear = np.float64(speech[i])
        w.column[i, first] = np.int32(private > 0.5)
        w.column[i, first + 1] = np.int32(stated(private, fear, a) > 0.5)
    for i in range(n):
        risk = (np.float64(money[i]) + np.float64(public[i]) + np.float64(speech[i])) * (1.0 / 3.0)
        w.column[i, first + 2] = np.int32(risk * 65536.0 + 0.5)
        w.column[i, first + 3] = np.int32(risk * np.float64(aware[i]) * 65536.0 + 0.5)


@register_jitable
def _fill_marks(s: State, w: Work, lo: Int, begin: Int, n: Int, first: Int) -> None:
    """Columns of attempts, knowledge and what has befallen one, from ``first`` on."""
    known = s.pw[KNOWN, lo : lo + n]
    done = s.pw[DONE, lo : lo + n]
    past = s.pu[PAST, lo : lo + n]
    bad = s.pu[BAD_CREDIT, lo : lo + n]
    tried = s.pi[TRIED, lo : lo + n]
    refused = s.pi[REFUSED, lo : lo + n]
    for i in range(n):
        w.column[i, first] = np.int32(tried[i])
        w.column[i, first + 1] = np.int32(refused[i])
        w.column[i, first + 2] = np.int32(w.met[begin + i])
    for i in range(n):
        w.column[i, first + 3] = np.int32(bits14(np.int64(known[i])))
        w.column[i, first + 4] = np.int32(bits14(np.int64(known[i]) >> 16))
    for i in range(n):
        changed = bits14(np.int64(done[i]) >> 16)
        w.column[i, first + 5] = np.int32(bits14(np.int64(done[i])))
        w.column[i, first + 6] = np.int32(changed)
        w.column[i, first + 7] = np.int32(changed > 0)
    commercial = s.pi[COM_SCORE, lo : lo + n]
    for i in range(n):
        w.column[i, 30] = np.int32(commercial[i] > 0)
        w.column[i, 31] = np.int32(commercial[i])
    for i in range(n):
        w.column[i, first + 8] = np.int32(bad[i] > 0)
        w.column[i, first + 9] = np.int32((np.int64(past[i]) & PAST_KIN) != 0)
        w.column[i, first + 10] = np.int32((np.int64(past[i]) & PAST_LOW) != 0)


@register_jitable
def _add_columns(s: State, w: Work, lo: Int, begin: Int, n: Int) -> np.int64:
    """Add a strip's columns by group; returns its trust in strangers.

    int32 holds the sums: at most 1,536 subjects times a share of 3 in 1/65536.
    """
    trust = np.int64(0)
    income = s.pf[INCOME, lo : lo + n]
    left = s.pf[LIVELIHOOD, lo : lo + n]
    for i in range(n):
        g = np.uint64(w.group[begin + i])
        # group 255 takes what is not counted: adding it up costs less than asking
        trust += np.int64(w.column[i, 1]) * np.int64(g != 255)
        row = w.column[i]
        into = w.joint[g]
        for k in range(1, 32):
            into[k] += row[k]
        w.earned[g] += np.int64(np.float64(income[i]) * np.float64(left[i]))
    return trust


@register_jitable
def _fold_groups(w: Work) -> None:
    """Add the groups met in the neighbourhood to its ages, educations and incomes; clear them."""
    for x in range(w.used[U_CELLS]):
        g = np.int64(w.cells[x])
        c = g // 125
        age = (g % 125) // 25
        education = 5 + (g % 25) // 5
        earner = 10 + g % 5
        for k in range(_DENSE.shape[0]):
            part = np.int64(w.joint[g, k])
            q = _DENSE[k]
            w.cell[c, age, q] += part
            w.cell[c, education, q] += part
            w.cell[c, earner, q] += part
        earned = w.earned[g]
        w.cell[c, age, Q_EARN] += earned
        w.cell[c, education, Q_EARN] += earned
        w.cell[c, earner, Q_EARN] += earned
        w.earned[g] = 0
        people = np.int64(w.joint[g, 0])
        w.cell[c, age, Q_PERSONS] += people
        w.cell[c, education, Q_PERSONS] += people
        w.cell[c, earner, Q_PERSONS] += people
        for k in range(32):
            w.joint[g, k] = 0
    w.earned[255] = 0
    for k in range(32):
        w.joint[255, k] = 0


@register_jitable
def _tally_scores(s: State, w: Work, lo: Int, n: Int, g: Int, r: Rules) -> None:
    """Stocks of scores and grades, where a city keeps one."""
    if r.points[g] == 0:
        return
    low = np.int64(r.grades[g]) - 2
    for i in range(n):
        p = lo + i
        grade = np.int64(s.pu[CITY_GRADE, p])
        if w.group[i] != 255 and grade < 16:
            count(w, s.pu, p, Q_SCORED, 1)
            count(w, s.pu, p, Q_SCORE, city_points(r, g, np.int64(s.pi[CITY_SCORE, p])))
            if grade < 3:
                count(w, s.pu, p, Q_TOP, 1)
            if grade >= low:
                count(w, s.pu, p, Q_LOW, 1)


@register_jitable
def _tally_lists(s: State, w: Work, lo: Int, n: Int, black: Int, red: Int, limit: Int) -> np.int64:
    """Stocks of listed, once listed, limited, praised, wronged and kin of listed; returns the listed."""
    for i in range(n):
        w.kin[i] = np.uint8(0)
    listed = np.int64(0)
    for i in range(n):
        p = lo + i
        lists = np.int64(s.pw[LISTS, p])
        past = np.int64(s.pu[PAST, p]) & PAST_LISTED
        if lists == 0 and past == 0 and s.pu[SUSPECT, p] == 0:
            continue
        left = fixed(np.float64(s.pf[LIVELIHOOD, p]))
        if lists & black and s.pu[ALIVE, p] == 1:
            home = np.int64(s.pi[HOME, p])
            for j in range(home, home + np.int64(s.pu[HOME_SIZE, p])):
                w.kin[j] = np.uint8(1)
        if w.group[i] == 255:
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
    if listed > 0:
        for i in range(n):
            if w.kin[i] == 1 and w.group[i] != 255 and np.int64(s.pw[LISTS, lo + i]) & black == 0:
                count(w, s.pu, lo + i, Q_KIN, 1)
                count(w, s.pu, lo + i, Q_KL, fixed(np.float64(s.pf[LIVELIHOOD, lo + i])))
    return listed


@register_jitable
def _add_row(total: np.ndarray, into: np.ndarray, also: np.ndarray) -> None:
    """Add a row of weighted sums to a row of the places and of the blocks."""
    for k in range(_QUANTITIES):
        into[k] += total[k]
        also[k] += total[k]


@register_jitable
def _spread(s: State, w: Work, t: Tally, h: Int) -> None:
    """Add the neighbourhood's table to the tally, weighted, and clear it."""
    place = t.places[np.int64(s.hoods[h].province)]
    block = t.blocks[np.int64(s.hoods[h].block)]
    town = G_URBAN + 1 - np.int64(s.hoods[h].urban)
    everyone = w.total[0]
    row = w.total[1]
    for k in range(_QUANTITIES):
        everyone[k] = 0
    for group in range(15):
        one = w.cell[0, group]
        two = w.cell[1, group]
        for k in range(_QUANTITIES):
            row[k] = one[k] * w.weights[0] + two[k] * w.weights[1]
            one[k] = 0
            two[k] = 0
        _add_row(row, place[G_AGE + group], block[G_AGE + group])
        if group < 5:
            for k in range(_QUANTITIES):
                everyone[k] += row[k]
    _add_row(everyone, place[G_ALL], block[G_ALL])
    _add_row(everyone, place[town], block[town])
    for kind in range(2):
        one = w.cell[0, 15 + kind]
        for k in range(_QUANTITIES):
            row[k] = one[k] * w.weights[2 + kind]
            one[k] = 0
        _add_row(row, place[G_COMPANY + kind], block[G_COMPANY + kind])


@register_jitable
def _colours(r: Rules) -> tuple[np.int64, np.int64]:
    """Black and red lists, as bits."""
    black = np.int64(0)
    red = np.int64(0)
    for number in range(r.lists):
        if r.list_colour[number] < 0:
            black |= np.int64(1) << number
        elif r.list_colour[number] > 0:
            red |= np.int64(1) << number
    return black, red


@register_jitable
def _tally_companies(s: State, h: Int, w: Work, black: Int, limit: Int) -> None:
    """Stocks of companies: number, lists, market, turnover, bad credit."""
    first = s.hoods[h].company_first
    for j in range(s.hoods[h + 1].company_first - first):
        c = first + j
        if s.cu[ACTIVE, c] == 0:
            continue
        lists = np.int64(s.cw[FIRM_LISTS, c])
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


@register_jitable
def tally(h: Int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray) -> None:
    """Add neighbourhood ``h`` to the sums; leave its board."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    black, red = _colours(r)
    limit = np.int64(r.court[COURT_LIMIT_LIST])
    persons, adults = _group(s, w, lo, n)
    trust = np.int64(0)
    for begin in range(0, n, STRIP):
        # a strip's columns stay in the nearest cache from being filled to being added
        m = min(np.int64(STRIP), n - begin)
        _fill_opinions(s, w, lo + begin, m, a)
        _fill_marks(s, w, lo + begin, begin, m, 5 + _PLAIN.shape[0])
        trust += _add_columns(s, w, lo + begin, begin, m)
    _fold_groups(w)
    _tally_scores(s, w, lo, n, np.int64(s.hoods[h].regime), r)
    listed = _tally_lists(s, w, lo, n, black, red, limit)
    for d in range(s.hoods[h].debt_count):
        stage = np.int64(s.debts[h, d].stage)
        if stage >= S_ENFORCED and stage != S_ENDED:
            kind = np.int64(s.debts[h, d].kind)
            add_event(w, s, h, kind, np.int64(s.debts[h, d].who), Q_DEBTORS, 1)
    _tally_companies(s, h, w, black, limit)
    first = s.hoods[h].office_first
    for o in range(first, s.hoods[h + 1].office_first):
        s.board[h, B_OFFICE_BUDGET] += np.int64(np.float64(s.of[BUDGET, o]) * 16.0)
        s.board[h, B_OFFICE_EFFORT] += fixed(np.float64(s.of[EFFORT, o]))
        add_event(w, s, h, 2, o - first, Q_PERSONS, 1)
    _spread(s, w, t, h)
    s.board[h, B_PERSONS] = persons
    s.board[h, B_ADULTS] = adults
    s.board[h, B_LISTED] = listed
    s.board[h, B_TRUST] = trust
