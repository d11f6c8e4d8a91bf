"""Schemes: rule books put together, with places, dates, agreements and safeguards; reforms."""

# ruff: noqa: RUF012 (models copy their defaults)
from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from xinyong.scheme.books import SafeguardName, Setting
from xinyong.scheme.catalogue import Channel, Id
from xinyong.scheme.consequences import Agreement
from xinyong.scheme.effects import Adoption
from xinyong.scheme.values import (
    Dated,
    Month,
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

__all__ = ["Agreement", "BookUse", "Patch", "ReformFile", "SchemeFile"]


class BookUse(Dated):
    """A book of the scheme: an id of the library or a path beside the scheme, where and when."""

    short_key = "book"
    short_schema: ClassVar[dict[str, Any]] = {"type": "string"}
    book: str
    places: Annotated[list[str], OneOrMany] = []
    """Cities, or provinces (all their cities), in which it holds; none named = everywhere."""
    where: Literal["rural", "urban"] | None = None
    """Only in the countryside, or only in town."""
    adopts: Adoption | None = None
    """In so many cities, which adopt it one after the other."""


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
    """What is said here goes before what the books say."""
    as_of: Month | None = None
    """The rules of this month hold in every month; nothing happens or is demanded."""
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
