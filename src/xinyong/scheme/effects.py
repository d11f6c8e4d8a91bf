"""What a book does beside records and measures: channels, data, events, demands, publicity."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from xinyong.dates import month_number
from xinyong.scheme.catalogue import Channel, Id, Owner, Sector
from xinyong.scheme.values import (
    Count,
    Dated,
    Month,
    Months,
    Multiplier,
    Name,
    OneOrMany,
    Part,
    Rate,
    Refusal,
    Share,
    Signed,
    Sourced,
)

Holder = Literal["state", "register", "commercial", "city", "firms"]
#: A demand of which no end is said stands so many months after its deadline.
_STANDS_AFTER = 12


class ChannelChange(Dated):
    """A channel that covers more, or less, while and where the book holds."""

    channel: Channel
    coverage: Share | None = None
    """Its coverage now; the highest counts where several books say one."""
    times: Multiplier | None = None
    """... or so many times what it would be."""

    @model_validator(mode="after")
    def _one(self) -> ChannelChange:
        if (self.coverage is None) == (self.times is None):
            raise Refusal("neither or both of coverage and times", "allowed: one of the two")
        return self


class Flow(Dated):
    """Data that one holder passes on to another."""

    who: Literal["firms", "state"]
    to: Literal["state", "firms"]
    share: Share
    """Share of what the one comes to know that reaches the other."""

    @model_validator(mode="after")
    def _between(self) -> Flow:
        if self.who == self.to == "state":
            raise Refusal("from the state to the state", "allowed: firms to state or firms, state to firms")
        return self


class Limit(Dated):
    """What a law leaves of a flow."""

    who: Literal["firms", "state"]
    to: Literal["state", "firms"]
    times: Multiplier


class Hold(Dated):
    """A holding of data that can leak."""

    holder: Holder
    leaks: Rate
    """How often it leaks."""
    exposes: Share
    """Share of the subjects whom it knows that a leak exposes."""


class Tells(Sourced):
    """What an event tells people, in each month that it lasts."""

    privacy: Signed | None = None
    """Concern for privacy."""
    aware: Signed | None = None
    """Awareness that the scheme exists."""
    approval: Signed | None = None
    speech: Signed | None = None
    """Perceived risk of words."""
    trust: Signed | None = None
    """Trust in government."""


class Event(Sourced):
    """Something that happens once and that people hear of."""

    id: Id
    name: Name
    month: Month
    lasts: Months
    tells: Tells
    offline: Share | None = None
    """Share of those who are not online whom it reaches; without it, none of them."""

    @property
    def since(self) -> int:
        """Month number of its first month."""
        return month_number(self.month)

    def weight(self, month: int) -> float:
        """How much of a month it takes: 1 in whole months, the rest in the last one, else 0."""
        return min(1.0, max(0.0, self.lasts.number - (month - self.since))) if month >= self.since else 0.0

    @property
    def turns(self) -> list[int]:
        """Months in which something changes."""
        whole = math.floor(self.lasts.number)
        return sorted({self.since, self.since + whole, self.since + math.ceil(self.lasts.number)})


class Demand(Sourced):
    """A demand on companies: a letter with a deadline and a threat."""

    id: Id
    name: Name
    month: Month
    """The month of the letter."""
    sectors: Annotated[list[Sector], OneOrMany, Field(min_length=1)]
    owners: Annotated[list[Owner], OneOrMany, Field(min_length=1)]
    deadline: Months
    """Months until it is to be met."""
    threat: Share
    """Loss threatened, as a share of the revenue earned here."""
    credit_share: Share
    """Share of that threat that comes from the credit record."""
    until: Month | None = None
    """First month in which it stands no more; without it, a year after the deadline."""

    @property
    def since(self) -> int:
        """Month number of the letter."""
        return month_number(self.month)

    @property
    def ends(self) -> int:
        """First month number in which it stands no more."""
        if self.until is not None:
            return month_number(self.until)
        return self.since + math.ceil(self.deadline.number) + _STANDS_AFTER

    @property
    def turns(self) -> list[int]:
        """Months in which something changes: all in which it stands, for they are counted."""
        return list(range(self.since, min(self.ends, self.since + 1200) + 1))


class Burden(Dated):
    """What complying with security and data laws costs companies."""

    owners: Annotated[list[Owner], OneOrMany, Field(min_length=1)]
    share: Share
    """Share of turnover."""


class Campaign(Dated):
    """Strength of publicity for the scheme; 1 = as the engine's assumption says."""

    short_key = "times"
    short_schema: ClassVar[dict[str, Any]] = {"type": "number"}
    times: Multiplier

    @model_validator(mode="before")
    @classmethod
    def _from_value(cls, data: Any) -> Any:
        return {"times": data} if isinstance(data, dict) and "value" in data else data


class PublicMap(Dated):
    """A public map of those on a list."""

    list_: Annotated[str, Field(alias="list")]
    """The list as ``book.list``; the book's own by its id alone."""
    looks: Share
    """Share of adults who look at it in a month."""


class Phase(Dated):
    """A phase of a plan, for readers."""

    name: Name
    does: str


class Groups(Sourced):
    """Households that answer for each other."""

    households: Count


class Adoption(Part):
    """So many cities adopt the book: which and when, a fixed hash of the city's id says."""

    cities: Annotated[int, Field(ge=1, le=400, strict=True)]
    from_: Annotated[Month, Field(alias="from")]
    """The first wave; others follow every half year ..."""
    until: Month | None = None
    """... before this month; without it, all adopt at once."""

    @property
    def waves(self) -> list[int]:
        """Month numbers in which cities adopt."""
        first = month_number(self.from_)
        last = month_number(self.until) if self.until is not None else first + 1
        return list(range(first, max(last, first + 1), 6))
