"""One numbering for worlds that share people: institutions and lists mean the same in all.

A compiled scheme numbers its institutions and lists by the order of its books. Records made
during the burn-in live on after the branch, so the books of a run's schemes are first put
into one order, that of their ids; a book that a scheme does not have stands in its place
without ever being in force. The order of a scheme's own books is then the same whatever it is
paired with, and so is its world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.compositions import BookUse
    from xinyong.scheme.loading import Scheme

#: A book by its id, and which of its uses in the scheme (a book may come twice).
_Key = tuple[str, int]


def align(schemes: Mapping[str, Scheme]) -> dict[str, Scheme]:
    """The same schemes, with equal ``books`` ids and ``lists`` in equal order."""
    placed = {name: _placed(scheme) for name, scheme in schemes.items()}
    found_books: dict[_Key, RuleBook] = {}
    for uses in placed.values():
        for key, (_, book) in uses.items():
            found_books.setdefault(key, book)
    order = dict(sorted(found_books.items()))
    lists = tuple(sorted({each for scheme in schemes.values() for each in scheme.lists}))
    found = {}
    for name, scheme in schemes.items():
        pairs = [placed[name].get(key) or (_never(key[0]), book) for key, book in order.items()]
        found[name] = replace(
            scheme,
            uses=tuple(use for use, _ in pairs),
            books=tuple(book for _, book in pairs),
            lists=lists,
        )
    return found


def _placed(scheme: Scheme) -> dict[_Key, tuple[BookUse, RuleBook]]:
    found: dict[_Key, tuple[Any, Any]] = {}
    count: dict[str, int] = {}
    for use, book in zip(scheme.uses, scheme.books, strict=True):
        turn = count[book.id] = count.get(book.id, -1) + 1
        found[book.id, turn] = (use, book)
    return found


def _never(book: str) -> BookUse:
    """A use that holds in no month."""
    from xinyong.scheme.compositions import BookUse

    return BookUse.model_validate({"book": book, "from": "1900-01", "until": "1900-01"})
