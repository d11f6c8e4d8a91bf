"""Indicators of claims as arithmetic over sums: read, checked, figured.

A formula is an id of the catalogue, or an expression: ``+ - * /``, brackets, numbers and sums.
A sum is a quantity, of the claim's group or of one in brackets (``approves[age 60+]``), or one
of the national sums (``conducts[fare-evasion, acts]``). Names hold hyphens and blanks, so
operators stand between blanks. Shares count as shares, everything else in its own unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.errors import Problem, UnknownName, did_you_mean, one_of
from xinyong.experiments.summing import BESIDE, STANDING, joined, split
from xinyong.quantities import GROUPS, INDEX, QUANTITIES, WEIGHT_UNIT, Quantity
from xinyong.results.tallies import CAUSES

F64 = NDArray[np.float64]
#: What a sum is over some months, by its full name, in its own unit.
Lookup = Callable[[str], F64]


@dataclass(frozen=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True)
class Sum:
    """A sum by its full name."""

    name: str


@dataclass(frozen=True)
class Op:
    """Two parts and what joins them."""

    sign: str
    left: Node
    right: Node


Node = Number | Sum | Op


@cache
def _tokens(known: tuple[str, ...]) -> re.Pattern[str]:
    names = sorted(known, key=len, reverse=True)
    words = "|".join(re.escape(name) for name in names)
    return re.compile(
        rf"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE]-?\d+)?)(?![\w.-])"
        rf"|(?P<name>{words})(?![\w-])(?:\[(?P<parts>[^\]]*)\])?"
        r"|(?P<sign>[-+*/()]))"
    )


#: Words of sums that a run keeps by month.
_SUMS: Final = (*INDEX, *BESIDE)


def parse(text: str, group: str = "all", words: tuple[str, ...] = _SUMS) -> Node:
    """The formula of an expression; sums without brackets are of ``group``.

    ``words`` are the names that may stand in it: sums, or endings.

    Raises ``UnknownName`` or ``InputError`` with what is wrong and what was probably meant.
    """
    return _Reading(text, group, words).all()


class _Reading:
    def __init__(self, text: str, group: str, words: tuple[str, ...]) -> None:
        self.text, self.group = text, group
        self.parts: list[tuple[str, str, str]] = []
        place = 0
        while text[place:].strip():
            found = _tokens(words).match(text, place)
            if found is None:
                word = re.split(r"\s[-+*/(]\s|[()\[]", text[place:].strip())[0].strip()
                raise _unknown(word, list(words), "quantity" if words is _SUMS else "ending")
            kind = str(found.lastgroup if found["parts"] is None else "name")
            self.parts.append((kind, found[kind], found["parts"] or ""))
            place = found.end()
        self.at = 0

    def all(self) -> Node:
        node = self.added()
        if self.at < len(self.parts):
            raise _broken(self.text, f"{self.parts[self.at][1]!r} is left over")
        return node

    def sign(self, allowed: str) -> str:
        """The next part, if it is one of these signs; '' else."""
        if self.at < len(self.parts):
            kind, word, _ = self.parts[self.at]
            if kind == "sign" and word in allowed:
                self.at += 1
                return word
        return ""

    def added(self) -> Node:
        node = self.multiplied()
        while sign := self.sign("+-"):
            node = Op(sign, node, self.multiplied())
        return node

    def multiplied(self) -> Node:
        node = self.one()
        while sign := self.sign("*/"):
            node = Op(sign, node, self.one())
        return node

    def one(self) -> Node:
        if self.sign("("):
            node = self.added()
            if not self.sign(")"):
                raise _broken(self.text, "a bracket is not closed")
            return node
        if self.sign("-"):
            return Op("-", Number(0.0), self.one())
        if self.at >= len(self.parts):
            raise _broken(self.text, "it ends too early")
        kind, word, parts = self.parts[self.at]
        self.at += 1
        if kind == "number":
            return Number(float(word))
        if kind == "name":
            return Sum(full_name(word, parts, self.group) if word in _SUMS else word)
        raise _broken(self.text, f"{word!r} stands where a sum or a number should")


def full_name(word: str, inside: str, group: str) -> str:
    """The name under which a sum is kept; raises ``UnknownName`` for a part nobody knows."""
    parts = [part.strip() for part in inside.split(",")] if inside else []
    if word in INDEX:
        chosen = parts[0] if parts else group
        if chosen not in GROUPS or len(parts) > 1:
            raise _unknown(chosen, list(GROUPS), "group")
        return joined(word, [chosen])
    if len(parts) != 2:
        raise _broken(inside, f"{word} needs two words in brackets")
    known = _firsts(word)
    if parts[0] not in known:
        raise _unknown(parts[0], known, word)
    seconds = BESIDE[word] or _grades(parts[0])
    if parts[1] not in seconds:
        raise _unknown(parts[1], list(seconds), word)
    return joined(word, parts)


@cache
def _firsts(word: str) -> list[str]:
    """What the first word in brackets may be: conducts, books, or lists and causes."""
    from xinyong.scheme import library

    if word == "conducts":
        return [str(each["id"]) for each in library.shared("conduct").data["conducts"]]
    if word in ("institutions", "grades"):
        return list(library.book_files())
    lists = [
        f"{name}.{each['id']}"
        for name, path in library.book_files().items()
        for each in library.read(path).data.get("lists", [])
    ]
    return [*CAUSES, *lists] if word == "causes" else lists


@cache
def _grades(book: str) -> list[str]:
    from xinyong.scheme import library

    score = library.read(library.book_files()[book]).data.get("score") or {}
    return [str(each["id"]) for each in score.get("grades", [])]


def _unknown(word: str, known: list[str], what: str = "quantity") -> UnknownName:
    return UnknownName(
        Problem(found=f"no {what} {word!r}", allowed=one_of(known), remedy=did_you_mean(word, known))
    )


def _broken(text: str, why: str) -> UnknownName:
    return UnknownName(
        Problem(found=f"no formula: {why}", remedy=f"write sums, numbers, + - * / and brackets: {text[:60]}")
    )


def names_in(node: Node) -> tuple[str, ...]:
    """Sums that a formula needs, each once."""
    if isinstance(node, Sum):
        return (node.name,)
    if isinstance(node, Op):
        return tuple(dict.fromkeys((*names_in(node.left), *names_in(node.right))))
    return ()


def figure(node: Node, lookup: Lookup) -> F64:
    """The formula's value; nan where it divides by nothing."""
    if isinstance(node, Number):
        return np.asarray(node.value)
    if isinstance(node, Sum):
        return lookup(node.name)
    left, right = figure(node.left, lookup), figure(node.right, lookup)
    if node.sign == "+":
        return np.asarray(left + right)
    if node.sign == "-":
        return np.asarray(left - right)
    if node.sign == "*":
        return np.asarray(left * right)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(right == 0, np.nan, left / np.where(right == 0, 1.0, right)))


