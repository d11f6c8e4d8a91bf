"""Whether a fault planted in the code is noticed: each lives in a process forked from a ready one.

``python catching.py ROOM WORLD ... < faults`` is that ready one: it reads a fault a line and answers with a
line. Rooms differ in what looks on: in the phases the second engine, month by month, on small random worlds,
the first engine interpreted, and then a few quick tests; elsewhere a folder of tests.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import spec_from_loader
from itertools import islice
from queue import SimpleQueue
from types import CodeType, ModuleType
from typing import Any

from planting import SOURCE, Fault, faults

TESTS = SOURCE.parent.parent / "tests"
#: Random worlds that phases are watched in: quick ones first, most of them rich in rules, some in a hurry.
WORLDS = (
    7, 27, 15, 37, 17, 25, 31, 11, 210, 78, 207, 187, 157, 89, 120, 124, 69, 91, 218, 98, 132, 184, 186, 161,
    167, 106, 152, 196, 93, 92, 173, 83, 97, 180, 216, 143, 61, 63, 203, 169, 103, 140, 42, 22, 28, 32, 46,
)  # fmt: skip
#: Tests of phases that are quick when interpreted: they meet what is rare in any world.
QUICK = (
    "test_opportunities.py", "test_gatekeepers.py", "test_kin_counted.py", "test_judging.py",
    "test_phases_alone.py",
)  # fmt: skip
#: Files of tests that take longest; what others notice they need not see.
LAST = ("test_moving.py", "test_memory.py", "test_problems.py", "test_real_runs.py", "test_real_branches.py")
#: Whose tests look on in each room.
WATCHED = {"scheme": "scheme", "ledger": "results", "phases": "engine"}
#: The draw of faults in each room: another than those whose misses tests were written for.
DRAWN = {"phases": 2, "scheme": 4, "ledger": 3}
#: Share of faults that must be noticed.
ENOUGH = 0.85
#: Seconds after which a fault that goes round in circles counts as noticed.
PATIENCE = {"scheme": 900, "ledger": 900, "phases": 1500}


class Planted(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Gives out one module's text with a fault in it, in place of the file's."""

    def __init__(self, module: str, file: str, text: str) -> None:
        self.module, self.file, self.text = module, file, text

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> Any:
        """The spec of the module that has the fault; None of any other."""
        return spec_from_loader(name, self, origin=self.file) if name == self.module else None

    def get_source(self, name: str) -> str:
        """The text with the fault."""
        return self.text

    def get_code(self, name: str) -> CodeType:
        """The same, compiled."""
        return compile(self.text, self.file, "exec")

    def exec_module(self, module: ModuleType) -> None:
        """Run it; ``__file__`` is where the file would be, as other modules ask for it."""
        module.__file__ = self.file
        exec(self.get_code(self.module), module.__dict__)


def planted(room: str, count: int, hands: int | None = None) -> dict[str, Any]:
    """Plant ``count`` faults in a room; the figures, and which went unnoticed.

    Before them comes none: what then looks wrong would be seen with any fault, so it is a failure.
    """
    wanted = list(faults(room, count, DRAWN[room]))
    file = wanted[0].file
    none = Fault(file, 0, "no fault", file.read_text(encoding="utf-8"))
    told = caught(room, none, wanted, hands or os.cpu_count() or 1)
    if next(told)[1]:
        return {"planted": 0, "noticed": 0, "failures": ["something looks wrong where no fault was planted"]}
    missed = [str(fault) for fault, noticed in told if not noticed]
    share = 1 - len(missed) / len(wanted)
    return {
        "planted": len(wanted), "noticed": len(wanted) - len(missed), "not_noticed": missed,
        "failures": [] if share >= ENOUGH else [f"only {share:.0%} noticed"],
    }  # fmt: skip


def caught(
    room: str, none: Fault, wanted: Sequence[Fault], hands: int, worlds: Sequence[int] = WORLDS
) -> Iterator[tuple[Fault, bool]]:
    """Each fault with whether it was noticed, in their order, ``none`` before all others.

    Whatever a fault may write into a cache, it writes into one of its own.
    """
    ready: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
    cache = tempfile.mkdtemp(prefix="planted-")
    surroundings = os.environ | {"XINYONG_CACHE": cache, "XDG_CACHE_HOME": cache}
    if room == "phases":
        surroundings["NUMBA_DISABLE_JIT"] = "1"
    words = [sys.executable, __file__, room, *map(str, worlds)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    begun = [subprocess.Popen(words, env=surroundings, **pipes) for _ in range(hands)]
    for each in begun:
        ready.put(each)

    def one(fault: Fault) -> tuple[Fault, bool]:
        hand = ready.get()
        assert hand.stdin is not None
        assert hand.stdout is not None
        hand.stdin.write(json.dumps([fault.module, str(fault.file), fault.text]) + "\n")
        hand.stdin.flush()
        told = json.loads(hand.stdout.readline())
        ready.put(hand)
        said = "noticed" if told[0] else "NOT NOTICED"
        print(f"  {said} in {told[1]:.0f} s: {fault}", file=sys.stderr, flush=True)
        return fault, told[0]

    try:
        yield one(none)
        with ThreadPoolExecutor(hands) as pool:
            yield from pool.map(one, wanted)
    finally:
        for each in begun:
            each.kill()
        shutil.rmtree(cache, ignore_errors=True)


def _ready(room: str, numbers: Sequence[int]) -> Callable[[], bool]:
    """Everything made ready that a fault cannot touch; what then says whether something is wrong."""
    sys.path.insert(0, str(TESTS / WATCHED[room]))
    if room != "phases":
        for name in ("numba", "pydantic", "pytest", "scipy.stats", "xarray"):
            importlib.import_module(name)
        return lambda: _tests(room, "test_*.py")
    from slow.inventing import case

    worlds = [case(number) for number in numbers]
    for name in [name for name in sys.modules if name.startswith("xinyong.engine")]:
        del sys.modules[name]

    def parted() -> bool:
        from slow.check import differences

        if any(True for world in worlds for _ in islice(differences(world), 1)):
            return True
        return _tests(room, *QUICK)

    return parted


def _tests(room: str, *names: str) -> bool:
    """Whether some test of a room fails, in the files so named."""
    import pytest

    folder = TESTS / WATCHED[room]
    found = (file for name in names for file in folder.glob(name))
    files = sorted(found, key=lambda file: (file.name in LAST, file.name))
    return pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--no-header", *map(str, files)]) != 0


def _noticed(watch: Callable[[], bool], module: str, file: str, text: str, patience: int) -> bool:
    """Live through one fault in a child; whether it differs, fails, dies or does not end."""
    child = os.fork()
    if child == 0:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        sys.meta_path.insert(0, Planted(module, file, text))
        wrong = True
        with contextlib.suppress(BaseException):
            wrong = watch()
        os._exit(int(wrong))
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.05)
    os.killpg(child, 9)
    os.waitpid(child, 0)
    return True


def serve(room: str, worlds: Sequence[int]) -> None:
    """Answer each fault on standard input with a line: whether it was noticed, and in how many seconds."""
    watch = _ready(room, worlds)
    for line in sys.stdin:
        begun = time.monotonic()
        found = _noticed(watch, *json.loads(line), PATIENCE[room])
        print(json.dumps([found, time.monotonic() - begun]), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], [int(word) for word in sys.argv[2:]])
