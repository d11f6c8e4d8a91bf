"""How to get off a list: what its rules allow, and from when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.dates import month_text
from xinyong.engine.judgement import Way
from xinyong.fields import FOREVER, LIVE_ENDED, S_LISTED
from xinyong.scheme.tables import (
    COURT_CLOSURE,
    COURT_CREDITOR_EXIT,
    COURT_LIMIT_LIST,
    COURT_LIST,
    COURT_SETTLEMENT_EXIT,
    GUARD_APPEAL,
    GUARD_CORRECTION,
    GUARD_REPAIR,
    LIST_EXITS,
)

if TYPE_CHECKING:
    from xinyong.engine.life import Life
    from xinyong.engine.rules import Rules

_SAYS: Final = {
    "performance": "do what was ordered, or end what led to the entry",
    "settlement": "settle with the creditor",
    "creditor-request": "have the creditor ask for the entry to be removed",
    "expiry": "wait for the end of the term",
    "correction": "if the entry is wrong, object: a wrong entry is taken back",
    "repair": "seek repair",
    "closed-for-want": "have the case closed because there is nothing left to enforce on",
    "death": "death ends it",
}
#: Ways that a court must allow besides.
_COURT: Final = {
    "settlement": COURT_SETTLEMENT_EXIT, "creditor-request": COURT_CREDITOR_EXIT,
    "closed-for-want": COURT_CLOSURE,
}  # fmt: skip


def ends_by_itself(life: Life, number: int) -> int | None:
    """Month in which the subject's entry on list ``number`` ends if nobody does anything; None: never."""
    s, r = life.state, life.rules
    ends = [
        int(live.expires)
        for live in s.live[: int(s.hoods[0].live_end)]
        if int(live.list) == number and not int(live.state) & LIVE_ENDED
    ]
    debts = s.debts[: int(s.hoods[0].debt_end)]
    if number == int(r.court[COURT_LIST]):
        ends += [int(debt.until) for debt in debts if int(debt.stage) == S_LISTED]
    if number == int(r.court[COURT_LIMIT_LIST]) or not ends or max(ends) == FOREVER:
        return None
    return max(ends)


def ways_out(life: Life, number: int, entered: int) -> tuple[Way, ...]:
    """What the rules of the last month allow to one who has been on list ``number`` since ``entered``."""
    r = life.rules
    court = number in (int(r.court[COURT_LIST]), int(r.court[COURT_LIMIT_LIST]))
    found = []
    for place, way in enumerate(LIST_EXITS):
        if not int(r.list_exit[number]) >> place & 1 or not _open(r, number, way, court):
            continue
        since, says = None, _SAYS[way]
        if way == "expiry":
            end = ends_by_itself(life, number)
            if end is None:
                continue
            since = month_text(end)
        elif way == "repair":
            since = month_text(max(entered + int(r.list_min[number]), entered))
        elif way == "correction" and r.guard[GUARD_APPEAL] > 0.0:
            says += "; an appeal is owed an answer"
        found.append(Way(way, says, since))
    return tuple(found)


def _open(r: Rules, number: int, way: str, court: bool) -> bool:
    if way in _COURT:
        return court and bool(r.court[_COURT[way]] > 0.0)
    if way == "correction":
        return bool(r.guard[GUARD_CORRECTION] > 0.0)
    if way == "repair":
        return bool(r.guard[GUARD_REPAIR] > 0.0 and r.list_min[number] >= 0)
    return True
