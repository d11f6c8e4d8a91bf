"""Ends that a history states: a performance, a settlement, a correction, the end of a conduct.

Each does what the month does when chance brings it about (``court``, ``standing``, ``remedies``), and
only where the rules of the month allow it: a listing ends in the ways out that its list names, a
correction needs that safeguard, a repair a list that can be repaired, an amnesty comes by itself
where one is in force. Nothing ends before the month after it was done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from xinyong.dates import month_number
from xinyong.engine.collecting import rule_of
from xinyong.engine.court import end_debt, go
from xinyong.engine.layout import State, Work
from xinyong.engine.phases.standing import conduct_ends
from xinyong.engine.rules import Rules
from xinyong.fields import (
    DEBT_GRANTED,
    DEBT_WRONG,
    FOREVER,
    LIVE_ENDED,
    LIVE_GRANTED,
    LIVE_WRONG,
    R_CREDITOR,
    R_PERFORMANCE,
    R_SETTLEMENT,
    S_CLOSED,
    S_ENFORCED,
    S_LISTED,
)
from xinyong.scheme.tables import (
    COURT_CLOSURE,
    COURT_CREDITOR_EXIT,
    COURT_LIST,
    COURT_SETTLEMENT_EXIT,
    GUARD_CORRECTION,
    GUARD_REPAIR,
    LIST_EXITS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.scheme.histories import Happening

#: How a case may end: the reason that is written, and the rule that must allow it for a listed debtor.
_CASE_ENDS: Final = {
    "performance": (R_PERFORMANCE, None),
    "settlement": (R_SETTLEMENT, COURT_SETTLEMENT_EXIT),
    "creditor-request": (R_CREDITOR, COURT_CREDITOR_EXIT),
}
#: Exits that end the conduct itself, so that what runs from its end begins to run.
_CONDUCT_ENDS: Final = ("performance", "settlement", "ended")


def due(happening: Happening, now: int) -> bool:
    """Whether the exit of a happening falls in month ``now``."""
    if happening.exit_month is None:
        return False
    return now == max(month_number(happening.exit_month), month_number(happening.month) + 1)


def over(happening: Happening, now: int) -> int | None:
    """Months since the conduct ended, if its end is carried out in month ``now``, else None."""
    ends = [happening.ended] if happening.ended is not None else []
    if happening.exit_month is not None and happening.exit in _CONDUCT_ENDS:
        ends.append(happening.exit_month)
    if not ends:
        return None
    end = min(month_number(each) for each in ends)
    return now - end if now == max(end, month_number(happening.month) + 1) else None


def leave(
    now: int, s: State, w: Work, r: Rules, happening: Happening, late: int | None,
    records: Sequence[int], cases: Sequence[int],
) -> None:  # fmt: skip
    """Carry out what ends in month ``now`` of one happening.

    ``late`` is the answer of ``over``; ``records`` are its rows of live records, ``cases`` of obligations.
    """
    if late is not None:
        for x in records:
            _start_clock(now, s, w, r, x, late)
    if not due(happening, now):
        return
    for d in cases:
        _leave_case(now, s, w, r, str(happening.exit), d)
    for x in records:
        _leave_record(now, s, r, str(happening.exit), x)


def _start_clock(now: int, s: State, w: Work, r: Rules, x: int, late: int) -> None:
    """An open record whose rule counts from the end of the conduct begins to run."""
    live = s.live[x]
    rule = int(
        rule_of(r, int(s.hoods[0].regime), int(live.conduct), int(live.institution), int(live.channel))
    )
    if rule < 0 or int(live.state) & LIVE_ENDED or live.expires != FOREVER or r.row_from_end[rule] == 0:
        return
    term = min(int(r.row_term[rule]), 254)
    if term > 0:
        conduct_ends(0, now, s, w, r, x, max(term - late, 0))


def _leave_case(now: int, s: State, w: Work, r: Rules, how: str, d: int) -> None:
    debt = s.debts[d]
    listed = debt.stage == S_LISTED
    if listed and not _way_out(r, int(r.court[COURT_LIST]), how):
        return
    if how in _CASE_ENDS:
        reason, rule = _CASE_ENDS[how]
        if rule is None or not listed or r.court[rule] > 0.0:
            end_debt(s, w, d, reason)
    elif how == "closed-for-want" and debt.stage == S_ENFORCED and r.court[COURT_CLOSURE] > 0.0:
        go(s, 0, d, S_CLOSED, now)
    elif how == "correction" and r.guard[GUARD_CORRECTION] > 0.0:
        debt.marks = np.uint8(int(debt.marks) | DEBT_WRONG | DEBT_GRANTED)
    elif how == "repair" and listed and _repairable(r, int(r.court[COURT_LIST]), now - int(debt.since)):
        debt.marks = np.uint8(int(debt.marks) | DEBT_GRANTED)


def _way_out(r: Rules, number: int, how: str) -> bool:
    """Whether list ``number`` (negative: none) lets go of a subject in this way."""
    return number < 0 or how not in LIST_EXITS or bool(int(r.list_exit[number]) >> LIST_EXITS.index(how) & 1)


def _repairable(r: Rules, number: int, waited: int) -> bool:
    """Whether a listing may be repaired after ``waited`` months, as *remedies* has it."""
    allowed = number >= 0 and r.guard[GUARD_REPAIR] > 0.0
    return bool(allowed and 0 <= r.list_min[number] <= waited)


def _leave_record(now: int, s: State, r: Rules, how: str, x: int) -> None:
    live = s.live[x]
    state, number = int(live.state), int(live.list)
    if state & LIVE_ENDED or (number != 255 and not _way_out(r, number, how)):
        return
    if how == "correction" and r.guard[GUARD_CORRECTION] > 0.0:
        live.state = np.uint8(state | LIVE_WRONG | LIVE_GRANTED)
    elif how == "repair" and number != 255 and _repairable(r, number, now - int(live.entered)):
        live.state = np.uint8(state | LIVE_GRANTED)
