"""Living through many cells on all cores: processes that each take a job at a time.

With ten thousand citizens a month takes a millisecond or two, so threads inside a month gain
little, and compiling the rules of a draw holds the interpreter; processes do both side by
side. Each process writes what it has into the store itself.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from xinyong.errors import InterruptedRun, Problem, XinyongError
from xinyong.experiments.branching import Branching, Job, Stopped
from xinyong.experiments.cells import key_of
from xinyong.experiments.cellstore import CellStore
from xinyong.experiments.draws import Ensemble
from xinyong.experiments.watching import Stop, signals

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_WAIT: Final = 0.5
#: How often processes may die, in a row, before somebody has to look why.
_DEATHS: Final = 3


class _Died(Exception):  # noqa: N818
    """A process was killed, or killed itself; ``args`` say how."""


class Passed(NamedTuple):
    """How far it is: cells done of all there were to do."""

    done: int
    total: int


def live(
    jobs: Sequence[Job], store: CellStore, ensemble: Ensemble, processes: int = 0,
    look: Callable[[Passed], None] = lambda step: None, again: str = "the same command",
) -> None:  # fmt: skip
    """Live through jobs and keep their cells in the store.

    ``processes`` 0 is one a core, 1 is this very process. Raises ``InterruptedRun`` after Ctrl-C
    or SIGTERM; what is done is in the store. Where a process dies (the system was short of memory, say)
    others go on with what is left; after the third in a row ``XinyongError`` says so.
    """
    stop = Stop()
    total = sum(len(job.cells) for job in jobs)
    count = min(processes or os.cpu_count() or 1, len(jobs))
    with signals(stop):
        try:
            if count <= 1:
                _alone(jobs, store, ensemble, stop, total, look)
            else:
                _whoever_dies(jobs, store, ensemble, count, stop, total, look)
        except Stopped:
            raise InterruptedRun(
                Problem(found="stopped; every world that was done is kept", remedy=f"go on with: {again}")
            ) from None


def _alone(
    jobs: Sequence[Job], store: CellStore, ensemble: Ensemble, stop: Stop, total: int,
    look: Callable[[Passed], None],
) -> None:  # fmt: skip
    branching = Branching(ensemble, lambda: stop.asked)
    done = 0
    for job in jobs:
        for cell, series, seconds in branching.run(job):
            store.put(key_of(cell, ensemble), series, seconds)
            done += 1
            look(Passed(done, total))


def _whoever_dies(
    jobs: Sequence[Job], store: CellStore, ensemble: Ensemble, count: int, stop: Stop, total: int,
    look: Callable[[Passed], None],
) -> None:  # fmt: skip
    """Live through jobs, and go on with new processes where one dies."""
    deaths, left = 0, list(jobs)
    while left:
        todo = sum(len(job.cells) for job in left)
        try:
            seen = partial(_further, look, total - todo, total)
            _together(left, store.path, ensemble, count, stop, seen)
            return
        except _Died as died:
            left = _missing(left, store, ensemble)
            deaths = deaths + 1 if sum(len(job.cells) for job in left) == todo else 1
            if deaths >= _DEATHS:
                raise XinyongError(
                    Problem(
                        found=f"a process of this run died {deaths} times in a row ({died})",
                        remedy="give it more memory or fewer processes; what was done is kept: the same "
                        "command goes on",
                    )
                ) from None


def _further(look: Callable[[Passed], None], past: int, total: int, done: int) -> None:
    look(Passed(past + done, total))


def _missing(jobs: Sequence[Job], store: CellStore, ensemble: Ensemble) -> list[Job]:
    """What is left of jobs: cells that are not on store, or lack a sum."""
    there = store.names(key_of(cell, ensemble) for job in jobs for cell in job.cells)
    found = []
    for job in jobs:
        kept = (there.get(key_of(cell, ensemble), frozenset()) for cell in job.cells)
        cells = tuple(
            cell for cell, names in zip(job.cells, kept, strict=True) if not names.issuperset(job.names)
        )
        if cells:
            found.append(Job(cells, job.names))
    return found


def _together(
    jobs: Sequence[Job], path: Path, ensemble: Ensemble, count: int, stop: Stop, look: Callable[[int], None]
) -> None:
    # spawned, not forked: a progress bar may have a thread of its own here
    context = multiprocessing.get_context("spawn")
    todo: Any = context.Queue()
    told: Any = context.Queue()
    # no event, which has a lock: a process that is killed while it holds one would stop all others
    end: Any = context.RawValue("b", 0)
    # a draw's jobs stay together: they share schemes and burn-ins
    for some in _by_draw(jobs, count):
        todo.put(some)
    for _ in range(count):
        todo.put(None)
    workers = [
        context.Process(target=_work, args=(todo, told, end, path, ensemble), daemon=True)
        for _ in range(count)
    ]
    for worker in workers:
        worker.start()
    try:
        _watch(workers, told, end, stop, look)
    finally:
        end.value = 1
        todo.cancel_join_thread()
        # one that was killed may have taken a lock with it that others wait for: they have done their cell
        patience = 30.0 if all(worker.exitcode in (None, 0) for worker in workers) else 3.0
        for worker in workers:
            worker.join(patience)
            if worker.is_alive():
                worker.kill()
                worker.join()


def _by_draw(jobs: Sequence[Job], count: int) -> Iterator[list[Job]]:
    """Jobs by draw, in order; one by one where there are fewer draws than would keep all busy."""
    draws = groupby(jobs, key=lambda job: job.draw)
    together = [list(some) for _, some in draws]
    yield from together if len(together) >= 2 * count else ([job] for job in jobs)


def _watch(
    workers: Sequence[BaseProcess], told: Any, end: Any, stop: Stop, look: Callable[[int], None]
) -> None:
    done, left = 0, len(workers)
    while left:
        if stop.asked:
            end.value = 1
        try:
            what, more = told.get(timeout=_WAIT)
        except queue.Empty:
            codes = [worker.exitcode for worker in workers]
            dead = [code for code in codes if code not in (None, 0)]
            if dead:
                raise _Died(f"signal {-dead[0]}" if dead[0] < 0 else f"exit code {dead[0]}") from None
            if None not in codes:
                raise _Died("without a word") from None
            continue
        if what == "cell":
            done += 1
            look(done)
        elif what == "failed":
            raise XinyongError(more)
        else:
            left -= 1
    if stop.asked:
        raise Stopped


def _work(todo: Any, told: Any, end: Any, path: Path, ensemble: Ensemble) -> None:
    """What a process does: jobs until there are none, or until it shall stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    branching = Branching(ensemble, lambda: bool(end.value))
    try:
        with CellStore(path) as store:
            while not end.value:
                some = todo.get()
                if some is None:
                    break
                for job in some:
                    for cell, series, seconds in branching.run(job):
                        store.put(key_of(cell, ensemble), series, seconds)
                        told.put(("cell", None))
    except Stopped:
        pass
    except XinyongError as error:
        told.put(("failed", list(error.problems)))
    except Exception as error:
        told.put(("failed", f"{type(error).__name__}: {error}"))
    told.put(("end", None))
