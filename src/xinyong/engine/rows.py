"""Writing: rows of the ledger, entries of lists, sums of the tally. Used by every phase that writes."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from xinyong.engine.layout import U_LISTS, U_ROW_START, U_ROWS, State, Work
from xinyong.fields import (
    AGE_BAND,
    EDUCATION,
    LIVE_CHANNEL,
    LIVE_CONDUCT,
    LIVE_ENTERED,
    LIVE_EXPIRES,
    LIVE_INSTITUTION,
    LIVE_KIND,
    LIVE_LIST,
    LIVE_POINTS,
    LIVE_RECORD,
    LIVE_STATE,
    LIVE_WHO,
    QUINTILE,
    WCLASS,
)


@register_jitable  # type: ignore[untyped-decorator]
def subject_number(s: State, h: int, kind: int, who: int) -> np.int64:
    """Number of a subject in the run: persons first, then companies, then offices."""
    if kind == 0:
        return np.int64(s.person_first[h] + who)
    persons = s.person_first[s.person_first.shape[0] - 1]
    if kind == 1:
        return np.int64(persons + s.company_first[h] + who)
    companies = s.company_first[s.company_first.shape[0] - 1]
    return np.int64(persons + companies + s.office_first[h] + who)


@register_jitable  # type: ignore[untyped-decorator]
def write_row(
    s: State,
    w: Work,
    h: int,
    kind: int,
    who: int,
    refers: int,
    conduct: int,
    institution: int,
    channel: int,
    genuine: int,
    reason: int,
    points: int,
    term: int,
    ended: int,
) -> np.int64:
    """Append a ledger row; returns its place among this neighbourhood's rows of the month.

    ``refers`` is a ledger number or -1; ``term`` months until it expires, 255 = open;
    ``ended`` months since the conduct ended, 255 = not known.
    """
    n = w.used[U_ROWS]
    w.out_u[0, n] = np.uint32(subject_number(s, h, kind, who))
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


@register_jitable  # type: ignore[untyped-decorator]
def write_listing(
    s: State, w: Work, h: int, kind: int, who: int, number: int, enters: int, record: int, fresh: int
) -> None:
    """Append an entry to (1) or exit from (0) a list.

    ``record`` is the ledger number of the entry's record or, if ``fresh``, its place among this
    neighbourhood's rows of the month (numbered when the month is put together).
    """
    n = w.used[U_LISTS]
    w.list_u[0, n] = np.uint32(subject_number(s, h, kind, who))
    w.list_u[1, n] = np.uint32(record)
    w.list_b[0, n] = np.uint8(number)
    w.list_b[1, n] = np.uint8(enters)
    w.list_b[2, n] = np.uint8(fresh)
    w.list_u[2, n] = np.uint32(h)
    w.used[U_LISTS] = n + 1


@register_jitable  # type: ignore[untyped-decorator]
def add_live(
    s: State,
    h: int,
    kind: int,
    who: int,
    conduct: int,
    institution: int,
    channel: int,
    number: int,
    points: int,
    expires: int,
    month: int,
    state: int,
    record: int,
) -> None:
    """Keep a record that still counts in the neighbourhood's table of live records."""
    n = s.live_count[h]
    s.live_i[LIVE_WHO, h, n] = np.int16(who)
    s.live_i[LIVE_POINTS, h, n] = np.int16(points)
    s.live_i[LIVE_EXPIRES, h, n] = np.int16(expires)
    s.live_i[LIVE_ENTERED, h, n] = np.int16(month)
    s.live_u[LIVE_KIND, h, n] = np.uint8(kind)
    s.live_u[LIVE_CONDUCT, h, n] = np.uint8(conduct)
    s.live_u[LIVE_INSTITUTION, h, n] = np.uint8(institution)
    s.live_u[LIVE_LIST, h, n] = np.uint8(number)
    s.live_u[LIVE_CHANNEL, h, n] = np.uint8(channel)
    s.live_u[LIVE_STATE, h, n] = np.uint8(state)
    s.live_w[LIVE_RECORD, h, n] = np.uint32(record)
    s.live_count[h] = np.int32(n + 1)


@register_jitable  # type: ignore[untyped-decorator]
def add_event(s: State, w: Work, h: int, kind: int, who: int, quantity: int, amount: int) -> None:
    """Add ``amount`` to a quantity in the neighbourhood's table, under the groups of a subject."""
    if kind == 0:
        i = s.person_first[h] + who
        c = np.int64(s.pu[WCLASS, i]) if w.cell.shape[0] > 1 else 0
        w.cell[c, np.int64(s.pu[AGE_BAND, i]), quantity] += np.int64(amount)
        w.cell[c, 5 + np.int64(s.pu[EDUCATION, i]), quantity] += np.int64(amount)
        w.cell[c, 10 + np.int64(s.pu[QUINTILE, i]), quantity] += np.int64(amount)
    else:
        w.cell[0, 14 + kind, quantity] += np.int64(amount)
