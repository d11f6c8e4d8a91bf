"""Which worlds the tests need: each world once, however many claims look at it.

A run of sixty months is the first half of one of a hundred and twenty: worlds that differ in
length alone are run once, at the greatest length that any claim asks for, and keep the sums
that any claim needs. So what one claim has run serves the others, whichever is asked first.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from xinyong.claims.measures import Measure
from xinyong.claims.models import Claim, Condition, Further, More, Test, WorldOf
from xinyong.dates import month_number
from xinyong.errors import InputError, Problem, XinyongError
from xinyong.experiments.branching import Job
from xinyong.experiments.cells import Cell, Lived, Rules, Spot, before, rules_of

#: Seeds of one draw are this far apart, so that no two draws share a luck.
_APART = 64


@dataclass(frozen=True)
class Wish:
    """A world as a claim file says it; texts are JSON. ``common`` is what its twin sets alike."""

    scheme: str
    settings: str
    patch: str
    common: str
    frame: str
    citizens: int
    start: int
    burn_in: str
    ends: bool
    """Whether its last month matters: a longer run would not do."""


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


    def seeds(self, seeds: int) -> int:
        """How many seeds a draw it takes where others take ``seeds``; never so many as draws are apart."""
        return min(seeds * self.test.repeats, max(seeds, _APART))


@dataclass(frozen=True)
class Need:
    """How long a world has to be lived, and which sums it has to keep."""

    months: int = 0
    names: frozenset[str] = frozenset()

    def with_(self, months: int, names: Iterable[str]) -> Need:
        """What serves this need and another one."""
        return Need(max(self.months, months), self.names | frozenset(names))


#: A condition of a test with its contrasts: world, twin, times.
_Drafted = tuple[Condition, Measure, tuple[tuple[Wish, Wish | None, float], ...]]


def needs_of(tests: Iterable[Test], citizens: int | None = None) -> dict[Wish, Need]:
    """What all tests together need of each world. No scheme is looked into."""
    found: dict[Wish, Need] = defaultdict(Need)
    for test in tests:
        for _, measure, contrasts in _drafted(test, citizens):
            for world, twin, _ in contrasts:
                for each in (world, twin):
                    if each is not None:
                        found[each] = found[each].with_(test.months, measure.names)
    return dict(found)


def plan(
    chosen: Iterable[tuple[Claim, Test | None]], needs: dict[Wish, Need], citizens: int | None = None
) -> tuple[list[Planned], dict[Lived, tuple[str, ...]]]:
    """Tests ready to be run, and the sums that each of their worlds keeps.

    ``needs`` are those of all tests that may ever share worlds with these; ``citizens`` instead of
    what each test asks for, where given. Raises ``InputError`` with all schemes, paths and
    assumptions that do not hold.
    """
    found: list[Planned] = []
    names: dict[Lived, frozenset[str]] = {}
    problems: list[Problem] = []
    for claim, test in chosen:
        if test is None:
            continue
        try:
            found.append(Planned(claim, test, asked_of(test, citizens, needs, names)))
        except XinyongError as error:
            where = f"{claim.id} {test.setting} {test.part}".rstrip()
            problems += [replace(each, path=f"{where}: {each.path}".rstrip(": ")) for each in error.problems]
    if problems:
        raise InputError(dict.fromkeys(problems))
    return found, {lived: tuple(sorted(kept)) for lived, kept in names.items()}


def asked_of(
    test: Test, citizens: int | None, needs: dict[Wish, Need], names: dict[Lived, frozenset[str]]
) -> tuple[Asked, ...]:
    """A test's conditions ready to be figured, the main one first.

    What its worlds keep is added to ``names``. Raises ``InputError`` where a scheme does not hold.
    """

    def lived(wish: Wish) -> Lived:
        found = _lived(wish, needs[wish].months)
        names[found] = names.get(found, frozenset()) | needs[wish].names
        return found

    asked = []
    for condition, measure, contrasts in _drafted(test, citizens):
        pairs = [Contrast(lived(a), None if b is None else lived(b), times) for a, b, times in contrasts]
        asked.append(Asked(condition, measure, tuple(pairs)))
    return tuple(asked)


def _drafted(test: Test, citizens: int | None) -> Iterator[_Drafted]:
    """The conditions of a test, the main one first."""
    yield _draft(test, test, test.world, test.twin, test.less, citizens)
    for more in test.more:
        own = more.world is not None or more.twin is not None
        less = more.less if more.less is not None else ([] if own else test.less)
        yield _draft(more, test, more.world or test.world, more.twin or test.twin, less, citizens)


def _draft(
    condition: Test | More, test: Test, world: WorldOf, twin: WorldOf | None, less: Sequence[Further],
    citizens: int | None,
) -> _Drafted:  # fmt: skip
    start = month_number(test.start)
    ends = condition.estimand == "end"
    base = Wish("", "", "", "", test.frame, citizens or test.citizens, start, test.burn_in, ends)
    seen = None if condition.compare == "level" else twin
    contrasts = [(*_wishes(base, world, seen), 1.0)]
    contrasts += [(*_wishes(base, each.world, each.twin), -each.times) for each in less]
    return condition, Measure.of(condition, start, test.months), tuple(contrasts)


def _wishes(base: Wish, world: WorldOf, twin: WorldOf | None) -> tuple[Wish, Wish | None]:
    common = world.set if twin is None else {
        name: value for name, value in world.set.items() if name in twin.set and twin.set[name] == value
    }  # fmt: skip

    def wish(of: WorldOf) -> Wish:
        return replace(
            base, scheme=of.scheme, settings=_text(of.set), patch=_text(of.patch), common=_text(common)
        )

    return wish(world), None if twin is None else wish(twin)


def _text(part: Any) -> str:
    return json.dumps(part)


@lru_cache(maxsize=1024)
def _lived(wish: Wish, months: int) -> Lived:
    """The world that a wish means; raises ``InputError`` where its scheme does not hold."""
    rules = _rules(wish.scheme, wish.settings, wish.patch)
    common = json.loads(wish.common)
    held = tuple((name, value) for name, value in rules.held if name in common)
    return Lived(rules, Spot(wish.frame, wish.citizens, wish.start, months, before(wish.burn_in, held)))


@lru_cache(maxsize=1024)
def _rules(scheme: str, settings: str, patch: str) -> Rules:
    return rules_of(scheme, json.loads(settings), json.loads(patch))


def seed_of(base: int, draw: int, turn: int) -> int:
    """The luck of a draw's turn-th repetition: each draw has seeds of its own."""
    return (base * 1_000_003 + draw) * _APART + turn


def seeds_of(planned: Iterable[Planned], seeds: int) -> dict[Lived, int]:
    """How many seeds a draw each world is lived with, where tests without repeats take ``seeds``."""
    found: dict[Lived, int] = {}
    for each in planned:
        for lived in each.lived:
            found[lived] = max(found.get(lived, 0), each.seeds(seeds))
    return found


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
