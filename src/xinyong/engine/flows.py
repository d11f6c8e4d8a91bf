"""Flows: what one holder of data learns of an act reaches another.

What a firm noticed may reach the state, and other firms; what the state put on record may reach
firms. Each act has its own luck, the same in every world. Limits of purpose stop all of it.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, uniform
from xinyong.engine import purposes
from xinyong.engine.layout import State, Work
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.fields import KNOWN
from xinyong.quantities import INDEX
from xinyong.scheme.tables import FLOW_BETWEEN_FIRMS, FLOW_TO_FIRMS, FLOW_TO_STATE, GUARD_PURPOSE

Q_STATE, Q_FIRMS = INDEX["acts-state"], INDEX["acts-firms"]
Q_TO_STATE, Q_TO_FIRMS = INDEX["flow-state"], INDEX["flow-firms"]


@register_jitable
def passes(r: Rules, which: Int, bits: np.uint64) -> bool:
    """Whether what a holder learnt through the opportunity of ``bits`` goes on along flow ``which``."""
    # what state security may ask of firms is bound by no limit of purpose
    limited = 1.0 - r.guard[GUARD_PURPOSE] if which != FLOW_TO_STATE else 1.0
    chance = r.flow[which] * limited
    return bool(chance > 0.0 and uniform(again(bits, purposes.K_FLOW + which)) < chance)


@register_jitable
def pass_on(
    h: Int, s: State, w: Work, r: Rules, kind: Int, who: Int, domain: Int, bits: np.uint64, firms: Int,
    state: Int, rows: Int,
) -> None:  # fmt: skip
    """Carry on what was learnt of an act: ``firms`` or ``state`` (1) noticed it and wrote ``rows``."""
    to_state = firms == 1 and passes(r, FLOW_TO_STATE, bits)
    to_firms = state == 1 and rows > 0 and passes(r, FLOW_TO_FIRMS, bits)
    if to_state:
        add_event(w, s, h, kind, who, Q_STATE, 1)
        add_event(w, s, h, kind, who, Q_TO_STATE, 1)
    if to_firms:
        add_event(w, s, h, kind, who, Q_FIRMS, 1)
    if to_firms or (firms == 1 and passes(r, FLOW_BETWEEN_FIRMS, bits)):
        add_event(w, s, h, kind, who, Q_TO_FIRMS, 1)
    if kind == 0 and (to_state or to_firms):
        p = s.hoods[h].person_first + who
        bit = np.int64(domain) + (16 if to_firms else 0)
        s.pw[KNOWN, p] = np.uint32(np.int64(s.pw[KNOWN, p]) | (np.int64(1) << bit))
