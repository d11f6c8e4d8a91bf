"""History matching and the posterior: which places the figures leave.

The implausibility of a place is, for the worst datum, how many standard deviations the emulated
number is from the published one: those of the figure, of what the model may miss, and of the
emulator (Craig et al. 1997; Vernon et al. 2010). Places beyond three are ruled out. What is left is
weighted by the same distances as a likelihood, which is approximate Bayesian computation with a
Gaussian kernel (Wilkinson 2013), drawn by an affine-invariant ensemble sampler (emcee).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.emulating import Emulator, inputs_of

F64 = NDArray[np.float64]
#: Standard deviations beyond which a place is ruled out.
CUT: Final = 3.0
_WALKERS_PER: Final = 3
_POOL: Final = 20_000


@dataclass(frozen=True)
class Aim:
    """What is to be met: published numbers and their standard deviations, on their scales: [datum]."""

    values: F64
    spreads: F64


def distances(places: F64, made: Sequence[Emulator], aim: Aim) -> F64:
    """Standard deviations between emulated and published numbers: [draw, datum]."""
    found = np.empty((len(places), len(made)))
    for column, each in enumerate(made):
        spread = np.hypot(aim.spreads[column], each.error)
        found[:, column] = (each.means(places) - aim.values[column]) / spread
    return found


def left_over(made: Sequence[Emulator], aim: Aim, width: int, seed: int) -> float:
    """Share of the prior's places [.., width] that is not ruled out."""
    pool = np.random.default_rng(seed).random((_POOL, width))
    return float((np.abs(distances(pool, made, aim)).max(axis=1) <= CUT).mean())


def drawn(
    made: Sequence[Emulator], aim: Aim, width: int, count: int, seed: int, heat: float = 1.0, steps: int = 600
) -> F64:
    """Places [count, width] of the posterior; columns that no emulator has as input are even on 0..1.

    ``heat`` above one widens: distances count for less. Same arguments, same places.
    """
    import emcee

    luck = np.random.default_rng(seed)
    inputs = inputs_of(made)
    small = [replace(each, inputs=np.searchsorted(inputs, each.inputs)) for each in made]

    def weight(some: F64) -> F64:
        inside = ((some > 0) & (some < 1)).all(axis=1)
        apart = distances(np.clip(some, 0, 1), small, aim)
        return np.asarray(np.where(inside, -0.5 * (apart**2).sum(axis=1) / heat, -np.inf))

    pool = luck.random((_POOL, inputs.size))
    best = np.argsort(-weight(pool))
    walkers = max(2 * inputs.size + 2, _WALKERS_PER * inputs.size, 32)
    walkers += walkers % 2
    sampler = emcee.EnsembleSampler(walkers, inputs.size, weight, vectorize=True)
    sampler.random_state = np.random.RandomState(seed).get_state()
    sampler.run_mcmc(pool[best[:walkers]], steps, skip_initial_state_check=True)
    chain = sampler.get_chain(discard=steps // 2, flat=True)
    found = luck.random((count, width))
    found[:, inputs] = chain[luck.choice(len(chain), count, replace=len(chain) < count)]
    return np.asarray(found)
