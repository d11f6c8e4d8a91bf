"""Writing: rows of the ledger, entries of lists, sums of the tally. Used by every phase that writes."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import Int
from xinyong.engine.layout import U_LISTS, U_ROW_START, U_ROWS, State, Work
from xinyong.fields import (
    AGE_BAND,
    EDUCATION,
    QUINTILE,
    WCLASS,
)


@register_jitable
def write_row(
    w: Work, kind: Int, who: Int, refers: Int, conduct: Int, institution: Int, channel: Int,
    genuine: Int, reason: Int, points: Int, term: Int, ended: Int,
) -> np.int64:  # fmt: skip
    """Append a ledger row; returns its place among this neighbourhood's rows of the month.

    ``refers`` is a ledger number or -1; ``term`` months until it expires, 255 = open;
    ``ended`` months since the conduct ended, 255 = not known.
    """
    n = w.used[U_ROWS]
    w.out_u[0, n] = np.uint32(w.first[kind] + who)
    w.out_u[1, n] = np.uint32(0xFFFFFFFF) if refers < 0 else np.uint32(refers)
    w.out_b[0, n] = np.uint8(conduct)
    w.out_b[1, n] = np.uint8(institution)
    w.out_b[2, n] = np.uint8(channel if genuine == 1 else channel + 128)
    w.out_b[3, n] = np.uint8(reason)
    w.out_b[4, n] = np.uint8(term)
    w.out_b[5, n] = np.uint8(ended)
    w.out_p[n] = np.int16(points)
    w.used[U_ROWS] = n + 1
    return np.int64(n - w.used[U_ROW_START])


@register_jitable
def write_listing(w: Work, kind: Int, who: Int, number: Int, enters: Int, record: Int, fresh: Int) -> None:
    """Append an entry to (1) or exit from (0) a list.

    ``record`` is the ledger number of the entry's record or, if ``fresh``, its place among this
    neighbourhood's rows of the month (numbered when the month is put together).
    """
    n = w.used[U_LISTS]
    w.list_u[0, n] = np.uint32(w.first[kind] + who)
    w.list_u[1, n] = np.uint32(record)
    w.list_u[2, n] = np.uint32(w.here)
    w.list_b[0, n] = np.uint8(number)
    w.list_b[1, n] = np.uint8(enters)
    w.list_b[2, n] = np.uint8(fresh)
    w.list_b[3, n] = np.uint8(kind)
    w.used[U_LISTS] = n + 1


@register_jitable
def add_live(
    s: State,
    h: Int,
    kind: Int,
    who: Int,
    conduct: Int,
    institution: Int,
    channel: Int,
    number: Int,
    points: Int,
    expires: Int,
    month: Int,
    state: Int,
    record: Int,
) -> None:
    """Keep a record that still counts in the neighbourhood's table of live records."""
    n = s.hoods[h].live_end
    s.live[n].who = np.int16(who)
    s.live[n].points = np.int16(points)
    s.live[n].expires = np.int16(expires)
    s.live[n].entered = np.int16(month)
    s.live[n].kind = np.uint8(kind)
    s.live[n].conduct = np.uint8(conduct)
    s.live[n].institution = np.uint8(institution)
    s.live[n].list = np.uint8(number)
    s.live[n].channel = np.uint8(channel)
    s.live[n].state = np.uint8(state)
    s.live[n].record = np.uint32(record)
    s.hoods[h].live_end = n + 1


@register_jitable
def column_of(s: State, h: Int, kind: Int, who: Int) -> np.int64:
    """Column of a subject in the arrays of its kind."""
    if kind == 0:
        return np.int64(s.hoods[h].person_first + who)
    if kind == 1:
        return np.int64(s.hoods[h].company_first + who)
    return np.int64(s.hoods[h].office_first + who)


@register_jitable(forceinline=True)
def count(w: Work, pu: np.ndarray, p: Int, quantity: Int, amount: Int) -> None:
    """Add ``amount`` to a quantity in the neighbourhood's table under the groups of person column ``p``."""
    at = np.uint64(p)
    q = np.uint64(quantity)
    c = np.uint64(pu[WCLASS, at])
    w.touched[q] = np.uint8(1)
    w.cell[c, q, np.uint64(pu[AGE_BAND, at])] += np.int64(amount)
    w.cell[c, q, np.uint64(pu[EDUCATION, at]) + np.uint64(5)] += np.int64(amount)
    w.cell[c, q, np.uint64(pu[QUINTILE, at]) + np.uint64(10)] += np.int64(amount)


@register_jitable(forceinline=True)
def add_event(w: Work, s: State, h: Int, kind: Int, who: Int, quantity: Int, amount: Int) -> None:
    """Add ``amount`` to a quantity in the neighbourhood's table, under the groups of a subject."""
    if kind == 0:
        count(w, s.pu, s.hoods[h].person_first + who, quantity, amount)
    else:
        w.others[kind - 1, quantity] += np.int64(amount)
