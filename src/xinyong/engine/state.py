"""Setting a world up: a society becomes the columns and tables of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xinyong.engine.layout import State, Tally, Work
from xinyong.fields import (
    BOARD,
    CHANNELS,
    COMPANY_FLOATS,
    COMPANY_INT16,
    COMPANY_UINT8,
    COMPANY_UINT32,
    DEBT_FLOATS,
    DEBT_INT16,
    DEBT_UINT8,
    DEBT_UINT32,
    LIVE_INT16,
    LIVE_UINT8,
    LIVE_UINT32,
    OFFICE_FLOATS,
    OFFICE_UINT8,
    OFFICE_UINT32,
    PERSON_FLOATS,
    PERSON_INT16,
    PERSON_UINT8,
    PERSON_UINT32,
)
from xinyong.quantities import BLOCKS, GROUPS, QUANTITIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.society.population import Society

PROVINCES = 31


def _columns(given: NDArray[np.generic], rows: int, kind: type[np.generic]) -> NDArray[np.generic]:
    """A copy of the society's columns with room for those that the engine adds."""
    full = np.zeros((rows, given.shape[1]), dtype=kind)
    full[: given.shape[0]] = given
    return full


def state_of(society: Society, regime_of_city: NDArray[np.int16]) -> State:
    """The state of a society in which nothing has happened yet."""
    hoods = society.person_first.shape[0] - 1
    largest = int(np.diff(society.person_first).max(initial=1))
    debts = 16 + largest // 16
    live = 32 + largest // 2
    cities = max(len(regime_of_city), 1)
    return State(
        pf=_columns(society.person_floats, len(PERSON_FLOATS), np.float32),
        pi=_columns(society.person_int16, len(PERSON_INT16), np.int16),
        pu=_columns(society.person_uint8, len(PERSON_UINT8), np.uint8),
        pw=_columns(society.person_uint32, len(PERSON_UINT32), np.uint32),
        cf=_columns(society.company_floats, len(COMPANY_FLOATS), np.float32),
        ci=_columns(society.company_int16, len(COMPANY_INT16), np.int16),
        cu=_columns(society.company_uint8, len(COMPANY_UINT8), np.uint8),
        cw=_columns(society.company_uint32, len(COMPANY_UINT32), np.uint32),
        of=_columns(society.office_floats, len(OFFICE_FLOATS), np.float32),
        ou=_columns(society.office_uint8, len(OFFICE_UINT8), np.uint8),
        ow=_columns(society.office_uint32, len(OFFICE_UINT32), np.uint32),
        person_first=society.person_first.astype(np.int64),
        company_first=society.company_first.astype(np.int64),
        office_first=society.office_first.astype(np.int64),
        key=society.key.astype(np.uint64),
        province=society.province.astype(np.uint8),
        city=society.city.astype(np.int16),
        regime=np.ascontiguousarray(regime_of_city[society.city]).astype(np.int16),
        urban=society.urban.astype(np.uint8),
        block=society.block.astype(np.uint8),
        weight=np.ascontiguousarray(society.weight).astype(np.int64),
        company_weight=society.company_weight.astype(np.int64),
        office_weight=society.office_weight.astype(np.int64),
        debt_f=np.zeros((len(DEBT_FLOATS), hoods, debts), np.float32),
        debt_i=np.zeros((len(DEBT_INT16), hoods, debts), np.int16),
        debt_u=np.zeros((len(DEBT_UINT8), hoods, debts), np.uint8),
        debt_w=np.zeros((len(DEBT_UINT32), hoods, debts), np.uint32),
        debt_count=np.zeros(hoods, np.int32),
        live_i=np.zeros((len(LIVE_INT16), hoods, live), np.int16),
        live_u=np.zeros((len(LIVE_UINT8), hoods, live), np.uint8),
        live_w=np.zeros((len(LIVE_UINT32), hoods, live), np.uint32),
        live_count=np.zeros(hoods, np.int32),
        board=np.zeros((hoods, len(BOARD)), np.int64),
        board_last=np.zeros((hoods, len(BOARD)), np.int64),
        city_last=np.zeros((cities, len(BOARD)), np.int64),
        nation_last=np.zeros(len(BOARD), np.int64),
        look=np.ones((cities, len(CHANNELS)), np.float64),
        row_base=np.zeros(hoods, np.int64),
        row_count=np.zeros(hoods, np.int32),
    )


def grown(s: State, times: float = 1.5) -> State:
    """The same state with more room for obligations and live records."""

    def more(table: NDArray[np.generic]) -> NDArray[np.generic]:
        full = np.zeros((*table.shape[:2], int(table.shape[2] * times) + 64), dtype=table.dtype)
        full[:, :, : table.shape[2]] = table
        return full

    return s._replace(
        **{name: more(getattr(s, name)) for name in s._fields if name[:5] in ("debt_", "live_") and name[-1] in "fiuw"
           and name[5:] in ("f", "i", "u", "w")}
    )


def work_of(s: State, classes: int) -> Work:
    """Scratch space for one worker."""
    people = int(np.diff(s.person_first).max(initial=1))
    others = int((np.diff(s.company_first) + np.diff(s.office_first)).max(initial=1))
    room = 24 * (people + others) + 256
    rows = 65536 + 32 * people
    return Work(
        key=np.zeros(people + others, np.uint64),
        op_who=np.zeros(room, np.int32),
        op_kind=np.zeros(room, np.uint8),
        op_code=np.zeros(room, np.int16),
        op_bits=np.zeros(room, np.uint64),
        op_state=np.zeros(room, np.uint8),
        op_partner=np.zeros(room, np.int32),
        op_channel=np.zeros(room, np.uint8),
        op_subject=np.zeros(room, np.int32),
        op_changed=np.zeros(room, np.uint8),
        out_u=np.zeros((2, rows), np.uint32),
        out_b=np.zeros((6, rows), np.uint8),
        out_p=np.zeros(rows, np.int16),
        list_u=np.zeros((3, rows), np.uint32),
        list_b=np.zeros((3, rows), np.uint8),
        used=np.zeros(4, np.int64),
        hit=np.zeros(people, np.uint8),
        refused=np.zeros(people, np.uint32),
        fate=np.zeros(people, np.uint8),
        mask=np.zeros(people + others, np.uint32),
        floor=np.zeros(people, np.uint8),
        cell=np.zeros((classes, 17, len(QUANTITIES)), np.int64),
    )


def tally_of(conducts: int) -> Tally:
    """Empty sums for one worker."""
    return Tally(
        places=np.zeros((PROVINCES, len(GROUPS), len(QUANTITIES)), np.int64),
        blocks=np.zeros((BLOCKS, len(GROUPS), len(QUANTITIES)), np.int64),
        conducts=np.zeros((conducts, 6), np.int64),
        causes=np.zeros((38, 16), np.int64),
    )
