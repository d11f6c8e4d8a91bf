"""A finding as a file: how it was made, and what it is. The shipped ones are read, not computed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from xinyong.claims.board import Made
from xinyong.claims.weighing.reading import library_folder
from xinyong.errors import FolderError, Problem

FRONTIER, HEADLINE = "frontier", "headline"
_FORMAT: Final = 1


@dataclass(frozen=True)
class Finding:
    """What was weighed (``kind``), how, and what came out."""

    kind: str
    made: Made
    data: dict[str, Any]


def shipped_file(kind: str) -> Path:
    """The finding that comes with the program."""
    return library_folder() / f"{kind}.json"


def shipped(kind: str) -> Finding:
    """The finding that comes with the program. Raises ``FolderError`` where there is none."""
    path = shipped_file(kind)
    if not path.is_file():
        raise FolderError(
            Problem(found=f"no {kind} is shipped with this version",
                    remedy=f"make one: xinyong {kind} --draws 100")
        )  # fmt: skip
    return read_finding(path, kind)


def read_finding(path: Path, kind: str) -> Finding:
    """A finding from its file. Raises ``FolderError`` where it cannot be read, or is another kind."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != _FORMAT:
            raise ValueError(f"layout {told['format']}, this version reads {_FORMAT}")
        if told["kind"] != kind:
            raise ValueError(f"a {told['kind']}, not a {kind}")
        return Finding(kind, Made(**told["made"]), told["data"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderError(
            Problem(str(path), found=f"is no {kind} ({error})",
                    remedy=f"make one: xinyong {kind} --draws 100")
        ) from error  # fmt: skip


def write_finding(finding: Finding, path: Path) -> None:
    """Write a finding, all of it or nothing."""
    from xinyong.results.durable import write_text

    write_text(path, "\n".join(_lines(as_data(finding))) + "\n")


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    return {"format": _FORMAT, "kind": finding.kind, "made": asdict(finding.made), "data": finding.data}


def _lines(told: dict[str, Any]) -> Iterator[str]:
    """JSON with a line for each part of the data and each item of its lists: fit to be compared."""
    yield f'{{"format": {told["format"]}, "kind": {json.dumps(told["kind"])},'
    yield f'"made": {_text(told["made"])},'
    yield '"data": {'
    for number, (key, value) in enumerate(told["data"].items()):
        comma = "," if number < len(told["data"]) - 1 else ""
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{json.dumps(key)}: ["
            yield from (_text(each) + ("," if at < len(value) - 1 else "") for at, each in enumerate(value))
            yield f"]{comma}"
        else:
            yield f"{json.dumps(key)}: {_text(value)}{comma}"
    yield "}}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
