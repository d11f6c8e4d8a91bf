"""Slots: which columns the points of an institution go to, in each place.

A kind of subject has so many slots (``fields.SLOT_FIRST``). A book keeps the one that it gets for as
long as it holds there, so that a score never moves to another column. Books of the countryside
alone prefer a person's second slot: there the first is the city's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong import fields
from xinyong.scheme.regimes import begins, bounded, here

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.compositions import BookUse

#: Kinds of book whose scores take slots.
SCORED: Final = ("points", "rating")


class Stay(NamedTuple):
    """A book (its institution number) that takes slots from one month to another."""

    number: int
    since: int
    ends: int
    kinds: tuple[str, ...]
    rural: bool


def stays_in(uses: Iterable[tuple[BookUse, RuleBook]], city: str, area: str) -> list[Stay]:
    """Those of some books that ever take slots in a place ('' = the nation alone)."""
    found = []
    for number, (use, book) in enumerate(uses):
        if book.kind not in SCORED or book.score is None:
            continue
        if bounded(use) and not here(use, city, area if city else ""):
            continue
        since = max(begins(use, city), book.in_force.since)
        ends = min(use.ends, book.in_force.ends)
        if since < ends:
            found.append(Stay(number, since, ends, kinds_scored(book), use.where == "rural"))
    return found


def kinds_scored(book: RuleBook) -> tuple[str, ...]:
    """Kinds of subject whom a book scores."""
    return ("person",) if book.kind == "rating" else tuple(book.subjects)


def slots_of(stays: Iterable[Stay]) -> tuple[dict[tuple[int, str], int], list[tuple[Stay, str]]]:
    """Slot of each institution number and kind, and the stays for which there was no room.

    In the order in which books begin, each takes the first slot that no other holds meanwhile.
    """
    slots: dict[tuple[int, str], int] = {}
    taken: list[tuple[Stay, int]] = []
    left: list[tuple[Stay, str]] = []
    for stay in sorted(stays, key=lambda each: (each.since, each.rural, each.number)):
        for kind in stay.kinds:
            place = fields.KINDS.index(kind)
            order = list(range(fields.SLOT_FIRST[place], fields.SLOT_FIRST[place + 1]))
            if stay.rural and kind == "person":
                order.reverse()
            busy = {slot for other, slot in taken if other.since < stay.ends and stay.since < other.ends}
            free = next((slot for slot in order if slot not in busy), None)
            if free is None:
                left.append((stay, kind))
                continue
            slots[stay.number, kind] = free
            taken.append((stay, free))
    return slots, left
