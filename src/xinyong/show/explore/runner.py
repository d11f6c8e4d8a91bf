"""One thread that computes, one job at a time, on all cores; the rest waits its turn."""

from __future__ import annotations

import shutil
import sys
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xinyong.errors import InterruptedRun, Problem, UsageError, XinyongError
from xinyong.experiments.asking import FEWEST, Ask
from xinyong.experiments.watching import Stop
from xinyong.show.explore.jobs import ClaimJob, Job, RunJob
from xinyong.show.explore.limits import Limits
from xinyong.show.explore.plain import told
from xinyong.show.explore.shelf import Shelf

if TYPE_CHECKING:
    from xinyong.experiments.pooling import Passed

#: Seconds that a job may go on after it was wished to stop, when the program ends.
_PATIENCE: Final = 8.0


class Runner:
    """Takes jobs from pages. ``ready`` is set once the engine is compiled."""

    def __init__(self, folder: Path, shelf: Shelf, limits: Limits) -> None:
        """Nothing runs before ``start``."""
        self.folder, self.shelf, self.limits = folder, shelf, limits
        self.ready = threading.Event()
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._turn = threading.Condition()
        self._end = False
        self._ending = Stop()
        self._thread = threading.Thread(target=self._work, name="xinyong-runner", daemon=True)

    def start(self) -> None:
        """Begin with compiling the engine."""
        self._thread.start()

    def close(self) -> None:
        """Wish for everything to stop, and wait a little."""
        with self._turn:
            self._end = True
            self._ending()
            for job in [*self._waiting, *([self._running] if self._running else [])]:
                job.stop()
            self._turn.notify_all()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    @property
    def alive(self) -> bool:
        """Whether the thread still computes: the compiler hears no wish to stop."""
        return self._thread.is_alive()

    def watch(self, job: Job, watcher: object, mine: int) -> Job:
        """Put a job in the queue, or join the same one that is there; ``mine`` are the watcher's others.

        Raises ``UsageError`` where this page, or all together, have too much waiting.
        """
        with self._turn:
            if mine >= self.limits.each:
                raise UsageError(Problem(
                    found=f"{mine} of this page's runs are not finished",
                    allowed=f"allowed: {self.limits.each}, one running and the rest waiting",
                    remedy="cancel one, or wait for it",
                ))  # fmt: skip
            there = [*self._waiting, *([self._running] if self._running else [])]
            for each in there:
                if type(each) is type(job) and each.key == job.key and not each.stop.asked:
                    each.watchers.add(watcher)
                    return each
            if len(there) >= self.limits.queue:
                raise UsageError(Problem(
                    found=f"{len(there)} runs are waiting", allowed=f"allowed: {self.limits.queue}",
                    remedy="try again in a few minutes",
                ))  # fmt: skip
            job.watchers.add(watcher)
            self._waiting.append(job)
            self._turn.notify_all()
            return job

    def leave(self, job: Job, watcher: object) -> None:
        """A page watches no more; a job that nobody watches is stopped."""
        with self._turn:
            job.watchers.discard(watcher)
            if job.watchers or job.over:
                return
            job.stop()
            if job in self._waiting:
                self._waiting.remove(job)
                job.state = "cancelled"
                _clear(job)

    def ahead(self, job: Job) -> int:
        """How many come before a job."""
        with self._turn:
            place = self._waiting.index(job) if job in self._waiting else 0
            return place + (self._running is not None and self._running is not job)

    @property
    def unfinished(self) -> int:
        """Jobs that wait or run."""
        with self._turn:
            return len(self._waiting) + (self._running is not None)

    def _work(self) -> None:
        self._compile()
        while True:
            with self._turn:
                while not self._waiting and not self._end:
                    self._turn.wait()
                if self._end:
                    return
                job = self._running = self._waiting.popleft()
            job.state = "running"
            try:
                self._do(job)
                job.state = "done"
            except InterruptedRun:
                job.state = "cancelled"
            except XinyongError as error:
                job.problems = told(error.problems, self.folder)
                job.state = "failed"
            except Exception as error:
                # whatever it is, the next job must have its turn
                job.problems = told([_strange(error)])
                job.state = "failed"
            finally:
                if isinstance(job, RunJob):
                    self.shelf.drop(job.key)
                _clear(job)
                with self._turn:
                    self._running = None

    def _do(self, job: Job) -> None:
        if isinstance(job, ClaimJob):
            self._judge(job)
        elif isinstance(job, RunJob):
            self._live(job)

    def _live(self, job: RunJob) -> None:
        from xinyong.experiments.running import perform

        job.result = {"run": job.key}
        if job.key in self.shelf:
            return
        place = self.shelf.place(job.key)
        wanted = job.resolved
        perform(wanted.ask, place / "run", look=job.look, say=job.say, given=wanted.given, stop=job.stop,
                see=job.see)  # fmt: skip
        job.say("writing")
        self.shelf.put(job.key, wanted.asked)

    def _judge(self, job: ClaimJob) -> None:
        from xinyong.claims.running import Order, run

        def look(step: Passed) -> None:
            job.count(step.done, step.total)
            if job.stop.asked:
                raise InterruptedRun("stopped; what was done is kept")

        order = Order(job.ids, draws=job.draws, processes=1, store=self.folder / "claims.sqlite")
        board = run(order, look, job.say)
        job.result = {"entries": board.entries, "command": board.made.command}

    def _compile(self) -> None:
        """Live one month of a tiny world, so that whatever is compiled once is compiled."""
        from xinyong.experiments.running import perform

        place = self.folder / "compiling"
        shutil.rmtree(place, ignore_errors=True)
        try:
            perform(Ask("status-quo-2012", None, FEWEST, months=1), place, stop=self._ending)
            self.ready.set()
        except InterruptedRun:
            pass
        except Exception as error:
            # a run will say it too, to whoever asks for one
            print(f"xinyong: the engine could not be tried: {error}", file=sys.stderr, flush=True)
        shutil.rmtree(place, ignore_errors=True)


def _clear(job: Job) -> None:
    if isinstance(job, RunJob):
        shutil.rmtree(job.folder, ignore_errors=True)


def _strange(error: Exception) -> Problem:
    return Problem(found=f"this should not have happened: {type(error).__name__}",
                   remedy="try again; the command of this run says more in a terminal")  # fmt: skip
