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

from xinyong.engine import dials as A
from xinyong.engine.arithmetic import fixed, share
from xinyong.engine.layout import State, Tally, Work
from xinyong.engine.rows import add_event
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
Q_TRIED, Q_REFUSED, Q_LIVELIHOOD = INDEX["tried"], INDEX["refused-ever"], INDEX["livelihood"]


@register_jitable  # type: ignore[untyped-decorator]
def bits14(value: int) -> np.int64:
    """Number of ones among the lower 14 bits."""
    count = np.int64(0)
    for b in range(14):
        count += (np.int64(value) >> b) & 1
    return count


@register_jitable  # type: ignore[untyped-decorator]
def stated(approval: float, risk: float, a: np.ndarray) -> float:
    """Approval as told to an interviewer, 0..1."""
    return share(approval + a[A.falsification] * risk * (a[A.acceptable] - approval))


@register_jitable  # type: ignore[untyped-decorator]
def _tally_lists(s: State, h: int, i: int, w: Work, black: int, red: int, limit: int) -> None:
    """Stocks of listed, once listed, limited, praised and kin of listed."""
    lo = s.hoods[h].person_first
    p = lo + i
    lists = np.int64(s.pw[LISTS, p])
    left = fixed(np.float64(s.pf[LIVELIHOOD, p]))
    if lists & black:
        add_event(w, s, h, 0, i, Q_LISTED, 1)
        add_event(w, s, h, 0, i, Q_LL, left)
        add_event(w, s, h, 0, i, Q_LT, fixed(np.float64(s.pf[TIES, p])))
        if s.pu[SUSPECT, p] > 0:
            add_event(w, s, h, 0, i, Q_WL, 1)
    elif np.int64(s.pu[PAST, p]) & PAST_LISTED:
        add_event(w, s, h, 0, i, Q_ONCE, 1)
        add_event(w, s, h, 0, i, Q_OL, left)
        add_event(w, s, h, 0, i, Q_OT, fixed(np.float64(s.pf[TIES, p])))
    if limit >= 0 and (lists >> limit) & 1:
        add_event(w, s, h, 0, i, Q_LIMITED, 1)
    if lists & red:
        add_event(w, s, h, 0, i, Q_PRAISED, 1)
    if lists & black == 0:
        home = np.int64(s.pi[HOME, p])
        for j in range(home, home + np.int64(s.pu[HOME_SIZE, p])):
            if np.int64(s.pw[LISTS, lo + j]) & black and s.pu[ALIVE, lo + j] == 1:
                add_event(w, s, h, 0, i, Q_KIN, 1)
                add_event(w, s, h, 0, i, Q_KL, left)
                break


@register_jitable  # type: ignore[untyped-decorator]
def _tally_marks(s: State, h: int, i: int, w: Work, g: int, r: Rules) -> None:
    """Stocks of scores, grades, knowledge and what has befallen one."""
    p = s.hoods[h].person_first + i
    grade = np.int64(s.pu[CITY_GRADE, p])
    if r.points[g] == 1 and grade < 16:
        add_event(w, s, h, 0, i, Q_SCORED, 1)
        add_event(w, s, h, 0, i, Q_SCORE, city_points(r, g, np.int64(s.pi[CITY_SCORE, p])))
        add_event(w, s, h, 0, i, Q_TOP, 1 if grade < 3 else 0)
        add_event(w, s, h, 0, i, Q_LOW, 1 if grade >= np.int64(r.grades[g]) - 2 else 0)
    if s.pi[COM_SCORE, p] > 0:
        add_event(w, s, h, 0, i, Q_COM, 1)
        add_event(w, s, h, 0, i, Q_COM_SCORE, np.int64(s.pi[COM_SCORE, p]))
    if s.pu[BAD_CREDIT, p] > 0:
        add_event(w, s, h, 0, i, Q_BAD, 1)
    if s.pu[SUSPECT, p] > 0:
        add_event(w, s, h, 0, i, Q_WRONGED, 1)
        add_event(w, s, h, 0, i, Q_WRL, fixed(np.float64(s.pf[LIVELIHOOD, p])))
    past = np.int64(s.pu[PAST, p])
    add_event(w, s, h, 0, i, Q_PK, 1 if past & PAST_KIN else 0)
    add_event(w, s, h, 0, i, Q_FALLEN, 1 if past & PAST_LOW else 0)
    known = np.int64(s.pw[KNOWN, p])
    if known != 0:
        add_event(w, s, h, 0, i, Q_KNOWN_STATE, bits14(known))
        add_event(w, s, h, 0, i, Q_KNOWN_FIRMS, bits14(known >> 16))
    done = np.int64(s.pw[DONE, p])
    if done != 0:
        add_event(w, s, h, 0, i, Q_DONE, bits14(done))
        changed = bits14(done >> 16)
        add_event(w, s, h, 0, i, Q_KINDS, changed)
        add_event(w, s, h, 0, i, Q_CHANGED, 1 if changed > 0 else 0)
    add_event(w, s, h, 0, i, Q_TRIED, np.int64(s.pi[TRIED, p]))
    add_event(w, s, h, 0, i, Q_REFUSED, np.int64(s.pi[REFUSED, p]))


