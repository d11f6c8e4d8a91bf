"""Numbers that the model rests on or is held against: tables for the ODD page."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from xinyong.engine.assumptions import register
from xinyong.results.catalogue import INDICATORS
from xinyong.results.indicators import definition
from xinyong.scheme.assembling import assemble
from xinyong.scheme.gathering import gather_named
from xinyong.show.markdown import plain_number, table

_CONFIDENCE: Final = {"T": "text read", "T2": "a report of it", "K": "general knowledge", "C": "computed"}
#: Where numbers of a scheme stand, by the first word of their ids.
_PLACES: Final = {"book": "rule books", "conduct": "conducts", "access": "gatekeepers", "channel": "channels"}
_STANDINGS: Final = ("statute", "report", "assumption", "choice")


def targets() -> Iterator[str]:
    """Published figures that runs are held against."""
    text = files("xinyong.results").joinpath("library", "targets.csv").read_text(encoding="utf-8")
    yield from table(
        ("month", "series", "value", "unit", "source", "read as"),
        (
            (
                row["date"], row["series"], f"{int(row['value']):,}", row["unit"], row["source"],
                _CONFIDENCE[row["confidence"]],
            )
            for row in csv.DictReader(text.splitlines())
        ),
    )  # fmt: skip


def indicators() -> Iterator[str]:
    """Every indicator with unit, formula over quantities, and purpose."""
    yield from table(
        ("indicator", "theme", "what it is", "unit", "formula", "for"),
        (
            (f"`{each.id}`", each.theme, each.label, each.unit, _formula(definition(each)), each.purpose)
            for each in INDICATORS
        ),
    )


def _formula(text: str) -> str:
    """A long sum over gatekeepers is cut short."""
    for word in ("refused", "attempts", "perk"):
        parts = [each for each in text.replace("(", " + ").replace(")", " + ").split(" + ")]
        gated = [each for each in parts if each.startswith(f"{word} ")]
        if len(gated) > 3:
            text = text.replace(" + ".join(gated), f"{word} of all gatekeepers")
    return text


def assumptions() -> Iterator[str]:
    """The engine's register of assumptions."""
    yield from table(
        ("assumption", "phase", "value", "range", "unit", "when raised", "meaning", "source"),
        (
            (
                f"`{each.id}`", each.phase, plain_number(each.value),
                f"{plain_number(each.low)} to {plain_number(each.high)}", each.unit,
                f"`{each.moves[0]}` {each.moves[1] if each.moves[1] != 'any' else 'either way'}",
                each.meaning, each.source,
            )
            for each in register()
        ),
    )  # fmt: skip


def standings(scheme: str = "china-2020") -> Iterator[str]:
    """How many numbers of a scheme are law, report, assumption or choice, and where they stand."""
    found = Counter(
        (number.id.partition(".")[0], number.value.standing)
        for number in assemble(gather_named(scheme)).numbers
    )
    rows: list[tuple[str, ...]] = []
    for place, title in _PLACES.items():
        counts = [found[place, each] for each in _STANDINGS]
        rows.append((title, *(str(count) for count in counts), str(sum(counts))))
    other = {place for place, _ in found} - set(_PLACES)
    if other:
        counts = [sum(found[place, each] for place in other) for each in _STANDINGS]
        rows.append(("the scheme itself", *(str(count) for count in counts), str(sum(counts))))
    yield from table(("numbers of", *_STANDINGS, "all"), rows)
