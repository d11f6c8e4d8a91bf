"""Scores: what points start from, which grades they make, and how people rate each other."""

# ruff: noqa: RUF012 (models copy their defaults)
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from xinyong.scheme.values import (
    Dated,
    Months,
    MonthsOrNone,
    Multiplier,
    OneOrMany,
    Points,
    Rate,
    Share,
    Sourced,
    Truth,
    Weight,
)


class Grade(Sourced):
    """A grade, and the score from which it holds; the worst one may leave ``from`` out."""

    id: str
    from_: Annotated[Points | None, Field(alias="from")] = None


class Dimensions(Sourced):
    """Weights of the five dimensions of a commercial score; they add up to one."""

    identity: Weight
    ability: Weight
    history: Weight
    behaviour: Weight
    contacts: Weight


class TwoDimensions(Sourced):
    """One number each for the two dimensions that records move."""

    history: Annotated[Points, Field()]
    behaviour: Annotated[Points, Field()]


class TwoShares(Sourced):
    """One share each for the two dimensions that records move."""

    history: Share
    behaviour: Share


class Inspection(Dated):
    """How often companies of some grades are inspected."""

    grade: Annotated[list[str], OneOrMany, Field(min_length=1)]
    times: Multiplier
    """Inspections beside the usual; 1 = as ever."""


class Newcomer(Sourced):
    """The grade of those who are too new to be graded by their points."""

    grade: str
    months: Months
    """For so long after they were founded."""


class Score(Sourced):
    """How points become a score, and a score a grade.

    A ``points`` or ``rating`` book needs base and grades (best first); a ``weighted`` one weights,
    scale (points that move a dimension from 0 to 1), start (0..1, with no record) and opt_in.
    """

    base: Points | None = None
    lowest: Points | None = None
    """Scores stop here; without it they do not."""
    highest: Points | None = None
    adults_only: Truth = True
    grades: list[Grade] = []
    inspections: list[Inspection] = []
    newcomer: Newcomer | None = None
    weights: Dimensions | None = None
    scale: TwoDimensions | None = None
    start: TwoShares | None = None
    opt_in: Rate | None = None
    """Hazard of joining, for those who could."""


class Rating(Sourced):
    """How those who meet rate each other (``rating`` books)."""

    scale: Points
    """Points of the best rating; the worst takes as many."""
    weight: Weight
    """How far a rater's own score moves the weight of the rating; 0 = not at all."""
    flattery: Share
    """How far ratings follow the score of the rated rather than the act."""
    share: Share
    """Share of contacts that end in a rating."""
    term: MonthsOrNone
    """How long a rating counts."""
    conduct: str
    """The conduct under which ratings are recorded."""
