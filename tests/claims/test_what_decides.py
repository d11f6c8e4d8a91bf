"""What decides: known answers are found among many dummies, chance is not, and it tips where it tips."""

import numpy as np
import pytest

from xinyong.claims.deciding import Dependence, as_data, decider_of, dependence, in_groups, values_of
from xinyong.claims.ranking import Ordered, correlations, fast, normal_scores, rank
from xinyong.claims.tipping import regions, split
from xinyong.experiments.draws import Ensemble, value_at

DUMMIES = 150


class One:
    """An assumption drawn evenly over -1 to 1."""

    meaning, unit = "what it means", "share"

    def __init__(self, id):
        self.id, self.value, self.low, self.high = id, 0.0, -1.0, 1.0


class Choosing(Ensemble):
    """An ensemble in which some assumptions are a choice of 0 or 1."""

    def values(self, entries, draw):
        found = super().values(entries, draw)
        return {id: float(value > 0) if id.startswith("choice") else value for id, value in found.items()}


def ensemble_of(count, dummies=DUMMIES, made=Ensemble):
    """Entries x0, x1, ... of which any may decide, and their values in ``count`` draws."""
    entries = [One(f"x{number}") for number in range(dummies)]
    ensemble = made()
    values = [ensemble.values(entries, draw) for draw in range(count)]
    return entries, ensemble, lambda id: np.array([each[id] for each in values])


def ishigami(first, second, third):
    """Ishigami and Homma 1990, inputs from -1 to 1 in units of pi."""
    return np.sin(np.pi * first) + 7 * np.sin(np.pi * second) ** 2 + 0.1 * (np.pi * third) ** 4 * np.sin(
        np.pi * first
    )  # fmt: skip


def test_ishigamis_inputs_lead_a_hundred_and_fifty():
    entries, ensemble, x = ensemble_of(200)
    size = ishigami(x("x7"), x("x40"), x("x99"))
    found = dependence(entries, ensemble, size, size > 3.5, top=2)
    assert {each.id for each in found.deciders} == {"x7", "x40"}
    assert all(each.clear for each in found.deciders)
    assert found.looked_at == DUMMIES


def test_shares_of_variance_are_ishigamis():
    luck = np.random.default_rng(1)
    x = luck.uniform(-1, 1, (4000, 3))
    shares, _ = fast(x, ishigami(*x.T))
    assert shares == pytest.approx([0.314, 0.442, 0.0], abs=0.04)


def test_a_threshold_of_two_is_found_and_tips_where_it_tips():
    entries, ensemble, x = ensemble_of(200)
    so = (x("x3") > 0.2) & (x("x8") < 0.4)
    size = np.where(so, 1.0, 0.0) + 0.1 * x("x50")
    found = dependence(entries, ensemble, size, so)
    assert {each.id for each in found.deciders[:2]} == {"x3", "x8"}
    at = {each.id: each for each in found.deciders}
    assert at["x3"].tips_at == pytest.approx(0.2, abs=0.1)
    assert at["x3"].below == 0.0
    assert 0 < at["x3"].above < 1
    bounds = {each.id: each for each in found.holds.bounds}
    assert found.holds.clear
    assert found.holds.inside >= 0.9 > found.holds.outside
    assert bounds["x3"].above == pytest.approx(0.2, abs=0.12)
    assert bounds["x8"].below == pytest.approx(0.4, abs=0.12)
    assert found.fails.inside <= 0.1


def test_one_that_suffices_is_a_region_by_itself():
    entries, ensemble, x = ensemble_of(100)
    so = x("x3") > 0.2
    found = dependence(entries, ensemble, x("x3") - 0.2, so)
    for region, inside in ((found.holds, 1.0), (found.fails, 0.0)):
        assert [each.id for each in region.bounds] == ["x3"]
        assert region.inside == pytest.approx(inside, abs=0.08)
        assert region.clear


def test_a_second_bound_that_only_fits_luck_is_left_out():
    for number in range(3):
        luck = np.random.default_rng(number)
        values = luck.random((120, 200))
        so = values[:, 3] + 0.3 * luck.standard_normal(120) > 0.5
        for region in regions([f"x{k}" for k in range(200)], values, so, [3]):
            assert {each.id for each in region.bounds} == {"x3"}


def test_what_holds_in_the_middle_of_a_range_is_seen():
    entries, ensemble, x = ensemble_of(200)
    so = np.abs(x("x3")) < 0.4
    found = dependence(entries, ensemble, 0.4 - np.abs(x("x3")), so)
    assert found.deciders[0].id == "x3"
    assert found.deciders[0].clear
    (bound,) = found.holds.bounds
    assert (bound.above, bound.below) == (pytest.approx(-0.4, abs=0.15), pytest.approx(0.4, abs=0.15))


def test_with_nothing_that_decides_clear_is_as_rare_as_stated():
    luck = np.random.default_rng(2)
    entries = [One(f"x{number}") for number in range(30)]
    clear = 0
    for _ in range(120):
        size = luck.standard_normal(80)
        found = rank(luck.random((80, 30)), size, size > luck.normal(0, 0.8))
        clear += in_groups(entries, found)[1].any()
    # at most 5 % of 120 are 6; 13 and more have a chance of 1 in 140
    assert clear <= 12


