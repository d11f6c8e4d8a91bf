"""A sweep as text, or as data for ``--json``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from xinyong.claims.sweeping import Row


def sweep_text(rows: Sequence[Row], out: Path) -> str:
    """A block for each measure: a line for each world, its mean and where nine in ten cells lie."""
    lines: list[str] = []
    for row in rows:
        head = row.measure if row.group == "all" else f"{row.measure} [{row.group}]"
        if head not in lines:
            lines += ["", head]
        varied = " ".join(f"{name}={text}" for name, text in row.place.told)
        name = f"{row.place.world} {varied}".strip()
        lines.append(f"  {name:50s} {row.mean:12.5g}   {row.low:.5g} .. {row.high:.5g}   {row.cells:,} cells")
    return "\n".join([*lines[1:], "", f"every number: {out}"])


def sweep_data(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The same as plain data; a number that cannot be told is null."""
    return [
        {
            "world": row.place.world, "varied": dict(row.place.varied), "indicator": row.measure,
            "group": row.group, "mean": _known(row.mean), "interval": [_known(row.low), _known(row.high)],
            "cells": row.cells,
        }
        for row in rows
    ]  # fmt: skip


def _known(number: float) -> float | None:
    return number if math.isfinite(number) else None
