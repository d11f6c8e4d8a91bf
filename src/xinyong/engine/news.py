"""News: what the events of a month tell people, which fades as anything one hears of does.

An event adds to privacy concern and awareness, and moves approval, the perceived risk of words and
trust in government either way; all who are online hear of it, of the others a part. What it moved
goes back at the pace of the columns themselves (``opinion_speed``, ``forgetting``, ``seen_lesson``).
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine.arithmetic import share
from xinyong.engine.layout import State
from xinyong.engine.rules import Rules
from xinyong.fields import (
    ALIVE,
    APPROVAL,
    AWARE,
    PRIVACY,
    RISK_SPEECH,
    TRAIT_ONLINE,
    TRAITS,
    TRUST_GOVERNMENT,
)
from xinyong.scheme.tables import (
    NEWS_APPROVAL,
    NEWS_AWARE,
    NEWS_PRIVACY,
    NEWS_REACH_OFFLINE,
    NEWS_SPEECH,
    NEWS_TRUST,
)

#: Kinds of news with a column each; the first two fill up what is missing, the others add or take.
_TELLS = np.array([
    [NEWS_PRIVACY, PRIVACY], [NEWS_AWARE, AWARE], [NEWS_APPROVAL, APPROVAL], [NEWS_SPEECH, RISK_SPEECH],
    [NEWS_TRUST, TRUST_GOVERNMENT],
], dtype=np.int64)  # fmt: skip
_FILLS = 2


@register_jitable
def tell(h: Int, s: State, r: Rules) -> None:
    """Tell the people of neighbourhood ``h`` the news of the month."""
    lo = s.hoods[h].person_first
    hi = s.hoods[h + 1].person_first
    for x in range(_TELLS.shape[0]):
        size = r.news[_TELLS[x, 0]]
        if size == 0.0:
            continue
        row = _TELLS[x, 1]
        for p in range(lo, hi):
            if s.pu[ALIVE, p] == 1:
                reach = 1.0 if np.int64(s.pu[TRAITS, p]) & TRAIT_ONLINE else r.news[NEWS_REACH_OFFLINE]
                had = np.float64(s.pf[row, p])
                left = 1.0 - had if x < _FILLS else 1.0
                s.pf[row, p] = np.float32(share(had + size * reach * left))
