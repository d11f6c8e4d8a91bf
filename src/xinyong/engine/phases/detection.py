"""5. Detection: does anyone notice? Through which channel, rightly or wrongly.

A channel at full coverage notices conduct k with chance ``seen``; its coverage in the place and
what its office can handle this month (``look``, from budgets, effort and last month's load) thin
that. The channels are tried in turn. A notice may name a wrong subject (``wrong``), and a chance
not taken may be noted as taken (``phantom``, or made up by an office behind its quota): all give
records that are not genuine. Offices look at a company as its grades say, and spare some
(``engine.inspecting``).

Reads: coverage, capacity, grades, owner and size of companies, padding (last month's board).
Writes: state, channel and subject of opportunities (scratch).
Draws: from each opportunity's own bits.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, uniform, upper
from xinyong.engine import purposes
from xinyong.engine.inspecting import offices_look, watch
from xinyong.engine.layout import (
    OP_NOTICED,
    OP_OPEN,
    OP_PADDED,
    OP_PHANTOM,
    U_OPS,
    U_TAKEN,
    State,
    Work,
)
from xinyong.engine.rules import Rules


@register_jitable
def noticed_by(
    r: Rules, look: np.ndarray, errors: np.ndarray, k: Int, g: Int, u: float, phantom: Int
) -> np.int64:
    """The first channel that notices conduct ``k`` in regime ``g``, or -1.

    ``phantom`` is 1 where nothing was done. One uniform ``u`` serves all: what is left of it after a
    channel missed is uniform again.
    """
    below = 0.0
    left = 1.0
    for e in range(np.int64(r.eyes[k])):
        c = np.uint64(r.eye[k, e])
        chance = r.eye_chance[k, e] * r.coverage[g, c] * look[c]
        if phantom == 1:
            chance *= errors[c]
        if chance <= 0.0:
            continue
        below += left * chance
        if u < below:
            return np.int64(c)
        left -= left * chance
    return np.int64(-1)


@register_jitable
def _point_at(w: Work, r: Rules, m: Int, g: np.uint64, channel: Int, subject: Int, state: Int) -> np.int64:
    """Note who is named through which channel; returns the most ledger rows that can follow."""
    w.op_channel[m] = np.uint8(channel)
    w.op_subject[m] = np.int32(subject)
    w.op_state[m] = np.uint8(state)
    k = np.uint64(w.op_code[m])
    kind = np.int64(w.op_kind[m])
    rows = np.int64(0)
    for e in range(np.int64(r.first[g, k]), np.int64(r.first[g, k + np.uint64(1)])):
        rows += (np.int64(r.row_channels[e]) >> channel) & (np.int64(r.row_kinds[e]) >> kind) & 1
    # a conduct that no rule names may still be written down once (``engine.stretching``)
    return max(rows, np.int64(1))


@register_jitable
def detection(h: Int, s: State, w: Work, r: Rules, a: np.ndarray) -> np.int64:
    """Mark what is noticed; returns how many ledger rows that can cause at most."""
    sizes = (
        s.hoods[h + 1].person_first - s.hoods[h].person_first,
        s.hoods[h + 1].company_first - s.hoods[h].company_first,
        s.hoods[h + 1].office_first - s.hoods[h].office_first,
    )
    g = np.uint64(s.hoods[h].regime)
    companies = s.hoods[h].company_first
    offices_look(s, w, r, a, h)
    rows = np.int64(0)
    for x in range(w.used[U_TAKEN]):
        m = int(w.taken[x])
        bits = w.op_bits[m]
        look = w.watch[0]
        if w.op_kind[m] == 1:
            watch(s, w, r, a, g, companies + np.int64(w.op_who[m]))
            look = w.watch[1]
        u = uniform(again(bits, purposes.K_NOTICE))
        channel = noticed_by(r, look, w.errors, np.uint64(w.op_code[m]), g, u, 0)
        if channel >= 0:
            subject = np.int64(w.op_who[m])
            if uniform(again(bits, purposes.K_WRONG)) < r.wrong[channel]:
                subject = (upper(again(bits, purposes.K_WHO)) * sizes[np.int64(w.op_kind[m])]) >> 32
            rows += _point_at(w, r, m, g, channel, subject, OP_NOTICED)
    for m in range(w.used[U_OPS]):
        k = np.uint64(w.op_code[m])
        u = uniform(again(w.op_bits[m], purposes.K_NOTICE))
        if u < r.phantom_any[k] and w.op_state[m] == OP_OPEN:
            look = w.watch[0]
            if w.op_kind[m] == 1:
                watch(s, w, r, a, g, companies + np.int64(w.op_who[m]))
                look = w.watch[1]
            channel = noticed_by(r, look, w.errors, k, g, u, 1)
            if channel >= 0:
                mistake = uniform(again(w.op_bits[m], purposes.K_MADE_UP)) * w.errors[channel]
                sort = OP_PHANTOM if mistake < r.phantom[channel] else OP_PADDED
                rows += _point_at(w, r, m, g, channel, np.int64(w.op_who[m]), sort)
    return rows
