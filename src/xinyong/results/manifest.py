"""``manifest.json``: what a run is, how it was made, and the sum of every file beside it.

The manifest is written last, so a folder that has one is finished. It carries its own sum
too: a changed bit anywhere in the folder is found when it is opened.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from xinyong.errors import FolderError, Problem
from xinyong.results.durable import digest, write_text

MANIFEST: Final = "manifest.json"
#: Version of the manifest and of the files' columns; a reader refuses others by name.
SCHEMA_VERSION: Final = 1
_SUM: Final = "manifest_sha256"


def _own_sum(manifest: dict[str, Any]) -> str:
    rest = {key: value for key, value in manifest.items() if key != _SUM}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _text(manifest: dict[str, Any]) -> str:
    return json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Finish a folder: put its manifest, with its own sum, in place."""
    whole = {"schema_version": SCHEMA_VERSION, **manifest}
    whole[_SUM] = _own_sum(whole)
    write_text(folder / MANIFEST, _text(whole))


def read_manifest(folder: Path, verify: bool = True) -> dict[str, Any]:
    """The manifest of a finished run, after checking every file against it.

    Raises ``FolderError`` with all problems: no run here, unfinished, another version, a
    file missing or changed. ``verify=False`` skips the files' contents.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise FolderError(_absent(folder))
    try:
        text = path.read_text(encoding="utf-8")
        manifest: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as error:
        raise FolderError(_changed(str(path), f"cannot be read: {error}")) from None
    same = isinstance(manifest, dict) and _text(manifest) == text
    if not same or manifest.get(_SUM) != _own_sum(manifest):
        raise FolderError(_changed(str(path), "is not as it was written"))
    if manifest.get("schema_version") != SCHEMA_VERSION:
        raise FolderError(
            Problem(
                file=str(path),
                path="schema_version",
                found=f"this run folder has layout {manifest.get('schema_version')}",
                allowed=f"this version of Xinyong reads layout {SCHEMA_VERSION}",
            )
        )
    problems = []
    for name, sha in manifest["files"].items():
        file = folder / name
        if not file.is_file():
            problems.append(_changed(str(file), "is missing"))
        elif verify:
            problems += _differs(file, sha)
    if problems:
        raise FolderError(problems)
    return manifest


def _differs(file: Path, sha: str) -> list[Problem]:
    try:
        found = digest(file)
    except OSError as error:
        return [_changed(str(file), f"cannot be read: {error.strerror or error}")]
    return [] if found == sha else [_changed(str(file), "is not as it was written: its SHA-256 differs")]


def _absent(folder: Path) -> Problem:
    if not folder.exists():
        return Problem(file=str(folder), found="there is no such folder")
    if (folder / ".state").is_dir():
        return Problem(
            file=str(folder), found="this run is not finished", remedy="run its command again with --resume"
        )
    return Problem(file=str(folder), found=f"this is no run folder: it has no {MANIFEST}")


def _changed(file: str, found: str) -> Problem:
    return Problem(file=file, found=found, remedy="restore the file or run again; do not trust this folder")
