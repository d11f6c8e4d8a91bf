"""Debtors: what they have, what they earn, and what not paying costs them a month.

Persons have assets and an income, companies reserves and a turnover. What presses is what follows from the
listing: gates that know, relatives refused, limits of spending, shame (``court`` says when).
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.layout import State
from xinyong.fields import (
    ACCESS,
    ASSETS,
    DEBT_LIMITED,
    DEBT_NAMED,
    HOME,
    HOME_SIZE,
    INCOME,
    LIVELIHOOD,
    PAST,
    PAST_KIN,
    RESERVES,
    REVENUE,
    S_LISTED,
    SEEN,
)

_GATES = len(ACCESS)
#: A debt below so many yuan is small.
SMALL = 20000.0


@register_jitable
def purse(s: State, h: Int, kind: Int, who: Int) -> float:
    """Liquid assets of a person or company, yuan."""
    if kind == 0:
        return float(np.float64(s.pf[ASSETS, s.hoods[h].person_first + who]))
    return float(np.float64(s.cf[RESERVES, s.hoods[h].company_first + who]))


@register_jitable
def earns(s: State, h: Int, kind: Int, who: Int) -> float:
    """Monthly income of a person after measures, or a twentieth of a company's turnover, yuan."""
    if kind == 0:
        p = s.hoods[h].person_first + who
        return float(np.float64(s.pf[INCOME, p]) * np.float64(s.pf[LIVELIHOOD, p]))
    return float(np.float64(s.cf[REVENUE, s.hoods[h].company_first + who]) * 0.05)


@register_jitable
def spend(s: State, h: Int, kind: Int, who: Int, amount: float) -> None:
    """Take ``amount`` from a subject's assets (not below zero)."""
    left = np.float32(max(purse(s, h, kind, who) - amount, 0.0))
    if kind == 0:
        s.pf[ASSETS, s.hoods[h].person_first + who] = left
    else:
        s.cf[RESERVES, s.hoods[h].company_first + who] = left


@register_jitable
def kin_refused(s: State, h: Int, who: Int) -> np.int64:
    """Members of a person's household, beside the person, who have been refused something for kin."""
    lo = s.hoods[h].person_first
    home = np.int64(s.pi[HOME, lo + who])
    found = np.int64(0)
    for j in range(home, home + np.int64(s.pu[HOME_SIZE, lo + who])):
        found += np.int64(j != who) & np.int64(np.int64(s.pu[PAST, lo + j]) & PAST_KIN != 0)
    return found


@register_jitable
def pressure(s: State, h: Int, d: Int, kind: Int, who: Int, amount: float, a: np.ndarray) -> float:
    """What not paying costs a month as a part of the debt, saturating: 0 none .. 1 overwhelming.

    Gatekeepers that know of the listing (bits of ``seen``), relatives under the same roof who have been
    refused for kin (``kin_pain``), spending limits, and, where the debt is small and named in public, shame.
    """
    flags = np.int64(s.debts[d].marks)
    felt = 0.0
    if flags & DEBT_LIMITED:
        felt += a[A.limit_pain]
    if s.debts[d].stage == S_LISTED:
        felt += a[A.listing_pain]
        if kind == 0:
            seen = np.int64(s.pw[SEEN, s.hoods[h].person_first + who])
            gates = np.int64(0)
            for gate in range(_GATES):
                gates += (seen >> gate) & 1
            felt += a[A.gate_pain] * np.float64(gates)
            felt += a[A.kin_pain] * np.float64(kin_refused(s, h, who))
        if flags & DEBT_NAMED and amount < SMALL:
            felt += a[A.shaming]
    x = max(felt, 0.0) * earns(s, h, kind, who) * a[A.patience_months] / max(amount, 1.0)
    return float(x / (1.0 + x))
