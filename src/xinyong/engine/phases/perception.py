"""12. Perception: what my record, my household, neighbours and outlets tell me.

Risk: one's own acts teach most (noticed up, let pass down; ``own_lesson``), sanctions seen in the
neighbourhood a little (``seen_lesson``), and a scheme in which one believes, as far as one is
aware of it, raises what one expects (``scheme_lesson``). Awareness grows with contact (a record,
a perk, a listed household member, a name made public next door) and with news, and fades.
Being cheated, helped or extorted by strangers comes from last month's city board. Companies expect
to be inspected as often as their grades say (``inspection_lesson``). At the end leaks of data strike
(``engine.breaches``) and the news of the month is told (``engine.news``).

Reads: hit, fate, refusals (scratch), traits; last month's boards. Writes: risks, aware, fate,
insecurity, privacy; news also trusts and approval. Draws: PERCEPTION, one a person; BREACH.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, draw, lower, small, tag, upper
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.arithmetic import share, toward
from xinyong.engine.boards import per_person, seen_around
from xinyong.engine.breaches import breaches
from xinyong.engine.inspecting import inspections
from xinyong.engine.layout import (
    F_CHEATED,
    F_EXTORTED,
    F_HELPED,
    F_NAMED,
    F_PERK,
    F_PRAISED,
    State,
    Tally,
    Work,
)
from xinyong.engine.news import tell
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.fields import (
    ACTIVE,
    ALIVE,
    AWARE,
    B_CHEATED,
    B_EXTORTED,
    B_FIRM_BREACH,
    B_HELPED,
    B_OFFICE_BREACH,
    B_OFFICIALS_PUNISHED,
    B_SANCTIONED,
    B_SHAMED,
    COMPANY,
    EDUCATION,
    FIRM_RISK,
    INSECURITY,
    LISTS,
    OFFICE_RISK,
    PRIVACY,
    RISK_MONEY,
    SUSPECT,
    TRAIT_ONLINE,
    TRAITS,
)
from xinyong.quantities import INDEX

Q_CHEATED, Q_HELPED, Q_EXTORTED = INDEX["cheated"], INDEX["helped"], INDEX["extorted"]


@register_jitable(forceinline=True)
def risk_after(risk: float, noticed: Int, passed: Int, around: float, scheme: float, a: np.ndarray) -> float:
    """Perceived chance of being noticed after a month's lessons; all arguments 0..1.

    A lesson that did not come has the weight 0: no jump, so many people are taught at a time.
    """
    risk = toward(risk, share(a[A.risk_base] + a[A.risk_around] * around + scheme), a[A.seen_lesson])
    risk = toward(risk, 1.0, a[A.own_lesson] * np.float64(noticed))
    risk = toward(risk, 0.0, a[A.own_lesson] * 0.5 * np.float64(passed))
    return share(risk)


@register_jitable
def strangers(h: Int, month: Int, seed: np.uint64, s: State, w: Work, a: np.ndarray) -> None:
    """What strangers do to the people of neighbourhood ``h``: cheat, help, extort a helper."""
    tagged = tag(seed, month, purposes.PERCEPTION)
    lo = s.hoods[h].person_first
    city = s.city_last[np.int64(s.hoods[h].city)]
    cheated = share(per_person(city, B_CHEATED))
    helped = share(per_person(city, B_HELPED))
    extorted = share(per_person(city, B_EXTORTED) * a[A.extortion_heard])
    n = s.hoods[h + 1].person_first - lo
    alive = s.pu[ALIVE, lo : lo + n]
    for i in range(n):
        w.luck[i] = draw(w.key[i], tagged)
    for i in range(n):
        u = small(upper(w.luck[i]))
        bad = np.int64(u < cheated)
        good = np.int64(u > 1.0 - helped) & (1 - bad)
        worse = np.int64(small(lower(w.luck[i])) < extorted)
        w.struck[i] = np.uint8(np.int64(alive[i]) * (F_CHEATED * bad + F_HELPED * good + F_EXTORTED * worse))
    for i in range(n):
        struck = np.int64(w.struck[i])
        if struck != 0:
            w.fate[i] = np.uint8(np.int64(w.fate[i]) | struck)
            add_event(w, s, h, 0, i, Q_CHEATED, np.int64(struck & F_CHEATED != 0))
            add_event(w, s, h, 0, i, Q_HELPED, np.int64(struck & F_HELPED != 0))
            add_event(w, s, h, 0, i, Q_EXTORTED, np.int64(struck & F_EXTORTED != 0))


@register_jitable
def perception(
    h: Int, month: Int, seed: np.uint64, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray
) -> None:
    """Tell the people of neighbourhood ``h`` what happened."""
    strangers(h, month, seed, s, w, a)
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    city = s.city_last[np.int64(s.hoods[h].city)]
    cheated = share(per_person(city, B_CHEATED))
    around = share(seen_around(s, h, B_SANCTIONED, a))
    shamed = share(seen_around(s, h, B_SHAMED, a) * a[A.audience])
    news = share(per_person(s.nation_last, B_SHAMED) * a[A.news])
    believed = np.float64(r.believed[0])
    aware = s.pf[AWARE, lo : lo + n]
    insecurity = s.pf[INSECURITY, lo : lo + n]
    privacy = s.pf[PRIVACY, lo : lo + n]
    traits = s.pu[TRAITS, lo : lo + n]
    lists = s.pw[LISTS, lo : lo + n]
    suspect = s.pu[SUSPECT, lo : lo + n]
    schooling = s.pu[EDUCATION, lo : lo + n]
    for i in range(n):
        # awareness that a scheme exists: contact, next door, news; it fades without them
        fate = np.int64(w.fate[i])
        touched = np.float64((lists[i] != 0) | (fate & (F_NAMED | F_PRAISED) != 0))
        perk = (1.0 - touched) * np.float64(fate & F_PERK != 0)
        contact = touched * a[A.contact_lesson] + perk * a[A.perk_lesson]
        online = np.float64(np.int64(traits[i]) & TRAIT_ONLINE != 0)
        reach = online + (1.0 - online) * a[A.offline_news]
        gain = contact + shamed * a[A.next_door] + news * reach
        gain += believed * a[A.rumour] * reach
        know = np.float64(aware[i])
        aware[i] = np.float32(share(know + gain * (1.0 - know) - a[A.forgetting] * know))
    goal = share(a[A.insecurity_base] + a[A.insecurity_crime] * cheated)
    for i in range(n):
        felt = toward(np.float64(insecurity[i]), goal, a[A.opinion_speed])
        victim = np.float64(np.int64(w.fate[i]) & F_CHEATED != 0)
        insecurity[i] = np.float32(toward(felt, 1.0, a[A.victim_lesson] * victim))
        rest = a[A.privacy_base] + a[A.privacy_education] * np.float64(schooling[i])
        worry = toward(np.float64(privacy[i]), share(rest), a[A.opinion_speed])
        privacy[i] = np.float32(toward(worry, 1.0, a[A.victim_lesson] * np.float64(suspect[i] > 0)))
    for arena in range(3):
        risk = s.pf[RISK_MONEY + arena, lo : lo + n]
        for i in range(n):
            hit = np.int64(w.hit[i])
            scheme = a[A.scheme_lesson] * believed * np.float64(aware[i])
            noticed = (hit >> arena) & 1
            passed = (hit >> (arena + 4)) & 1
            risk[i] = np.float32(risk_after(np.float64(risk[i]), noticed, passed, around, scheme, a))
    g = np.int64(s.hoods[h].regime)
    # companies and offices learn from how many breaches of their kind were met with a sanction
    found = share(a[A.risk_base] + a[A.risk_around] * share(per_person(city, B_FIRM_BREACH)) + around)
    first = s.hoods[h].company_first
    for c in range(first, s.hoods[h + 1].company_first):
        if s.cu[ACTIVE, c] == 1:
            goal = found + a[A.scheme_lesson] * believed
            if r.scored[g, COMPANY] > 0.0:
                goal *= 1.0 + a[A.inspection_lesson] * (inspections(s, r, g, c) - 1.0)
            goal = share(goal)
            s.cf[FIRM_RISK, c] = np.float32(toward(np.float64(s.cf[FIRM_RISK, c]), goal, a[A.seen_lesson]))
    punished = np.float64(city[B_OFFICIALS_PUNISHED]) / (np.float64(city[B_OFFICE_BREACH]) + 1.0)
    first = s.hoods[h].office_first
    for o in range(first, s.hoods[h + 1].office_first):
        goal = share(a[A.risk_base] + punished)
        s.of[OFFICE_RISK, o] = np.float32(toward(np.float64(s.of[OFFICE_RISK, o]), goal, a[A.seen_lesson]))
    breaches(h, month, seed, s, w, r, a)
    tell(h, s, r)
