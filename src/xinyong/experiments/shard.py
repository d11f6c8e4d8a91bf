"""A shard: some neighbourhoods of a society, in the memory of one worker, from month to month.

A shard knows its own people and, of everybody else, the sums of all cities last month. It is told those
with the number of its first ledger row, and answers with its rows and sums. Its people are made where they
live: neighbourhoods follow from the plan alone.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from xinyong.engine.parting import columns_of, joined_states, part_of
from xinyong.engine.run import Engine, Lived, WorldSpec
from xinyong.experiments.clusters import WorkerLost
from xinyong.experiments.replaying import Numbers
from xinyong.society.population import make

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.engine.layout import State
    from xinyong.engine.standings import Part
    from xinyong.scheme.compile import Timeline
    from xinyong.society.planning import Plan


#: Neighbourhoods that are made, sent or kept at a time: about a million persons, 150 MB.
AT_A_TIME = 2048


class Stretch(NamedTuple):
    """Neighbourhoods ``low`` .. ``high`` of a plan; how their subjects are numbered."""

    low: int
    high: int
    numbers: Numbers


class Conditions(NamedTuple):
    """What holds for a shard: its rules over time, assumptions, seed, first month of the society."""

    timeline: Timeline
    dials: NDArray[np.float64]
    seed: int
    start_month: int


class Before(NamedTuple):
    """What a shard must know of the month just lived: number of its first row, sums of all cities."""

    first: int
    cities: NDArray[np.int64]


def stretches(plan: Plan, shards: int) -> list[Stretch]:
    """A society cut by place into so many stretches, about as many persons in each, none empty."""
    wanted = np.arange(1, shards) * plan.persons / shards
    middle = np.searchsorted(plan.person_first, wanted)
    least, most = np.arange(1, shards), plan.hoods - shards + np.arange(1, shards)
    # nobody is left without a neighbourhood, however few there are
    ends = [0, *np.clip(_apart(middle), least, most).tolist(), plan.hoods]
    firsts = (plan.person_first, plan.company_first, plan.office_first)
    before = (0, plan.persons, plan.persons + plan.companies)
    found = []
    for low, high in pairwise(ends):
        begin = tuple(start + int(first[low]) for start, first in zip(before, firsts, strict=True))
        counts = tuple(int(first[high] - first[low]) for first in firsts)
        found.append(Stretch(low, high, Numbers(low, begin, counts)))  # type: ignore[arg-type]
    return found


def pieces(low: int, high: int) -> list[tuple[int, int]]:
    """Neighbourhoods ``low`` .. ``high``, as many as go at a time."""
    return [(first, min(first + AT_A_TIME, high)) for first in range(low, high, AT_A_TIME)]


def _apart(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ascending places moved on where two are the same."""
    steps = np.arange(len(places))
    return np.maximum.accumulate(places - steps) + steps


class Shard:
    """Lives on a worker, as an actor. Its methods are called one at a time."""

    def __init__(self, stretch: Stretch, threads: int) -> None:
        """A place for a shard; ``begin`` or ``resume`` fills it."""
        self._stretch, self._threads = stretch, threads
        self._lived = False
        self._filled: Engine | None = None
        self._taken: list[dict[str, Any]] = []

    @property
    def _engine(self) -> Engine:
        """The engine; a shard that Dask made again on a worker that came back at its old address has none."""
        if self._filled is None:
            raise self._gone()
        return self._filled

    def _gone(self) -> WorkerLost:
        low, high = self._stretch.low, self._stretch.high
        return WorkerLost(f"the worker with neighbourhoods {low} to {high} is gone, and was started again")

    def begin(self, plan: Plan, rules: Conditions) -> None:
        """Make the people, as they stand before the first month."""
        # some neighbourhoods at a time: people take as much room again while they are made
        for low, high in pieces(self._stretch.low, self._stretch.high):
            made = Engine(WorldSpec(make(plan, low, high), *rules), self._threads)
            self._taken.append(columns_of(made.state))
            del made
        self.resume(rules.start_month, rules)

    def take(self, columns: dict[str, Any]) -> None:
        """Take the next of the pieces of a state that was kept."""
        # columns come over the wire in one buffer, which none of them may keep once it has been joined
        self._taken.append({name: np.array(column) for name, column in columns.items()})

    def resume(self, month: int, rules: Conditions) -> None:
        """Go on with the state whose pieces have been taken; ``month`` is the next."""
        if sum(len(piece["hoods"]) - 1 for piece in self._taken) != self._stretch.high - self._stretch.low:
            raise self._gone()
        joined, self._taken = joined_states(self._taken), []
        self._filled = Engine.resumed(WorldSpec(None, *rules), joined, month, 0, self._threads)  # type: ignore[arg-type]

    def leave(self) -> None:
        """Forget everything: what comes next needs the room."""
        self._filled, self._taken = None, []

    def enter(self, before: Before | None, timeline: Timeline) -> None:
        """From the next month on other rules hold."""
        self._pass_on(before)
        self._engine.enter(timeline)

    def live(self, before: Before | None) -> Lived:
        """Live a month; subjects are numbered as in the whole society, ledger rows from 0."""
        self._pass_on(before)
        lived = self._engine.live()
        self._lived = True
        for rows in (lived.out.ledger, lived.out.listings):
            rows["subject"] = self._stretch.numbers.from_alone(rows["subject"])
        return lived

    def parts(self, before: Before | None, low: int, high: int) -> Part:
        """Standings and outcomes of neighbourhoods ``low`` .. ``high`` of the whole society."""
        return self._engine.parts(self._some(before, low, high))

    def columns(self, before: Before | None, low: int, high: int) -> dict[str, Any]:
        """The state of neighbourhoods ``low`` .. ``high`` of the whole society, to be kept."""
        return columns_of(self._some(before, low, high))

    def _some(self, before: Before | None, low: int, high: int) -> State:
        self._pass_on(before)
        first = self._stretch.low
        return part_of(self._engine.state, low - first, high - first)

    def _pass_on(self, before: Before | None) -> None:
        """Finish the month that was lived, if that has not been done."""
        if self._lived and before is not None:
            self._engine.pass_on(*before)
            self._lived = False

