"""Regimes: which books hold where. Regime 0 is the nation alone.

A place is a city's countryside or its town. Places in which the same books hold since the
same dates, and whose channels cover the same, share a regime; where no placed book ever holds and
channels cover what they cover everywhere, it is regime 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from xinyong.scheme.library import city_provinces
from xinyong.scheme.memory import remembered

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.compositions import BookUse
    from xinyong.scheme.loading import Scheme

Area = Literal["rural", "urban"]
#: Columns of ``Regimes.of_place``.
AREAS: Final[tuple[Area, Area]] = ("rural", "urban")
#: A book that a city never adopts begins there after all time.
NEVER: Final = 10**6


@dataclass(frozen=True)
class Regimes:
    """One city ('' for the nation) and area for each regime; ``of_place`` [cities, 2] rural, urban."""

    cities: tuple[str, ...]
    areas: tuple[Area, ...]
    of_place: NDArray[np.int16]

    @property
    def of_city(self) -> NDArray[np.int16]:
        """Regimes of the towns."""
        return self.of_place[:, 1]

    @property
    def spots(self) -> list[tuple[str, Area]]:
        """City and area of each regime."""
        return list(zip(self.cities, self.areas, strict=True))


def regimes_of(scheme: Scheme, city_ids: Sequence[str]) -> Regimes:
    """Regimes of a scheme (and of what is believed) in a society's cities."""
    both = [each for each in (scheme, scheme.believed) if each is not None]
    placed = [[(index, use) for index, use in enumerate(each.uses) if bounded(use)] for each in both]
    special = {city for each in both for rule in each.catalogue.channels.values() for city in rule.by_place}

    def key(city: str, area: str) -> tuple[object, ...]:
        held = [tuple((i, begins(use, city)) for i, use in uses if here(use, city, area)) for uses in placed]
        return (*held, city if city in special else "")

    by_key: dict[tuple[object, ...], int] = {key("", ""): 0}
    spots: list[tuple[str, Area]] = [("", "urban")]
    found = np.zeros((len(city_ids), len(AREAS)), dtype=np.int16)
    for index, city in enumerate(city_ids):
        for column, area in enumerate(AREAS):
            regime = by_key.setdefault(key(city, area), len(spots))
            if regime == len(spots):
                spots.append((city, area))
            found[index, column] = regime
    return Regimes(tuple(city for city, _ in spots), tuple(area for _, area in spots), found)


def bounded(use: BookUse) -> bool:
    """Whether a book holds in some places only."""
    return bool(use.places) or use.where is not None or use.adopts is not None


def here(use: BookUse, city: str, area: str) -> bool:
    """Whether a book ever holds in a place, as far as the use's places go; dates aside."""
    if use.where is not None and area != use.where:
        return False
    if use.places and city not in use.places and city_provinces().get(city, "") not in use.places:
        return False
    return use.adopts is None or begins(use, city) < NEVER


def begins(use: BookUse, city: str) -> int:
    """Month number from which a use holds in a city: its own, or that in which the city adopts it."""
    if use.adopts is None:
        return use.since
    waves = adopters(use)
    return max(use.since, waves[city]) if city in waves else NEVER


def adopters(use: BookUse) -> Mapping[str, int]:
    """Cities that adopt a book, and since when.

    A fixed hash of a city's id gives its turn. It is the same for all books: who is early is early
    in everything, and regimes stay few.
    """
    if use.adopts is None:
        return {}
    return _adopters(tuple(use.places), use.adopts.cities, tuple(use.adopts.waves))


@lru_cache(maxsize=64)
def _adopters(places: tuple[str, ...], cities: int, waves: tuple[int, ...]) -> dict[str, int]:
    eligible = [
        city
        for city, province in city_provinces().items()
        if not places or city in places or province in places
    ]
    turn = sorted(eligible, key=lambda city: hashlib.sha256(city.encode()).digest())[:cities]
    return {city: waves[index * len(waves) // len(turn)] for index, city in enumerate(turn)}


Standing = tuple[int, "BookUse", "RuleBook"]


def in_force(scheme: Scheme, city: str, month: int, area: str = "urban") -> tuple[Standing, ...]:
    """Institution number, use and book of all that holds in a place ('' = everywhere) in a month."""
    where = area if city else ""
    return remembered(
        scheme.known,
        ("in force", city, month, where),
        lambda: tuple(
            each
            for each in anywhere(scheme, month)
            if not bounded(each[1]) or (here(each[1], city, where) and begins(each[1], city) <= month)
        ),
    )


def anywhere(scheme: Scheme, month: int) -> tuple[Standing, ...]:
    """Institution number, use and book of all that holds somewhere in a month."""
    return remembered(scheme.known, ("anywhere", month), lambda: tuple(_anywhere(scheme, month)))


def _anywhere(scheme: Scheme, month: int) -> Iterator[Standing]:
    for number, (use, book) in enumerate(zip(scheme.uses, scheme.books, strict=True)):
        first = use.adopts.waves[0] if use.adopts is not None else use.since
        if use.holds(month) and first <= month and book.in_force.holds(month):
            yield number, use, book


def each_book(scheme: Scheme, month: int) -> tuple[tuple[int, RuleBook], ...]:
    """Institution number and book of all that holds somewhere, each book once."""
    return remembered(scheme.known, ("each book", month), lambda: _each_book(scheme, month))


def _each_book(scheme: Scheme, month: int) -> tuple[tuple[int, RuleBook], ...]:
    found = {book.id: (number, book) for number, _, book in reversed(anywhere(scheme, month))}
    return tuple(sorted(found.values(), key=lambda each: each[0]))
