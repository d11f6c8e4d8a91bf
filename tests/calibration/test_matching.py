"""Emulators and posteriors of toys whose answer is known."""

import numpy as np
import pytest

from xinyong.calibration.checking import covered, learnt
from xinyong.calibration.emulating import emulator, emulators, screened
from xinyong.calibration.matching import Aim, distances, drawn, left_over

WIDTH = 40
PLACES = np.random.default_rng(3).random((160, WIDTH))
SPREAD = 0.05


def toy(places):
    """Two figures: one of column 0 alone, one of columns 0 and 1; the other columns do nothing."""
    return np.stack([3 * places[:, 0], 2 * places[:, 0] + 3 * places[:, 1]], axis=1)


@pytest.fixture(scope="module")
def made():
    return emulators(PLACES, toy(PLACES))


def test_screening_finds_what_moves_a_figure_and_little_else():
    assert screened(PLACES, toy(PLACES)[:, 0])[0] == 0
    kept = screened(PLACES, toy(PLACES)[:, 1])
    assert {0, 1} <= set(kept.tolist())
    assert len(kept) <= 5


def test_an_emulator_foretells_what_it_was_not_made_from(made):
    fresh = np.random.default_rng(8).random((50, WIDTH))
    for column, each in enumerate(made):
        assert each.told > 0.95
        off = each.means(fresh) - toy(fresh)[:, column]
        assert np.sqrt(np.mean(off**2)) < 3 * each.error + 0.02


def test_noise_that_no_input_explains_is_in_the_error():
    luck = np.random.default_rng(9).normal(0, 0.5, len(PLACES))
    noisy = emulator(PLACES, toy(PLACES)[:, 0] + luck)
    assert 0.4 < noisy.error < 0.7


def test_a_place_that_meets_the_figures_is_not_ruled_out_and_one_far_off_is(made):
    truth = np.full((1, WIDTH), 0.5)
    truth[0, :2] = (0.7, 0.2)
    aim = Aim(toy(truth)[0], np.full(2, SPREAD))
    assert np.abs(distances(truth, made, aim)).max() < 3
    wrong = truth.copy()
    wrong[0, 0] = 0.1
    assert np.abs(distances(wrong, made, aim)).max() > 3
    assert 0 < left_over(made, aim, WIDTH, 1) < 0.2


def test_the_posterior_is_the_one_that_is_known(made):
    # the first figure is 3 x with an error of SPREAD: x is normal around its third
    aim = Aim(np.array([1.5, 2.5]), np.array([SPREAD, 10.0]))
    found = drawn(made, aim, WIDTH, 2000, seed=5)
    assert found[:, 0].mean() == pytest.approx(0.5, abs=0.01)
    assert found[:, 0].std() == pytest.approx(np.hypot(SPREAD, made[0].error) / 3, rel=0.25)
    # what no figure speaks of stays even on 0..1
    assert found[:, 30].mean() == pytest.approx(0.5, abs=0.03)
    assert found[:, 30].std() == pytest.approx(12**-0.5, abs=0.02)


def test_the_same_seed_gives_the_same_places(made):
    aim = Aim(np.array([1.5, 2.5]), np.full(2, SPREAD))
    one, other = (drawn(made, aim, WIDTH, 50, seed=4, steps=100) for _ in range(2))
    assert (one == other).all()


def test_truth_is_found_again_and_what_was_learnt_is_named(made):
    aim = Aim(np.array([1.5, 2.5]), np.full(2, SPREAD))
    cover = covered(PLACES, toy(PLACES), made, aim, seed=2, truths=8)
    assert cover["covered"] >= 0.7
    found = drawn(made, aim, WIDTH, 500, seed=5)

    class _Held:
        def __init__(self, id):
            self.target = type("T", (), {"id": id})

    rows = learnt([f"a{k}" for k in range(WIDTH)], found, made, [_Held("one"), _Held("two")], PLACES)
    assert [row["id"] for row in rows[:2]] in (["a0", "a1"], ["a1", "a0"])
    assert all(row["informed"] for row in rows[:2])
