"""Laws of joint draws: the same whatever else is drawn, inside the range, spread over it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.experiments.draws import SLICE, Ensemble, engine_dials, places, shape, value_at


class One:
    def __init__(self, id, value, low, high):
        self.id, self.value, self.low, self.high = id, value, low, high


@given(st.text(min_size=1, max_size=12), st.integers(0, 5), st.integers(1, 250), st.integers(1, 250))
def test_a_draw_is_the_same_however_many_are_drawn(id, seed, few, many):
    few, many = sorted((few, many))
    assert (places(id, seed, few) == places(id, seed, many)[:few]).all()


def test_a_draw_is_the_same_whatever_else_is_drawn():
    one, other = One("a", 1.0, 0.0, 2.0), One("b", 1.0, 0.5, 2.0)
    ensemble = Ensemble()
    assert ensemble.values([one], 7)["a"] == ensemble.values([other, one], 7)["a"]


@pytest.mark.parametrize("count", [100, 200])
def test_every_hundredth_of_a_range_is_met_once_in_a_hundred(count):
    found = np.sort((places("x", 1, count)[-100:] * 100).astype(int))
    assert (found == np.arange(100)).all()


def test_each_slice_meets_every_part_once():
    found = places("x", 1, 100)
    for first in range(0, 100, SLICE):
        assert sorted((found[first : first + SLICE] * SLICE).astype(int)) == list(range(SLICE))


def test_two_assumptions_are_not_tied():
    a, b = places("a", 1, 400), places("b", 1, 400)
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.15


@given(st.floats(0, 1, exclude_max=True), st.floats(-5, 5), st.floats(0, 5), st.floats(0, 1))
def test_a_value_lies_in_its_range_and_grows_with_its_place(place, low, width, part):
    high = low + width
    mode = min(max(low + part * width, low), high)
    value = value_at(place, low, mode, high)
    assert low <= value <= high
    assert value_at(place / 2, low, mode, high) <= value


def test_how_a_range_is_drawn_follows_from_its_ends():
    assert shape(-1, 1) == "even"
    assert shape(0.1, 10) == "log"
    assert shape(0.0, 10) == "triangle"
    assert shape(1.0, 10) == "triangle"
    assert shape(1.0, 1.0) == "fixed"


def test_a_range_over_zero_favours_no_sign_by_its_centre():
    below = np.mean([value_at(p, -1.0, 0.9, 1.0) < 0 for p in (np.arange(1000) + 0.5) / 1000])
    assert below == pytest.approx(0.5, abs=0.001)


def test_the_engines_numbers_are_its_own_and_what_is_held_is_held():
    from xinyong.engine.assumptions import register

    dials = engine_dials(Ensemble(), 3, {"chilling": 0.5, "book.zhima.gaming": 9.0})
    for value, entry in zip(dials, register(), strict=True):
        assert entry.low <= value <= entry.high
        if entry.id == "chilling":
            assert value == 0.5
