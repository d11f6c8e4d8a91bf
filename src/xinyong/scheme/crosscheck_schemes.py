"""What a scheme must keep to: books, lists, places and dates that fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from xinyong.scheme.books import RuleBook
from xinyong.scheme.compositions import BookUse, SchemeFile
from xinyong.scheme.crosscheck import MOST_CODES, in_order, named
from xinyong.scheme.holding import Held
from xinyong.scheme.reading import Place

#: Lists are bits of a 32-bit word.
MOST_LISTS: Final = 32
#: Kinds of book of which a place has room for one at a time.
_SINGLE: Final = {"points": "scheme of points", "weighted": "weighted score", "register": "register"}


def check_scheme(
    held: Held[SchemeFile],
    books: Mapping[str, Held[RuleBook]],
    cities: Sequence[str],
    schemes: Sequence[str],
) -> None:
    """All that can be said of a scheme beside its books (by the word it uses for each)."""
    document, scheme = held.document, held.model
    for index, use in enumerate(scheme.books):
        place: Place = ("books", index)
        in_order(document, place, use)
        for number, city in enumerate(use.places):
            named(document, (*place, "places", number), city, cities, "place")
        if use.book in books:
            book = books[use.book].model
            _check_use(held, place, use, book)
            if use.places and (book.kind in ("weighted", "register") or book.court):
                document.complain(
                    (*place, "places"),
                    f"places for a {book.kind} book",
                    "allowed: for points books and lists",
                    "leave them out",
                )
    _check_single(held, books)
    _check_agreements(held, books)
    for name, guard in scheme.safeguards.items():
        in_order(document, ("safeguards", name), guard)
    if scheme.believed is not None:
        named(document, ("believed",), scheme.believed, schemes, "scheme")
        if scheme.believed == scheme.id:
            document.complain(("believed",), "the scheme itself", "allowed: another", "leave it out")
    lists = sum(len(book.model.lists) for book in books.values())
    if lists > MOST_LISTS:
        document.complain(("books",), f"{lists} lists", f"allowed: at most {MOST_LISTS}", "drop a book")
    if len(books) > MOST_CODES:
        document.complain(("books",), f"{len(books)} books", f"allowed: at most {MOST_CODES}", "drop some")


def _check_use(held: Held[SchemeFile], place: Place, use: BookUse, book: RuleBook) -> None:
    force = book.in_force
    if use.from_ is not None and use.since < force.since:
        held.document.complain(
            (*place, "from"),
            f"from {use.from_} lies before the book {book.id!r} begins",
            f"allowed: {force.from_} or later",
            "mend one of the dates",
        )
    if use.since >= force.ends or use.ends <= force.since:
        held.document.complain(
            place,
            f"the book {book.id!r} is never in force in these dates",
            f"it holds from {force.from_} until {force.until or 'now'}",
            "mend the dates",
        )


def _check_single(held: Held[SchemeFile], books: Mapping[str, Held[RuleBook]]) -> None:
    """No book twice in one place at one time, nor two of a kind that a place has room for once."""
    uses = [(index, use) for index, use in enumerate(held.model.books) if use.book in books]
    for index, use in uses:
        book = books[use.book].model
        for _, other in [each for each in uses if each[0] < index]:
            before = books[other.book].model
            single = book.kind == before.kind and book.kind in _SINGLE
            if not single and book.id != before.id:
                continue
            apart = use.places and other.places and not set(use.places) & set(other.places)
            start = max(use.since, other.since, book.in_force.since, before.in_force.since)
            end = min(use.ends, other.ends, book.in_force.ends, before.in_force.ends)
            if not apart and start < end:
                held.document.complain(
                    ("books", index),
                    f"{book.id!r} beside {before.id!r}: two of a {_SINGLE.get(book.kind, 'book')}",
                    "allowed: one in a place at a time",
                    "give them other places or dates",
                )


def _check_agreements(held: Held[SchemeFile], books: Mapping[str, Held[RuleBook]]) -> None:
    document = held.document
    by_id = {book.model.id: book for book in books.values()}
    known = [f"{name}.{each.id}" for name, book in by_id.items() for each in book.model.lists]
    written = {
        f"{name}.{each.get('id')}"
        for name, book in by_id.items()
        if isinstance(book.written, dict)
        for each in book.written.get("lists") or []
        if isinstance(each, dict)
    }
    for index, agreement in enumerate(held.model.agreements):
        place: Place = ("agreements", index)
        in_order(document, place, agreement)
        if agreement.book is not None:
            named(document, (*place, "book"), agreement.book, list(by_id) or ["none"], "book")
        for number, word in enumerate(agreement.list_):
            where = (*place, "list", number) if len(agreement.list_) > 1 else (*place, "list")
            if word in written:
                book = by_id[word.split(".")[0]].model
                if agreement.from_ is not None and agreement.since < book.in_force.since:
                    document.complain(
                        (*place, "from"),
                        f"from {agreement.from_} lies before {book.id!r} begins",
                        f"allowed: {book.in_force.from_} or later",
                        "mend a date",
                    )
            else:
                named(document, where, word, known or ["(no list)"], "list")
