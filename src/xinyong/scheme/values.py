"""Numbers that know their unit, their standing and where they come from.

Every number of the language is a *value*, written in one of two ways::

    points: {value: -5, unit: points, standing: report, source: S13}     # on its own
    points: -5                                                           # the block around it says so

The short way needs a block around it that says ``standing`` (and ``source``, or for an
assumption ``spread: [lowest factor, highest factor]``) for all its bare numbers.

``statute`` and ``report`` need a source, ``assumption`` a range that contains the value.
``choice`` is for what is neither found nor assumed but decided: the numbers of an invented
scheme or of a reform.

A unit may be left out where the key has a unit of its own; where it is written it must be
one that the key allows, and is converted (``years`` to ``months``, say).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    StrictBool,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_before_validator_function

from xinyong.dates import month_number

Standing = Literal["statute", "report", "assumption", "choice"]
Confidence = Literal["T", "T2", "K", "C"]
Truth = StrictBool


class Refusal(ValueError):  # noqa: N818
    """A value that the language refuses: what was found, what is allowed, what to do."""

    def __init__(self, found: str, allowed: str = "", remedy: str = "") -> None:
        self.found, self.allowed, self.remedy = found, allowed, remedy
        super().__init__(found)


@dataclass(frozen=True)
class Measured:
    """The units that a key allows (name to factor, the engine's own first) and its bounds."""

    units: tuple[tuple[str, float], ...]
    low: float
    high: float
    none: bool = False

    @property
    def unit(self) -> str:
        """The unit that the engine counts in."""
        return self.units[0][0]

    @property
    def factors(self) -> dict[str, float]:
        """Units and what they are in the engine's own."""
        return dict(self.units)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refusal(f"{value!r} is no number", "allowed: a number", "write digits, without quotes")
    if not math.isfinite(value):
        raise Refusal(f"{value!r} is not finite", "allowed: a finite number")
    return float(value)


def _number_or_none(value: Any) -> float | None:
    if value is None or value == "none":
        return None
    return _number(value)


def _month(value: Any) -> str:
    if not isinstance(value, str):
        raise Refusal(f"{value!r} is no date", "allowed: YYYY-MM or YYYY-MM-DD", "write 2014-01, say")
    try:
        month_number(value)
    except ValueError as error:
        raise Refusal(str(error), "allowed: YYYY-MM or YYYY-MM-DD") from None
    return value


def _source_date(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2100:
        return str(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}(?:/\d{2,4})?", value):
        return value
    return _month(value)


Number = Annotated[float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
NumberOrNone = Annotated[
    float | None,
    PlainValidator(_number_or_none),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"const": "none"}, {"type": "null"}]}),
]
_DATE_SCHEMA: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}
Month = Annotated[str, PlainValidator(_month), WithJsonSchema(_DATE_SCHEMA)]
SourceDate = Annotated[
    str, PlainValidator(_source_date), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}]})
]


@dataclass(frozen=True)
class _OneOrMany:
    """One word or block may stand for a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_before_validator_function(self.as_list, handler(source))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core)
        items = schema.get("items")
        return schema if items is None else {"anyOf": [items, schema]}

    @staticmethod
    def as_list(value: Any) -> Any:
        return [value] if isinstance(value, str | dict | int | float) else value


OneOrMany: Final = _OneOrMany()


class Part(BaseModel):
    """A block of the language: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True, populate_by_name=False)

    #: Where a bare word or number may stand for the block: the key it fills, and its schema.
    short_key: ClassVar[str] = ""
    short_schema: ClassVar[dict[str, Any]] = {}

    @model_validator(mode="before")
    @classmethod
    def _from_short(cls, data: Any) -> Any:
        if cls.short_key and not isinstance(data, dict | BaseModel):
            return {cls.short_key: data}
        if data is None:
            return {}
        return data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The block itself, or its short form."""
        schema = handler(core)
        if not cls.short_key:
            return schema
        return {"anyOf": [cls.short_schema, handler.resolve_ref_schema(schema)], "description": cls.__doc__}


class Name(Part):
    """A name in English and, where there is one, in Chinese; one word or two lines."""

    short_key = "en"
    short_schema: ClassVar[dict[str, Any]] = {"type": "string"}
    en: str
    zh: str = ""

    def __str__(self) -> str:
        return self.en


class Source(Part):
    """Where a number comes from: an id of ``sources.yaml``, or title, author, article, date, url."""

    short_key = "ref"
    short_schema: ClassVar[dict[str, Any]] = {"type": "string"}
    ref: str | None = None
    """An id of ``sources.yaml``."""
    title: str | None = None
    author: str | None = None
    article: str | None = None
    """The article, table or page meant."""
    date: SourceDate | None = None
    url: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Source:
        if not self.ref and not self.title:
            raise Refusal("a source without ref or title", "allowed: ref: S37, or title: ...")
        return self


class Sourced(Part):
    """A block that may speak for all bare numbers inside it."""

    standing: Standing | None = None
    """statute, report, assumption or choice: holds for every bare number in this block."""
    source: Source | None = None
    """Where the block's bare numbers come from."""
    confidence: Confidence | None = None
    """T the text was seen, T2 a report of it, K general knowledge, C computed."""
    spread: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = None
    """For assumptions: lowest and highest factor on the block's bare numbers."""
    note: str | None = None
    """A remark for readers; the program does not use it."""


