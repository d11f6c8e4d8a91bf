"""Our own exponential: right to a few in ten million, increasing, the same compiled and interpreted."""

from __future__ import annotations

import math

import numba
import numpy as np
import pytest

from xinyong.engine import arithmetic

#: What the function promises.
ERROR = 2e-7
#: Where one power of two hands over to the next, and just below.
SEAMS = np.arange(-114, 115) * (math.log(2.0) / 2.0)
POINTS = np.concatenate([
    np.linspace(-40.0, 40.0, 40_001), np.linspace(-1e-3, 1e-3, 2001), SEAMS, SEAMS - 1e-6, SEAMS + 1e-6,
])  # fmt: skip


def test_exponential_is_as_right_as_it_promises() -> None:
    worst = max(abs(arithmetic.exponential(x) / math.exp(x) - 1.0) for x in POINTS)
    assert worst < ERROR


def test_exponential_and_logistic_increase() -> None:
    points = np.sort(POINTS)
    for function in (arithmetic.exponential, arithmetic.logistic):
        values = np.array([function(x) for x in points])
        assert (np.diff(values) >= -1e-15 * values[1:]).all()
        assert values[0] < values[-1]


@pytest.mark.parametrize("x", [-1e9, -41.0, 41.0, 1e9])
def test_beyond_forty_it_is_held(x: float) -> None:
    assert arithmetic.exponential(x) == arithmetic.exponential(math.copysign(40.0, x))
    assert 0.0 < arithmetic.logistic(x) <= 1.0


def test_logistic_of_zero_is_a_half_and_sides_add_up() -> None:
    assert arithmetic.logistic(0.0) == 0.5
    for x in np.linspace(0, 30, 301):
        assert abs(arithmetic.logistic(x) + arithmetic.logistic(-x) - 1.0) < ERROR


def test_compiled_is_interpreted_to_the_last_bit() -> None:
    @numba.njit(error_model="numpy")  # type: ignore[untyped-decorator]
    def compiled(points: np.ndarray, out: np.ndarray) -> None:
        for i in range(len(points)):
            out[0, i] = arithmetic.exponential(points[i])
            out[1, i] = arithmetic.logistic(points[i])

    out = np.zeros((2, len(POINTS)))
    compiled(POINTS, out)
    assert out[0].tolist() == [arithmetic.exponential(x) for x in POINTS]
    assert out[1].tolist() == [arithmetic.logistic(x) for x in POINTS]


def test_fixed_point_rounds_to_the_nearest() -> None:
    for x in np.linspace(0.0, 1.0, 777):
        assert abs(arithmetic.fixed(x) / 65536.0 - x) <= 0.5 / 65536.0
    assert arithmetic.fixed(1.0) == 65536
