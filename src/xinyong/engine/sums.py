"""Adding people up: columns by joint group first, the margins of age, education and income after.

Used by the tally. A strip of people has its columns filled side by side, each row is added to its
joint group in one go, and once a neighbourhood the few groups met are folded into the margins.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.arithmetic import share
from xinyong.engine.layout import U_CELLS, State, Work
from xinyong.engine.rows import count
from xinyong.fields import (
    AGE_BAND,
    ALIVE,
    APPROVAL,
    AWARE,
    BAD_CREDIT,
    CENSOR,
    COM_SCORE,
    DONE,
    EDUCATION,
    GAMING,
    INCOME,
    INSECURITY,
    INTRINSIC,
    KNOWN,
    LEGITIMACY,
    LIVELIHOOD,
    PAST,
    PAST_KIN,
    PAST_LOW,
    PRIVACY,
    QUINTILE,
    REFUSED,
    RISK_MONEY,
    RISK_PUBLIC,
    RISK_SPEECH,
    TIES,
    TRIED,
    TRUST_GENERAL,
    TRUST_GOVERNMENT,
    TRUST_MARKET,
    TRUST_STRANGERS,
    WCLASS,
)
from xinyong.quantities import (
    INDEX,
)

#: Stocks that are a share column of their own: (row of the tally, row of the state).
PLAIN = np.array(
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
Q_PERSONS, Q_EARN = INDEX["persons"], INDEX["earnings"]
#: Quantities of the columns of ``Work.column`` and ``Work.joint``; column 0 counts adults.
DENSE = np.array(
    [
        INDEX["adults"],
        *PLAIN[:, 0].tolist(),
        INDEX["approves"], INDEX["states-approval"], INDEX["risk"], INDEX["anxiety"],
        INDEX["tried"], INDEX["refused-ever"], INDEX["opportunities"],
        INDEX["known-state"], INDEX["known-firms"], INDEX["done"], INDEX["changed-kinds"], INDEX["changed"],
        INDEX["bad-credit"], INDEX["past-kin"], INDEX["low-fallen"],
        INDEX["com-scored"], INDEX["com-score"],
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
def group_people(s: State, w: Work, lo: Int, n: Int) -> tuple[np.int64, np.int64]:
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
def fill_opinions(s: State, w: Work, lo: Int, n: Int, a: np.ndarray) -> None:
    """Columns of opinions and beliefs of a strip into ``w.column`` [n, 32] (shares in 1/65536)."""
    for k in range(PLAIN.shape[0]):
        column = s.pf[PLAIN[k, 1], lo : lo + n]
        for i in range(n):
            w.column[i, 1 + k] = np.int32(np.float64(column[i]) * 65536.0 + 0.5)
    first = 1 + PLAIN.shape[0]
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
def fill_marks(s: State, w: Work, lo: Int, begin: Int, n: Int, first: Int) -> None:
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
def add_columns(s: State, w: Work, lo: Int, begin: Int, n: Int) -> np.int64:
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
def fold_groups(w: Work) -> None:
    """Add the groups met in the neighbourhood to its ages, educations and incomes; clear them."""
    for x in range(w.used[U_CELLS]):
        g = np.int64(w.cells[x])
        c = g // 125
        age = (g % 125) // 25
        education = 5 + (g % 25) // 5
        earner = 10 + g % 5
        for k in range(DENSE.shape[0]):
            part = np.int64(w.joint[g, k])
            q = DENSE[k]
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
