"""Worker processes on this machine: started, again where one ends while it starts, and ended.

A process takes a few seconds to start, on a busy machine a minute. Dask gives up all of them where one is
killed meanwhile, or finds no memory.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from xinyong.errors import InterruptedRun, Problem

#: How often they are started before somebody has to look why.
_STARTS: Final = 3


def started(word: str, number: int, threads: int, again: str) -> Any:
    """A Dask cluster of so many processes here; ``word`` is its address for a user.

    Raises ``InterruptedRun`` where some end while they start, three times.
    """
    from distributed import LocalCluster

    why = ""
    for _ in range(_STARTS):
        try:
            with _left_alone():
                return LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=number, threads_per_worker=threads, processes=True, memory_limit=0,
                    dashboard_address=None, host="127.0.0.1", silence_logs=logging.CRITICAL,
                    # any free port: two commands at a time are no reason for a warning
                    scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                )  # fmt: skip
        except (RuntimeError, OSError) as error:
            why = _root(error)
    raise broken_off(f"processes of {word} ended {_STARTS} times while they were started ({why})", again)


def ended(cluster: Any) -> None:
    """End processes; one that is long about it is no failure of what they have done."""
    with contextlib.suppress(Exception):
        cluster.close()


def broken_off(found: str, again: str) -> InterruptedRun:
    """What to raise where nothing can go on for now."""
    return InterruptedRun(Problem(found=f"{found}; what was done is kept", remedy=f"go on with: {again}"))


def _root(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error) or type(error).__name__


@contextmanager
def _left_alone() -> Iterator[None]:
    """Processes started inside do not hear Ctrl-C: the run stops between two months, and they with it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
