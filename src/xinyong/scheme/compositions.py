"""Schemes: rule books put together, with places, dates, agreements and safeguards; reforms."""

# ruff: noqa: RUF012 (models copy their defaults)
from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from xinyong.scheme.books import SafeguardName, Setting
from xinyong.scheme.catalogue import Channel, Gate, Id
from xinyong.scheme.values import (
    Dated,
    Months,
    Multiplier,
    Name,
    OneOrMany,
    Part,
    Safeguard,
    Share,
    Source,
    Sourced,
    Truth,
)


class BookUse(Dated):
    """A book of the scheme: an id of the library or a path beside the scheme, where and when."""

    short_key = "book"
    short_schema: ClassVar[dict[str, Any]] = {"type": "string"}
    book: str
    places: Annotated[list[str], OneOrMany] = []
    """City ids in which it holds; none named = everywhere."""


class Agreement(Dated):
    """Who is told of a list: ``book.list`` to gatekeepers, how completely, how fast."""

    list_: Annotated[list[str], OneOrMany, Field(min_length=1, alias="list")]
    """Lists as ``book.list``."""
    to: Annotated[list[Gate], OneOrMany, Field(min_length=1)]
    coverage: Share
    """Share of listings that arrive."""
    delay: Months
    """Mean time until they arrive."""
    name: Name | None = None
    book: str | None = None
    """The hub that carries it, where there is one: the agreement holds while that book does."""


class SchemeFile(Sourced):
    """One scheme, as ``schemes/<id>.yaml`` or a file of one's own."""

    id: Id
    name: Name
    summary: str
    setting: Setting = "LAW"
    fictional: Truth = False
    """True for a scheme nobody has; its numbers may be ``choice``."""
    books: list[BookUse] = []
    agreements: list[Agreement] = []
    safeguards: dict[SafeguardName, Safeguard] = {}
    believed: str | None = None
    """Id of the scheme that people think is in force, where it is not this one."""
    capacity: dict[Channel, Multiplier] = {}
    """How much more (or less) than usual those who look can handle."""
    coverage: dict[Channel, Share] = {}
    """Coverage of channels, where it is not the catalogue's."""
    sources: list[Source] = []


class Patch(Part):
    """One change: ``{set: path, to: ...}``, ``{remove: path}`` or ``{add: path, item: ...}``."""

    set_: Annotated[str | None, Field(alias="set")] = None
    to: Any = None
    remove: str | None = None
    add: str | None = None
    item: Any = None
    note: str | None = None


class ReformFile(Sourced):
    """A scheme made from another (``base``) by a list of patches."""

    id: Id
    name: Name
    summary: str
    base: str
    patch: Annotated[list[Patch], OneOrMany] = []
