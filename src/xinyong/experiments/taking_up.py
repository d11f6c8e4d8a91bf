"""Where an unfinished run goes on: at the newest state that is whole, with every file that it relies on.

States are tried from the newest back: two checkpoints, then the state at the branch. One that is damaged,
or that relies on a file which is not as the run wrote it, is passed over and said so. Where none is left
the run begins anew: that costs time and changes no number.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

from xinyong.experiments.worlds import World
from xinyong.results.checkpoint import checkpoints, opened
from xinyong.results.durable import digest

#: Name of the state that both worlds begin with, beside the checkpoints.
BRANCH: Final = "branch"


class TakenUp(NamedTuple):
    """A state to go on from (None: begin anew), what was said about it, what was passed over and why."""

    path: Path | None
    about: dict[str, Any]
    notes: list[str]


def take_up(state: Path, home: Callable[[World], Path]) -> TakenUp:
    """Find where to go on. ``state`` holds checkpoints, ``home`` is the folder of a world."""
    notes: list[str] = []
    branch = [state / BRANCH] if (state / BRANCH).is_dir() else []
    tried = [*reversed(checkpoints(state)), *branch]
    for path in tried:
        about = opened(path)
        if about is None:
            notes.append(f"{path} was damaged, so it was not used")
            continue
        spoilt = _spoilt(path, home(about["world"]))
        if spoilt is None:
            return TakenUp(path, about, list(dict.fromkeys(notes)))
        notes.append(f"{spoilt} was not as this run wrote it: it is made again")
    if tried:
        notes.append("no state was whole, so the run began anew; its results are the same")
    return TakenUp(None, {}, list(dict.fromkeys(notes)))


def _spoilt(path: Path, folder: Path) -> Path | None:
    """The first file that a state relies on and that is not as it was written, or None."""
    told = json.loads((path / "recorder" / "recorder.json").read_text(encoding="utf-8"))
    for name, sha in told["files"].items():
        file: Path = folder / name
        try:
            if digest(file) != sha:
                return file
        except OSError:
            return file
    return None
