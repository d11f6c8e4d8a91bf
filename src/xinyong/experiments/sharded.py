"""A world whose society is spread over the workers of a cluster: to a run it is an engine like any other.

Each month goes round once: every shard lives it, all at the same time; their sums are added, their rows put
one behind the other and numbered, and what neighbourhoods may know of each other goes back with the next
month. Numbers are whole, so the bits do not depend on how many shards there are, nor where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np

from xinyong.engine.layout import State
from xinyong.engine.parting import columns_of, read_clock, read_state, write_clock, write_state
from xinyong.engine.run import Lived, MonthOut
from xinyong.engine.standings import Final, final_of
from xinyong.errors import InputError, Problem
from xinyong.experiments.building import RealWorlds
from xinyong.experiments.clusters import WorkerLost
from xinyong.experiments.preparing import check_room, shard_bytes
from xinyong.experiments.shard import AT_A_TIME, Before, Conditions, Shard, Stretch, pieces, stretches
from xinyong.fields import BOARD
from xinyong.results.boards import Boards

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.experiments.clusters import Cluster
    from xinyong.experiments.preparing import Prepared
    from xinyong.experiments.worlds import World
    from xinyong.results.store import Store
    from xinyong.scheme.compile import Timeline
    from xinyong.society.planning import Plan

_ADDED = ("places", "blocks", "conducts", "causes", "grades", "listed", "institutions")


class Crew:
    """The shards of one world, each on a worker. Calls go to all of them at once."""

    def __init__(self, cluster: Cluster, shards: Sequence[Stretch], threads: int) -> None:
        """Find each shard a worker; ``threads`` 0 is as many as its worker has."""
        self._cluster, self.shards = cluster, shards
        workers = cluster.workers()
        if not workers:
            workers = cluster.back()
        order = list(workers)
        self._where = [order[number * len(order) // len(shards)] for number in range(len(shards))]
        own = uuid4().hex
        self._held = [
            cluster.client.submit(
                Shard, stretch, threads or workers[where], actor=True, pure=False, workers=[where],
                allow_other_workers=False, key=f"xinyong-shard-{own}-{number}",
            )
            for number, (stretch, where) in enumerate(zip(shards, self._where, strict=True))
        ]  # fmt: skip
        self._actors = [
            cluster.result(each, where) for each, where in zip(self._held, self._where, strict=True)
        ]
        self._warm = False

    def one(self, number: int, method: str, *more: Any) -> Any:
        """What a method of one shard comes to."""
        return self._cluster.result(self._call(number, method, more), self._where[number])

    def _call(self, number: int, method: str, more: tuple[Any, ...]) -> Any:
        return self._cluster.call(self._actors[number], method, more, self._where[number])

    def all(self, method: str, each: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What a method comes to, shard by shard; ``each`` are its arguments."""
        calls = [self._call(number, method, more) for number, more in enumerate(each)]
        return [self._cluster.result(call, where) for call, where in zip(calls, self._where, strict=True)]

    def live(self, each: Sequence[tuple[Any, ...]]) -> list[Lived]:
        """A month everywhere. The first time one shard of each machine goes ahead: it compiles for all."""
        if self._warm:
            return self.all("live", each)
        found: dict[int, Lived] = {}
        ahead = {urlsplit(where).hostname: number for number, where in reversed([*enumerate(self._where)])}
        for some in (sorted(ahead.values()), [n for n in range(len(each)) if n not in ahead.values()]):
            calls = [(number, self._call(number, "live", each[number])) for number in some]
            found |= {number: self._cluster.result(call, self._where[number]) for number, call in calls}
        self._warm = True
        return [found[number] for number in range(len(each))]

    def leave(self) -> None:
        """Empty the shards, so that others find room: workers take their time to forget what is let go."""
        for number in range(len(self.shards)):
            with suppress(WorkerLost):
                self.one(number, "leave")

    def disband(self) -> None:
        """Let the workers forget their shards."""
        self._actors, self._held = [], []


class Sharded:
    """An engine in shards; what ``worlds.Engine`` asks for."""

    def __init__(self, crew: Crew, month: int, records: int, cities: NDArray[np.int64]) -> None:
        """Take shards that stand before ``month``; ``cities`` is what they see of each other."""
        self._crew, self._month, self._records = crew, month, records
        self._cities = cities
        self._before: list[Before | None] = [None] * len(crew.shards)
        self._boards: Boards | None = None
        self._final: Final | None = None

    @property
    def month(self) -> int:
        """The next month."""
        return self._month

    def enter(self, timeline: Timeline) -> None:
        """Go on under other rules."""
        self._crew.all("enter", [(before, timeline) for before in self._before])

    def step(self) -> MonthOut:
        """Live through a month."""
        lived = self._crew.live([(before,) for before in self._before])
        firsts = [self._records + sum(each.written for each in lived[:n]) for n in range(len(lived))]
        cities = sum((each.cities for each in lived[1:]), lived[0].cities)
        out = together(lived, firsts)
        self._before = [Before(first, cities) for first in firsts]
        self._boards, self._cities = Boards(self._month, self._cities), cities
        self._records = firsts[-1] + lived[-1].written
        self._month += 1
        self._final = None
        return out

    def boards(self) -> Boards | None:
        """What could be seen from afar in the month just lived."""
        return self._boards

    def save(self, folder: Path) -> None:
        """Write the whole state into a folder, piece after piece: it need not fit in here."""
        for place, columns in enumerate(self._pieces("columns")):
            part = folder / f"{place:06d}"
            part.mkdir()
            write_state(part, State(**columns))
        write_clock(folder, self._month, self._records)

    def standings(self) -> dict[str, NDArray[Any]]:
        """Columns subject, institution, score, grade."""
        final = self._finally()
        return {name: getattr(final, name) for name in ("subject", "institution", "score", "grade")}

    def outcomes(self) -> dict[str, NDArray[Any]]:
        """Columns over persons: what became of each."""
        return dict(self._finally().outcomes)

    def _finally(self) -> Final:
        """Standings and outcomes; the shards are emptied then, as this takes room where they live, too."""
        if self._final is None:
            persons = sum(shard.numbers.counts[0] for shard in self._crew.shards)
            self._final = final_of(self._pieces("parts"), persons)
            self._crew.leave()
        return self._final

    def _pieces(self, method: str) -> Iterator[Any]:
        """What a method comes to for some neighbourhoods after others."""
        for number, shard in enumerate(self._crew.shards):
            for low, high in pieces(shard.low, shard.high):
                yield self._crew.one(number, method, self._before[number], low, high)


