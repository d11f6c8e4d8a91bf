"""Consent: with this safeguard only those who agree to it are scored by points.

Whether one agrees is a lasting disposition held against one's private approval of the scheme
(``consents``), asked anew each month, so that one may leave when approval falls and come back when it
rises. Who is outside has no grade and gets no new record in such a book; what was recorded before
stays on file until it expires, and counts again for one who returns.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, draw, tag, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.arithmetic import share
from xinyong.engine.layout import State, Work
from xinyong.engine.rules import Rules
from xinyong.fields import APPROVAL, PAST, PAST_OUTSIDE
from xinyong.scheme.tables import GUARD_CONSENT


@register_jitable(forceinline=True)
def outside(s: State, r: Rules, p: Int) -> bool:
    """Whether person column ``p`` has not consented to being scored, where consent is asked for."""
    return bool(r.guard[GUARD_CONSENT] > 0.0 and np.int64(s.pu[PAST, p]) & PAST_OUTSIDE != 0)


@register_jitable
def ask(h: Int, seed: np.uint64, s: State, w: Work, a: np.ndarray) -> None:
    """Ask everybody of neighbourhood ``h`` whether to be scored."""
    own = tag(seed, 0, purposes.CONSENT)
    lo = s.hoods[h].person_first
    for i in range(s.hoods[h + 1].person_first - lo):
        p = lo + i
        agrees = uniform(draw(w.key[i], own)) < share(a[A.consents] * np.float64(s.pf[APPROVAL, p]))
        past = np.int64(s.pu[PAST, p]) & ~np.int64(PAST_OUTSIDE)
        s.pu[PAST, p] = np.uint8(past if agrees else past | PAST_OUTSIDE)
