"""10. Consequences: what measures in force do to livelihood, assets, ties and trade.

A refusal at a job, a licence or a loan costs a part of one's earning that recovers slowly; being
named in public costs ties, since some contacts turn away (``tie_loss``; exclusion, Sasaki and
Uchida 2013), which also recover (``tie_recovery``). Kin of the listed lose a little of both.
Households put by a part of what they earn. Companies whose listing tenders, finance or permits know
of, or whose grade is in the lower half, lose a part of their market; what they keep of their
turnover is a margin less what compliance costs, the burden of the law on their kind of owner included.
Employers may act on a listing (``engine.workplace``), and the badly rated lose ties (``engine.rating``).

Reads: refusals and fate of the month, lists, seen, grades, scores, income. Writes: livelihood, employer,
ties, assets, market, reserves, compliance cost. Draws: DISMISSAL, one a person listed.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.arithmetic import share, toward
from xinyong.engine.inspecting import bad_grade
from xinyong.engine.layout import F_NAMED, F_SHOCK, State, Work
from xinyong.engine.rating import part_ways
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.engine.workplace import dismiss
from xinyong.fields import (
    ACTIVE,
    ALIVE,
    ASSETS,
    COMPLIANCE_COST,
    DILIGENCE,
    FIRM_LISTS,
    FIRM_SEEN,
    HOME,
    HOME_SIZE,
    INCOME,
    LISTS,
    LIVELIHOOD,
    MARKET,
    OWNER,
    RESERVES,
    REVENUE,
    TIES,
)
from xinyong.quantities import INDEX

Q_COST, Q_PROFIT = INDEX["compliance-cost"], INDEX["profit"]
_LOAN, _CARD, _JOB, _LICENCE, _UNIVERSITY = 2, 3, 8, 9, 7


@register_jitable
def earning_left(left: float, refused: Int, listed: Int, a: np.ndarray) -> float:
    """Livelihood after the month: refusals take, time gives back; listing weighs on recovery."""
    left = toward(left, 1.0 - a[A.listed_drag] * np.float64(listed), a[A.livelihood_recovery])
    if (refused >> _JOB) & 1:
        left -= a[A.job_loss]
    if (refused >> _LICENCE) & 1:
        left -= a[A.licence_loss]
    if (refused >> _LOAN) & 1:
        left -= a[A.loan_loss]
    if (refused >> _UNIVERSITY) & 1:
        left -= a[A.university_loss]
    return max(left, 0.0)


@register_jitable
def consequences(h: Int, month: Int, seed: np.uint64, s: State, w: Work, r: Rules, a: np.ndarray) -> None:
    """Let measures and refusals bear on the people and companies of neighbourhood ``h``."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    black = np.int64(r.black)
    income = s.pf[INCOME, lo : lo + n]
    assets = s.pf[ASSETS, lo : lo + n]
    livelihood = s.pf[LIVELIHOOD, lo : lo + n]
    ties = s.pf[TIES, lo : lo + n]
    lists = s.pw[LISTS, lo : lo + n]
    alive = s.pu[ALIVE, lo : lo + n]
    for i in range(n):
        if alive[i] == 0:
            continue
        left: float = np.float64(livelihood[i])
        refused = np.int64(w.refused[i])
        listed = 1 if np.int64(lists[i]) & black else 0
        if left != 1.0 or refused != 0 or listed == 1:
            left = earning_left(left, refused, listed, a)
            livelihood[i] = np.float32(left)
        kept: float = np.float64(ties[i])
        if kept < 1.0:
            kept = toward(kept, 1.0, a[A.tie_recovery] * (1.0 - 0.5 * np.float64(listed)))
        if np.int64(w.fate[i]) & F_NAMED:
            kept -= a[A.tie_loss] * kept
            home = np.int64(s.pi[HOME, lo + i])
            for j in range(home, home + np.int64(s.pu[HOME_SIZE, lo + i])):
                if j != i:
                    ties[j] = np.float32(np.float64(ties[j]) * (1.0 - a[A.tie_loss] * a[A.kin_share]))
        ties[i] = np.float32(share(kept))
        have = np.float64(assets[i]) + a[A.saving] * np.float64(income[i]) * left
        if np.int64(w.fate[i]) & F_SHOCK:
            have *= 1.0 - a[A.shock_loss]
        # wealth above a few years of income is spent or invested away
        assets[i] = np.float32(min(have, 60.0 * np.float64(income[i]) + 10000.0))
    dismiss(h, month, seed, s, w, r, a)
    part_ways(h, s, r, a)
    g = np.int64(s.hoods[h].regime)
    first = s.hoods[h].company_first
    for c in range(first, s.hoods[h + 1].company_first):
        if s.cu[ACTIVE, c] == 0:
            continue
        seen = np.int64(s.cw[FIRM_SEEN, c])
        gates = (seen >> 12) & 1
        gates += (seen >> 13) & 1
        gates += (seen >> 14) & 1
        known = 1.0 if np.int64(s.cw[FIRM_LISTS, c]) & black else 0.0
        goal = 1.0 - a[A.market_loss] * (known + np.float64(gates)) * 0.25
        goal -= a[A.grade_loss] * bad_grade(s, r, g, c)
        market = toward(np.float64(s.cf[MARKET, c]), max(goal, 0.0), a[A.market_speed])
        s.cf[MARKET, c] = np.float32(market)
        revenue = np.float64(s.cf[REVENUE, c])
        burden = a[A.compliance_cost] * np.float64(s.cf[DILIGENCE, c])
        cost = (burden + r.burden[np.int64(s.cu[OWNER, c])]) * revenue
        add_event(w, s, h, 1, c - first, Q_COST, np.int64(cost))
        s.cf[COMPLIANCE_COST, c] = np.float32(np.float64(s.cf[COMPLIANCE_COST, c]) + cost)
        profit = a[A.margin] * revenue * market - cost
        add_event(w, s, h, 1, c - first, Q_PROFIT, np.int64(profit))
        have = np.float64(s.cf[RESERVES, c]) + profit
        s.cf[RESERVES, c] = np.float32(min(max(have, 0.0), 6.0 * revenue))
