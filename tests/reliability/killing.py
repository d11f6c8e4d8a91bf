"""A run that is killed at random moments, again and again, comes out the same."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sessions import Make, found, straight


def child(work: Callable[[], object]) -> int:
    """Do something in a process of its own, which has all that is loaded here; returns its id."""
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(number: int, seconds: float) -> int | None:
    """The exit code of a process, if it ends within a time; else it is killed, and None."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(number, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(number, signal.SIGKILL)
    _, status = os.waitpid(number, 0)
    code = os.waitstatus_to_exitcode(status)
    return None if code == -signal.SIGKILL else code


def kills(make: Make, part: int, count: int) -> dict[str, Any]:
    """Kill a run ``count`` times with signal 9, resuming it each time with the same call."""
    chance, expected = random.Random(part), straight(make)
    killed = runs = most = here = 0
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        if ended(child(lambda: make(Path(folder) / "straight").run()), 600.0) != 0:
            return {"failures": ["the run fails when nothing happens to it"]}
        whole = time.monotonic() - begun
        # the run that met the last kill goes on to its end too
        while (killed < count or here) and not failures:
            path = Path(folder) / str(runs)
            patience = chance.uniform(0.0, 1.2 * whole) if killed < count else 600.0
            code = ended(child(lambda: make(path).run()), patience)  # noqa: B023
            if code is None:
                killed, here = killed + 1, here + 1
                continue
            runs, most, here = runs + 1, max(most, here), 0
            if code != 0:
                failures.append(f"run {runs} left with code {code}")
            elif found(path) != expected:
                failures.append(f"run {runs} came out otherwise")
    return {"kills": killed, "runs_finished": runs, "most_kills_of_one_run": most, "failures": failures}
