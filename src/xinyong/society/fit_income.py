"""Who earns what: the chance of each percentile of income by stratum and education.

The national distribution is fixed by the published quintile means (a smooth curve within
each quintile, a Pareto tail in the last). A latent normal with a mean per stratum and per
education says where in it a person stands; the stratum means are moved until each
stratum's mean income, relative to the nation's, is the published one. The levels of the
provincial and urban tables lie 6 percent under the mean of the quintile table (they weigh
households otherwise), so only their ratios are kept.
"""

from __future__ import annotations

from math import erf, sqrt

import numpy as np

from xinyong.fields import EDUCATION_LEVELS
from xinyong.society import census
from xinyong.society.census import figure, table
from xinyong.society.fit_people import SHAPE
from xinyong.society.ipf import Margin, Weights, rake

#: Percentiles of the national distribution.
BINS = 100
#: Minors have no schooling of their own to go by: a class beside the five of adults.
CLASSES = len(EDUCATION_LEVELS) + 1
_GRID = np.linspace(-8.0, 8.0, 4001)
_NORMAL = np.array([0.5 * (1 + erf(z / sqrt(2))) for z in _GRID])


def edges() -> tuple[Weights, Weights]:
    """Lower edge and mean of each percentile, yuan a year; quintile means are the published ones.

    Within quintile q income is ``low + (high - low) * v**p`` with p such that the mean is
    right; in the last it is ``low * (1 - v)**(-1/a)``.
    """
    mean = [figure("income-quintile", str(q)) for q in range(1, 6)]
    edge = [figure("income-edge", str(q)) for q in range(5)]
    per = BINS // 5
    v = np.arange(per + 1) / per
    lows, means = [], []
    for q in range(4):
        width = edge[q + 1] - edge[q]
        p = width / (mean[q] - edge[q]) - 1
        lows.append(edge[q] + width * v[:-1] ** p)
        means.append(edge[q] + width / (p + 1) * np.diff(v ** (p + 1)) * per)
    a = mean[4] / (mean[4] - edge[4])
    lows.append(edge[4] * (1 - v[:-1]) ** (-1 / a))
    means.append(mean[4] * -np.diff((1 - v) ** (1 - 1 / a)) * per)
    return np.concatenate(lows), np.concatenate(means)


def relative(place: Weights) -> Weights:
    """Mean income of each stratum as a share of the nation's, [31 * 2], rural first.

    Within every province urban residents have the same multiple of rural ones; the multiple
    is such that the national ratio is the published one. ``place`` are residents, [62].
    """
    persons = place.reshape(-1, 2)
    mean = np.array([province.income for province in census.provinces()])
    wanted = figure("income-place", "urban") / figure("income-place", "rural")

    def split(ratio: float) -> Weights:
        rural = mean * persons.sum(1) / (persons[:, 0] + ratio * persons[:, 1])
        return np.stack([rural, ratio * rural], axis=1)

    low, high = 1.0, 5.0
    for _ in range(80):
        middle = (low + high) / 2
        found = (split(middle) * persons).sum(0) / persons.sum(0)
        low, high = (middle, high) if found[1] / found[0] < wanted else (low, middle)
    level = split(low)
    return np.asarray((level / ((level * persons).sum() / persons.sum())).ravel(), dtype=np.float64)


def strata() -> Weights:
    """Residents of each stratum, [62]: province by province, rural first."""
    found = [(each.population - each.urban, each.urban) for each in census.provinces()]
    return np.array(found, dtype=np.float64).ravel()


def classes(cells: Weights) -> Weights:
    """Share of each income class among rural and urban residents, [2, 6]."""
    joint = cells.reshape(SHAPE)
    adult = joint[:, 4:].sum(axis=(1, 2, 4, 5))
    minor = joint[:, :4].sum(axis=(1, 2, 3, 4, 5))
    both = np.concatenate([adult, minor[:, None]], axis=1)
    return np.asarray(both / both.sum(1, keepdims=True), dtype=np.float64)


def percentiles(cells: Weights) -> Weights:
    """Chance of each percentile, [62, 6, 100] float64, every [s, c] adding up to one."""
    residents = strata()
    weight = residents[:, None] * classes(cells)[np.arange(62) % 2]
    weight = weight / weight.sum()
    _, income = edges()
    target = relative(residents) * income.mean()
    shift = np.array([*(table("income-education")[name] for name in EDUCATION_LEVELS), 0.0])
    shift[5] = float((shift[:5] * weight[:, :5].sum(0)).sum() / weight[:, :5].sum())
    spread = figure("income-spread", "all")
    grid = np.linspace(-5.0, 5.0, 2001)
    level = np.log(target / income.mean())
    for _ in range(200):
        z = (grid - level[:, None, None] - shift[None, :, None]) / spread
        below = np.interp(z, _GRID, _NORMAL)
        nation = np.einsum("sc,scg->g", weight, below)
        cut = np.interp(np.arange(1, BINS) / BINS, nation, grid)
        z = (cut - level[:, None, None] - shift[None, :, None]) / spread
        upto = np.interp(z, _GRID, _NORMAL)
        chance = np.diff(upto, axis=2, prepend=0.0, append=1.0)
        mean = np.einsum("sc,scb,b->s", weight, chance, income) / weight.sum(1)
        if np.abs(mean / target - 1).max() < 1e-6:
            break
        level += np.log(target / mean)
    pair, which = (code.ravel().astype(np.int64) for code in np.indices((62 * CLASSES, BINS)))
    margins = [
        Margin("stratum and class", pair, weight.ravel()),
        Margin("percentile", which, np.full(BINS, 1 / BINS)),
    ]
    met = rake((weight[:, :, None] * chance).ravel(), margins, tolerance=1e-13)
    met = met.reshape(62, CLASSES, BINS)
    return np.asarray(met / met.sum(2, keepdims=True), dtype=np.float64)
