"""Rule books: what an institution collects, how it scores, whom it lists and what follows.

A rule book is one file, ``<folder>/rulebook.yaml``. The engine knows a closed set of
mechanisms (``kind``), and any number of institutions of each kind, except that a nation has at most
one ``weighted`` and one ``register`` book at a time, and that a place has room for two scores by
points of persons, four of companies and one of offices:

==========  ==========================================================================
register    keeps records; ``bad_entry`` measures follow from live bad ones
points      base plus points of live records, clipped; grades by thresholds
rating      the same, where the records are what those whom one meets say of one
weighted    five dimensions between lowest and highest; perks from a score on
list        puts subjects on lists; the court's one also has a ``court`` block
hub         keeps nothing; passes on the lists that agreements name
gatekeeper  keeps nothing; says what follows from lists, grades and scores of other books
sensing     keeps nothing; says what channels cover
law         a law: safeguards, limits to what data may flow, what complying costs
plan        the umbrella: phases and publicity
==========  ==========================================================================

Any book may say what flows, leaks, happens or is demanded while it is in force.
"""

# ruff: noqa: RUF012 (models copy their defaults)
from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from xinyong.scheme.catalogue import Channel, Domain, Id, Kinds
from xinyong.scheme.consequences import Agreement, MeasureRule, Memorandum, When
from xinyong.scheme.effects import (
    Burden,
    Campaign,
    ChannelChange,
    Demand,
    Event,
    Flow,
    Groups,
    Hold,
    Limit,
    Phase,
    PublicMap,
)
from xinyong.scheme.grading import Grade, Rating, Score
from xinyong.scheme.values import (
    Dated,
    Days,
    Months,
    MonthsOrNone,
    Multiplier,
    Name,
    OneOrMany,
    Part,
    Points,
    Refusal,
    Safeguard,
    Share,
    Source,
    Sourced,
    Truth,
)

__all__ = [
    "Agreement", "Collects", "Court", "Entry", "Exit", "Grade", "Ground", "ListRule", "MeasureRule",
    "Publicity", "Rating", "RuleBook", "SafeguardName", "Score", "Selector", "Setting", "Term", "When",
]  # fmt: skip

Setting = Literal["LAW", "CITY", "COM", "CORP", "FICT"]
Ground = Literal[
    "able-but-refuses", "obstructs", "evades", "no-asset-report", "breaks-spending-limit",
    "breaks-settlement",
]  # fmt: skip
Exit = Literal[
    "performance", "settlement", "creditor-request", "expiry", "correction", "repair", "closed-for-want",
    "death",
]  # fmt: skip
Kind = Literal[
    "register", "points", "weighted", "list", "hub", "law", "plan", "gatekeeper", "rating", "sensing",
]  # fmt: skip
SafeguardName = Literal[
    "notice", "consent", "appeal", "correction", "expiry", "repair", "proportionality", "no-kin", "speech",
    "purpose", "amnesty",
]  # fmt: skip


class Selector(Part):
    """Which conducts: an id, a list of ids, or all of a domain (``except`` leaves some out)."""

    short_key = "ids"
    short_schema: ClassVar[dict[str, Any]] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    }
    ids: Annotated[list[str], OneOrMany] = []
    domain: Annotated[list[Domain], OneOrMany] = []
    except_: Annotated[list[str], OneOrMany, Field(alias="except")] = []
    valence: Literal["harmful", "neutral", "good"] | None = None
    """Only those of this valence (with ``domain``)."""

    @model_validator(mode="after")
    def _selects(self) -> Selector:
        if not self.ids and not self.domain:
            raise Refusal("no conduct", "allowed: an id, [ids] or {domain: traffic}")
        return self


class Collects(Dated):
    """One row of what is collected: a conduct, how it is learned of, what it counts, how long."""

    conduct: Selector
    channels: Annotated[list[Channel], OneOrMany] = []
    """Through which channels; none named = through any."""
    subjects: Kinds | None = None
    """Only these kinds of subject; without it, the book's."""
    coverage: Share | None = None
    """Share of noticed acts that are recorded; without it, the book's ``coverage``."""
    points: Points | None = None
    """Points per record, signed; without it 0."""
    dimension: Literal["history", "behaviour"] | None = None
    """Which dimension of a weighted score the points move."""
    retention: MonthsOrNone | None = None
    """How long a record counts (``none`` = without end); without it, as long as the term of
    the list that it enters, if that has one, else as the book says."""
    from_end_of_conduct: Truth = False
    """Whether the time runs from the end of the conduct, not from the record."""
    enters: str | None = None
    """Id of the list of this book that the record puts the subject on; ``none`` = on none, whatever
    the lists say of the conduct."""
    grade_at_best: str | None = None
    """The best grade that a subject with such a live record can have."""


