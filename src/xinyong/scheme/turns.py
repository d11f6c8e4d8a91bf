"""When something in a block begins or ends, and which stretch between two turns a month is in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from xinyong.scheme.effects import Demand, Event
from xinyong.scheme.memory import Memory, remembered, token
from xinyong.scheme.regimes import anywhere, in_force
from xinyong.scheme.values import Dated, Value

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.loading import Scheme

#: A book in force: its institution number, its token in the catalogue's memory, its stretch of months.
Holding = tuple[tuple[int, int, int], ...]


def turns(part: Any) -> Iterator[int]:
    """Months in which anything in a block begins or ends."""
    if isinstance(part, BaseModel):
        if isinstance(part, Value):
            return
        if isinstance(part, Dated):
            yield part.since
            yield part.ends
        if isinstance(part, Event | Demand):
            yield from part.turns
        for each in part.__dict__.values():
            if isinstance(each, BaseModel | list | dict):
                yield from turns(each)
    elif isinstance(part, list | dict):
        for each in part.values() if isinstance(part, dict) else part:
            yield from turns(each)


def turns_of(known: Memory, book: RuleBook) -> list[int]:
    """The turns of a book in order; ``known`` is its catalogue's memory."""
    return remembered(known, ("turns", token(known, book)), lambda: sorted(set(turns(book))))


def holding(scheme: Scheme, city: str, month: int, area: str) -> Holding:
    """Equal in two places, months or schemes with one catalogue where the same books say the same."""
    where = area if city else ""
    key = ("holding", city, month, where)
    return remembered(scheme.known, key, lambda: _holding(scheme, city, month, where))


def _holding(scheme: Scheme, city: str, month: int, area: str) -> Holding:
    stretches = remembered(scheme.known, ("stretches", month), lambda: _stretches(scheme, month))
    return tuple(stretches[number] for number, _, _ in in_force(scheme, city, month, area))


def _stretches(scheme: Scheme, month: int) -> dict[int, tuple[int, int, int]]:
    """What ``holding`` says of each book that holds somewhere in a month, by its institution number."""
    known = scheme.catalogue.known
    return {
        number: (number, token(known, book), bisect_right(turns_of(known, book), month))
        for number, _, book in anywhere(scheme, month)
    }
