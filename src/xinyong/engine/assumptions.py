"""The register of the engine's assumptions: read, checked, turned into a row of numbers.

``dials.py`` holds one constant an assumption, its place in that row, so that a phase can write
``a[A.crowding]``. It is written by ``python -m xinyong.engine.assumptions`` from
``library/assumptions.yaml``; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from xinyong.errors import InputError, Problem, nearest, one_of


class Assumption(NamedTuple):
    """One number of the engine: what it means, where it starts, how far it may go.

    ``moves`` names what it moves in its phase when raised, and which way (up, down, any). Where
    ``values`` are given it is one of them: another structure, not another size.
    """

    id: str
    phase: str
    unit: str
    value: float
    low: float
    high: float
    moves: tuple[str, str]
    meaning: str
    source: str
    values: tuple[float, ...] = ()


@cache
def register() -> tuple[Assumption, ...]:
    """Every assumption of the engine, in the order of the register."""
    text = files("xinyong.engine").joinpath("library/assumptions.yaml").read_text(encoding="utf-8")
    found = []
    for phase, entries in yaml.safe_load(text).items():
        for entry in entries:
            ((what, way),) = entry["moves"].items()
            low, high = entry["range"]
            found.append(
                Assumption(
                    entry["id"], phase, entry["unit"], float(entry["value"]), float(low), float(high),
                    (what, way), entry["meaning"], entry["source"],
                    tuple(float(each) for each in entry.get("values", ())),
                )
            )  # fmt: skip
    return tuple(found)


def values(settings: Mapping[str, float] | None = None) -> NDArray[np.float64]:
    """Central values as float64, with ``settings`` by id in their place.

    Raises ``InputError`` with every unknown id, every value outside its range or none of its values.
    """
    entries = {entry.id: (row, entry) for row, entry in enumerate(register())}
    result = np.array([entry.value for entry in register()], dtype=np.float64)
    problems = []
    for key, value in (settings or {}).items():
        if key not in entries:
            near = nearest(key, entries)
            problems.append(
                Problem(
                    path=key, found="no such assumption", allowed="an id of the register",
                    remedy=f"did you mean {near}?" if near else "see `xinyong show assumptions`",
                )
            )  # fmt: skip
            continue
        row, entry = entries[key]
        if not entry.low <= value <= entry.high:
            problems.append(
                Problem(
                    path=key, found=f"{value:g}", allowed=f"{entry.low:g} .. {entry.high:g} {entry.unit}",
                    remedy="choose a value inside the range, or widen the range in the register",
                )
            )  # fmt: skip
            continue
        if entry.values and value not in entry.values:
            problems.append(
                Problem(
                    path=key, found=f"{value:g}", allowed=one_of([f"{each:g}" for each in entry.values]),
                    remedy="it is a choice between structures; nothing lies between them",
                )
            )  # fmt: skip
            continue
        result[row] = value
    if problems:
        raise InputError(problems)
    return result


def dials_text() -> str:
    """The text of ``dials.py``."""
    lines = [
        '"""Places of the engine\'s assumptions in their row of numbers. Written by',
        '``python -m xinyong.engine.assumptions``; do not edit."""',
        "",
        "from typing import Final",
        "",
    ]
    lines += [f"{entry.id}: Final = {row}" for row, entry in enumerate(register())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("dials.py").write_text(dials_text(), encoding="utf-8")
