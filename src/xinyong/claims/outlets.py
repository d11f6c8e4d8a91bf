"""Stories and outlets, as data: what can be reported, who has access to it, what is news."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from xinyong.claims.models import Outlet as Cited
from xinyong.claims.models import Theme
from xinyong.claims.reading import library_folder
from xinyong.errors import LanguageError
from xinyong.quantities import GROUPS, INDEX
from xinyong.scheme.holding import hold, missing_word
from xinyong.scheme.reading import Document, Place, read_file
from xinyong.scheme.values import Number, Part

#: The most that a weight of news may be.
_MOST_NEWS: Final = 1000.0


class Story(Part):
    """A kind of event that can be reported, and whether its subject gains or loses by it."""

    id: str
    what: str
    quantity: str
    group: str
    lot: Literal["gains", "loses"]
    theme: Theme


class News(Part):
    """Ranges [low, high] of the weights of a negative and of a positive story."""

    negative: list[Number]
    positive: list[Number]


class Counted(Part):
    """The share of negative reports that was counted, or shares to sweep where none was."""

    what: str
    share: Number | None = None
    of: int | None = None
    sweep: list[Number] = Field(default_factory=list)


class Sampler(Part):
    """An outlet type: ``access`` by story [low, high]; ``cited`` its types in ``said_by``."""

    id: str
    cited: list[Cited]
    why: str
    access: dict[str, list[Number]]
    news: News
    counted: Counted | None = None


class Outlets(Part):
    """The file."""

    stories: list[Story]
    outlets: list[Sampler]


def read_outlets(path: Path | None = None) -> Outlets:
    """Stories and outlets. Raises ``LanguageError`` with all problems, each with file and line."""
    document = read_file(path or library_folder() / "outlets.yaml")
    held = hold(document, Outlets)
    if held is not None:
        _check(held.document, held.model)
    if document.problems or held is None:
        raise LanguageError(document.problems)
    return held.model


def _check(document: Document, model: Outlets) -> None:
    ids = [story.id for story in model.stories]
    for number, story in enumerate(model.stories):
        place: Place = ("stories", number)
        if story.quantity not in INDEX:
            missing_word(document, (*place, "quantity"), story.quantity, list(INDEX), "quantity")
        if story.group not in GROUPS:
            missing_word(document, (*place, "group"), story.group, list(GROUPS), "group")
        if story.id in ids[:number]:
            document.complain((*place, "id"), f"a second story {story.id!r}", "", "give it another id")
    for number, outlet in enumerate(model.outlets):
        place = ("outlets", number)
        for id, range_ in outlet.access.items():
            if id not in ids:
                missing_word(document, (*place, "access", id), id, ids, "story")
            _range(document, (*place, "access", id), range_, 1.0)
        for id in ids:
            if id not in outlet.access:
                remedy = "give a range, [0, 0] for none"
                document.complain((*place, "access"), f"nothing about {id}", "", remedy)
        _range(document, (*place, "news", "negative"), outlet.news.negative, _MOST_NEWS)
        _range(document, (*place, "news", "positive"), outlet.news.positive, _MOST_NEWS)
        told = outlet.counted
        for share in [] if told is None else [*told.sweep, *([] if told.share is None else [told.share])]:
            if not 0 < share < 1:
                found = f"a share of {share:g}"
                document.complain((*place, "counted"), found, "allowed: between 0 and 1")
        if told is not None and (told.share is None) != (told.of is None):
            document.complain((*place, "counted"), "a share without 'of', or the other way", "", "give both")


def _range(document: Document, place: Place, found: list[float], most: float) -> None:
    if len(found) != 2 or not 0 <= found[0] <= found[1] <= most:
        allowed = f"allowed: [low, high], 0 to {most:g}"
        document.complain(place, f"{found}", allowed, "write the lower one first")
