"""What a page may send, every key of it; whatever else it sends is refused with all problems."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from xinyong.show.explore.limits import LIMITS

#: Names of the library, and of files sent along: never a path.
Word = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
#: An assumption: ``noise``, ``book.rongcheng.score.base``, ``conduct.red-light.gain``.
Name = Annotated[str, Field(min_length=1, max_length=160)]
Month = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]
Tag = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
ClaimId = Annotated[str, Field(pattern=r"^[DAPdap][0-9]{2}$")]
Amount = Annotated[float, Field(allow_inf_nan=False)]
FileText = Annotated[str, Field(max_length=200_000)]
#: What the patterns above ask for, in words.
FORMS: Final = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words joined by hyphens",
    r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$": "a month, as 2014-01",
    r"^[A-Za-z0-9_.-]{1,64}$": "up to 64 letters, digits, hyphens, dots",
    r"^[DAPdap][0-9]{2}$": "a claim, as D12",
}
#: The largest whole number that a page counts exactly.
_MOST_SEED: Final = 2**53 - 1


class Message(BaseModel):
    """Strict: no unknown key, no number in quotes."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FilePart(Message):
    """A rule book, scheme or reform that the page wrote."""

    kind: Literal["book", "scheme", "reform"]
    name: Word
    text: FileText


class Ask(Message):
    """A run: as the command's options, with reforms laid on the scheme one after another."""

    scheme: Word = "china-2020"
    against: Word = "none"
    citizens: Annotated[int, Field(ge=1000, le=LIMITS.citizens)] = 20_000
    frame: Word = "national"
    start: Month = "2014-01"
    months: Annotated[int, Field(ge=1, le=LIMITS.months)] = 72
    seed: Annotated[int, Field(ge=0, le=_MOST_SEED)] = 1
    set: Annotated[dict[Name, Amount], Field(max_length=400)] = {}
    reforms: Annotated[list[Word], Field(max_length=16)] = []
    files: Annotated[list[FilePart], Field(max_length=LIMITS.files)] = []


class RunMessage(Message):
    """Live through a run."""

    do: Literal["run"]
    id: Tag
    ask: Ask


class CancelMessage(Message):
    """Stop what was asked for under an id."""

    do: Literal["cancel"]
    id: Tag


class ClaimMessage(Message):
    """Judge claims anew with so many joint draws."""

    do: Literal["claim"]
    id: Tag
    ids: Annotated[list[ClaimId], Field(min_length=1, max_length=LIMITS.claims)]
    draws: Annotated[int, Field(ge=1, le=LIMITS.draws)]


Asked = Annotated[RunMessage | CancelMessage | ClaimMessage, Field(discriminator="do")]
ASKED: Final[TypeAdapter[RunMessage | CancelMessage | ClaimMessage]] = TypeAdapter(Asked)


class AssessBody(Message):
    """One record to assess: YAML text, or the same as an object."""

    scheme: Word
    record: FileText | dict[str, Any]


class CheckBody(Message):
    """A text that is being written."""

    kind: Literal["book", "scheme", "reform", "record"]
    text: FileText


class CommandBody(Message):
    """What command would do this?"""

    ask: Ask


class About(BaseModel):
    """The program and how much it takes on; ``ready`` once the engine is compiled."""

    version: str
    ready: bool
    limits: dict[str, int]
    languages: list[str]


class ProblemOut(BaseModel):
    """One thing that is wrong: where, what was found, what is allowed, what to do."""

    file: str
    line: int
    path: str
    found: str
    allowed: str
    remedy: str


class Problems(BaseModel):
    """All that is wrong with a request."""

    problems: list[ProblemOut]


class Placed(BaseModel):
    """One thing that is wrong with a text, and where in it."""

    line: int
    column: int
    where: str
    found: str
    allowed: str
    did_you_mean: str
    what_to_do: str


class Checked(BaseModel):
    """All that is wrong with a text; empty where it holds."""

    problems: list[Placed]


class FileOut(BaseModel):
    """A file that a command needs beside it."""

    name: str
    text: str


class Command(BaseModel):
    """A run as a command line, as Python, and as the end of a link."""

    command: str
    python: str
    share: str
    files: list[FileOut]


class Picked(BaseModel):
    """A subject by its number."""

    subject: int
