"""What is made of a history: scores, lists and measures, each with its rule and source.

A ``rule`` is the dotted path of the rule in its book (``book.rongcheng.collects.3``), as reforms
write it; a ``source`` names where that rule stands, or is None for an assumption without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from xinyong.scheme.crosscheck_books import selected

if TYPE_CHECKING:
    from xinyong.scheme.books import ListRule
    from xinyong.scheme.loading import Scheme
    from xinyong.scheme.values import Sourced, Value


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
    source: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Time on a list (``book.list``); ``reaches`` says who is on it: self or representative."""

    list: str
    reaches: str
    entered: str
    ended: str | None
    rule: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What follows at a gate: ``refuse`` or ``grant``, in a share ``strength`` of checks.

    ``reaches`` says who meets it: self, household or representative.
    """

    gate: str
    does: str
    reaches: str
    strength: float
    rule: str
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


def cited(scheme: Scheme, *parts: Value | Sourced | None) -> str | None:
    """The first source that one of some numbers or blocks names, as one line."""
    for part in parts:
        source = part.source if part is not None else None
        if source is None:
            continue
        entry = scheme.catalogue.sources.get(source.ref or "")
        title = source.title or (entry.title if entry else source.ref or "")
        date = source.date or (entry.date if entry else None)
        named = f"{source.ref}: {title}" if source.ref else title
        return ", ".join(filter(None, (named, source.article, date)))
    return None


def collecting_rule(
    scheme: Scheme, number: int, conduct: str, channel: str, kind: str, points: int, month: int
) -> tuple[str, str | None]:
    """Path and source of the row of book ``number`` that made a record in ``month``."""
    book = scheme.books[number]
    for index, part in enumerate(book.collects):
        if (
            part.holds(month)
            and conduct in selected(part.conduct, scheme.catalogue.conducts)
            and kind in (part.subjects or book.subjects)
            and (not part.channels or channel in part.channels)
            and (round(part.points.number) if part.points else 0) == points
        ):
            rule = f"book.{book.id}.collects.{index}"
            return rule, cited(scheme, part.points, part, part.retention, book.retention)
    return f"book.{book.id}", None


def list_rule(scheme: Scheme, number: int, month: int) -> tuple[str, str | None]:
    """Path and source of list ``number``, as entered in ``month``."""
    word = scheme.lists[number]
    book, _, name = word.partition(".")
    rule = next(rule for each in scheme.books if each.id == book for rule in each.lists if rule.id == name)
    return f"book.{book}.lists.{name}", cited(scheme, rule, *_terms(rule, month))


def _terms(rule: ListRule, month: int) -> list[Value | Sourced | None]:
    """Where the terms of a list in force stand; one made for some grounds says what the list is for."""
    return [part for term in rule.term if term.holds(month) for part in (term, term.months)]
