"""Flipped bits and cut-off ends in every kind of file: all found on opening, and said."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sessions import ASK, SHORT, FakeWorlds, fake

from xinyong.errors import FolderError, InterruptedRun
from xinyong.experiments.cells import Series
from xinyong.experiments.cellstore import CellStore
from xinyong.experiments.claiming import check_folder
from xinyong.experiments.pair import Session
from xinyong.experiments.taking_up import take_up
from xinyong.experiments.watching import Stop
from xinyong.results.checkpoint import opened
from xinyong.results.run import Run

#: Damages the bytes of a file.
Hurt = Callable[[bytearray, random.Random], None]


def flip(content: bytearray, chance: random.Random) -> None:
    """Turn one bit."""
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def cut(content: bytearray, chance: random.Random) -> None:
    """Lose the end."""
    del content[chance.randrange(len(content)) :]


@contextmanager
def hurt(path: Path, how: Hurt, chance: random.Random) -> Iterator[None]:
    """While inside, a file is damaged."""
    whole = path.read_bytes()
    content = bytearray(whole)
    how(content, chance)
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(whole)


def finished(folder: Path) -> list[Path]:
    """A finished pair with files of every kind; all its files."""
    run = Session(SHORT, FakeWorlds({"burn-in": 0, "a": 1, "b": 2}), folder)
    run.run()
    return sorted(path for path in folder.rglob("*") if path.is_file())


def unfinished(folder: Path) -> list[Path]:
    """A run stopped in its second world, with two checkpoints and its branch; all files it relies on."""
    stop = Stop()
    session = fake(folder)
    session._stop = stop
    session._look = lambda step: stop() if step.done == 5 else None
    try:
        session.run()
    except InterruptedRun:
        return sorted(path for path in folder.rglob("*") if path.is_file())
    raise AssertionError("the run was not interrupted")


def kind(path: Path) -> str:
    """What kind of file it is: its name, or the folder of its kind."""
    known = ("ledger", "tallies", "boards", "entries", "engine", "recorder")
    return next((each for each in known if path.parent.name == each), path.name)


def in_finished(how: Hurt, count: int, seed: int = 1) -> dict[str, Any]:
    """Damage files of a finished run; opening it must name the very file."""
    chance, failures, kinds = random.Random(seed), [], Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "run"
        by_kind = _by_kind(finished(folder))
        for _ in range(count):
            name = chance.choice(sorted(by_kind))
            path = chance.choice(by_kind[name])
            kinds[name] += 1
            with hurt(path, how, chance):
                wrong = _not_named(folder, path)
            if wrong:
                failures.append(f"{path.relative_to(folder)}: {wrong}")
        if _not_named(folder, folder) != "opened without a word":
            failures.append("the run that is whole again is refused")
    return {"damaged": count, "kinds": len(kinds), "failures": failures}


def _not_named(folder: Path, path: Path) -> str:
    try:
        Run(folder)
    except FolderError as error:
        named = [problem.file for problem in error.problems]
        # a file of the shared past lies in both worlds' folders: one file under two names
        same = all(Path(name).samefile(path) for name in named)
        return "" if str(path) in named and same else f"said {named}"
    except Exception as error:
        return f"a traceback: {type(error).__name__}: {error}"
    return "opened without a word"


def in_unfinished(how: Hurt, count: int, seed: int = 1) -> dict[str, Any]:
    """Damage files of an unfinished run; it must go on from a state that is whole, and say so."""
    chance, failures, kinds = random.Random(seed), [], Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "run"
        by_kind = _by_kind(unfinished(folder))
        for _ in range(count):
            name = chance.choice(sorted(by_kind))
            path = chance.choice(by_kind[name])
            kinds[name] += 1
            with hurt(path, how, chance):
                wrong = _relied_on(folder, path)
            if wrong:
                failures.append(f"{path.relative_to(folder)}: {wrong}")
    return {"damaged": count, "kinds": len(kinds), "failures": failures}


def _relied_on(folder: Path, path: Path) -> str:
    state = folder / ".state"
    if path == state / "ask.json":
        try:
            check_folder(folder, SHORT, True)
        except FolderError as error:
            return "" if "damaged" in str(error) else f"said {error}"
        return "taken for whole"
    home = next((each for each in path.parents if (each / "checkpoint.json").exists()), None)
    if home is not None and opened(home) is not None:
        return "a damaged state was opened"
    try:
        taken = take_up(state, lambda world: folder / "against" if world == "b" else folder)
    except Exception as error:
        return f"a traceback: {type(error).__name__}: {error}"
    if home is None:
        return "" if any(str(path) in note for note in taken.notes) or _unused(folder, path) else "not said"
    newest = max(state.glob("checkpoint-*"))
    return "" if home != newest or any(str(home) in note for note in taken.notes) else "not said"


def _unused(folder: Path, path: Path) -> bool:
    """A file of the first world, while the second is lived: it is checked when the run is opened."""
    return "against" not in path.relative_to(folder).parts


def _by_kind(paths: list[Path]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in paths:
        if path.stat().st_size and "duckdb" not in path.name:
            found.setdefault(kind(path), []).append(path)
    return found


def in_store(how: Hurt, count: int, seed: int = 1) -> dict[str, Any]:
    """Damage a store of cells; what is read must be what was written, or nothing, or a clear refusal."""
    chance, rng, failures = random.Random(seed), np.random.default_rng(seed), []
    ends: Counter[str] = Counter()
    series = {}
    for n in range(40):
        sums = rng.integers(0, 99, (2, 24)).cumsum(1)
        series[f"{n:064x}"] = Series(("x", "y"), sums, {"gini": n / 9}, (1.0, 2.0, 3.0))
    with tempfile.TemporaryDirectory() as place:
        path, copy = Path(place) / "a.sqlite", Path(place) / "b.sqlite"
        with CellStore(path) as store:
            for key, each in series.items():
                store.put(key, each, 0.1)
        for n in range(count):
            content = bytearray(path.read_bytes())
            how(content, chance)
            for beside in ("-wal", "-shm"):
                copy.with_name(copy.name + beside).unlink(missing_ok=True)
            copy.write_bytes(content)
            end = _read(copy, series)
            ends[end.partition(":")[0]] += 1
            if end.startswith("wrong"):
                failures.append(f"damage {n}: {end}")
    return {"damaged": count, "ends": dict(ends), "failures": failures}


def _read(path: Path, series: dict[str, Series]) -> str:
    try:
        with CellStore(path) as store:
            names = store.names(series)
            there = dict(store.several(series))
    except FolderError:
        return "refused"
    except Exception as error:
        return f"wrong: a traceback: {type(error).__name__}: {error}"
    if set(names) != set(there):
        return "wrong: a cell is said to be there and is not"
    for key, each in there.items():
        right = series[key]
        same = (each.names, each.endings, each.weights) == (right.names, right.endings, right.weights)
        if not same or not np.array_equal(each.sums, right.sums):
            return "wrong: a cell is not what was written"
    return "cells missing" if len(there) < len(series) else "nothing touched that is read"


def swapped() -> dict[str, Any]:
    """Put each file of a finished run in the place of another of its kind."""
    failures, count = [], 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "run"
        run = Session(replace(ASK, months=14), FakeWorlds({"burn-in": 0, "a": 1, "b": 2}), folder)
        run.run()
        by_kind = _by_kind([path for path in folder.rglob("*") if path.is_file()])
        for paths in by_kind.values():
            for one, other in pairwise(paths):
                if one.read_bytes() == other.read_bytes() or one.name == "manifest.json":
                    continue
                count += 1
                whole = one.read_bytes()
                one.write_bytes(other.read_bytes())
                wrong = _not_named(folder, one)
                one.write_bytes(whole)
                if wrong:
                    failures.append(f"{other.name} in the place of {one.name}: {wrong}")
        shutil.rmtree(folder)
    return {"swapped": count, "failures": failures}
