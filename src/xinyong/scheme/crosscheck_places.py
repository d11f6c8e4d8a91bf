"""Where and when the books of a scheme hold together: places, adoption, and room for scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from xinyong import fields
from xinyong.dates import month_number
from xinyong.scheme.books import RuleBook
from xinyong.scheme.compositions import BookUse, SchemeFile
from xinyong.scheme.crosscheck import named
from xinyong.scheme.holding import Held
from xinyong.scheme.library import city_provinces
from xinyong.scheme.reading import Place
from xinyong.scheme.regimes import AREAS, adopters, bounded
from xinyong.scheme.slots import Stay, slots_of, stays_in

#: Kinds of book of which a nation has room for one at a time.
_SINGLE: Final = {"weighted": "weighted score", "register": "register"}


def check_places(held: Held[SchemeFile], place: Place, use: BookUse, places: Sequence[str]) -> None:
    """Places that exist, and an adoption that can be."""
    document = held.document
    for number, word in enumerate(use.places):
        named(document, (*place, "places", number), word, places, "place")
    if use.adopts is None:
        return
    if use.adopts.until is not None and month_number(use.adopts.until) <= use.adopts.waves[0]:
        document.complain(
            (*place, "adopts", "until"),
            f"until {use.adopts.until} is not after from {use.adopts.from_}",
            "allowed: a later month",
            "put the dates in order",
        )
    found = len(adopters(use))
    if found < use.adopts.cities:
        document.complain(
            (*place, "adopts", "cities"),
            f"{use.adopts.cities} cities",
            f"allowed: at most {found}, which is all there are",
            "name fewer",
        )


def check_bounds(held: Held[SchemeFile], place: Place, use: BookUse, book: RuleBook) -> None:
    """Books that the engine has once for the nation hold everywhere or not at all."""
    if not bounded(use):
        return
    key = "places" if use.places else "where" if use.where is not None else "adopts"
    if book.kind in _SINGLE or book.court:
        held.document.complain(
            (*place, key),
            f"places for a {book.kind} book",
            "allowed: for points books and lists",
            "leave them out",
        )
    elif any(
        measure.when.book_of(book.id) != book.id and not measure.when.grade for measure in book.measures
    ):
        held.document.complain(
            (*place, key),
            f"places for {book.id!r}, whose measures follow from lists or scores of the whole nation",
            "allowed: for measures of its own, or of grades",
            "leave them out",
        )


def check_single(held: Held[SchemeFile], books: Mapping[str, Held[RuleBook]]) -> None:
    """No book twice in one place at one time, nor two of a kind that a nation has room for once."""
    uses = [(index, use) for index, use in enumerate(held.model.books) if use.book in books]
    for index, use in uses:
        book = books[use.book].model
        for _, other in [each for each in uses if each[0] < index]:
            before = books[other.book].model
            single = book.kind == before.kind and book.kind in _SINGLE
            if not single and book.id != before.id:
                continue
            start = max(use.since, other.since, book.in_force.since, before.in_force.since)
            end = min(use.ends, other.ends, book.in_force.ends, before.in_force.ends)
            if start < end and not _apart(use, other):
                held.document.complain(
                    ("books", index),
                    f"{book.id!r} beside {before.id!r}: two of a {_SINGLE.get(book.kind, 'book')}",
                    "allowed: one in a place at a time",
                    "give them other places or dates",
                )


def _apart(use: BookUse, other: BookUse) -> bool:
    """Whether there is no place where both hold."""
    if use.where is not None and other.where is not None and use.where != other.where:
        return True
    mine, theirs = _cities(use), _cities(other)
    return mine is not None and theirs is not None and not mine & theirs


def _cities(use: BookUse) -> set[str] | None:
    """Cities in which a book holds; None = everywhere."""
    if use.adopts is not None:
        return set(adopters(use))
    if not use.places:
        return None
    inside = {city for city, province in city_provinces().items() if province in use.places}
    return inside | set(use.places)


def check_room(held: Held[SchemeFile], books: Mapping[str, Held[RuleBook]]) -> None:
    """A place has room for so many scores by points of each kind of subject at a time."""
    uses = [(index, use) for index, use in enumerate(held.model.books) if use.book in books]
    pairs = [(use, books[use.book].model) for _, use in uses]
    seen: set[tuple[Stay, ...]] = set()
    told: set[tuple[int, str]] = set()
    for city in ("", *city_provinces(), *_unknown(held.model)):
        for area in AREAS:
            stays = tuple(stays_in(pairs, city, area))
            if stays in seen:
                continue
            seen.add(stays)
            for stay, kind in slots_of(stays)[1]:
                if (stay.number, kind) in told:
                    continue
                told.add((stay.number, kind))
                place = fields.KINDS.index(kind)
                room = fields.SLOT_FIRST[place + 1] - fields.SLOT_FIRST[place]
                where = f" in {city}" if city else ""
                held.document.complain(
                    ("books", uses[stay.number][0]),
                    f"no room for {pairs[stay.number][1].id!r}{where}: {room} other scores by points of "
                    f"this kind of subject ({kind}) hold there",
                    f"allowed: {room} at a time",
                    "give it other places or dates, or leave another out",
                )


def _unknown(scheme: SchemeFile) -> list[str]:
    """Places that a scheme names though nobody knows them; reported elsewhere, they still have room."""
    return [word for use in scheme.books for word in use.places if word not in city_provinces()]
