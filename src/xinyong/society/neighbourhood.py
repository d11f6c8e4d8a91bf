"""One neighbourhood after another: the kernel that turns a plan into people.

Everything in a neighbourhood follows from its key, the seed and the plan, so any part of
a society can be made anywhere, in any order, with the same bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from xinyong import fields as f
from xinyong.chance import again, draw, lower, name, tag, upper
from xinyong.society.drawing import draw_years, spread_draw
from xinyong.society.firms import draw_company, employ, finish_company, home_state, represent
from xinyong.society.households import compose
from xinyong.society.tables import N_RISK_LOW, Tables
from xinyong.society.traits import age_band, age_part, draw_mind, draw_money, draw_traits

#: A month that no run reaches: the society's draws never meet the engine's.
BEFORE = -99999


class Hoods(NamedTuple):
    """Columns of the plan that the kernel reads; see ``Plan``. ``east`` uint8 [31]."""

    key: NDArray[np.uint64]
    urban: NDArray[np.uint8]
    province: NDArray[np.uint8]
    stratum: NDArray[np.int16]
    person_first: NDArray[np.int64]
    company_first: NDArray[np.int64]
    class_one: NDArray[np.int32]
    heavy: NDArray[np.int32]
    company_at: NDArray[np.uint64]
    listed_first: NDArray[np.int32]
    listed: NDArray[np.uint8]
    office_kind: NDArray[np.uint8]
    east: NDArray[np.uint8]


class Columns(NamedTuple):
    """Where the kernel writes: columns of the society, the first neighbourhood's rows first."""

    person_floats: NDArray[np.float32]
    person_int16: NDArray[np.int16]
    person_uint8: NDArray[np.uint8]
    company_floats: NDArray[np.float32]
    company_int16: NDArray[np.int16]
    company_uint8: NDArray[np.uint8]
    company_home: NDArray[np.uint8]
    office_floats: NDArray[np.float32]
    office_uint8: NDArray[np.uint8]


@register_jitable
def make_people(
    t: Tables, hoods: Hoods, h: int, luck: np.uint64, start: int,
    floats: NDArray[np.float32], shorts: NDArray[np.int16], codes: NDArray[np.uint8],
) -> None:  # fmt: skip
    """Fill the rows of the persons of neighbourhood ``h``."""
    n = codes.shape[1]
    ones = int(hoods.class_one[h])
    heavy = int(hoods.heavy[h])
    place = int(hoods.urban[h])
    stratum = int(hoods.stratum[h])
    east = hoods.east[hoods.province[h]] == 1
    cell = np.empty(n, dtype=np.int32)
    spread_draw(t.cell_upto[place, 0], again(luck, 0), cell[: n - ones])
    spread_draw(t.cell_upto[place, 1], again(luck, 1), cell[n - ones :])
    years = np.empty(n, dtype=np.int32)
    adults = draw_years(t, again(luck, 2), cell, years)
    sex = np.empty(n, dtype=np.int32)
    for i in range(n):
        sex[i] = t.cell_code[cell[i], 1]
    row = np.empty(n, dtype=np.int32)
    home = np.empty(n, dtype=np.int32)
    members = np.empty(n, dtype=np.int32)
    compose(t, years, sex, adults, again(luck, 3), row, home, members)
    for r in range(n):
        i = int(row[r])
        c = int(cell[i])
        age = int(years[i])
        one = i >= n - ones
        own = name(luck, r)
        kin = name(luck, 8192 + int(home[r]))
        owes = lower(again(own, 0)) < t.borrower[place, 1 if one else 0, c]
        education = int(t.cell_code[c, 2])
        bits = draw_traits(t, place, c, age, owes, again(own, 1))
        codes[f.SEX, r] = sex[i]
        codes[f.EDUCATION, r] = education
        codes[f.WORK, r] = t.cell_code[c, 4]
        codes[f.HOME_SIZE, r] = members[r]
        codes[f.TRAITS, r] = bits
        online = 1 if bits & f.TRAIT_ONLINE else 0
        borrower = 1 if bits & f.TRAIT_BORROWER else 0
        codes[f.SEGMENT, r] = age_part(age) * 8 + place * 4 + online * 2 + borrower
        codes[f.AGE_BAND, r] = age_band(age)
        codes[f.ALIVE, r] = 1
        codes[f.CITY_GRADE, r] = 255
        codes[f.VILLAGE_GRADE, r] = 255
        codes[f.WCLASS, r] = 1 if one or r >= n - heavy else 0
        month = int((upper(again(own, 2)) * 12) >> 32)
        shorts[f.BORN, r] = start - 12 * age - month
        shorts[f.HOME, r] = home[r]
        floats[f.LIVELIHOOD, r] = 1.0
        floats[f.TIES, r] = 1.0
        floats[f.INTRINSIC, r] = 1.0
        draw_money(t, stratum, age, education, again(kin, 0), again(own, 3), floats, codes, r)
        draw_mind(t, place, east, age, education, again(kin, 1), again(own, 4), floats, codes, r)


