"""Groups that answer for their members: so many households, one after another, and one listing hits all.

At a gate a person may be refused because somebody of the same group is on a list that the gate
holds, with the chance that the list's rule gives (imperial *baojia*; work teams). Who falls under
whose neglect is a matter of where one lives, so groups are households in the order of their rows.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine.layout import State, Work
from xinyong.engine.rules import Rules
from xinyong.fields import HOME_SIZE, LISTS, SEEN
from xinyong.scheme.tables import GUARD_NO_KIN


@register_jitable
def answers(r: Rules) -> bool:
    """Whether any list makes a group answer for its members at any gate."""
    if r.group_size[0] > 0 and r.guard[GUARD_NO_KIN] < 1.0:
        for number in range(r.lists):
            for gate in range(r.group_bar.shape[1]):
                if r.group_bar[number, gate] > 0.0:
                    return True
    return False


@register_jitable
def form_groups(h: Int, s: State, w: Work, r: Rules) -> None:
    """Fill ``w.clan`` [n, 2]: first row of each person's group in neighbourhood ``h``, one past its last."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    i = np.int64(0)
    while i < n:
        first = i
        for _ in range(np.int64(r.group_size[0])):
            if i < n:
                i += max(np.int64(s.pu[HOME_SIZE, lo + i]), np.int64(1))
        i = min(i, np.int64(n))
        for j in range(first, i):
            w.clan[j, 0] = np.int16(first)
            w.clan[j, 1] = np.int16(i)


@register_jitable
def refused_for(s: State, h: Int, w: Work, r: Rules, i: Int, gate: Int, u: float) -> bool:
    """Whether ``gate`` refuses person ``i`` for a member of the same group; needs ``form_groups``."""
    lo = s.hoods[h].person_first
    found = np.int64(0)
    for j in range(np.int64(w.clan[i, 0]), np.int64(w.clan[i, 1])):
        if j != i and (np.int64(s.pw[SEEN, lo + j]) >> gate) & 1:
            found |= np.int64(s.pw[LISTS, lo + j])
    chance = 0.0
    for number in range(r.lists):
        if (found >> number) & 1:
            chance = max(chance, r.group_bar[number, gate])
    return bool(u < chance * (1.0 - r.guard[GUARD_NO_KIN]))
