"""Worlds of the figures lived through in the draws of an ensemble; what each datum comes to there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.targets import Held
from xinyong.claims.planning import jobs_of, seed_of
from xinyong.experiments.cells import Cell, Lived, key_of
from xinyong.experiments.cellstore import CellStore
from xinyong.experiments.draws import Ensemble
from xinyong.experiments.pooling import Hands, Passed, live

F64 = NDArray[np.float64]


def simulated(
    held: Sequence[Held], ensemble: Ensemble, draws: int, base: int, store: CellStore, processes: Hands = 0,
    look: Callable[[Passed], None] = lambda step: None, again: str = "the same command", luck: int = 0,
) -> F64:  # fmt: skip
    """Numbers of the data on their scales: float64 [draw, datum]; nan where one cannot be told.

    One seed a draw, the draw's own; ``luck`` numbers others of it. What is on store is not lived through
    again. Raises ``InterruptedRun``.
    """
    names: dict[Lived, frozenset[str]] = {}
    for each in held:
        names[each.lived] = names.get(each.lived, frozenset()) | frozenset(each.measure.names)
    wanted = {lived: tuple(sorted(some)) for lived, some in names.items()}
    cells = {
        (lived, draw): Cell(lived, draw, seed_of(base, draw, luck))
        for lived in wanted
        for draw in range(draws)
    }
    keys = {cell: key_of(cell, ensemble) for cell in cells.values()}
    there = store.names(keys.values())
    none: frozenset[str] = frozenset()
    missing = [
        cell for cell in cells.values() if not there.get(keys[cell], none).issuperset(names[cell.lived])
    ]
    if missing:
        live(jobs_of(wanted, missing), store, ensemble, processes, look, again)
    series = dict(store.several(keys.values()))
    found = np.full((draws, len(held)), np.nan)
    for column, each in enumerate(held):
        for draw in range(draws):
            one = series.get(keys[cells[each.lived, draw]])
            if one is not None:
                found[draw, column] = each.target.scaled(each.measure.value(one))
    return found