@register_jitable  # type: ignore[untyped-decorator]
def _spread(s: State, w: Work, t: Tally, h: int) -> None:
    """Add the neighbourhood's table to the tally, weighted, and clear it."""
    place = np.int64(s.hoods[h].province)
    block = np.int64(s.hoods[h].block)
    town = G_URBAN + 1 - np.int64(s.hoods[h].urban)
    for c in range(2):
        weight = np.int64(s.hoods[h].weight) if c == 0 else np.int64(s.hoods[h].weight_one)
        for k in range(_QUANTITIES):
            everyone = np.int64(0)
            for row in range(5):
                everyone += w.cell[c, row, k]
            if everyone == 0:
                continue
            t.places[place, G_ALL, k] += everyone * weight
            t.places[place, town, k] += everyone * weight
            t.blocks[block, G_ALL, k] += everyone * weight
            t.blocks[block, town, k] += everyone * weight
            for row in range(15):
                value = w.cell[c, row, k]
                if value != 0:
                    t.places[place, G_AGE + row, k] += value * weight
                    t.blocks[block, G_AGE + row, k] += value * weight
                    w.cell[c, row, k] = 0
    for row in range(2):
        weight = np.int64(s.hoods[h].company_weight) if row == 0 else np.int64(s.hoods[h].office_weight)
        for k in range(_QUANTITIES):
            value = w.cell[0, 15 + row, k]
            if value != 0:
                t.places[place, G_COMPANY + row, k] += value * weight
                t.blocks[block, G_COMPANY + row, k] += value * weight
                w.cell[0, 15 + row, k] = 0


@register_jitable  # type: ignore[untyped-decorator]
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


@register_jitable  # type: ignore[untyped-decorator]
def _tally_person(s: State, h: int, i: int, w: Work, a: np.ndarray) -> None:
    """Stocks that every adult has: opinions, beliefs, earnings."""
    p = s.hoods[h].person_first + i
    c = np.int64(s.pu[WCLASS, p])
    first = w.cell[c, np.int64(s.pu[AGE_BAND, p])]
    second = w.cell[c, 5 + np.int64(s.pu[EDUCATION, p])]
    third = w.cell[c, 10 + np.int64(s.pu[QUINTILE, p])]
    for k in range(_PLAIN.shape[0]):
        value = fixed(np.float64(s.pf[_PLAIN[k, 1], p]))
        first[_PLAIN[k, 0]] += value
        second[_PLAIN[k, 0]] += value
        third[_PLAIN[k, 0]] += value
    approval = np.float64(s.pf[APPROVAL, p])
    speech = np.float64(s.pf[RISK_SPEECH, p])
    risk = (np.float64(s.pf[RISK_MONEY, p]) + np.float64(s.pf[RISK_PUBLIC, p]) + speech) * (1.0 / 3.0)
    if approval > 0.5:
        add_event(w, s, h, 0, i, Q_APPROVES, 1)
    if stated(approval, speech, a) > 0.5:
        add_event(w, s, h, 0, i, Q_STATES, 1)
    add_event(w, s, h, 0, i, Q_ADULTS, 1)
    add_event(w, s, h, 0, i, Q_RISK, fixed(risk))
    add_event(w, s, h, 0, i, Q_ANXIETY, fixed(risk * np.float64(s.pf[AWARE, p])))
    earning = np.float64(s.pf[INCOME, p]) * np.float64(s.pf[LIVELIHOOD, p])
    add_event(w, s, h, 0, i, Q_EARN, np.int64(earning))


@register_jitable  # type: ignore[untyped-decorator]
def _tally_companies(s: State, h: int, w: Work, black: int, limit: int) -> None:
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


@register_jitable  # type: ignore[untyped-decorator]
def tally(h: int, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray) -> None:
    """Add neighbourhood ``h`` to the sums; leave its board."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    black, red = _colours(r)
    limit = np.int64(r.court[COURT_LIMIT_LIST])
    g = np.int64(s.hoods[h].regime)
    adults = np.int64(0)
    persons = np.int64(0)
    listed = np.int64(0)
    trust = np.int64(0)
    for i in range(n):
        p = lo + i
        if s.pu[ALIVE, p] == 0:
            continue
        persons += 1
        add_event(w, s, h, 0, i, Q_PERSONS, 1)
        if s.pu[AGE_BAND, p] == 0:
            continue
        adults += 1
        trust += fixed(np.float64(s.pf[TRUST_STRANGERS, p]))
        _tally_person(s, h, i, w, a)
        _tally_lists(s, h, i, w, black, red, limit)
        _tally_marks(s, h, i, w, g, r)
        if np.int64(s.pw[LISTS, p]) & black:
            listed += 1
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
