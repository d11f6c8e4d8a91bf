"""Emulators: a datum's number as a function of the places of the few assumptions that move it.

Screening takes assumptions one after another, as long as the next goes with what is left more than chance
would give; on them ``trending.Trended`` is fitted. Both are one pipeline of scikit-learn, so what is said of
an emulator's skill, and the errors that it is given, come from folds in which neither the screening nor
the fit saw the draws that are foretold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.covariance import LedoitWolf
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline

from xinyong.calibration.trending import Flat, Trended
from xinyong.experiments.endings import ranks

F64 = NDArray[np.float64]
#: No number is a function of more assumptions than this, as far as a few hundred draws can tell.
MOST: Final = 16
#: An emulator that foretells less of the variance in cross-validation has no skill; its figure is not fitted.
SKILL: Final = 0.1
#: Share of draws in which a number must be there for its figure to be fitted.
THERE: Final = 0.8
FOLDS: Final = 5
_CHANCE: Final = 0.05
_FEWEST: Final = 20


@dataclass(frozen=True)
class Emulator:
    """One number: which inputs it has, and its error in draws that it was not made from.

    ``error`` is a standard deviation on the number's scale; ``told`` the share of variance that is
    foretold in cross-validation, screening included (at worst below zero); ``there`` the share of draws
    in which there was a number; ``residuals`` [draw] are published by emulators that had not seen the
    draw, nan without a number; ``folds`` those emulators, by the draw's fold.
    """

    flat: Flat
    error: float
    told: float
    there: float
    residuals: F64
    folds: tuple[Flat, ...]

    @property
    def inputs(self) -> NDArray[np.int64]:
        """Its columns of a place."""
        return self.flat.columns

    @property
    def skilled(self) -> bool:
        """Whether it foretells anything at all of draws that it has not seen."""
        return self.told >= SKILL and self.there >= THERE

    def means(self, places: F64) -> F64:
        """Middling numbers at places [draw, assumption]: [draw]."""
        return self.flat.means(places)


class Screening(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Keeps the columns that ``screened`` names: a transformer of scikit-learn."""

    def fit(self, x: F64, y: F64) -> Screening:
        """Choose columns of places [draw, assumption] by numbers [draw]."""
        self.kept_ = screened(x, y)
        return self

    def transform(self, x: F64) -> F64:
        """The chosen columns alone."""
        return np.asarray(x[:, self.kept_])


def screened(places: F64, numbers: F64) -> NDArray[np.int64]:
    """Columns of ``places`` [draw, assumption] that go with ``numbers`` [draw] more than chance gives.

    One after another: each is the one that goes best, by ranks, with what a straight line on those before it
    leaves. So a weak one is seen once the strong ones are taken out. At least one, at most ``MOST``, in the
    order in which they were found.
    """
    known = np.isfinite(numbers)
    x, y = places[known], numbers[known]
    order = np.argsort(np.argsort(x, axis=0), axis=0) - (len(y) - 1) / 2.0
    spread = (order * order).sum(axis=0)
    bar = NormalDist().inv_cdf(1 - _CHANCE / 2 / x.shape[1] * 4)
    kept: list[int] = []
    left = y
    while len(kept) < min(MOST, len(y) - 2):
        turned = ranks(left) - (len(y) - 1) / 2
        scale = np.sqrt((turned @ turned) * spread)
        rank = np.abs(turned @ order) / np.where(scale > 0, scale, np.inf)
        rank[kept] = 0.0
        best = int(np.argmax(rank))
        if kept and rank[best] < bar / np.sqrt(len(y) - 1 - len(kept)):
            break
        kept.append(best)
        line = LinearRegression().fit(x[:, kept], y)
        left = y - line.predict(x[:, kept])
    return np.array(kept, np.int64)


def fold_of(draws: int) -> NDArray[np.int64]:
    """The fold of each draw, the same for all data."""
    return np.arange(draws) % FOLDS


def emulator(places: F64, numbers: F64) -> Emulator:
    """Made from draws: places [draw, assumption] and numbers [draw]; draws that are nan are left out."""
    known = np.isfinite(numbers)
    folds = fold_of(numbers.size)
    residuals = np.full(numbers.size, np.nan)
    made = []
    for fold in range(FOLDS):
        flat = _fitted(places[known & (folds != fold)], numbers[known & (folds != fold)])
        asked = known & (folds == fold)
        residuals[asked] = numbers[asked] - flat.means(places[asked])
        made.append(flat)
    error = float(np.sqrt(np.mean(residuals[known] ** 2)))
    whole = float(np.var(numbers[known]))
    told = 1 - error**2 / whole if whole > 0 else 0.0
    flat = _fitted(places[known], numbers[known])
    return Emulator(flat, error, told, float(known.mean()), residuals, tuple(made))


def _fitted(places: F64, numbers: F64) -> Flat:
    steps: Any = Pipeline([("screening", Screening()), ("trend", Trended())])
    steps.fit(places, numbers)
    return Flat.of(steps["trend"], steps["screening"].kept_)


def emulators(places: F64, numbers: F64) -> list[Emulator | None]:
    """One for each column of ``numbers`` [draw, datum]; None where too few draws have a number."""
    return [
        emulator(places, column) if np.isfinite(column).sum() >= _FEWEST else None for column in numbers.T
    ]


def errors_together(made: Sequence[Emulator]) -> F64:
    """Covariance of what emulators miss, luck of a draw included: [datum, datum].

    Standard deviations are each emulator's own; correlations come from draws in which all have a number,
    shrunk as Ledoit and Wolf (2004) do, the more the fewer the draws. Without enough such draws the
    errors count as going fully together, which is the cautious reading.
    """
    errors = np.array([each.error for each in made])
    scale = np.where(errors > 0, errors, 1.0)
    all_of_them = np.stack([each.residuals for each in made], axis=1) / scale
    complete = all_of_them[np.isfinite(all_of_them).all(axis=1)]
    if len(complete) < max(_FEWEST, len(made)):
        return np.outer(errors, errors) + np.diag(1e-9 * errors**2)
    found = LedoitWolf(assume_centered=True).fit(complete).covariance_
    size = np.sqrt(np.diag(found))
    return np.asarray(found / np.outer(size, size) * np.outer(errors, errors))
