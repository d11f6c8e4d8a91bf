"""What follows from lists, grades and scores: measures, and who is told of what."""

# ruff: noqa: RUF012 (models copy their defaults)
from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from xinyong.scheme.catalogue import Gate, Id
from xinyong.scheme.values import (
    Count,
    Dated,
    Month,
    Months,
    Name,
    Number,
    OneOrMany,
    Part,
    Refusal,
    Share,
    Sourced,
    Strength,
    Truth,
)


class When(Part):
    """What a measure follows from: a list, grades, a score or a bad entry.

    Of this book, or of the one that ``book`` names (``book.list`` for a list). Where the scheme
    lacks that book, the measure does nothing.
    """

    short_key = "list"
    short_schema: ClassVar[dict[str, Any]] = {"type": "string"}
    book: str | None = None
    """Id of another book; without it, this one."""
    list_: Annotated[str | None, Field(alias="list")] = None
    """Id of a list of this book, or ``book.list``."""
    grade: Annotated[list[str] | None, OneOrMany] = None
    score_from: Number | None = None
    bad_entry: Truth = False

    @model_validator(mode="after")
    def _one(self) -> When:
        said = [self.list_ is not None, self.grade is not None, self.score_from is not None, self.bad_entry]
        if sum(said) != 1:
            raise Refusal(
                f"{sum(said)} conditions",
                "allowed: one of a list id, {grade: [...]}, {score_from: 650}, {bad_entry: true}",
            )
        if self.book is not None and "." in (self.list_ or ""):
            raise Refusal(f"two books: {self.book!r} and that of {self.list_!r}", "", "name it once")
        return self

    def book_of(self, own: str) -> str:
        """Id of the book meant, in a measure of the book ``own``."""
        if self.list_ is not None and "." in self.list_:
            return self.list_.partition(".")[0]
        return self.book or own

    def list_word(self, own: str) -> str:
        """The list meant, as ``book.list``; '' where none is."""
        if self.list_ is None:
            return ""
        return f"{self.book_of(own)}.{self.list_.rpartition('.')[2]}"


class MeasureRule(Dated):
    """What happens to a listed or graded subject at a gatekeeper, or at work."""

    when: When
    gate: Annotated[list[Gate], OneOrMany] = []
    """Where; left out for what an employer does (``does: dismiss``)."""
    does: Literal["refuse", "grant", "dismiss"]
    strength: Strength
    """Share of checks in which the measure is applied; for ``dismiss`` a chance a month."""
    reaches: Literal["self", "household", "representative", "group", "employer"] = "self"
    """Who meets it: the subject, the household, households that answer for each other (``groups``),
    or the subject through the employer."""


class Agreement(Dated):
    """Who is told of a list: ``book.list`` to gatekeepers, how completely, how fast."""

    list_: Annotated[list[str], OneOrMany, Field(min_length=1, alias="list")]
    """Lists as ``book.list``; in a book, its own may be named by their id alone."""
    to: Annotated[list[Gate], OneOrMany, Field(min_length=1)]
    coverage: Share
    """Share of listings that arrive."""
    delay: Months
    """Mean time until they arrive."""
    name: Name | None = None
    book: str | None = None
    """The hub that carries it, where there is one: the agreement holds while that book does."""


class Memorandum(Sourced):
    """One memorandum between agencies: data for readers; its agreements say what it carries."""

    id: Id
    name: Name
    kind: Literal["punish", "reward", "both"]
    date: Month
    signatories: Count | None = None
    lists: Annotated[list[str], OneOrMany] = []
    """Lists that it is about, as ``book.list``."""
    gates: Annotated[list[Gate], OneOrMany] = []
    """Gatekeepers that it binds."""
