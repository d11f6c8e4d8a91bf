"""Files that are either whole or not there, whenever the power goes.

A file or folder is made under a temporary name beside its place, pushed to the disk, and
only then renamed; the folder that holds it is pushed too. Nobody ever sees half of it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

#: What unfinished files and folders end in.
UNFINISHED: Final = ".part"
_CHUNK: Final = 1 << 20


def digest(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal text."""
    found = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def push(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, make: Callable[[Path], object]) -> str:
    """Let ``make`` write a temporary file, put it at ``path`` in one step; returns its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + UNFINISHED)
    part.unlink(missing_ok=True)
    make(part)
    push(part)
    found = digest(part)
    os.replace(part, path)
    push(path.parent)
    return found


def write_text(path: Path, text: str) -> str:
    """Put UTF-8 text at ``path`` in one step; returns its SHA-256."""
    return write_file(path, lambda part: part.write_text(text, encoding="utf-8"))


def write_folder(path: Path, make: Callable[[Path], object]) -> None:
    """Let ``make`` fill a temporary folder, put it at ``path``, where nothing may be, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + UNFINISHED)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    make(part)
    for inside in sorted(part.rglob("*"), reverse=True):
        push(inside)
    push(part)
    os.rename(part, path)
    push(path.parent)


def share_file(source: Path, target: Path) -> None:
    """The same finished file under a second name: a hard link, or a copy where there are none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        write_file(target, lambda part: shutil.copyfile(source, part))
    push(target.parent)
