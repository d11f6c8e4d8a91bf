"""How much each assumption has to do with a verdict, told from the draws that a board has anyway.

Three looks at the same draws:

* regional sensitivity (Monte Carlo filtering: Hornberger and Spear 1981): how far the values of an
  assumption lie apart in draws in which the claim is so and in which it is not, as the largest
  distance of their distribution functions (Kolmogorov and Smirnov);
* the share of the effect's variance that goes with the assumption alone, by RBD-FAST (Tarantola
  et al. 2006; Plischke 2010) from SALib: it finds what turns back, too. Effects are taken as normal
  scores, so that a few large ones do not decide;
* rank correlation with the effect (Spearman), which sees best what goes one way, however bent.

Chance is known for each without drawing anew: the distance has Kolmogorov's distribution, the
share of ``m`` of the ``n / 2`` harmonics of noise a beta, the correlation is about normal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]
#: Harmonics in which an effect may follow an assumption.
HARMONICS: Final = 4
#: How often draws are drawn again for the interval of an index.
AGAIN: Final = 200
#: How often at most something is called clear where nothing decides.
CHANCE: Final = 0.05
#: What chance alone parts no worse than this often, does not part draws.
_PARTS: Final = 0.2
_LEAST: Final = 1e-300


@dataclass(frozen=True)
class Ranked:
    """Indices of some assumptions, each [entry].

    ``regional`` is the distance between draws that are so and that are not (0 to 1), ``correlation``
    that of ranks with the effect (-1 to 1), ``chance`` how often an assumption that does nothing
    gets so much, and ``parts`` whether its values lie apart at all (chance up to 0.2):
    what moves the effect, but not whether it is enough, decides nothing.
    """

    regional: F64
    correlation: F64
    chance: F64
    parts: Bool


def rank(values: F64, size: F64, so: Bool, strata: NDArray[np.int64] | None = None) -> Ranked:
    """Indices of assumptions from their ``values`` [draw, entry], an effect's ``size`` and ``so`` [draw].

    With ``strata`` [draw], numbers of groups of draws, chance is that of what is left within them:
    what others have decided is taken off first. The indices are those of all draws in any case.
    """
    ordered, scores = Ordered(values), normal_scores(size)
    regional, correlation = ordered.distance(so), correlations(values, size)
    left = scores if strata is None else scores - _means(scores, strata)
    share = fast(values, left)[0]
    apart = so - (so.mean() if strata is None else _means(so.astype(np.float64), strata))
    chances = (
        _chance_of_bridge(ordered.furthest(apart), apart),
        _chance_of_share(share, size.size),
        _chance_of_correlation(correlation if strata is None else correlations(values, left), size.size),
    )
    # the harmonic mean of chances holds however they hang together (Wilson 2019)
    chance = len(chances) / sum(1.0 / np.maximum(each, _LEAST) for each in chances)
    return Ranked(regional, correlation, np.minimum(chance, 1.0), np.asarray(chances[0] <= _PARTS))


def _means(values: F64, strata: NDArray[np.int64]) -> F64:
    """Each draw's mean over its stratum."""
    numbers = np.unique(strata, return_inverse=True)[1]
    return np.asarray((np.bincount(numbers, values) / np.bincount(numbers))[numbers])


class Ordered:
    """Values [draw, entry] put in order once, for distances of many divisions of the draws."""

    def __init__(self, values: F64) -> None:
        """``values`` are not kept."""
        self._order = np.argsort(values, axis=0, kind="stable")
        placed = np.take_along_axis(values, self._order, axis=0)
        self._equal = placed[:-1] == placed[1:]
        self._ties = bool(self._equal.any())

    def furthest(self, steps: F64) -> F64:
        """How far sums of ``steps`` [draw] in the order of each entry's values go from zero: [entry]."""
        apart = np.abs(np.cumsum(steps[self._order], axis=0))
        if self._ties:
            # between equal values nothing is known
            apart[:-1][self._equal] = 0.0
        return np.asarray(apart.max(axis=0))

    def distance(self, so: Bool) -> F64:
        """The largest distance of distribution functions between draws that are so and not: [entry]."""
        yes, no = int(so.sum()), int((~so).sum())
        if not yes or not no:
            return np.zeros(self._order.shape[1])
        return self.furthest(np.where(so, 1.0 / yes, -1.0 / no))


def fast(values: F64, size: F64, again: int = 2, seed: int = 1) -> tuple[F64, F64]:
    """Shares of the variance of ``size`` [draw] that go with each of ``values`` alone: [entry].

    SALib's RBD-FAST; beside them half of their 95 % intervals from ``again`` halves of the draws.
    """
    from SALib.analyze import rbd_fast

    count = values.shape[1]
    if np.ptp(size) == 0.0:
        return np.zeros(count), np.zeros(count)
    problem = {"num_vars": count, "names": [str(k) for k in range(count)], "bounds": [[0.0, 1.0]] * count}
    found = rbd_fast.analyze(problem, values, size, M=HARMONICS, num_resamples=again, seed=seed)
    return np.array(found["S1"], dtype=np.float64), np.array(found["S1_conf"], dtype=np.float64)


def correlations(values: F64, size: F64) -> F64:
    """Spearman's rank correlation of each of ``values`` [draw, entry] with ``size`` [draw]."""
    from scipy.stats import rankdata

    placed, turned = rankdata(values, axis=0), rankdata(size)
    placed, turned = placed - placed.mean(axis=0), turned - turned.mean()
    spread = np.sqrt((turned @ turned) * (placed * placed).sum(axis=0))
    return np.asarray(turned @ placed / np.maximum(spread, _LEAST))


def shares(values: F64, size: F64, seed: int = 1) -> tuple[F64, F64]:
    """Parts of the effect's variance that go with each of ``values`` alone, with 95 % intervals."""
    share, half = fast(values, normal_scores(size), AGAIN, seed)
    return np.clip(share, 0.0, 1.0), np.clip(np.stack([share - half, share + half], axis=1), 0.0, 1.0)


def distances_again(values: F64, so: Bool, seed: int = 1) -> F64:
    """95 % intervals of the distance, by drawing draws again: [entry, end]."""
    luck = np.random.default_rng(seed)
    again = luck.integers(0, so.size, (AGAIN, so.size))
    found = np.array([Ordered(values[some]).distance(so[some]) for some in again])
    return np.asarray(np.quantile(found, (0.025, 0.975), axis=0).T)


def normal_scores(size: F64) -> F64:
    """Ranks as a normal distribution would have them; equal sizes share one."""
    from scipy.stats import norm, rankdata

    return np.asarray(norm.ppf((rankdata(size) - 0.5) / size.size))


def _chance_of_bridge(furthest: F64, steps: F64) -> F64:
    """Steps in an order that tells nothing are a Brownian bridge, within strata too."""
    from scipy.special import kolmogorov

    spread = float(np.sqrt((steps * steps).sum()))
    return np.ones_like(furthest) if spread == 0.0 else np.asarray(kolmogorov(furthest / spread))


def _chance_of_share(share: F64, draws: int) -> F64:
    from scipy.stats import beta

    # SALib has taken off what noise gives (Tissot and Prieur 2012); chance is known before that
    noise = 2.0 * HARMONICS / draws
    raw = np.clip(share * (1.0 - noise) + noise, 0.0, 1.0)
    return np.asarray(beta.sf(raw, HARMONICS, (draws - 1) / 2 - HARMONICS))


def _chance_of_correlation(correlation: F64, draws: int) -> F64:
    from scipy.stats import norm

    return np.asarray(2.0 * norm.sf(np.abs(correlation) * np.sqrt(draws - 1)))
