"""Histories: what one subject did, and, in worked cases, what a rule book makes of it.

``cases.yaml`` lies beside a rule book. A case is a sentence, a history and what is
expected; the same history, on its own, is what ``assess`` reads. Nothing in it can name a
real person: there is no key for a name, a number or an address.
"""

# ruff: noqa: RUF012 (models copy their defaults)
from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from xinyong.dates import month_number
from xinyong.scheme.books import Ground
from xinyong.scheme.catalogue import Channel, Kind, Owner
from xinyong.scheme.compositions import Patch
from xinyong.scheme.effects import Holder
from xinyong.scheme.values import Month, Number, OneOrMany, Part, Refusal, Source

ExitReason = Literal[
    "performance", "settlement", "creditor-request", "correction", "repair", "ended", "closed-for-want",
    "death", "amnesty",
]  # fmt: skip
FlowWord = Literal["firms-state", "state-firms", "firms-firms"]


class Happening(Part):
    """Something a subject did, and what became of it later."""

    month: Month
    conduct: str
    times: Annotated[int, Field(ge=1, le=1000, strict=True)] = 1
    channel: Channel | None = None
    """How it became known; without it, through the first channel that serves."""
    ended: Month | None = None
    """When the conduct itself ended."""
    ground: Ground | None = None
    """For a judgment default: the ground of listing."""
    exit: ExitReason | None = None
    """How the record or listing was ended before its term ..."""
    exit_month: Month | None = None
    """... and when."""

    @model_validator(mode="after")
    def _in_order(self) -> Happening:
        start = month_number(self.month)
        for later in (self.ended, self.exit_month):
            if later is not None and month_number(later) < start:
                raise Refusal(f"{later} lies before {self.month}", "", "put the dates in order")
        if (self.exit is None) != (self.exit_month is None):
            raise Refusal("only one of exit and exit_month", "allowed: both or neither")
        return self


class History(Part):
    """One subject's record, as of a month."""

    kind: Kind = "person"
    place: str = "none"
    """A city id, or none."""
    where: Literal["urban", "rural"] = "urban"
    """In the city's town or in its countryside."""
    born: Month | None = None
    founded: Month | None = None
    opted_in: bool = False
    """Whether the subject has joined the commercial score."""
    as_of: Month
    history: list[Happening] = []

    @model_validator(mode="after")
    def _not_after(self) -> History:
        for each in self.history:
            if month_number(each.month) > month_number(self.as_of):
                raise Refusal(f"{each.month} lies after as_of {self.as_of}", "", "put as_of at the end")
        return self


class ExpectedHold(Part):
    """How often a holding leaks a year, and whom a leak exposes."""

    leaks: Number
    exposes: Number | None = None


class ExpectedMap(Part):
    """The list that a public map shows (``book.list``, or none), and the share that looks at it."""

    list_: Annotated[str, Field(alias="list")]
    looks: Number | None = None


class Expected(Part):
    """What follows: scores and grades by book, lists as ``book.list``, measures as ``does gate``."""

    scores: dict[str, Number] = {}
    grades: dict[str, str] = {}
    lists: list[str] | None = None
    """All lists that the subject is on; [] = none; left out = not looked at."""
    measures: list[str] | None = None
    """All that follows for the subject itself, as ``refuse flight`` or ``grant loan``."""
    others: list[str] | None = None
    """All that follows for others, as ``refuse private-school household`` or ``refuse flight
    representative`` (a company's)."""
    live_records: dict[str, Annotated[int, Field(ge=0, strict=True)]] = {}
    """Live records by book."""
    safeguards: list[str] | None = None
    """All safeguards in force in the month; [] = none."""
    coverage: dict[Channel, Number] = {}
    """Coverage of channels where the subject is."""
    flows: dict[FlowWord, Number] = {}
    """Shares of what the one knows that reaches the other."""
    events: list[str] | None = None
    """All events of the month."""
    demands: list[str] | None = None
    """All demands that stand."""
    campaign: Number | None = None
    phase: str | None = None
    """Name of the plan's phase, or none."""
    holds: dict[Holder, ExpectedHold] = {}
    burden: dict[Owner, Number] = {}
    """Shares of turnover."""
    map: ExpectedMap | None = None
    memoranda: dict[Literal["punish", "reward", "both"], Annotated[int, Field(ge=0, strict=True)]] = {}
    """How many memoranda there are by then."""
    groups: Annotated[int, Field(ge=0, strict=True)] | None = None
    """Households of a group that answers for its members; 0 = none."""

    def conditions(self) -> bool:
        """Whether anything is expected of the month's rules themselves."""
        return bool(self.model_fields_set - _OF_SUBJECTS)


_OF_SUBJECTS = {"scores", "grades", "lists", "measures", "others", "live_records"}


class Case(History):
    """A worked case: a sentence, a history and what is expected."""

    case: str
    """The sentence."""
    scheme: Annotated[list[str], OneOrMany, Field(min_length=1)] = ["china-2020"]
    """The scheme, by name; or some rule books, which then are the whole scheme. Beside a rule book
    of one's own, that book by itself if nothing is said."""
    expect: Expected
    fails_if: Annotated[list[Patch], OneOrMany] = []
    """A change of the rules, as in a reform, with which the case must fail."""
    source: Source | None = None
    note: str | None = None


class CaseFile(Part):
    """``cases.yaml``."""

    cases: list[Case]
