"""Choosing: the logistic choice of all opportunities of a neighbourhood, several at a time.

    P(act) = 1 / (1 + e**(-U * sharp))

Each step is a loop of its own over few arrays and without jumps, so that the compiler decides
several opportunities at once. What only few need is listed first and worked out for those alone:
whether the same luck would have chosen otherwise without the scheme's part of U.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, small, upper
from xinyong.engine import purposes
from xinyong.engine.arithmetic import exponential
from xinyong.engine.layout import OP_NONE, OP_OPEN, OP_TAKEN, U_DEBTS, U_TAKEN, Work
from xinyong.engine.rules import Rules


@register_jitable(forceinline=True)
def cast_lots(w: Work, many: Int) -> None:
    """Draw the bits that decide the first ``many`` opportunities into ``w.lot``."""
    for m in range(many):
        w.lot[m] = again(w.op_bits[m], purposes.K_ACT)


@register_jitable(forceinline=True)
def _decide(w: Work, many: Int) -> None:
    """Choose by ``w.urge``, ``w.part`` and ``w.sharp``; mark what is taken, and what is near the edge."""
    for m in range(many):
        # chance < logistic(x), without the division
        odds = 1.0 + exponential(-w.urge[m] * w.sharp[m])
        weighed = small(upper(w.lot[m])) * odds
        takes = np.int64(w.op_state[m] == OP_OPEN) & np.int64(weighed < 1.0)
        # a logistic is nowhere steeper than 1/4: further from the edge the scheme's part decides nothing
        near = abs(weighed - 1.0) <= 0.2501 * abs(w.part[m]) * w.sharp[m] * odds
        w.op_state[m] = np.uint8(np.int64(w.op_state[m]) + takes * (OP_TAKEN - OP_OPEN))
        w.chosen[m] = np.uint8(takes + 2 * np.int64(near))


@register_jitable(forceinline=True)
def choose(w: Work, r: Rules, many: Int) -> None:
    """Act on the first ``many`` opportunities or not: state, ``w.taken``, and what a scheme changed."""
    _decide(w, many)
    taken = np.int64(0)
    close = np.int64(0)
    for m in range(many):
        chosen = np.int64(w.chosen[m])
        w.taken[np.uint64(taken)] = np.int32(m)
        w.edge[np.uint64(close)] = np.int32(m)
        taken += chosen & 1
        close += chosen >> 1
    w.used[U_TAKEN] = taken
    debts = np.int64(0)
    for x in range(taken):
        debts += np.int64(r.creates_debt[np.uint64(w.op_code[np.uint64(w.taken[x])])] > 0)
    w.used[U_DEBTS] = debts
    for x in range(close):
        at = np.uint64(w.edge[x])
        takes = np.int64(w.op_state[at] == OP_TAKEN)
        # the same luck without the scheme's part tells whether the scheme changed this act
        odds = 1.0 + exponential((w.part[at] - w.urge[at]) * w.sharp[at])
        alone = np.int64(w.op_state[at] != OP_NONE) & np.int64(small(upper(w.lot[at])) * odds < 1.0)
        w.op_changed[at] = np.uint8(alone * (1 - takes) + 2 * takes * (1 - alone))
