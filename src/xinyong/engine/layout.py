"""The arrays that a month works on, in the shapes that Numba passes cheaply.

``State`` is what lasts from month to month: a named tuple of arrays whose length depends on the
society. ``Work`` is one worker's scratch space for one neighbourhood and its outgoing rows,
``Tally`` its sums, ``Rules`` what holds this month. These three are single records of fixed size:
compiled code gets one pointer each, where a tuple of as many arrays would cost hundreds of
arguments at every call (measured: eight times slower, and a minute more to compile).
Row numbers of columns are in ``xinyong.fields``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong.fields import ACCESS, CHANNELS, DEBT, HOOD, LIVE
from xinyong.quantities import BLOCKS, GROUPS, QUANTITIES

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
I8 = NDArray[np.int8]
I16 = NDArray[np.int16]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U8 = NDArray[np.uint8]
U16 = NDArray[np.uint16]
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

DEBT_ROW = np.dtype((np.record, [(field.name.replace("-", "_"), kind) for field, kind in DEBT]))
LIVE_ROW = np.dtype((np.record, [(field.name.replace("-", "_"), kind) for field, kind in LIVE]))
HOOD_ROW = np.dtype((np.record, [(field.name.replace("-", "_"), kind) for field, kind in HOOD]))

#: The most that one neighbourhood may hold: subjects, and opportunities in a month.
MOST_SUBJECTS = 1536
MOST_OPPORTUNITIES = 24 * MOST_SUBJECTS
#: Outgoing rows of one worker before they must be fetched.
ROWS = 131072
PROVINCES = 31
#: Why an attempt was refused (rows of causes: lists, then BY_* of access) and institutions that sums know.
CAUSES, INSTITUTIONS = 40, 96
#: Persons whose columns the tally adds up at a time; packed words of each, and of those what phases told.
STRIP, WORDS, TOLD = 64, 18, 4
#: Room for a person's words, in whole fours; and for the groups of persons (five ages, educations, incomes).
ROOM, LANES = 20, 16


class State(NamedTuple):
    """What lasts. H neighbourhoods, P persons, C companies, O offices.

    Columns of persons ``pf`` float32 [21, P], ``pi`` int16 [12, P], ``pu`` uint8 [17, P], ``pw``
    uint32 [4, P]; of companies ``cf ci cu cw``, of offices ``of oi ou ow``. ``hoods`` [H + 1] rows of
    HOOD_ROW; ``debts``, ``live`` rows of DEBT_ROW and LIVE_ROW; those of neighbourhood h in use are
    from its ``debt_first`` to its ``debt_end``, and so on. ``board`` int64 [H, B] is this month's,
    ``board_last`` last month's; ``city_last`` [cities, B] and ``nation_last`` [B] are sums of it;
    ``look`` float64 [cities, channels] is the share of its work that a channel's office can handle.
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
    oi: I16
    ou: U8
    ow: U32
    hoods: Any  # record arrays: type checkers do not see their fields
    debts: Any
    live: Any
    board: I64
    board_last: I64
    city_last: I64
    nation_last: I64
    look: F64


