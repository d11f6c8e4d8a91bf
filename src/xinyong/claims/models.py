"""What a claim file says. One file a claim, strict YAML, every key explained here."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import Field, model_validator

from xinyong.scheme.values import Month, Number, OneOrMany, Part, Refusal

Setting = Literal["LAW", "CITY", "COM", "CORP", "FICT"]
Side = Literal["disadvantage", "advantage", "premise"]
Kind = Literal["fact", "entailed", "calibrated", "emergent", "fiction"]
Outlet = Literal["media", "academic", "think-tank", "government", "state-media", "author", "fiction"]
Theme = Literal[
    "surveillance", "privacy", "speech", "control", "inequality", "errors", "political-use", "compliance",
    "morality", "trust", "approval", "economy", "comparison",
]  # fmt: skip
Estimand = Literal["level", "mean", "cumulative", "peak", "after", "end"]
Compare = Literal["difference", "relative", "level"]
Direction = Literal["up", "down", "not-up", "not-down", "neither"]

SETTINGS: Final = ("LAW", "CITY", "COM", "CORP", "FICT")
_ID: Final = r"^[DAP][0-9]{2}$"


class Speaker(Part):
    """Who says it in the thesis, and in what kind of outlet."""

    name: str
    outlet: Outlet


class WorldOf(Part):
    """A world of a test: a scheme, and what is set in it, held over all draws."""

    short_key = "scheme"
    short_schema: ClassVar[dict[str, Any]] = {"type": "string"}
    scheme: str
    set: dict[str, Any] = Field(default_factory=dict)
    """Assumptions by id, held at a number; or paths of the scheme and what stands there instead."""
    patch: list[dict[str, Any]] = Field(default_factory=list)
    """Further patches, as a reform writes them; they come after ``set``."""


class Smallest(Part):
    """The smallest effect that matters, in the unit of ``compare``, and why."""

    value: Number
    reason: Annotated[str, Field(min_length=8)]


class Further(Part):
    """A contrast whose effect is taken away from the first one's, ``times`` times."""

    world: WorldOf
    twin: WorldOf | None = None
    times: Number = 1.0


class Condition(Part):
    """Something that must be so in a draw: an indicator of a world, beside its twin's."""

    indicator: str
    """An id of the catalogue, or an expression of quantities; with estimand ``end``, of endings."""
    group: str = "all"
    estimand: Estimand
    """``level`` last 12 months, ``mean`` all, ``cumulative`` added up, ``peak`` highest 12 months
    running, ``after`` last 24 months, ``end`` persons of the last month."""
    from_: Annotated[Month | None, Field(alias="from")] = None
    """First month that is read, instead of the estimand's own."""
    until: Month | None = None
    """Last month that is read."""
    compare: Compare
    """``difference`` world less twin, ``relative`` that over the twin, ``level`` the world alone."""
    direction: Direction
    """What the claim says: ``up`` E >= smallest, ``down`` E <= -smallest (of a level: <= smallest),
    ``not-up`` E < smallest, ``not-down`` E > -smallest, ``neither`` between the two."""
    smallest: Smallest
    fails: Smallest | None = None
    """A second bar, milder than ``smallest``, where a claim says when it fails: it does not hold where q at
    this bar is at most a tenth; between the two bars it depends. Without it ``smallest`` is both."""

    @property
    def bar(self) -> float:
        """The smallest effect that matters."""
        return self.smallest.value

    @property
    def fails_bar(self) -> float:
        """What must not be reached for the claim to fail: ``fails``, or else ``smallest``."""
        return self.smallest.value if self.fails is None else self.fails.value


class More(Condition):
    """A further condition of a test; worlds that it does not name are those of the test."""

    world: WorldOf | None = None
    twin: WorldOf | None = None
    less: list[Further] | None = None


class Test(Condition):
    """How a claim is run in one setting."""

    setting: Setting
    part: str = ""
    """What part of the claim it is, where it is beside the setting's main test."""
    frame: str
    citizens: Annotated[int, Field(ge=1000, le=1_000_000)]
    world: WorldOf
    twin: WorldOf | None = None
    burn_in: str = "status-quo-2012"
    start: Month = "2014-01"
    months: Annotated[int, Field(ge=1, le=300)] = 120
    repeats: Annotated[int, Field(ge=1, le=8)] = 1
    """How many times as many seeds a draw as other tests: where the luck of few subjects is large."""
    less: list[Further] = Field(default_factory=list)
    more: list[More] = Field(default_factory=list)
    flips_at: Number | None = None
    """The smallest effect that would turn the verdict, where it is known."""
    doubt: Annotated[str, Field(max_length=300)] = ""
    """What a sceptic says first: where what is measured is less, or other, than what is said."""


class Evidence(Part):
    """A figure that a fact rests on."""

    what: str
    source: str
    value: Any


class Fact(Part):
    """What the figures say."""

    finding: Literal["holds", "does-not-hold", "mixed"]
    evidence: list[Evidence]
    reason: str


class Untestable(Part):
    """Why a claim cannot be run here, and what would have to be true."""

    reason: str
    would_need: str


class Claim(Part):
    """A claim of the thesis."""

    id: Annotated[str, Field(pattern=_ID)]
    side: Side
    statement: Annotated[str, Field(min_length=10, max_length=300)]
    section: str
    said_by: list[Speaker]
    mechanism: str
    themes: Annotated[list[Theme], OneOrMany]
    kind: Kind
    why_not_a_knob: str = ""
    """Of an emergent claim: why no single assumption fixes the sign."""
    turned_by: list[str] = Field(default_factory=list)
    """Of an emergent claim: ids of assumptions of the register that would have to move, together, for its
    sign to turn. What it was seen to depend on is on the board."""
    notes: Annotated[list[str], OneOrMany] = Field(default_factory=list)
    settings: list[Setting] = Field(default_factory=list)
    """Settings of a claim without tests."""
    tests: list[Test] = Field(default_factory=list)
    fact: Fact | None = None
    untestable: Untestable | None = None

    @model_validator(mode="after")
    def _can_be_judged(self) -> Claim:
        if not self.tests and self.fact is None and self.untestable is None:
            raise Refusal(
                "a claim that nothing judges", "allowed: tests, fact or untestable", "say how it is judged"
            )
        if self.kind == "emergent" and not self.why_not_a_knob:
            raise Refusal(
                "an emergent claim without why_not_a_knob", "", "say why no single assumption fixes its sign"
            )
        if self.kind == "emergent" and len(self.turned_by) < 2:
            raise Refusal(
                "an emergent claim that fewer than two assumptions could turn",
                "allowed: two ids or more",
                "name in 'turned_by' what would have to move, or call the claim entailed or calibrated",
            )
        if self.kind == "fact" and self.fact is None and self.untestable is None:
            raise Refusal("kind fact without a 'fact' block", "", "say what the figures are")
        return self
