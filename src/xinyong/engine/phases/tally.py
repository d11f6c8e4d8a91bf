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


@register_jitable
def bits14(value: Int) -> np.int64:
    """Number of ones among the lower 14 bits."""
    count = np.int64(0)
    for b in range(14):
        count += (np.int64(value) >> b) & 1
    return count


@register_jitable
def stated(approval: float, risk: float, a: np.ndarray) -> float:
    """Approval as told to an interviewer, 0..1."""
    return share(approval + a[A.falsification] * risk * (a[A.acceptable] - approval))


@register_jitable
def sum_column(w: Work, n: Int, quantity: Int) -> None:
    """Add ``w.value`` [n] by ``w.group`` [n] to a quantity: once by joint group, then to the margins.

    Groups count age * 25 + education * 5 + income, + 125 for weight class 1; 255 = not counted.
    """
    for q in range(250):
        w.joint[q] = 0
    for i in range(n):
        w.joint[w.group[i]] += w.value[i]
    for c in range(2):
        for age in range(5):
            for education in range(5):
                for income in range(5):
                    part = w.joint[c * 125 + age * 25 + education * 5 + income]
                    if part != 0:
                        w.cell[c, age, quantity] += part
                        w.cell[c, 5 + education, quantity] += part
                        w.cell[c, 10 + income, quantity] += part


@register_jitable
def _group(s: State, w: Work, lo: Int, n: Int, adults: Int) -> np.int64:
    """Fill ``w.group`` for all alive, or all adults alive; returns how many."""
    band = s.pu[AGE_BAND, lo : lo + n]
    education = s.pu[EDUCATION, lo : lo + n]
    income = s.pu[QUINTILE, lo : lo + n]
    weights = s.pu[WCLASS, lo : lo + n]
    alive = s.pu[ALIVE, lo : lo + n]
    count = np.int64(0)
    for i in range(n):
        cell = np.int64(band[i]) * 25 + np.int64(education[i]) * 5 + np.int64(income[i])
        cell += np.int64(weights[i]) * 125
        if alive[i] == 0 or (adults == 1 and band[i] == 0):
            cell = np.int64(255)
        else:
            count += 1
        w.group[i] = np.uint8(cell)
    return count


@register_jitable
def _tally_opinions(s: State, w: Work, lo: Int, n: Int, a: np.ndarray) -> None:
    """Stocks that every adult has: opinions, beliefs, earnings, attempts."""
    for k in range(_PLAIN.shape[0]):
        column = s.pf[_PLAIN[k, 1], lo : lo + n]
        for i in range(n):
            w.value[i] = fixed(np.float64(column[i]))
        sum_column(w, n, _PLAIN[k, 0])
    approval = s.pf[APPROVAL, lo : lo + n]
    money = s.pf[RISK_MONEY, lo : lo + n]
    public = s.pf[RISK_PUBLIC, lo : lo + n]
    speech = s.pf[RISK_SPEECH, lo : lo + n]
    aware = s.pf[AWARE, lo : lo + n]
    income = s.pf[INCOME, lo : lo + n]
    left = s.pf[LIVELIHOOD, lo : lo + n]
    for i in range(n):
        w.value[i] = 1
    sum_column(w, n, Q_ADULTS)
    for i in range(n):
        w.value[i] = 1 if np.float64(approval[i]) > 0.5 else 0
    sum_column(w, n, Q_APPROVES)
    for i in range(n):
        w.value[i] = 1 if stated(np.float64(approval[i]), np.float64(speech[i]), a) > 0.5 else 0
    sum_column(w, n, Q_STATES)
    for i in range(n):
        risk = (np.float64(money[i]) + np.float64(public[i]) + np.float64(speech[i])) * (1.0 / 3.0)
        w.value[i] = fixed(risk)
    sum_column(w, n, Q_RISK)
    for i in range(n):
        risk = (np.float64(money[i]) + np.float64(public[i]) + np.float64(speech[i])) * (1.0 / 3.0)
        w.value[i] = fixed(risk * np.float64(aware[i]))
    sum_column(w, n, Q_ANXIETY)
    for i in range(n):
        w.value[i] = np.int64(np.float64(income[i]) * np.float64(left[i]))
    sum_column(w, n, Q_EARN)
    for q, row in ((Q_TRIED, TRIED), (Q_REFUSED, REFUSED)):
        counts = s.pi[row, lo : lo + n]
        for i in range(n):
            w.value[i] = np.int64(counts[i])
        sum_column(w, n, q)