@register_jitable
def make_companies(
    t: Tables, hoods: Hoods, h: int, luck: np.uint64, start: int,
    floats: NDArray[np.float32], shorts: NDArray[np.int16], codes: NDArray[np.uint8],
    homes: NDArray[np.uint8],
    people: NDArray[np.int16], traits: NDArray[np.uint8],
) -> None:  # fmt: skip
    """Fill the rows of the companies of neighbourhood ``h``, and everybody's employer."""
    first = int(hoods.listed_first[h])
    given = int(hoods.listed_first[h + 1]) - first
    for c in range(codes.shape[1]):
        own = name(luck, c)
        if given > 0:
            codes[f.SECTOR, c] = hoods.listed[first + c, 0]
            codes[f.SIZE, c] = hoods.listed[first + c, 1]
            codes[f.OWNER, c] = hoods.listed[first + c, 2]
            homes[c] = hoods.listed[first + c, 3]
            finish_company(t, c, own, start, floats, shorts, codes)
        else:
            draw_company(t, hoods.company_at[h], c, own, start, floats, shorts, codes)
        codes[f.HOME_STATE, c] = home_state(t, int(codes[f.OWNER, c]), int(homes[c]), own)
    employ(t, again(luck, 7), codes, people, traits)
    for c in range(codes.shape[1]):
        represent(t, c, int(homes[c]), name(luck, c), start, shorts, codes, people, traits)


def make_range(
    t: Tables, hoods: Hoods, out: Columns, seed: np.uint64, start: int, low: int, high: int, origin: int
) -> None:
    """Fill neighbourhoods ``low`` to ``high``; ``out`` begins with neighbourhood ``origin``.

    All columns must be zero before.
    """
    for h in range(low, high):
        a = hoods.person_first[h] - hoods.person_first[origin]
        b = hoods.person_first[h + 1] - hoods.person_first[origin]
        c = hoods.company_first[h] - hoods.company_first[origin]
        d = hoods.company_first[h + 1] - hoods.company_first[origin]
        key = hoods.key[h]
        codes = out.person_uint8[:, a:b]
        shorts = out.person_int16[:, a:b]
        make_people(
            t, hoods, h, draw(key, tag(seed, BEFORE, 1)), start, out.person_floats[:, a:b], shorts, codes
        )
        make_companies(
            t, hoods, h, draw(key, tag(seed, BEFORE, 2)), start, out.company_floats[:, c:d],
            out.company_int16[:, c:d], out.company_uint8[:, c:d], out.company_home[c:d], shorts, codes,
        )  # fmt: skip
        office = h - origin
        kind = int(hoods.office_kind[h])
        out.office_floats[f.BUDGET, office] = t.office_budget[kind]
        out.office_floats[f.EFFORT, office] = 1.0
        out.office_floats[f.OFFICE_RISK, office] = t.number[N_RISK_LOW]
        out.office_uint8[f.OFFICE_KIND, office] = kind
        out.office_uint8[f.OFFICE_SEGMENT, office] = 48 + kind
        out.office_uint8[f.OFFICE_GRADE, office] = 255