class Term(Dated):
    """How long a listing lasts, for some grounds or (without ``grounds``) for all others."""

    grounds: Annotated[list[Ground | Literal["others"]], OneOrMany] = []
    months: MonthsOrNone


class Entry(Part):
    """What puts a subject on a list: conducts that the book collects, or grounds of the court."""

    conduct: Selector | None = None
    grounds: Annotated[list[Ground | Literal["any"]], OneOrMany] = []

    @model_validator(mode="after")
    def _one_way(self) -> Entry:
        if (self.conduct is None) == (not self.grounds):
            raise Refusal("an entry with neither or both of conduct and grounds", "allowed: one of the two")
        return self


class Publicity(Sourced):
    """How far a list is made public: ``named``, ``unnamed``, ``none`` or a share that is named."""

    short_key = "how"
    short_schema: ClassVar[dict[str, Any]] = {"enum": ["named", "unnamed", "none"]}
    how: Literal["named", "unnamed", "none"] = "named"
    share: Share | None = None
    """Share of entries published with the name; without it 1 if named, else 0."""

    @model_validator(mode="before")
    @classmethod
    def _share(cls, data: Any) -> Any:
        if isinstance(data, dict) and "value" in data:
            # a reform that sets none where a share stood
            return {"how": "none"} if data["value"] in (None, "none") else {"how": "named", "share": data}
        return data


class ListRule(Dated):
    """A black or red list: who enters, for how long, who may leave and how, who sees it."""

    id: Id
    name: Name
    colour: Literal["black", "red"]
    subjects: Kinds | None = None
    """Only these kinds of subject; without it, the book's."""
    entry: Entry
    term: list[Term] = []
    """How long; nothing said = until an exit."""
    exit: Annotated[list[Exit | Literal["none"]], OneOrMany] = []
    """Ways out; ``none`` says that there is none."""
    publicity: Publicity
    repair_after: MonthsOrNone | None = None
    """Months before a repair may be sought (``exit: repair``); without it, or ``none``, no repair."""


class Court(Dated):
    """How the court's list works; a later period of the list says only what changes.

    ``lists`` and ``limits`` are the ids of this book's lists of defaulters and of spending
    limits (``none`` while there is none).
    """

    lists: str | None = None
    limits: str | None = None
    conduct: str | None = None
    """The conduct that opens an obligation: ``judgment-default``."""
    term: Months | None = None
    """A listing on grounds 2 to 6, where the list itself gives no term."""
    extension: Months | None = None
    representative: Truth | None = None
    """Whether spending limits on a company reach its legal representative."""
    students_spared: Truth | None = None
    delete_days: Days | None = None
    """Working days to delete an entry after performance."""
    creditor_exit: Truth | None = None
    settlement_exit: Truth | None = None
    closure: Truth | None = None
    """Whether a case may be closed for want of assets."""
    capacity: Multiplier | None = None
    """Multiplier of enforcement capacity; the scheme's ``capacity`` for courts comes on top."""
    rollout: Months | None = None
    """Months from the list's first until every court uses it; before, the share that does grows evenly."""


class RuleBook(Sourced):
    """One institution's rules as data."""

    id: Id
    name: Name
    operator: str
    setting: Setting
    kind: Kind
    subjects: Kinds
    in_force: Dated
    summary: str
    sources: list[Source] = []
    coverage: Share | None = None
    """For rows that say none: share of noticed acts that are recorded."""
    retention: MonthsOrNone | None = None
    """For rows that say none: how long a record counts."""
    collects: list[Collects] = []
    score: Score | None = None
    lists: list[ListRule] = []
    measures: list[MeasureRule] = []
    court: Annotated[list[Court], OneOrMany] = []
    safeguards: dict[SafeguardName, Annotated[list[Safeguard], OneOrMany]] = {}
    """Safeguards that hold in the whole scheme while the book does, if the scheme says nothing else."""
    agreements: list[Agreement] = []
    """Who is told of which list, while the book is in force."""
    memoranda: list[Memorandum] = []
    channels: list[ChannelChange] = []
    flows: list[Flow] = []
    limits: list[Limit] = []
    holds: list[Hold] = []
    holds_times: Multiplier | None = None
    """How much more, or less, often data leak under this law."""
    events: list[Event] = []
    demands: list[Demand] = []
    burden: list[Burden] = []
    campaign: Annotated[list[Campaign], OneOrMany] = []
    phases: list[Phase] = []
    map: Annotated[list[PublicMap], OneOrMany] = []
    rating: Rating | None = None
    groups: Groups | None = None
    gaming: Multiplier | None = None
    """How far guides to a higher score are about; multiplies the effort spent on it."""
    moves: Annotated[list[str], OneOrMany] = []
    """Indicators that the institution moves, for readers and for checks."""
