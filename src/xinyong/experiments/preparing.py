"""From an ask to what it needs: schemes loaded, people planned, room looked for. Nothing is built.

Everything that can be wrong with an ask is found here, all at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.errors import InputError, Problem, XinyongError, did_you_mean
from xinyong.experiments.aligning import align
from xinyong.experiments.asking import BURN_IN, BURN_IN_SCHEME, Ask, check_numbers
from xinyong.experiments.worlds import World

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from xinyong.scheme.loading import Scheme
    from xinyong.society.planning import Plan

#: Bytes that a year's ledger and scratch space may take, per subject.
_LEDGER_BYTES = 64


@dataclass(frozen=True)
class Prepared:
    """An ask that holds: its schemes in one numbering, the engine's assumptions, the plan of people."""

    ask: Ask
    schemes: Mapping[World, Scheme]
    dials: NDArray[np.float64]
    plan: Plan


def prepare(ask: Ask, given: Mapping[str, Scheme] | None = None) -> Prepared:
    """Check an ask against all that is known.

    ``given`` are schemes already made, with their assumptions moved, by their word in the ask.

    Raises ``InputError`` with every problem found.
    """
    problems = check_numbers(ask)
    words: dict[World, str] = {"a": ask.scheme, "burn-in": BURN_IN_SCHEME}
    if ask.against is not None:
        words["b"] = ask.against
    schemes, dials = _schemes(words, ask.settings, given or {}, problems)
    planned = None
    if not any(each.path in ("--citizens", "--seed") for each in problems):
        planned = _plan(ask, problems)
    if planned is not None:
        problems += _check_room(planned)
    if problems or dials is None or planned is None:
        raise InputError(problems)
    return Prepared(ask, align(schemes), dials, planned)  # type: ignore[arg-type]


def _schemes(
    words: Mapping[World, str],
    settings: Mapping[str, float],
    given: Mapping[str, Scheme],
    problems: list[Problem],
) -> tuple[dict[World, Scheme], NDArray[np.float64] | None]:
    from xinyong.engine import assumptions
    from xinyong.scheme.loading import load

    found: dict[World, Scheme] = {}
    told: set[Problem] = set()
    for world, word in words.items():
        try:
            if word in given:
                found[world] = given[word]
                continue
            scheme = load(word)
            mine = {name: value for name, value in settings.items() if name in scheme.assumptions}
            found[world] = load(word, mine) if mine else scheme
        except XinyongError as error:
            told.update(error.problems)
            problems += [each for each in error.problems if each not in problems]
    own = {entry.id for entry in assumptions.register()}
    known = {name for scheme in found.values() for name in scheme.assumptions} | own
    if len(found) == len(words):
        problems += [
            Problem(
                path=f"--set {name}",
                found=f"no assumption {name!r}",
                remedy=did_you_mean(name, known, "see: xinyong show assumptions"),
            )
            for name in settings
            if name not in known
        ]
    try:
        return found, assumptions.values({name: value for name, value in settings.items() if name in own})
    except XinyongError as error:
        problems += error.problems
        return found, None


def _plan(ask: Ask, problems: list[Problem]) -> Plan | None:
    from xinyong.society.planning import plan

    try:
        return plan(ask.frame, ask.citizens, ask.seed, ask.start - BURN_IN)
    except XinyongError as error:
        problems += error.problems
        return None


def needed_bytes(plan: Plan) -> int:
    """Memory that a run of this plan takes: the society, the engine's state, a year of ledger."""
    from xinyong import fields

    person = (
        4 * (len(fields.PERSON_FLOATS) + len(fields.PERSON_UINT32))
        + 2 * len(fields.PERSON_INT16)
        + len(fields.PERSON_UINT8)
    )
    debt = 4 * len(fields.DEBT_FLOATS) + 2 * len(fields.DEBT_INT16) + len(fields.DEBT_UINT8)
    live = 2 * len(fields.LIVE_INT16) + len(fields.LIVE_UINT8) + 4 * len(fields.LIVE_UINT32)
    per_hood = 48 * (debt + 4 * len(fields.DEBT_UINT32)) + 288 * live + 16 * len(fields.BOARD)
    return plan.bytes + plan.persons * (person + _LEDGER_BYTES) + plan.hoods * per_hood


def _check_room(plan: Plan) -> list[Problem]:
    from xinyong.society.memory import memory_left

    left, need = memory_left(), needed_bytes(plan)
    if left is None or need <= left:
        return []
    most = int(plan.persons * left / need)
    return [
        Problem(
            path="--citizens",
            found=f"{plan.persons:,} citizens need about {need / 2**30:.1f} GiB of memory",
            allowed=f"{left / 2**30:.1f} GiB are free",
            remedy=f"ask for at most about {most:,}",
        )
    ]
