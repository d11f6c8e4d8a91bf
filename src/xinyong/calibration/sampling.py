"""A chain over the unit cube that runs until its own memory says that it was long enough.

It walks in normal scores, where a wall of the cube lies far away and moves along differences are seldom
refused; the even weight of the cube becomes a normal one.

The affine-invariant ensemble of emcee with moves along differences (ter Braak 2006), which forget
faster than stretches where many inputs are nearly even. It starts from places spread by a tempered
weight, drops its first part, and goes on until what is kept is fifty autocorrelation times long
(the longest of all inputs) or a bound is reached, which is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
#: Autocorrelation times that the kept part must be long.
TIMES: Final = 50
#: No chain is longer, in steps of each walker.
MOST_STEPS: Final = 20_000
_BLOCK: Final = 1_000
#: Only every so manieth step is kept.
_THIN: Final = 5
_POOL: Final = 20_000
_LEAST_WALKERS: Final = 32
#: Normal scores beyond this are one place of the cube to a computer.
_FARTHEST: Final = 8.0


@dataclass(frozen=True)
class Told:
    """How long a chain was: steps of each walker, those dropped, the longest autocorrelation time (steps)."""

    walkers: int
    steps: int
    dropped: int
    memory: float
    reached: bool
    accepted: float

    @property
    def independent(self) -> float:
        """How many independent draws the kept part is worth."""
        return self.walkers * (self.steps - self.dropped) / max(self.memory, 1.0)

    def data(self) -> dict[str, Any]:
        """For the report."""
        return {**asdict(self), "memory": round(self.memory, 1), "accepted": round(self.accepted, 3),
                "independent": round(self.independent)}  # fmt: skip


def sampled(
    weight: Callable[[F64], F64], width: int, count: int, seed: int, most: int = MOST_STEPS
) -> tuple[F64, Told]:
    """``count`` places [count, width] drawn by a logarithmic weight of places [draw, width] -> [draw].

    Same arguments, same places.
    """
    import emcee
    from scipy.special import ndtr, ndtri

    luck = np.random.default_rng(seed)

    def by_score(scores: F64) -> F64:
        good = (np.abs(scores) < _FARTHEST).all(axis=1)
        return np.where(good, weight(ndtr(scores)) - 0.5 * (scores**2).sum(axis=1), -np.inf)

    walkers = max(3 * width, 2 * width + 2, _LEAST_WALKERS)
    walkers += walkers % 2
    kinds = emcee.moves
    moves = [(kinds.DEMove(), 0.8), (kinds.DESnookerMove(), 0.1), (kinds.StretchMove(), 0.1)]
    sampler = emcee.EnsembleSampler(walkers, width, by_score, moves=moves, vectorize=True)
    sampler.random_state = np.random.RandomState(seed).get_state()
    state: Any = ndtri(_spread(weight, width, walkers, luck))
    steps, dropped, memory, reached = 0, 0, np.inf, False
    while steps < most and not reached:
        block = min(_BLOCK, most - steps)
        state = sampler.run_mcmc(state, block // _THIN, thin_by=_THIN, skip_initial_state_check=True)
        steps += block // _THIN * _THIN
        dropped = steps // 4
        memory = _memory(sampler, dropped // _THIN)
        reached = steps - dropped >= TIMES * memory
    chain = sampler.get_chain(discard=dropped // _THIN, flat=True)
    found = ndtr(chain[luck.choice(len(chain), count, replace=len(chain) < count)])
    told = Told(walkers, steps, dropped, memory, reached, float(np.mean(sampler.acceptance_fraction)))
    return np.asarray(found), told


def _memory(sampler: Any, dropped: int) -> float:
    """The longest autocorrelation time of all inputs, in steps."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        times = sampler.get_autocorr_time(discard=dropped, tol=0, quiet=True) * _THIN
    return float(np.max(np.where(np.isfinite(times), times, 1.0), initial=1.0))


def _spread(weight: Callable[[F64], F64], width: int, walkers: int, luck: np.random.Generator) -> F64:
    """Starts [walkers, width]: places of the cube, by a weight so tempered that many of them count."""
    pool = luck.random((_POOL, width))
    own = weight(pool)
    own = own - own.max()
    heat = 1.0
    while heat < 1e9:
        chance = np.exp(own / heat)
        chance /= chance.sum()
        if 1.0 / (chance**2).sum() >= 4 * walkers:
            break
        heat *= 1.5
    return np.asarray(pool[luck.choice(_POOL, walkers, replace=False, p=chance)])
