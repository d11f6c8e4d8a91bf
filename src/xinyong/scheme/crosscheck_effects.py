"""What may stand in which kind of book, and what its further blocks must keep to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xinyong.dates import month_number
from xinyong.scheme.books import RuleBook
from xinyong.scheme.catalogue import Conduct
from xinyong.scheme.crosscheck import in_order, named, once
from xinyong.scheme.holding import Held
from xinyong.scheme.reading import Document, Place

_KEEPS: Final = ("register", "points", "weighted", "list", "rating")
#: Blocks that only some kinds of book may have.
_ONLY_IN: Final[dict[str, tuple[str, ...]]] = {
    "score": ("points", "weighted", "rating"),
    "collects": (*_KEEPS, "law"),
    "lists": _KEEPS,
    "court": ("list",),
    "measures": (*_KEEPS, "gatekeeper", "hub"),
    "rating": ("rating",),
    "memoranda": ("hub",),
    "phases": ("plan",),
    "campaign": ("plan",),
    "gaming": ("weighted",),
}
_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "list": ("lists",),
    "rating": ("rating", "score"),
    "gatekeeper": ("measures",),
    "sensing": ("channels",),
}
#: Blocks whose items have an id of their own.
_NAMED: Final = ("events", "demands", "memoranda")


def check_kind(held: Held[RuleBook]) -> None:
    """The blocks of a book fit its kind."""
    document, book = held.document, held.model
    for key, kinds in _ONLY_IN.items():
        if getattr(book, key) and book.kind not in kinds:
            document.complain(
                (key,),
                f"{key} in a {book.kind} book",
                f"allowed: in {', '.join(kinds)}",
                "remove it, or change kind",
            )
    for key in _NEEDS.get(book.kind, ()):
        if not held.says((), key):
            document.complain(("kind",), f"a {book.kind} book without {key}", "", f"add {key}")
    if book.setting != "FICT" and not book.sources and not held.says((), "sources"):
        document.complain(
            (), "no 'sources'", "allowed: ids of sources.yaml, or titles", "say where the rules were found"
        )


def check_effects(held: Held[RuleBook], conducts: Mapping[str, Conduct]) -> None:
    """Dates inside the book's, ids once, conducts that exist."""
    document, book = held.document, held.model
    for key in ("agreements", "channels", "flows", "limits", "holds", "burden", "campaign", "phases", "map"):
        for index, block in enumerate(getattr(book, key)):
            in_order(document, (key, index), block, book.in_force, "the book")
    for key in _NAMED:
        once(document, (key,), [each.id for each in getattr(book, key)], key.removesuffix("s"))
    for name, guards in book.safeguards.items():
        for index, guard in enumerate(guards):
            where: Place = ("safeguards", name, index) if len(guards) > 1 else ("safeguards", name)
            in_order(document, where, guard, book.in_force, "the book")
            check_expiry(document, where, name, guard.months is not None)
    for index, event in enumerate(book.events):
        _inside(document, ("events", index), event.month, book)
    for index, demand in enumerate(book.demands):
        _inside(document, ("demands", index), demand.month, book)
        if demand.until is not None and month_number(demand.until) <= demand.since:
            document.complain(
                ("demands", index, "until"),
                f"until {demand.until} is not after month {demand.month}",
                "allowed: a later month",
                "put the dates in order",
            )
    for index, memorandum in enumerate(book.memoranda):
        _inside(document, ("memoranda", index), memorandum.date, book, "date")
    if book.rating is not None:
        named(document, ("rating", "conduct"), book.rating.conduct, list(conducts), "conduct")
    if book.kind == "rating" and list(book.subjects) != ["person"]:
        document.complain(
            ("subjects",), "a rating of others than persons", "allowed: [person]", "name persons alone"
        )
    if len(book.map) > 1 and len({each.list_ for each in book.map}) > 1:
        document.complain(("map",), "a map of two lists", "allowed: one", "leave one of them out")


def check_expiry(document: Document, place: Place, name: str, months: bool) -> None:
    """Only the safeguard ``expiry`` knows months."""
    if months and name != "expiry":
        document.complain((*place, "months"), f"months of {name!r}", "allowed: of expiry", "leave them out")


def _inside(document: Document, place: Place, month: str, book: RuleBook, key: str = "month") -> None:
    """What happens in a month happens while the book is in force."""
    if not book.in_force.holds(month_number(month)):
        document.complain(
            (*place, key),
            f"{month} lies outside the book's own dates",
            f"allowed: from {book.in_force.from_ or 'ever'} until {book.in_force.until or 'now'}",
            "mend one of the dates",
        )
