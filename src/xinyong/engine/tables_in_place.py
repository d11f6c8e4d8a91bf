"""The short tables of a neighbourhood (obligations, live records): number, tidy, make sure of room."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.engine.layout import OP_NOTICED, OP_TAKEN, U_LISTS, U_OPS, U_ROWS, State, Work
from xinyong.fields import (
    DEBT_FLAGS,
    DEBT_FRESH,
    DEBT_RECORD,
    DEBT_STAGE,
    LIVE_ENDED,
    LIVE_NEW,
    LIVE_RECORD,
    LIVE_STATE,
    S_ENDED,
)
from xinyong.scheme.tables import Tables


@register_jitable  # type: ignore[untyped-decorator]
def begin(h: int, s: State, w: Work) -> None:
    """Give last month's rows their ledger numbers, drop what has ended, clear the board.

    Doing it twice does no harm: a neighbourhood that lacked room is begun again.
    """
    base = np.int64(s.row_base[h])
    kept = 0
    for x in range(s.live_count[h]):
        state = np.int64(s.live_u[LIVE_STATE, h, x])
        if state & LIVE_ENDED:
            continue
        if state & LIVE_NEW:
            s.live_w[LIVE_RECORD, h, x] = np.uint32(base + np.int64(s.live_w[LIVE_RECORD, h, x]))
            s.live_u[LIVE_STATE, h, x] = np.uint8(state & ~LIVE_NEW)
        if kept != x:
            for c in range(s.live_i.shape[0]):
                s.live_i[c, h, kept] = s.live_i[c, h, x]
            for c in range(s.live_u.shape[0]):
                s.live_u[c, h, kept] = s.live_u[c, h, x]
            s.live_w[LIVE_RECORD, h, kept] = s.live_w[LIVE_RECORD, h, x]
        kept += 1
    s.live_count[h] = np.int32(kept)
    kept = 0
    for d in range(s.debt_count[h]):
        if s.debt_u[DEBT_STAGE, h, d] == S_ENDED:
            continue
        flags = np.int64(s.debt_u[DEBT_FLAGS, h, d])
        if flags & DEBT_FRESH:
            s.debt_w[DEBT_RECORD, h, d] = np.uint32(base + np.int64(s.debt_w[DEBT_RECORD, h, d]))
            s.debt_u[DEBT_FLAGS, h, d] = np.uint8(flags & ~DEBT_FRESH)
        if kept != d:
            s.debt_f[0, h, kept] = s.debt_f[0, h, d]
            for c in range(s.debt_i.shape[0]):
                s.debt_i[c, h, kept] = s.debt_i[c, h, d]
            for c in range(s.debt_u.shape[0]):
                s.debt_u[c, h, kept] = s.debt_u[c, h, d]
            for c in range(s.debt_w.shape[0]):
                s.debt_w[c, h, kept] = s.debt_w[c, h, d]
        kept += 1
    s.debt_count[h] = np.int32(kept)
    for b in range(s.board.shape[1]):
        s.board[h, b] = 0


@register_jitable  # type: ignore[untyped-decorator]
def settle(h: int, s: State, w: Work, r: Tables, notices: int, rows: int) -> bool:
    """Is there room for everything that this neighbourhood can still write this month?

    Each act opens at most one debt, each debt may list one wrong person, each notice and
    each listing writes at most ``rows`` rows; each live record and debt is closed at most twice.
    """
    debts = np.int64(s.debt_count[h])
    new_debts = np.int64(0)
    conducts = r.domain.shape[0]
    for m in range(w.used[U_OPS]):
        if w.op_state[m] == OP_TAKEN or w.op_state[m] == OP_NOTICED:
            if w.op_code[m] < conducts and r.creates_debt[np.int64(w.op_code[m])] > 0:
                new_debts += 1
    if 2 * debts + new_debts > s.debt_i.shape[2]:
        return False
    entries = (notices + debts) * rows
    live = np.int64(s.live_count[h])
    if live + entries > s.live_i.shape[2]:
        return False
    if w.used[U_ROWS] + entries + 3 * live + 6 * debts + 64 > w.out_p.shape[0]:
        return False
    return bool(w.used[U_LISTS] + entries + 4 * live + 8 * debts + 256 <= w.list_u.shape[1])
