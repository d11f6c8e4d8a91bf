"""Who says what: the claims' citations, counted by source, outlet type, year, side and theme.

A citation is one name under ``said_by`` of one claim. A claim with two themes is counted under
both, so shares by theme may add to more than one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field

from xinyong.claims.judging import FAILS, wilson
from xinyong.claims.models import Claim, Outlet
from xinyong.claims.reading import library_folder
from xinyong.errors import LanguageError
from xinyong.scheme.holding import hold
from xinyong.scheme.reading import read_file
from xinyong.scheme.values import Part

#: Themes that P10 names.
P10_THEMES: Final = frozenset({"privacy", "surveillance", "political-use"})
NO_YEAR: Final = "no year"
#: A claim that so many sources repeat is widely repeated.
WIDELY: Final = 4


class Work(Part):
    """A work that claims cite; ``date`` is a year, a month or the word ``none``."""

    id: str
    name: str
    author: str
    date: Annotated[str | int, Field()]
    title: str
    outlet: Outlet
    read: str
    url: str = ""

    @property
    def year(self) -> str:
        """The year of publication, or ``no year``."""
        found = re.match(r"[12][0-9]{3}", str(self.date))
        return found.group() if found else NO_YEAR


class Works(Part):
    """The file of works."""

    sources: list[Work]


@dataclass(frozen=True)
class Citation:
    """One source that says one claim."""

    claim: str
    side: str
    source: str
    outlet: str
    year: str
    themes: tuple[str, ...]


def read_works(path: Path | None = None) -> dict[str, Work]:
    """Works by the name that ``said_by`` uses. Raises ``LanguageError`` with all problems."""
    document = read_file(path or library_folder() / "sources.yaml")
    held = hold(document, Works)
    if held is not None:
        seen: set[str] = set()
        for number, work in enumerate(held.model.sources):
            if work.name in seen:
                held.document.complain(("sources", number, "name"), f"a second work called {work.name!r}",
                                       "", "give each work a name of its own")  # fmt: skip
            if work.year == NO_YEAR and work.date != "none":
                held.document.complain(("sources", number, "date"), f"date {work.date!r}",
                                       "allowed: YYYY, YYYY-MM or none", "write the year")  # fmt: skip
            seen.add(work.name)
    if document.problems or held is None:
        raise LanguageError(document.problems)
    return {work.name: work for work in held.model.sources}


def citations(claims: Mapping[str, Claim], works: Mapping[str, Work]) -> tuple[list[Citation], list[str]]:
    """All citations, and what is wrong: names of no work, outlets that differ from the work's."""
    found, wrong = [], []
    for claim in claims.values():
        for speaker in claim.said_by:
            work = works.get(speaker.name)
            if work is None:
                wrong.append(f"{claim.id}: {speaker.name!r} is no work of sources.yaml")
            elif work.outlet != speaker.outlet:
                wrong.append(f"{claim.id}: {speaker.name} is {speaker.outlet} here, {work.outlet} there")
            found.append(Citation(claim.id, claim.side, speaker.name, speaker.outlet,
                                  NO_YEAR if work is None else work.year, tuple(claim.themes)))  # fmt: skip
    return found, wrong


def tabled(found: Sequence[Citation], key: str) -> dict[str, dict[str, int]]:
    """Citations by ``source``, ``outlet`` or ``year``, then by side."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        table[getattr(each, key)][each.side] += 1
    return {name: dict(table[name]) for name in sorted(table)}


def by_theme(found: Sequence[Citation]) -> dict[str, dict[str, int]]:
    """Citations by theme, then by outlet type; a citation counts under each theme of its claim."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        for theme in each.themes:
            table[theme][each.outlet] += 1
    return {name: dict(table[name]) for name in sorted(table)}


def negative_share(found: Sequence[Citation]) -> dict[str, dict[str, Any]]:
    """Of each outlet type: disadvantages among disadvantages and advantages, with a 95 % interval.

    The interval treats the works that a thesis chose as a random sample, which they are not.
    """
    table = {}
    for outlet, sides in tabled(found, "outlet").items():
        negative, positive = sides.get("disadvantage", 0), sides.get("advantage", 0)
        if negative + positive:
            share = negative / (negative + positive)
            table[outlet] = {"negative": negative, "positive": positive, "share": share,
                             "interval": list(wilson(share, negative + positive))}  # fmt: skip
    return table


def p10(claims: Mapping[str, Claim], found: Sequence[Citation]) -> dict[str, Any]:
    """How many disadvantages, and citations of them, are on privacy, surveillance or political use."""
    negative = [claim for claim in claims.values() if claim.side == "disadvantage"]
    cited = [each for each in found if each.side == "disadvantage"]
    told = {
        "claims": (sum(bool(P10_THEMES & set(each.themes)) for each in negative), len(negative)),
        "citations": (sum(bool(P10_THEMES & set(each.themes)) for each in cited), len(cited)),
    }
    return {name: {"count": count, "of": of, "share": count / of if of else None,
                   "interval": list(wilson(count / of if of else 0.0, of))}
            for name, (count, of) in told.items()}  # fmt: skip


def thin(found: Sequence[Citation]) -> dict[str, list[str]]:
    """Claims with one source, and claims with several sources of one outlet type."""
    sources: dict[str, set[str]] = defaultdict(set)
    outlets: dict[str, set[str]] = defaultdict(set)
    for each in found:
        sources[each.claim].add(each.source)
        outlets[each.claim].add(each.outlet)
    return {
        "one source": [claim for claim, names in sources.items() if len(names) == 1],
        "one outlet type": [c for c, kinds in outlets.items() if len(kinds) == 1 and len(sources[c]) > 1],
    }


def repeated(found: Sequence[Citation], entries: Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    """Claims that many repeat, most first; ``fails`` lists where, or is None without a board."""
    count = Counter(each.claim for each in found)
    rows = []
    for claim, times in sorted(count.items(), key=lambda pair: (-pair[1], pair[0])):
        if times >= WIDELY:
            fails = None if entries is None else [
                str(each["setting"] or "fact") for each in entries
                if each["id"] == claim and each["part"] is None and each["verdict"] == FAILS
            ]  # fmt: skip
            rows.append({"claim": claim, "sources": times, "fails": fails})
    return rows
