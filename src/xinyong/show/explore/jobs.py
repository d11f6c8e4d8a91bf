"""A job in the making: what it has come to so far, for all pages that watch it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from xinyong.experiments.watching import Step, Stop
from xinyong.results.catalogue import INDICATORS
from xinyong.results.data import line_of
from xinyong.show.explore.plain import single, text_of
from xinyong.show.explore.resolving import Resolved

if TYPE_CHECKING:
    from xinyong.experiments.worlds import World
    from xinyong.results.recorder import MonthOut

State = Literal["waiting", "running", "done", "failed", "cancelled"]
#: Seconds between looks at what a job has come to, for one page alone.
BEAT: Final = 0.1
#: Worlds by the words of a page, in the order in which they are lived.
WORLDS: Final[Mapping[str, str]] = {"a": "scheme", "b": "twin"}
STAGES: Final[Mapping[str, str]] = {"burn-in": "shared past", "a": "scheme", "b": "twin"}


class Job:
    """Something to compute. One thread writes it; pages read it, and may wish it to stop."""

    def __init__(self, key: str) -> None:
        """Waiting."""
        self.key = key
        self.stop = Stop()
        self.state: State = "waiting"
        self.stage = "waiting"
        self.done, self.of = 0, 0
        self.problems: list[dict[str, Any]] = []
        self.result: dict[str, Any] = {}
        #: Pages that watch; changed under the runner's lock alone.
        self.watchers: set[object] = set()
        self._begun: float | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed", "cancelled")

    def say(self, stage: str) -> None:
        """Take what is being done."""
        self.stage = stage

    def count(self, done: int, of: int) -> None:
        """Take how far it is."""
        if self._begun is None:
            self._begun = time.monotonic()
        self.done, self.of = done, of

    @property
    def left(self) -> float | None:
        """Seconds that the rest may take; None before that can be said."""
        if self._begun is None or self.done < 2 or self.of <= 0:
            return None
        passed = time.monotonic() - self._begun
        return round(passed * (self.of - self.done) / (self.done - 1), 1) if passed > 0.2 else None


class ClaimJob(Job):
    """Claims to be judged anew."""

    def __init__(self, key: str, ids: tuple[str, ...], draws: int) -> None:
        """Which claims, with how many draws."""
        super().__init__(key)
        self.ids, self.draws = ids, draws


class RunJob(Job):
    """A run, with the months that are lived already."""

    def __init__(self, resolved: Resolved, folder: Path) -> None:
        """What to run; ``folder`` holds the files sent along, and goes when the job is over."""
        super().__init__(resolved.key)
        self.resolved, self.folder = resolved, folder
        self._lines: dict[str, list[list[float | None]]] = {word: [] for word in WORLDS.values()}
        self._lock = threading.Lock()
        self._marks: dict[str, int] = dict.fromkeys(self._lines, 0)
        self._marked = 0.0
        # pages that watch together are at the same marks, so that each piece is written once
        self._piece = lru_cache(maxsize=64)(self._written)

    def see(self, world: World, out: MonthOut) -> None:
        """Take a month's sums; those of the shared past are not shown."""
        if world in WORLDS and out.month >= self.resolved.ask.start:
            line = [single(each) for each in np.asarray(line_of(out.places))]
            with self._lock:
                self._lines[WORLDS[world]].append(line)

    def look(self, step: Step) -> None:
        """Take how far it is."""
        self.say(STAGES[step.world])
        self.count(step.done, step.total)

    def lived(self, world: str) -> int:
        """Months of a world that may be told: as many as there were at the last beat, in the end all."""
        now = time.monotonic()
        if self.over or now - self._marked >= BEAT:
            self._marks = {each: len(lines) for each, lines in self._lines.items()}
            self._marked = now
        return self._marks[world]

    def months(self, world: str, first: int, to: int) -> bytes:
        """Months from ``first`` to before ``to``, as the inside of a JSON object."""
        return self._piece(world, first, to)

    def _written(self, world: str, first: int, to: int) -> bytes:
        with self._lock:
            some = self._lines[world][first:to]
        values = {each.id: [row[n] for row in some] for n, each in enumerate(INDICATORS)}
        return text_of({"from": first, "values": {world: values}})[1:-1]
