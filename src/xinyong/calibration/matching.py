"""History matching and the posterior: which places the figures leave, all figures taken together.

Figures do not err apart: emulators made from the same draws miss together, and what the model
misses of one figure of a series it misses of the next. So a place is held against all figures at once,
by a distance in their joint covariance: what is published and the figure's own error, what the model
may miss, and what the emulators miss (which has the luck of a world in it). A place beyond three
standard deviations from any figure, or as far from all together, is ruled out (Craig et al. 1997; Vernon
et al. 2010). What is left is weighted by the same distance as a likelihood, which is approximate
Bayesian computation with a Gaussian kernel (Wilkinson 2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.emulating import Emulator, errors_together
from xinyong.calibration.sampling import MOST_STEPS, Told, sampled
from xinyong.calibration.trending import Flat

F64 = NDArray[np.float64]
#: Standard deviations beyond which a place is ruled out.
CUT: Final = 3.0
_POOL: Final = 20_000


@dataclass(frozen=True)
class Aim:
    """What is to be met: published numbers [datum] on their scales, and the covariance [datum, datum] of
    the figures' own errors and of what the model may miss."""

    values: F64
    own: F64

    @classmethod
    def apart(cls, values: F64, spreads: F64) -> Aim:
        """Figures that err each on its own, with these standard deviations."""
        return cls(values, np.diag(np.square(spreads)))

    def some(self, which: Sequence[int]) -> Aim:
        """Some of the figures."""
        return Aim(self.values[list(which)], self.own[np.ix_(which, which)])


@dataclass(frozen=True)
class Match:
    """Emulators' functions beside an aim, with the covariance of what the emulators miss."""

    flats: tuple[Flat, ...]
    aim: Aim
    missed: F64

    @classmethod
    def of(cls, made: Sequence[Emulator], aim: Aim) -> Match:
        """The emulators as they are, made from all draws."""
        return cls(tuple(each.flat for each in made), aim, errors_together(made))

    @property
    def covariance(self) -> F64:
        """Everything that may keep an emulated number from the published one: [datum, datum]."""
        return self.aim.own + self.missed

    @property
    def inputs(self) -> NDArray[np.int64]:
        """All columns that some emulator looks at, each once, in order."""
        return np.unique(np.concatenate([each.columns for each in self.flats]))

    @cached_property
    def _whitened(self) -> F64:
        """Rows that turn misses into independent ones of size one."""
        size = np.sqrt(np.diag(self.covariance))
        correlation = self.covariance / np.outer(size, size)
        # figures that are copies of one another make it singular: a copy then adds nothing
        values, vectors = np.linalg.eigh(correlation)
        good = values > 1e-6 * values.max()
        return np.asarray((vectors[:, good] / np.sqrt(values[good])).T / size)

    def worth(self) -> float:
        """How many figures that err apart these are worth, by how their misses go together."""
        size = np.sqrt(np.diag(self.covariance))
        values = np.linalg.eigvalsh(self.covariance / np.outer(size, size))
        return float(values.sum() ** 2 / (values**2).sum())

    def means(self, places: F64) -> F64:
        """Emulated numbers: [draw, datum]."""
        return np.stack([each.means(places) for each in self.flats], axis=1)

    def apart(self, places: F64) -> F64:
        """Standard deviations between each emulated and published number: [draw, datum]."""
        return (self.means(places) - self.aim.values) / np.sqrt(np.diag(self.covariance))

    def together(self, places: F64) -> F64:
        """Squared distance from all figures at once: [draw]."""
        return np.asarray((((self.means(places) - self.aim.values) @ self._whitened.T) ** 2).sum(axis=1))

    def counted(self) -> int:
        """How many independent misses the figures come to."""
        return len(self._whitened)


def ruled_out(places: F64, match: Match) -> NDArray[np.bool_]:
    """Whether a place is too far from any figure, or from all together: [draw]."""
    from scipy.stats import chi2, norm

    bar = chi2.ppf(1 - 2 * norm.sf(CUT), match.counted())
    far = np.abs(match.apart(places)).max(axis=1) > CUT
    return np.asarray(far | (match.together(places) > bar))


def left_over(match: Match, width: int, seed: int) -> float:
    """Share of the prior's places [.., width] that is not ruled out."""
    pool = np.random.default_rng(seed).random((_POOL, width))
    return float(1 - ruled_out(pool, match).mean())


def drawn(
    match: Match, width: int, count: int, seed: int, heat: float = 1.0, most: int = MOST_STEPS
) -> tuple[F64, Told]:
    """Places [count, width] of the posterior, and how long its chain was.

    Columns that no emulator has as input are even on 0..1. ``heat`` above one widens: distances count for
    less. ``most`` bounds the steps. Same arguments, same places.
    """
    inputs = match.inputs
    small = replace(
        match, flats=tuple(replace(f, columns=np.searchsorted(inputs, f.columns)) for f in match.flats)
    )
    own, told = sampled(lambda some: -0.5 * small.together(some) / heat, inputs.size, count, seed, most)
    found = np.random.default_rng(seed).random((count, width))
    found[:, inputs] = own
    return found, told
