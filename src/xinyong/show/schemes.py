"""A scheme as a page: which books hold where and when, who passes what to whom, what protects."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from xinyong.show.reading import value_text

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme


def scheme_page(scheme: Scheme) -> tuple[str, dict[str, Any]]:
    """The page, and the same as plain data."""
    data = {
        "id": scheme.id,
        "name": scheme.name,
        "summary": scheme.summary,
        "setting": scheme.setting,
        "sha256": scheme.sha256,
        "books": [_use(use, book) for use, book in zip(scheme.uses, scheme.books, strict=True)],
        "lists": list(scheme.lists),
        "agreements": [each.model_dump(mode="json", by_alias=True) for each in scheme.agreements],
        "safeguards": {
            name: each.model_dump(mode="json", by_alias=True, exclude_none=True)
            for name, each in scheme.safeguards.items()
        },
        "capacity": dict(scheme.capacity),
        "coverage": dict(scheme.coverage),
        "believed": scheme.believed.id if scheme.believed is not None else None,
        "assumptions": len(scheme.assumptions),
    }
    return "\n".join(_lines(scheme, data)), data


def _use(use: Any, book: Any) -> dict[str, Any]:
    return {
        "book": book.id,
        "name": str(book.name),
        "kind": book.kind,
        "places": list(use.places),
        "from": use.from_ or book.in_force.from_,
        "until": use.until or book.in_force.until,
    }


def _lines(scheme: Scheme, data: dict[str, Any]) -> Iterator[str]:
    yield f"{scheme.id}: {scheme.name}  ({scheme.setting})"
    yield from wrap(scheme.summary, 88, initial_indent="  ", subsequent_indent="  ")
    yield f"\ninstitutions ({len(data['books'])})"
    for each in data["books"]:
        where = f" in {', '.join(each['places'])}" if each["places"] else ""
        yield f"  {each['book']:<26}{each['kind']:<10}{_when(each)}{where}"
    if scheme.agreements:
        yield "\nagreements"
    for agreement in scheme.agreements:
        when = _when({"from": agreement.from_, "until": agreement.until})
        yield f"  {', '.join(agreement.list_)} → {', '.join(agreement.to)}  {when}"
        yield f"      reaches {value_text(agreement.coverage)}"
        yield f"      after {value_text(agreement.delay)}"
    yield "\nsafeguards"
    for name, guard in scheme.safeguards.items():
        yield f"  {name:<18}{_when({'from': guard.from_, 'until': guard.until}) if guard.on else 'no'}"
    for name in ("capacity", "coverage"):
        if data[name]:
            yield f"\n{name}: " + ", ".join(f"{channel} {value:g}" for channel, value in data[name].items())
    if data["believed"]:
        yield f"\nwhat people believe is in force: {data['believed']}"
    yield f"\n{len(scheme.assumptions)} assumptions can be moved with --set; see: xinyong show assumptions"


def _when(dates: dict[str, Any]) -> str:
    since, until = dates.get("from"), dates.get("until")
    return " ".join(
        part for part in (f"from {since}" if since else "", f"until {until}" if until else "") if part
    ) or ("always")
