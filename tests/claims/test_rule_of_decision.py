"""The decision rule: known effects come out as what they are; luck, thinness and few draws are said."""

import numpy as np
import pytest

from xinyong.claims.effects import Effects, compared, passes
from xinyong.claims.judging import DEPENDS, FAILS, HOLDS, UNRESOLVED, flips, judge, wilson
from xinyong.claims.models import More

LUCK = np.random.default_rng(1)


def condition(direction="up", bar=0.05, compare="relative", **more):
    return More.model_validate(
        {
            "indicator": "harm", "estimand": "mean", "compare": compare, "direction": direction,
            "smallest": {"value": bar, "reason": "because it matters"}, **more,
        }
    )  # fmt: skip


def effects(middle, spread=0.01, draws=200, seeds=2, luck=0.0, events=1000.0):
    own = middle + spread * LUCK.standard_normal((draws, 1))
    return Effects(own + luck * LUCK.standard_normal((draws, seeds)), events, (0.0, 0.0))


def test_a_known_effect_holds_and_its_reverse_does_not():
    assert judge([condition()], [effects(0.2)]).verdict == HOLDS
    reverse = judge([condition()], [effects(-0.2)])
    assert (reverse.verdict, reverse.why) == (FAILS, "reversed")
    assert judge([condition("down")], [effects(-0.2)]).verdict == HOLDS


def test_a_small_effect_is_negligible_and_that_can_be_the_claim():
    assert judge([condition()], [effects(0.0)]).why == "negligible"
    assert judge([condition("neither")], [effects(0.0)]).verdict == HOLDS
    assert judge([condition("not-up")], [effects(0.2)]).verdict == FAILS


def test_a_world_against_itself_is_exactly_nothing_and_does_not_hold():
    same = np.array([3.0, 0.0])
    assert (compared(condition(), same, same) == 0).all()
    judged = judge([condition()], [Effects(np.zeros((100, 2)), 500.0, (1.0, 1.0))])
    assert judged.verdict == FAILS
    assert judged.effect == (0.0, 0.0, 0.0)
    assert judged.seed_share == 0.0


def test_an_effect_around_the_bar_depends():
    assert judge([condition()], [effects(0.05, 0.05)]).verdict == DEPENDS


def test_the_order_of_draws_does_not_matter():
    found = effects(0.05, 0.03, luck=0.001)
    turned = Effects(found.each[::-1], found.events, found.levels)
    assert judge([condition()], [found]) == judge([condition()], [turned])


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (effects(0.2, draws=20), "too few draws"),
        (effects(0.2, seeds=1), "one seed"),
        (effects(0.2, events=5.0), "too few events"),
        (effects(0.08, 0.01, luck=0.05), "luck"),
        (effects(0.05 + 0.0128, 0.01, draws=40), "both sides"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_unresolved_and_says_why(found, why):
    judged = judge([condition()], [found])
    assert judged.verdict == UNRESOLVED
    assert why in judged.why


def test_luck_that_could_turn_nothing_leaves_nothing_open():
    far = judge([condition()], [effects(0.5, 0.01, luck=0.05)])
    assert far.seed_share > 0.1
    assert far.verdict == HOLDS
    assert judge([condition()], [effects(0.0, 0.0, luck=0.01)]).verdict == FAILS


def test_between_its_two_bars_a_claim_depends():
    two = condition(fails={"value": 0.01, "reason": "a milder one, for once"})
    assert judge([two], [effects(0.03, 0.003)]).verdict == DEPENDS
    assert judge([two], [effects(0.0, 0.001)]).verdict == FAILS
    assert judge([two], [effects(0.2, 0.003)]).verdict == HOLDS


def test_draws_that_cannot_be_told_are_said():
    found = effects(0.2)
    found.each[:40] = np.nan
    assert "too few events" in judge([condition()], [found]).why
    found.each[:] = np.nan
    assert judge([condition()], [found]).verdict == UNRESOLVED


def test_all_conditions_must_be_so_in_the_same_draw():
    up, down = effects(0.2), effects(-0.2)
    assert judge([condition(), condition()], [up, up]).verdict == HOLDS
    assert judge([condition(), condition()], [up, down]).verdict == FAILS


@pytest.mark.parametrize("direction", ["up", "down", "not-up", "not-down", "neither"])
@pytest.mark.parametrize("compare", ["relative", "level"])
def test_the_smallest_effects_that_turn_a_verdict_do(direction, compare):
    effect = LUCK.normal(0.3, 0.4, 400)
    own, others = np.full(400, 1 / 400), np.ones(400, bool)
    up_to, down_from = flips(condition(direction, 0.1, compare), effect, others, own)

    def q(bar):
        return passes(condition(direction, bar, compare), effect).mean()

    way = 1e-9 if q(2.0) > q(-2.0) else -1e-9
    assert q(up_to + way) >= 0.9 - 1e-9
    assert q(down_from - way) <= 0.1 + 1e-9


def test_the_interval_covers_as_often_as_it_says():
    for share in (0.05, 0.5, 0.9):
        counts = LUCK.binomial(100, share, 1000)
        covered = np.mean([low <= share <= high for low, high in (wilson(n / 100, 100) for n in counts)])
        assert covered > 0.92


def test_a_claim_that_a_further_condition_brings_down_is_not_called_negligible():
    judged = judge([condition(), condition()], [effects(0.2), effects(0.0, 0.001)])
    assert judged.verdict == FAILS
    assert judged.alone == (1.0, 0.0)
    assert judged.why == "by a further condition, harm: so in 0.00 of draws, the main one in 1.00"
