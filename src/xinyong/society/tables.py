"""What the kernels read: the fitted tables, turned to a frame, and the assumed numbers.

Whole numbers and plain IEEE arithmetic only, so that a frame has the same tables on
every processor.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong.fields import EDUCATION_LEVELS, OFFICES, OWNERS, SIZES
from xinyong.society.census import AGE_FIRST, AGE_GROUPS, figure
from xinyong.society.fitted import FRACTION, Fitted, load
from xinyong.society.frames import AGES, Frame

#: Places in ``Tables.number``, the assumed numbers that the kernels use.
(
    N_KIN_INCOME, N_KIN_INTEGRITY, N_OWN_INTEGRITY, N_KIN_VIEWS, N_OWN_VIEWS, N_KIN_TRUST, N_OWN_TRUST,
    N_TRUST_SPREAD, N_STRANGERS, N_GENERAL, N_GOVERNMENT, N_MARKET, N_LEGITIMACY, N_APPROVAL, N_INSECURITY,
    N_TRUST_URBAN, N_TRUST_RURAL, N_TRUST_EAST, N_TRUST_ELSEWHERE, N_TRUST_OLD, N_TRUST_COLLEGE,
    N_VIEWS, N_VIEWS_SPREAD, N_VIEWS_YOUNG, N_VIEWS_OLD, N_VIEWS_COLLEGE, N_VIEWS_UNSCHOOLED,
    N_VIEWS_URBAN, N_VIEWS_RURAL, N_RISK_LOW, N_RISK_HIGH, N_ASSETS_YOUNG, N_ASSETS_MIDDLE, N_ASSETS_OLD,
    N_RESERVES, N_PAIR_TWO, N_PAIR_MORE, N_HOUSEHOLD,
    N_SHARED_THRIFT, N_OWN_THRIFT,
) = range(40)  # fmt: skip


class Tables(NamedTuple):
    """Everything a neighbourhood is drawn from; n cells.

    cell_upto [2, 2, n] int64: cumulative share of the cells by place and weight class, of 2**32;
    borrower [2, 2, n] int64: chance of borrowing by place, class and cell;
    abroad, objects [4] int64 by owner: chance, of 2**32, that a company is run from abroad, that its
    government objects to political demands; heads [4] and revenue [4] float64 by size;
    office_budget [8] float64; number [40] float64; the rest as in ``Fitted``.
    """

    cell_code: NDArray[np.uint8]
    cell_upto: NDArray[np.int64]
    borrower: NDArray[np.int64]
    driver: NDArray[np.uint32]
    party: NDArray[np.uint32]
    pays: NDArray[np.uint32]
    shops: NDArray[np.uint32]
    income_upto: NDArray[np.uint32]
    income_low: NDArray[np.int32]
    income_width: NDArray[np.int32]
    household_upto: NDArray[np.uint32]
    old_upto: NDArray[np.uint32]
    company_upto: NDArray[np.uint32]
    company_age: NDArray[np.int16]
    normal: NDArray[np.int32]
    spread: NDArray[np.int32]
    abroad: NDArray[np.int64]
    objects: NDArray[np.int64]
    heads: NDArray[np.float64]
    revenue: NDArray[np.float64]
    office_budget: NDArray[np.float64]
    number: NDArray[np.float64]


class Drawn(NamedTuple):
    """The tables of a frame, and the share of residents in weight class 1 (of 2**32), by place."""

    tables: Tables
    class_one: tuple[int, int]


def draws(frame: Frame) -> Drawn:
    """The tables for ``frame``. Pure."""
    fitted = load()
    weight = _aged(fitted, frame)
    borrower = fitted.borrower.astype(np.int64)
    split = frame.borrowers > 1
    both = np.zeros((2, 2, weight.shape[1]), dtype=np.int64)
    chance = np.zeros_like(both)
    share = [0, 0]
    for place in range(2):
        cells = [int(value) for value in weight[place]]
        owing = [w * int(b) >> 32 for w, b in zip(cells, borrower[place], strict=True)]
        if split:
            share[place] = sum(owing) * FRACTION // sum(cells)
            both[place, 0] = _upto([w - b for w, b in zip(cells, owing, strict=True)])
            both[place, 1] = _upto(owing)
            chance[place, 1] = FRACTION
        else:
            both[place] = _upto(cells)
            chance[place] = borrower[place]
    common = {name: getattr(fitted, name) for name in Tables._fields if name in Fitted._fields}
    common.update(cell_upto=both, borrower=chance)
    abroad = [0, 0, *(_chance("representative-abroad", owner) for owner in OWNERS[2:])]
    budget = [figure("office-budget", name) for name in OFFICES]
    tables = Tables(
        abroad=np.array(abroad, dtype=np.int64),
        objects=np.array([0, 0, *(_chance("home-objects", owner) for owner in OWNERS[2:])], dtype=np.int64),
        heads=np.array([figure("company-heads", size) for size in SIZES]),
        revenue=np.array([figure("company-revenue", size) for size in SIZES]),
        office_budget=np.array(budget),
        number=_numbers(),
        **common,
    )
    return Drawn(tables, (share[0], share[1]))


def _chance(name: str, category: str) -> int:
    return int(figure(name, category) / 100 * FRACTION)


def _upto(cells: list[int]) -> NDArray[np.int64]:
    """Cumulative shares of 2**32; Python's integers, because the products exceed 64 bits."""
    total, so_far, found = sum(cells), 0, []
    for value in cells:
        so_far += value
        found.append(so_far * FRACTION // total)
    return np.array(found, dtype=np.int64)


def _aged(fitted: Fitted, frame: Frame) -> NDArray[np.int64]:
    """Cell weights [2, n] with the frame's own broad ages, where it has any."""
    if frame.ages is None:
        return fitted.cell_weight
    first = np.array(AGE_FIRST)[fitted.cell_code[:, 0]]
    broad = (first >= 15).astype(np.int64) + (first >= 60)
    found = fitted.cell_weight.copy()
    for place in range(2):
        held = [int(found[place][broad == band].sum()) for band in range(len(AGES))]
        for band, percent in enumerate(frame.ages):
            factor = round(percent * 100) * sum(held) * 1024 // (held[band] * 10000)
            found[place][broad == band] = found[place][broad == band] * factor // 16
    return found


def _numbers() -> NDArray[np.float64]:
    """The assumed numbers in the order of the ``N_`` places."""
    kin = {name: figure("kin-likeness", name) for name in ("integrity", "views", "trust")}
    pairs = [part for value in kin.values() for part in (sqrt(value), sqrt(1 - value))]
    trust = [figure("trust", name) for name in ("strangers", "general", "government", "market")]
    opinion = [figure("opinion", name) for name in ("legitimacy", "approval", "insecurity")]
    shifts = [
        figure("trust-shift", name)
        for name in (
            "urban strangers",
            "rural strangers",
            "east all",
            "elsewhere all",
            "old government",
            "college government",
        )
    ]
    leanings = ("under 35", "60 or older", "college", "none or primary", "urban", "rural")
    views = [figure("views-shift", name) for name in leanings]
    found = [
        figure("kin-likeness", "income") * FRACTION,
        *pairs,
        figure("trust-spread", "all"),
        *trust,
        *opinion,
        *shifts,
        figure("views", "centre"),
        figure("views", "spread"),
        *views,
        figure("risk", "low"),
        figure("risk", "high"),
        *(figure("assets", name) for name in ("18-34", "35-59", "60 or older")),
        figure("company-reserves", "months of revenue"),
        figure("household-marriage", "two") * FRACTION,
        figure("household-marriage", "three or more") * FRACTION,
        figure("households", "persons in them") / figure("households", "family households"),
        figure("thrift", "integrity"),
        sqrt(1 - figure("thrift", "integrity") ** 2),
    ]
    assert len(found) == N_OWN_THRIFT + 1
    assert len(AGE_GROUPS) == 18
    assert len(EDUCATION_LEVELS) == 5
    return np.array(found)
