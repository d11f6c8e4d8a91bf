"""The short tables of a neighbourhood (obligations, live records): number, tidy, make sure of room."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine.layout import (
    ROWS,
    SHORT_OF_DEBTS,
    SHORT_OF_LIVE,
    U_DEBTS,
    U_LISTS,
    U_NEED,
    U_ROWS,
    U_SHORT,
    State,
    Work,
)
from xinyong.engine.rules import Rules
from xinyong.fields import (
    DEBT_FRESH,
    LIVE_ENDED,
    LIVE_NEW,
    S_CLOSED,
    S_ENDED,
    S_ENFORCED,
    S_JUDGED,
)
from xinyong.scheme.tables import COURT_CONDUCT


@register_jitable
def begin(h: Int, s: State, w: Work) -> None:
    """Give last month's rows their ledger numbers, drop what has ended, clear the board.

    Doing it twice does no harm: a neighbourhood that lacked room is begun again.
    """
    w.here = int(h)
    w.weights[0] = s.hoods[h].weight
    w.weights[1] = s.hoods[h].weight_one
    w.weights[2] = s.hoods[h].company_weight
    w.weights[3] = s.hoods[h].office_weight
    persons = s.hoods[s.hoods.shape[0] - 1].person_first
    companies = s.hoods[s.hoods.shape[0] - 1].company_first
    w.first[0] = s.hoods[h].person_first
    w.first[1] = persons + s.hoods[h].company_first
    w.first[2] = persons + companies + s.hoods[h].office_first
    base = np.int64(s.hoods[h].row_base)
    kept = s.hoods[h].live_first
    for x in range(s.hoods[h].live_first, s.hoods[h].live_end):
        state = np.int64(s.live[x].state)
        if state & LIVE_ENDED:
            continue
        if state & LIVE_NEW:
            s.live[x].record = np.uint32(base + np.int64(s.live[x].record))
            s.live[x].state = np.uint8(state & ~LIVE_NEW)
        if kept != x:
            s.live[kept] = s.live[x]
        kept += 1
    s.hoods[h].live_end = kept
    kept = s.hoods[h].debt_first
    for d in range(s.hoods[h].debt_first, s.hoods[h].debt_end):
        if s.debts[d].stage == S_ENDED:
            continue
        flags = np.int64(s.debts[d].marks)
        if flags & DEBT_FRESH:
            s.debts[d].record = np.uint32(base + np.int64(s.debts[d].record))
            s.debts[d].marks = np.uint8(flags & ~DEBT_FRESH)
        if kept != d:
            s.debts[kept] = s.debts[d]
        kept += 1
    s.hoods[h].debt_end = kept
    for b in range(s.board.shape[1]):
        s.board[h, b] = 0


@register_jitable
def settle(h: Int, s: State, w: Work, r: Rules, noticed: Int) -> bool:
    """Is there room for everything that this neighbourhood can still write this month?

    Each act opens at most one debt, each case that may be listed this month one wrong person;
    notices write at most ``noticed`` rows, a listing those of the court's conduct; each live record
    and debt is closed at most twice.
    """
    debts = np.int64(s.hoods[h].debt_end - s.hoods[h].debt_first)
    open_cases = np.int64(0)
    for d in range(s.hoods[h].debt_first, s.hoods[h].debt_end):
        stage = s.debts[d].stage
        open_cases += np.int64(stage == S_ENFORCED or stage == S_CLOSED or stage == S_JUDGED)
    if debts + open_cases + w.used[U_DEBTS] > s.hoods[h + 1].debt_first - s.hoods[h].debt_first:
        w.used[U_SHORT] = SHORT_OF_DEBTS
        w.used[U_NEED] = debts + open_cases + w.used[U_DEBTS]
        return False
    court = max(np.int64(r.court[COURT_CONDUCT]), np.int64(0))
    g = np.int64(s.hoods[h].regime)
    entries = noticed + open_cases * (np.int64(r.first[g, court + 1]) - np.int64(r.first[g, court]))
    live = np.int64(s.hoods[h].live_end - s.hoods[h].live_first)
    if live + entries > s.hoods[h + 1].live_first - s.hoods[h].live_first:
        w.used[U_SHORT] = SHORT_OF_LIVE
        w.used[U_NEED] = live + entries
        return False
    if w.used[U_ROWS] + entries + 3 * live + 6 * debts + 64 > ROWS:
        return False
    return bool(w.used[U_LISTS] + entries + 4 * live + 8 * debts + 256 <= ROWS)
