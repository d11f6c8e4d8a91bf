"""What is weighed, as it stands in ``frontier.yaml`` and ``headline.yaml``.

Every number that is weighed says which way it counts: ``counts: up`` means that more of the indicator is
more of what the name says (more compliance, more exposure), ``counts: down`` that less of it is. An effect
that *counts* is therefore above zero for more gain, more cost, more control, more harmony.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from xinyong.claims.models import Estimand, Setting, Smallest, WorldOf
from xinyong.scheme.values import Month, Number, Part, Refusal

_ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Id = Annotated[str, Field(pattern=_ID)]
Side = Literal["gain", "cost"]
Index = Literal["control", "harmony"]
Role = Literal["safeguard", "end"]


class Measured(Part):
    """One number of a world beside another world's."""

    frame: str
    citizens: Annotated[int, Field(ge=1000, le=1_000_000)] = 10_000
    indicator: str
    """An id of the catalogue, or an expression of quantities; with estimand ``end``, of endings."""
    group: str = "all"
    estimand: Estimand
    compare: Literal["difference", "relative"]
    counts: Literal["up", "down"]
    """Which way the indicator counts as more of what the name says."""
    smallest: Smallest

    @model_validator(mode="after")
    def _has_a_size(self) -> Measured:
        if self.smallest.value <= 0:
            raise Refusal(f"smallest {self.smallest.value:g}", "allowed: above zero",
                          "effects are counted in it: write the smallest that matters")  # fmt: skip
        return self


class Axis(Measured):
    """Something that a scheme gives, or that it costs."""

    id: Id
    side: Side
    name: str
    short: Annotated[str, Field(max_length=7)]
    """Head of its column."""
    unit: str
    """Unit of the effect as it is printed."""
    times: Number = 1.0
    """What the effect is multiplied by to be in that unit."""


class Reform(Part):
    """A reform on the list: a scheme, or the base with something held."""

    id: Id
    name: str
    role: Role = "safeguard"
    """``end``: no reform of the base but an end of the scale, for comparison."""
    world: WorldOf


class Frontier(Part):
    """The whole of ``frontier.yaml``."""

    base: WorldOf
    twin: WorldOf
    burn_in: str = "status-quo-2012"
    start: Month = "2014-01"
    months: Annotated[int, Field(ge=12, le=300)] = 120
    most: Annotated[Number, Field(gt=0)]
    """No axis counts for more smallest effects than this in a picture of all axes together."""
    reforms: list[Reform]
    axes: list[Axis]


class InSetting(Measured):
    """How a part is measured in some settings."""

    settings: list[Setting]


class IndexPart(Part):
    """A part of an index."""

    id: Id
    index: Index
    name: str
    measured: list[InSetting]


class PairOf(Part):
    """The worlds of a setting."""

    setting: Setting
    name: str
    world: WorldOf
    twin: WorldOf


class Headline(Part):
    """The whole of ``headline.yaml``."""

    question: str
    burn_in: str = "status-quo-2012"
    start: Month = "2014-01"
    months: Annotated[int, Field(ge=12, le=300)] = 120
    years: list[Annotated[int, Field(ge=1900, le=2200)]]
    cut: Number
    """An index rises where it is at least this many smallest effects."""
    cut_reason: str
    most: Annotated[Number, Field(gt=0)]
    """No part counts for more smallest effects than this."""
    most_reason: str
    pairs: list[PairOf]
    parts: list[IndexPart]
