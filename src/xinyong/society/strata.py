"""Strata of a frame, and the arithmetic of sharing out: whole numbers, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xinyong.society import census
from xinyong.society.frames import Frame


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the frame: an id, its province, urban (1) or rural (0), residents, and its cities.

    ``cities`` are numbers of cities with ``city_residents`` of this kind, in order.
    """

    id: str
    province: int
    urban: int
    residents: int
    cities: tuple[int, ...]
    city_residents: tuple[int, ...]


def strata(frame: Frame) -> list[Stratum]:
    """The strata of a frame, rural before urban: 62 of the nation, else two for each city."""
    table = list(enumerate(census.city_table()))
    groups: list[tuple[str, int, list[tuple[int, census.City]]]] = []
    if frame.places:
        for city in frame.places:
            found = [(number, each) for number, each in table if each.id == city]
            groups.append((city, found[0][1].province, found))
    else:
        for place, province in enumerate(census.provinces()):
            groups.append((province.id, place, [each for each in table if each[1].province == place]))
    parts = []
    for name, place, members in groups:
        for urban, kind in enumerate(census.PLACES):
            held = [
                (number, each.urban if urban else each.population - each.urban) for number, each in members
            ]
            held = [each for each in held if each[1] > 0]
            if held:
                numbers, residents = zip(*held, strict=True)
                parts.append(Stratum(f"{name}/{kind}", place, urban, sum(residents), numbers, residents))
    return parts


def apportion(sizes: list[int], total: int, least: int) -> list[int]:
    """``total`` shared out in proportion to ``sizes`` (largest remainders), at least ``least`` each.

    Raises ``ValueError`` where the total is too small for that.
    """
    if total < least * len(sizes):
        raise ValueError(f"{total} is less than {least} for each of {len(sizes)}")
    raised: set[int] = set()
    while True:
        free = [place for place in range(len(sizes)) if place not in raised]
        left = total - least * len(raised)
        whole = sum(sizes[place] for place in free)
        short = {place for place in free if sizes[place] * left < least * whole}
        if not short:
            break
        raised |= short
    found = [least] * len(sizes)
    parts = {place: divmod(sizes[place] * left, whole) for place in free}
    for place, (count, _) in parts.items():
        found[place] = count
    order = sorted(free, key=lambda place: (-parts[place][1], place))
    for place in order[: total - sum(found)]:
        found[place] += 1
    return found


def even(total: int, parts: int) -> NDArray[np.int64]:
    """``total`` in ``parts`` that differ by one at most."""
    ends = np.arange(parts + 1, dtype=np.int64) * total // parts
    return np.diff(ends)


def spread_weights(total: int, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """A whole weight for each neighbourhood such that ``sum(weight * counts)`` is nearest ``total``.

    What rounding leaves over is carried from one to the next, so the whole misses its total
    by less than half the members of one neighbourhood, in 1/256.
    """
    members = int(counts.sum())
    found = np.zeros(len(counts), dtype=np.int64)
    left, open_ = total, members
    for place, count in enumerate(counts.tolist()):
        if count:
            found[place] = (2 * left + open_) // (2 * open_)
            left -= int(found[place]) * count
            open_ -= count
        else:
            found[place] = (2 * total + members) // (2 * members)
    return found
