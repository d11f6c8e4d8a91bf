"""Which worlds the tests need: each world once, however many claims look at it.

A run of sixty months is the first half of one of a hundred and twenty: worlds that differ in
length alone are run once, at the greatest length that the library asks for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from xinyong.claims.measures import Measure
from xinyong.claims.models import Claim, Condition, Further, More, Test, WorldOf
from xinyong.dates import month_number
from xinyong.errors import InputError, XinyongError
from xinyong.experiments.branching import Job
from xinyong.experiments.cells import Cell, Lived, Rules, Spot, before, rules_of, shared

#: Seeds of one draw are this far apart, so that no two draws share a luck.
_APART = 64


@dataclass(frozen=True)
class Contrast:
    """A world, its twin (or None), and how often its effect counts: 1, or less than 0 if taken away."""

    world: Lived
    twin: Lived | None
    times: float = 1.0


@dataclass(frozen=True)
class Asked:
    """A condition, ready to be figured: what is measured, in which contrasts."""

    condition: Condition
    measure: Measure
    contrasts: tuple[Contrast, ...]

    @property
    def lived(self) -> tuple[Lived, ...]:
        """Every world that it looks at."""
        both = [world for each in self.contrasts for world in (each.world, each.twin)]
        return tuple(dict.fromkeys(world for world in both if world is not None))


@dataclass(frozen=True)
class Planned:
    """A test of a claim, ready to be run: its main condition first, then the further ones."""

    claim: Claim
    test: Test
    asked: tuple[Asked, ...]

    @property
    def lived(self) -> tuple[Lived, ...]:
        """Every world that it looks at."""
        return tuple(dict.fromkeys(world for each in self.asked for world in each.lived))


def plan(chosen: Iterable[tuple[Claim, Test | None]], citizens: int | None = None) -> list[Planned]:
    """Tests ready to be run; ``citizens`` instead of what each test asks for, where given.

    Raises ``InputError`` with all schemes, paths and assumptions that do not hold.
    """
    found, problems = [], []
    for claim, test in chosen:
        if test is None:
            continue
        try:
            found.append(_planned(claim, test, citizens))
        except XinyongError as error:
            where = f"{claim.id} {test.setting} {test.part}".rstrip()
            problems += [replace(each, path=f"{where}: {each.path}".rstrip(": ")) for each in error.problems]
    if problems:
        raise InputError(dict.fromkeys(problems))
    return _lengthened(found)


def _planned(claim: Claim, test: Test, citizens: int | None) -> Planned:
    start = month_number(test.start)
    asked = [_asked(test, test, test.world, test.twin, test.less, start, citizens)]
    for more in test.more:
        world, twin, less = _worlds_of(more, test)
        asked.append(_asked(more, test, world, twin, less, start, citizens))
    return Planned(claim, test, tuple(asked))


def _worlds_of(more: More, test: Test) -> tuple[WorldOf, WorldOf | None, Sequence[Further]]:
    """A further condition's own worlds, or those of the test."""
    own = more.world is not None or more.twin is not None
    less = more.less if more.less is not None else ([] if own else test.less)
    return more.world or test.world, more.twin or test.twin, less


def _asked(
    condition: Condition, test: Test, world: WorldOf, twin: WorldOf | None, less: Sequence[Further],
    start: int, citizens: int | None,
) -> Asked:  # fmt: skip
    size = citizens or test.citizens
    seen = None if condition.compare == "level" else twin
    contrasts = [_contrast(test, world, seen, start, size, 1.0)]
    contrasts += [_contrast(test, each.world, each.twin, start, size, -each.times) for each in less]
    return Asked(condition, Measure.of(condition, start, test.months), tuple(contrasts))


def _contrast(
    test: Test, world: WorldOf, twin: WorldOf | None, start: int, citizens: int, times: float
) -> Contrast:
    a = rules_of(world.scheme, world.set, world.patch)
    b = None if twin is None else rules_of(twin.scheme, twin.set, twin.patch)
    spot = Spot(test.frame, citizens, start, test.months, before(test.burn_in, shared(a, b)))
    return Contrast(Lived(a, spot), None if b is None else Lived(b, spot), times)


def _lengthened(planned: Sequence[Planned]) -> list[Planned]:
    """Worlds that differ in length alone become one. Endings stay: they look at a last month."""
    longest: dict[Lived, int] = defaultdict(int)
    for each in planned:
        for asked in each.asked:
            for lived in asked.lived:
                brief = _unmeasured(lived)
                longest[brief] = max(longest[brief], lived.spot.months)

    def grown(lived: Lived | None) -> Lived | None:
        if lived is None:
            return None
        return Lived(lived.rules, replace(lived.spot, months=longest[_unmeasured(lived)]))

    def long(asked: Asked) -> Asked:
        if asked.condition.estimand == "end":
            return asked
        pairs = tuple(
            Contrast(grown(each.world) or each.world, grown(each.twin), each.times)
            for each in asked.contrasts
        )
        return replace(asked, contrasts=pairs)

    return [replace(each, asked=tuple(long(asked) for asked in each.asked)) for each in planned]


def _unmeasured(lived: Lived) -> Lived:
    return Lived(lived.rules, replace(lived.spot, months=0))


def names_of(planned: Iterable[Planned]) -> dict[Lived, tuple[str, ...]]:
    """Sums that each world has to keep."""
    found: dict[Lived, dict[str, None]] = {}
    for each in planned:
        for asked in each.asked:
            for lived in asked.lived:
                found.setdefault(lived, {}).update(dict.fromkeys(asked.measure.names))
    return {lived: tuple(sorted(names)) for lived, names in found.items()}


def seed_of(base: int, draw: int, turn: int) -> int:
    """The luck of a draw's turn-th repetition: each draw has seeds of its own."""
    return (base * 1_000_003 + draw) * _APART + turn


def cells_of(lived: Lived, draws: int, seeds: int, base: int) -> list[Cell]:
    """All cells of a world."""
    return [Cell(lived, draw, seed_of(base, draw, turn)) for draw in range(draws) for turn in range(seeds)]


def jobs_of(wanted: dict[Lived, tuple[str, ...]], cells: Iterable[Cell]) -> list[Job]:
    """Cells put together that share a draw and rules, in the order of draws.

    Earlier draws first: what is interrupted is a smaller board, not half of one.
    """
    groups: dict[tuple[int, Rules, Rules, int], list[Cell]] = defaultdict(list)
    for cell in cells:
        lived = cell.lived
        groups[cell.draw, lived.spot.burn_in, lived.rules, lived.spot.start].append(cell)
    found = []
    for _, some in sorted(groups.items(), key=lambda pair: (pair[0][0], repr(pair[0]))):
        names = sorted({name for cell in some for name in wanted[cell.lived]})
        found.append(Job(tuple(some), tuple(names)))
    return found

