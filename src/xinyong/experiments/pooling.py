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
    or SIGTERM; what is done is in the store.
    """
    stop = Stop()
    total = sum(len(job.cells) for job in jobs)
    count = min(processes or os.cpu_count() or 1, len(jobs))
    with signals(stop):
        try:
            if count <= 1:
                _alone(jobs, store, ensemble, stop, total, look)
            else:
                _together(jobs, store.path, ensemble, count, stop, total, look)
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


def _together(
    jobs: Sequence[Job], path: Path, ensemble: Ensemble, count: int, stop: Stop, total: int,
    look: Callable[[Passed], None],
) -> None:  # fmt: skip
    # spawned, not forked: a progress bar may have a thread of its own here
    context = multiprocessing.get_context("spawn")
    todo: Any = context.Queue()
    told: Any = context.Queue()
    end = context.Event()
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
        _watch(workers, told, end, stop, total, look)
    finally:
        end.set()
        todo.cancel_join_thread()
        for worker in workers:
            worker.join(30.0)
            if worker.is_alive():
                worker.terminate()


def _by_draw(jobs: Sequence[Job], count: int) -> Iterator[list[Job]]:
    """Jobs by draw, in order; one by one where there are fewer draws than would keep all busy."""
    draws = groupby(jobs, key=lambda job: job.draw)
    together = [list(some) for _, some in draws]
    yield from together if len(together) >= 2 * count else ([job] for job in jobs)


def _watch(
    workers: Sequence[BaseProcess], told: Any, end: Any, stop: Stop, total: int,
    look: Callable[[Passed], None],
) -> None:  # fmt: skip
    done, left = 0, len(workers)
    while left:
        if stop.asked:
            end.set()
        try:
            what, more = told.get(timeout=_WAIT)
        except queue.Empty:
            if not any(worker.is_alive() for worker in workers):
                raise XinyongError("a process of this run died; what was done is kept: try again") from None
            continue
        if what == "cell":
            done += 1
            look(Passed(done, total))
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
    branching = Branching(ensemble, end.is_set)
    try:
        with CellStore(path) as store:
            while not end.is_set():
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
