"""Regimes: which books hold where. Regime 0 is the nation alone.

A city in which no placed book ever holds, and whose channels cover what they cover
everywhere, belongs to regime 0; cities where the same holds share a regime.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.compositions import BookUse
    from xinyong.scheme.loading import Scheme


@dataclass(frozen=True)
class Regimes:
    """One city for each regime ('' for the nation), and the regime of each city."""

    cities: tuple[str, ...]
    of_city: NDArray[np.int16]


def regimes_of(scheme: Scheme, city_ids: Sequence[str]) -> Regimes:
    """Regimes of a scheme (and of what is believed) in a society's cities."""
    by_key: dict[tuple[object, ...], int] = {_key(scheme, ""): 0}
    cities = [""]
    found = np.zeros(len(city_ids), dtype=np.int16)
    for index, city in enumerate(city_ids):
        key = _key(scheme, city)
        if key not in by_key:
            by_key[key] = len(cities)
            cities.append(city)
        found[index] = by_key[key]
    return Regimes(tuple(cities), found)


def _key(scheme: Scheme, city: str) -> tuple[object, ...]:
    placed = tuple(index for index, use in enumerate(scheme.uses) if city in use.places)
    believed = _key(scheme.believed, city) if scheme.believed is not None else ()
    covered = tuple(channel.id for channel in scheme.catalogue.channels.values() if city in channel.by_place)
    own = city if covered else ""
    return placed, believed, own


def in_force(scheme: Scheme, city: str, month: int) -> Iterator[tuple[int, BookUse, RuleBook]]:
    """Institution number, use and book of all that holds in a city ('' = everywhere) in a month."""
    for number, (use, book) in enumerate(zip(scheme.uses, scheme.books, strict=True)):
        here = not use.places or city in use.places
        if here and use.holds(month) and book.in_force.holds(month):
            yield number, use, book


def anywhere(scheme: Scheme, month: int) -> Iterator[tuple[int, BookUse, RuleBook]]:
    """Institution number, use and book of all that holds somewhere in a month."""
    for number, (use, book) in enumerate(zip(scheme.uses, scheme.books, strict=True)):
        if use.holds(month) and book.in_force.holds(month):
            yield number, use, book
