"""A rule book, scheme or conduct as a person reads it: every number with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from xinyong.show.folding import folded

if TYPE_CHECKING:
    from xinyong.scheme.catalogue import SourceEntry

_HEADS = ("id", "name", "case")
#: Said with the numbers themselves.
_ELSEWHERE = ("standing", "source", "confidence", "spread")


def page(model: BaseModel, sources: Mapping[str, SourceEntry]) -> str:
    """All that a block of the language says, one thing a line, then the sources it names."""
    named: dict[str, None] = {}
    lines = list(_block(model, 0, named))
    if named:
        lines += ["", "sources:"]
        lines += [line for ref in named for line in _entry(ref, sources)]
    return "\n".join(lines)


def value_text(value: Any, named: dict[str, None] | None = None) -> str:
    """A number with unit, standing, range, source and confidence, on one line."""
    told = "none" if value.value is None else f"{value.value:,g}"
    if value.unit and value.unit not in ("1", "share", "times"):
        told += f" {value.unit}"
    behind = [value.standing or "not said"]
    if value.range:
        behind.append(f"{value.range[0]:,g} to {value.range[1]:,g}")
    if value.source is not None:
        behind.append(_source(value.source, named))
    if value.confidence:
        behind.append(f"confidence {value.confidence}")
    return f"{told}  [{'; '.join(behind)}]"


def _source(source: Any, named: dict[str, None] | None) -> str:
    if source.ref and named is not None:
        named[source.ref] = None
    parts = [source.ref or source.title, source.article, None if source.ref else source.date]
    return ", ".join(str(part) for part in parts if part)


def _entry(ref: str, sources: Mapping[str, SourceEntry]) -> Iterator[str]:
    entry = sources.get(ref)
    if entry is None:
        yield f"  {ref}"
        return
    told = ", ".join(str(part) for part in (entry.author, entry.title, entry.date) if part)
    yield from folded(f"{ref}: {told}", "  ", "      ")
    if entry.url:
        yield f"      {entry.url}"


def _block(model: BaseModel, depth: int, named: dict[str, None]) -> Iterator[str]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if name in _ELSEWHERE or value == field.default or value in ([], {}, None):
            continue
        yield from _line(field.alias or name, value, depth, named)


def _line(key: str, value: Any, depth: int, named: dict[str, None]) -> Iterator[str]:
    indent = "  " * depth
    lead = f"{indent}{key.replace('_', ' ')}: "
    plain = _plain(value, named)
    if plain is not None:
        yield from folded(plain, lead, " " * (len(indent) + 4))
    elif isinstance(value, BaseModel):
        yield lead.rstrip()
        yield from _block(value, depth + 1, named)
    elif isinstance(value, dict):
        yield lead.rstrip()
        for inner, each in value.items():
            yield from _line(str(inner), each, depth + 1, named)
    elif isinstance(value, list):
        yield lead.rstrip()
        for each in value:
            lines = list(_block(each, 0, named)) if isinstance(each, BaseModel) else [str(each)]
            yield f"{indent}  - {lines[0] if lines else ''}"
            yield from (f"{indent}    {line}" for line in lines[1:])


def _plain(value: Any, named: dict[str, None]) -> str | None:
    """The value in one piece of text, or None where it takes a block."""
    fields = getattr(type(value), "model_fields", {})
    if {"value", "range", "standing"} <= set(fields):
        return value_text(value, named)
    if {"en", "zh"} <= set(fields):
        return f"{value.en} {value.zh}".strip()
    if {"ref", "title", "article"} <= set(fields):
        return _source(value, named)
    if isinstance(value, BaseModel):
        short = getattr(type(value), "short_key", "")
        said = value.model_dump(exclude_defaults=True, exclude_none=True, by_alias=False)
        if short and set(said) == {short}:
            return _plain(getattr(value, short), named)
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return ", ".join(str(each) for each in value)
    if isinstance(value, list) and all(_is_source(each) for each in value):
        return "; ".join(_source(each, named) for each in value)
    if isinstance(value, dict) and all(isinstance(each, str | int | float) for each in value.values()):
        return ", ".join(f"{name} {each:g}" for name, each in value.items())
    return None


def _is_source(value: Any) -> bool:
    return {"ref", "title", "article"} <= set(getattr(type(value), "model_fields", {}))
