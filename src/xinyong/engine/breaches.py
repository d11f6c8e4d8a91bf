"""Breaches: what a holder of data has leaks.

Whether a holder leaks in a month is an event of the nation: one draw from seed, month and holder,
so it strikes all neighbourhoods alike, and both worlds of a pair as far as both hold the data. It
exposes a share of those of whom the holder knows something; what firms pass on to each other lies
in so many more places. Those exposed worry more (``leak_worry``) and trust the leaking side less
(``leak_trust``: government for the state, the register and the city's scheme, the market for firms and
commercial scores); others hear of it (``leak_news``). 78 in 100 internet users had had identity data
leaked by 2015 (survey of the Internet Society of China); how much that moves is assumed.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, tag, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.arithmetic import share, toward
from xinyong.engine.layout import State, Work
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.fields import (
    AGE_BAND,
    ALIVE,
    BAD_CREDIT,
    CITY_GRADE,
    COM_SCORE,
    HOLDERS,
    KNOWN,
    PRIVACY,
    TRAIT_BORROWER,
    TRAIT_ONLINE,
    TRAITS,
    TRUST_GOVERNMENT,
    TRUST_MARKET,
    VILLAGE_GRADE,
)
from xinyong.quantities import INDEX
from xinyong.scheme.tables import FLOW_BETWEEN_FIRMS, GUARD_PURPOSE

_STATE, _REGISTER, _COMMERCIAL, _CITY, _FIRMS = range(len(HOLDERS))
Q_BREACHED, Q_BREACHES = INDEX["breached"], INDEX["breaches"]


@register_jitable
def leaks(r: Rules, holder: Int, tagged: np.uint64) -> bool:
    """Whether ``holder`` leaks in the month of ``tagged`` (the tag of BREACH), anywhere at all."""
    return bool(uniform(again(tagged, holder)) < r.breach[holder, 0])


@register_jitable
def knows_of(s: State, r: Rules, g: Int, holder: Int, p: Int) -> bool:
    """Whether ``holder`` has something on person column ``p``."""
    if holder == _STATE:
        return bool(np.int64(s.pw[KNOWN, p]) & 0xFFFF != 0)
    if holder == _FIRMS:
        return bool(np.int64(s.pw[KNOWN, p]) >> 16 != 0)
    if holder == _REGISTER:
        files = np.int64(s.pu[TRAITS, p]) & TRAIT_BORROWER != 0 or s.pu[BAD_CREDIT, p] > 0
        return bool(r.reg_on[0] == 1 and files)
    if holder == _COMMERCIAL:
        return bool(r.com_on[0] == 1 and s.pi[COM_SCORE, p] > 0)
    first = r.points[g, 0] == 1 and s.pu[CITY_GRADE, p] < 16
    return bool(first or (r.points[g, 1] == 1 and s.pu[VILLAGE_GRADE, p] < 16))


@register_jitable
def _expose(
    h: Int, s: State, w: Work, r: Rules, a: np.ndarray, holder: Int, tagged: np.uint64, exposed: float
) -> None:
    """One leak in neighbourhood ``h``: who is exposed, who hears of it."""
    g = np.int64(s.hoods[h].regime)
    lo = s.hoods[h].person_first
    trust = TRUST_MARKET if holder == _COMMERCIAL or holder == _FIRMS else TRUST_GOVERNMENT
    for i in range(s.hoods[h + 1].person_first - lo):
        p = lo + i
        if s.pu[ALIVE, p] == 0:
            continue
        worry: float = np.float64(s.pf[PRIVACY, p])
        if s.pu[AGE_BAND, p] > 0:
            add_event(w, s, h, 0, i, Q_BREACHES, 1)
        reach = 1.0 if np.int64(s.pu[TRAITS, p]) & TRAIT_ONLINE else a[A.offline_news]
        worry = toward(worry, 1.0, a[A.leak_news] * reach)
        if knows_of(s, r, g, holder, p) and uniform(again(draw(w.key[i], tagged), holder)) < exposed:
            add_event(w, s, h, 0, i, Q_BREACHED, 1)
            worry = toward(worry, 1.0, a[A.leak_worry])
            left = np.float64(s.pf[trust, p]) * (1.0 - a[A.leak_trust])
            s.pf[trust, p] = np.float32(left)
        s.pf[PRIVACY, p] = np.float32(share(worry))


@register_jitable
def breaches(h: Int, month: Int, seed: np.uint64, s: State, w: Work, r: Rules, a: np.ndarray) -> None:
    """This month's leaks, as they strike neighbourhood ``h``."""
    tagged = tag(seed, month, purposes.BREACH)
    for holder in range(r.breach.shape[0]):
        if r.breach[holder, 0] > 0.0 and leaks(r, holder, tagged):
            exposed = r.breach[holder, 1]
            if holder == _FIRMS:
                copies = share(r.flow[FLOW_BETWEEN_FIRMS] * (1.0 - r.guard[GUARD_PURPOSE]))
                exposed += copies * exposed * (1.0 - exposed)
            _expose(h, s, w, r, a, holder, tagged, exposed)
