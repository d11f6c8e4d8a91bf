"""A regression for a few hundred draws, and the same one as bare arrays, which samplers ask often.

A quadratic with ridge catches the trend and a Gaussian process what is left, both from
scikit-learn; the process's noise takes in luck and all assumptions that are not among its inputs.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import RidgeCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

F64 = NDArray[np.float64]
_RIDGES: Final = np.logspace(-2, 4, 13)
#: Draws for each input from which on a quadratic is tried.
_ENOUGH: Final = 4


class Trended(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """A quadratic trend and a Gaussian process on what it leaves: a regressor of scikit-learn."""

    def fit(self, x: F64, y: F64) -> Trended:
        """Fit to places [draw, input] and numbers [draw]."""
        degree = 2 if len(y) > _ENOUGH * x.shape[1] else 1
        self.trend_ = make_pipeline(
            PolynomialFeatures(degree, include_bias=False), StandardScaler(), RidgeCV(alphas=_RIDGES)
        )
        self.trend_.fit(x, y)
        left = y - self.trend_.predict(x)
        size = float(np.var(left)) or 1.0
        kernel = ConstantKernel(0.3 * size) * RBF(np.full(x.shape[1], 1.0), (0.2, 20.0))
        kernel += WhiteKernel(0.7 * size)
        with warnings.catch_warnings():
            # a length at its bound means that the number does not feel that input
            warnings.simplefilter("ignore")
            self.rest_ = GaussianProcessRegressor(kernel, random_state=0).fit(x, left)
        return self

    def predict(self, x: F64) -> F64:
        """Middling numbers at places [draw, input]: [draw]."""
        return np.asarray(self.trend_.predict(x) + self.rest_.predict(x), np.float64)


@dataclass(frozen=True)
class Flat:
    """A fitted ``Trended`` on some columns of a place, as arrays: the same numbers, many times faster."""

    columns: NDArray[np.int64]
    base: float
    slope: F64
    curve: F64
    scaled: F64
    half: F64
    weights: F64
    lengths: F64

    @classmethod
    def of(cls, model: Any, columns: NDArray[np.int64]) -> Flat:
        """The arrays of a fitted ``Trended`` whose inputs are these columns."""
        poly, scaler, ridge = (step for _, step in model.trend_.steps)
        slopes = ridge.coef_ / scaler.scale_
        width = len(columns)
        slope, curve = np.zeros(width), np.zeros((width, width))
        for powers, each in zip(poly.powers_, slopes, strict=True):
            which = np.repeat(np.arange(width), powers)
            if which.size == 1:
                slope[which[0]] += each
            else:
                curve[which[0], which[1]] += each
        process = model.rest_
        product = process.kernel_.k1
        lengths = np.broadcast_to(np.asarray(product.k2.length_scale, np.float64), (width,))
        scaled = process.X_train_ / lengths
        weights = float(product.k1.constant_value) * np.ravel(process.alpha_)
        base = float(ridge.intercept_ - slopes @ scaler.mean_)
        return cls(columns, base, slope, curve, scaled, 0.5 * (scaled**2).sum(axis=1), weights, lengths)

    def means(self, places: F64) -> F64:
        """Middling numbers at places [draw, assumption]: [draw]."""
        own = places[:, self.columns]
        trend = self.base + own @ self.slope + ((own @ self.curve) * own).sum(axis=1)
        near = own / self.lengths
        apart = near @ self.scaled.T - self.half - 0.5 * (near**2).sum(axis=1)[:, None]
        return np.asarray(trend + np.exp(np.minimum(apart, 0.0)) @ self.weights)
