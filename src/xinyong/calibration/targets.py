"""Published figures that a run is held against: read, checked, made measurable.

Each datum has one role. ``target``: the ranges are narrowed until the model meets it. ``prior``: it
went into a start or an assumption, so agreement says nothing. ``prediction``: kept back, to be
foretold. Counts and small shares are compared in their logarithm, other shares as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

import numpy as np
from pydantic import Field

from xinyong.calibration.faulting import faults
from xinyong.calibration.instruments import Instrument
from xinyong.calibration.matching import Aim
from xinyong.claims.measures import Measure
from xinyong.claims.models import Condition, Estimand
from xinyong.claims.reading import library_folder
from xinyong.dates import month_number
from xinyong.errors import LanguageError, Problem, XinyongError
from xinyong.experiments.cells import Lived, Spot, before, rules_of
from xinyong.scheme.holding import hold
from xinyong.scheme.reading import read_file
from xinyong.scheme.values import Month, Number, Part

Role = Literal["target", "prior", "prediction"]
#: How far a figure may be off by its confidence: of counts in the logarithm, of shares in points.
_LOOSE: Final = {"T": (0.03, 0.015), "T2": (0.10, 0.03), "K": (0.20, 0.05), "C": (0.05, 0.02)}
#: A share below this is compared as counts are.
_SMALL: Final = 0.1
_BURN_IN: Final = "status-quo-2012"
_NINE_IN_TEN: Final = 1.645


class World(Part):
    """A world that figures are read from."""

    scheme: str
    frame: str
    citizens: Annotated[int, Field(ge=1000, le=1_000_000)]
    start: Month


class Misses(Part):
    """How far off the model may be of itself, as one standard deviation, and why; one of the two."""

    relative: Annotated[Number | None, Field(gt=0, le=3)] = None
    """In parts of what was published."""
    absolute: Annotated[Number | None, Field(gt=0, le=0.5)] = None
    """In points of a share, 0 to 1."""
    reason: Annotated[str, Field(min_length=20)]


class Alike(Part):
    """How far misses go together: of figures that share a reason, and of others of the same world."""

    same: Annotated[Number, Field(ge=0, le=1)]
    world: Annotated[Number, Field(ge=0, le=1)]
    reason: Annotated[str, Field(min_length=20)]


class Target(Part):
    """One datum: what was published, and which number of which world it is held against."""

    id: str
    date: Any
    value: Number
    range: tuple[Number, Number] | None = None
    unit: str
    source: str
    confidence: Literal["T", "T2", "K", "C"]
    role: Role
    world: str
    indicator: str
    group: str
    estimand: Estimand
    from_: Annotated[Month | None, Field(alias="from")] = None
    until: Month | None = None
    instrument: Instrument | None = None
    """Of a survey: how it was taken."""
    misses: str | None = None
    """Of what is fitted or foretold: which of the file's ``misses`` the model may have here."""
    sets: Annotated[list[str], Field(default_factory=list)]
    """Of a prior: the assumptions that were set by it; ``start`` is where a run begins."""
    note: str = ""

    @property
    def logarithmic(self) -> bool:
        """Whether it is compared in the logarithm: counts, and shares that are small."""
        return self.value > 0 and (self.unit != "share" or self.value < _SMALL)

    def scaled(self, number: float) -> float:
        """A number on the scale on which it is compared; a hundredth of what was published is nothing."""
        if not self.logarithmic or math.isnan(number):
            return number
        return math.log(max(number, float(self.value) / 100))

    @property
    def observed(self) -> float:
        """Standard deviation of the figure itself, on its scale."""
        scale = 0 if self.logarithmic else 1
        own = _LOOSE[self.confidence][scale]
        if self.range is None:
            return own
        low, high = (self.scaled(float(each)) for each in self.range)
        return max(own, (high - low) / 2 / _NINE_IN_TEN)

    def missed(self, of: Misses) -> float:
        """Standard deviation of what the model may miss, on the figure's scale."""
        if of.absolute is not None:
            return float(of.absolute) / (float(self.value) if self.logarithmic else 1.0)
        share = float(of.relative or 0.0)
        return math.log1p(share) if self.logarithmic else share * abs(float(self.value))


