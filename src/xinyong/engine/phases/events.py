"""1. Events: what this month brings from outside or by hazard.

Deaths by age and sex (a Gompertz-shaped table; assumption ``mortality``), and shocks that
take a part of what people have put by (illness, a job lost, a fraud by someone far away;
``shock_rate``, ``shock_loss``). Scheduled events, such as a rule switched on, come through
the tables, which hold only what is in force this month.

Reads: born, sex, alive. Writes: fate (scratch), assets. Draws: EVENT, one a person.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, draw, lower, name, tag, upper
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.layout import F_DIES, F_SHOCK, TOLD, State, Work
from xinyong.fields import ALIVE, BORN, SEX

#: Deaths a month per 2**32 by five-year age group (0-4 ... 95+), women then men; about the 2020
#: life table of China (life expectancy 75.4 and 80.9 years), scaled by ``mortality``.
_YEARLY = np.array(
    [
        [13, 2, 2, 3, 3, 4, 5, 7, 11, 17, 27, 42, 72, 125, 230, 420, 780, 1300, 2000, 3000],
        [16, 3, 3, 6, 8, 9, 12, 17, 26, 40, 64, 97, 155, 250, 420, 690, 1150, 1750, 2500, 3500],
    ],
    dtype=np.float64,
)


@register_jitable
def death_chance(group: Int, sex: Int, mortality: float) -> float:
    """Chance of dying this month, by five years of age (0 .. 19) and sex (0 female, 1 male)."""
    return float(_YEARLY[sex, group] * mortality / 120000.0)


@register_jitable(forceinline=True)
def fives(age: Int) -> np.int64:
    """Whole five years in an age of months (below 70,000): times 1/60, which needs no division."""
    return np.int64((age * 34953) >> 21)


@register_jitable
def events(h: Int, month: Int, seed: np.uint64, s: State, w: Work, a: np.ndarray) -> None:
    """Draw deaths and shocks of neighbourhood ``h`` into ``w.fate``; name its subjects."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    others = (
        s.hoods[h + 1].company_first
        - s.hoods[h].company_first
        + s.hoods[h + 1].office_first
        - s.hoods[h].office_first
    )
    place = s.hoods[h].key
    # a subject's name must not depend on how many persons live here: kinds count apart
    for j in range(n):
        w.key[j] = name(place, j)
    for j in range(others):
        w.key[n + j] = name(place, 1000000 + j)
    tagged = tag(seed, month, purposes.EVENT)
    born = s.pi[BORN, lo : lo + n]
    sex = s.pu[SEX, lo : lo + n]
    alive = s.pu[ALIVE, lo : lo + n]
    shock = np.int64(a[A.shock_rate] / 12.0 * 4294967296.0)
    for age in range(20):
        for one in range(2):
            w.mortal[one, age] = np.int64(death_chance(age, one, a[A.mortality]) * 4294967296.0)
    for i in range(n):
        w.luck[i] = draw(w.key[i], tagged)
    for i in range(n):
        bits = w.luck[i]
        group = min(max(fives(month - np.int64(born[i])), np.int64(0)), np.int64(19))
        fate = F_DIES * np.int64(upper(bits) < w.mortal[np.uint64(sex[i]), np.uint64(group)])
        fate += F_SHOCK * np.int64(lower(bits) < shock)
        w.fate[i] = np.uint8(fate * np.int64(alive[i]))
    for i in range(n):
        w.hit[i] = np.uint8(0)
    for i in range(n):
        w.refused[i] = np.uint32(0)
    for word in range(TOLD):
        told = w.told[word]
        for i in range(n):
            told[i] = 0
