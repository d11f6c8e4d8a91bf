"""Settling numbers: units converted, standings inherited from the block around, ranges held.

``settle`` walks a model once. It changes each ``Value`` in place (canonical unit, standing,
source, range), reports what does not hold, and returns all numbers by id; those whose
standing is ``assumption`` are the ones that ``--set`` can move.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from xinyong.errors import did_you_mean, one_of
from xinyong.scheme.holding import STAND_IN
from xinyong.scheme.reading import Document, Place
from xinyong.scheme.values import Measured, Source, Sourced, Value


@dataclass(frozen=True)
class Settled:
    """A number of a file: its id, where it stands, the settled value and its unit and bounds."""

    id: str
    place: Place
    value: Value
    measured: Measured
    meaning: str


@dataclass(frozen=True)
class _Around:
    """What the blocks around a value say for it."""

    block: Sourced | None = None


def measured_of(annotation: Any, metadata: Collection[Any] = ()) -> Measured | None:
    """The unit rule of a field, however deep in lists, unions and dicts it stands."""
    for each in metadata:
        if isinstance(each, Measured):
            return each
    if get_origin(annotation) is Annotated:
        inner, *rest = get_args(annotation)
        return measured_of(inner, rest)
    for each in get_args(annotation):
        found = measured_of(each)
        if found is not None:
            return found
    return None


class _Key(NamedTuple):
    """A key of a kind of block that may hold numbers or sources: its field, unit rule and meaning."""

    name: str
    key: str
    measured: Measured | None
    says: str


@cache
def _keys_of(model: type[BaseModel]) -> tuple[_Key, ...]:
    """Keys of a kind of block in which there is anything to settle."""
    found = []
    for name, info in model.model_fields.items():
        if _holds_blocks(info.annotation):
            key = info.alias or name
            says = (info.description or key).split("\n")[0].rstrip(".").split(";")[0]
            found.append(_Key(name, key, measured_of(info.annotation, info.metadata), says))
    return tuple(found)


def _holds_blocks(annotation: Any) -> bool:
    """Whether what an annotation stands for is, or contains, a block."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_blocks(each) for each in get_args(annotation))


def label(item: Any, index: int) -> str:
    """How an item of a list is named in a path: its id, else its place in the list."""
    own = getattr(item, "id", None)
    return own if isinstance(own, str) else str(index)


def settle(
    document: Document,
    model: BaseModel,
    prefix: str,
    sources: Collection[str],
    *,
    place: Place = (),
    choice: bool = False,
    chosen: Collection[str] = (),
    drop: int = 0,
) -> list[Settled]:
    """Settle all numbers of a model and return them.

    ``prefix`` begins their ids (``book.rongcheng``); ``sources`` are the known source ids;
    ``place`` is where the model stands in its document; ``choice`` allows the standing of
    that name, which bare numbers written in one of the ``chosen`` files (reforms) have anyway;
    ``drop`` leaves out that many first parts of the path.
    """
    found: list[Settled] = []
    for where, names, value, measured, block, says in _values(model, place, (), _Around()):
        if isinstance(value, Source):
            _check_source(document, where, value, sources)
            continue
        number = Settled(".".join([prefix, *names[drop:]]), where, value, measured, says)
        decided = document.where(where).file in chosen
        if decided and value.standing is None and (block is None or block.standing is None):
            value.standing = "choice"
        _settle_one(document, number, block, choice or decided)
        found.append(number)
    return found


def _values(
    model: BaseModel, place: Place, names: tuple[str, ...], around: _Around
) -> Iterator[tuple[Place, tuple[str, ...], Any, Any, Sourced | None, str]]:
    if isinstance(model, Sourced) and model.standing is not None:
        around = _Around(model)
    for name, key, measured, says in _keys_of(type(model)):
        part = getattr(model, name)
        if part is not None:
            yield from _within(part, (*place, key), (*names, key), measured, around, says)


