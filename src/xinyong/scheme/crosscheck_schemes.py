"""What a scheme must keep to: books, lists, places and dates that fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from xinyong.scheme.books import RuleBook
from xinyong.scheme.compositions import BookUse, SchemeFile
from xinyong.scheme.crosscheck import MOST_CODES, in_order, named
from xinyong.scheme.crosscheck_effects import check_expiry
from xinyong.scheme.crosscheck_places import check_bounds, check_places, check_room, check_single
from xinyong.scheme.crosscheck_scores import clashing
from xinyong.scheme.holding import Held
from xinyong.scheme.reading import Place

#: Lists are bits of a 32-bit word.
MOST_LISTS: Final = 32


def check_scheme(
    held: Held[SchemeFile],
    books: Mapping[str, Held[RuleBook]],
    places: Sequence[str],
    schemes: Sequence[str],
) -> None:
    """All that can be said of a scheme beside its books (by the word it uses for each)."""
    document, scheme = held.document, held.model
    for index, use in enumerate(scheme.books):
        place: Place = ("books", index)
        in_order(document, place, use)
        check_places(held, place, use, places)
        if use.book in books:
            book = books[use.book].model
            _check_use(held, place, use, book)
            check_bounds(held, place, use, book)
    check_single(held, books)
    check_room(held, books)
    _check_side_by_side(held, books)
    _check_agreements(held, books)
    for name, guard in scheme.safeguards.items():
        in_order(document, ("safeguards", name), guard)
        check_expiry(document, ("safeguards", name), name, guard.months is not None)
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


def _check_side_by_side(held: Held[SchemeFile], books: Mapping[str, Held[RuleBook]]) -> None:
    """Books that say different things of the same: scores at a gate, demands at one time."""
    words = dict.fromkeys(use.book for use in held.model.books if use.book in books)
    here = [(books[word].document, books[word].model) for word in words]
    scored = [
        (document, number, book, measure)
        for document, book in here
        for number, measure in enumerate(book.measures)
        if measure.when.score_from is not None
    ]
    for index, (document, number, book, measure) in enumerate(scored):
        for _, _, before, other in scored[:index]:
            clash = "" if before is book else clashing(measure, book, other, before)
            if clash:
                document.complain(
                    ("measures", number, "when"),
                    f"{clash} (in {before.id!r})",
                    "allowed: one score a gate at a time",
                    "give them one score, or other gates or dates",
                )
    demands = [
        (document, number, demand) for document, book in here for number, demand in enumerate(book.demands)
    ]
    for index, (document, number, demand) in enumerate(demands):
        for _, _, standing in demands[:index]:
            if demand.since < standing.ends and standing.since < demand.ends:
                document.complain(
                    ("demands", number),
                    f"{demand.id!r} stands while {standing.id!r} does",
                    "allowed: one demand at a time",
                    "give them other dates",
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
