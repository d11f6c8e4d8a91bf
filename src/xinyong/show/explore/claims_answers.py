"""Answers about claims, reforms and outlets: what is shipped, read once."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any

from xinyong.claims.models import SETTINGS
from xinyong.errors import Problem, UnknownName, did_you_mean


def _quiet(told: object) -> None:
    """Nobody has to be told: nothing is run."""


@cache
def board() -> dict[str, Any]:
    """The shipped board: how it was made, and its entries with what the claim files say of each."""
    from xinyong.claims.asking import Asked, answer

    found = answer(Asked(), _quiet, _quiet).board
    return {"made": asdict(found.made), "settings": list(SETTINGS),
            "entries": [each | _said(each["id"]) for each in found.entries]}  # fmt: skip


def _said(id: str) -> dict[str, Any]:
    from xinyong.claims.citations import read_works
    from xinyong.claims.reading import library

    claim, works = library()[id], read_works()
    return {
        "themes": list(claim.themes),
        "outlets": list(dict.fromkeys(each.outlet for each in claim.said_by)),
        "years": sorted({works[each.name].year for each in claim.said_by if each.name in works}),
    }


@cache
def card(word: str) -> dict[str, Any]:
    """One claim in full: its file, its entries, why it is no knob, what decides it, where it tips.

    Raises ``UnknownName`` for a claim that there is not.
    """
    from xinyong.claims.citations import read_works
    from xinyong.claims.reading import library
    from xinyong.engine.assumptions import register

    claims = library()
    id = word.upper()
    if id not in claims:
        raise UnknownName(Problem(path=word[:60], found="no such claim",
                                  remedy=did_you_mean(id[:60], claims, "see the board")))  # fmt: skip
    claim, works = claims[id], read_works()
    known = {each.id: each for each in register()}
    entries = [each for each in board()["entries"] if each["id"] == id]
    return {
        **claim.model_dump(mode="json", by_alias=True), "made": board()["made"], "entries": entries,
        "said_by": [
            {**each.model_dump(), **({"year": works[each.name].year, "title": works[each.name].title,
                                      "author": works[each.name].author, "url": works[each.name].url}
                                     if each.name in works else {})}
            for each in claim.said_by
        ],
        "knob": {
            "why_not": claim.why_not_a_knob,
            "turned_by": [
                {"id": name, "meaning": known[name].meaning, "unit": known[name].unit,
                 "value": known[name].value, "low": known[name].low, "high": known[name].high,
                 "spans_zero": known[name].low < 0 < known[name].high, "source": known[name].source}
                for name in claim.turned_by if name in known
            ],
        },
        "deciders": [
            {"setting": each["setting"], "part": each["part"], **one}
            for each in entries if each["flips"] for one in each["flips"].get("assumptions", [])
        ],
    }  # fmt: skip


@cache
def frontier() -> dict[str, Any]:
    """The shipped frontier, as ``xinyong frontier --json``."""
    from xinyong.claims.weighing.asking import Asked
    from xinyong.claims.weighing.asking import frontier as weighed
    from xinyong.claims.weighing.findings import as_data

    return as_data(weighed((), Asked(), _quiet, _quiet))


@cache
def headline() -> dict[str, Any]:
    """The shipped headline, as ``xinyong headline --json``."""
    from xinyong.claims.weighing.asking import Asked
    from xinyong.claims.weighing.asking import headline as weighed
    from xinyong.claims.weighing.findings import as_data

    return as_data(weighed(None, None, Asked(), _quiet, _quiet))


@cache
def portrayal() -> dict[str, Any]:
    """Who says what, and what outlets would report, as ``xinyong portrayal --json``."""
    from xinyong.show.portrayal import portrayal as portrayed

    return portrayed()
