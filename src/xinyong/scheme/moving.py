"""A scheme with its assumptions moved, made of one that was read and checked before.

Only blocks in which a number moves are made anew. Books and catalogues that say the same and are moved
alike come out as one object, in whichever schemes they stand, so that what is remembered of one
scheme serves the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from xinyong.scheme.assembling import Assembly, Catalogue
from xinyong.scheme.loading import overridden, scheme_of
from xinyong.scheme.memory import Memory, remembered
from xinyong.scheme.values import Value

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme
    from xinyong.scheme.settling import Settled

_Move = tuple["Settled", float]


class Mover:
    """Moves assumptions, and remembers books and catalogues that it moved."""

    def __init__(self) -> None:
        """Nothing was moved yet."""
        self._made: Memory = {}

    def __call__(self, scheme: Scheme, overrides: Mapping[str, float]) -> Scheme:
        """What ``build`` makes of the parts of ``scheme``, which has all its assumptions where they were.

        Raises ``UnknownName`` for unknown assumptions and values out of range.
        """
        if scheme.overrides:
            raise ValueError("move the scheme that these assumptions were moved in, all at once")
        believed = scheme.believed
        if believed is not None:
            mine = {name: each for name, each in overrides.items() if name in believed.assumptions}
            believed = self(believed, mine) if mine else believed
        old = scheme.assembly
        moves = overridden(old.numbers, overrides, believed)
        by_part: dict[str, list[_Move]] = defaultdict(list)
        for move in moves:
            kind, own, *_ = move[0].id.split(".")
            by_part[f"book.{own}" if kind == "book" else kind].append(move)
        shared = [*by_part["conduct"], *by_part["access"], *by_part["channel"]]
        values = {number.id: value for number, value in moves}
        model = _moved(old.scheme, by_part["scheme"])
        assembly = Assembly(
            self._alike(scheme, old.catalogue, "", shared),
            model,
            {
                word: self._alike(scheme, book, word, by_part[f"book.{book.id}"])
                for word, book in old.books.items()
            },
            [_at(number, values) for number in old.numbers],
            [],
        )
        return scheme_of(model, assembly, believed, scheme.parts, overrides)

    def _alike(self, scheme: Scheme, part: Any, word: str, moves: Sequence[_Move]) -> Any:
        """A part with its numbers moved: the same object for the same text and values."""
        told = remembered(scheme.known, ("told", word), lambda: _told(part))
        values = tuple((number.id, value) for number, value in moves)
        return remembered(self._made, (told, values), lambda: _moved(part, moves))


def _at(number: Settled, values: Mapping[str, float]) -> Settled:
    if number.id not in values:
        return number
    return replace(number, value=number.value.model_copy(update={"value": values[number.id]}))


def _told(part: BaseModel | Catalogue) -> str:
    """All that a part says, and which of its keys were written."""
    if isinstance(part, BaseModel):
        return part.model_dump_json(exclude_unset=True)
    kinds = (part.conducts, part.gates, part.channels, part.sources)
    return "\n".join(f"{name} {_told(each)}" for kind in kinds for name, each in kind.items())


def _moved(part: Any, moves: Sequence[_Move]) -> Any:
    return _with(part, {id(number.value): value for number, value in moves})


def _with(part: Any, values: Mapping[int, float]) -> Any:
    """A part with the values of some of its numbers, by identity; itself where it has none of them."""
    if isinstance(part, Value):
        return part.model_copy(update={"value": values[id(part)]}) if id(part) in values else part
    if isinstance(part, Catalogue):
        kinds = {name: _with(getattr(part, name), values) for name in ("conducts", "gates", "channels")}
        return replace(part, **kinds)
    if isinstance(part, BaseModel):
        changed = _changed(part.__dict__, values)
        if not changed:
            return part
        found = part.model_copy()
        found.__dict__.update(changed)
        return found
    if isinstance(part, dict):
        changed = _changed(part, values)
        return {**part, **changed} if changed else part
    if isinstance(part, list):
        items = [_with(each, values) for each in part]
        return items if any(a is not b for a, b in zip(part, items, strict=True)) else part
    return part


def _changed(parts: Mapping[Any, Any], values: Mapping[int, float]) -> dict[Any, Any]:
    found = {}
    for name, each in parts.items():
        if isinstance(each, BaseModel | dict | list):
            new = _with(each, values)
            if new is not each:
                found[name] = new
    return found
