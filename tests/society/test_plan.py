"""Sizes, weights and places before anything is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinyong.errors import InputError
from xinyong.quantities import BLOCKS
from xinyong.society import build, census, plan
from xinyong.society.planning import NEIGHBOURHOOD
from xinyong.society.strata import apportion, spread_weights


@pytest.mark.parametrize("citizens", [1_000, 12_345, 100_000, 1_000_000])
@pytest.mark.parametrize("frame", ["national", "debtors", "firms", "carriers"])
def test_every_stratum_is_there_and_sizes_are_exact(frame: str, citizens: int) -> None:
    made = plan(frame, citizens, seed=9)
    assert made.persons == citizens
    assert made.hoods >= max(62, -(-citizens // NEIGHBOURHOOD))
    assert set(zip(made.province.tolist(), made.urban.tolist(), strict=True)) == {
        (province, urban) for province in range(31) for urban in (0, 1)
    }
    sizes = np.diff(made.person_first)
    assert sizes.max() <= NEIGHBOURHOOD
    for stratum in range(62):
        own = sizes[made.stratum == stratum]
        assert own.max() - own.min() <= 1
    assert made.offices == made.hoods
    assert len(np.unique(made.key)) == made.hoods


@pytest.mark.parametrize("citizens", [1_000, 12_345, 300_000])
def test_weights_of_each_stratum_are_even_and_meet_its_residents(citizens: int) -> None:
    made = plan("national", citizens)
    sizes = np.diff(made.person_first)
    for place, province in enumerate(census.provinces()):
        for urban, residents in enumerate((province.population - province.urban, province.urban)):
            own = made.stratum == place * 2 + urban
            light = sizes[own] - made.heavy[own]
            total = (made.weight[own, 0] * light + made.weight[own, 1] * made.heavy[own]).sum()
            assert total == residents * 256
            assert np.ptp(made.weight[own]) == 1


def test_a_city_at_full_scale_has_weight_one() -> None:
    made = plan("rongcheng")
    assert made.persons == 714_000
    assert (made.weight[:, 0] == 256).all()
    assert not made.heavy.any()
    assert {made.cities[city] for city in made.city} == {"rongcheng"}
    assert plan("yiwu").persons == next(c.population for c in census.city_table() if c.id == "yiwu")


def test_debtors_have_two_weight_classes_that_stand_for_all() -> None:
    made = plan("debtors", 40_000)
    society = build(made)
    weight = society.person_weight / 256
    for place, province in enumerate(census.provinces()):
        own = np.repeat(made.province == place, np.diff(made.person_first))
        assert weight[own].sum() == pytest.approx(province.population, abs=4)
    one = society.person_uint8[12] == 1
    borrower = (society.person_uint8[5] & 8) > 0
    np.testing.assert_array_equal(one, borrower)
    assert borrower.mean() > 2 * (weight * borrower).sum() / weight.sum()
    light, heavy = weight[one].mean(), weight[~one].mean()
    assert heavy / light == pytest.approx(4, rel=0.05)


def test_firms_are_eight_times_as_many_and_stand_for_as_many() -> None:
    plain, firms = plan("national", 50_000), plan("firms", 50_000)
    assert firms.companies == pytest.approx(8 * plain.companies, rel=0.02)
    for made in (plain, firms):
        total = (made.company_weight * np.diff(made.company_first)).sum() / 256
        assert total == pytest.approx(46e6, rel=1e-6)


def test_every_city_gets_its_part_of_the_nation() -> None:
    made = plan("national", 20_000_000)
    sizes = np.diff(made.person_first)
    drawn = np.bincount(made.city, sizes, minlength=len(made.cities))
    expected = np.array([city.population for city in census.city_table()]) / 1_409_778_724 * 20_000_000
    # Systematic: at most one neighbourhood more or less on each edge, urban and rural.
    assert np.abs(drawn - expected).max() <= 2 * NEIGHBOURHOOD


def test_blocks_are_dealt_evenly() -> None:
    made = plan("national", 500_000)
    assert np.ptp(np.bincount(made.block, minlength=BLOCKS)) <= 1


def test_memory_is_told_before_it_is_taken() -> None:
    made = plan("national", 30_000)
    society = build(made)
    taken = sum(each.nbytes for each in vars(society).values() if isinstance(each, np.ndarray))
    assert taken <= made.bytes <= 1.2 * taken


def test_a_hundred_million_can_be_planned() -> None:
    made = plan("national", 100_000_000)
    assert made.persons == 100_000_000
    assert made.bytes > 100_000_000 * 126


def test_what_does_not_fit_is_refused_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xinyong.society.memory.memory_left", lambda: 1_000_000)
    with pytest.raises(InputError, match="GB"):
        build(plan("national", 30_000))


@pytest.mark.parametrize("citizens", [0, 999, 100_000_001])
def test_too_few_and_too_many_citizens_are_refused(citizens: int) -> None:
    with pytest.raises(InputError, match="1,000 to 100,000,000"):
        plan("national", citizens)


def test_keys_last_whatever_the_seed_and_size() -> None:
    small, large = plan("national", 50_000, seed=1), plan("national", 90_000, seed=2)
    assert set(small.key.tolist()) <= set(large.key.tolist())


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=80), st.integers(0, 10**7), st.integers(1, 5))
def test_apportioning_loses_nothing(sizes: list[int], extra: int, least: int) -> None:
    total = least * len(sizes) + extra
    found = apportion(sizes, total, least)
    assert sum(found) == total
    assert min(found) >= least


@given(st.lists(st.integers(0, 600), min_size=1, max_size=60), st.integers(1, 10**12))
def test_weights_miss_their_total_by_less_than_a_neighbourhood(counts: list[int], total: int) -> None:
    array = np.array(counts, dtype=np.int64)
    if array.sum() == 0:
        return
    weight = spread_weights(total, array)
    assert abs(int((weight * array).sum()) - total) <= array.max()
    assert np.ptp(weight[array > 0]) <= 2 + array.max()
