"""What people and companies can do, try for, and be seen by: the same in every scheme.

``conduct.yaml`` gives the conducts their numbers by their order, ``access.yaml`` the
gatekeepers in the order of ``fields.ACCESS``, ``channels.yaml`` the ways in which an act
becomes known.
"""

# ruff: noqa: RUF012 (models copy their defaults)
from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from xinyong import fields
from xinyong.scheme.values import (
    Name,
    Number,
    OneOrMany,
    Part,
    Rate,
    Share,
    Sourced,
    SourceDate,
    Truth,
    Weight,
    Yuan,
)

Kind = Literal["person", "company", "office"]
Channel = Literal[
    "court", "bank", "tax-office", "police", "camera", "platform", "inspection", "grid", "neighbour",
    "informer", "self-report", "media", "carrier", "employer", "face-payment", "peer",
]  # fmt: skip
Domain = Literal[
    "financial", "legal", "commercial", "tax", "traffic", "utilities", "environment", "labour",
    "administrative", "civic", "family", "online", "speech", "official",
]  # fmt: skip
Gate = Literal[
    "flight", "fast-train", "loan", "card", "house", "lease", "private-school", "university", "job",
    "licence", "deposit-waiver", "fast-lane", "tender", "finance", "permit", "inspection", "hotel", "visa",
    "platform", "welfare", "post", "permission",
]  # fmt: skip
Counterpart = Literal[
    "nobody", "stranger", "neighbour", "kin", "creditor", "customer", "worker", "state", "firm",
]  # fmt: skip
Trait = Literal[
    "online", "pays-online", "shops-online", "borrower", "driver", "party-member", "opted-in", "student",
]  # fmt: skip
Work = Literal[
    "none", "pupil", "farmer", "sole-trader", "private-firm", "state-firm", "foreign-firm", "office",
]  # fmt: skip
Sector = Literal[
    "farming", "industry", "construction", "trade", "transport", "air-carrier", "hospitality",
    "information", "finance", "real-estate", "services", "health-education",
]  # fmt: skip
Owner = Literal["private", "state", "hk-macao-taiwan", "foreign"]
#: What splits a kind of subject into segments of opportunity; multipliers are by these words.
Splitter = Literal[
    "minor", "young", "middle", "old", "urban", "rural", "online", "offline", "borrower", "non-borrower",
    "micro", "small", "medium", "large", "private", "state", "hk-macao-taiwan", "foreign", "court",
    "police", "tax-office", "regulator", "city-hall",
]  # fmt: skip

#: The words above and the codes of ``fields`` are the same lists (a test holds them together).
CODES: Final = (
    (get_args(Kind), fields.KINDS),
    (get_args(Channel), fields.CHANNELS),
    (get_args(Domain), fields.DOMAINS),
    (get_args(Gate), fields.ACCESS),
    (get_args(Counterpart), fields.COUNTERPARTS),
    (get_args(Trait), fields.TRAIT_NAMES),
    (get_args(Work), fields.WORK_KINDS),
    (get_args(Sector), fields.SECTORS),
    (get_args(Owner), fields.OWNERS),
)

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Kinds = Annotated[list[Kind], OneOrMany, Field(min_length=1)]


class Conduct(Sourced):
    """A kind of act, and what moves people to it or away from it.

    One equation serves all: the worth of acting is gain minus conscience minus perceived
    chance times cost. A good conduct has a negative gain (it costs time and money) and a
    negative conscience (it pays inwardly).
    """

    id: Id
    name: Name
    domain: Domain
    subjects: Kinds
    """Which kinds of subject can do it."""
    lawful: Truth
    valence: Literal["harmful", "neutral", "good"]
    counterpart: Counterpart
    """With whom it is done."""
    protected_speech: Truth = False
    """True for a word or petition that a speech safeguard protects."""
    opportunities: Rate
    """How many potential opportunities come to a subject of multiplier one."""
    by: dict[Splitter, Annotated[Number, Field(ge=0)]] = {}
    """Multipliers of opportunities by segment; a missing word is 1, but ``minor`` 0. They share
    the standing of ``opportunities``."""
    needs: Annotated[list[Trait], OneOrMany] = []
    """Traits without which the opportunity comes to nothing (all of them)."""
    work: Annotated[list[Work], OneOrMany] = []
    """Kinds of work without which it comes to nothing (any of them; empty = any work)."""
    sectors: Annotated[list[Sector], OneOrMany] = []
    """Sectors of companies; in another one it comes to nothing (empty = any sector)."""
    gain: Yuan
    """What acting is worth to the subject."""
    conscience: Yuan
    """What acting costs inwardly at full strength of conscience."""
    fine: Yuan
    """The law's own penalty, scheme or no scheme."""
    harm: Yuan
    """What it costs others (negative: what it gives them)."""
    norm: Weight
    """How far what neighbours do moves one."""
    seen: dict[Channel, Share] = {}
    """Chance that a channel at full coverage notices the act."""
    creates_debt: Literal["none", "bank", "person", "firm", "worker", "state"] = "none"
    """To whom the act leaves a debt."""


class Gatekeeper(Sourced):
    """Somewhere a subject tries for something, and may be refused."""

    id: Gate
    name: Name | None = None
    subjects: Kinds
    attempts: Rate
    """Potential attempts of a subject of multiplier one."""
    by: dict[Splitter, Annotated[Number, Field(ge=0)]] = {}
    """Multipliers of attempts by segment; a missing word is 1, but ``minor`` 0."""
    check: Share
    """Chance that the gatekeeper looks a subject up at all."""
    beyond: Share
    """Chance that one who knows of a listing refuses though no rule says so."""
    value: Yuan
    """What being granted is worth."""
    kin: Truth = False
    """Whether the gatekeeper looks at household members at all."""


class ChannelRule(Sourced):
    """A way in which an act becomes known, how much it covers and how often it errs."""

    id: Channel
    name: Name | None = None
    coverage: Share
    """Share of acts within reach of the channel."""
    wrong: Share
    """Chance that a notice names a wrong subject."""
    phantom: Share
    """Chance that an opportunity not taken is noted as taken."""
    by_place: dict[str, Share] = {}
    """Coverage in single cities, where it differs."""


class SourceEntry(Part):
    """One entry of ``sources.yaml``."""

    id: str
    title: str
    author: str | None = None
    date: SourceDate | None = None
    url: str | None = None
    trust: Literal["text", "second-hand", "weak"] = "text"
    """How it was read: the text itself, another's report of it, or a weak mirror."""
    note: str | None = None


class PlaceEntry(Part):
    """A city, and the province that it lies in; or a province, which stands for all its cities."""

    id: Id
    name: Name
    province: str | None = None


class PlaceFile(Part):
    """``places.yaml``: the places that schemes may name."""

    provinces: list[PlaceEntry] = []
    places: list[PlaceEntry]


class SourceFile(Part):
    """``sources.yaml``: the sources that files name by id."""

    sources: list[SourceEntry]


class ConductFile(Sourced):
    """``conduct.yaml``: the catalogue; the order of the list numbers the conducts."""

    conducts: list[Conduct]


class AccessFile(Sourced):
    """``access.yaml``: the gatekeepers, in the order of ``fields.ACCESS``."""

    gatekeepers: list[Gatekeeper]


class ChannelFile(Sourced):
    """``channels.yaml``: the channels."""

    channels: list[ChannelRule]