class Work(np.record):  # type: ignore[misc]
    """One worker's scratch space, M opportunities and n subjects at most.

    ``here`` the neighbourhood, ``first`` [3] the number of its first person, company, office; ``key`` [n]
    the subjects' keys; ``op_*`` [M] the flat list of opportunities: whose (row within its kind), kind,
    conduct, random bits, state (OP_*), counterpart, channel, subject named, and what a scheme changed (1
    deterred, 2 encouraged); ``did`` those that need more than counting, ``meeting`` those with a
    counterpart or lender, ``taken`` the acts; ``lot`` [M] the bits that decide one, ``urge`` what speaks
    for it (yuan), ``part`` the scheme's part of that, ``sharp`` one over the temperature of choice,
    ``chosen`` 1 taken + 2 near the edge, ``edge`` the list of these; ``came`` [M] whose each arrival of
    the month is, ``spill`` [n] how far the trusts that draw one another stood above their rest when the
    month began, ``stake`` [n] whether a score is at stake for one (0.0, 1.0), ``luck`` [n] the subject's
    random bits, ``start`` [n] the place of its first; ``at_*`` [M] the attempts: whose, kind, gatekeeper,
    bits, outcome (a cause of refusal, or GRANTED, PERK, UNSEEN, STAYED_AWAY of access); ``mortal`` [sex,
    five years of age] chances of dying this month in 2**32, ``weights`` [4] of persons by class,
    companies, offices; ``out_*``, ``list_*`` the outgoing rows; ``used`` the counters U_*; ``mask`` [n]
    lists that something still backs; ``floor`` [slot of its kind, n] best grade still open; ``hit`` [n]
    arenas in which one's own act was noticed (bits) and let pass (bits << 4); ``struck`` [n] what
    strangers did to one (F_* bits); ``refused`` [n] gatekeepers that refused; ``fate`` [n] F_* bits;
    ``cell`` [weight classes, quantities, LANES] the neighbourhood's sums of persons: five ages, five
    educations, five quintiles, and ``touched`` [quantities] which of these may be other than 0;
    ``others`` [2, quantities] those of companies, offices; ``told`` [TOLD, n] what happened to persons
    this month, packed (T_*); ``clan`` [n, 2] first row of one's group of households and one past its
    last; ``watch`` [2, channels] what each channel can look at, in general and of one company; ``errors``
    [channels] its chance of noting what was not done; ``joint``, ``margin``, ``lanes``, ``words``,
    ``total``, ``group``, ``cells``, ``kin`` what the tally adds up with.
    """

    here: int
    first: I64
    key: U64
    op_bits: U64
    op_who: I32
    op_partner: I32
    op_subject: I32
    op_code: I16
    op_kind: U8
    op_state: U8
    op_channel: U8
    op_changed: U8
    lot: U64
    urge: F64
    part: F64
    sharp: F64
    chosen: U8
    edge: I32
    did: I32
    meeting: I32
    taken: I32
    at_bits: U64
    luck: U64
    spill: F64
    stake: F64
    start: I32
    came: I32
    at_who: I32
    at_code: U8
    at_cause: NDArray[np.int8]
    at_kind: U8
    weights: I64
    mortal: I64
    total: I64
    kin: U8
    out_u: U32
    out_p: I16
    out_b: U8
    list_u: U32
    list_b: U8
    used: I64
    mask: U32
    refused: U32
    hit: U8
    struck: U8
    fate: U8
    floor: U8
    cell: I64
    others: I64
    touched: U8
    joint: I64
    margin: I64
    lanes: I64
    words: I64
    group: U8
    cells: U8
    told: I64
    clan: I16
    watch: F64
    errors: F64


class Tally(np.record):  # type: ignore[misc]
    """A worker's sums, weighted in 1/256.

    ``places`` [31, quantities, groups], ``blocks`` [BLOCKS, quantities, groups], ``conducts``
    [256, 6], ``causes`` [40, gatekeepers], ``grades`` [institutions, 16] subjects
    by grade, ``listed`` [lists, kinds] subjects on each list at the end of the month, ``institutions``
    [institutions, 4] what each entered in the ledger this month (a court its cases too): entries, wrong
    entries, points lost, points won.
    """

    places: I64
    blocks: I64
    conducts: I64
    causes: I64
    grades: I64
    listed: I64
    institutions: I64


