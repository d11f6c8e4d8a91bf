"""What is made of a history: scores, lists and measures, each with its rule and source.

A ``rule`` is the dotted path of the rule in its book (``book.rongcheng.collects.3``), as reforms
write it; ``where`` is the file and line that it is written in; a ``source`` names where the rule comes
from, or is None for an assumption without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One record: its month, what was done, how it was learned of, the points that it counts.

    It counts before ``until`` (None = without end); ``why`` says how it ended, if it has:
    term, correction, repair, amnesty or death.
    """

    institution: str
    month: str
    conduct: str
    channel: str
    points: int
    until: str | None
    why: str | None
    rule: str
    where: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """A score, its grade, what it starts from (None for weighted scores), and the records that moved it.

    A score of points is ``base`` plus the points of all steps whose ``why`` is None, held to the
    bounds of the book. ``rule`` and ``source`` are those of the base or of the weights.
    """

    value: int
    grade: str | None
    base: int | None
    path: tuple[Step, ...]
    rule: str
    where: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a list (``way`` as rule books name it); open from ``since`` on, if that is known."""

    way: str
    says: str
    since: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Time on a list (``book.list``); ``reaches`` says who is on it: self or representative.

    ``until`` is the month in which the entry ends by itself (None: it does not), ``ways`` how one may
    get out before, while one is on the list.
    """

    list: str
    reaches: str
    entered: str
    ended: str | None
    until: str | None
    ways: tuple[Way, ...]
    rule: str
    where: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What follows at a gate: ``refuse`` or ``grant``, in a share ``strength`` of checks.

    ``reaches`` says who meets it: self, household, representative, group or employer (``dismiss``, with
    ``strength`` a chance a month); ``because`` what it follows from: a list (``book.list``), a grade, a
    score or a bad entry. It ends when that does.
    """

    gate: str
    does: str
    reaches: str
    because: str
    strength: float
    rule: str
    where: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where a subject stands at the end of month ``as_of``.

    ``lists`` holds entries that ended as well; ``records`` all records that ever counted or may back
    a list; ``live_records`` by institution those that still do, the court's open cases among them.
    """

    as_of: str
    scores: Mapping[str, Score]
    lists: tuple[Listing, ...]
    measures: tuple[Measure, ...]
    records: tuple[Step, ...]
    live_records: Mapping[str, int]

    def on_lists(self) -> list[str]:
        """The lists that the subject itself is on now."""
        return [each.list for each in self.lists if each.reaches == "self" and each.ended is None]

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return asdict(self)