@register_jitable
def _tally_marks(s: State, w: Work, lo: Int, n: Int) -> None:
    """Stocks of what is known of one, what a scheme changed, what has befallen one."""
    known = s.pw[KNOWN, lo : lo + n]
    done = s.pw[DONE, lo : lo + n]
    past = s.pu[PAST, lo : lo + n]
    bad = s.pu[BAD_CREDIT, lo : lo + n]
    for q, shift in ((Q_KNOWN_STATE, 0), (Q_KNOWN_FIRMS, 16)):
        for i in range(n):
            w.value[i] = bits14(np.int64(known[i]) >> shift)
        sum_column(w, n, q)
    for q, shift in ((Q_DONE, 0), (Q_KINDS, 16)):
        for i in range(n):
            w.value[i] = bits14(np.int64(done[i]) >> shift)
        sum_column(w, n, q)
    for i in range(n):
        w.value[i] = 1 if np.int64(done[i]) >> 16 != 0 else 0
    sum_column(w, n, Q_CHANGED)
    for i in range(n):
        w.value[i] = 1 if bad[i] > 0 else 0
    sum_column(w, n, Q_BAD)
    for q, bit in ((Q_PK, PAST_KIN), (Q_FALLEN, PAST_LOW)):
        for i in range(n):
            w.value[i] = 1 if np.int64(past[i]) & bit else 0
        sum_column(w, n, q)


@register_jitable
def _tally_scores(s: State, w: Work, lo: Int, n: Int, g: Int, r: Rules) -> None:
    """Stocks of scores and grades, where there are any."""
    if r.points[g] == 1:
        grade = s.pu[CITY_GRADE, lo : lo + n]
        score = s.pi[CITY_SCORE, lo : lo + n]
        low = np.int64(r.grades[g]) - 2
        for i in range(n):
            w.value[i] = 1 if grade[i] < 16 else 0
        sum_column(w, n, Q_SCORED)
        for i in range(n):
            w.value[i] = city_points(r, g, np.int64(score[i])) if grade[i] < 16 else 0
        sum_column(w, n, Q_SCORE)
        for i in range(n):
            w.value[i] = 1 if grade[i] < 3 else 0
        sum_column(w, n, Q_TOP)
        for i in range(n):
            w.value[i] = 1 if grade[i] < 16 and np.int64(grade[i]) >= low else 0
        sum_column(w, n, Q_LOW)
    if r.com_on[0] == 1:
        commercial = s.pi[COM_SCORE, lo : lo + n]
        for i in range(n):
            w.value[i] = 1 if commercial[i] > 0 else 0
        sum_column(w, n, Q_COM)
        for i in range(n):
            w.value[i] = np.int64(commercial[i])
        sum_column(w, n, Q_COM_SCORE)


@register_jitable
def _tally_lists(s: State, h: Int, i: Int, w: Work, black: Int, red: Int, limit: Int, anybody: Int) -> None:
    """Stocks of listed, once listed, limited, praised, wronged and kin of listed."""
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
    if s.pu[SUSPECT, p] > 0:
        add_event(w, s, h, 0, i, Q_WRONGED, 1)
        add_event(w, s, h, 0, i, Q_WRL, left)
    if limit >= 0 and (lists >> limit) & 1:
        add_event(w, s, h, 0, i, Q_LIMITED, 1)
    if lists & red:
        add_event(w, s, h, 0, i, Q_PRAISED, 1)
    if lists & black == 0 and anybody == 1:
        home = np.int64(s.pi[HOME, p])
        for j in range(home, home + np.int64(s.pu[HOME_SIZE, p])):
            if np.int64(s.pw[LISTS, lo + j]) & black and s.pu[ALIVE, lo + j] == 1:
                add_event(w, s, h, 0, i, Q_KIN, 1)
                add_event(w, s, h, 0, i, Q_KL, left)
                break


@register_jitable
def _spread(s: State, w: Work, t: Tally, h: Int) -> None:
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
    persons = _group(s, w, lo, n, 0)
    for i in range(n):
        w.value[i] = 1
    sum_column(w, n, Q_PERSONS)
    adults = _group(s, w, lo, n, 1)
    _tally_opinions(s, w, lo, n, a)
    _tally_marks(s, w, lo, n)
    _tally_scores(s, w, lo, n, np.int64(s.hoods[h].regime), r)
    listed = np.int64(0)
    trust = np.int64(0)
    for i in range(n):
        if w.group[i] != 255:
            trust += fixed(np.float64(s.pf[TRUST_STRANGERS, lo + i]))
            listed += 1 if np.int64(s.pw[LISTS, lo + i]) & black else 0
    anybody = 1 if listed > 0 else 0
    for i in range(n):
        if w.group[i] != 255:
            _tally_lists(s, h, i, w, black, red, limit, anybody)
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
