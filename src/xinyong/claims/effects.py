"""Effects in the draws: one number a draw and condition, the mean over its seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.models import Condition
from xinyong.claims.planning import Asked, Contrast, Planned, cells_of

if TYPE_CHECKING:
    from xinyong.experiments.cells import Cell, Series

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Effects:
    """A condition's effects: ``each`` [draw, seed]; nan where a number cannot be told.

    ``events`` is the effective number of counted things behind a middling draw, the larger of
    both worlds, and ``levels`` what the world and its twin are in a middling draw.
    """

    each: F64
    events: float
    levels: tuple[float, float]

    @property
    def draws(self) -> F64:
        """Mean over seeds: [draw]; nan where no seed tells it."""
        known = np.isfinite(self.each)
        count = known.sum(axis=1)
        total = np.where(known, self.each, 0.0).sum(axis=1)
        return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))

    @property
    def seed_error(self) -> float:
        """Standard error of a draw's mean through luck, pooled over draws; 0 with one seed."""
        known = np.isfinite(self.each).all(axis=1)
        if not known.any() or self.each.shape[1] < 2:
            return 0.0
        return float(np.sqrt(self.each[known].var(axis=1, ddof=1).mean() / self.each.shape[1]))

    @property
    def seed_share(self) -> float:
        """Which share of the variance between draws is luck: that of a mean over the seeds."""
        means = self.draws
        known = np.isfinite(self.each).all(axis=1)
        if known.sum() < 2 or self.each.shape[1] < 2:
            return float("nan")
        within = float(self.each[known].var(axis=1, ddof=1).mean()) / self.each.shape[1]
        whole = float(means[known].var(ddof=1))
        return 0.0 if within == 0 else within / whole if whole > 0 else 1.0


def effects(asked: Asked, found: Mapping[Cell, Series], draws: int, seeds: int, base: int) -> Effects:
    """The effects of a condition from the cells that were lived through; missing cells are nan."""
    total = np.zeros((draws, seeds))
    levels: tuple[float, float] = (float("nan"), float("nan"))
    events = np.inf
    for number, contrast in enumerate(asked.contrasts):
        one, here, counted = _contrast(asked, contrast, found, draws, seeds, base)
        total += contrast.times * one
        events = min(events, counted)
        if number == 0:
            levels = here
    return Effects(total, float(events), levels)


def _contrast(
    asked: Asked, contrast: Contrast, found: Mapping[Cell, Series], draws: int, seeds: int, base: int
) -> tuple[F64, tuple[float, float], float]:
    world, events = _values(asked, cells_of(contrast.world, draws, seeds, base), found)
    twin = np.full_like(world, np.nan)
    if contrast.twin is not None:
        twin, more = _values(asked, cells_of(contrast.twin, draws, seeds, base), found)
        events = np.fmax(events, more)
    counted = float(np.median(events[np.isfinite(events)])) if np.isfinite(events).any() else np.inf
    shape = (draws, seeds)
    found_effects = compared(asked.condition, world, twin).reshape(shape)
    return found_effects, (_middle(world), _middle(twin)), counted


def _values(asked: Asked, cells: Sequence[Cell], found: Mapping[Cell, Series]) -> tuple[F64, F64]:
    values, events = np.full(len(cells), np.nan), np.full(len(cells), np.nan)
    for place, cell in enumerate(cells):
        series = found.get(cell)
        if series is not None:
            values[place] = asked.measure.value(series)
            events[place] = asked.measure.events(series)
    return values, events


def compared(condition: Condition, world: F64, twin: F64) -> F64:
    """What makes an effect of a world's number and its twin's."""
    if condition.compare == "level":
        return world
    apart = world - twin
    if condition.compare == "difference":
        return apart
    with np.errstate(divide="ignore", invalid="ignore"):
        over = np.where(twin == 0, np.nan, apart / np.abs(np.where(twin == 0, 1.0, twin)))
    # what is nothing in both worlds did not change
    return np.asarray(np.where((twin == 0) & (world == 0), 0.0, over))


def _middle(values: F64) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


def signed(condition: Condition, effect: F64) -> F64:
    """Effects turned so that the claim's direction is up; of ``neither`` the size."""
    if condition.direction in ("down", "not-down"):
        return -effect
    return np.abs(effect) if condition.direction == "neither" else effect


def passes(condition: Condition, effect: F64, bar: float | None = None) -> NDArray[np.bool_]:
    """In which draws a condition is so, at its own bar or another one; nan never is."""
    bar = condition.bar if bar is None else bar
    with np.errstate(invalid="ignore"):
        if condition.compare == "level" and condition.direction in ("down", "not-down"):
            return np.asarray(effect <= bar if condition.direction == "down" else effect > bar)
        size = signed(condition, effect)
        return np.asarray(size >= bar if condition.direction in ("up", "down") else size < bar)


def of_plan(
    planned: Planned, found: Mapping[Cell, Series], draws: int, seeds: int, base: int
) -> list[Effects]:
    """The effects of all conditions of a test, the main one first."""
    return [effects(asked, found, draws, seeds, base) for asked in planned.asked]
