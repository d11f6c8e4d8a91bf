"""Companies of a neighbourhood: what they are, who represents them, who works there."""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from xinyong import fields as f
from xinyong.chance import again, lower, uniform, upper
from xinyong.society import tables as p
from xinyong.society.drawing import pick, search
from xinyong.society.tables import Tables

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SECTORS = len(f.SECTORS)
_SIZES = len(f.SIZES)
_MONEY = 1.0 / 65536.0
_FARMER, _SOLE, _PRIVATE, _STATE, _FOREIGN, _OFFICE = 2, 3, 4, 5, 6, 7
#: Employers of people who have none, work in an office, or in a company elsewhere.
NO_EMPLOYER, AN_OFFICE, ELSEWHERE = -1, -2, -3
_TRIES = 16
#: First OWNER from abroad, and the home region (``planning.HOMES``) whose government objects.
_ABROAD, _OBJECTOR = 2, 1


@register_jitable
def work_of(owner: int) -> int:
    """The kind of WORK of somebody employed by a company of this OWNER."""
    if owner == 0:
        return _PRIVATE
    return _STATE if owner == 1 else _FOREIGN


@register_jitable
def draw_company(
    t: Tables, at: np.uint64, c: int, luck: np.uint64, start: int,
    floats: NDArray[np.float32], shorts: NDArray[np.int16], codes: NDArray[np.uint8],
) -> None:  # fmt: skip
    """Owner, size and sector from the stratum's even sequence, and all that depends on them."""
    cell = search(t.company_upto, int(upper(at + np.uint64(c) * _GOLDEN)))
    codes[f.SECTOR, c] = cell % _SECTORS
    codes[f.SIZE, c] = (cell // _SECTORS) % _SIZES
    codes[f.OWNER, c] = cell // (_SECTORS * _SIZES)
    finish_company(t, c, luck, start, floats, shorts, codes)


@register_jitable
def finish_company(
    t: Tables, c: int, luck: np.uint64, start: int,
    floats: NDArray[np.float32], shorts: NDArray[np.int16], codes: NDArray[np.uint8],
) -> None:  # fmt: skip
    """Money, age and the columns that all companies start with."""
    size = int(codes[f.SIZE, c])
    bits = again(luck, 0)
    revenue = t.revenue[size] * float(t.spread[int(bits & np.uint64(4095))]) * _MONEY
    floats[f.REVENUE, c] = revenue
    floats[f.RESERVES, c] = revenue * t.number[p.N_RESERVES] * 2.0 * uniform(again(luck, 1))
    floats[f.DILIGENCE, c] = 1.0
    floats[f.MARKET, c] = 1.0
    width = t.number[p.N_RISK_HIGH] - t.number[p.N_RISK_LOW]
    floats[f.FIRM_RISK, c] = t.number[p.N_RISK_LOW] + width * uniform(again(luck, 2))
    # Larger companies are older: by a third for each step in size.
    months = int(t.company_age[int((bits >> np.uint64(12)) & np.uint64(255))]) * (3 + size) // 3
    shorts[f.FOUNDED, c] = start - min(months, 720)
    codes[f.FIRM_SEGMENT, c] = 32 + size * 4 + int(codes[f.OWNER, c])
    codes[f.ACTIVE, c] = 1
    for slot in range(f.FIRM_SLOTS):
        codes[f.FIRM_GRADE + slot, c] = 255


@register_jitable
def home_state(t: Tables, owner: int, home: int, luck: np.uint64) -> int:
    """HOME_STATE of a company: at home here, or abroad under a silent or an objecting government.

    ``home`` is that of a carrier given by name of region (0 = none given): in 2018 the United
    States objected. Of other foreign companies a share does, by owner.
    """
    if owner < _ABROAD:
        return 0
    if home > 0:
        return 2 if home == _OBJECTOR else 1
    return 2 if lower(again(luck, 5)) < t.objects[owner] else 1


@register_jitable
def represent(
    t: Tables, c: int, home: int, luck: np.uint64, start: int,
    shorts: NDArray[np.int16], codes: NDArray[np.uint8],
    people: NDArray[np.int16], traits: NDArray[np.uint8],
) -> None:  # fmt: skip
    """The legal representative: an adult here, of working age and fitting work where chance finds
    one, or -1 where the company is run from abroad."""
    owner = int(codes[f.OWNER, c])
    kind = work_of(owner)
    persons = people.shape[1]
    if home > 0 or lower(again(luck, 3)) < t.abroad[owner]:
        shorts[f.REPRESENTATIVE, c] = -1
        return
    bits = again(luck, 4)
    found = -1
    for k in range(_TRIES):
        r = pick(bits, k, persons)
        age = (start - int(people[f.BORN, r])) // 12
        if age < 18:
            continue
        work = int(traits[f.WORK, r])
        if age < 65 and (work == kind or (kind == _PRIVATE and work == _SOLE)):
            found = r
            break
        if found < 0:
            found = r
    r = 0
    while found < 0:  # only where sixteen draws met minors alone; every household has an adult
        if start - int(people[f.BORN, r]) >= 216:
            found = r
        r += 1
    shorts[f.REPRESENTATIVE, c] = found
    if int(traits[f.WORK, found]) == kind:
        people[f.EMPLOYER, found] = c


@register_jitable
def employ(
    t: Tables, luck: np.uint64, codes: NDArray[np.uint8],
    people: NDArray[np.int16], traits: NDArray[np.uint8],
) -> None:  # fmt: skip
    """Give everybody with work in a company an employer of that kind, by headcount."""
    companies = codes.shape[1]
    heads = np.zeros(3, dtype=np.float64)
    for c in range(companies):
        heads[work_of(int(codes[f.OWNER, c])) - _PRIVATE] += t.heads[int(codes[f.SIZE, c])]
    for r in range(people.shape[1]):
        work = int(traits[f.WORK, r])
        if work == _OFFICE:
            people[f.EMPLOYER, r] = AN_OFFICE
        elif work < _PRIVATE:
            people[f.EMPLOYER, r] = NO_EMPLOYER
        elif heads[work - _PRIVATE] <= 0.0:
            people[f.EMPLOYER, r] = ELSEWHERE
        else:
            left = uniform(again(luck, r)) * heads[work - _PRIVATE]
            chosen = -1
            for c in range(companies):
                if work_of(int(codes[f.OWNER, c])) == work:
                    chosen = c
                    left -= t.heads[int(codes[f.SIZE, c])]
                    if left < 0.0:
                        break
            people[f.EMPLOYER, r] = chosen
