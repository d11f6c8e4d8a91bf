"""Emulators: a datum's number as a function of the places of the few assumptions that move it.

Screening keeps the assumptions whose rank correlation with the number is more than chance would
give. On them a quadratic with ridge catches the trend and a Gaussian process what is left
(scikit-learn); its noise takes in luck and all assumptions that are not among its inputs.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.experiments.endings import ranks

F64 = NDArray[np.float64]
#: No number is a function of more assumptions than this, as far as a few hundred draws can tell.
MOST: Final = 12
_CHANCE: Final = 0.05
_FOLDS: Final = 5


@dataclass(frozen=True)
class Emulator:
    """One number: which inputs it has, and its error in draws that it was not made from.

    ``error`` is a standard deviation on the number's scale; ``told`` the share of variance that is
    foretold in cross-validation.
    """

    inputs: NDArray[np.int64]
    model: Any
    error: float
    told: float

    def means(self, places: F64) -> F64:
        """Middling numbers at places [draw, assumption]: [draw]."""
        return np.asarray(self.model.predict(places[:, self.inputs]), np.float64)


def screened(places: F64, numbers: F64) -> NDArray[np.int64]:
    """Columns of ``places`` [draw, assumption] that go with ``numbers`` [draw] more than chance gives.

    At least one, at most ``MOST``, the strongest first.
    """
    known = np.isfinite(numbers)
    x, y = places[known], numbers[known]
    turned = ranks(y) - (len(y) - 1) / 2
    order = np.argsort(np.argsort(x, axis=0), axis=0) - (len(y) - 1) / 2.0
    scale = np.sqrt((turned @ turned) * (order * order).sum(axis=0))
    rank = np.abs(turned @ order) / np.where(scale > 0, scale, 1.0)
    bar = NormalDist().inv_cdf(1 - _CHANCE / 2 / x.shape[1] * 4) / np.sqrt(max(len(y) - 1, 1))
    strongest = np.argsort(-rank, kind="stable")
    kept = [int(k) for k in strongest[:MOST] if rank[k] >= bar]
    return np.array(kept or [int(strongest[0])], np.int64)


def emulator(places: F64, numbers: F64) -> Emulator:
    """Made from draws: places [draw, assumption] and numbers [draw]; draws that are nan are left out."""
    known = np.isfinite(numbers)
    x, y = places[known], numbers[known]
    inputs = screened(x, y)
    chosen = x[:, inputs]
    guessed = np.empty_like(y)
    folds = np.arange(y.size) % _FOLDS
    for fold in range(_FOLDS):
        rest = folds != fold
        guessed[~rest] = _fitted(chosen[rest], y[rest]).predict(chosen[~rest])
    error = float(np.sqrt(np.mean((y - guessed) ** 2)))
    whole = float(np.var(y))
    return Emulator(inputs, _fitted(chosen, y), error, 1 - error**2 / whole if whole > 0 else 0.0)


class _Trended:
    """A quadratic trend and a Gaussian process on what it leaves."""

    def __init__(self, x: F64, y: F64) -> None:
        from sklearn.gaussian_process import GaussianProcessRegressor
        from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
        from sklearn.linear_model import RidgeCV
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import PolynomialFeatures, StandardScaler

        degree = 2 if len(y) > 4 * x.shape[1] else 1
        self._trend = make_pipeline(
            PolynomialFeatures(degree, include_bias=False), StandardScaler(),
            RidgeCV(alphas=np.logspace(-2, 4, 13)),
        )  # fmt: skip
        self._trend.fit(x, y)
        left = y - self._trend.predict(x)
        size = float(np.var(left)) or 1.0
        kernel = ConstantKernel(0.3 * size) * RBF(np.full(x.shape[1], 1.0), (0.2, 20.0))
        kernel += WhiteKernel(0.7 * size)
        with warnings.catch_warnings():
            # a length at its bound means that the number does not feel that input
            warnings.simplefilter("ignore")
            self._rest = GaussianProcessRegressor(kernel, random_state=0).fit(x, left)

    def predict(self, x: F64) -> F64:
        return np.asarray(self._trend.predict(x) + self._rest.predict(x), np.float64)


def _fitted(x: F64, y: F64) -> _Trended:
    return _Trended(x, y)


def emulators(places: F64, numbers: F64) -> list[Emulator]:
    """One for each column of ``numbers`` [draw, datum]."""
    return [emulator(places, numbers[:, column]) for column in range(numbers.shape[1])]


def inputs_of(made: Sequence[Emulator]) -> NDArray[np.int64]:
    """All inputs of some emulators, each once, in order."""
    return np.unique(np.concatenate([each.inputs for each in made]))
