"""Docking: do two programs of the model give the same distributions?

Each program lives the same number of societies, each from a seed of its own. Of every society six figures
are kept: the means over provinces and the standard deviations between provinces of mean score, share on
the list and mean trust, in the last month. Compared with NumPy's, each figure's mean gives a z-score
(Welch) and its variance another (logarithm of the ratio, with the kurtosis that is there).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from . import model
from .programs import PROGRAMS, present

AGAINST = "numpy"
FIGURES = [f"{what}, {how}" for how in ("mean", "between provinces") for what in ("score", "listed", "trust")]
#: All comparisons of a docking together pass wrongly refused once in a million times.
FAMILY = 1e-6


class Docking(NamedTuple):
    """``z`` [12]: of means, then of variances, in the order of ``FIGURES``; ``limit`` for each of them."""

    program: str
    form: str
    z: list[float]
    limit: float

    @property
    def docked(self) -> bool:
        """Whether no figure differs."""
        return max(abs(z) for z in self.z) < self.limit


def sample(program: str, form: str, seeds: range, citizens: int, months: int, rules=None) -> np.ndarray:
    """The six figures [seed, 6] of a program's societies."""
    found = []
    for seed in seeds:
        society = PROGRAMS[program].make(citizens, form == "local", seed, rules or model.rules())
        for _ in range(months):
            society.step()
        outputs = society.outputs()
        found.append(np.concatenate([outputs.mean(axis=1), outputs.std(axis=1, ddof=1)]))
    return np.array(found)


def scores(one: np.ndarray, other: np.ndarray) -> list[float]:
    """z-scores [12] of the differences of means, then of variances, of two samples [seed, 6]."""
    pair = one, other
    spread = np.sqrt(sum(x.var(axis=0, ddof=1) / len(x) for x in pair))
    means = (one.mean(axis=0) - other.mean(axis=0)) / spread
    noise = sum((np.maximum(stats.kurtosis(x, fisher=False), 3) - 1) / len(x) for x in pair)
    ratio = np.log(one.var(axis=0, ddof=1) / other.var(axis=0, ddof=1)) / np.sqrt(noise)
    return [*means.tolist(), *ratio.tolist()]


def limit(count: int, seeds: int) -> float:
    """The bound on each of ``count`` z-scores from so many seeds a side."""
    return float(stats.t.isf(FAMILY / 2 / count, 2 * seeds - 2))


def dock(
    names: list[str] | None = None,
    seeds: int = 40,
    citizens: int = 1550,
    months: int = 18,
    forms: tuple[str, ...] = model.FORMS,
) -> list[Docking]:
    """Dock programs (all that are there) with NumPy."""
    names = [name for name in (names or present()) if name != AGAINST]
    bound = limit(2 * len(FIGURES) * len(names) * len(forms), seeds)
    found = []
    for form in forms:
        # other seeds than the programs': integrity is drawn from the seed alone, and samples must be apart
        against = sample(AGAINST, form, range(10_000, 10_000 + seeds), citizens, months)
        for name in names:
            z = scores(sample(name, form, range(seeds), citizens, months), against)
            found.append(Docking(name, form, z, bound))
    return found
