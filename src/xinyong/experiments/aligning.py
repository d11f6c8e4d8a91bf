"""One numbering for worlds that share people: institutions and lists mean the same in all.

A compiled scheme numbers its institutions and lists by the order of its books. Records made
during the burn-in live on after the branch, so the books of a run's schemes are first put
into one order, that of their ids; a book that a scheme does not have stands in its place
without ever being in force. The order of a scheme's own books is then the same whatever it is
paired with, and so is its world.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.compositions import BookUse
    from xinyong.scheme.loading import Scheme

#: A book by its id, and which of its uses in the scheme (a book may come twice).
_Key = tuple[str, int]


class Numbering(NamedTuple):
    """The order of books and of lists; equal numberings have equal ``key``."""

    books: Mapping[_Key, RuleBook]
    lists: tuple[str, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """Ids of books and lists in order."""
        return (tuple(self.books), self.lists)

    def holds(self, scheme: Scheme) -> bool:
        """Whether all books and lists of a scheme have a number."""
        return self.books.keys() >= _placed(scheme).keys() and set(self.lists) >= set(scheme.lists)


def numbering(schemes: Iterable[Scheme]) -> Numbering:
    """One order for all books and lists of some schemes, that of their ids."""
    books: dict[_Key, RuleBook] = {}
    lists: set[str] = set()
    for scheme in schemes:
        lists |= set(scheme.lists)
        for key, (_, book) in _placed(scheme).items():
            books.setdefault(key, book)
    return Numbering(dict(sorted(books.items())), tuple(sorted(lists)))


def numbered(scheme: Scheme, order: Numbering) -> Scheme:
    """The same scheme with its books and lists in an order that has room for all of them."""
    placed = _placed(scheme)
    pairs = [placed.get(key) or (_never(key[0]), book) for key, book in order.books.items()]
    return replace(
        scheme,
        uses=tuple(use for use, _ in pairs),
        books=tuple(book for _, book in pairs),
        lists=order.lists,
    )


def align(schemes: Mapping[str, Scheme]) -> dict[str, Scheme]:
    """The same schemes, with equal ``books`` ids and ``lists`` in equal order."""
    order = numbering(schemes.values())
    return {name: numbered(scheme, order) for name, scheme in schemes.items()}


def _placed(scheme: Scheme) -> dict[_Key, tuple[BookUse, RuleBook]]:
    found: dict[_Key, tuple[Any, Any]] = {}
    count: dict[str, int] = {}
    for use, book in zip(scheme.uses, scheme.books, strict=True):
        turn = count[book.id] = count.get(book.id, -1) + 1
        found[book.id, turn] = (use, book)
    return found


@cache
def _never(book: str) -> BookUse:
    """A use that holds in no month."""
    from xinyong.scheme.compositions import BookUse

    return BookUse.model_validate({"book": book, "from": "1900-01", "until": "1900-01"})