#: Of a prior, which is held against nothing.
NOTHING_MISSED: Final = Misses(relative=1e-6, reason="a prior is neither fitted nor foretold")


class Figures(Part):
    """The file."""

    worlds: dict[str, World]
    misses: dict[str, Misses]
    alike: Alike
    targets: list[Target]


class Held(NamedTuple):
    """A datum, the number of a world that it is held against, and what the model may miss of it."""

    target: Target
    lived: Lived
    measure: Measure
    misses: Misses

    @property
    def missed(self) -> float:
        """Standard deviation of what the model may miss, on the figure's scale."""
        return self.target.missed(self.misses)

    @property
    def spread(self) -> float:
        """That and the figure's own error together."""
        return math.hypot(self.target.observed, self.missed)


def figures_file() -> Path:
    """Where the figures are."""
    return library_folder() / "targets.yaml"


@cache
def figures() -> Figures:
    """All figures; raises ``LanguageError`` with all problems."""
    document = read_file(figures_file())
    held = hold(document, Figures)
    if held is not None:
        for place, found, allowed, remedy in faults(held.model):
            document.complain(place, found, allowed, remedy)
    if held is None or document.problems:
        raise LanguageError(document.problems or [Problem(str(figures_file()), found="cannot be read")])
    return held.model


def held_against(roles: Iterable[Role], known: Figures | None = None) -> list[Held]:
    """The data of some roles with their worlds, each world as long as its longest datum asks for.

    Data without a month of their own (priors without an indicator) are left out.
    Raises ``LanguageError`` where an indicator or month cannot be read.
    """
    chosen = known or figures()
    wanted = [each for each in chosen.targets if each.role in tuple(roles) and each.until is not None]
    last = {name: max((month_number(e.until or world.start) for e in wanted if e.world == name), default=0)
            for name, world in chosen.worlds.items()}  # fmt: skip
    found, problems = [], []
    for each in wanted:
        world = chosen.worlds[each.world]
        start = month_number(world.start)
        months = last[each.world] - start + 1
        measure = Measure.of(_condition(each), start, months)
        try:
            measure.check()
        except XinyongError as error:
            problems += [Problem(str(figures_file()), path=f"{each.id}: {p.path}", found=p.found,
                                 allowed=p.allowed, remedy=p.remedy) for p in error.problems]  # fmt: skip
            continue
        misses = chosen.misses[each.misses] if each.misses else NOTHING_MISSED
        found.append(Held(each, _lived(world, start, months), measure, misses))
    if problems:
        raise LanguageError(problems)
    return found


def aim_of(held: Sequence[Held], known: Figures | None = None) -> Aim:
    """What is to be met: figures' own errors are apart, what the model misses goes as the file says."""
    alike = (known or figures()).alike
    missed = np.array([each.missed for each in held])
    together = np.eye(len(held))
    for a, one in enumerate(held):
        for b, other in enumerate(held):
            if a != b and one.target.world == other.target.world:
                same = one.target.misses == other.target.misses
                together[a, b] = float(alike.same if same else alike.world)
    own = np.diag([each.target.observed**2 for each in held]) + together * np.outer(missed, missed)
    return Aim(np.array([each.target.scaled(float(each.target.value)) for each in held]), own)


def _lived(world: World, start: int, months: int) -> Lived:
    spot = Spot(world.frame, world.citizens, start, months, before(_BURN_IN, ()))
    return Lived(rules_of(world.scheme, {}), spot)


def _condition(target: Target) -> Condition:
    return Condition.model_validate(
        {
            "indicator": target.indicator, "group": target.group, "estimand": target.estimand,
            "from": target.from_, "until": target.until, "compare": "level", "direction": "up",
            "smallest": {"value": 0, "reason": "a level is read, not judged"},
        }
    )  # fmt: skip
