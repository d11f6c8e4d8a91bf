"""Living through many cells, on all cores or on a cluster, each recorded once.

Jobs are handed out by draw, since a draw's worlds share schemes and burn-ins. There are three pairs of hands
for one and the same work: this very process, processes of this machine (``processing``), workers of a cluster
(``spreading``). What is done is in the store at once; what fails is there too, with its stage and cause,
and is tried again while the rest goes on.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.errors import InputError, InterruptedRun, Problem, XinyongError
from xinyong.experiments.asking import MOST_AT_ONCE
from xinyong.experiments.branching import Branching, Done, Failed, Job, Stopped, attempts
from xinyong.experiments.cells import Series, key_of
from xinyong.experiments.watching import Stop, signals

if TYPE_CHECKING:
    from xinyong.experiments.cellstore import CellStore
    from xinyong.experiments.draws import Ensemble

#: Who lives through worlds: 0 one process a core, 1 this very process, more; a text is a cluster's address.
Hands = int | str
#: How often a cell is tried, and how many may fail before all is given up.
_TRIES: Final = 3
_MOST_FAILED: Final = 50
#: Different failures that are told one by one.
_SHOWN: Final = 3


def hands(processes: int | None, cluster: str | None) -> Hands:
    """Who is to live through worlds, as it was asked; raises ``InputError`` where nobody could be meant."""
    if cluster is not None:
        from xinyong.experiments.clusters import check_address

        if processes is not None:
            raise InputError(
                Problem(path="--processes, --cluster", found="both", allowed="allowed: one of them",
                        remedy="a cluster has its own processes: leave --processes out")
            )  # fmt: skip
        check_address(cluster)
        return cluster
    if processes is not None and not 1 <= processes <= MOST_AT_ONCE:
        raise InputError(
            Problem(path="--processes", found=f"{processes}", allowed=f"allowed: 1 to {MOST_AT_ONCE:,}",
                    remedy="leave it out for a process a core")
        )  # fmt: skip
    return processes or 0


class Passed(NamedTuple):
    """How far it is: cells done of all there were to do."""

    done: int
    total: int


class Tale:
    """What is told of cells while they are lived through, by whoever does it; the store is kept with it."""

    def __init__(
        self, store: CellStore, ensemble: Ensemble, stop: Stop, total: int, look: Callable[[Passed], None]
    ) -> None:
        """Nothing is done yet."""
        self.store, self.ensemble, self.stop = store, ensemble, stop
        self._total, self._look = total, look
        self._done: set[str] = set()
        self.failed = 0

    def keep(self, told: Done | Failed) -> None:
        """Keep what came of a cell, and tell of it."""
        key = key_of(told.cell, self.ensemble)
        if isinstance(told, Failed):
            self.store.put_failure(key, told.stage, told.cause)
            self.failure(told.problems)
        else:
            self.put(key, told.series, told.seconds)

    def put(self, key: str, series: Series, seconds: float) -> None:
        """Keep a cell by its key, and tell of it."""
        self.store.put(key, series, seconds)
        self.kept(key)

    def kept(self, key: str) -> None:
        """A cell is in the store."""
        self._done.add(key)
        self._look(Passed(len(self._done), self._total))

    def failure(self, problems: Sequence[Problem] = ()) -> None:
        """A cell failed, and that is in the store; raises where going on makes no sense.

        That is where the input is wrong, or where too much fails for it to be chance.
        """
        if problems:
            raise XinyongError(problems)
        self.failed += 1
        if self.failed >= _MOST_FAILED and not self._done:
            raise Stopped


def live(
    jobs: Sequence[Job], store: CellStore, ensemble: Ensemble, processes: Hands = 0,
    look: Callable[[Passed], None] = lambda step: None, again: str = "the same command",
) -> None:  # fmt: skip
    """Live through jobs and keep their cells in the store.

    ``processes`` are the ``Hands``. Raises ``InterruptedRun`` after Ctrl-C or SIGTERM, or where a cluster is
    gone; what is done is in the store. Where a process or worker dies others go on with what is left. A
    cell that fails is tried three times; ``XinyongError`` says at the end what failed, and why.
    """
    if isinstance(processes, str) and again.startswith("xinyong"):
        again = f"{again} --cluster {processes}"
    stop = Stop()
    tale = Tale(store, ensemble, stop, sum(len(job.cells) for job in jobs), look)
    left: Sequence[Job] = jobs
    with signals(stop):
        try:
            for _ in range(_TRIES):
                tale.failed = 0
                _hands(left, processes, again)(left, tale)
                if not tale.failed:
                    return
                left = missing(left, tale)
        except Stopped:
            if stop.asked:
                raise InterruptedRun(
                    Problem(found="stopped; every world that was done is kept", remedy=f"go on with: {again}")
                ) from None
    raise _failed(missing(jobs, tale), tale, again)


def _hands(jobs: Sequence[Job], processes: Hands, again: str) -> Callable[[Sequence[Job], Tale], None]:
    """Who is to do some jobs."""
    if isinstance(processes, str):
        from xinyong.experiments.spreading import spread

        return partial(spread, word=processes, again=again)
    count = min(processes or os.cpu_count() or 1, len(jobs))
    if count <= 1:
        return alone
    from xinyong.experiments.processing import whoever_dies

    return partial(whoever_dies, count=count)


def alone(jobs: Sequence[Job], tale: Tale) -> None:
    """Live through jobs in this very process."""
    branching = Branching(tale.ensemble, lambda: tale.stop.asked)
    for job in jobs:
        for told in attempts(branching, job):
            tale.keep(told)


def missing(jobs: Sequence[Job], tale: Tale) -> list[Job]:
    """What is left of jobs: cells that are not on store, or lack a sum."""
    keys = [[key_of(cell, tale.ensemble) for cell in job.cells] for job in jobs]
    there = tale.store.names(key for some in keys for key in some)
    found = []
    for job, own in zip(jobs, keys, strict=True):
        cells = tuple(
            cell
            for cell, key in zip(job.cells, own, strict=True)
            if not there.get(key, frozenset()).issuperset(job.names)
        )
        if cells:
            found.append(Job(cells, job.names))
    return found


def by_draw(jobs: Sequence[Job], count: int) -> Iterator[list[Job]]:
    """Jobs by draw, in order; one by one where there are fewer draws than would keep ``count`` busy."""
    draws = groupby(jobs, key=lambda job: job.draw)
    together = [list(some) for _, some in draws]
    yield from together if len(together) >= 2 * count else ([job] for job in jobs)


def _failed(jobs: Sequence[Job], tale: Tale, again: str) -> XinyongError:
    """What to raise for cells that failed whenever they were tried."""
    keys = [key_of(cell, tale.ensemble) for job in jobs for cell in job.cells]
    told = Counter((each.stage, each.cause) for each in tale.store.failures(keys).values())
    problems = [
        Problem(found=f"{number:,} worlds failed at {stage}: {cause}")
        for (stage, cause), number in told.most_common(_SHOWN)
    ]
    rest = Problem(
        found=f"{len(keys):,} worlds are missing; all others are kept, and why these failed",
        remedy=f"they are tried again with: {again}",
    )
    return XinyongError([*problems, rest])
