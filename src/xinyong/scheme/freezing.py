"""The rules of one month in every month: ``as_of`` of a scheme.

What does not hold in that month is left out, and what does loses its dates; so all that reads
the books, the judging of one history included, needs no word of its own for it. Events do not happen and
nothing is demanded: they have their months, and rules have not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from xinyong.scheme.books import RuleBook
from xinyong.scheme.compositions import BookUse, SchemeFile
from xinyong.scheme.regimes import adopters
from xinyong.scheme.values import Dated


def freeze(scheme: SchemeFile, books: Mapping[str, RuleBook], month: int) -> None:
    """Change the models of a scheme in place to what holds in a month, without dates.

    ``books`` are by the word that the scheme uses for each.
    """
    uses = []
    for use in scheme.books:
        if use.holds(month) and books[use.book].in_force.holds(month) and _adopted(use, month):
            _undated(use)
            uses.append(use)
    scheme.books = uses
    for book in books.values():
        book.events, book.demands = [], []
        _clear(book, month)
    for guard in scheme.safeguards.values():
        # a safeguard that the scheme does not grant yet goes before what books grant
        guard.on = guard.on and guard.holds(month)
        _undated(guard)
    _clear(scheme, month)


def _adopted(use: BookUse, month: int) -> bool:
    """Whether anybody has the book by then; cities that have adopted it become its places."""
    if use.adopts is not None:
        use.places = [city for city, since in adopters(use).items() if since <= month]
        use.adopts = None
        return bool(use.places)
    return True


def _undated(part: Dated) -> None:
    part.from_ = part.until = None


def _clear(part: Any, month: int) -> None:
    """Keep in all lists of a block only what holds, and take its dates away."""
    if isinstance(part, Dated):
        _undated(part)
    if not isinstance(part, BaseModel):
        return
    for name in type(part).model_fields:
        held = getattr(part, name)
        if isinstance(held, list):
            setattr(part, name, _kept(held, month))
        elif isinstance(held, dict):
            for key, each in held.items():
                held[key] = _kept(each, month) if isinstance(each, list) else each
        else:
            _clear(held, month)


def _kept(items: list[Any], month: int) -> list[Any]:
    kept = [each for each in items if not isinstance(each, Dated) or each.holds(month)]
    for each in kept:
        _clear(each, month)
    return kept
