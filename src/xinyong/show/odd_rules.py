"""The systems that are modelled, and where rules and society come from: tables for the ODD page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from xinyong.scheme import library
from xinyong.scheme.loading import load
from xinyong.scheme.systems import sources as rule_sources
from xinyong.show.listings import systems as known_systems
from xinyong.show.markdown import table
from xinyong.society.census import rows

if TYPE_CHECKING:
    from xinyong.scheme.catalogue import PlaceEntry
    from xinyong.scheme.compositions import BookUse

#: The scheme whose places are told.
_SCHEME: Final = "china-2020"
_TRUST: Final = {"text": "text read", "second-hand": "a report of it", "weak": "a weak mirror"}


def systems() -> Iterator[str]:
    """Every institution with its kind, dates, places and sources."""
    places = _places()
    yield from table(
        ("system", "id", "kind", "setting", "about", "from", "until", f"in {_SCHEME}", "cases", "sources"),
        (
            (
                each["name"], f"`{each['id']}`", each["kind"], ", ".join(each["settings"]),
                ", ".join(each["subjects"]), each["from"] or "", each["until"] or "",
                places.get(each["id"]) or _elsewhere(each["id"]), each["cases"],
                ", ".join(source.partition(":")[0].partition(",")[0] for source in each["sources"]),
            )
            for each in known_systems()
        ),
    )  # fmt: skip


def _places() -> Mapping[str, str]:
    """Where each book of the scheme holds, in words."""
    scheme = load(_SCHEME)
    names = {place.id: place.name.en for place in _named()}
    return {book.id: _where(use, names) for use, book in zip(scheme.uses, scheme.books, strict=True)}


def _named() -> Iterator[PlaceEntry]:
    from xinyong.scheme.catalogue import PlaceFile
    from xinyong.scheme.holding import hold

    held = hold(library.read(library.root() / "places.yaml"), PlaceFile)
    if held is not None:
        yield from held.model.provinces
        yield from held.model.places


def _where(use: BookUse, names: Mapping[str, str]) -> str:
    area = {"rural": ", countryside", "urban": ", towns"}.get(use.where or "", "")
    if use.adopts is not None:
        return f"{use.adopts.cities} cities{area}"
    return (", ".join(names.get(each, each) for each in use.places) or "everywhere") + area


def _elsewhere(book: str) -> str:
    """What to say of a book that the scheme has not."""
    return f"no; see `only-{book}`" if f"only-{book}" in library.scheme_files() else "no"


def sources() -> Iterator[str]:
    """Sources of the rules, then of the society."""
    yield from ("**Of rules** (`scheme/library/sources.yaml`)", "")
    yield from table(
        ("id", "source", "date", "how it was read"),
        (
            (
                each.id, ", ".join(part for part in (each.author, each.title) if part), each.date or "",
                _TRUST[each.trust],
            )
            for each in rule_sources().values()
        ),
    )  # fmt: skip
    yield from ("", "**Of the society** (`society/library/sources.csv`)", "")
    yield from table(
        ("id", "source", "date", "remark"),
        ((row["id"], f"{row['author']}, {row['title']}", row["date"], row["remark"])
         for row in rows("sources.csv")),
    )  # fmt: skip
