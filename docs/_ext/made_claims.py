"""The reference's page of claims with their tests, made from the claim files; verdicts are the board's."""

from __future__ import annotations

from itertools import groupby

from made_text import MADE, table

from xinyong.claims.models import Claim, Test
from xinyong.claims.reading import library

_SIDES = {"disadvantage": "Disadvantages", "advantage": "Advantages", "premise": "Premises"}


def _test(test: Test) -> list[str]:
    twin = test.twin.scheme if test.twin else "no twin"
    bar = (
        f"{test.direction} by {test.smallest.value:g}"
        if test.compare != "level"
        else (f"{test.direction} of {test.smallest.value:g}")
    )
    return [
        f"{test.setting} {test.part}",
        f"`{test.world.scheme}`",
        f"`{twin}`",
        f"`{test.indicator}` ({test.group}), {test.estimand}, {test.compare}",
        f"{bar}. {test.smallest.reason}{_further(test)}",
        f"{test.frame}, {test.citizens:,}, {test.months} months",
    ]


def _further(test: Test) -> str:
    """The milder bar and the further conditions of a test."""
    told = "" if test.fails is None else f" Fails below {test.fails.value:g}. {test.fails.reason}"
    for more in test.more:
        told += (
            f" And `{more.indicator}` ({more.group}), {more.estimand}, {more.compare}: {more.direction}, "
            f"{more.smallest.value:g}. {more.smallest.reason}"
        )
    return told


def _claim(claim: Claim) -> str:
    said = "; ".join(f"{each.name} ({each.outlet})" for each in claim.said_by)
    parts = [
        f"### {claim.id}\n",
        f"**{claim.statement}**\n",
        f"*Said by* {said}\n",
        f"*Mechanism.* {claim.mechanism}\n",
        f"*Kind.* {claim.kind}; themes: {', '.join(claim.themes)}\n",
    ]
    if claim.fact is not None:
        parts.append(f"*What the figures say.* {claim.fact.finding}: {claim.fact.reason}\n")
    if claim.untestable is not None:
        parts.append(f"*Cannot be run.* {claim.untestable.reason}\n")
    parts += [f"*Why it is no knob.* {claim.why_not_a_knob}\n"] if claim.why_not_a_knob else []
    parts += [f"*Note.* {note}\n" for note in claim.notes]
    if claim.tests:
        head = ["setting", "world", "twin", "measured", "smallest effect that matters", "frame"]
        parts.append(table(head, map(_test, claim.tests)))
        parts += [f"*Doubt, {test.setting}.* {test.doubt}\n" for test in claim.tests if test.doubt]
    return "\n".join(parts)


def page() -> str:
    """Every claim with its tests; verdicts are the board's."""
    parts = ["# Claims\n", MADE.format("the claim files"), "Verdicts: `xinyong claims`.\n"]
    for side, found in groupby(library().values(), key=lambda claim: claim.side):
        parts += [f"## {_SIDES[side]}\n", *map(_claim, found)]
    return "\n".join(parts)
