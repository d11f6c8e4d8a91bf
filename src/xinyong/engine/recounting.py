"""Points of a slot counted anew from live records, when another institution takes the slot.

A book may end and leave its slot to another while records of it live on: these count for it, not for
its successor. Plain NumPy, between months; idempotent, so a resumed run has the same bits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xinyong.engine.slots import MOST_POINTS
from xinyong.fields import (
    CITY_SCORE,
    COMPANY,
    FIRM_SCORE,
    LIVE_ENDED,
    OFFICE_SCORE,
    PERSON,
    SLOT_FIRST,
    VILLAGE_SCORE,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.engine.layout import State
    from xinyong.engine.rules import Rules

_FIRSTS = ("person_first", "company_first", "office_first")


def column_of_slot(s: State, slot: int) -> tuple[int, NDArray[np.int16]]:
    """Kind of a slot, and the column of live points in it."""
    if slot < SLOT_FIRST[COMPANY]:
        return PERSON, s.pi[(CITY_SCORE, VILLAGE_SCORE)[slot]]
    if slot < SLOT_FIRST[COMPANY + 1]:
        return COMPANY, s.ci[FIRM_SCORE + slot - SLOT_FIRST[COMPANY]]
    return COMPANY + 1, s.oi[OFFICE_SCORE]


def recount(s: State, r: Rules, slots: list[int]) -> None:
    """Set the points of ``slots`` to what live records of the institutions now in them say."""
    if not slots:
        return
    first, end = s.hoods["live_first"].astype(np.int64), s.hoods["live_end"][:-1].astype(np.int64)
    hood = np.repeat(np.arange(len(end)), np.diff(first))
    used = np.arange(len(hood)) < end[hood]
    live = np.asarray(s.live)
    counted = np.flatnonzero(used & (live["state"] & LIVE_ENDED == 0) & (live["points"] != 0))
    rows, hood = live[counted], hood[counted]
    regime = s.hoods["regime"][hood].astype(np.int64)
    for slot in slots:
        kind, column = column_of_slot(s, slot)
        mine = (rows["kind"] == kind) & (r.points[regime, slot] == 1)
        mine &= rows["institution"] == r.score_institution[regime, slot]
        subject = s.hoods[_FIRSTS[kind]][hood[mine]] + rows["who"][mine]
        total = np.zeros(len(column), np.int64)
        np.add.at(total, subject, rows["points"][mine].astype(np.int64))
        column[:] = np.clip(total, -MOST_POINTS, MOST_POINTS)


def changed_slots(before: Rules | None, now: Rules) -> list[int]:
    """Slots in which some place has another institution than in ``before`` (all, if that is not known)."""
    every = range(SLOT_FIRST[-1])
    if before is None:
        return list(every)
    return [
        slot
        for slot in every
        if (before.points[:, slot] != now.points[:, slot]).any()
        or (before.score_institution[:, slot] != now.score_institution[:, slot]).any()
    ]
