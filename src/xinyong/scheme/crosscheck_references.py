"""What books say of other books: their lists, grades and scores must be there, and in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from xinyong.dates import month_number
from xinyong.errors import did_you_mean, one_of
from xinyong.scheme.books import RuleBook
from xinyong.scheme.consequences import MeasureRule
from xinyong.scheme.crosscheck import named
from xinyong.scheme.holding import Held
from xinyong.scheme.reading import Document, Place
from xinyong.scheme.values import Dated


class Known(NamedTuple):
    """What is known of a book that another one names: as it is written, whether it holds or not."""

    id: str
    kind: str
    lists: tuple[str, ...]
    grades: tuple[str, ...]
    since: int
    begins: str

    def beside(self, other: Known) -> Known:
        """This book, with what lists and grades another version of it has."""
        return self._replace(
            lists=tuple(dict.fromkeys((*self.lists, *other.lists))),
            grades=tuple(dict.fromkeys((*self.grades, *other.grades))),
        )


#: Finds a book by its id: in the scheme, in the library or beside; None where there is none.
Lookup = Callable[[str], Known | None]


def known_book(data: Any) -> Known | None:
    """What a book's plain data say."""
    if not isinstance(data, dict) or not isinstance(data.get("id"), str):
        return None
    score, force = data.get("score"), data.get("in_force")
    begins = str(force.get("from", "")) if isinstance(force, dict) else ""
    try:
        since = month_number(begins)
    except ValueError:
        since = -(10**6)
    return Known(
        data["id"],
        str(data.get("kind")),
        _ids(data.get("lists")),
        _ids(score.get("grades")) if isinstance(score, dict) else (),
        since,
        begins,
    )


def _ids(items: Any) -> tuple[str, ...]:
    found = items if isinstance(items, list) else []
    return tuple(each["id"] for each in found if isinstance(each, dict) and isinstance(each.get("id"), str))


def check_references(held: Held[RuleBook], lookup: Lookup, ids: Mapping[str, Any]) -> None:
    """All that a book says of others; ``ids`` are the books that could be meant."""
    document, book = held.document, held.model
    for index, measure in enumerate(book.measures):
        place: Place = ("measures", index)
        when = measure.when
        named_book = when.book_of(book.id)
        if named_book == book.id and when.book is None and "." not in (when.list_ or ""):
            continue
        other = _found(document, (*place, "when"), named_book, book.id, lookup, ids)
        if other is not None:
            _check_condition(document, place, measure, other)
            _not_before(document, place, measure, other)
    for place, word, dated in _words(book):
        owner, _, name = word.rpartition(".")
        if not owner:
            named(document, place, name, known_lists(held) or ["none"], "list")
            continue
        other = _found(document, place, owner, book.id, lookup, ids)
        if other is not None and named(document, place, name, list(other.lists) or ["none"], "list"):
            _not_before(document, place[:2], dated, other)


def known_lists(held: Held[RuleBook]) -> list[str]:
    """Ids of the book's lists as they stand in the file, so that one with a mistake has its name."""
    return list(_ids(held.written.get("lists") if isinstance(held.written, dict) else None))


def _words(book: RuleBook) -> Iterator[tuple[Place, str, Dated]]:
    """Lists that a book names outside its measures, with their places and dates."""
    for index, agreement in enumerate(book.agreements):
        for word in agreement.list_:
            yield ("agreements", index, "list"), word, agreement
    for index, memorandum in enumerate(book.memoranda):
        for word in memorandum.lists:
            yield ("memoranda", index, "lists"), word, Dated()
    for index, shown in enumerate(book.map):
        yield ("map", index, "list"), shown.list_, shown


def _found(
    document: Document, place: Place, word: str, own: str, lookup: Lookup, ids: Mapping[str, Any]
) -> Known | None:
    other = lookup(word)
    if other is None:
        known = sorted(each for each in ids if each != own)
        document.complain(
            place,
            f"no book {word!r} in this scheme or in the library",
            one_of(known),
            did_you_mean(word, known, "name a book"),
        )
    return other


def _check_condition(document: Document, place: Place, measure: MeasureRule, other: Known) -> None:
    """The other book has what the measure follows from."""
    when = measure.when
    if when.list_ is not None:
        named(
            document, (*place, "when"), when.list_.rpartition(".")[2], list(other.lists) or ["none"], "list"
        )
        return
    wanted = ("points", "rating") if when.grade else ("weighted",) if when.score_from else ("register",)
    if other.kind not in wanted:
        document.complain(
            (*place, "when"),
            f"{other.id!r} is a {other.kind} book",
            f"allowed: {' or '.join(wanted)}",
            "change the condition",
        )
    for grade in when.grade or []:
        if other.kind in wanted:
            named(document, (*place, "when", "grade"), grade, list(other.grades) or ["none"], "grade")


def _not_before(document: Document, place: Place, dated: Dated, other: Known) -> None:
    if dated.from_ is not None and dated.since < other.since:
        document.complain(
            (*place, "from"),
            f"from {dated.from_} lies before {other.id!r} begins",
            f"allowed: {other.begins} or later",
            "mend one of the dates",
        )
