"""What the command line asks of a calibration: the shipped report, or a new one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from xinyong.experiments.pooling import Hands, Passed
from xinyong.experiments.posterior import read_report, write


def answer(
    draws: int | None, out: str | None, look: Callable[[Passed], None], say: Callable[[str], None], *,
    waves: int, checks: int, seed: int, store: str | None, processes: Hands,
) -> dict[str, Any]:  # fmt: skip
    """The report that was asked for; runs worlds only where ``draws`` is given, and writes ``out`` then."""
    if draws is None:
        return read_report(None if out is None else Path(out) / "calibration.json")
    from xinyong.calibration.calibrating import calibrate
    from xinyong.calibration.narrowing import Order

    order = Order(draws, waves, checks, seed, processes, None if store is None else Path(store))
    found = calibrate(order, look, say)
    write(Path(out or "calibration"), found.places, found.report)
    return found.report
