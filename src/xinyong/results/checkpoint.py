"""Checkpoints: a run killed at any moment goes on from the last whole one.

A checkpoint is a folder: what the engine and the recorder keep, and ``checkpoint.json``
with the SHA-256 of every file and its own. It is made under a temporary name, pushed to the disk and
renamed; the one before it is kept until the next is there. Loading takes the newest whose
files all agree with their sums.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from xinyong.results.durable import UNFINISHED, digest, write_folder
from xinyong.results.sealing import sealed, unsealed

_SEAL: Final = "checkpoint.json"
_PREFIX: Final = "checkpoint-"
_KEPT: Final = 2


def save_checkpoint(state: Path, fill: Callable[[Path], object], about: dict[str, Any]) -> Path:
    """Let ``fill`` write a new checkpoint under ``state``; older ones but one are removed."""
    old = checkpoints(state)
    number = 1 + max((_number(path) for path in old), default=0)
    path = state / f"{_PREFIX}{number:06d}"
    seal_folder(path, fill, about)
    for stale in old[: len(old) + 1 - _KEPT]:
        shutil.rmtree(stale)
    return path


def seal_folder(path: Path, fill: Callable[[Path], object], about: dict[str, Any]) -> None:
    """Let ``fill`` write a folder that knows its own sums; whole or not there."""

    def make(part: Path) -> None:
        fill(part)
        files = {
            str(each.relative_to(part)): digest(each) for each in sorted(part.rglob("*")) if each.is_file()
        }
        (part / _SEAL).write_text(sealed({"about": about, "files": files}), encoding="utf-8")

    write_folder(path, make)


def opened(path: Path) -> dict[str, Any] | None:
    """What was said about a sealed folder, or None if it is not there or any file is not as it was."""
    try:
        seal = unsealed((path / _SEAL).read_text(encoding="utf-8"))
        whole = all(digest(path / name) == sha for name, sha in seal["files"].items())
        about: dict[str, Any] = seal["about"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return about if whole else None


def checkpoints(state: Path) -> list[Path]:
    """The checkpoint folders under ``state``, oldest first."""
    if not state.is_dir():
        return []
    found = [path for path in state.iterdir() if path.name.startswith(_PREFIX) and path.is_dir()]
    return sorted((path for path in found if not path.name.endswith(UNFINISHED)), key=_number)


def newest(state: Path) -> tuple[Path, dict[str, Any]] | None:
    """The newest whole checkpoint and what was said about it, or None."""
    for path in reversed(checkpoints(state)):
        about = opened(path)
        if about is not None:
            return path, about
    return None


def _number(path: Path) -> int:
    text = path.name.removeprefix(_PREFIX)
    return int(text) if text.isdigit() else 0
