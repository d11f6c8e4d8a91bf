"""The rules of one month as one record: ``scheme.tables.Tables`` in fixed sizes.

Compiled code gets a pointer, whatever the number of conducts, rows, regimes or lists, and is
never compiled anew because a rule book grew. Places beyond what a scheme uses hold zeros.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xinyong.engine import derived
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.layout import F64, I8, I16, I32, U8, U16, U32
from xinyong.engine.shapes import SHAPES
from xinyong.errors import InputError
from xinyong.fields import ACCESS, ARENA, KINDS, RISK_MONEY
from xinyong.scheme.tables import GUARD_PURPOSE, GUARD_SPEECH, Tables

_LAST_MONEY, _SPEECH = 3, 2  # domains weighed by thrift; the arena of words
_JOB = ACCESS.index("job")


class Rules(np.record):  # type: ignore[misc]
    """Fields as documented at ``Tables`` (``base`` is ``score_base`` here), and counts in use:
    ``conducts``, ``width`` (columns of the alias tables), ``lists``; ``black`` and ``red`` are the
    lists of a colour, as bits. ``eye`` [K, C] are the ``eyes`` [K] channels that can notice a conduct
    at all, with ``eye_chance``; ``sharp`` [K] is one over the temperature of choice; ``is_*`` [K] are
    flags of 0.0 and 1.0; ``scored``, ``credit``, ``reach``, ``wait`` (waits), ``floored`` as in
    ``engine.derived``; stakes are [kind, R, K]; ``risk_row`` [K] is the column of the perceived risk
    that governs a conduct, ``meets`` [K] whether it has a counterpart among people, or a bank;
    ``alias`` [S, A, 2] is alias_a beside alias_b."""

    conducts: int
    width: int
    lists: int
    black: int
    red: int
    poisson: U32
    alias_cut: U32
    alias: I32
    domain: U8
    kinds: U8
    lawful: U8
    good: I8
    speech: U8
    counterpart: U8
    creates_debt: U8
    needs: U8
    work_mask: U8
    sector_mask: U16
    gain: F64
    conscience: F64
    fine: F64
    harm: F64
    kin_pull: F64
    seen: F64
    eyes: U8
    eye: U8
    eye_chance: F64
    phantom_any: F64
    scored: F64
    credit: F64
    reach: F64
    sharp: F64
    is_good: F64
    is_money: F64
    is_voice: F64
    is_neutral: F64
    risk_row: U8
    meets: U8
    check: F64
    beyond: F64
    worth: F64
    kin_check: U8
    coverage: F64
    wrong: F64
    phantom: F64
    first: I32
    row_institution: U8
    row_channels: U32
    row_kinds: U8
    row_coverage: F64
    row_points: I16
    row_term: I16
    row_from_end: U8
    row_list: I16
    row_floor: I16
    floored: U8
    row_dimension: U8
    row_luck: U32
    points: U8
    score_base: I32
    lowest: I32
    highest: I32
    grades: I32
    cut: I32
    adult_only: U8
    score_institution: U8
    grade_perk: F64
    grade_bar: F64
    grade_look: F64
    newcomer: I16
    rating: F64
    com_on: U8
    com_institution: U8
    com_lowest: I32
    com_highest: I32
    com_weight: F64
    com_scale: F64
    com_start: F64
    com_perk: I32
    com_strength: F64
    com_join: F64
    com_gaming: F64
    reg_on: U8
    reg_institution: U8
    reg_bar: F64
    list_institution: U8
    list_colour: I8
    list_named: F64
    list_min: I16
    list_kinds: U8
    list_exit: U8
    list_rep: U8
    list_luck: U32
    bar: F64
    perk: F64
    kin_bar: F64
    group_bar: F64
    work_bar: F64
    share: F64
    delay: F64
    wait: F64
    court: F64
    guard: F64
    stake_list: F64
    stake_points: F64
    stake_record: F64
    believed: U8
    capacity: F64
    group_size: I32
    map_list: I16
    map: F64
    flow: F64
    breach: F64
    news: F64
    demand: F64
    burden: F64
    campaign: F64


RULES = np.dtype(
    (
        Rules,
        [
            ("conducts", "<i8"),
            ("width", "<i8"),
            ("lists", "<i8"),
            ("black", "<i8"),
            ("red", "<i8"),
            # the widest numbers first: all are aligned
            *sorted(
                ((name, kind, shape) for name, (kind, shape) in SHAPES.items()),
                key=lambda field: -np.dtype(field[1]).itemsize,
            ),
        ],
    )
)


def _bind(record: Rules) -> None:
    """Limit of purpose: a list is carried only to gates for which one of its own rules has a use."""
    record["share"][~((record["bar"] > 0.0) | (record["perk"] > 0.0) | _reach(record))] = 0.0


def _protect(record: Rules, held: float) -> None:
    """Speech protected: no institution takes down a protected word, and nobody need fear that it will."""
    record["row_coverage"][_rows_of_words(record)] *= 1.0 - held
    words = record["speech"] == 1
    for stake in ("stake_list", "stake_points", "stake_record"):
        record[stake][:, :, words] *= 1.0 - held


def _rows_of_words(record: Rules) -> NDArray[np.int64]:
    """Collecting rows about conduct that is protected speech."""
    words = np.flatnonzero(record["speech"] == 1)
    first = record["first"]
    spans = [np.arange(place[k], place[k + 1]) for place in first for k in words if place[k + 1] > place[k]]
    return np.unique(np.concatenate(spans)) if spans else np.zeros(0, np.int64)


def _reach(record: Rules) -> NDArray[np.bool_]:
    """[LISTS, gates]: where a rule of a list uses it against kin, group or as an employer."""
    found = (record["kin_bar"] > 0.0) | (record["group_bar"] > 0.0)
    found[:, _JOB] |= record["work_bar"] > 0.0
    return found  # type: ignore[no-any-return]


def packed(tables: Tables, a: F64) -> Rules:
    """One month's tables as a record, with assumptions ``a`` worked in where they never vary in a month.

    Raises ``InputError`` when a scheme outgrows the sizes above.
    """
    record = np.zeros(1, RULES)[0]
    for name in tables._fields:
        if name in ("alias_a", "alias_b"):
            continue
        target = record["score_base" if name == "base" else name]
        given = np.atleast_1d(np.asarray(getattr(tables, name)))
        if name.startswith("stake_") and given.ndim == 2:
            given = np.broadcast_to(given, (len(KINDS), *given.shape))  # said of all kinds alike
        if any(have > room for have, room in zip(given.shape, target.shape, strict=True)):
            raise InputError(
                f"the scheme needs {name} of {given.shape}; the engine has room for {target.shape}: "
                "merge conducts, lists or places"
            )
        target[tuple(slice(0, have) for have in given.shape)] = given
    # channels that can notice a conduct, in order, before those that cannot
    can = tables.seen != 0.0
    order = np.argsort(~can, axis=1, kind="stable")
    first = np.take_along_axis(can, order, axis=1)
    place = (slice(0, len(can)), slice(0, can.shape[1]))
    record["eyes"][: len(can)] = can.sum(axis=1)
    record["eye"][place] = np.where(first, order, 0)
    record["eye_chance"][place] = np.where(first, np.take_along_axis(tables.seen, order, axis=1), 0.0)
    used = len(tables.domain)
    # most untaken chances need no look: no draw above this can be a phantom
    record["phantom_any"][:used] = derived.phantoms(tables, a)
    record["scored"][: len(tables.points)] = derived.scored(tables)
    record["credit"][: len(tables.points)] = derived.credit(tables)
    record["reach"][:] = derived.reach(tables)
    record["sharp"][:used] = 1.0 / (a[A.noise] * (np.abs(tables.gain) + np.abs(tables.conscience) + 1.0))
    record["alias"][: len(tables.alias_a), : tables.alias_a.shape[1], 0] = tables.alias_a
    record["alias"][: len(tables.alias_b), : tables.alias_b.shape[1], 1] = tables.alias_b
    record["meets"][:used] = np.isin(tables.counterpart, (1, 2, 3)) | (tables.creates_debt == 1)
    record["is_good"][:used] = tables.good > 0
    record["is_neutral"][:used] = tables.good == 0
    record["is_money"][:used] = tables.domain <= _LAST_MONEY
    record["risk_row"][:used] = RISK_MONEY + np.array(ARENA)[tables.domain]
    record["is_voice"][:used] = (np.array(ARENA)[tables.domain] == _SPEECH) & (tables.good <= 0)
    # a debt ends on a list only by way of a court
    record["stake_list"][..., :used][..., tables.creates_debt > 0] *= a[A.debt_listing]
    record["conducts"] = len(tables.domain)
    record["width"] = tables.alias_cut.shape[1]
    record["lists"] = len(tables.list_colour)
    bits = 1 << np.arange(len(tables.list_colour), dtype=np.int64)
    record["black"] = bits[tables.list_colour < 0].sum()
    record["red"] = bits[tables.list_colour > 0].sum()
    if tables.guard[GUARD_PURPOSE] > 0.0:
        _bind(record)
    if tables.guard[GUARD_SPEECH] > 0.0:
        _protect(record, min(float(tables.guard[GUARD_SPEECH]), 1.0))
    # beyond the last conduct in use every regime's rows end where they ended
    record["first"][:, used + 1 :] = record["first"][:, used : used + 1]
    record["wait"][:] = derived.waits(record["share"], record["delay"], record["list_kinds"])
    record["floored"][:] = derived.floored(record["first"], tables.row_floor)
    return record  # type: ignore[no-any-return]
