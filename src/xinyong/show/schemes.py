"""A scheme as a page: which books hold where and when, who passes what to whom, what protects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xinyong.show.folding import folded
from xinyong.show.reading import value_text

if TYPE_CHECKING:
    from xinyong.scheme.books import Agreement
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
        "agreements": [
            {"in": book, **each.model_dump(mode="json", by_alias=True)} for book, each in _agreements(scheme)
        ],
        "safeguards": _safeguards(scheme),
        "capacity": dict(scheme.capacity),
        "coverage": dict(scheme.coverage),
        "believed": scheme.believed.id if scheme.believed is not None else None,
        "assumptions": len(scheme.assumptions),
    }
    return "\n".join(_lines(scheme, data)), data


def _agreements(scheme: Scheme) -> list[tuple[str | None, Agreement]]:
    """All agreements: the scheme's own (None), then those of its books."""
    own: list[tuple[str | None, Agreement]] = [(None, each) for each in scheme.agreements]
    return own + [(book.id, each) for book in scheme.books for each in book.agreements]


def _safeguards(scheme: Scheme) -> list[dict[str, Any]]:
    """Safeguards with who says them and when; what the scheme itself says goes before the books."""
    said: list[tuple[str, str, Any]] = [(name, "scheme", guard) for name, guard in scheme.safeguards.items()]
    for book in scheme.books:
        for name, guards in book.safeguards.items():
            said += [(str(name), book.id, guard) for guard in guards if str(name) not in scheme.safeguards]
    return [
        {"safeguard": name, "on": guard.on, "by": by, "from": guard.from_, "until": guard.until}
        for name, by, guard in sorted(said, key=lambda each: (not each[2].on, each[0], each[2].from_ or ""))
    ]


def _use(use: Any, book: Any) -> dict[str, Any]:
    adopts = use.adopts
    return {
        "book": book.id,
        "name": str(book.name),
        "kind": book.kind,
        "places": list(use.places),
        "where": use.where,
        "adopted_by_cities": adopts.cities if adopts is not None else None,
        "from": use.from_ or book.in_force.from_,
        "until": use.until or book.in_force.until,
    }


def _lines(scheme: Scheme, data: dict[str, Any]) -> Iterator[str]:
    yield from folded(f"{scheme.id}: {scheme.name}  ({scheme.setting})", rest="  ")
    yield from folded(scheme.summary, "  ", "  ")
    yield f"\nINSTITUTIONS ({len(data['books'])})"
    for each in data["books"]:
        yield from folded(f"{_when(each)}{_where(each)}", f"  {each['book']:<26}{each['kind']:<12}")
    agreements = _agreements(scheme)
    if agreements:
        yield f"\nWHO IS TOLD OF WHICH LIST ({len(agreements)})"
    for book, agreement in agreements:
        when = _when({"from": agreement.from_, "until": agreement.until})
        words = [word if "." in word or not book else f"{book}.{word}" for word in agreement.list_]
        by = f", in {book}" if book else ""
        yield from folded(f"{', '.join(words)} to {', '.join(agreement.to)}: {when}{by}", "  ", "    ")
        yield from folded(f"reaches {value_text(agreement.coverage)}", "      ", "        ")
        yield from folded(f"after {value_text(agreement.delay)}", "      ", "        ")
    yield "\nWHAT PROTECTS"
    for guard in data["safeguards"]:
        told = _when(guard) if guard["on"] else "no"
        yield f"  {guard['safeguard']:<18}{told:<26}{'' if guard['by'] == 'scheme' else guard['by']}".rstrip()
    for name in ("capacity", "coverage"):
        if data[name]:
            told = ", ".join(f"{channel} {value:g}" for channel, value in data[name].items())
            yield from ["", *folded(f"{name}: {told}", rest="  ")]
    if data["believed"]:
        yield f"\nwhat people believe is in force: {data['believed']}"
    yield f"\n{len(scheme.assumptions)} assumptions can be moved with --set; see: xinyong show assumptions"


def _where(each: dict[str, Any]) -> str:
    """In which places a book holds, where not everywhere."""
    area = {"rural": " in the countryside", "urban": " in town"}.get(each["where"] or "", "")
    named = f" of {', '.join(each['places'])}" if area else f" in {', '.join(each['places'])}"
    cities = f", adopted by {each['adopted_by_cities']} cities" if each["adopted_by_cities"] else ""
    return area + (named if each["places"] else "") + cities


def _when(dates: dict[str, Any]) -> str:
    since, until = dates.get("from"), dates.get("until")
    return " ".join(
        part for part in (f"from {since}" if since else "", f"until {until}" if until else "") if part
    ) or ("always")
