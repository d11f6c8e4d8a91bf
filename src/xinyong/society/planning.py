"""The plan of a society: how many of what live where, and what each stands for.

A plan is made before anything is drawn. Strata are provinces by urban and rural (or, in a
frame of cities, cities by urban and rural). Persons go to strata in proportion to
residents, at least ``LEAST`` each; a stratum is cut into neighbourhoods of at most
``NEIGHBOURHOOD`` persons that differ by one at most. Weights, in 1/256 of a person, add up
to the residents of every stratum exactly: part of its persons weigh one unit more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong import chance, fields
from xinyong.errors import InputError, Problem
from xinyong.fields import OFFICES, OWNERS, SECTORS, SIZES
from xinyong.quantities import BLOCKS, WEIGHT_UNIT
from xinyong.society import census
from xinyong.society.fitted import FRACTION, RATE_UNIT, load
from xinyong.society.frames import Frame, frame
from xinyong.society.strata import Stratum, apportion, even, spread_weights, strata
from xinyong.society.tables import Tables, draws

#: Most persons in a neighbourhood.
NEIGHBOURHOOD = 512
#: Fewest persons drawn in a stratum.
LEAST = 4
FEWEST, MOST = 1000, 100_000_000
#: Month in which a society begins: 2012-01.
START = 144
#: Where the complete air carriers live, in a neighbourhood of their own.
CARRIER_PLACES = ("beijing/urban", "shanghai/urban", "guangdong/urban")
#: Home regions of ``Plan.listed`` and ``Society.company_home``.
HOMES = ("china", "us", "europe", "asia", "other")

#: The sequence ``luck + i * GOLDEN`` fills the 64-bit circle evenly (golden section).
GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)

_PERSON_BYTES = (
    4 * len(fields.PERSON_FLOATS)
    + 2 * len(fields.PERSON_INT16)
    + len(fields.PERSON_UINT8)
    + 4 * len(fields.PERSON_UINT32)
)
_COMPANY_BYTES = (
    4 * len(fields.COMPANY_FLOATS)
    + 2 * len(fields.COMPANY_INT16)
    + len(fields.COMPANY_UINT8)
    + 4 * len(fields.COMPANY_UINT32)
    + 1  # its home
)
_OFFICE_BYTES = 4 * len(fields.OFFICE_FLOATS) + len(fields.OFFICE_UINT8) + 4 * len(fields.OFFICE_UINT32)
_HOOD_BYTES = 120


@dataclass(frozen=True)
class Plan:
    """Sizes, places and weights of every neighbourhood of a society; H of them.

    ``key`` uint64 [H] is a neighbourhood's lasting name, the same whatever the size or seed.
    ``stratum`` int16 [H] is province * 2 + urban. ``class_one`` int32 [H] persons are drawn
    from weight class 1 (frames that oversample borrowers); ``heavy`` int32 [H] are the last
    rows that weigh ``weight[h, 1]`` in other frames. ``company_at`` uint64 [H] is where the
    neighbourhood's companies begin in the stratum's sequence. Companies ``listed_first[h]`` to
    ``listed_first[h + 1]`` of ``listed`` uint8 [C, 4] (sector, size, owner, home) are given
    one by one instead of drawn.
    """

    frame: Frame
    citizens: int
    seed: int
    start_month: int
    cities: tuple[str, ...]
    provinces: tuple[str, ...]
    key: NDArray[np.uint64]
    province: NDArray[np.uint8]
    city: NDArray[np.int16]
    urban: NDArray[np.uint8]
    block: NDArray[np.uint8]
    stratum: NDArray[np.int16]
    person_first: NDArray[np.int64]
    company_first: NDArray[np.int64]
    office_first: NDArray[np.int64]
    weight: NDArray[np.int64]
    company_weight: NDArray[np.int64]
    office_weight: NDArray[np.int64]
    office_kind: NDArray[np.uint8]
    class_one: NDArray[np.int32]
    heavy: NDArray[np.int32]
    company_at: NDArray[np.uint64]
    listed_first: NDArray[np.int32]
    listed: NDArray[np.uint8]
    tables: Tables = field(repr=False)

    @property
    def hoods(self) -> int:
        """Neighbourhoods."""
        return len(self.key)

    @property
    def persons(self) -> int:
        """Persons, exactly ``citizens``."""
        return int(self.person_first[-1])

    @property
    def companies(self) -> int:
        """Companies."""
        return int(self.company_first[-1])

    @property
    def offices(self) -> int:
        """Offices, one in each neighbourhood."""
        return int(self.office_first[-1])

    @property
    def bytes(self) -> int:
        """Memory that the built society takes."""
        people = self.persons * _PERSON_BYTES + self.companies * _COMPANY_BYTES
        return people + self.offices * _OFFICE_BYTES + self.hoods * _HOOD_BYTES


def plan(
    which: str | Path = "national", citizens: int | None = None, seed: int = 1, start_month: int = START
) -> Plan:
    """The plan of ``citizens`` persons (default: as many as the frame says). Pure.

    Raises ``InputError`` where the frame is unknown or does not hold, or the number of
    citizens is out of range.
    """
    chosen = frame(which)
    count = chosen.citizens if citizens is None else citizens
    parts = strata(chosen)
    residents = sum(part.residents for part in parts)
    _check(count, residents, seed)
    people = apportion([part.residents for part in parts], count, LEAST)
    drawn = draws(chosen)
    build = _Building(chosen, seed, drawn.class_one)
    for part, persons in zip(parts, people, strict=True):
        build.add(part, persons)
    return build.plan(count, start_month, drawn.tables)


def _check(citizens: int, residents: int, seed: int) -> None:
    problems = []
    if not FEWEST <= citizens <= min(MOST, 4 * residents):
        problems.append(
            Problem(
                path="citizens",
                found=f"{citizens:,}",
                allowed=f"{FEWEST:,} to {min(MOST, 4 * residents):,} in this frame",
                remedy="ask for fewer" if citizens > FEWEST else "ask for more",
            )
        )
    if not 0 <= seed < 1 << 63:
        problems.append(Problem(path="seed", found=str(seed), allowed="0 to 2**63 - 1"))
    if problems:
        raise InputError(problems)


class _Building:
    """Collects the neighbourhoods stratum by stratum."""

    def __init__(self, chosen: Frame, seed: int, class_one: tuple[int, int]) -> None:
        self.frame = chosen
        self.seed = seed
        self.share_one = class_one
        self.parts: dict[str, list[NDArray[Any]]] = {}
        self.listed: list[tuple[int, int, int, int]] = []
        self.hoods = 0

    def put(self, **columns: NDArray[Any]) -> None:
        for name, column in columns.items():
            self.parts.setdefault(name, []).append(column)

    def add(self, part: Stratum, persons: int) -> None:
        """Cut one stratum into neighbourhoods."""
        own = self.frame.carriers and part.id in CARRIER_PLACES
        hoods = max(2 if own else 1, -(-persons // NEIGHBOURHOOD))
        sizes = even(persons, hoods)
        root = np.uint64(int.from_bytes(sha256(part.id.encode()).digest()[:8], "little"))
        # `chance.name` of every number at once: its arithmetic is the same on arrays.
        number: Any = np.arange(hoods, dtype=np.uint64)
        with np.errstate(over="ignore"):
            key: Any = chance.mix(root + (number + np.uint64(1)) * GOLDEN)
            luck = int(chance.mix(chance.mix(root) ^ chance.mix(np.uint64(self.seed))))
        turn = (luck >> 11) / (1 << 53)
        at = (np.arange(hoods) + turn) / hoods * part.residents
        places = np.searchsorted(np.cumsum(part.city_residents), at, side="right")
        city = np.array(part.cities)[np.minimum(places, len(part.cities) - 1)]
        self.put(
            key=key,
            city=city.astype(np.int16),
            province=np.full(hoods, part.province, dtype=np.uint8),
            urban=np.full(hoods, part.urban, dtype=np.uint8),
            stratum=np.full(hoods, part.province * 2 + part.urban, dtype=np.int16),
            block=((self.hoods + self.seed + np.arange(hoods)) % BLOCKS).astype(np.uint8),
            office_kind=((self.hoods + np.arange(hoods)) % len(OFFICES)).astype(np.uint8),
            persons=sizes,
        )
        self.weigh(part, sizes)
        self.companies(part, sizes, luck, own)
        self.hoods += hoods

    def weigh(self, part: Stratum, sizes: NDArray[np.int64]) -> None:
        """Weights of the stratum's persons, in 1/256: they add up to its residents."""
        total = part.residents * WEIGHT_UNIT
        persons = int(sizes.sum())
        if self.frame.borrowers > 1:
            share = self.share_one[part.urban] / FRACTION
            often = self.frame.borrowers * share
            ones = min(max(round(persons * often / (often + 1 - share)), 1), persons - 1)
            one = np.diff(np.cumsum(sizes) * ones // persons, prepend=0)
            target = round(total * share)
            weight = np.stack(
                [spread_weights(total - target, sizes - one), spread_weights(target, one)], axis=1
            )
            heavy = np.zeros_like(one)
        else:
            base, over = divmod(total, persons)
            heavy = np.diff(np.cumsum(sizes) * over // persons, prepend=0)
            weight = np.tile(np.array([base, base + 1], dtype=np.int64), (len(sizes), 1))
            one = np.zeros_like(heavy)
        weighed = np.where(one > 0, one, heavy)
        held = weight[:, 0] * (sizes - weighed) + weight[:, 1] * weighed
        self.put(
            weight=weight,
            heavy=heavy.astype(np.int32),
            class_one=one.astype(np.int32),
            office_weight=np.maximum((held + NEIGHBOURHOOD // 2) // NEIGHBOURHOOD, 1),
        )

    def companies(self, part: Stratum, sizes: NDArray[np.int64], luck: int, own: bool) -> None:
        """How many companies each neighbourhood has, and what each stands for."""
        rate = int(load().company_rate[part.province * 2 + part.urban])
        registered = max(rate * part.residents // RATE_UNIT, 1)
        eligible = sizes.copy()
        if own:
            eligible[0] = 0
        persons = int(sizes.sum())
        number = max(round(rate / RATE_UNIT * persons * self.frame.companies), 1)
        ends = (np.cumsum(eligible) * number + int(eligible.sum()) // 2) // int(eligible.sum())
        ends[-1] = number
        counts = np.diff(ends, prepend=0)
        weight = spread_weights(registered * WEIGHT_UNIT, counts)
        given = np.zeros_like(counts)
        if own:
            mine = census.carriers()[CARRIER_PLACES.index(part.id) :: len(CARRIER_PLACES)]
            air = SECTORS.index("air-carrier")
            for each in mine:
                codes = (air, SIZES.index(each.size), OWNERS.index(each.owner), HOMES.index(each.home))
                self.listed.append(codes)
            counts[0] = given[0] = len(mine)
            weight[0] = WEIGHT_UNIT
        with np.errstate(over="ignore"):
            first = np.uint64(luck) + (ends - counts * (given == 0)).astype(np.uint64) * GOLDEN
        self.put(companies=counts, company_weight=weight, company_at=first, given=given)

    def plan(self, citizens: int, start_month: int, tables: Tables) -> Plan:
        """Everything joined, neighbourhoods in the order of the strata."""
        joined = {name: np.concatenate(found) for name, found in self.parts.items()}
        first = {name: _first(joined.pop(name)) for name in ("persons", "companies", "given")}
        return Plan(
            frame=self.frame,
            citizens=citizens,
            seed=self.seed,
            start_month=start_month,
            cities=tuple(each.id for each in census.city_table()),
            provinces=tuple(each.id for each in census.provinces()),
            person_first=first["persons"],
            company_first=first["companies"],
            office_first=np.arange(self.hoods + 1, dtype=np.int64),
            listed_first=first["given"].astype(np.int32),
            listed=np.array(self.listed, dtype=np.uint8).reshape(-1, 4),
            tables=tables,
            **joined,
        )


def _first(counts: NDArray[Any]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
