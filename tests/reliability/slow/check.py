"""The two engines on random worlds, and where they first part."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from hands import shared

from slow.holding import Difference, columns_differing, out_differing, rows_differing
from slow.inventing import Case, case
from slow.world import PHASES, Out, World
from xinyong.engine import month as engine_month
from xinyong.engine import run as engine_run
from xinyong.engine.run import Engine, WorldSpec
from xinyong.quantities import QUANTITIES

#: Differences told of one month, and worlds of one part.
_MOST, _PART = 5, 10


def slow(count: int) -> dict[str, Any]:
    """Live through ``count`` random worlds in both engines; every number of each month must be equal."""
    told = shared(_lived, count, _PART)
    met = told.pop("met")
    never = [each.name for each in QUANTITIES if met[each.name] == 0]
    return {
        **told, "rows_of_the_ledger": met["rows of the ledger"],
        "quantities_met": f"{len(QUANTITIES) - len(never)} of {len(QUANTITIES)}", "never_met": never,
    }  # fmt: skip


def _lived(part: int, count: int) -> dict[str, Any]:
    met: Counter[str] = Counter()
    failures: list[str] = []
    months = 0
    for number in range(_PART * part, _PART * part + count):
        try:
            given = case(number)
            failures += [f"{given.about}: {each}" for each in islice(differences(given, met), 1)]
            months += given.society.persons * given.months
        except Exception as error:
            # a world that one of the two cannot live through is a finding like any other
            failures.append(f"world {number}: {type(error).__name__}: {error}")
    return {"schemes": count, "citizen_months": months, "met": met, "failures": failures}


def worlds(given: Case) -> tuple[Engine, World]:
    """The same world in both engines."""
    spec = WorldSpec(given.society, given.timelines[0], given.dials, given.seed, given.start)
    first = (given.society, given.timelines[0], given.dials, given.seed, given.start)
    return Engine(spec), World(*first)


def differences(given: Case, met: Counter[str] | None = None) -> Iterator[Difference]:
    """What differs, month by month; nothing where the engines agree. ``met`` counts what happened."""
    engine, world = worlds(given)
    for month in range(given.months):
        if month == given.turn:
            engine.enter(given.timelines[1])
            world.enter(given.timelines[1])
        rules = world.begin().rules
        theirs, mine = engine.step(), world.step()
        found = list(islice(month_differing(engine, world, rules, theirs, mine), _MOST))
        yield from (f"month {month + 1}: {each}" for each in found)
        if found:
            return
        if met is not None:
            met["rows of the ledger"] += len(mine.ledger)
            met.update({what for (_, _, what), amount in mine.sums.places.items() if amount})


def month_differing(engine: Engine, world: World, rules: Any, theirs: Any, mine: Out) -> Iterator[Difference]:
    """Everything that a month leaves: what went out, and the state of each neighbourhood."""
    state = engine.state._replace(board=engine.state.board_last)
    yield from out_differing(theirs, mine)
    for h in range(len(world.hoods)):
        yield from columns_differing(state, world, rules, h)
        yield from rows_differing(state, world, h)


class PartedError(Exception):
    """The engines part: the phase, and what differs after it."""


def first_parting(given: Case) -> str | None:
    """The phase after which the engines differ first, and in what; the engine's month is interpreted."""
    engine, world = worlds(given)
    for month in range(given.months):
        if month == given.turn:
            engine.enter(given.timelines[1])
            world.enter(given.timelines[1])
        m = world.begin()
        try:
            with _phase_by_phase(engine, world, m):
                engine.step()
        except PartedError as parted:
            return f"month {month + 1}, {parted}"
        world.close(m)
    return None


@contextmanager
def _phase_by_phase(engine: Engine, world: World, m: Any) -> Iterator[None]:
    """While it lasts the engine's month runs as plain text, each phase followed by the slow one."""
    kept = {name: getattr(engine_month, name) for name in ("begin", *(name for name, _ in PHASES))}
    month = engine_run.month
    begun = kept["begin"]

    def begin(h: int, *rest: Any) -> None:
        begun(h, *rest)
        world.open(world.hoods[h])

    def followed(name: str, theirs: Any, mine: Any) -> Any:
        def both(h: int, *rest: Any) -> Any:
            result = theirs(h, *rest)
            mine(world.hoods[h], m)
            parts = chain(columns_differing(engine.state, world, m.rules, h),
                          rows_differing(engine.state, world, h))  # fmt: skip
            found = list(islice(parts, _MOST))
            if found:
                raise PartedError(f"{name}: " + "; ".join(found))
            return result

        return both

    engine_month.begin = begin  # type: ignore[assignment]
    for name, mine in PHASES:
        setattr(engine_month, name, followed(name, kept[name], mine))
    engine_run.month = getattr(month, "py_func", month)
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(engine_month, name, function)
        engine_run.month = month


def main() -> None:
    """``python -m slow.check NUMBER ...``: where the engines part in these random worlds."""
    for number in map(int, sys.argv[1:]):
        given = case(number)
        print(given.about, next(iter(differences(given)), "the same"), first_parting(given), sep="\n  ")


if __name__ == "__main__":
    main()
