"""A cluster of Dask workers: found, looked over before it is given anything, and watched while it works.

``local:N`` starts N processes on this machine; ``tcp://HOST:PORT`` is a scheduler that somebody started.
Workers must run this very program, file for file: numbers that come from two programs are nobody's.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from xinyong import __version__
from xinyong.errors import InputError, InterruptedRun, Problem
from xinyong.experiments.starting import broken_off, ended, started

_LOCAL: Final = re.compile(r"local:(\d{1,9})")
_REMOTE: Final = re.compile(r"tcp://\S+:(\d{1,9})")
#: A cluster of this very process, as Dask's own tests have it.
_INSIDE: Final = re.compile(r"inproc://[\w.]+/\d+/\d+")
_PORTS: Final = range(1, 1 << 16)
_MOST_LOCAL: Final = 256
#: Seconds to wait for a scheduler to be found, for an answer of one that was, for its first workers, and
#: for workers that come back, from elsewhere and here. One that has answered is more likely busy than gone.
_CONNECT, _ANSWER, _FIRST, _BACK, _BACK_HERE = 10.0, 60.0, 20.0, 120.0, 600.0
#: Seconds that workers which went away are given before others take their part; between two looks.
_GRACE, _LOOK = 10.0, 0.5
#: How often workers are asked that do not answer.
_ASKED: Final = 3
_PACKAGE: Final = Path(__file__).resolve().parent.parent
#: Parts of the program that change no number.
_APART: Final = ("show",)
_TEXT: Final = (".py", ".yaml", ".csv", ".npz")
#: What Dask does with memory is made for data that can be moved and read again; a state cannot.
_SETTINGS: Final = {
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": False,
    # on a busy machine a worker that lives may be long in answering, and a process long in starting: it is
    # given up by the one that should start it again after a quarter of a minute unless that is told to wait
    "distributed.comm.timeouts.connect": "60s",
    # one that does not read what it is sent for so long is cut off, closes itself, and nobody starts it again
    "distributed.comm.timeouts.tcp": "10 minutes",
    "distributed.deploy.lost-worker-timeout": "1 hour",
    # a process here that ends is known to be gone; one that was stopped, or slept with its machine, is not
    "distributed.scheduler.worker-ttl": None,
}
#: What Dask says, in a plain ``RuntimeError``, of a shard that was made and is gone.
_LOST_ACTOR: Final = "Worker holding Actor was lost"


class WorkerLost(Exception):  # noqa: N818
    """A worker is gone, and with it what it held; ``args`` say which."""


def check_address(word: str) -> None:
    """Raise ``InputError`` where a word is no address, or Dask is not installed."""
    local, remote = _LOCAL.fullmatch(word), _REMOTE.fullmatch(word)
    known = local or _INSIDE.fullmatch(word) or (remote and int(remote[1]) in _PORTS)
    if not known:
        raise _wrong(
            word, "is no address of a cluster", "allowed: local:N or tcp://HOST:PORT",
            "write local:2 for two processes here, or start a scheduler with: dask scheduler",
        )  # fmt: skip
    if local is not None and not 1 <= int(local[1]) <= _MOST_LOCAL:
        raise _wrong(
            word, f"{local[1]} processes", f"allowed: local:1 to local:{_MOST_LOCAL}",
            f"write local:{os.cpu_count() or 1}, a process a core of this machine",
        )  # fmt: skip
    if find_spec("distributed") is None:
        raise _wrong(
            word, "Dask is not installed", remedy="install it with: python -m pip install 'xinyong[cluster]'"
        )


@contextmanager
def opened(word: str, threads: int = 1, again: str = "the same command") -> Iterator[Cluster]:
    """A cluster by its address, looked over; one that was started here ends with the block.

    ``threads`` is how many each process of a local cluster uses; ``again`` the command that goes on where
    this one was broken off. Raises ``InputError`` with what is wrong with the address or the workers.
    """
    check_address(word)
    import dask
    from distributed import Client

    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as left, dask.config.set(_SETTINGS):
        local = _LOCAL.fullmatch(word)
        address: Any = word
        if local is not None:
            address = started(word, int(local[1]), threads, again)
            left.callback(ended, address)
        try:
            client = left.enter_context(
                # actors find their way to the client by its being the default
                Client(  # type: ignore[no-untyped-call]
                    address, timeout=_CONNECT, direct_to_workers=local is not None
                )
            )
        except (OSError, ValueError) as error:
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise _wrong(
                word, f"no scheduler answers there ({why})",
                remedy="start one with dask scheduler and dask worker ADDRESS, or write local:2, say",
            ) from None  # fmt: skip
        cluster = Cluster(word, client, again)
        cluster.wait(_FIRST)
        cluster.check_programs()
        yield cluster


class Cluster:
    """Workers behind one scheduler. ``size`` is how many there were at the beginning."""

    def __init__(self, word: str, client: Any, again: str) -> None:
        """Take a connected client."""
        self.word, self.client, self.again = word, client, again
        self.size = 0

    @property
    def is_local(self) -> bool:
        """Whether all of it is on this machine, started by this program."""
        return _LOCAL.fullmatch(self.word) is not None

    def workers(self) -> dict[str, int]:
        """Threads of each worker, by address; raises ``InterruptedRun`` where the scheduler is gone."""
        try:
            found: Mapping[str, int] = self.client.sync(
                self.client.scheduler.ncores, callback_timeout=_ANSWER
            )
        except Exception as error:
            why = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise self.broken_off(f"the scheduler at {self.word} is gone ({why})") from None
        return dict(sorted(found.items()))

    def broken_off(self, found: str) -> InterruptedRun:
        """What to raise where nothing can go on for now."""
        return broken_off(found, self.again)

    def memory(self) -> int | None:
        """Bytes that all workers may take together; None where one of them has no limit of its own."""
        told = self.client.sync(self.client.scheduler.identity, callback_timeout=_ANSWER)
        limits = [each["memory_limit"] for each in told["workers"].values()]
        return None if not all(limits) else sum(limits)

    def wait(self, seconds: float) -> None:
        """Wait for the first workers; raises ``InputError`` where none come."""
        wanted = 1 if not self.is_local else int(self.word.rpartition(":")[2])
        found = self._some(wanted, seconds)
        if not found:
            raise _wrong(
                self.word, "the scheduler has no workers",
                remedy=f"start some with: dask worker {self.word}",
            )  # fmt: skip
        self.size = len(found)

    def back(self, say: Callable[[str], None] = lambda text: None) -> dict[str, int]:
        """The workers after a loss: all of them again, or after some time those that are left.

        Raises ``InterruptedRun`` where none are, for two minutes; processes here are given ten.
        """
        found = self._some(self.size, _GRACE)
        if not found:
            say("waiting for workers")
            found = self._some(1, _BACK_HERE if self.is_local else _BACK)
        if not found:
            raise self.broken_off(f"all workers of {self.word} are gone")
        self.check_programs()
        return found

    def _some(self, wanted: int, seconds: float) -> dict[str, int]:
        """Workers, once there are so many; after some time those that there are."""
        until = time.monotonic() + seconds
        while len(found := self.workers()) < wanted and time.monotonic() < until:
            time.sleep(0.1)
        return found

    def check_all_there(self, needed: Iterable[str]) -> None:
        """Raise ``WorkerLost`` where one of some workers is gone."""
        gone = set(needed) - set(self.workers())
        if gone:
            raise WorkerLost(f"worker {min(gone)} is gone")

    def call(self, actor: Any, method: str, more: Sequence[Any], worker: str) -> Any:
        """Ask something of an actor on a worker, for ``result``; raises ``WorkerLost`` if that is gone."""
        try:
            return getattr(actor, method)(*more)
        except (RuntimeError, ValueError) as error:
            raise WorkerLost(f"worker {worker} is gone ({error})") from None

    def result(self, call: Any, worker: str) -> Any:
        """What a call comes to; raises ``WorkerLost`` if its worker is gone."""
        from distributed import KilledWorker

        while True:
            try:
                return call.result(timeout=_LOOK)
            except TimeoutError:
                self.check_all_there([worker])
            except (OSError, KilledWorker, CancelledError, RuntimeError) as error:
                if isinstance(error, RuntimeError) and not str(error).startswith(_LOST_ACTOR):
                    raise
                raise WorkerLost(f"worker {worker} is gone ({type(error).__name__})") from None

    def check_programs(self) -> None:
        """Raise ``InputError`` unless the scheduler and all workers run this very program."""
        mine = about_program()
        for _ in range(_ASKED):
            told = self.client.run(about_program, on_error="return")
            if not any(isinstance(found, OSError) for found in told.values()):
                break
            # one that was killed just now is on the scheduler's list still
            time.sleep(_LOOK)
        told = {f"worker {where}": found for where, found in told.items()}
        try:
            told["the scheduler"] = self.client.run_on_scheduler(about_program)
        except Exception as error:
            told["the scheduler"] = error
        without = sorted(where for where, found in told.items() if isinstance(found, Exception))
        if without:
            why = str(told[without[0]]).replace("\n", " ")
            raise _wrong(
                self.word, f"{_some_of(without)} cannot use Xinyong ({why})",
                remedy=f"install xinyong[cluster] {mine[0]} for the Python that runs them",
            )  # fmt: skip
        unlike = {where: found for where, found in told.items() if tuple(found) != mine}
        if unlike:
            raise _wrong(
                self.word,
                f"another Xinyong on {_some_of(sorted(unlike))}: {_named(unlike[min(unlike)])}",
                f"this is {_named(mine)}",
                "install the same version on all machines, and start scheduler and workers again",
            )


def about_program() -> tuple[str, str]:
    """Version of this program, and a sum over all its parts that a number depends on."""
    return __version__, program_sha256()


@cache
def program_sha256() -> str:
    """SHA-256 over the text of the program and its libraries, pages left out."""
    found = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        name = path.relative_to(_PACKAGE)
        if path.suffix in _TEXT and name.parts[0] not in _APART:
            found.update(name.as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def local_threads(word: str, threads: int = 0) -> int:
    """Threads for each process of a local cluster, if somebody does not say how many: cores shared out."""
    local = _LOCAL.fullmatch(word)
    if threads or local is None:
        return threads or 1
    return max(1, (os.cpu_count() or 1) // int(local[1]))


def _named(about: Any) -> str:
    return f"version {about[0]} (sum {about[1][:12]})"


def _some_of(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _wrong(word: str, found: str, allowed: str = "", remedy: str = "") -> InputError:
    return InputError(Problem(path=f"--cluster {word}", found=found, allowed=allowed, remedy=remedy))
