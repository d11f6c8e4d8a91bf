"""What there was before the first month: judgments unpaid, and offices with something to do.

A part of borrowers (``backlog``) starts with an enforcement case open or closed for want of
assets, so that the court's list of October 2013 meets a stock and not an empty table.
"""

from __future__ import annotations

import numpy as np

from xinyong.chance import again, draw, lower, name, tag, uniform, upper
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.court import open_debt
from xinyong.engine.layout import State, Work
from xinyong.fields import (
    BORN,
    DEBT_BACKLOG,
    S_CLOSED,
    S_ENFORCED,
    THRIFT,
    TRAIT_BORROWER,
    TRAITS,
)  # fmt: skip


def backlog(lo: int, hi: int, month: int, seed: np.uint64, s: State, w: Work, a: np.ndarray) -> int:
    """Open the initial obligations of neighbourhoods ``lo`` .. ``hi``; returns the first not done.

    One whose obligations find no room is left empty, to be begun again once there is some.
    """
    tagged = tag(seed, month, purposes.BACKLOG)
    for h in range(lo, hi):
        first = s.hoods[h].person_first
        n = s.hoods[h + 1].person_first - first
        for i in range(n):
            p = first + i
            if np.int64(s.pu[TRAITS, p]) & TRAIT_BORROWER == 0 or month - np.int64(s.pi[BORN, p]) < 252:
                continue
            bits = draw(name(s.hoods[h].key, i), tagged)
            thrift = (np.float64(s.pu[THRIFT, p]) - 128.0) / 32.0
            chance = a[A.backlog] * max(1.0 - 0.5 * thrift, 0.0)
            if uniform(bits) >= chance:
                continue
            if s.hoods[h].debt_end >= s.hoods[h + 1].debt_first:
                s.hoods[h].debt_end = s.hoods[h].debt_first
                return h
            open_debt(h, month, s, w, a, 0, i, np.int64(upper(bits) % 3), bits)
            d = s.hoods[h].debt_end - 1
            closed = uniform(again(bits, 1)) < a[A.backlog_closed]
            s.debts[d].stage = np.uint8(S_CLOSED if closed else S_ENFORCED)
            if closed and s.debts[d].ability == 0:
                s.debts[d].ability = np.uint8(2)
            age = np.int64(lower(bits) % 36)
            s.debts[d].since = np.int16(month - age)
            s.debts[d].marks = np.uint8(DEBT_BACKLOG)
    return hi