class Value(Part):
    """A number with its unit, range, standing and source; ``value: none`` means without end."""

    short_key = "value"
    short_schema: ClassVar[dict[str, Any]] = {"anyOf": [{"type": "number"}, {"const": "none"}]}
    value: NumberOrNone
    unit: str | None = None
    range: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = None
    """Lowest and highest value to be considered."""
    standing: Standing | None = None
    source: Source | None = None
    confidence: Confidence | None = None
    note: str | None = None

    @property
    def number(self) -> float:
        """The number in the engine's unit; infinite where there is no end."""
        return math.inf if self.value is None else self.value


_TIME: Final = (("months", 1.0), ("month", 1.0), ("years", 12.0), ("year", 12.0), ("days", 12 / 365))
_MONEY: Final = (("yuan", 1.0), ("thousand yuan", 1e3), ("million yuan", 1e6))

Share = Annotated[Value, Measured((("share", 1.0), ("percent", 0.01)), 0.0, 1.0)]
Signed = Annotated[Value, Measured((("share", 1.0), ("percent", 0.01)), -1.0, 1.0)]
#: How surely a measure is applied; for what an employer does, a chance a month.
Strength = Annotated[
    Value, Measured((("share", 1.0), ("percent", 0.01), ("per month", 1.0), ("share a month", 1.0)), 0.0, 1.0)
]
_COUNTED: Final = tuple((unit, 1.0) for unit in ("1", "agencies", "signatories", "households"))
Count = Annotated[Value, Measured(_COUNTED, 0.0, 1e6)]
Rate = Annotated[Value, Measured((("per year", 1.0), ("per month", 12.0)), 0.0, 1200.0)]
Yuan = Annotated[Value, Measured(_MONEY, -1e12, 1e12)]
Points = Annotated[Value, Measured((("points", 1.0),), -9999.0, 9999.0)]
Weight = Annotated[Value, Measured((("share", 1.0), ("1", 1.0)), -10.0, 10.0)]
Multiplier = Annotated[Value, Measured((("times", 1.0), ("1", 1.0)), 0.0, 1000.0)]
Months = Annotated[Value, Measured(_TIME, 0.0, 1200.0)]
#: Ledger rows count at most this many months; longer terms are ``none``.
LONGEST: Final = 240.0
MonthsOrNone = Annotated[Value, Measured(_TIME, 0.0, LONGEST, none=True)]
Days = Annotated[Value, Measured((("working days", 1.0), ("days", 1.0)), 0.0, 3650.0)]


_known_month = lru_cache(maxsize=4096)(month_number)


class Dated(Sourced):
    """A block that may begin and end."""

    from_: Annotated[Month | None, Field(alias="from")] = None
    """First month in which it holds; without one, since ever."""
    until: Month | None = None
    """First month in which it holds no more; without one, for good."""

    @property
    def since(self) -> int:
        """Month number from which it holds."""
        return -(10**6) if self.from_ is None else _known_month(self.from_)

    @property
    def ends(self) -> int:
        """First month number in which it holds no more."""
        return 10**6 if self.until is None else _known_month(self.until)

    def holds(self, month: int) -> bool:
        """Whether it holds in a month."""
        return self.since <= month < self.ends


class Safeguard(Dated):
    """A safeguard in force: ``true``, ``false`` or from a date on.

    ``expiry`` may say after how many ``months`` at the latest nothing counts any more.
    """

    short_key = "on"
    short_schema: ClassVar[dict[str, Any]] = {"type": "boolean"}
    on: Truth = True
    months: Months | None = None
