"""14. Opinion: trust, legitimacy, approval; what one says of it is the tally's question.

Trust in strangers follows what strangers did to one (cheated, helped, extorted) and, where
standing is visible, assurance (``assurance``: partners are vetted; Boero et al. 2009). Trust in
strangers, sellers and government draw one another up or down (``spill``, sign disputed): each is
drawn towards its own rest plus so much of what the other two stand above theirs, and general trust
follows all three. Trust in government and legitimacy follow fair and effective enforcement:
misconduct punished, officials punished, against unfair records and refusals near one. Private
approval of the scheme is drawn to what it does for one: security, perks and habituation for,
refusals, kin, wrong records, lost privacy and critical views against.

Reads: fate, lists, refusals, boards, privacy, insecurity, views. Writes: the four trusts,
legitimacy, approval. Draws: none (a lasting taste is read from the name).
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.arithmetic import share, toward
from xinyong.engine.boards import per_person, seen_around
from xinyong.engine.layout import F_CHEATED, F_EXTORTED, F_HELPED, F_PERK, F_PRAISED, State, Work
from xinyong.engine.rules import Rules
from xinyong.fields import (
    APPROVAL,
    AWARE,
    B_FIRM_BREACH,
    B_OFFICE_BREACH,
    B_OFFICIALS_PUNISHED,
    B_PERSONS,
    B_SANCTIONED,
    B_WRONGED,
    INSECURITY,
    LEGITIMACY,
    LISTS,
    PRIVACY,
    SUSPECT,
    TRUST_GENERAL,
    TRUST_GOVERNMENT,
    TRUST_MARKET,
    TRUST_STRANGERS,
    VIEWS,
)


@register_jitable(forceinline=True)
def strangers_after(trust: float, fate: Int, assured: float, lent: float, a: np.ndarray) -> float:
    """Trust in strangers after a month of encounters; ``assured`` 0..1, ``lent`` by other trusts."""
    goal = share(a[A.trust_rest] + a[A.assurance] * assured + lent)
    trust = toward(trust, goal, a[A.opinion_speed] * 0.5)
    trust = toward(trust, 0.0, a[A.betrayal] * np.float64(fate & F_CHEATED != 0))
    trust = toward(trust, 1.0, a[A.kindness] * np.float64(fate & F_HELPED != 0))
    return toward(trust, 0.0, a[A.betrayal] * 0.5 * np.float64(fate & F_EXTORTED != 0))


@register_jitable(forceinline=True)
def approval_goal(
    aware: float,
    insecurity: float,
    privacy: float,
    critical: float,
    perk: float,
    burden: float,
    a: np.ndarray,
) -> float:
    """Where private approval is drawn: 0.5 is indifference; only those aware have a view."""
    drift = a[A.approve_base] + a[A.approve_security] * insecurity + a[A.approve_perk] * perk
    drift -= (
        a[A.approve_privacy] * privacy + a[A.approve_views] * (critical - 0.5) + a[A.approve_burden] * burden
    )
    return share(0.5 + drift * (a[A.approve_unaware] + (1.0 - a[A.approve_unaware]) * aware))


@register_jitable
def opinion(h: Int, s: State, w: Work, r: Rules, a: np.ndarray) -> None:
    """Move the opinions of the people of neighbourhood ``h``."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    city = s.city_last[np.int64(s.hoods[h].city)]
    sanctioned = share(seen_around(s, h, B_SANCTIONED, a))
    wronged = share(seen_around(s, h, B_WRONGED, a) * a[A.audience])
    officials = np.float64(city[B_OFFICIALS_PUNISHED]) / (np.float64(city[B_OFFICE_BREACH]) + 1.0)
    scandal = share(np.float64(city[B_OFFICE_BREACH]) * 100.0 / max(np.float64(city[B_PERSONS]), 1.0))
    breach = share(per_person(city, B_FIRM_BREACH) * 10.0)
    believed = np.float64(r.believed[0])
    black = np.int64(r.black)
    aware = s.pf[AWARE, lo : lo + n]
    strangers = s.pf[TRUST_STRANGERS, lo : lo + n]
    general = s.pf[TRUST_GENERAL, lo : lo + n]
    government = s.pf[TRUST_GOVERNMENT, lo : lo + n]
    market = s.pf[TRUST_MARKET, lo : lo + n]
    legitimacy = s.pf[LEGITIMACY, lo : lo + n]
    approval = s.pf[APPROVAL, lo : lo + n]
    lists = s.pw[LISTS, lo : lo + n]
    suspect = s.pu[SUSPECT, lo : lo + n]
    views = s.pu[VIEWS, lo : lo + n]
    insecurity = s.pf[INSECURITY, lo : lo + n]
    privacy = s.pf[PRIVACY, lo : lo + n]
    # a column a loop: few arrays at a time, so that many people are moved at once
    # trusts spill over (range spans zero): what all three stood above their rest when the month began
    rest = a[A.trust_rest] + a[A.market_rest] + a[A.government_rest]
    half = 0.5 * a[A.spill]
    for i in range(n):
        w.spill[i] = np.float64(strangers[i]) + np.float64(market[i]) + np.float64(government[i]) - rest
    for i in range(n):
        was = np.float64(strangers[i])
        lent = half * (w.spill[i] - (was - a[A.trust_rest]))
        assured = believed * np.float64(aware[i])
        strangers[i] = np.float32(strangers_after(was, np.int64(w.fate[i]), assured, lent, a))
    for i in range(n):
        was = np.float64(market[i])
        assured = believed * np.float64(aware[i])
        goal = a[A.market_rest] + a[A.assurance] * assured - a[A.breach_lesson] * breach
        goal = share(goal + half * (w.spill[i] - (was - a[A.market_rest])))
        market[i] = np.float32(toward(was, goal, a[A.opinion_speed] * 0.5))
    order = a[A.fair_order] * sanctioned + a[A.fair_officials] * officials - a[A.fair_scandal] * scandal
    for i in range(n):
        # a wrong record counts as unfair in full
        was = np.float64(government[i])
        fair = order - a[A.unfair] * (np.float64(suspect[i] > 0) + wronged)
        goal = share(a[A.government_rest] + fair + half * (w.spill[i] - (was - a[A.government_rest])))
        government[i] = np.float32(toward(was, goal, a[A.opinion_speed]))
    third = a[A.spill] / 3.0
    for i in range(n):
        # what the three gained or lost this month moves trust in people in general
        now = np.float64(strangers[i]) + np.float64(market[i]) + np.float64(government[i])
        gained = now - rest - w.spill[i]
        general[i] = np.float32(share(np.float64(general[i]) + third * gained))
    for i in range(n):
        fair = order - a[A.unfair] * (np.float64(suspect[i] > 0) + wronged)
        above = np.float64(government[i]) - a[A.government_rest]
        goal = share(a[A.legitimacy_rest] + 0.5 * fair + 0.3 * above)
        legitimacy[i] = np.float32(toward(np.float64(legitimacy[i]), goal, a[A.opinion_speed]))
    for i in range(n):
        # ... a refusal or a listing in half
        touched = np.float64((w.refused[i] != 0) | (np.int64(lists[i]) & black != 0))
        burden = max(np.float64(suspect[i] > 0), 0.5 * touched)
        perk = np.float64(np.int64(w.fate[i]) & (F_PERK | F_PRAISED) != 0)
        critical = np.float64(views[i]) / 255.0
        felt, worry = np.float64(insecurity[i]), np.float64(privacy[i])
        goal = approval_goal(np.float64(aware[i]), felt, worry, critical, perk, burden, a)
        # a lasting taste: the name itself is as good as a draw, and costs none
        goal = share(goal + a[A.approve_spread] * (2.0 * uniform(w.key[i]) - 1.0))
        approval[i] = np.float32(toward(np.float64(approval[i]), goal, a[A.opinion_speed]))
