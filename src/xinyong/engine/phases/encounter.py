"""3. Encounter: with whom.

Neighbours, strangers and kin are other people of the same neighbourhood or household; an
opportunity that needs a counterpart comes to nothing when the two avoid each other: one has
cut ties, or the other is listed and has been named in public, and is shunned (``shunning``;
exclusion as in Sasaki and Uchida 2013). Where contacts rate each other, neighbours and strangers
also avoid the badly rated, and contacts as such (``engine.rating``). A new debt needs a creditor who
will lend: those whose black listing is known to banks, or who have bad entries in the register, find none
(``credit_rationing``).

Reads: ties, lists, past, scores, aware, seen, bad-credit, household. Writes: counterpart and state of
opportunities. Draws: from each opportunity's own bits.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, uniform, upper
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.layout import OP_NONE, U_MEETINGS, State, Work
from xinyong.engine.rating import rating_slot, welcome
from xinyong.engine.rules import Rules
from xinyong.fields import ALIVE, BAD_CREDIT, HOME, HOME_SIZE, LISTS, PAST, PAST_NAMED, SEEN, TIES

_NEIGHBOUR, _KIN, _STRANGER = 2, 3, 1
_BANK, _LOAN_GATE = 1, 2


@register_jitable
def encounter(h: Int, s: State, w: Work, r: Rules, a: np.ndarray) -> None:
    """Choose counterparts; unmake opportunities whose counterpart is avoided or refuses."""
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    g = np.int64(s.hoods[h].regime)
    rated = rating_slot(r, g)
    black = np.int64(r.black)
    for x in range(w.used[U_MEETINGS]):
        m = np.int64(w.meeting[x])
        code = np.int64(w.op_code[m])
        if w.op_kind[m] != 0 or n == 0:
            continue
        i = np.int64(w.op_who[m])
        met = np.int64(r.counterpart[code])
        if met == _NEIGHBOUR or met == _STRANGER or met == _KIN:
            bits = again(w.op_bits[m], purposes.K_PARTNER)
            if met == _KIN:
                size = np.int64(s.pu[HOME_SIZE, lo + i])
                j = np.int64(s.pi[HOME, lo + i]) + ((upper(bits) * size) >> 32)
            else:
                j = (upper(bits) * n) >> 32
            if j == i or j >= n or s.pu[ALIVE, lo + j] == 0:
                if met == _KIN:
                    w.op_state[m] = np.uint8(OP_NONE)
                continue
            w.op_partner[m] = np.int32(j)
            if met == _NEIGHBOUR or (rated >= 0 and met == _STRANGER):
                kept = 1.0
                if met == _NEIGHBOUR:
                    kept = np.float64(s.pf[TIES, lo + i]) * np.float64(s.pf[TIES, lo + j])
                    named = np.int64(s.pu[PAST, lo + j]) & PAST_NAMED != 0
                    if named and np.int64(s.pw[LISTS, lo + j]) & black != 0:
                        kept *= 1.0 - a[A.shunning]
                if rated >= 0:
                    kept *= welcome(s, r, a, g, rated, lo + i, lo + j)
                if uniform(again(w.op_bits[m], purposes.K_REALISED)) >= kept:
                    w.op_state[m] = np.uint8(OP_NONE)
        elif r.creates_debt[code] == _BANK:
            # a lender who sees a listing or a bad record does not lend, so nothing falls due
            closed = 0.0
            lists = np.int64(s.pw[LISTS, lo + i])
            praised = lists != 0 and lists & black == 0
            if (np.int64(s.pw[SEEN, lo + i]) >> _LOAN_GATE) & 1 == 1 and not praised:
                closed = a[A.credit_rationing]
            elif s.pu[BAD_CREDIT, lo + i] > 0:
                closed = a[A.credit_rationing] * 0.5
            if closed > 0.0 and uniform(again(w.op_bits[m], purposes.K_REALISED)) < closed:
                w.op_state[m] = np.uint8(OP_NONE)