def together(lived: Sequence[Lived], firsts: Sequence[int]) -> MonthOut:
    """A month of all shards as one: sums added, rows one after another, numbered from ``firsts``."""
    outs = [each.numbered(first) for each, first in zip(lived, firsts, strict=True)]
    added: dict[str, Any] = {
        name: sum(getattr(out, name) for out in outs[1:]) + getattr(outs[0], name) for name in _ADDED
    }
    rows: dict[str, Any] = {
        name: np.concatenate([getattr(out, name) for out in outs]) for name in ("ledger", "listings")
    }
    return outs[0]._replace(**added, **rows)


def check_shards(shards: int, plan: Plan) -> None:
    """Raise ``InputError`` where a society has no places for so many shards."""
    if not 1 <= shards <= plan.hoods:
        raise InputError(
            Problem(
                path="--shards", found=f"{shards} shards",
                allowed=f"allowed: 1 to {plan.hoods:,}, one for each neighbourhood of this society",
                remedy="ask for fewer shards, or more citizens",
            )
        )  # fmt: skip


class ShardedWorlds(RealWorlds):
    """The real worlds of a run, in ``shards`` on a cluster; without a number, one for each worker."""

    def __init__(self, prepared: Prepared, cluster: Cluster, shards: int | None = None) -> None:
        """Compile the schemes; raises ``InputError`` where there are too many shards, or too little room."""
        super().__init__(prepared)
        self._cluster = cluster
        plan = prepared.plan
        problems = check_room(plan, cluster.memory(), shard_bytes(plan), "in the workers' memory")
        if problems:
            raise InputError(problems)
        self._shards = min(len(cluster.workers()), plan.hoods) if shards is None else shards
        check_shards(self._shards, plan)
        self._crew: Crew | None = None

    def write_subjects(self, store: Store, path: Path) -> str:
        """Write ``subjects.parquet``, some neighbourhoods at a time; returns its SHA-256.

        What takes more than one time is packed otherwise than in one process; the columns are the same.
        """
        from xinyong.results.people import write_subjects, write_subjects_by_parts
        from xinyong.society.population import make

        plan = self._prepared.plan
        if plan.hoods <= AT_A_TIME:
            return write_subjects(store, path, make(plan, 0, plan.hoods), self.labels)
        parts = (make(plan, low, high) for low, high in pieces(0, plan.hoods))
        return write_subjects_by_parts(store, path, parts, self.layout, self.labels)

    def begin(self, first: int) -> Sharded:  # type: ignore[override]
        """An engine at the beginning of the burn-in: each worker makes its own people."""
        crew = self._hire()
        under = self._conditions("burn-in")
        crew.all("begin", [(self._prepared.plan, under)] * len(crew.shards))
        cities = np.zeros((len(self._prepared.plan.cities), len(BOARD)), np.int64)
        return Sharded(crew, first, 0, cities)

    def enter(self, world: World, engine: Sharded) -> None:  # type: ignore[override]
        """Let an engine go on under the rules of another stretch of the shared past."""
        engine.enter(self._timelines[world])

    def resume(self, world: World, folder: Path) -> Sharded:  # type: ignore[override]
        """The engine that was saved, in shards or whole, under the rules of ``world``."""
        month, records = read_clock(folder)
        crew, under = self._hire(), self._conditions(world)
        cities = np.zeros(0, np.int64)
        for number, stretch in enumerate(crew.shards):
            for low, high in pieces(stretch.low, stretch.high):
                state = read_state(folder, low, high)
                cities = state.city_last.copy()
                crew.one(number, "take", columns_of(state))
            crew.one(number, "resume", month, under)
        return Sharded(crew, month, records, cities)

    def let_go(self) -> None:
        """Let the workers forget what they hold."""
        if self._crew is not None:
            self._crew.disband()
            self._crew = None

    def _hire(self) -> Crew:
        if self._crew is not None:
            self._crew.leave()
        self.let_go()
        ask = self._prepared.ask
        self._crew = Crew(self._cluster, stretches(self._prepared.plan, self._shards), ask.threads)
        return self._crew

    def _conditions(self, world: World) -> Conditions:
        spec = self._spec(world, None)
        return Conditions(spec.timeline, spec.dials, spec.seed, spec.start_month)  # type: ignore[arg-type]
