"""A society: its plan carried out, as columns, for the engine to work on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.society import census
from xinyong.society.compiled import kernel
from xinyong.society.memory import require_memory
from xinyong.society.neighbourhood import Columns, Hoods
from xinyong.society.planning import Plan

Kind = TypeVar("Kind", bound=np.generic)
#: Neighbourhoods that a thread takes at a time.
BATCH = 64


@dataclass
class Society:
    """Persons, companies and offices of neighbourhoods ``first`` to ``first + H`` of a plan.

    Rows of the column arrays are those of ``fields``; subjects are sorted by neighbourhood,
    and a neighbourhood's are ``*_first[h]`` to ``*_first[h + 1]``. ``weight`` int64 [H, 2] is
    by WCLASS, in 1/256 of a person; ``company_weight`` and ``office_weight`` likewise, [H].
    ``city`` indexes ``cities``, ``province`` ``provinces``. ``company_home`` uint8 [C] is
    where a carrier comes from (``planning.HOMES``; 0 = China or not said).
    """

    plan: Plan
    first: int
    cities: tuple[str, ...]
    provinces: tuple[str, ...]
    key: NDArray[np.uint64]
    province: NDArray[np.uint8]
    city: NDArray[np.int16]
    urban: NDArray[np.uint8]
    block: NDArray[np.uint8]
    person_first: NDArray[np.int64]
    company_first: NDArray[np.int64]
    office_first: NDArray[np.int64]
    weight: NDArray[np.int64]
    company_weight: NDArray[np.int64]
    office_weight: NDArray[np.int64]
    person_floats: NDArray[np.float32]
    person_int16: NDArray[np.int16]
    person_uint8: NDArray[np.uint8]
    person_uint32: NDArray[np.uint32]
    company_floats: NDArray[np.float32]
    company_int16: NDArray[np.int16]
    company_uint8: NDArray[np.uint8]
    company_uint32: NDArray[np.uint32]
    company_home: NDArray[np.uint8]
    office_floats: NDArray[np.float32]
    office_uint8: NDArray[np.uint8]
    office_uint32: NDArray[np.uint32]

    @property
    def hoods(self) -> int:
        """Neighbourhoods."""
        return len(self.key)

    @property
    def persons(self) -> int:
        """Persons."""
        return int(self.person_first[-1])

    @property
    def companies(self) -> int:
        """Companies."""
        return int(self.company_first[-1])

    @property
    def offices(self) -> int:
        """Offices."""
        return int(self.office_first[-1])

    @property
    def person_weight(self) -> NDArray[np.int64]:
        """Weight of each person, [P] int64, in 1/256."""
        hood = np.repeat(np.arange(self.hoods), np.diff(self.person_first))
        found: NDArray[np.int64] = self.weight[hood, self.person_uint8[fields.WCLASS].astype(np.int64)]
        return found


def build(plan: Plan, threads: int = 1) -> Society:
    """Every neighbourhood of a plan, on ``threads`` threads; the bits do not depend on their number.

    Raises ``InputError`` before anything is made where the memory left would not hold it.
    """
    require_memory(plan.bytes)
    return _made(plan, 0, plan.hoods, threads, kernel())


def make(plan: Plan, low: int, high: int) -> Society:
    """Neighbourhoods ``low`` to ``high`` of a plan, the same bits as in the whole."""
    if not 0 <= low < high <= plan.hoods:
        raise ValueError(f"neighbourhoods {low} to {high} of {plan.hoods}")
    return _made(plan, low, high, 1, kernel())


def _made(plan: Plan, low: int, high: int, threads: int, work: Callable[..., None]) -> Society:
    society = _empty(plan, low, high)
    hoods = Hoods(
        **{name: getattr(plan, name) for name in Hoods._fields if name != "east"},
        east=np.array([each.region == "east" for each in census.provinces()], dtype=np.uint8),
    )
    out = Columns(**{name: getattr(society, name) for name in Columns._fields})

    def batch(at: int) -> None:
        # Unsigned arithmetic wraps by design; interpreted, NumPy would warn of it.
        with np.errstate(over="ignore"):
            end = min(at + BATCH, high)
            work(plan.tables, hoods, out, np.uint64(plan.seed), plan.start_month, at, end, low)

    starts = range(low, high, BATCH)
    if threads <= 1:
        for at in starts:
            batch(at)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(batch, starts))
    return society


def _empty(plan: Plan, low: int, high: int) -> Society:
    """The society's columns, all zero, and the plan's columns cut to ``low`` .. ``high``."""
    part = slice(low, high)
    first = {
        name: getattr(plan, name)[low : high + 1] - getattr(plan, name)[low]
        for name in ("person_first", "company_first", "office_first")
    }
    persons, companies, offices = (int(each[-1]) for each in first.values())
    cut = ("key", "province", "city", "urban", "block", "weight", "company_weight", "office_weight")

    def zeros(columns: tuple[fields.Field, ...], count: int, kind: type[Kind]) -> NDArray[Kind]:
        return np.zeros((len(columns), count), dtype=kind)

    return Society(
        plan=plan,
        first=low,
        cities=plan.cities,
        provinces=plan.provinces,
        **first,
        **{name: getattr(plan, name)[part] for name in cut},
        person_floats=zeros(fields.PERSON_FLOATS, persons, np.float32),
        person_int16=zeros(fields.PERSON_INT16, persons, np.int16),
        person_uint8=zeros(fields.PERSON_UINT8, persons, np.uint8),
        person_uint32=zeros(fields.PERSON_UINT32, persons, np.uint32),
        company_floats=zeros(fields.COMPANY_FLOATS, companies, np.float32),
        company_int16=zeros(fields.COMPANY_INT16, companies, np.int16),
        company_uint8=zeros(fields.COMPANY_UINT8, companies, np.uint8),
        company_uint32=zeros(fields.COMPANY_UINT32, companies, np.uint32),
        company_home=np.zeros(companies, dtype=np.uint8),
        office_floats=zeros(fields.OFFICE_FLOATS, offices, np.float32),
        office_uint8=zeros(fields.OFFICE_UINT8, offices, np.uint8),
        office_uint32=zeros(fields.OFFICE_UINT32, offices, np.uint32),
    )
