"""Publicity: being named, and the map on which neighbours look the listed up.

A listing may be made public once, when it begins (*standing*), or stand on a public map as long as it
lasts: some adults of the neighbourhood look at the map in a month, each sees who is on it, and the
more look, the likelier it is that one is talked about (``map_named``, a look). Shame then bears on the
obligations behind the listing as it does after any naming.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, tag, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.arithmetic import exponential
from xinyong.engine.layout import F_NAMED, State, Work
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.fields import AGE_BAND, ALIVE, B_SHAMED, DEBT_NAMED, LISTS, PAST, PAST_NAMED, S_LISTED
from xinyong.quantities import INDEX
from xinyong.scheme.tables import COURT_LIST

Q_EXPOSED, Q_LOOKS = INDEX["exposures"], INDEX["map-looks"]


@register_jitable
def name_debtor(h: Int, s: State, who: Int) -> None:
    """The court made a listing public with the name: shame bears on the obligations behind it."""
    for d in range(s.hoods[h].debt_first, s.hoods[h].debt_end):
        if s.debts[d].stage == S_LISTED and s.debts[d].kind == 0 and s.debts[d].who == who:
            s.debts[d].marks = np.uint8(np.int64(s.debts[d].marks) | DEBT_NAMED)


@register_jitable
def show_map(h: Int, month: Int, seed: np.uint64, s: State, w: Work, r: Rules, a: np.ndarray) -> None:
    """Let the neighbours of neighbourhood ``h`` look at the map, where there is one."""
    number = np.int64(r.map_list[0])
    looking = r.map[np.int64(s.hoods[h].regime)]
    if number < 0 or looking <= 0.0:
        return
    lo = s.hoods[h].person_first
    n = s.hoods[h + 1].person_first - lo
    adults = np.int64(0)
    for p in range(lo, lo + n):
        adults += np.int64(s.pu[ALIVE, p] == 1) & np.int64(s.pu[AGE_BAND, p] > 0)
    tagged = tag(seed, month, purposes.MAP)
    for i in range(n):
        if (np.int64(s.pw[LISTS, lo + i]) >> number) & 1 == 0 or s.pu[ALIVE, lo + i] == 0:
            continue
        bits = draw(w.key[i], tagged)
        looks = np.int64(looking * np.float64(adults) + uniform(bits))
        if looks == 0:
            continue
        add_event(w, s, h, 0, i, Q_LOOKS, looks)
        add_event(w, s, h, 0, i, Q_EXPOSED, looks)
        named = np.int64(w.fate[i]) & F_NAMED
        if named == 0 and uniform(again(bits, 1)) < 1.0 - exponential(-a[A.map_named] * np.float64(looks)):
            w.fate[i] = np.uint8(np.int64(w.fate[i]) | F_NAMED)
            s.pu[PAST, lo + i] = np.uint8(np.int64(s.pu[PAST, lo + i]) | PAST_NAMED)
            s.board[h, B_SHAMED] += 1
            if number == np.int64(r.court[COURT_LIST]):
                name_debtor(h, s, i)