_M, _N = MOST_OPPORTUNITIES, MOST_SUBJECTS
WORK = np.dtype(
    (
        Work,
        [
            ("cell", "<i8", (2, len(QUANTITIES), LANES)),
            ("others", "<i8", (2, len(QUANTITIES))),
            ("key", "<u8", (_N,)),
            ("joint", "<i8", (256, ROOM)),
            ("margin", "<i8", (15, ROOM)),
            ("lanes", "<i8", (WORDS, LANES)),
            ("words", "<i8", (WORDS, STRIP)),
            ("told", "<i8", (TOLD, _N)),
            ("touched", "u1", (len(QUANTITIES),)),
            ("group", "u1", (_N,)),
            ("cells", "u1", (256,)),
            ("op_bits", "<u8", (_M,)),
            ("at_bits", "<u8", (_M,)),
            ("lot", "<u8", (_M,)),
            ("urge", "<f8", (_M,)),
            ("part", "<f8", (_M,)),
            ("sharp", "<f8", (_M,)),
            ("luck", "<u8", (_N,)),
            ("spill", "<f8", (_N,)),
            ("stake", "<f8", (_N,)),
            ("start", "<i4", (_N,)),
            ("came", "<i4", (_M + 8,)),
            ("watch", "<f8", (2, len(CHANNELS))),
            ("errors", "<f8", (len(CHANNELS),)),
            ("weights", "<i8", (4,)),
            ("mortal", "<i8", (2, 20)),
            ("total", "<i8", (LANES,)),
            ("first", "<i8", (3,)),
            ("used", "<i8", (16,)),
            ("here", "<i8"),
            ("op_who", "<i4", (_M,)),
            ("at_who", "<i4", (_M,)),
            ("op_partner", "<i4", (_M,)),
            ("op_subject", "<i4", (_M,)),
            ("out_u", "<u4", (2, ROWS)),
            ("list_u", "<u4", (3, ROWS)),
            ("mask", "<u4", (_N,)),
            ("refused", "<u4", (_N,)),
            ("op_code", "<i2", (_M,)),
            ("out_p", "<i2", (ROWS,)),
            ("op_kind", "u1", (_M,)),
            ("at_kind", "u1", (_M,)),
            ("at_code", "u1", (_M,)),
            ("at_cause", "i1", (_M,)),
            ("clan", "<i2", (_N, 2)),
            ("kin", "u1", (_N,)),
            ("op_state", "u1", (_M,)),
            ("op_channel", "u1", (_M,)),
            ("op_changed", "u1", (_M,)),
            ("did", "<i4", (_M,)),
            ("meeting", "<i4", (_M,)),
            ("taken", "<i4", (_M,)),
            ("edge", "<i4", (_M,)),
            ("chosen", "u1", (_M,)),
            ("out_b", "u1", (6, ROWS)),
            ("list_b", "u1", (4, ROWS)),
            ("hit", "u1", (_N,)),
            ("struck", "u1", (_N,)),
            ("fate", "u1", (_N,)),
            ("floor", "u1", (4, _N)),
        ],
    )
)
TALLY = np.dtype(
    (
        Tally,
        [
            ("places", "<i8", (PROVINCES, len(QUANTITIES), len(GROUPS))),
            ("blocks", "<i8", (BLOCKS, len(QUANTITIES), len(GROUPS))),
            ("conducts", "<i8", (256, 6)),
            ("causes", "<i8", (CAUSES, len(ACCESS))),
            ("grades", "<i8", (INSTITUTIONS, 16)),
            ("listed", "<i8", (32, 3)),
            ("institutions", "<i8", (INSTITUTIONS, 4)),
        ],
    )
)

#: Counters in ``Work.used``.
(
    U_OPS, U_ROWS, U_LISTS, U_ROW_START, U_DEBTS, U_CELLS, U_ATTEMPTS, U_MEETINGS, U_TAKEN, U_SHORT, U_NEED,
    U_PERSONS_END, U_COMPANIES_END, U_CLASSES,
) = range(14)  # fmt: skip
#: Which table lacked room (``used[U_SHORT]``).
SHORT_OF_DEBTS, SHORT_OF_LIVE = 1, 2
#: ``Work.told``: word and shift of what phases count of persons (sums of 16 bits, harm of 64).
T_ACTS, T_MEETINGS, T_CHANCES, T_HARM = range(TOLD)
T_ACT, T_BAD, T_GOOD, T_DETECTED = 1, 1 << 16, 1 << 32, 1 << 48  # of T_ACTS
T_MET, T_AVOIDED, T_SPEAKS, T_CRITICAL = 1, 1 << 16, 1 << 32, 1 << 48  # of T_MEETINGS
T_OPPORTUNITY, T_CAMERA, T_STATE, T_FIRMS = 1, 1 << 16, 1 << 32, 1 << 48  # of T_CHANCES
#: States of an opportunity.
OP_NONE, OP_OPEN, OP_TAKEN, OP_NOTICED, OP_PHANTOM, OP_PADDED = range(6)
#: What befalls a person in a month.
F_DIES, F_CHEATED, F_HELPED, F_EXTORTED, F_NAMED, F_SHOCK, F_PRAISED, F_PERK = (
    1, 2, 4, 8, 16, 32, 64, 128,
)  # fmt: skip