def test_regions_of_nothing_are_seldom_clear():
    luck = np.random.default_rng(5)
    clear = 0
    for _ in range(12):
        holds, _ = regions([f"x{k}" for k in range(10)], luck.random((40, 10)), luck.random(40) < 0.5)
        clear += holds.clear
    # 5 % of 12 is 0.6; 4 and more have a chance of 1 in 450
    assert clear <= 3


def test_who_decides_what_is_left_is_seen_behind_a_strong_one():
    entries, ensemble, x = ensemble_of(100)
    size = x("x3") + 0.3 * x("x8")
    found = dependence(entries, ensemble, size, size > 0.1)
    assert [each.id for each in found.deciders[:2]] == ["x3", "x8"]
    alone = rank(values_of(entries, ensemble, 100), size, size > 0.1)
    assert found.deciders[1].chance < in_groups(entries, alone)[0][8]


def test_chances_of_the_three_looks_are_even():
    luck = np.random.default_rng(3)
    size = luck.standard_normal(100)
    found = rank(luck.random((100, 2000)), size, size > 0.3)
    within = rank(luck.random((100, 2000)), size, size > 0.3, luck.integers(0, 3, 100))
    for chance in (found.chance, within.chance):
        for level in (0.01, 0.1):
            assert (chance <= level).mean() <= 1.4 * level


def test_choices_between_structures_are_told_and_named_when_they_break_the_verdict():
    entries, ensemble, x = ensemble_of(200, 80, Choosing)
    entries += [One("choice-of-rule"), One("choice-of-ties")]
    rule = np.array([ensemble.values(entries, draw)["choice-of-rule"] for draw in range(200)])
    size = np.where(rule > 0, 0.1 * x("x1"), 1.0 + 5 * np.maximum(0, np.abs(x("x2")) - 0.6))
    found = dependence(entries, ensemble, size, size > 0.5, top=1)
    told = {each.id: each for each in found.variants}
    assert told["choice-of-rule"].words == ("holds", "does not hold")
    assert told["choice-of-rule"].breaks
    assert not told["choice-of-ties"].breaks
    (first,) = found.deciders
    assert (first.id, first.variant, first.tips_at) == ("choice-of-rule", True, 0.5)


def test_a_breaking_choice_is_named_behind_stronger_assumptions():
    entries, ensemble, x = ensemble_of(200, 30, Choosing)
    entries.append(One("choice"))
    choice = np.array([ensemble.values(entries, draw)["choice"] for draw in range(200)])
    so = np.where(choice > 0, x("x1") > -0.9, x("x1") > -0.1)
    found = dependence(entries, ensemble, x("x1"), so, top=1)
    assert [each.id for each in found.deciders] == ["x1", "choice"]


def test_one_sided_and_few_draws_name_nothing():
    entries, ensemble, x = ensemble_of(100)
    assert not dependence(entries, ensemble, x("x1"), np.ones(100, bool)).deciders
    assert not dependence(entries, ensemble, x("x1"), np.zeros(100, bool)).deciders
    assert not dependence(entries, ensemble, x("x1")[:10], x("x1")[:10] > 0).deciders
    assert regions(["x1"], x("x1")[:, None], np.ones(100, bool)) == (None, None)


def test_draws_that_cannot_be_told_are_left_out():
    entries, ensemble, x = ensemble_of(200)
    size = x("x3").copy()
    size[::3] = np.nan
    found = dependence(entries, ensemble, size, np.nan_to_num(size, nan=-9.0) > 0)
    assert found.deciders[0].id == "x3"
    assert found.draws == int(np.isfinite(size).sum())


def test_the_order_of_draws_changes_no_index():
    luck = np.random.default_rng(4)
    values, so = luck.random((80, 5)), luck.random(80) < 0.4
    turned = luck.permutation(80)
    assert Ordered(values[turned]).distance(so[turned]) == pytest.approx(Ordered(values).distance(so))
    size = luck.standard_normal(80)
    assert correlations(values[turned], size[turned]) == pytest.approx(correlations(values, size))
    assert normal_scores(size)[turned] == pytest.approx(normal_scores(size[turned]))


def test_between_equal_values_nothing_tips():
    where = np.repeat([0.0, 1.0], 20)
    so = np.tile([True, False], 20)
    assert Ordered(where[:, None]).distance(so)[0] == pytest.approx(0.0)
    assert split(where, so) == (0.5, 0.5, 0.5)
    assert split(np.zeros(40), so) == (0.0, 0.5, 0.5)


def test_what_is_told_comes_back():
    entries, ensemble, x = ensemble_of(60, 10)
    found = dependence(entries, ensemble, x("x1"), x("x1") > 0.1)
    told = as_data(found)
    assert set(told) == {"looked_at", "assumptions", "together", "regions", "variants"}
    again = [decider_of(each) for each in told["assumptions"]]
    assert as_data(Dependence(deciders=tuple(again)))["assumptions"] == told["assumptions"]
    with pytest.raises(TypeError):
        decider_of({"id": "x1", "rank": 0.5})


def test_an_assumption_is_drawn_evenly_here():
    assert value_at(0.75, -1.0, 0.0, 1.0) == 0.5
