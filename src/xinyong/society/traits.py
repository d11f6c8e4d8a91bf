"""What a person is like: every column of one row, from the cell, the age and the household.

Equations are sums of table look-ups and normal deviates; each deviate has a part that the
household shares, so that kin resemble one another as ``kin-likeness`` says. All numbers are
in ``library/figures.csv``.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from xinyong import fields as f
from xinyong.chance import again, lower, uniform, upper
from xinyong.society import tables as p
from xinyong.society.drawing import search
from xinyong.society.tables import Tables

_YUAN = 1.0 / 256.0
_PUPIL = 1
_MONEY = 1.0 / 65536.0


@register_jitable
def normal(t: Tables, bits: np.uint64, part: int) -> float:
    """A standard normal deviate from twelve of the 64 bits, ``part`` 0 to 4."""
    return float(t.normal[int((bits >> np.uint64(12 * part)) & np.uint64(4095))]) * _MONEY


@register_jitable
def share(value: float) -> float:
    """Kept within 0.02 and 0.98."""
    return min(max(value, 0.02), 0.98)


@register_jitable
def age_band(years: int) -> int:
    """Code of AGE_BANDS."""
    if years < 18:
        return 0
    if years < 30:
        return 1
    if years < 45:
        return 2
    return 3 if years < 60 else 4


@register_jitable
def age_part(years: int) -> int:
    """Age in the opportunity segments: 0 minor, 1 under 35, 2 under 60, 3 older."""
    if years < 18:
        return 0
    if years < 35:
        return 1
    return 2 if years < 60 else 3


@register_jitable
def draw_traits(t: Tables, place: int, cell: int, age: int, owes: bool, bits: np.uint64) -> int:
    """TRAIT bits of a person."""
    group = int(t.cell_code[cell, 0])
    found = 0
    if t.cell_code[cell, 3] == 1:
        found |= f.TRAIT_ONLINE
        use = lower(bits)
        if use < np.int64(t.pays[group]):
            found |= f.TRAIT_PAYS_ONLINE
        if use < np.int64(t.shops[group]):
            found |= f.TRAIT_SHOPS_ONLINE
    more = again(bits, 1)
    if owes and age >= 18:
        found |= f.TRAIT_BORROWER
    if upper(more) < np.int64(t.driver[place, cell]):
        found |= f.TRAIT_DRIVER
    if lower(more) < np.int64(t.party[place, cell]):
        found |= f.TRAIT_PARTY
    if t.cell_code[cell, 4] == _PUPIL:
        found |= f.TRAIT_STUDENT
    return found


@register_jitable
def draw_money(
    t: Tables, stratum: int, age: int, education: int, kin: np.uint64, own: np.uint64,
    floats: NDArray[np.float32], codes: NDArray[np.uint8], r: int,
) -> None:  # fmt: skip
    """Income, its national quintile, and assets. Minors have a share of the household's income."""
    shared = float(lower(own)) < t.number[p.N_KIN_INCOME]
    u = int(upper(kin)) if shared else int(upper(own))
    level = education if age >= 18 else 5
    percentile = search(t.income_upto[stratum, level], u)
    more = again(own, 1)
    income = (float(t.income_low[percentile]) + float(t.income_width[percentile]) * uniform(more)) * _YUAN
    months = 0.0
    if age >= 60:
        months = t.number[p.N_ASSETS_OLD]
    elif age >= 35:
        months = t.number[p.N_ASSETS_MIDDLE]
    elif age >= 18:
        months = t.number[p.N_ASSETS_YOUNG]
    slice_ = int(again(own, 2) & np.uint64(4095))
    floats[f.INCOME, r] = income
    floats[f.ASSETS, r] = income * months * float(t.spread[slice_]) * _MONEY
    codes[f.QUINTILE, r] = percentile // 20


@register_jitable
def draw_mind(
    t: Tables, place: int, east: bool, age: int, education: int, kin: np.uint64, own: np.uint64,
    floats: NDArray[np.float32], codes: NDArray[np.uint8], r: int,
) -> None:  # fmt: skip
    """Integrity, views, trust, perceived risks and opinions before any scheme."""
    n = t.number
    floats[f.INTEGRITY, r] = n[p.N_KIN_INTEGRITY] * normal(t, kin, 0) + n[p.N_OWN_INTEGRITY] * normal(
        t, own, 0
    )
    # money is met by a disposition of its own, akin to integrity
    thrift = n[p.N_OWN_THRIFT] * normal(t, again(own, 5), 0)
    thrift += n[p.N_SHARED_THRIFT] * float(floats[f.INTEGRITY, r])
    codes[f.THRIFT, r] = int(min(max(128.5 + 32.0 * thrift, 0.0), 255.0))
    views = n[p.N_VIEWS] + (n[p.N_VIEWS_URBAN] if place == 1 else n[p.N_VIEWS_RURAL])
    if age < 35:
        views += n[p.N_VIEWS_YOUNG]
    elif age >= 60:
        views += n[p.N_VIEWS_OLD]
    if education == 4:
        views += n[p.N_VIEWS_COLLEGE]
    elif education <= 1:
        views += n[p.N_VIEWS_UNSCHOOLED]
    lean = n[p.N_KIN_VIEWS] * normal(t, kin, 1) + n[p.N_OWN_VIEWS] * normal(t, own, 1)
    codes[f.VIEWS, r] = int(min(max(views + n[p.N_VIEWS_SPREAD] * lean, 0.0), 255.0))
    common = n[p.N_TRUST_EAST] if east else n[p.N_TRUST_ELSEWHERE]
    common += n[p.N_TRUST_SPREAD] * n[p.N_KIN_TRUST] * normal(t, kin, 2)
    spread = n[p.N_TRUST_SPREAD] * n[p.N_OWN_TRUST]
    near = n[p.N_TRUST_URBAN] if place == 1 else n[p.N_TRUST_RURAL]
    state = (n[p.N_TRUST_OLD] if age >= 60 else 0.0) + (n[p.N_TRUST_COLLEGE] if education == 4 else 0.0)
    more = again(own, 1)
    floats[f.TRUST_STRANGERS, r] = share(n[p.N_STRANGERS] + common + near + spread * normal(t, own, 2))
    floats[f.TRUST_GENERAL, r] = share(n[p.N_GENERAL] + common + near + spread * normal(t, own, 3))
    floats[f.TRUST_GOVERNMENT, r] = share(n[p.N_GOVERNMENT] + common + state + spread * normal(t, own, 4))
    floats[f.TRUST_MARKET, r] = share(n[p.N_MARKET] + common + spread * normal(t, more, 0))
    floats[f.LEGITIMACY, r] = share(n[p.N_LEGITIMACY] + common + state + spread * normal(t, more, 1))
    floats[f.APPROVAL, r] = share(n[p.N_APPROVAL] + state + spread * normal(t, more, 2))
    floats[f.INSECURITY, r] = share(n[p.N_INSECURITY] - common + spread * normal(t, more, 3))
    width = n[p.N_RISK_HIGH] - n[p.N_RISK_LOW]
    for k in range(3):
        floats[f.RISK_MONEY + k, r] = n[p.N_RISK_LOW] + width * uniform(again(own, 2 + k))
