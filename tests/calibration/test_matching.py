"""Emulators and posteriors of toys whose answer is known."""

import numpy as np
import pytest

from xinyong.calibration.checking import learnt
from xinyong.calibration.covering import covered
from xinyong.calibration.emulating import emulator, emulators, errors_together, screened
from xinyong.calibration.matching import Aim, Match, drawn, left_over, ruled_out
from xinyong.calibration.sampling import sampled
from xinyong.calibration.trending import Flat, Trended

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


def test_screening_sees_a_weak_one_once_the_strong_ones_are_taken_out():
    numbers = 3 * PLACES[:, 0] + 3 * PLACES[:, 1] + 0.3 * PLACES[:, 2]
    assert {0, 1, 2} <= set(screened(PLACES, numbers).tolist())


def test_an_emulator_foretells_what_it_was_not_made_from(made):
    fresh = np.random.default_rng(8).random((50, WIDTH))
    for column, each in enumerate(made):
        assert each.told > 0.95
        assert each.skilled
        off = each.means(fresh) - toy(fresh)[:, column]
        assert np.sqrt(np.mean(off**2)) < 3 * each.error + 0.02


def test_arrays_give_the_numbers_of_the_regression_they_were_made_from():
    luck = np.random.default_rng(4)
    x = luck.random((90, 3))
    model = Trended().fit(x, np.sin(5 * x[:, 0]) + x[:, 1] * x[:, 2] + luck.normal(0, 0.05, 90))
    columns = np.array([7, 2, 30])
    fresh = luck.random((40, WIDTH))
    assert Flat.of(model, columns).means(fresh) == pytest.approx(model.predict(fresh[:, columns]), abs=1e-8)


def test_noise_that_no_input_explains_is_in_the_error():
    luck = np.random.default_rng(9).normal(0, 0.5, len(PLACES))
    noisy = emulator(PLACES, toy(PLACES)[:, 0] + luck)
    assert 0.4 < noisy.error < 0.7


def test_a_figure_of_luck_alone_has_no_skill_though_some_input_seems_to_move_it():
    # with screening on all draws first, the best of 1,500 inputs would seem to foretell a tenth and more
    luck = np.random.default_rng(11)
    places = luck.random((120, 1500))
    told = [emulator(places, luck.normal(size=120)).told for _ in range(3)]
    assert max(told) < 0.1


def test_errors_that_go_together_are_seen_to():
    luck = np.random.default_rng(12)
    shared = luck.normal(0, 0.5, len(PLACES))
    numbers = np.stack([PLACES[:, 0] + shared, 2 * PLACES[:, 1] + shared,
                        PLACES[:, 2] + luck.normal(0, 0.5, len(PLACES))], axis=1)  # fmt: skip
    made = emulators(PLACES, numbers)
    errors = errors_together(made)
    size = np.sqrt(np.diag(errors))
    assert size == pytest.approx([each.error for each in made])
    together = errors / np.outer(size, size)
    assert together[0, 1] > 0.8
    assert abs(together[0, 2]) < 0.25


def test_two_figures_that_are_one_count_once():
    # the same number twice, with the same error: the posterior must be that of one
    luck = np.random.default_rng(13).normal(0, 0.4, len(PLACES))
    one = 3 * PLACES[:, 0] + luck
    single = emulators(PLACES, one[:, None])
    twice = emulators(PLACES, np.stack([one, one], axis=1))
    own = SPREAD**2
    alone = Match.of(single, Aim(np.array([1.5]), np.array([[own]])))
    both = Match.of(twice, Aim(np.array([1.5, 1.5]), np.full((2, 2), own)))
    apart = Match(both.flats, Aim.apart(both.aim.values, np.full(2, SPREAD)), np.diag(np.diag(both.missed)))
    some = np.random.default_rng(2).random((200, WIDTH))
    # what is found of how they miss together is shrunk a little towards apart (Ledoit and Wolf)
    assert both.together(some) == pytest.approx(alone.together(some), rel=0.05)
    assert apart.together(some) == pytest.approx(2 * alone.together(some), rel=1e-3)
    assert both.worth() == pytest.approx(1.0, abs=0.05)
    # and in closed form: 3 x is normal around 1.5 with all that is missed
    found, _ = drawn(both, WIDTH, 2000, seed=5)
    assert found[:, 0].std() == pytest.approx(np.sqrt(own + single[0].error ** 2) / 3, rel=0.15)


