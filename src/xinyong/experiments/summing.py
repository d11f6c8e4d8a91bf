"""Which sums of a month a cell keeps, by name: ``approves[age 60+]``, ``conducts[fare-evasion, acts]``.

A name is a quantity with a group, or one of the national sums that a month keeps beside them:
``conducts[conduct, fate]``, ``causes[list or cause, gate]``, ``institutions[book, doing]``,
``grades[book, grade]`` (subjects of a grade), ``listed-on[list, kind]`` (subjects on a list).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.fields import ACCESS, KINDS
from xinyong.quantities import G_COMPANY, G_OFFICE, GROUPS, INDEX
from xinyong.results.tallies import CAUSES, DOINGS, FATES

if TYPE_CHECKING:
    from xinyong.engine.run import MonthOut
    from xinyong.scheme.compile import Timeline

_LISTS: Final = 32
#: Sums beside quantities, and what their second word may be.
BESIDE: Final[dict[str, Sequence[str] | None]] = {
    "conducts": FATES, "causes": ACCESS, "institutions": DOINGS, "grades": None, "listed-on": KINDS,
}  # fmt: skip
#: Those that are counted at the end of a month, not during it.
STANDING: Final = ("grades", "listed-on")
_Places = NDArray[np.int64]


def split(name: str) -> tuple[str, list[str]]:
    """``approves[age 60+]`` is the word ``approves`` and its one part ``age 60+``."""
    word, _, rest = name.partition("[")
    return word, [part.strip() for part in rest.removesuffix("]").split(",")] if rest else []


def joined(word: str, parts: Sequence[str]) -> str:
    """The one way in which a sum's name is written."""
    return f"{word}[{', '.join(parts)}]"


def takers(names: Sequence[str], timeline: Timeline) -> dict[str, tuple[_Places, tuple[_Places, _Places]]]:
    """By part of a month: places of names, and where they stand in the part's last two dimensions.

    A list or an institution that the scheme does not have counts nothing.
    """
    found: dict[str, list[tuple[int, int, int]]] = {}
    for number, name in enumerate(names):
        where = _where(name, timeline)
        if where is not None:
            found.setdefault(where[0], []).append((number, *where[1:]))
    columns = {part: np.array(each, np.int64).T for part, each in found.items()}
    return {part: (into, (first, second)) for part, (into, first, second) in columns.items()}


def _where(name: str, timeline: Timeline) -> tuple[str, int, int] | None:
    """The part of a month in which a sum is, and its place there."""
    word, parts = split(name)
    if word in INDEX:
        group, row = GROUPS.index(parts[0]), INDEX[word]
        # in the groups of companies and offices every subject counts as an adult
        if word == "adults" and group in (G_COMPANY, G_OFFICE):
            row = INDEX["persons"]
        return "places", group, row
    first, second = parts
    if word == "conducts":
        return word, timeline.conducts.index(first), FATES.index(second)
    if word == "causes":
        if first in CAUSES:
            return word, _LISTS + CAUSES.index(first), ACCESS.index(second)
        return (word, timeline.lists.index(first), ACCESS.index(second)) if first in timeline.lists else None
    if word == "listed-on":
        if first not in timeline.lists:
            return None
        return "listed", timeline.lists.index(first), KINDS.index(second)
    if first not in timeline.institutions:
        return None
    if word == "grades":
        number = _grade(timeline, first, second)
        return None if number is None else (word, timeline.institutions.index(first), number)
    return word, timeline.institutions.index(first), DOINGS.index(second)


def _grade(timeline: Timeline, book: str, grade: str) -> int | None:
    """Number of a book's grade, the best being 0; None where the book has no such grade here."""
    own = next(each for each in timeline.scheme.books if each.id == book)
    grades = [] if own.score is None else [each.id for each in own.score.grades]
    return grades.index(grade) if grade in grades else None


class Keeper:
    """Takes the named sums of month after month."""

    def __init__(self, names: Sequence[str], timeline: Timeline) -> None:
        """Names of sums, and the scheme whose labels they use."""
        self.names = tuple(names)
        self._takers = takers(names, timeline)
        self._rows: list[NDArray[np.int64]] = []

    def add(self, month: MonthOut) -> None:
        """Take a month."""
        row = np.zeros(len(self.names), np.int64)
        for part, (into, place) in self._takers.items():
            found = getattr(month, part)[(..., *place)]
            row[into] = found.sum(axis=0) if part == "places" else found
        self._rows.append(row)

    def sums(self) -> NDArray[np.int64]:
        """All months so far: int64 [name, month]."""
        return np.array(self._rows, np.int64).reshape(len(self._rows), len(self.names)).T.copy()
