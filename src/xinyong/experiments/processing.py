"""Living through cells in processes of this machine that each take a draw at a time.

With ten thousand citizens a month takes a millisecond or two, so threads inside a month gain
little, and compiling the rules of a draw holds the interpreter; processes do both side by
side. Each process writes what it has into the store itself.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import Problem, XinyongError
from xinyong.experiments.branching import Branching, Done, Job, Stopped, attempts
from xinyong.experiments.cells import key_of
from xinyong.experiments.cellstore import CellStore
from xinyong.experiments.pooling import Tale, by_draw, missing

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from xinyong.experiments.draws import Ensemble

_WAIT: Final = 0.5
#: How often processes may die, in a row, before somebody has to look why.
_DEATHS: Final = 3


class Died(Exception):  # noqa: N818
    """A process was killed, or killed itself; ``args`` say how."""


def whoever_dies(jobs: Sequence[Job], tale: Tale, count: int) -> None:
    """Live through jobs, and go on with new processes where one dies.

    Raises ``XinyongError`` after the third death in a row without a cell that was done.
    """
    deaths, left = 0, list(jobs)
    while left:
        todo = sum(len(job.cells) for job in left)
        try:
            together(left, tale, count)
            return
        except Died as died:
            left = missing(left, tale)
            deaths = deaths + 1 if sum(len(job.cells) for job in left) == todo else 1
            if deaths >= _DEATHS:
                raise XinyongError(
                    Problem(
                        found=f"a process of this run died {deaths} times in a row ({died})",
                        remedy="give it more memory or fewer processes; what was done is kept: the same "
                        "command goes on",
                    )
                ) from None


def together(jobs: Sequence[Job], tale: Tale, count: int) -> None:
    """Live through jobs in ``count`` processes; raises ``Died`` where one does."""
    # spawned, not forked: a progress bar may have a thread of its own here
    context = multiprocessing.get_context("spawn")
    todo: Any = context.Queue()
    told: Any = context.Queue()
    # no event, which has a lock: a process that is killed while it holds one would stop all others
    end: Any = context.RawValue("b", 0)
    # a draw's jobs stay together: they share schemes and burn-ins
    for some in by_draw(jobs, count):
        todo.put(some)
    for _ in range(count):
        todo.put(None)
    workers = [
        context.Process(target=_work, args=(todo, told, end, tale.store.path, tale.ensemble), daemon=True)
        for _ in range(count)
    ]
    for worker in workers:
        worker.start()
    try:
        _watch(workers, told, end, tale)
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


def _watch(workers: Sequence[BaseProcess], told: Any, end: Any, tale: Tale) -> None:
    left = len(workers)
    while left:
        if tale.stop.asked:
            end.value = 1
        try:
            what, more = told.get(timeout=_WAIT)
        except queue.Empty:
            codes = [worker.exitcode for worker in workers]
            dead = [code for code in codes if code not in (None, 0)]
            if dead:
                raise Died(f"signal {-dead[0]}" if dead[0] < 0 else f"exit code {dead[0]}") from None
            if None not in codes:
                raise Died("without a word") from None
            continue
        if what == "cell":
            tale.kept(more)
        elif what == "failed":
            tale.failure(more)
        elif what == "broken":
            raise XinyongError(more)
        else:
            left -= 1
    if tale.stop.asked:
        raise Stopped


def _end_with_parent() -> None:
    """End this process as soon as the one that started it is gone.

    One that was killed says nothing, and nobody else would: this process is deaf to signals. What it has put
    into the store is whole, as after any other death.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(todo: Any, told: Any, end: Any, path: Path, ensemble: Ensemble) -> None:
    """What a process does: jobs until there are none, or until it shall stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    branching = Branching(ensemble, lambda: bool(end.value))
    try:
        with CellStore(path) as store:
            while not end.value:
                some = todo.get()
                if some is None:
                    break
                for job in some:
                    for each in attempts(branching, job):
                        key = key_of(each.cell, ensemble)
                        if isinstance(each, Done):
                            store.put(key, each.series, each.seconds)
                            told.put(("cell", key))
                        else:
                            store.put_failure(key, each.stage, each.cause)
                            told.put(("failed", list(each.problems)))
    except Stopped:
        pass
    except XinyongError as error:
        told.put(("broken", list(error.problems)))
    except Exception as error:
        told.put(("broken", f"{type(error).__name__}: {error}"))
    told.put(("end", None))
