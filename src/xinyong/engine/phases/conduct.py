"""4. Conduct: take the opportunity or not. One equation, in yuan.

    U = gain - conscience * intrinsic * (1 + spread * integrity)
        - chance * (severity * fine + listing cost + publicity)
        + points in prospect * value of a point * aware
        + norm * (what others around do) - caution (words)
    P(act) = logistic(U / temperature),  temperature = noise * (|gain| + |conscience| + 1)
    (``sharp`` is one over it)

``chance`` is the perceived chance of being noticed in the arena of the conduct (money, public
order, speech), not the true one. Certainty weighs more than severity (Nagin 2013; Chalfin and
McCrary 2014), hence ``severity_weight`` below one. What a listing would cost is so many months
of income (``listing_months``), felt only as far as one is aware that a scheme exists. Good acts
have negative gain (effort) and negative conscience (they pay inwardly); points pay for them, and
may crowd the inner pay out (Mellström and Johannesson 2008), which adaptation does. Norms follow
conditional cooperation: ``norm_pull`` times last month's share of good acts around. Under the other
rule of decision (``habit_rule``) only a share of occasions is weighed (``attention``); the rest is met as
one is used to, by conscience, norm and habit (dual process; Ouellette and Wood 1998). Companies
weigh profit, compliance cost, buyers and tenders and have no conscience; offices weigh budget, quota
and career, and their own grade where they are graded.

Reads: income, integrity, intrinsic, habit, aware, risks, censor; reserves, diligence, market; office
grades; last month's boards.
Writes: state of opportunities (scratch). Draws: from each opportunity's own bits.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, lower, small
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.arithmetic import share
from xinyong.engine.boards import count_around
from xinyong.engine.choosing import cast_lots, choose
from xinyong.engine.consent import outside
from xinyong.engine.layout import U_COMPANIES_END, U_OPS, U_PERSONS_END, State, Work
from xinyong.engine.rules import Rules
from xinyong.fields import (
    AWARE,
    B_BAD_ACTS,
    B_COURT_LOAD,
    B_GOOD_ACTS,
    B_OFFICE_BUDGET,
    B_QUEUE,
    B_SANCTIONED,
    CENSOR,
    COMPANY,
    DILIGENCE,
    EFFORT,
    FIRM_RISK,
    GAMING,
    HABIT,
    INCOME,
    INTEGRITY,
    INTRINSIC,
    LIVELIHOOD,
    MARKET,
    OFFICE,
    OFFICE_GRADE,
    OFFICE_RISK,
    PADDING,
    PERSON,
    RESERVES,
    REVENUE,
    SLOT_FIRST,
    THRIFT,
    VIEWS,
)
from xinyong.scheme.tables import GUARD_CONSENT

_OFFICE_SLOT = SLOT_FIRST[2]


@register_jitable(forceinline=True)
def person_utility(
    pf: np.ndarray, pu: np.ndarray, p: Int, k: Int, g: Int, luck: float, norm: float, heeds: float,
    weighs: float, r: Rules, a: np.ndarray,
) -> tuple[float, float]:  # fmt: skip
    """U of conduct ``k`` for person column ``p`` in regime ``g``, and the scheme's part of it, in yuan.

    ``luck`` in 0..1 spreads the gain; ``heeds`` is 0.0 for one who is not scored by choice, else 1.0;
    ``weighs`` is 0.0 where one does as one is used to: nothing of the scheme counts, the law's fine
    by the chance that is expected where nothing is seen, habit and norm the more.
    """
    income = np.float64(pf[INCOME, p])
    aware = np.float64(pf[AWARE, p])
    risk = np.uint64(r.risk_row[k])
    chance = weighs * np.float64(pf[risk, p]) + (1.0 - weighs) * a[A.risk_base]
    pull = 1.0 + (1.0 - weighs) * a[A.habit_lead]
    gain = r.gain[k] * (1.0 + a[A.gain_spread] * (2.0 * luck - 1.0))
    # flags of 0.0 and 1.0 choose without a jump: jumps here are as good as thrown dice
    money = r.is_money[k]
    lasting = money * ((np.float64(pu[THRIFT, p]) - 128.0) * 0.03125)
    lasting += (1.0 - money) * np.float64(pf[INTEGRITY, p])
    inner = np.float64(pf[INTRINSIC, p]) * (1.0 + a[A.integrity_spread] * lasting)
    inner = r.conscience[k] * max(inner, 0.0)
    listing = (
        a[A.listing_months] * income * np.float64(pf[LIVELIHOOD, p]) * r.stake_list[PERSON, g, k] * aware
    )
    dread = listing + a[A.record_cost] * r.stake_record[PERSON, g, k] * aware
    point = a[A.point_value] * (1.0 + a[A.gaming_zeal] * np.float64(pf[GAMING, p])) * aware
    points = r.stake_points[PERSON, g, k] * point * heeds
    u = gain - inner - chance * a[A.severity_weight] * r.fine[k]
    u += r.kin_pull[k] * a[A.norm_pull] * pull * norm
    u += r.is_good[k] * a[A.habit_weight] * pull * np.float64(pf[HABIT, p]) * abs(r.conscience[k])
    views = np.float64(pu[VIEWS, p]) * (1.0 / 255.0)
    u += r.is_voice[k] * (a[A.voice] * (views - 0.5) - a[A.caution] * np.float64(pf[CENSOR, p]))
    # what is done in order to be counted is counted: points that a neutral act wins are as good as earned
    neutral = r.is_neutral[k]
    won = max(points, 0.0) * (neutral * a[A.reward_weight] + (1.0 - neutral) * chance)
    other = won + chance * (min(points, 0.0) - dread)
    scheme = weighs * (r.is_good[k] * points * a[A.reward_weight] + (1.0 - r.is_good[k]) * other)
    return u + scheme, scheme


@register_jitable(forceinline=True)
def company_utility(
    s: State, c: Int, k: Int, g: Int, luck: float, r: Rules, a: np.ndarray
) -> tuple[float, float]:
    """U of conduct ``k`` for company column ``c``, and the scheme's part; both per unit of scale.

    Profit (a gain weighs more where little is put by), the care that compliance effort takes, the
    law's fine, and what a listing would cost: tenders, finance and permits as far as it is carried
    there and applied, buyers as far as it is public; points where companies are scored.
    """
    revenue = np.float64(s.cf[REVENUE, c])
    scale = 1.0 + revenue / a[A.firm_scale]
    gain = r.gain[k] * (1.0 + a[A.gain_spread] * (2.0 * luck - 1.0))
    if r.good[k] < 0:
        gain *= 1.0 + a[A.squeeze] * share(1.0 - 0.5 * np.float64(s.cf[RESERVES, c]) / max(revenue, 1.0))
    chance = np.float64(s.cf[FIRM_RISK, c])
    trade = a[A.tender_months] * r.reach[0] + a[A.buyer_months] * r.reach[1]
    market = trade * revenue * np.float64(s.cf[MARKET, c]) / scale
    care = a[A.diligence_weight] * np.float64(s.cf[DILIGENCE, c]) * r.conscience[k]
    points = r.stake_points[COMPANY, g, k] * a[A.firm_point] * r.scored[g, COMPANY]
    scheme = points if r.good[k] > 0 else chance * (points - market * r.stake_list[COMPANY, g, k])
    return gain - care - chance * a[A.severity_weight] * r.fine[k] + scheme, scheme


@register_jitable(forceinline=True)
def office_utility(
    s: State, o: Int, k: Int, g: Int, luck: float, tight: float, r: Rules, a: np.ndarray
) -> tuple[float, float]:
    """U of conduct ``k`` for office column ``o``, and the scheme's part: what it saves or shows
    against what a career risks.

    ``tight`` 0..1 is how far its cases outrun its budget. Where offices are graded, a noticed breach
    costs points, which weigh more the worse the grade; good acts win them.
    """
    gain = r.gain[k] * (1.0 + a[A.gain_spread] * (2.0 * luck - 1.0))
    chance = np.float64(s.of[OFFICE_RISK, o])
    dread = a[A.record_cost] * r.stake_record[OFFICE, g, k] + a[A.office_listing] * r.stake_list[OFFICE, g, k]
    scheme = -chance * a[A.career_cost] * dread
    if r.points[g, _OFFICE_SLOT] == 1:
        worse = 0.0
        grade = np.float64(s.ou[OFFICE_GRADE, o])
        if grade < 16.0:
            worse = grade / max(np.float64(r.grades[g, _OFFICE_SLOT]) - 1.0, 1.0)
        points = r.stake_points[OFFICE, g, k] * a[A.office_point] * (1.0 + a[A.grade_dread] * worse)
        scheme += points if r.good[k] > 0 else chance * a[A.career_cost] * points
    quota = a[A.quota_pull] * (1.0 - np.float64(s.of[EFFORT, o]) + np.float64(s.of[PADDING, o]))
    u = gain - a[A.office_conscience] * r.conscience[k] - chance * a[A.career_cost] * r.fine[k]
    if r.good[k] < 0:
        u += (quota + a[A.budget_pull] * tight) * abs(r.gain[k])
    return u + scheme, scheme


@register_jitable
def shortfall(s: State, h: Int) -> float:
    """How far last month's cases of neighbourhood ``h`` outrun its offices' budgets, 0 (no cases) .. 1."""
    board = s.board_last[h]
    cases = np.float64(board[B_SANCTIONED] + board[B_COURT_LOAD] + board[B_QUEUE])
    able = np.float64(board[B_OFFICE_BUDGET]) * 0.0625
    return float(cases / max(cases + able, 1.0))


@register_jitable(forceinline=True)
def _weigh(
    s: State, w: Work, m: Int, p: np.uint64, g: np.uint64, around: float, heeds: float, weighs: float,
    r: Rules, a: np.ndarray,
) -> None:  # fmt: skip
    """Note what speaks for opportunity ``m`` of person column ``p``, and how much of it is the scheme's."""
    k = np.uint64(w.op_code[m])
    norm = (2.0 * r.is_good[k] - 1.0) * around * abs(r.conscience[k])
    u, part = person_utility(s.pf, s.pu, p, k, g, small(lower(w.lot[m])), norm, heeds, weighs, r, a)
    w.urge[m], w.part[m], w.sharp[m] = u, part, r.sharp[k]


