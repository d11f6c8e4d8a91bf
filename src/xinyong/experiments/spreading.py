"""Living through cells on the workers of a cluster, a few portions ahead of them at a time.

The scheduler never holds more than two portions a thread, however many cells there are. Workers send back
what they have; only this program writes the store. A worker that dies has its portion done by another; a
portion that kills several is taken apart, so that the cell that does it is found and told.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import XinyongError
from xinyong.experiments.branching import Branching, Done, Failed, Job, Stopped, attempts
from xinyong.experiments.cells import key_of
from xinyong.experiments.clusters import Cluster, opened
from xinyong.experiments.pooling import Tale, by_draw

if TYPE_CHECKING:
    from xinyong.experiments.draws import Ensemble

#: Portions on the way for each thread of the cluster, and cells in one, at most.
_AHEAD: Final = 2
_MOST: Final = 32
#: Seconds between two looks, and for fetching what a worker has.
_LOOK: Final = 0.5
_FETCH: Final = 30.0
#: Cells with the keys under which they are to be kept.
Portion = list[tuple[Job, tuple[str, ...]]]
_here = threading.local()


def spread(jobs: Sequence[Job], tale: Tale, word: str, again: str) -> None:
    """Live through jobs on a cluster and keep their cells in the store.

    Raises ``Stopped`` after a wish to stop, ``InputError`` where the cluster will not do,
    ``InterruptedRun`` where it is gone.
    """
    with opened(word, 1, again) as cluster:
        queue = deque(portions(jobs, sum(cluster.workers().values()), tale.ensemble))
        running: dict[Any, Portion] = {}
        try:
            while queue or running:
                _hand_out(queue, running, cluster, tale.ensemble)
                for future in _ready(running, cluster, tale):
                    queue.extend(_taken(future, running.pop(future), tale))
        finally:
            # a scheduler that is gone has nothing to forget
            with contextlib.suppress(Exception):
                cluster.client.cancel(list(running), force=True)


def portions(jobs: Sequence[Job], threads: int, ensemble: Ensemble) -> Iterator[Portion]:
    """Jobs in the order of their draws, some cells at a time."""
    for together in by_draw(jobs, threads):
        some: Portion = []
        for job in together:
            if some and sum(len(keys) for _, keys in some) + len(job.cells) > _MOST:
                yield some
                some = []
            some.append((job, tuple(key_of(cell, ensemble) for cell in job.cells)))
        yield some


def _hand_out(
    queue: deque[Portion], running: dict[Any, Portion], cluster: Cluster, ensemble: Ensemble
) -> None:
    """Give workers something to do, but never much more than they can do at once."""
    if not queue:
        return
    most = _AHEAD * max(sum(cluster.workers().values()), 1)
    while queue and len(running) < most:
        some = queue.popleft()
        running[cluster.client.submit(live_portion, some, ensemble, pure=False)] = some


def _ready(running: dict[Any, Portion], cluster: Cluster, tale: Tale) -> list[Any]:
    """Portions that are done, or failed; waits for some."""
    from distributed import wait

    while running:
        if tale.stop.asked:
            raise Stopped
        try:
            wait(list(running), timeout=_LOOK, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
        except TimeoutError:
            if not cluster.workers():
                cluster.back()
        except Exception:
            # one of them was cancelled, with a scheduler that was started anew, say: it is seen to below
            cluster.workers()
        found = [future for future in running if future.done()]
        if found:
            return found
    return []


def _taken(future: Any, portion: Portion, tale: Tale) -> list[Portion]:
    """Keep what came of a portion; returns what of it is to be done again."""
    from distributed import KilledWorker

    if future.status in ("cancelled", "lost"):
        return [portion]
    try:
        told = future.result(timeout=_FETCH)
    except (TimeoutError, CancelledError):
        return [portion]
    except KilledWorker as killed:
        singles = _apart(portion)
        if len(singles) > 1:
            return singles
        key = portion[0][1][0]
        tale.store.put_failure(key, "worker", f"it killed {killed.allowed_failures + 1} workers")
        tale.failure()
        return []
    except Exception as error:
        raise XinyongError(f"a worker cannot live through worlds: {type(error).__name__}: {error}") from None
    for key, each in told:
        if isinstance(each, Done):
            tale.put(key, each.series, each.seconds)
        else:
            tale.store.put_failure(key, each.stage, each.cause)
            tale.failure(each.problems)
    return []


def _apart(portion: Portion) -> list[Portion]:
    """A portion for each cell of one."""
    return [
        [(Job((cell,), job.names), (key,))]
        for job, keys in portion
        for cell, key in zip(job.cells, keys, strict=True)
    ]


def live_portion(portion: Portion, ensemble: Ensemble) -> list[tuple[str, Done | Failed]]:
    """What a worker does: the cells of a portion, each under its key."""
    branching = _branching(ensemble)
    found: list[tuple[str, Done | Failed]] = []
    for job, keys in portion:
        other = [cell for cell, key in zip(job.cells, keys, strict=True) if key_of(cell, ensemble) != key]
        if other:
            raise ValueError("the rules or frames on this worker are not those of the program that asks")
        named = dict(zip(job.cells, keys, strict=True))
        found += [(named[each.cell], each) for each in attempts(branching, job)]
    return found


def _branching(ensemble: Ensemble) -> Branching:
    """This thread's own; burn-ins of the last draw are kept in it."""
    if getattr(_here, "name", None) != ensemble.name:
        _here.name, _here.branching = ensemble.name, Branching(ensemble, lambda: _here.asked())
    _here.asked = _given_up()
    found: Branching = _here.branching
    return found


def _given_up() -> Callable[[], bool]:
    """Whether nobody wants the portion any more, since who asked for it stopped or was killed."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def asked() -> bool:
        task = worker.state.tasks.get(key)
        return task is None or task.state in ("cancelled", "resumed")

    return asked
