"""Disks that are full, broken or forbidden at the n-th write, for every n; and a kill at the n-th write.

Faults are put in where Python writes: opening to write, writing (half of it is written), syncing, renaming,
linking, making and removing. What the database writes counts as one write a file.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from killing import child, ended
from sessions import Make, found, straight

from xinyong.errors import FolderError, XinyongError
from xinyong.experiments.running import telling
from xinyong.results import data, indicators, run, store
from xinyong.results.manifest import MANIFEST

KINDS = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES}
_CALLS = ("fsync", "replace", "rename", "link", "mkdir", "unlink", "rmdir")


class Counter:
    """Counts writes and fails at the ``at``-th: once, or from then on; with a signal where it kills."""

    def __init__(self, at: int, kind: str, lasting: bool) -> None:
        self.at, self.kind, self.lasting, self.count = at, kind, lasting, 0

    @property
    def fired(self) -> bool:
        return self.count >= self.at

    def due(self) -> bool:
        self.count += 1
        now = self.count == self.at or (self.lasting and self.count > self.at)
        if now and self.kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        return now

    def error(self, name: str) -> OSError:
        number = KINDS[self.kind]
        return OSError(number, os.strerror(number), name)


class Torn:
    """A file of which the failing write leaves half."""

    def __init__(self, file: Any, counter: Counter, name: str) -> None:
        self._file, self._counter, self._name = file, counter, name

    def write(self, data: Any) -> int:
        if self._counter.due():
            self._file.write(data[: len(data) // 2])
            raise self._counter.error(self._name)
        return int(self._file.write(data))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Torn:
        return self

    def __exit__(self, *what: object) -> None:
        self._file.close()


@contextmanager
def failing(counter: Counter, folder: Path) -> Iterator[None]:
    """While inside, writing below ``folder`` counts and fails."""
    plain = {name: getattr(os, name) for name in _CALLS}
    opened, write = builtins.open, store.Store.write

    def opening(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        writes = any(letter in mode for letter in "wxa+")
        if not writes or isinstance(file, int) or not str(file).startswith(str(folder)):
            return opened(file, mode, *more, **named)
        if counter.due():
            raise counter.error(str(file))
        return Torn(opened(file, mode, *more, **named), counter, str(file))

    def wrapped(name: str) -> Any:
        def call(*what: Any, **named: Any) -> Any:
            if counter.due():
                raise counter.error(str(what[0]) if what and not isinstance(what[0], int) else str(folder))
            return plain[name](*what, **named)

        return call

    def written(self: store.Store, path: Path, query: str, **tables: Any) -> str:
        if counter.due():
            raise duckdb.IOException(f"IO Error: Could not write {path}: {os.strerror(KINDS[counter.kind])}")
        return write(self, path, query, **tables)

    try:
        builtins.open = io.open = opening
        store.Store.write = written  # type: ignore[method-assign]
        for name in _CALLS:
            setattr(os, name, wrapped(name))
        yield
    finally:
        builtins.open = io.open = opened
        store.Store.write = write  # type: ignore[method-assign]
        for name, call in plain.items():
            setattr(os, name, call)


@contextmanager
def few_indicators() -> Iterator[None]:
    """While inside, one indicator in twenty: they are most of the time, and written by one library call."""
    kept = data.INDICATORS
    try:
        data.INDICATORS = indicators.INDICATORS = run.INDICATORS = kept[::20]  # type: ignore[misc]
        yield
    finally:
        data.INDICATORS = indicators.INDICATORS = run.INDICATORS = kept  # type: ignore[misc]


def writes(make: Make) -> int:
    """How many writes a run makes that meets no fault."""
    counter = Counter(10**9, "EIO", False)
    with few_indicators(), tempfile.TemporaryDirectory() as folder, failing(counter, Path(folder)):
        make(Path(folder) / "run").run()
    return counter.count


def at_writes(make: Make, kind: str, lasting: bool, numbers: Iterable[int]) -> dict[str, Any]:
    """Let a run fail at each of these writes, counted from one; after each it must go on.

    ``kind`` is a key of KINDS or ``kill``.
    """
    tried, failures = 0, []
    with few_indicators():
        expected = straight(make)
        for at in numbers:
            with tempfile.TemporaryDirectory() as folder:
                path, counter = Path(folder) / "run", Counter(at, kind, lasting)
                said = _killed(make, path, counter) if kind == "kill" else _failed(make, path, counter)
                tried += 1
                wrong = "never met" if said is None else said or _goes_on(make, path, expected)
                if wrong:
                    failures.append(f"{kind} at write {at}: {wrong}")
    return {"faults": tried, "failures": failures}


def _failed(make: Make, path: Path, counter: Counter) -> str | None:
    """What is wrong with how a failing run ended ('' nothing), or None if the fault was never met."""
    session = make(path)
    try:
        with failing(counter, path), telling(path, session.ask):
            session.run()
    except FolderError as error:
        told = str(error)
        good = "cannot be written" in told and "--resume" in told and str(path) in told
        return "" if good else f"said only: {told}"
    except XinyongError as error:
        return f"said only: {error}"
    except Exception as error:
        return f"a traceback: {type(error).__name__}: {error}"
    return "" if counter.fired else None


def _killed(make: Make, path: Path, counter: Counter) -> str | None:
    def work() -> None:
        with failing(counter, path):
            make(path).run()
        os._exit(7)

    code = ended(child(work), 120.0)
    return {-signal.SIGKILL: "", 7: None}.get(code or 0, f"left with code {code}")


def _goes_on(make: Make, path: Path, expected: str) -> str:
    if (path / MANIFEST).exists() and found(path) != expected:
        return "a finished run with other results"
    try:
        make(path).run()
    except Exception as error:
        return f"does not go on: {type(error).__name__}: {error}"
    return "" if found(path) == expected else "came out otherwise"