def _within(
    part: Any, place: Place, names: tuple[str, ...], measured: Measured | None, around: _Around, says: str
) -> Iterator[tuple[Place, tuple[str, ...], Any, Any, Sourced | None, str]]:
    if isinstance(part, Value):
        if part.source is not None:
            yield (*place, "source"), names, part.source, None, None, says
        yield place, names, part, measured, around.block, says
    elif isinstance(part, Source):
        yield place, names, part, None, None, says
    elif isinstance(part, BaseModel):
        yield from _values(part, place, names, around)
    elif isinstance(part, list):
        for index, item in enumerate(part):
            step = label(item, index)
            yield from _within(item, (*place, index), (*names, step), measured, around, says)
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from _within(item, (*place, key), (*names, str(key)), measured, around, says)


def _check_source(document: Document, place: Place, source: Source, known: Collection[str]) -> None:
    if source.ref is not None and source.ref not in known:
        remedy = did_you_mean(source.ref, known, "add it to sources.yaml, or write title and date")
        document.complain(
            place, f"no source {source.ref!r}", "allowed: an id of sources.yaml, or a title", remedy
        )


def _settle_one(document: Document, number: Settled, block: Sourced | None, choice: bool) -> None:
    value, measured, place = number.value, number.measured, number.place

    def complain(found: str, allowed: str = "", remedy: str = "", at: Place = ()) -> None:
        document.complain((*place, *at), found, allowed, remedy)

    if value.note == STAND_IN:
        return
    if value.value is None and not measured.none:
        complain("'none'", "allowed: a number", "write a number")
        return
    unit = value.unit or measured.unit
    units = list(measured.factors)
    if unit not in units:
        complain(f"unit {unit!r}", one_of(units), did_you_mean(unit, units, f"write {units[0]}"), ("unit",))
        return
    if value.standing is None and block is not None:
        _inherit(value, block)
    if value.standing is None:
        complain(
            "a bare number" if value.unit is None else "no 'standing'",
            "allowed: statute, report or assumption, here or on the block around",
            "write {value: ..., standing: assumption, range: [..., ...]} or name a source",
        )
        return
    factor = measured.factors[unit]
    value.unit = measured.unit
    if value.value is not None:
        value.value *= factor
    if value.range is not None:
        value.range = [bound * factor for bound in value.range]
    if value.value is not None and not measured.low <= value.value <= measured.high:
        complain(
            f"{value.value:g} {value.unit}",
            f"allowed: {measured.low:g} to {measured.high:g}",
            "check the number and its unit",
        )
    _check_standing(value, choice, complain)
    if value.range is not None:
        low, high = value.range
        if low > high:
            complain(f"range [{low:g}, {high:g}]", "allowed: the lower bound first", "swap them", ("range",))
        elif not low <= value.number <= high:
            complain(
                f"{value.number:g} lies outside its range [{low:g}, {high:g}]",
                "allowed: a value inside",
                "widen the range or mend the value",
                ("range",),
            )
        elif low < measured.low or high > measured.high:
            complain(
                f"range [{low:g}, {high:g}]",
                f"allowed: {measured.low:g} to {measured.high:g}",
                "narrow it",
                ("range",),
            )


def _inherit(value: Value, block: Sourced) -> None:
    value.standing = block.standing
    value.source = value.source or block.source
    value.confidence = value.confidence or block.confidence
    if value.range is None and block.spread is not None and value.value is not None:
        value.range = sorted(value.value * factor for factor in block.spread)


def _check_standing(value: Value, choice: bool, complain: Any) -> None:
    if value.standing in ("statute", "report") and value.source is None:
        complain(
            f"{value.standing} without a source",
            "allowed: source: S37, or {title: ..., date: ...}",
            "name the source, or call it an assumption with a range",
        )
    if value.standing == "assumption" and value.range is None and not _endless(value):
        complain(
            "an assumption without a range",
            "allowed: range: [low, high] in the unit of the value",
            "add the range that you would consider",
        )
    if value.standing == "choice" and not choice:
        complain(
            "standing 'choice'",
            "allowed in invented schemes and reforms only",
            "name a source, or call it an assumption with a range",
        )


def _endless(value: Value) -> bool:
    return math.isinf(value.number)
