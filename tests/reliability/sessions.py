"""Runs to be hurt: a fake one that takes a blink, and a real one, small; each with its straight result."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "results"))

from fake_worlds import ASK, FakeWorlds

import xinyong.experiments.pair as pair
from xinyong.experiments.asking import Ask, Past
from xinyong.experiments.pair import Session
from xinyong.results.run import Run

# a checkpoint after every month, however long it takes: as many moments of danger as there can be
pair._PATIENCE = 0.0

#: Makes a session in a folder.
Make = Callable[[Path], Session]
#: Two months of burn-in, two of each world.
SHORT = replace(ASK, months=2, past=Past("", (ASK.start - 2,), ""))
REAL = Ask("china-2020", "status-quo-2012", frame="rongcheng", citizens=1000, months=4, threads=1)


def fake(folder: Path) -> Session:
    return Session(SHORT, FakeWorlds({"burn-in": 0, "a": 1, "b": 2}), folder, every=0.0)


def real(folder: Path) -> Session:
    from xinyong.experiments.building import RealWorlds

    worlds = RealWorlds(_prepared())
    worlds._society = _society()
    return Session(REAL, worlds, folder, every=0.0)


@cache
def _prepared():
    from xinyong.experiments.preparing import prepare

    return prepare(REAL)


@cache
def _society():
    from xinyong.society.population import build

    return build(_prepared().plan, 1)


@cache
def straight(make: Make) -> str:
    """What the run gives when nothing happens to it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run"
        make(path).run()
        return found(path)


def found(path: Path) -> str:
    """The hash of a finished run, all files checked."""
    return str(Run(path).manifest["results_sha256"])
