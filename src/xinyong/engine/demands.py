"""A political demand on companies: yield not, in part, or in full. Used by adaptation.

While a demand stands (a letter to foreign air carriers to change how they name places, say), each
company asked, of the sectors and owners named, weighs every month, in parts of what it earns here:

    U(full) = felt - full_objection (2 at home objects) - fixed / revenue + imitation
    U(part) = part_relief * felt - part_objection (2 at home objects) - fixed / revenue + imitation
    felt    = threat * (1 - credit share + credit share where anybody keeps a credit record)
              * (early + (1 - early) * part of the deadline gone by)
    imitation = ``demand_imitation`` * share of those asked that had yielded last month

A home that is silent costs ``silent_objection`` of the objecting one's. It moves to what is best with chance
``demand_speed`` * logistic(advantage / ``demand_noise``), and never goes back: names once changed
stay changed. Forty of 44 carriers had changed theirs in full within three months in 2018, and the
four whose government objected in part.

Reads: sector, owner, home state, revenue; last month's board of the nation. Writes: yielded, this
month's board. Draws: DEMAND, one a company asked.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, tag, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.arithmetic import logistic
from xinyong.engine.layout import State, Work
from xinyong.engine.rules import Rules
from xinyong.fields import (
    ACTIVE,
    B_ASKED,
    B_YIELDED,
    HOME_STATE,
    OWNER,
    REVENUE,
    SECTOR,
    YIELDED,
)
from xinyong.scheme.tables import (
    DEMAND_CREDIT,
    DEMAND_LEFT,
    DEMAND_ON,
    DEMAND_OWNERS,
    DEMAND_SECTORS,
    DEMAND_SINCE,
    DEMAND_THREAT,
)

NOT, PART, FULL = 0, 1, 2
_AT_HOME, _SILENT = 0, 1


@register_jitable
def is_asked(s: State, r: Rules, c: Int) -> bool:
    """Does the demand of this month, if any, ask company column ``c``?"""
    if r.demand[DEMAND_ON] <= 0.0 or s.cu[ACTIVE, c] == 0:
        return False
    sector = (np.int64(r.demand[DEMAND_SECTORS]) >> np.int64(s.cu[SECTOR, c])) & 1
    owner = (np.int64(r.demand[DEMAND_OWNERS]) >> np.int64(s.cu[OWNER, c])) & 1
    return bool(sector == 1 and owner == 1)


@register_jitable
def felt_threat(r: Rules, g: Int, a: np.ndarray) -> float:
    """What not yielding is thought to cost, as a part of what a company earns here, 0..1."""
    credit = r.demand[DEMAND_CREDIT]
    since = max(r.demand[DEMAND_SINCE], 0.0)
    left = r.demand[DEMAND_LEFT]
    gone = since / (since + left) if left > 0.0 else 1.0
    sure = a[A.demand_early] + (1.0 - a[A.demand_early]) * gone
    return float(r.demand[DEMAND_THREAT] * (1.0 - credit + credit * r.credit[g]) * sure)


@register_jitable
def advantages(felt: float, revenue: float, home: Int, imitated: float, a: np.ndarray) -> tuple[float, float]:
    """U of yielding in part and in full, against not at all, in parts of what is earned here."""
    pull = a[A.demand_imitation] * imitated - a[A.demand_fixed] / max(revenue, 1.0)
    objects = 1.0
    if home == _AT_HOME:
        objects = 0.0
    elif home == _SILENT:
        objects = a[A.silent_objection]
    part = a[A.part_relief] * felt - objects * a[A.part_objection] + pull
    return part, felt - objects * a[A.full_objection] + pull


@register_jitable
def answer(now: Int, part: float, full: float, u: float, a: np.ndarray) -> np.int64:
    """How far a company has yielded after the month; ``u`` is its luck, 0..1."""
    have = part if now == PART else 0.0
    goal, better = FULL, full - have
    if now == NOT and part >= full:
        goal, better = PART, part
    if u < a[A.demand_speed] * logistic(better / a[A.demand_noise]):
        return np.int64(goal)
    return np.int64(now)


@register_jitable
def demands(h: Int, month: Int, seed: np.uint64, s: State, w: Work, r: Rules, a: np.ndarray) -> None:
    """Let the companies of neighbourhood ``h`` that are asked decide, and count them on the board."""
    if r.demand[DEMAND_ON] <= 0.0:
        return
    tagged = tag(seed, month, purposes.DEMAND)
    g = np.int64(s.hoods[h].regime)
    felt = felt_threat(r, g, a)
    imitated = np.float64(s.nation_last[B_YIELDED]) / max(np.float64(s.nation_last[B_ASKED]), 1.0)
    weight = np.int64(s.hoods[h].company_weight)
    n = s.hoods[h + 1].person_first - s.hoods[h].person_first
    first = s.hoods[h].company_first
    for i in range(s.hoods[h + 1].company_first - first):
        c = first + i
        if not is_asked(s, r, c):
            continue
        now = np.int64(s.cu[YIELDED, c])
        if now < FULL:
            home = np.int64(s.cu[HOME_STATE, c])
            part, full = advantages(felt, np.float64(s.cf[REVENUE, c]), home, imitated, a)
            now = answer(now, part, full, uniform(again(draw(w.key[n + i], tagged), 0)), a)
            s.cu[YIELDED, c] = np.uint8(now)
        s.board[h, B_ASKED] += weight
        if now > NOT:
            s.board[h, B_YIELDED] += weight
