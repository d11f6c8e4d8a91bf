"""Where an institution is tried: the scheme that has it, with whom and when, and the same without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.dates import month_text
from xinyong.errors import InputError
from xinyong.experiments.aligning import align
from xinyong.scheme import library
from xinyong.scheme.loading import Scheme, load
from xinyong.scheme.regimes import begins
from xinyong.society.census import city_table

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.compositions import BookUse

#: The scheme that has most books.
MAIN: Final = "china-2020"
#: First month of comparing (2012-01), months that every world has behind it then, and how many follow.
FIRST, BURN_IN, MONTHS = 144, 24, 60


class Trial(NamedTuple):
    """A book on trial: where and when it is left out."""

    book: str
    scheme: str
    frame: str
    first: int
    last: int
    strict: str = ""


def scheme_with(book: str) -> Scheme:
    """The scheme in which a book is tried: China's, or the one of the library with fewest books."""
    if book in (use.book for use in loaded(MAIN).uses):
        return loaded(MAIN)
    alone = [loaded(name) for name in library.scheme_files() if name.startswith("only-")]
    having = [scheme for scheme in alone if book in (use.book for use in scheme.uses)]
    if not having:
        raise InputError(f"no scheme of the library has a book {book!r}: see xinyong systems")
    return min(having, key=lambda scheme: (len(scheme.uses), scheme.id))


@cache
def loaded(name: str, strict: str = "") -> Scheme:
    """A scheme of the library, read once; the book ``strict`` is as strict as its own ranges allow.

    That is: what its measures and agreements leave open is at its upper end.
    """
    scheme = load(name)
    if not strict:
        return scheme
    own = (f"book.{strict}.measures", f"book.{strict}.agreements")
    open_ = {id: each.high for id, each in scheme.assumptions.items() if id.startswith(own)}
    return load(name, {id: value for id, value in open_.items() if not id.endswith(".delay")})


def trial(scheme: Scheme, book_id: str, months: int = MONTHS) -> Trial:
    """Where and when a book of a scheme is tried."""
    use, book = used(scheme, book_id)
    frame = "national"
    if use.places:
        named = [place for each in scheme.uses for place in each.places]
        frame = ", ".join([*_cities(use.places), _elsewhere(named)])
    elif book.demands:
        frame = "carriers"
    elif book.setting == "CORP" or "person" not in book.subjects:
        frame = "firms"
    city = _cities(use.places)[0] if use.places else ""
    first = max(begins(use, city), book.in_force.since, FIRST)
    return Trial(book_id, scheme.id, frame, first, min(first + months, use.ends, book.in_force.ends))


def used(scheme: Scheme, book_id: str) -> tuple[BookUse, RuleBook]:
    """The first use of a book in a scheme, and the book."""
    pairs = zip(scheme.uses, scheme.books, strict=True)
    return next((use, book) for use, book in pairs if book.id == book_id)


def _cities(places: Sequence[str]) -> list[str]:
    """Cities of the society for places of a scheme: of a province the first three."""
    found = [each.id for each in city_table() if each.id in places]
    for place in places:
        if place not in found:
            found += [city for city, province in library.city_provinces().items() if province == place][:3]
    return found


def _elsewhere(places: Sequence[str]) -> str:
    """The smallest city of the society that is in none of ``places``, nor in their provinces."""
    provinces = library.city_provinces()
    near = {*places, *(provinces[place] for place in places if place in provinces)}
    far = [city for city in city_table() if city.id not in near and provinces.get(city.id) not in near]
    return min(far, key=lambda city: city.population).id


def without(scheme: Scheme, book_id: str, month: int) -> tuple[Scheme, Scheme]:
    """The scheme, and the same without a book from ``month`` on, in one numbering.

    Until then the book stands in the second as in the first, so that places have the same regimes
    and scores keep their slots.
    """
    kept = {id: value for id, value in scheme.overrides.items() if not id.startswith(f"book.{book_id}.")}
    reformed = replace(scheme, overrides=kept).reform([{"remove": f"books.{book_id}"}])
    pair = align({"with": scheme, "without": reformed})
    uses = [
        use.model_copy(update={"until": month_text(month)}) if use.book == book_id else other
        for use, other in zip(pair["with"].uses, pair["without"].uses, strict=True)
    ]
    return pair["with"], replace(pair["without"], uses=tuple(uses))
