"""5. Detection: does anyone notice? Through which channel, rightly or wrongly.

A channel at full coverage notices conduct k with chance ``seen``; its coverage in the place and
what its office can handle this month (``look``, from budgets, effort and last month's load) thin
that. The channels are tried in turn. A notice may name a wrong subject (``wrong``), and a chance
not taken may be noted as taken (``phantom``): both give records that are not genuine.

Reads: coverage, capacity. Writes: state, channel and subject of opportunities (scratch).
Draws: from each opportunity's own bits.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, uniform, upper
from xinyong.engine import purposes
from xinyong.engine.layout import OP_NOTICED, OP_OPEN, OP_PHANTOM, OP_TAKEN, U_OPS, State, Work
from xinyong.engine.rules import Rules


@register_jitable
def noticed_by(r: Rules, look: np.ndarray, k: Int, g: Int, u: float, phantom: Int) -> np.int64:
    """The first channel that notices conduct ``k`` in regime ``g``, or -1.

    One uniform ``u`` serves all: what is left of it after a channel missed is uniform again.
    """
    for e in range(np.int64(r.eyes[k])):
        c = np.uint64(r.eye[k, e])
        chance = r.eye_chance[k, e] * r.coverage[g, c] * look[c]
        if phantom == 1:
            chance *= r.phantom[c]
        if chance <= 0.0:
            continue
        if u < chance:
            return np.int64(c)
        u = (u - chance) / (1.0 - chance)
    return np.int64(-1)


@register_jitable
def detection(h: Int, s: State, w: Work, r: Rules) -> np.int64:
    """Mark what is noticed; returns how many ledger rows that can cause at most."""
    sizes = (
        s.hoods[h + 1].person_first - s.hoods[h].person_first,
        s.hoods[h + 1].company_first - s.hoods[h].company_first,
        s.hoods[h + 1].office_first - s.hoods[h].office_first,
    )
    g = np.uint64(s.hoods[h].regime)
    look = s.look[np.int64(s.hoods[h].city)]
    rows = np.int64(0)
    for m in range(w.used[U_OPS]):
        k = np.uint64(w.op_code[m])
        state = w.op_state[m]
        if state != OP_TAKEN and state != OP_OPEN:
            continue
        bits = w.op_bits[m]
        u = uniform(again(bits, purposes.K_NOTICE))
        if state == OP_OPEN and u >= r.phantom_any[k]:
            continue
        c = noticed_by(r, look, k, g, u, 1 if state == OP_OPEN else 0)
        if c < 0:
            continue
        rows += np.int64(r.first[g, k + np.uint64(1)]) - np.int64(r.first[g, k])
        kind = np.int64(w.op_kind[m])
        subject = np.int64(w.op_who[m])
        w.op_channel[m] = np.uint8(c)
        if state == OP_TAKEN:
            w.op_state[m] = np.uint8(OP_NOTICED)
            if uniform(again(bits, purposes.K_WRONG)) < r.wrong[c]:
                subject = (upper(again(bits, purposes.K_WHO)) * sizes[kind]) >> 32
        else:
            w.op_state[m] = np.uint8(OP_PHANTOM)
        w.op_subject[m] = np.int32(subject)
    return rows