def test_the_distance_is_that_of_the_joint_normal(made):
    luck = np.random.default_rng(14)
    root = luck.normal(size=(2, 2))
    match = Match(
        tuple(each.flat for each in made), Aim(np.array([1.0, 2.0]), root @ root.T), np.eye(2) * 0.1
    )
    some = luck.random((30, WIDTH))
    off = match.means(some) - [1.0, 2.0]
    known = np.einsum("ni,ij,nj->n", off, np.linalg.inv(root @ root.T + np.eye(2) * 0.1), off)
    assert match.together(some) == pytest.approx(known)


def test_a_place_that_meets_the_figures_is_not_ruled_out_and_one_far_off_is(made):
    truth = np.full((1, WIDTH), 0.5)
    truth[0, :2] = (0.7, 0.2)
    match = Match.of(made, Aim.apart(toy(truth)[0], np.full(2, SPREAD)))
    assert not ruled_out(truth, match)[0]
    wrong = truth.copy()
    wrong[0, 0] = 0.1
    assert ruled_out(wrong, match)[0]
    assert 0 < left_over(match, WIDTH, 1) < 0.2


def test_the_posterior_is_the_one_that_is_known(made):
    # the first figure is 3 x with an error of SPREAD: x is normal around its third
    match = Match.of(made, Aim.apart(np.array([1.5, 2.5]), np.array([SPREAD, 10.0])))
    found, told = drawn(match, WIDTH, 2000, seed=5)
    assert told.reached
    assert found[:, 0].mean() == pytest.approx(0.5, abs=0.01)
    assert found[:, 0].std() == pytest.approx(np.hypot(SPREAD, made[0].error) / 3, rel=0.25)
    # what no figure speaks of stays even on 0..1
    assert found[:, 30].mean() == pytest.approx(0.5, abs=0.03)
    assert found[:, 30].std() == pytest.approx(12**-0.5, abs=0.02)


def test_a_chain_is_as_long_as_its_memory_asks_or_says_that_it_is_not():
    def ridge(some):
        return -0.5 * ((some[:, 0] - some[:, 1]) ** 2 / 0.02**2 + (some[:, 0] - 0.5) ** 2 / 0.2**2)

    _, told = sampled(ridge, 2, 500, seed=1)
    assert told.reached
    assert told.steps - told.dropped >= 50 * told.memory
    _, short = sampled(ridge, 2, 500, seed=1, most=100)
    assert not short.reached
    assert short.steps == 100


def test_the_same_seed_gives_the_same_places(made):
    match = Match.of(made, Aim.apart(np.array([1.5, 2.5]), np.full(2, SPREAD)))
    one, other = (drawn(match, WIDTH, 50, seed=4, most=500)[0] for _ in range(2))
    assert (one == other).all()


def test_truth_is_found_again_by_emulators_that_had_not_seen_it(made):
    aim = Aim.apart(np.array([1.5, 2.5]), np.full(2, SPREAD))
    cover = covered(PLACES, toy(PLACES), made, aim, [0, 1], seed=2, truths=8)
    assert cover["assumptions"]["cases"] == 16
    assert cover["assumptions"]["covered"] >= 0.7
    assert cover["figures"]["covered"] >= 0.7
    # emulators that are wrong by more than they say find no truth again
    shifted = [
        type(each)(each.flat, each.error, each.told, each.there, each.residuals,
                   tuple(type(f)(f.columns, f.base + 1.0, f.slope, f.curve, f.scaled, f.half, f.weights,
                                 f.lengths) for f in each.folds))
        for each in made
    ]  # fmt: skip
    wrong = covered(PLACES, toy(PLACES), shifted, aim, [0, 1], seed=2, truths=8)
    assert wrong["assumptions"]["covered"] < 0.7


def test_what_was_learnt_is_named(made):
    match = Match.of(made, Aim.apart(np.array([1.5, 2.5]), np.full(2, SPREAD)))
    found, _ = drawn(match, WIDTH, 500, seed=5)

    class _Held:
        def __init__(self, id):
            self.target = type("T", (), {"id": id})

    rows = learnt([f"a{k}" for k in range(WIDTH)], found, made, [_Held("one"), _Held("two")], PLACES)
    assert [row["id"] for row in rows[:2]] in (["a0", "a1"], ["a1", "a0"])
    assert all(row["informed"] for row in rows[:2])
