"""Expiry as a safeguard: a record or listing that was open counts no longer than today's rule allows.

Terms are fixed when a record is entered. Where the safeguard holds, a record that was entered without
end, or a listing that was ordered so, ends once it has lasted as long as the rule now in force gives.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine.layout import State
from xinyong.engine.rules import Rules
from xinyong.fields import FOREVER
from xinyong.scheme.tables import COURT_TERM_ABLE, GUARD_EXPIRY


@register_jitable
def overdue(h: Int, month: Int, s: State, r: Rules, live: Int) -> bool:
    """Whether live record ``live``, entered without end, has lasted as long as the rule in force allows."""
    if r.guard[GUARD_EXPIRY] <= 0.0 or s.live[live].expires != FOREVER:
        return False
    g = np.int64(s.hoods[h].regime)
    k = np.int64(s.live[live].conduct)
    for e in range(np.int64(r.first[g, k]), np.int64(r.first[g, k + 1])):
        ours = r.row_institution[e] == s.live[live].institution
        ours = ours and (np.int64(r.row_channels[e]) >> np.int64(s.live[live].channel)) & 1 == 1
        if ours and (np.int64(r.row_kinds[e]) >> np.int64(s.live[live].kind)) & 1 == 1:
            term = np.int64(r.row_term[e])
            # a record that counts from the end of its conduct has its own clock
            if term > 0 and r.row_from_end[e] == 0:
                return bool(np.int64(s.live[live].entered) + term <= month)
    return False


@register_jitable
def listed_until(h: Int, s: State, r: Rules, d: Int) -> np.int64:
    """Month in which the listing of obligation ``d`` ends by term; FOREVER = never."""
    until = np.int64(s.debts[d].until)
    if until != FOREVER or r.guard[GUARD_EXPIRY] <= 0.0 or s.debts[d].ground != 1:
        return until
    term = np.int64(r.court[COURT_TERM_ABLE])
    return until if term == 0 else np.int64(s.debts[d].since) + term
