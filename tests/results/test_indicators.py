"""Indicators mean what their definitions say, and intervals what theirs do."""

from __future__ import annotations

import numpy as np
import pytest

from xinyong.fields import UNIT
from xinyong.quantities import G_COMPANY, GROUPS, INDEX, QUANTITIES
from xinyong.results.catalogue import INDICATORS, NUMBER, THEMES
from xinyong.results.indicators import (
    definition,
    effective_weight,
    events,
    subjects_for_adults,
    value,
    values,
)
from xinyong.results.intervals import half_width


def test_ids_are_unique_and_every_part_is_there() -> None:
    assert len(NUMBER) == len(INDICATORS) >= 60
    for each in INDICATORS:
        assert each.theme in THEMES
        assert each.kind in ("share", "mean", "rate", "flow")
        assert each.label
        assert each.unit
        assert each.purpose
        assert definition(each)


@pytest.mark.parametrize("each", INDICATORS, ids=lambda each: each.id)
def test_made_of_quantities_that_exist_and_fit(each) -> None:
    names = [name.removeprefix("-") for name in (*each.numerator, *each.denominator, *each.events)]
    assert all(name in INDEX for name in names)
    units = {name: QUANTITIES[INDEX[name]].unit for name in names}
    assert len({units[name.removeprefix("-")] for name in each.numerator}) == 1
    assert {units[name] for name in each.denominator} == {"count"}
    assert {units[name] for name in each.events} == {"count"}
    top = units[each.numerator[0].removeprefix("-")]
    if each.kind in ("share", "rate"):
        assert top == "count"
    if top == "yuan":
        assert "yuan" in each.unit
    if top == "points":
        assert "points" in each.unit


def sums(**given: int) -> np.ndarray:
    row = np.zeros(len(QUANTITIES), np.int64)
    for name, number in given.items():
        row[INDEX[name.replace("_", "-")]] = number
    return row


def indicator(name: str):
    return INDICATORS[NUMBER[name]]


def test_figures_by_hand() -> None:
    weight = 256 * 14_000
    year = sums(adults=12 * 200 * weight, judgments=50 * weight, performed=20 * weight, trust_strangers=0)
    year[INDEX["trust-strangers"]] = int(0.6 * UNIT) * 12 * 200 * weight
    assert value(indicator("judgment-compliance"), year) == pytest.approx(0.4)
    assert value(indicator("judgments"), year) == pytest.approx(50 / 200 * 100_000)
    assert value(indicator("trust-strangers"), year) == pytest.approx(0.6, abs=1e-4)


def test_nobody_counted_is_unknown_not_zero() -> None:
    assert np.isnan(values(sums())).all()
    assert value(indicator("listings"), sums(adults=256)) == 0


def test_weights_cancel() -> None:
    rng = np.random.default_rng(1)
    any_sums = rng.integers(1, 1000, len(QUANTITIES))
    assert np.allclose(values(any_sums), values(any_sums * 256), equal_nan=True)


def test_companies_count_as_their_own_adults() -> None:
    table = np.zeros((len(GROUPS), len(QUANTITIES)), np.int64)
    table[:, INDEX["persons"]] = 100
    table[:, INDEX["adults"]] = 80
    found = subjects_for_adults(table, tuple(range(len(GROUPS))))
    assert found[G_COMPANY, INDEX["adults"]] == 100
    assert found[0, INDEX["adults"]] == 80
    assert table[G_COMPANY, INDEX["adults"]] == 80


def test_effective_number_is_the_count_where_weights_are_equal() -> None:
    weight = effective_weight(np.array([512, 512]), np.array([10, 20]))
    table = np.zeros((1, len(QUANTITIES)), np.int64)
    table[0, INDEX["listings"]] = 7 * 512
    table[0, INDEX["listed"]] = 12 * 5 * 512
    found = events(table, 12, np.array([weight]))
    assert found[NUMBER["listings"], 0] == pytest.approx(7)
    assert found[NUMBER["listed"], 0] == pytest.approx(5)


def test_effective_number_is_kishs_where_they_are_not() -> None:
    weights, counts = np.array([100, 900]), np.array([40, 10])
    each = np.repeat(weights, counts).astype(float)
    kish = each.sum() ** 2 / (each**2).sum()
    assert each.sum() / effective_weight(weights, counts) == pytest.approx(kish)
    assert kish < 50


def test_interval_of_a_mean_is_students() -> None:
    rng = np.random.default_rng(2)
    blocks = rng.normal(3, 1, 20)
    left_out = (blocks.sum() - blocks)[:, None] / 19
    expected = 2.093 * blocks.std(ddof=1) / np.sqrt(20)
    assert half_width(left_out, np.ones(20, bool))[0] == pytest.approx(expected, rel=1e-3)


def test_intervals_cover_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(2000):
        tops, bottoms = rng.poisson(30, 20), rng.integers(900, 1100, 20)
        left_out = ((tops.sum() - tops) / (bottoms.sum() - bottoms))[:, None]
        figure = tops.sum() / bottoms.sum()
        hits += abs(figure - 0.03) <= half_width(left_out, np.ones(20, bool))[0]
    assert 0.93 < hits / 2000 < 0.97


def test_equal_replicates_have_no_width_at_all_and_one_has_no_interval() -> None:
    assert half_width(np.full((20, 3), 0.1), np.ones(20, bool)).tolist() == [0, 0, 0]
    assert np.isnan(half_width(np.full((20, 3), 0.1), np.arange(20) < 1)).all()
