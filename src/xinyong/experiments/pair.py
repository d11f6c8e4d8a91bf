"""One world, or two with the same past: burn in once, branch, record each to its end.

The burn-in runs under the status quo of 2012. Its last state is kept; the first world goes
on from it, then the twin goes on from the very same state: same people, same opportunities,
same luck. One state is in memory at a time. Checkpoints are taken by the clock, so that
they cost little; a run killed at any moment goes on from the last one, to the same results.

A run that branches from another has that run's months in between: the worlds share them too.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from xinyong.dates import month_text
from xinyong.errors import FolderError, InterruptedRun, Problem
from xinyong.experiments.asking import Ask
from xinyong.experiments.claiming import write_claim
from xinyong.experiments.finishing import finish_run, finish_world
from xinyong.experiments.keeping import RULES
from xinyong.experiments.taking_up import BRANCH, take_up
from xinyong.experiments.watching import Look, See, Step, Stop
from xinyong.experiments.worlds import Engine, World, Worlds
from xinyong.results.checkpoint import opened, save_checkpoint, seal_folder
from xinyong.results.recorder import STATE, Recorder
from xinyong.results.run import AGAINST
from xinyong.results.store import Store

#: Seconds between checkpoints, at least; and how many times its own cost must have passed.
EVERY = 30.0
_PATIENCE = 20.0


class Session:
    """A run in the making, in ``folder``."""

    def __init__(
        self, ask: Ask, worlds: Worlds, folder: Path, look: Look | None = None, stop: Stop | None = None,
        every: float = EVERY, see: See | None = None, known: Sequence[bytes] = (),
        say: Callable[[str], None] = lambda text: None,
    ) -> None:  # fmt: skip
        """Nothing is written before ``run``.

        ``known`` are the hashes that the months of the shared past must have, from the first on;
        ``say`` takes what a user should know: what was damaged, and what was done about it.
        """
        self.ask, self.worlds, self.folder = ask, worlds, folder
        self._look, self._see, self._stop, self._every = look, see, stop or Stop(), every
        self._known, self._say = known, say
        #: What was said, for the manifest.
        self.notes: list[str] = []
        self._state = folder / STATE
        self._end = ask.start + ask.months
        self._spent = {"seconds": 0.0, "months": 0}
        self._done: dict[str, Any] = {}
        self._resumed: int | None = None
        self._saved = time.monotonic()
        self._cost = 0.0
        #: The first month of a process may wait for the compiler, so it is not timed.
        self._warm = False

    def run(self) -> None:
        """Run to the end, from the beginning or from what is there; leaves a finished folder.

        Raises ``InterruptedRun`` after a wish to stop, having kept the state.
        """
        while not self._lived():
            self._say(self.notes[-1])
        finish_run(self, self._done, self._spent, self._resumed)
        shutil.rmtree(self._state, ignore_errors=True)
        shutil.rmtree(self.folder / AGAINST / STATE, ignore_errors=True)

    def _lived(self) -> bool:
        """Live through all months; False where what the twin needs is damaged, and all must begin anew."""
        self._state.mkdir(parents=True, exist_ok=True)
        with Store(self._state, self.ask.at_once) as store:
            world, engine, recorder = self._begin(store)
            for number, (stretch, end) in enumerate(self.ask.shared):
                if world != stretch:
                    continue
                self._live(stretch, engine, recorder, end)
                if end < self.ask.start:
                    world = self.ask.shared[number + 1][0]
                    self.worlds.enter(world, engine)
                    continue
                self._branch(engine, recorder)
                del engine
                world, engine = "a", self.worlds.resume("a", self._state / BRANCH / "engine")
            if world == "a":
                self._live("a", engine, recorder, self._end)
                self._done["a"] = finish_world(self, "a", recorder, engine)
                if self.ask.against is not None:
                    del engine
                    if opened(self._state / BRANCH) is None:
                        self.notes.append("the state at the branch was damaged, so the run began anew")
                        self._empty()
                        return False
                    engine, recorder = self._twin(store)
                    world = "b"
                    self._keep("b", engine, recorder)
            if world == "b":
                self._live("b", engine, recorder, self._end)
                self._done["b"] = finish_world(self, "b", recorder, engine)
        return True

    def home(self, world: World) -> Path:
        """Folder of a world."""
        return self.folder / AGAINST if world == "b" else self.folder

    def _begin(self, store: Store) -> tuple[World, Engine, Recorder]:
        path, about, notes = take_up(self._state, self.home)
        for note in notes:
            self._say(note)
        self.notes += notes
        if path is None:
            self._clear()
            recorder = self._recorder(store, "a")
            name = "subjects.parquet"
            recorder.files[name] = self.worlds.write_subjects(store, self.folder / name)
            recorder.files[RULES] = self.worlds.write_rules(self.folder / RULES)
            return "burn-in", self.worlds.begin(self.ask.first), recorder
        world: World = about["world"]
        recorder = self._recorder(store, world)
        recorder.load(path / "recorder")
        self._done, self._spent = about["done"], about["spent"]
        self.notes = list(dict.fromkeys([*about.get("notes", []), *self.notes]))
        engine = self.worlds.resume(world, path / "engine")
        self._resumed = engine.month
        return world, engine, recorder

    def _clear(self) -> None:
        """Begin anew: away with what an earlier try left."""
        self._empty()
        self._state.mkdir()
        self._done, self._spent = {}, {"seconds": 0.0, "months": 0}
        write_claim(self.folder, self.ask, self.worlds.about)

    def _empty(self) -> None:
        for stale in self.folder.iterdir():
            if stale.is_dir():
                shutil.rmtree(stale)
            else:
                stale.unlink()

    def _recorder(self, store: Store, world: World) -> Recorder:
        return Recorder(self.home(world), store, self.worlds.labels, self.worlds.layout, self.ask.start)

    def _live(self, world: World, engine: Engine, recorder: Recorder, until: int) -> None:
        while engine.month < until:
            if self._stop.asked:
                self._keep(world, engine, recorder)
                raise InterruptedRun(
                    Problem(
                        found=f"stopped before month {len(recorder.months) + 1}; everything so far is kept",
                        remedy=f"go on with: {self.ask.command(str(self.folder))}",
                    )
                )
            begun = time.perf_counter()
            out = engine.step()
            recorder.add(out, engine.boards())
            self._prove(engine.month - 1, recorder)
            if self._warm:
                self._spent["seconds"] += time.perf_counter() - begun
                self._spent["months"] += 1
            self._warm = True
            if self._see is not None:
                self._see(world, out)
            if self._look is not None:
                self._look(self._step(world, engine.month - 1))
            if time.monotonic() - self._saved > max(self._every, _PATIENCE * self._cost):
                self._keep(world, engine, recorder)

    def _prove(self, month: int, recorder: Recorder) -> None:
        """A month lived again for a branch is the one that its run lived, or nothing is kept."""
        found = recorder.digests
        if len(found) > len(self._known) or found[-1] == self._known[len(found) - 1]:
            return
        self._empty()
        raise FolderError(
            Problem(
                str(self.ask.past.folder) if self.ask.past is not None else "",
                path="--from",
                found=f"month {month_text(month)} does not come out as this run wrote it",
                remedy="its frame's file or the processor differs: run it again here, then branch",
            )
        )

    def _step(self, world: World, month: int) -> Step:
        worlds = 1 if self.ask.against is None else 2
        shared = self.ask.start - self.ask.first
        past = self.ask.months if world == "b" else 0
        return Step(past + month + 1 - self.ask.first, shared + worlds * self.ask.months, world, month)

    def _fill(self, engine: Engine, recorder: Recorder) -> Callable[[Path], None]:
        def fill(part: Path) -> None:
            for name, save in (("engine", engine.save), ("recorder", recorder.save)):
                (part / name).mkdir()
                save(part / name)

        return fill

    def _keep(self, world: World, engine: Engine, recorder: Recorder) -> None:
        begun = time.monotonic()
        save_checkpoint(self._state, self._fill(engine, recorder), self._about(world))
        self._saved = time.monotonic()
        self._cost = self._saved - begun

    def _about(self, world: World) -> dict[str, Any]:
        return {"world": world, "done": self._done, "spent": self._spent, "notes": self.notes}

    def _branch(self, engine: Engine, recorder: Recorder) -> None:
        shutil.rmtree(self._state / BRANCH, ignore_errors=True)
        seal_folder(self._state / BRANCH, self._fill(engine, recorder), self._about("a"))
        self._keep("a", engine, recorder)

    def _twin(self, store: Store) -> tuple[Engine, Recorder]:
        branch = self._state / BRANCH
        recorder = self._recorder(store, "a")
        recorder.load(branch / "recorder")
        return self.worlds.resume("b", branch / "engine"), recorder.branch(self.home("b"))
