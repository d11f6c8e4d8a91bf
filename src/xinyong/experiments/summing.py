"""Which sums of a month a cell keeps, by name: ``approves[age 60+]``, ``conducts[fare-evasion, acts]``.

A name is a quantity with a group, or one of the national sums that a month keeps beside them:
``conducts[conduct, fate]``, ``causes[list or cause, gate]``, ``institutions[book, doing]``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.fields import ACCESS
from xinyong.quantities import G_COMPANY, G_OFFICE, GROUPS, INDEX
from xinyong.results.tallies import CAUSES, DOINGS, FATES

if TYPE_CHECKING:
    from xinyong.engine.run import MonthOut
    from xinyong.scheme.compile import Timeline

_LISTS: Final = 32
#: Sums beside quantities, and what their second word may be.
BESIDE: Final = {"conducts": FATES, "causes": ACCESS, "institutions": DOINGS}
Reader = Callable[["MonthOut", NDArray[np.int64]], int]


def split(name: str) -> tuple[str, list[str]]:
    """``approves[age 60+]`` is the word ``approves`` and its one part ``age 60+``."""
    word, _, rest = name.partition("[")
    return word, [part.strip() for part in rest.removesuffix("]").split(",")] if rest else []


def joined(word: str, parts: Sequence[str]) -> str:
    """The one way in which a sum's name is written."""
    return f"{word}[{', '.join(parts)}]"


def readers(names: Sequence[str], timeline: Timeline) -> list[Reader]:
    """For each name what takes it from a month and its ``places`` summed over provinces.

    A list or an institution that the scheme does not have counts nothing.
    """
    return [_reader(name, timeline) for name in names]


def _reader(name: str, timeline: Timeline) -> Reader:
    word, parts = split(name)
    if word in INDEX:
        group, row = GROUPS.index(parts[0]), INDEX[word]
        # in the groups of companies and offices every subject counts as an adult
        if word == "adults" and group in (G_COMPANY, G_OFFICE):
            row = INDEX["persons"]
        return lambda month, everywhere: int(everywhere[group, row])
    first, second = parts
    if word == "conducts":
        k, fate = timeline.conducts.index(first), FATES.index(second)
        return lambda month, everywhere: int(month.conducts[k, fate])
    if word == "causes":
        gate = ACCESS.index(second)
        if first in CAUSES:
            why = _LISTS + CAUSES.index(first)
        elif first in timeline.lists:
            why = timeline.lists.index(first)
        else:
            return _nothing
        return lambda month, everywhere: int(month.causes[why, gate])
    if first not in timeline.institutions:
        return _nothing
    number, doing = timeline.institutions.index(first), DOINGS.index(second)
    return lambda month, everywhere: int(month.institutions[number, doing])


def _nothing(month: MonthOut, everywhere: NDArray[np.int64]) -> int:
    return 0


class Keeper:
    """Takes the named sums of month after month."""

    def __init__(self, names: Sequence[str], timeline: Timeline) -> None:
        """Names of sums, and the scheme whose labels they use."""
        self.names = tuple(names)
        self._readers = readers(names, timeline)
        self._rows: list[list[int]] = []

    def add(self, month: MonthOut) -> None:
        """Take a month."""
        everywhere = month.places.sum(axis=0)
        self._rows.append([read(month, everywhere) for read in self._readers])

    def sums(self) -> NDArray[np.int64]:
        """All months so far: int64 [name, month]."""
        return np.array(self._rows, np.int64).reshape(len(self._rows), len(self.names)).T.copy()
