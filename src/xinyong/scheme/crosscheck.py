"""What only shows when parts are seen together: the catalogue, its order and its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xinyong import fields
from xinyong.scheme.catalogue import AccessFile, ChannelFile, ConductFile
from xinyong.scheme.holding import missing_word
from xinyong.scheme.reading import Document, Place
from xinyong.scheme.values import Dated

#: Words that split each kind of subject into segments.
SPLITTERS: Final = {
    "person": (
        "minor",
        "young",
        "middle",
        "old",
        "urban",
        "rural",
        "online",
        "offline",
        "borrower",
        "non-borrower",
    ),
    "company": (*fields.SIZES, *fields.OWNERS),
    "office": fields.OFFICES,
}
#: Conducts and institutions are counted in a byte; 255 stands for none.
MOST_CODES: Final = 254


def check_conducts(document: Document, catalogue: ConductFile) -> None:
    """Ids once, multipliers that fit the subjects, debts that somebody is owed."""
    once(document, ("conducts",), [conduct.id for conduct in catalogue.conducts], "conduct")
    if len(catalogue.conducts) > MOST_CODES:
        found = f"{len(catalogue.conducts)} conducts"
        document.complain(("conducts",), found, f"allowed: at most {MOST_CODES}", "drop some")
    for index, conduct in enumerate(catalogue.conducts):
        place: Place = ("conducts", index)
        _check_words(document, (*place, "by"), list(conduct.by), conduct.subjects)
        if (conduct.needs or conduct.work) and "person" not in conduct.subjects:
            document.complain(
                (*place, "subjects"),
                "needs or work, but no person among the subjects",
                "allowed: traits of persons",
                "remove needs and work",
            )
        if conduct.protected_speech and conduct.domain not in ("speech", "online", "civic"):
            document.complain(
                (*place, "protected_speech"),
                f"protected speech in domain {conduct.domain!r}",
                "allowed: speech, online or civic",
                "set it to false",
            )


def check_access(document: Document, catalogue: AccessFile) -> None:
    """All gatekeepers once, multipliers that fit the subjects."""
    ids = [gate.id for gate in catalogue.gatekeepers]
    once(document, ("gatekeepers",), ids, "gatekeeper")
    complete(document, ("gatekeepers",), ids, fields.ACCESS, "gatekeeper")
    for index, gate in enumerate(catalogue.gatekeepers):
        _check_words(document, ("gatekeepers", index, "by"), list(gate.by), gate.subjects)


def check_channels(document: Document, catalogue: ChannelFile, cities: Sequence[str]) -> None:
    """All channels once, and places that exist."""
    ids = [channel.id for channel in catalogue.channels]
    once(document, ("channels",), ids, "channel")
    complete(document, ("channels",), ids, fields.CHANNELS, "channel")
    for index, channel in enumerate(catalogue.channels):
        for city in channel.by_place:
            named(document, ("channels", index, "by_place", city), city, cities, "place")


def _check_words(document: Document, place: Place, words: Sequence[Any], subjects: Sequence[Any]) -> None:
    fit = [word for subject in subjects for word in SPLITTERS[subject]]
    for word in words:
        if word not in fit:
            document.complain(
                (*place, word),
                f"{word!r} splits none of {', '.join(subjects)}",
                f"allowed: {', '.join(fit)}",
                "remove it, or add the kind of subject",
            )


def once(document: Document, place: Place, words: Sequence[str], what: str) -> None:
    """Each word only once."""
    for index, word in enumerate(words):
        if word in words[:index]:
            first = document.where((*place, list(words).index(word))).line
            document.complain(
                (*place, index),
                f"a second {what} {word!r}",
                f"first in line {first}",
                "give it an id of its own",
            )


def complete(document: Document, place: Place, ids: Sequence[str], wanted: Sequence[str], what: str) -> None:
    """None of the wanted words is missing."""
    for word in wanted:
        if word not in ids:
            document.complain(place, f"no {what} {word!r}", "allowed: all of them", f"add {word!r}")


def named(document: Document, place: Place, word: str, words: Sequence[str], what: str) -> bool:
    """A name must be one that something bears; where nothing is known, any will do."""
    if words and word not in words:
        missing_word(document, place, word, words, what)
        return False
    return True


def in_order(
    document: Document, place: Place, part: Dated, around: Dated | None = None, of: str = ""
) -> None:
    """A part begins before it ends, and not before what it is part of begins (nor after it ends)."""
    if part.until is not None and part.ends <= part.since:
        document.complain(
            (*place, "until"),
            f"until {part.until} is not after from {part.from_}",
            "allowed: a later month",
            "put the dates in order",
        )
    if around is None:
        return
    if part.from_ is not None and part.since < around.since:
        document.complain(
            (*place, "from"),
            f"from {part.from_} lies before {of} begins ({around.from_})",
            f"allowed: {around.from_} or later",
            "mend one of the dates",
        )
    if part.from_ is not None and part.since >= around.ends:
        document.complain(
            (*place, "from"),
            f"from {part.from_} lies after {of} has ended ({around.until})",
            f"allowed: before {around.until}",
            "mend one of the dates",
        )
