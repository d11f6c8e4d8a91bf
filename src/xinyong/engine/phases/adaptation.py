"""13. Adaptation: how people change: habit, crowding-out, gaming, self-censorship, joining.

Conscience: being paid for good acts may crowd inner motives out or in (``crowding``, sign
disputed: Mellström and Johannesson 2008 found it for women; its range spans zero); moral
education and praise next door build them (``moral_education``); both fade (``conscience_decay``).
Habit: one's own good acts repeat (``habit_gain`` for each), and fade. Words: caution follows the
perceived risk of speech and awareness of a scheme (``chilling``; Penney 2016 saw a fifth fewer
views). Gaming follows what a score can buy. People who pay online join a commercial score at the
rate of its book, sooner where perks are seen (``perk_pull``). Companies spend on compliance as risk
rises and where their grade is bad, and answer political demands (``engine.demands``); offices pad
when behind quota.

Reads: fate, told, boards, risks, traits. Writes: intrinsic, habit, censor, gaming, traits, age band,
segment, diligence, yielded, effort, padding. Draws: ADAPTATION, one a person who may join; DEMAND.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, draw, tag, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.arithmetic import share, toward
from xinyong.engine.boards import per_person, seen_around
from xinyong.engine.consent import outside
from xinyong.engine.demands import demands
from xinyong.engine.inspecting import bad_grade
from xinyong.engine.layout import F_PERK, F_PRAISED, T_ACTS, T_GOOD, State, Tally, Work
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.fields import (
    ACTIVE,
    AGE_BAND,
    ALIVE,
    AWARE,
    B_GOOD_ACTS,
    B_PERKS,
    B_PRAISED,
    BORN,
    CENSOR,
    DILIGENCE,
    EFFORT,
    FIRM_RISK,
    GAMING,
    HABIT,
    INTRINSIC,
    OFFICE_RISK,
    PADDING,
    RISK_SPEECH,
    SEGMENT,
    TRAIT_OPTED_IN,
    TRAIT_PAYS_ONLINE,
    TRAITS,
)
from xinyong.quantities import INDEX
from xinyong.scheme.tables import GUARD_CONSENT, GUARD_SPEECH

Q_ENROLLED = INDEX["enrolled"]
_GOOD = T_GOOD.bit_length() - 1


@register_jitable(forceinline=True)
def age_band(age: Int) -> np.int64:
    """AGE_BANDS code of an age in months."""
    return np.int64(age >= 216) + np.int64(age >= 360) + np.int64(age >= 540) + np.int64(age >= 720)


@register_jitable(forceinline=True)
def conscience_after(inner: float, paid: float, taught: float, a: np.ndarray) -> float:
    """Strength of conscience after a month: ``paid`` 0..1 for points or perks, ``taught`` 0..1."""
    inner = toward(inner, 1.0, a[A.conscience_decay])
    return float(min(max(inner + a[A.crowding] * paid + a[A.moral_education] * taught, 0.0), 3.0))


@register_jitable(forceinline=True)
def censor_after(censor: float, risk: float, aware: float, protected: float, a: np.ndarray) -> float:
    """Self-censorship after a month, drawn towards ``chilling`` times what one fears."""
    goal = share(a[A.chilling] * risk * (a[A.chill_law] + aware * (1.0 - protected)))
    return toward(censor, goal, a[A.opinion_speed])


@register_jitable
def adaptation(
    h: Int, month: Int, seed: np.uint64, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray
) -> None:
    """Change the people, companies and offices of neighbourhood ``h``."""
    tagged = tag(seed, month, purposes.ADAPTATION)
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    campaign = a[A.campaigns] * np.float64(r.believed[0]) * r.campaign[0]
    taught = share(seen_around(s, h, B_PRAISED, a) * a[A.audience] + campaign)
    perks = share(seen_around(s, h, B_PERKS, a))
    scored = 1.0 if r.points[np.int64(s.hoods[h].regime), 0] == 1 else 0.0
    protected = r.guard[GUARD_SPEECH]
    asked = r.guard[GUARD_CONSENT] > 0.0
    intrinsic = s.pf[INTRINSIC, lo : lo + n]
    habit = s.pf[HABIT, lo : lo + n]
    censor = s.pf[CENSOR, lo : lo + n]
    gaming = s.pf[GAMING, lo : lo + n]
    aware = s.pf[AWARE, lo : lo + n]
    speech = s.pf[RISK_SPEECH, lo : lo + n]
    traits = s.pu[TRAITS, lo : lo + n]
    # a column a loop: few arrays at a time, so that many people are changed at once
    for i in range(n):
        w.stake[i] = max(scored, np.float64(np.int64(traits[i]) & TRAIT_OPTED_IN != 0))
    if asked:
        for i in range(n):
            if outside(s, r, lo + i):
                w.stake[i] = np.float64(np.int64(traits[i]) & TRAIT_OPTED_IN != 0)
    for i in range(n):
        know = np.float64(aware[i])
        paid = w.stake[i] * know + np.float64(np.int64(w.fate[i]) & (F_PERK | F_PRAISED) != 0)
        intrinsic[i] = np.float32(conscience_after(np.float64(intrinsic[i]), share(paid), taught * know, a))
    acts = w.told[T_ACTS]
    for i in range(n):
        good = np.float64((acts[i] >> _GOOD) & 0xFFFF)
        habit[i] = np.float32(toward(np.float64(habit[i]), share(good * a[A.habit_gain]), a[A.opinion_speed]))
    for i in range(n):
        fear, know = np.float64(speech[i]), np.float64(aware[i])
        censor[i] = np.float32(censor_after(np.float64(censor[i]), fear, know, protected, a))
    pull = a[A.gaming_pull] * perks + a[A.gaming_base]
    for i in range(n):
        # guides to a higher score are about one score only, for those who joined it
        guides = 1.0 + np.float64(np.int64(traits[i]) & TRAIT_OPTED_IN != 0) * (r.com_gaming[0] - 1.0)
        want = share(w.stake[i] * np.float64(aware[i]) * guides * pull)
        gaming[i] = np.float32(toward(np.float64(gaming[i]), want, a[A.opinion_speed]))
    born = s.pi[BORN, lo : lo + n]
    bands = s.pu[AGE_BAND, lo : lo + n]
    segments = s.pu[SEGMENT, lo : lo + n]
    for i in range(n):
        bands[i] = np.uint8(age_band(month - np.int64(born[i])))
    for i in range(n):
        age = month - np.int64(born[i])
        quarter = np.int64(age >= 216) + np.int64(age >= 420) + np.int64(age >= 720)
        segments[i] = np.uint8(quarter * 8 + (np.int64(segments[i]) & 7))
    if r.com_on[0] == 1:
        for i in range(n):
            have = np.int64(traits[i])
            if have & TRAIT_PAYS_ONLINE and have & TRAIT_OPTED_IN == 0 and s.pu[ALIVE, lo + i] == 1:
                if month - np.int64(born[i]) >= 216:
                    chance = r.com_join[0] * (1.0 + a[A.perk_pull] * perks)
                    if uniform(draw(w.key[i], tagged)) < chance:
                        traits[i] = np.uint8(have | TRAIT_OPTED_IN)
                        add_event(w, s, h, 0, i, Q_ENROLLED, 1)
    demands(h, month, seed, s, w, r, a)
    g = np.int64(s.hoods[h].regime)
    first = s.hoods[h].company_first
    for c in range(first, s.hoods[h + 1].company_first):
        if s.cu[ACTIVE, c] == 1:
            goal = 1.0 + a[A.diligence_gain] * (np.float64(s.cf[FIRM_RISK, c]) - a[A.risk_base])
            goal += a[A.grade_effort] * bad_grade(s, r, g, c)
            s.cf[DILIGENCE, c] = np.float32(
                toward(np.float64(s.cf[DILIGENCE, c]), max(goal, 0.0), a[A.opinion_speed])
            )
    city = s.city_last[np.int64(s.hoods[h].city)]
    done = share(per_person(city, B_GOOD_ACTS) * 2.0)
    first = s.hoods[h].office_first
    for o in range(first, s.hoods[h + 1].office_first):
        behind = share(a[A.quota] - done * np.float64(s.of[EFFORT, o]))
        risk = np.float64(s.of[OFFICE_RISK, o])
        goal = share(behind * (1.0 - risk) * a[A.padding_gain])
        s.of[PADDING, o] = np.float32(toward(np.float64(s.of[PADDING, o]), goal, a[A.opinion_speed]))
        effort = 1.0 + a[A.effort_gain] * (risk - a[A.risk_base])
        s.of[EFFORT, o] = np.float32(
            toward(np.float64(s.of[EFFORT, o]), min(max(effort, 0.2), 2.0), a[A.opinion_speed])
        )
