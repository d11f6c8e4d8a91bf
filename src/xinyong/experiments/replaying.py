"""Living one neighbourhood of a finished run again, alone, and looking closer than the run could.

A neighbourhood's months follow from its people, the rules, the assumptions, the seed and what its city
and the nation looked like the month before (``results.boards``). A run keeps the last; the rest is
made anew. What comes out must be what the run wrote, row by row: so a replay is a proof too, that the
ledger in the folder is the one that these rules gave these people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xinyong.dates import month_number
from xinyong.engine.assumptions import register
from xinyong.engine.run import Engine, MonthOut, WorldSpec
from xinyong.errors import FolderError, Problem
from xinyong.experiments.aligning import align
from xinyong.experiments.keeping import read_rules
from xinyong.experiments.trunk import ask_of
from xinyong.results.boards import Boards, read_boards
from xinyong.society.planning import plan
from xinyong.society.population import make

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.engine.layout import F64, State, Work
    from xinyong.engine.rules import Rules
    from xinyong.results.run import Run
    from xinyong.scheme.compile import Timeline
    from xinyong.society.planning import Plan
    from xinyong.society.population import Society


@dataclass(frozen=True)
class Moment:
    """A month of one neighbourhood just after it was lived.

    ``state`` and ``work`` are the engine's own and go on to the next month: take what is needed.
    ``out.ledger`` and ``out.listings`` have subjects numbered as in the neighbourhood alone.
    """

    month: int
    out: MonthOut
    state: State
    work: Work
    rules: Rules
    dials: F64
    timeline: Timeline


class OneNeighbourhood(Engine):
    """An engine of a single neighbourhood that sees the rest of the world as a run kept it."""

    far: Boards

    def moment(self, timeline: Timeline) -> Moment:
        """Live through the month that ``far`` is of: what can be seen from afar is given, not worked out."""
        self.state.city_last[:] = self.far.cities
        self.state.nation_last[:] = self.far.cities.sum(axis=0)
        out = self.step()
        assert self._rules is not None
        return Moment(out.month, out, self.state, self._work[0], self._rules[1], self.spec.dials, timeline)


class Replay:
    """What it takes to live neighbourhoods of a run again: its rules, its plan of people, its boards."""

    def __init__(self, run: Run) -> None:
        """Read all that from the folder.

        Raises ``FolderError`` where the run cannot be repeated: it kept no boards or rules, or its people
        would not be the same.
        """
        self.run = run
        told = run.manifest
        ask = told["ask"]
        self.world: str = told["world"]
        self.start = month_number(told["start"])
        mine, other = told["scheme"]["sha256"], (told["against"] or {}).get("sha256")
        expected: dict[str, str] = {self.world: mine}
        self.shared = ask_of(ask).shared
        if self.world == "a" and other is not None:
            expected["b"] = other
        schemes = align(read_rules(run.path, expected))
        self.first = ask_of(ask).first
        self.plan: Plan = plan(ask["frame"], ask["citizens"], ask["seed"], self.first)
        self._check_people(told)
        self.boards = read_boards(run.path, self.plan.cities)
        months = range(self.first, self.start + run.months)
        if not set(months) <= set(self.boards):
            raise FolderError(
                Problem(
                    str(run.path), path="boards", found="keeps no boards of all its months",
                    remedy="run again: earlier versions of Xinyong did not keep what a dossier needs",
                )
            )  # fmt: skip
        self.timelines: Mapping[str, Timeline] = {
            world: schemes[world].compile(self.plan.cities)
            for world in (*(name for name, _ in self.shared), self.world)
        }
        self.scheme = schemes[self.world]
        known = told["assumptions"]
        self.dials = np.array([float(known.get(each.id, each.value)) for each in register()], np.float64)
        self._seed = int(ask["seed"])

    def _check_people(self, told: Mapping[str, Any]) -> None:
        mine = (self.plan.persons, self.plan.companies, self.plan.offices)
        theirs = tuple(told["subjects"][kind] for kind in ("person", "company", "office"))
        if mine != theirs:
            raise FolderError(
                Problem(
                    str(self.run.path), path="ask",
                    found=f"the society has {mine} subjects now, had {theirs}",
                    remedy="use the version of Xinyong and the frame that made this folder, or run again",
                )
            )  # fmt: skip

    def society(self, hood: int) -> Society:
        """The people of one neighbourhood, as they were drawn."""
        return make(self.plan, hood, hood + 1)

    def months(self, hood: int, first_record: Mapping[int, int]) -> Iterator[Moment]:
        """Live neighbourhood ``hood`` from the first month of the burn-in to the run's last.

        ``first_record`` is the number of its first ledger row by month, where it wrote any, so that its
        rows are numbered as in the run.
        """
        names = [*(name for name, _ in self.shared), self.world]
        change = {end: name for (_, end), name in zip(self.shared, names[1:], strict=True)}
        timeline = self.timelines[names[0]]
        spec = WorldSpec(self.society(hood), timeline, self.dials, self._seed, self.first)
        engine = OneNeighbourhood(spec, threads=1)
        for month in range(self.first, self.start + self.run.months):
            if month in change:
                timeline = self.timelines[change[month]]
                engine.enter(timeline)
            engine.far = self.boards[month]
            engine.records = first_record.get(month, engine.records)
            yield engine.moment(timeline)


@dataclass(frozen=True)
class Numbers:
    """Subject numbers of one neighbourhood: in the run, and in the neighbourhood alone.

    ``first`` are the run's numbers of its first person, company and office, ``counts`` how many there are.
    """

    hood: int
    first: tuple[int, int, int]
    counts: tuple[int, int, int]

    def of_run(self, kind: int, row: int) -> int:
        """Number in the run of a row within a kind."""
        return self.first[kind] + row

    def from_alone(self, subjects: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Numbers in the run of numbers in the neighbourhood alone."""
        persons, companies, _ = self.counts
        numbers = subjects.astype(np.int64)
        kind = (numbers >= persons).astype(np.int64) + (numbers >= persons + companies)
        begin = np.array([0, persons, persons + companies], np.int64)
        return np.array(self.first, np.int64)[kind] + numbers - begin[kind]

    def ranges(self) -> list[tuple[int, int]]:
        """First and one past the last number of each kind, in the run."""
        return [(first, first + count) for first, count in zip(self.first, self.counts, strict=True)]


def place_of(people: Plan, subject: int) -> tuple[Numbers, int, int]:
    """The neighbourhood of a subject number, its kind and its row within kind there.

    Raises ``IndexError`` for a number outside the run.
    """
    firsts = (people.person_first, people.company_first, people.office_first)
    start = 0
    starts = []
    for first in firsts:
        starts.append(start)
        start += int(first[-1])
    if not 0 <= subject < start:
        raise IndexError(subject)
    kind = max(number for number, begin in enumerate(starts) if subject >= begin)
    inside = subject - starts[kind]
    hood = int(np.searchsorted(firsts[kind], inside, side="right")) - 1
    numbers = Numbers(
        hood,
        tuple(begin + int(first[hood]) for begin, first in zip(starts, firsts, strict=True)),  # type: ignore[arg-type]
        tuple(int(first[hood + 1] - first[hood]) for first in firsts),  # type: ignore[arg-type]
    )
    return numbers, kind, inside - int(firsts[kind][hood])
