"""The reach of employers: a listing that the employer knows of may cost the job.

The employer is told as the gatekeeper ``job`` is. Each month it dismisses with the chance that the
list's rule gives. Being dismissed takes a part of one's earning (``dismissal_loss``), which comes back
slowly like any such loss, and the employer; whoever is taken on after trying for a job has one again.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, draw, tag, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.layout import U_ATTEMPTS, State, Work
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.fields import ACCESS, ALIVE, EMPLOYER, LISTS, LIVELIHOOD, SEEN, WORK, WORK_KINDS
from xinyong.quantities import INDEX

_JOB = ACCESS.index("job")
_EMPLOYED = WORK_KINDS.index("private-firm")
#: Codes of ``EMPLOYER`` beside companies of the neighbourhood.
_NOBODY, _ELSEWHERE = -1, -3
_STAYED_AWAY = -4
Q_DISMISSALS = INDEX["dismissals"]


@register_jitable
def dismiss(h: Int, month: Int, seed: np.uint64, s: State, w: Work, r: Rules, a: np.ndarray) -> None:
    """Let employers of neighbourhood ``h`` act on what they know, where a rule has them do so."""
    acts = np.int64(0)
    for number in range(r.lists):
        if r.work_bar[number] > 0.0:
            acts |= np.int64(1) << number
    if acts == 0:
        return
    tagged = tag(seed, month, purposes.DISMISSAL)
    lo = s.hoods[h].person_first
    for x in range(w.used[U_ATTEMPTS]):
        outcome = np.int64(w.at_cause[x])
        if w.at_kind[x] == 0 and w.at_code[x] == _JOB and outcome < 0 and outcome != _STAYED_AWAY:
            p = lo + np.int64(w.at_who[x])
            if s.pi[EMPLOYER, p] == _NOBODY and s.pu[WORK, p] >= _EMPLOYED:
                s.pi[EMPLOYER, p] = np.int16(_ELSEWHERE)
    for i in range(s.hoods[h + 1].person_first - lo):
        p = lo + i
        lists = np.int64(s.pw[LISTS, p]) & acts
        if lists == 0 or (np.int64(s.pw[SEEN, p]) >> _JOB) & 1 == 0:
            continue
        if s.pu[ALIVE, p] == 0 or s.pi[EMPLOYER, p] == _NOBODY:
            continue
        kept = 1.0
        for number in range(r.lists):
            if (lists >> number) & 1:
                kept *= 1.0 - r.work_bar[number]
        if uniform(draw(w.key[i], tagged)) < 1.0 - kept:
            s.pi[EMPLOYER, p] = np.int16(_NOBODY)
            left = np.float64(s.pf[LIVELIHOOD, p]) * (1.0 - a[A.dismissal_loss])
            s.pf[LIVELIHOOD, p] = np.float32(left)
            add_event(w, s, h, 0, i, Q_DISMISSALS, 1)
