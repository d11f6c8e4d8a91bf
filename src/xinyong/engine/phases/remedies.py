"""11. Remedies: notice, appeal, correction, repair, amnesty, within capacity and queue.

A subject learns of a record sooner where notice is owed (``notice_told``) than by running into
it (``notice_found``). One wrongly recorded may appeal (``appeals``); the appeal succeeds with
``appeal_success``, as fast as the office's queue allows (last month's queue of the city against
``remedy_capacity``). Someone rightly recorded may seek repair after the rule book's minimum
period (``seeks_repair``). What is granted here, *standing* carries out next month: a new ledger row
that refers to the old one, with the opposite points and the same expiry.

Reads: live records, obligations, safeguards, last month's boards. Writes: ledger rows, live
records, obligations, this month's board. Draws: REMEDY, one a live record or obligation.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int, again, draw, tag, uniform
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.collecting import record_key
from xinyong.engine.court import list_lets_go
from xinyong.engine.layout import State, Tally, Work
from xinyong.engine.rows import add_event
from xinyong.engine.rules import Rules
from xinyong.fields import (
    B_ADULTS,
    B_QUEUE,
    B_WRONGED,
    DEBT_GRANTED,
    DEBT_WRONG,
    LIVE_APPEALED,
    LIVE_ENDED,
    LIVE_GRANTED,
    LIVE_NEW,
    LIVE_NOTICED,
    LIVE_WRONG,
    S_ENDED,
    S_LISTED,
)
from xinyong.quantities import INDEX
from xinyong.scheme.tables import (
    COURT_LIST,
    EXIT_REPAIR,
    GUARD_APPEAL,
    GUARD_CORRECTION,
    GUARD_NOTICE,
    GUARD_REPAIR,
)

Q_NOTICES, Q_APPEALS = INDEX["notices"], INDEX["appeals"]
Q_CORRECTED, Q_REPAIRED = INDEX["corrected"], INDEX["repaired"]


@register_jitable
def speed(s: State, h: Int, a: np.ndarray) -> float:
    """Share of waiting remedies that the city's offices get through this month."""
    city = np.int64(s.hoods[h].city)
    waiting = np.float64(s.city_last[city, B_QUEUE])
    capacity = a[A.remedy_capacity] * np.float64(s.city_last[city, B_ADULTS]) * 0.001
    if waiting <= capacity:
        return 1.0
    return float(capacity / waiting)


@register_jitable
def _seek_repair(
    h: Int, month: Int, s: State, w: Work, r: Rules, a: np.ndarray, d: Int, tagged: np.uint64, pace: float
) -> None:
    """A listed debtor may seek repair of the listing, where the list allows one, after its minimum period."""
    number = np.int64(r.court[COURT_LIST])
    if number < 0 or r.list_min[number] < 0 or r.guard[GUARD_REPAIR] <= 0.0:
        return
    if not list_lets_go(r, EXIT_REPAIR):
        return
    if month - np.int64(s.debts[d].since) < np.int64(r.list_min[number]):
        return
    s.board[h, B_QUEUE] += 1
    u = uniform(again(draw(s.hoods[h].key + np.uint64(s.debts[d].id), tagged), 1))
    if u < pace * a[A.seeks_repair] * r.guard[GUARD_REPAIR]:
        s.debts[d].marks = np.uint8(np.int64(s.debts[d].marks) | DEBT_GRANTED)


@register_jitable
def remedies(
    h: Int, month: Int, seed: np.uint64, s: State, w: Work, t: Tally, r: Rules, a: np.ndarray
) -> None:
    """One month of notices, appeals and repairs in neighbourhood ``h``."""
    tagged = tag(seed, month, purposes.REMEDY)
    pace = speed(s, h, a)
    told = a[A.notice_found] + (a[A.notice_told] - a[A.notice_found]) * r.guard[GUARD_NOTICE]
    for x in range(s.hoods[h].live_first, s.hoods[h].live_end):
        state = np.int64(s.live[x].state)
        if state & (LIVE_ENDED | LIVE_NEW | LIVE_GRANTED):
            continue
        kind = np.int64(s.live[x].kind)
        who = np.int64(s.live[x].who)
        wrong = state & LIVE_WRONG != 0
        number = np.int64(s.live[x].list)
        if wrong and kind == 0:
            s.board[h, B_WRONGED] += 1
        hurts = wrong or number != 255 or s.live[x].points < 0
        if not hurts:
            continue
        u = uniform(draw(record_key(h, s, w, x), tagged))
        if state & LIVE_NOTICED == 0:
            if u < told:
                s.live[x].state = np.uint8(state | LIVE_NOTICED)
                add_event(w, s, h, kind, who, Q_NOTICES, 1)
        elif wrong and r.guard[GUARD_APPEAL] > 0.0:
            if state & LIVE_APPEALED == 0:
                if u < a[A.appeals] * r.guard[GUARD_APPEAL]:
                    s.live[x].state = np.uint8(state | LIVE_APPEALED)
                    add_event(w, s, h, kind, who, Q_APPEALS, 1)
            else:
                s.board[h, B_QUEUE] += 1
                if u < pace * a[A.appeal_success] * r.guard[GUARD_CORRECTION]:
                    s.live[x].state = np.uint8(state | LIVE_GRANTED)
        elif not wrong and number != 255 and r.list_min[number] >= 0 and r.guard[GUARD_REPAIR] > 0.0:
            if month - np.int64(s.live[x].entered) >= np.int64(r.list_min[number]):
                s.board[h, B_QUEUE] += 1
                if u < pace * a[A.seeks_repair] * r.guard[GUARD_REPAIR]:
                    s.live[x].state = np.uint8(state | LIVE_GRANTED)
    for d in range(s.hoods[h].debt_first, s.hoods[h].debt_end):
        flags = np.int64(s.debts[d].marks)
        if flags & (DEBT_WRONG | DEBT_GRANTED) == 0 and s.debts[d].stage == S_LISTED:
            _seek_repair(h, month, s, w, r, a, d, tagged, pace)
            continue
        if flags & DEBT_WRONG == 0 or flags & DEBT_GRANTED or s.debts[d].stage == S_ENDED:
            continue
        who = np.int64(s.debts[d].who)
        s.board[h, B_WRONGED] += 1
        u = uniform(draw(s.hoods[h].key + np.uint64(s.debts[d].id), tagged))
        if r.guard[GUARD_APPEAL] > 0.0:
            s.board[h, B_QUEUE] += 1
            if u < told * a[A.appeals] * pace * a[A.appeal_success] * r.guard[GUARD_CORRECTION]:
                add_event(w, s, h, 0, who, Q_APPEALS, 1)
                s.debts[d].marks = np.uint8(flags | DEBT_GRANTED)
