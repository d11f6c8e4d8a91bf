"""From an ask to what it needs: schemes loaded, people planned, room looked for. Nothing is built.

Everything that can be wrong with an ask is found here, all at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xinyong.errors import InputError, Problem, XinyongError, did_you_mean
from xinyong.experiments.aligning import align
from xinyong.experiments.asking import BURN_IN_SCHEME, Ask, check_numbers
from xinyong.experiments.worlds import World

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from xinyong.scheme.loading import Scheme
    from xinyong.society.planning import Plan

#: Bytes per subject: the engine's state and tables, and a year's ledger with scratch space.
_STATE_BYTES = 200
_LEDGER_BYTES = 64
#: Bytes per subject in shards, which make people where they stay; of its end here; and of programs, here.
_SHARD_BYTES = 155
_END_BYTES = 40
_PROGRAMS = 10**9


@dataclass(frozen=True)
class Prepared:
    """An ask that holds: its schemes in one numbering, the engine's assumptions, the plan of people."""

    ask: Ask
    schemes: Mapping[World, Scheme]
    dials: NDArray[np.float64]
    plan: Plan

    def about(self, world: World) -> dict[str, Any]:
        """Scheme, assumptions and people of a world, for the manifest."""
        from xinyong.engine.assumptions import register

        scheme, plan = self.schemes[world], self.plan
        own = {entry.id: float(value) for entry, value in zip(register(), self.dials, strict=True)}
        people = repr((plan.frame, plan.citizens, plan.seed, plan.start_month))
        return {
            "scheme": {"id": scheme.id, "name": scheme.name, "sha256": scheme.sha256},
            "assumptions": own | {name: each.value for name, each in sorted(scheme.assumptions.items())},
            "people_sha256": hashlib.sha256(people.encode()).hexdigest(),
        }


def prepare(ask: Ask, given: Mapping[str, Scheme] | None = None, already: Sequence[Problem] = ()) -> Prepared:
    """Check an ask against all that is known.

    ``given`` are schemes already made, with their assumptions moved, by their word in the ask;
    ``already`` are problems found before.

    Raises ``InputError`` with every problem found.
    """
    problems = [*already, *check_numbers(ask)]
    words: dict[World, str] = {"a": ask.scheme, "burn-in": BURN_IN_SCHEME}
    if ask.past is not None:
        words |= {world: f"@{world}" for world, _ in ask.shared}
    if ask.against is not None:
        words["b"] = ask.against
    # what a branch sets was set by its run, and need not be known to the scheme that it goes on under
    schemes, dials = _schemes(words, ask.settings, given or {}, problems, inherited=ask.past is not None)
    planned = None
    if any(each.path in ("--citizens", "--seed") for each in problems):
        _check_frame(ask.frame, problems)
    else:
        planned = _plan(ask, problems)
    if planned is not None:
        from xinyong.society.memory import memory_left

        left, instead = memory_left(), ""
        spread = shard_bytes(planned) + end_bytes(planned)
        if ask.cluster is None:
            need = needed_bytes(planned)
            instead = ", or spread them over processes: --cluster local:2" if spread <= (left or 0) else ""
        else:
            need = spread if ask.cluster.startswith("local:") else end_bytes(planned)
        problems += check_room(planned, left, need, instead=instead)
    if problems or dials is None or planned is None:
        raise InputError(problems)
    return Prepared(ask, align(schemes), dials, planned)


def _schemes(
    words: Mapping[World, str],
    settings: Mapping[str, float],
    given: Mapping[str, Scheme],
    problems: list[Problem],
    inherited: bool,
) -> tuple[dict[World, Scheme], NDArray[np.float64] | None]:
    from xinyong.engine import assumptions
    from xinyong.scheme.loading import fixed, load

    found: dict[World, Scheme] = {}
    told: set[Problem] = set()
    read = dict(given)
    for world, word in words.items():
        try:
            scheme = read[word] if word in read else load(word)
            numbers = scheme.assumptions
            mine = {n: value for n, value in settings.items() if n in numbers and numbers[n].value != value}
            found[world] = read[word] = scheme.moved(mine) if mine else scheme
        except XinyongError as error:
            told.update(error.problems)
            problems += [each for each in error.problems if each not in problems]
    own = {entry.id for entry in assumptions.register()}
    known = {name for scheme in found.values() for name in scheme.assumptions} | own
    if len(found) == len(words) and not inherited:
        rules = {number.id: number for scheme in found.values() for number in scheme.assembly.numbers}
        problems += [
            fixed(f"--set {name}", rules[name])
            if name in rules
            else Problem(
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


def _check_frame(name: str, problems: list[Problem]) -> None:
    from xinyong.society.frames import frame

    try:
        frame(name)
    except XinyongError as error:
        problems += error.problems


def _plan(ask: Ask, problems: list[Problem]) -> Plan | None:
    from xinyong.society.planning import plan

    try:
        return plan(ask.frame, ask.citizens, ask.seed, ask.first)
    except XinyongError as error:
        problems += error.problems
        return None


def needed_bytes(plan: Plan) -> int:
    """Memory that a run of this plan takes here: the society, the engine's state, a year of ledger."""
    subjects = plan.persons + plan.companies + plan.offices
    return plan.bytes + subjects * (_STATE_BYTES + _LEDGER_BYTES)


def shard_bytes(plan: Plan) -> int:
    """Memory that the shards of a run of this plan take together."""
    return (plan.persons + plan.companies + plan.offices) * _SHARD_BYTES


def end_bytes(plan: Plan) -> int:
    """Memory that the program takes whose run of this plan is in shards; at its end, which is the most."""
    return _PROGRAMS + (plan.persons + plan.companies + plan.offices) * _END_BYTES


def check_room(
    plan: Plan, left: int | None, need: int, where: str = "", instead: str = ""
) -> list[Problem]:
    """What is wrong with a plan that ``need``s so many bytes where so many are ``left``; None: not known."""
    if left is None or need <= left:
        return []
    most = int(plan.persons * left / need)
    return [
        Problem(
            path="--citizens",
            found=f"{plan.persons:,} citizens need about {need / 2**30:.1f} GiB of memory",
            allowed=f"{left / 2**30:.1f} GiB are free {where}".rstrip(),
            remedy=f"ask for at most about {most:,}{instead}",
        )
    ]