def counted(node: Node, lookup: Lookup, relative: bool) -> F64 | None:
    """How many counted things a formula rests on; None where nothing counted stands in it.

    Of a quotient it is the smaller of both counts where an effect is relative, else what stands
    below: a rare thing may differ by little and still be known well. Sums count together, those of
    quotients too: their larger parts carry them.
    """
    if isinstance(node, Number):
        return None
    if isinstance(node, Sum):
        return lookup(node.name) if unit_of(node.name) == "count" else None
    left, right = counted(node.left, lookup, relative), counted(node.right, lookup, relative)
    if node.sign == "/" and not relative and right is not None:
        return right
    if node.sign == "+" or (node.sign == "-" and not (_divides(node.left) or _divides(node.right))):
        if left is None or right is None:
            plain = isinstance(node.left, Number) or isinstance(node.right, Number)
            return (left if right is None else right) if plain else None
        return np.asarray(left + right)
    if left is None or right is None:
        return left if right is None else right
    return np.asarray(np.minimum(left, right))


def _divides(node: Node) -> bool:
    return isinstance(node, Op) and (node.sign == "/" or _divides(node.left) or _divides(node.right))


@cache
def unit_of(name: str) -> str:
    """Unit of a sum by its full name: count, share/65536, yuan, yuan/100 or points."""
    word, parts = split(name)
    if word in INDEX:
        return QUANTITIES[INDEX[word]].unit
    return "points" if word == "institutions" and parts[1].startswith("points") else "count"


@cache
def scale_of(name: str) -> float:
    """What a kept sum is multiplied by to be in its own unit."""
    return Quantity(name, unit_of(name), "").scale / WEIGHT_UNIT


@cache
def is_event(name: str) -> bool:
    """Whether a sum counts what happened in a month, not what there was at its end."""
    from xinyong.quantities import STOCK_COUNT

    word, _ = split(name)
    return word not in STANDING if word not in INDEX else INDEX[word] >= STOCK_COUNT
