"""Numbers, dates and sources of a rule book in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xinyong.scheme.books import Selector
    from xinyong.scheme.values import Dated, Sourced, Value

#: Units that are said as percent.
_SHARES = ("share", "1")


def number(value: Value | None, signed: bool = False) -> str:
    """A number with its unit: shares in percent, ``none`` as without end."""
    if value is None:
        return ""
    if value.value is None:
        return "without end"
    unit, amount = value.unit or "", float(value.value)
    if unit == "share" or (not unit and type(value).__name__ in ("Share", "Strength")):
        return f"{100 * amount:.3g} %"
    if unit == "months" and not amount.is_integer():
        return f"{round(amount * 365 / 12)} days"
    plain = f"{amount:+,g}" if signed else f"{amount:,g}"
    if unit in ("", *_SHARES):
        return plain
    return f"{plain} {unit.removesuffix('s') if abs(amount) == 1.0 else unit}"


def times(value: Value | None) -> str:
    """A multiplier."""
    return "" if value is None else f"{float(value.value or 0.0):,g} times"


def behind(*parts: Value | Sourced | None) -> str:
    """Standing, range and source of the first part that has any, in brackets; '' where none has."""
    for part in parts:
        told = list(_behind(part)) if part is not None else []
        if told:
            return f"[{'; '.join(told)}]"
    return ""


def _behind(part: Any) -> Iterator[str]:
    if part.standing:
        yield str(part.standing)
    bounds = getattr(part, "range", None)
    if bounds:
        scale = 100.0 if number(part).endswith("%") else 1.0
        unit = " %" if scale == 100.0 else ""
        yield f"{scale * bounds[0]:,.3g} to {scale * bounds[1]:,.3g}{unit}"
    if part.source is not None:
        yield source(part.source)
    if part.confidence:
        yield f"confidence {part.confidence}"


def source(given: Any) -> str:
    """A source by its id or title, with the article meant."""
    parts = [given.ref or given.title, given.article, None if given.ref else given.date]
    return ", ".join(str(part) for part in parts if part)


def when(part: Dated) -> str:
    """From when until when, in words; '' where always."""
    since, until = part.from_, part.until
    return " ".join(
        word for word in (f"from {since}" if since else "", f"until {until}" if until else "") if word
    )


def many(words: Iterable[str]) -> str:
    """``a, b and c``."""
    found = [str(word) for word in words]
    return found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1] if found else ""


def selected(selector: Selector) -> str:
    """Which conducts: ids, or all of a domain but some."""
    parts = [*selector.ids]
    if selector.domain:
        kind = f"{selector.valence} " if selector.valence else ""
        parts.append(f"all {kind}conduct in {many(selector.domain)}")
    told = ", ".join(parts)
    return told + (f", but not {', '.join(selector.except_)}" if selector.except_ else "")


def joined(*parts: str) -> str:
    """Parts with semicolons between them, empty ones left out."""
    return "; ".join(part for part in parts if part)
