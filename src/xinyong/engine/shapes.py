"""Room for the rules of one month: how many of each there may be, and the shape of every table."""

from __future__ import annotations

from xinyong.fields import ACCESS, CHANNELS, HOLDERS, KINDS, SLOTS
from xinyong.scheme.tables import COURT

CONDUCTS, SEGMENTS, POISSON, REGIMES, ROWS, LISTS, GRADES = 255, 64, 32, 64, 4096, 32, 16
_WIDTH = CONDUCTS + len(ACCESS)
_C, _D, _Z = len(CHANNELS), len(ACCESS), len(SLOTS)
_K, _R, _L = (CONDUCTS,), (REGIMES,), (LISTS,)
#: Type and shape of each table of ``engine.rules.Rules``; places beyond what a scheme uses hold zeros.
SHAPES: dict[str, tuple[str, tuple[int, ...]]] = {
    "poisson": ("<u4", (SEGMENTS, POISSON)),
    "alias_cut": ("<u4", (SEGMENTS, _WIDTH)),
    "alias": ("<i4", (SEGMENTS, _WIDTH, 2)),
    **dict.fromkeys(("gain", "conscience", "fine", "harm", "kin_pull"), ("<f8", _K)),
    "seen": ("<f8", (CONDUCTS, _C)),
    "eye_chance": ("<f8", (CONDUCTS, _C)),
    **dict.fromkeys(("phantom_any", "sharp", "is_good", "is_money", "is_voice", "is_neutral"), ("<f8", _K)),
    **dict.fromkeys(("eyes", "risk_row", "meets"), ("u1", _K)),
    "scored": ("<f8", (REGIMES, len(KINDS))),
    "credit": ("<f8", _R),
    "reach": ("<f8", (2,)),
    "eye": ("u1", (CONDUCTS, _C)),
    **dict.fromkeys(("check", "beyond", "worth", "reg_bar", "com_strength"), ("<f8", (_D,))),
    "coverage": ("<f8", (REGIMES, _C)),
    **dict.fromkeys(("wrong", "phantom", "capacity"), ("<f8", (_C,))),
    "row_coverage": ("<f8", (ROWS,)),
    **dict.fromkeys(("grade_perk", "grade_bar"), ("<f8", (REGIMES, _Z, GRADES, _D))),
    "grade_look": ("<f8", (REGIMES, _Z, GRADES)),
    "newcomer": ("<i2", (REGIMES, _Z, 2)),
    "sector_mask": ("<u2", _K),
    "rating": ("<f8", (REGIMES, 8)),
    "com_weight": ("<f8", (5,)),
    **dict.fromkeys(("com_join", "com_gaming"), ("<f8", (1,))),
    **dict.fromkeys(("com_scale", "com_start"), ("<f8", (2,))),
    "list_named": ("<f8", _L),
    **dict.fromkeys(("bar", "perk", "kin_bar", "group_bar", "share", "delay"), ("<f8", (LISTS, _D))),
    "wait": ("<f8", (len(KINDS), _D)),
    "floored": ("u1", (REGIMES, CONDUCTS)),
    "work_bar": ("<f8", _L),
    "group_size": ("<i4", (1,)),
    "map_list": ("<i2", (1,)),
    "map": ("<f8", _R),
    "flow": ("<f8", (4,)),
    "breach": ("<f8", (len(HOLDERS), 2)),
    "news": ("<f8", (8,)),
    "demand": ("<f8", (12,)),
    "burden": ("<f8", (4,)),
    "campaign": ("<f8", (1,)),
    "court": ("<f8", (len(COURT),)),
    "guard": ("<f8", (16,)),
    **dict.fromkeys(("stake_list", "stake_points", "stake_record"), ("<f8", (len(KINDS), REGIMES, CONDUCTS))),
    "first": ("<i4", (REGIMES, CONDUCTS + 1)),
    "row_channels": ("<u4", (ROWS,)),
    "row_luck": ("<u4", (ROWS,)),
    "list_luck": ("<u4", _L),
    **dict.fromkeys(("score_base", "lowest", "highest", "grades"), ("<i4", (REGIMES, _Z))),
    "cut": ("<i4", (REGIMES, _Z, GRADES)),
    **dict.fromkeys(("com_lowest", "com_highest"), ("<i4", (1,))),
    "com_perk": ("<i4", (_D,)),
    **dict.fromkeys(("row_points", "row_term", "row_list", "row_floor"), ("<i2", (ROWS,))),
    "list_min": ("<i2", _L),
    **dict.fromkeys(
        ("domain", "kinds", "lawful", "speech", "counterpart", "creates_debt", "needs", "work_mask"),
        ("u1", _K),
    ),
    "good": ("i1", _K),
    "kin_check": ("u1", (_D,)),
    **dict.fromkeys(("row_institution", "row_kinds", "row_from_end", "row_dimension"), ("u1", (ROWS,))),
    **dict.fromkeys(("points", "adult_only", "score_institution"), ("u1", (REGIMES, _Z))),
    **dict.fromkeys(("com_on", "com_institution", "reg_on", "reg_institution", "believed"), ("u1", (1,))),
    **dict.fromkeys(("list_institution", "list_kinds", "list_exit", "list_rep"), ("u1", _L)),
    "list_colour": ("i1", _L),
}