@register_jitable
def conduct(h: Int, s: State, w: Work, r: Rules, a: np.ndarray) -> None:
    """Decide every open opportunity of neighbourhood ``h``: persons, companies, offices."""
    g = np.uint64(s.hoods[h].regime)
    good, bad = count_around(s, h, B_GOOD_ACTS, a), count_around(s, h, B_BAD_ACTS, a)
    # share of good among last month's judged acts, shrunk to a half where little was seen
    around = (good + 5.0) / (good + bad + 10.0) - 0.5
    asked = r.guard[GUARD_CONSENT] > 0.0
    tight = shortfall(s, h)
    cast_lots(w, w.used[U_OPS])
    first = s.hoods[h].person_first
    if a[A.habit_rule] > 0.5:
        for m in range(w.used[U_PERSONS_END]):
            p = np.uint64(first + np.int64(w.op_who[m]))
            heeds = 0.0 if asked and outside(s, r, p) else 1.0
            weighs = np.float64(small(lower(again(w.op_bits[m], purposes.K_WEIGHS))) < a[A.attention])
            _weigh(s, w, m, p, g, around, heeds, weighs, r, a)
    else:
        for m in range(w.used[U_PERSONS_END]):
            p = np.uint64(first + np.int64(w.op_who[m]))
            heeds = 0.0 if asked and outside(s, r, p) else 1.0
            _weigh(s, w, m, p, g, around, heeds, 1.0, r, a)
    first = s.hoods[h].company_first
    for m in range(w.used[U_PERSONS_END], w.used[U_COMPANIES_END]):
        k = np.uint64(w.op_code[m])
        u, part = company_utility(s, first + np.int64(w.op_who[m]), k, g, small(lower(w.lot[m])), r, a)
        w.urge[m], w.part[m], w.sharp[m] = u, part, r.sharp[k]
    first = s.hoods[h].office_first
    for m in range(w.used[U_COMPANIES_END], w.used[U_OPS]):
        k = np.uint64(w.op_code[m])
        u, part = office_utility(s, first + np.int64(w.op_who[m]), k, g, small(lower(w.lot[m])), tight, r, a)
        w.urge[m], w.part[m], w.sharp[m] = u, part, r.sharp[k]
    choose(w, r, w.used[U_OPS])
