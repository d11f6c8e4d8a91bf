"""The arrays that a month works on, as named tuples that Numba can take.

``State`` is what lasts from month to month, ``Work`` one worker's scratch space for one
neighbourhood and its outgoing rows, ``Tally`` its sums. H neighbourhoods, P persons,
C companies, O offices; row numbers of columns are in ``xinyong.fields``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
I16 = NDArray[np.int16]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]

#: A row of the ledger in memory: 16 bytes; the month is its partition.
LEDGER_ROW = np.dtype(
    [
        ("subject", "<u4"),
        ("refers", "<u4"),
        ("conduct", "u1"),
        ("institution", "u1"),
        ("channel", "u1"),
        ("reason", "u1"),
        ("points", "<i2"),
        ("term", "u1"),
        ("ended", "u1"),
    ]
)
#: A subject enters (1) or leaves (0) a list; ``record`` is the entry's ledger number.
LISTING_ROW = np.dtype([("subject", "<u4"), ("record", "<u4"), ("list", "u1"), ("enters", "u1")])
#: ``refers`` of a row that refers to none; ``term`` of one without end.
NO_RECORD = 0xFFFFFFFF
OPEN_TERM = 255


class State(NamedTuple):
    """What lasts. Floats, int16, uint8 and uint32 columns of each kind; places; tables; boards.

    ``debt_*`` and ``live_*`` are [column, H, capacity] with ``debt_count``, ``live_count`` [H].
    ``board`` [H, B] is this month's, ``board_last`` last month's; ``city_last`` [cities, B] and
    ``nation_last`` [B] are sums of it. ``look`` [cities, channels] is the share of what a
    channel's office can handle this month. ``row_base`` [H] is the ledger number of a
    neighbourhood's first row of last month, ``row_count`` [H] how many it wrote this month.
    """

    pf: F32
    pi: I16
    pu: U8
    pw: U32
    cf: F32
    ci: I16
    cu: U8
    cw: U32
    of: F32
    ou: U8
    ow: U32
    person_first: I64
    company_first: I64
    office_first: I64
    key: U64
    province: U8
    city: I16
    regime: I16
    urban: U8
    block: U8
    weight: I64
    company_weight: I64
    office_weight: I64
    debt_f: F32
    debt_i: I16
    debt_u: U8
    debt_w: U32
    debt_count: I32
    live_i: I16
    live_u: U8
    live_w: U32
    live_count: I32
    board: I64
    board_last: I64
    city_last: I64
    nation_last: I64
    look: F64
    row_base: I64
    row_count: I32


class Work(NamedTuple):
    """One worker's scratch space. M opportunities, n the most persons of any neighbourhood.

    ``key`` [n + companies + offices] are the subjects' keys; ``op_*`` [M] the flat list of
    opportunities and attempts: whose (row within its kind), kind, code, random bits, state
    (OP_*), counterpart row, channel; ``out``, ``lists`` the outgoing rows; ``used`` the counters
    U_*; ``op_changed`` [M] what a scheme changed (1 deterred, 2 encouraged); ``mask``
    [all subjects] lists that something still backs; ``floor`` [n] best grade still open; ``hit`` [n] arenas in which one's own act was noticed (bits) and let pass (bits << 4);
    ``refused`` [n] gatekeepers that refused; ``fate`` [n] FATE bits of the month; ``cell``
    [weight classes, 17, quantities] the neighbourhood's sums by group: five ages, five educations,
    five quintiles, companies, offices.
    """

    key: U64
    op_who: I32
    op_kind: U8
    op_code: I16
    op_bits: U64
    op_state: U8
    op_partner: I32
    op_channel: U8
    op_subject: I32
    op_changed: U8
    out_u: U32
    out_b: U8
    out_p: I16
    list_u: U32
    list_b: U8
    used: I64
    hit: U8
    refused: U32
    fate: U8
    mask: U32
    floor: U8
    cell: I64


class Tally(NamedTuple):
    """A worker's sums: [province or block, group, quantity], [conduct, 6], [cause, gatekeeper]."""

    places: I64
    blocks: I64
    conducts: I64
    causes: I64


#: Counters in ``Work.used``.
U_OPS, U_ROWS, U_LISTS, U_ROW_START = range(4)
#: States of an opportunity.
OP_NONE, OP_OPEN, OP_TAKEN, OP_NOTICED, OP_PHANTOM, OP_REFUSED, OP_GRANTED, OP_PERK = range(8)
#: What befalls a person in a month.
F_DIES, F_CHEATED, F_HELPED, F_EXTORTED, F_NAMED, F_SHOCK, F_PRAISED, F_PERK = (
    1, 2, 4, 8, 16, 32, 64, 128,
)  # fmt: skip
