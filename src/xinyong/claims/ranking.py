"""How much each assumption has to do with a verdict, told from the draws that a board has anyway.

Two looks at the same draws:

* regional sensitivity (Monte Carlo filtering: Hornberger and Spear 1981): how far the values of an
  assumption lie apart in draws in which the claim is so and in which it is not, as the largest
  distance of their distribution functions (Kolmogorov and Smirnov);
* the share of the effect's variance that goes with the assumption alone, by RBD-FAST (Tarantola
  et al. 2006; Plischke 2010) from SALib. Effects are taken as normal scores, so that a few large
  ones do not decide. One harmonic finds what goes one way, four find what turns back.

Chance is known for both without drawing anew: the distance has Kolmogorov's distribution, and the
share of ``m`` of the ``n / 2`` harmonics of noise has a beta distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]
#: Harmonics of the two looks at the effect's variance.
HARMONICS: Final = (1, 4)
#: How often draws are drawn again for the interval of an index.
AGAIN: Final = 200
#: How often at most something is called clear where nothing decides.
CHANCE: Final = 0.05
_LEAST: Final = 1e-300


@dataclass(frozen=True)
class Ranked:
    """Indices of some assumptions, each [entry].

    ``regional`` is the distance between draws that are so and that are not (0 to 1), ``share`` the
    part of the effect's variance (0 to 1), ``chance`` how often an assumption that does nothing
    gets so much.
    """

    regional: F64
    share: F64
    chance: F64


def rank(values: F64, size: F64, so: Bool) -> Ranked:
    """Indices of assumptions from their ``values`` [draw, entry], an effect's ``size`` and ``so`` [draw]."""
    regional = Ordered(values).distance(so)
    yes, no = int(so.sum()), int((~so).sum())
    found = [_chance_of_distance(regional, yes, no)]
    scores = normal_scores(size)
    shares = []
    for harmonics in HARMONICS:
        share = fast(values, scores, harmonics)
        shares.append(share)
        found.append(_chance_of_share(share, size.size, harmonics))
    # the harmonic mean of chances: valid however they hang together (Wilson 2019)
    chance = len(found) / sum(1.0 / np.maximum(each, _LEAST) for each in found)
    return Ranked(regional, np.clip(np.max(shares, axis=0), 0.0, 1.0), np.minimum(chance, 1.0))


class Ordered:
    """Values [draw, entry] put in order once, for distances of many divisions of the draws."""

    def __init__(self, values: F64) -> None:
        """``values`` are not kept."""
        self._order = np.argsort(values, axis=0, kind="stable")
        placed = np.take_along_axis(values, self._order, axis=0)
        self._equal = placed[:-1] == placed[1:]
        self._ties = bool(self._equal.any())

    def distance(self, so: Bool) -> F64:
        """The largest distance of distribution functions between draws that are so and not: [entry]."""
        yes, no = int(so.sum()), int((~so).sum())
        if not yes or not no:
            return np.zeros(self._order.shape[1])
        apart = np.abs(np.cumsum(np.where(so, 1.0 / yes, -1.0 / no)[self._order], axis=0))
        if self._ties:
            # between equal values nothing is known
            apart[:-1][self._equal] = 0.0
        return np.asarray(apart.max(axis=0))


def fast(values: F64, size: F64, harmonics: int, again: int = 2, seed: int = 1) -> F64:
    """SALib's RBD-FAST share of the variance of ``size`` [draw] that goes with each of ``values``."""
    return _analyzed(values, size, harmonics, again, seed)[0]


def intervals(values: F64, size: F64, so: Bool, seed: int = 1) -> tuple[F64, F64]:
    """95 % intervals of the distance and of the share, by drawing draws again: [entry, end] each."""
    luck = np.random.default_rng(seed)
    again = luck.integers(0, so.size, (AGAIN, so.size))
    found = np.array([Ordered(values[some]).distance(so[some]) for some in again])
    regional = np.quantile(found, (0.025, 0.975), axis=0).T
    scores = normal_scores(size)
    both = [_analyzed(values, scores, harmonics, AGAIN, seed) for harmonics in HARMONICS]
    shares, halves = (np.array([pair[k] for pair in both]) for k in (0, 1))
    which = np.argmax(shares, axis=0)[None, :]
    share, half = (np.take_along_axis(each, which, axis=0)[0] for each in (shares, halves))
    return regional, np.clip(np.stack([share - half, share + half], axis=1), 0.0, 1.0)


def _analyzed(values: F64, size: F64, harmonics: int, again: int, seed: int) -> tuple[F64, F64]:
    from SALib.analyze import rbd_fast

    if np.ptp(size) == 0.0:
        return np.zeros(values.shape[1]), np.zeros(values.shape[1])
    count = values.shape[1]
    problem = {"num_vars": count, "names": [str(k) for k in range(count)], "bounds": [[0.0, 1.0]] * count}
    found = rbd_fast.analyze(problem, values, size, M=harmonics, num_resamples=again, seed=seed)
    return np.array(found["S1"], dtype=np.float64), np.array(found["S1_conf"], dtype=np.float64)


def normal_scores(size: F64) -> F64:
    """Ranks as a normal distribution would have them; equal sizes share one."""
    from scipy.stats import norm, rankdata

    return np.asarray(norm.ppf((rankdata(size) - 0.5) / size.size))


def _chance_of_distance(apart: F64, yes: int, no: int) -> F64:
    from scipy.special import kolmogorov

    if not yes or not no:
        return np.ones_like(apart)
    return np.asarray(kolmogorov(apart * np.sqrt(yes * no / (yes + no))))


def _chance_of_share(share: F64, draws: int, harmonics: int) -> F64:
    from scipy.stats import beta

    # SALib has taken off what noise gives (Tissot and Prieur 2012); chance is known before that
    noise = 2.0 * harmonics / draws
    raw = np.clip(share * (1.0 - noise) + noise, 0.0, 1.0)
    return np.asarray(beta.sf(raw, harmonics, (draws - 1) / 2 - harmonics))
