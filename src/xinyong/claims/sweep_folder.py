"""Where a sweep's table goes: a folder that is new, or has this very sweep, and that nobody else is in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from xinyong.errors import FolderError, Problem
from xinyong.experiments.claiming import held
from xinyong.results.durable import UNFINISHED, write_text

#: The table, and what says how it was made.
TABLE: Final = "cells.csv"
MADE: Final = "sweep.json"


@contextmanager
def kept_for(out: Path, made: dict[str, Any]) -> Iterator[None]:
    """Hold the folder of a sweep that is ``made`` so, before hours are spent on it.

    Raises ``FolderError`` where it holds anything else, or another process is in it.
    """
    _check(out, made)
    with held(out):
        # what another process has made of it since
        _check(out, made)
        yield


def write_table(out: Path, table: str, made: dict[str, Any]) -> None:
    """Write a sweep's table, and then how it was made."""
    write_text(out / TABLE, table)
    write_text(out / MADE, json.dumps(made, ensure_ascii=False, indent=1) + "\n")


def _check(out: Path, made: dict[str, Any]) -> None:
    if not out.exists():
        return
    found = ""
    if not out.is_dir():
        found = "is a file"
    elif (out / MADE).is_file():
        found = "" if _same(out / MADE, made) else "holds another sweep"
    elif any(each.name not in (TABLE, TABLE + UNFINISHED, MADE + UNFINISHED) for each in out.iterdir()):
        found = "is not empty, and holds no sweep"
    if found:
        raise FolderError(
            Problem(str(out), path="--out", found=found, remedy="choose another folder",
                    allowed="allowed: a new or empty folder, or the one that has this very sweep")
        )  # fmt: skip


def _same(path: Path, made: dict[str, Any]) -> bool:
    """Whether a file says that it was made as this sweep would be; what cannot be read is another's."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    plain = json.loads(json.dumps(made))
    return isinstance(told, dict) and {**told, "command": ""} == {**plain, "command": ""}
