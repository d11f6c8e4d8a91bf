"""8. Sharing: agreements carry lists on, with coverage and delay.

A gatekeeper holds a listing when some list of the subject is carried to it: an agreement covers
a fixed part of subjects (``coverage``), and takes ``delay`` months on average to arrive. When the
listing ends the copy is struck off with the same delay, so a copy can be stale: that is how an
ended listing still refuses people.

Reads: lists, agreements. Writes: seen. Draws: SHARING (stable for coverage, monthly for delay).
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, tag, uniform
from xinyong.engine import purposes
from xinyong.engine.layout import State, Work
from xinyong.engine.rules import Rules
from xinyong.fields import ACCESS, FIRM_LISTS, FIRM_SEEN, LISTS, SEEN

_GATES = (1 << len(ACCESS)) - 1


@register_jitable
def carried(r: Rules, kind: Int, lists: Int, seen: Int, lasting: np.uint64, luck: np.uint64) -> np.int64:
    """Which gatekeepers hold a listing of a subject of ``kind`` at the end of the month, as bits."""
    holds = np.int64(0)
    for number in range(r.lists):
        if (lists >> number) & 1:
            own = np.int64(r.list_luck[number]) * 32
            for gate in range(len(ACCESS)):
                covered = r.share[number, gate]
                if covered > 0.0 and uniform(again(lasting, own + gate)) < covered:
                    holds |= np.int64(1) << gate
    result = np.int64(seen) & _GATES
    moves = holds ^ result
    if moves == 0:
        return result
    for gate in range(len(ACCESS)):
        if (moves >> gate) & 1:
            wait = r.wait[kind, gate]
            if kind == 0:
                # a company's list does not slow down those of persons, but may hold representatives
                for number in range(r.lists):
                    if (lists >> number) & 1 and r.share[number, gate] > 0.0:
                        wait = max(wait, r.delay[number, gate])
            if uniform(again(luck, gate)) * (1.0 + wait) < 1.0:
                result ^= np.int64(1) << gate
    return result


@register_jitable
def sharing(h: Int, month: Int, seed: np.uint64, s: State, w: Work, r: Rules) -> None:
    """Carry listings of neighbourhood ``h`` to gatekeepers, and strike off ended ones."""
    always = tag(seed, 0, purposes.SHARING)
    now = tag(seed, month, purposes.SHARING)
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    for i in range(n):
        lists = np.int64(s.pw[LISTS, lo + i])
        seen = np.int64(s.pw[SEEN, lo + i])
        if lists != 0 or seen != 0:
            fresh = carried(r, 0, lists, seen, draw(w.key[i], always), draw(w.key[i], now))
            s.pw[SEEN, lo + i] = np.uint32(fresh)
    lo = s.hoods[h].company_first
    for i in range(s.hoods[h + 1].company_first - lo):
        lists = np.int64(s.cw[FIRM_LISTS, lo + i])
        seen = np.int64(s.cw[FIRM_SEEN, lo + i])
        if lists != 0 or seen != 0:
            key = w.key[n + i]
            s.cw[FIRM_SEEN, lo + i] = np.uint32(carried(r, 1, lists, seen, draw(key, always), draw(key, now)))
