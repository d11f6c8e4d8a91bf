"""What is on store, as numbers: one a world, measure, draw and seed; and effects of pairs of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.effects import Effects, compared
from xinyong.claims.measures import Measure
from xinyong.claims.planning import Asked, cells_of
from xinyong.experiments.cells import Cell, Lived, Series

F64 = NDArray[np.float64]
#: Gives the series of some cells that are there, one after the other.
Load = Callable[[list[Cell]], Iterable[tuple[Cell, Series]]]
#: Values by world and measure: float64 [draw, seed], nan where one cannot be told.
Numbers = Mapping[tuple[Lived, Measure], F64]


@dataclass(frozen=True)
class Sample:
    """Draws, seeds in each, and the luck that they begin with."""

    draws: int
    seeds: int
    seed: int


def numbers_of(asked: Iterable[Asked], sample: Sample, load: Load) -> Numbers:
    """The values of all worlds and measures asked for; each world is loaded once."""
    wanted: dict[Lived, set[Measure]] = defaultdict(set)
    for each in asked:
        for lived in each.lived:
            wanted[lived].add(each.measure)
    found: dict[tuple[Lived, Measure], F64] = {}
    for lived, measures in wanted.items():
        cells = cells_of(lived, sample.draws, sample.seeds, sample.seed)
        place = {cell: number for number, cell in enumerate(cells)}
        values = {measure: np.full(len(cells), np.nan) for measure in measures}
        for cell, series in load(cells):
            for measure, column in values.items():
                column[place[cell]] = measure.value(series)
        for measure, column in values.items():
            found[lived, measure] = column.reshape(sample.draws, sample.seeds)
    return found


def effect_of(asked: Asked, numbers: Numbers) -> Effects:
    """The effect of a world beside its twin, in the indicator's own unit."""
    contrast = asked.contrasts[0]
    world = numbers[contrast.world, asked.measure]
    assert contrast.twin is not None
    twin = numbers[contrast.twin, asked.measure]
    middle = (_middle(world), _middle(twin))
    return Effects(compared(asked.condition, world, twin), float("nan"), middle)


def counting(asked: Asked, effects: Effects) -> F64:
    """Effects in smallest effects that matter, above zero for more of what is weighed: float64 [draw]."""
    way = 1.0 if asked.condition.direction == "up" else -1.0
    return np.asarray(way * effects.draws / asked.condition.bar)


def _middle(values: F64) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


@dataclass(frozen=True)
class Told:
    """Draws of one number: 5 %, middle and 95 %; None where no draw tells it."""

    median: float | None
    low: float | None
    high: float | None


def told(values: F64, times: float = 1.0) -> Told:
    """The spread of one number over draws; nan draws are left out."""
    known = values[np.isfinite(values)]
    if not known.size:
        return Told(None, None, None)
    # 0.0 is added so that no figure is a negative nothing
    low, middle, high = (float(f"{times * each:.6g}") + 0.0 for each in np.quantile(known, (0.05, 0.5, 0.95)))
    return Told(middle, min(low, high), max(low, high))


def share(so: NDArray[np.bool_], among: NDArray[np.bool_] | None = None) -> float | None:
    """Which share of the draws are so, of those among which it is asked; None of none."""
    chosen = so if among is None else so[among]
    return round(float(chosen.mean()), 6) if chosen.size else None
