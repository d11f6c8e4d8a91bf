"""The fitted tables: raking meets its margins, is the nearest table, and is what is shipped."""

from __future__ import annotations

import numpy as np
import pytest

from xinyong.society import census, fit_income, fit_people
from xinyong.society.fit import fit
from xinyong.society.fit_companies import companies, household_sizes, rates
from xinyong.society.fitted import FRACTION, load
from xinyong.society.ipf import Margin, integers, miss, rake, sums


@pytest.fixture(scope="module")
def cells() -> np.ndarray:
    return fit_people.people()


def test_raking_meets_every_margin(cells: np.ndarray) -> None:
    assert miss(cells, fit_people.margins(fit_people.axes())) < 1e-11


def test_raking_is_the_nearest_table_to_its_seed(cells: np.ndarray) -> None:
    """Least relative entropy under linear constraints has the form seed * product of one factor
    for each label: log(fit / seed) must lie in the span of the margins' indicators."""
    axis = fit_people.axes()
    seed = fit_people.start(axis)
    held = cells > 0
    columns = [
        (margin.label == label)[held].astype(float)
        for margin in fit_people.margins(axis)
        for label in range(len(margin.target))
    ]
    design = np.stack(columns, axis=1)
    wanted = np.log(cells[held] / seed[held])
    found, *_ = np.linalg.lstsq(design, wanted, rcond=None)
    assert np.abs(design @ found - wanted).max() < 1e-8


def test_raking_agrees_with_newton_on_the_dual() -> None:
    rng = np.random.default_rng(5)
    seed = rng.uniform(0.2, 3.0, size=24)
    a, b, c = (code.ravel() for code in np.indices((2, 3, 4)))
    truth = rng.uniform(0.2, 3.0, size=24)
    empty = [Margin(name, label, np.zeros(n)) for name, label, n in (("ab", a * 3 + b, 6), ("c", c, 4))]
    margins = [Margin(each.name, each.label, sums(truth, each)) for each in empty]
    design = np.concatenate(
        [(each.label[:, None] == np.arange(len(each.target))).astype(float) for each in margins], axis=1
    )
    target = np.concatenate([each.target for each in margins])
    dual = np.zeros(design.shape[1])
    for _ in range(60):
        fitted = seed * np.exp(design @ dual)
        hessian = design.T @ (fitted[:, None] * design)
        dual += np.linalg.lstsq(hessian, target - design.T @ fitted, rcond=None)[0]
    np.testing.assert_allclose(rake(seed, margins), fitted, rtol=1e-9)


def test_raking_refuses_margins_that_contradict_one_another() -> None:
    label = np.array([0, 1])
    margins = [Margin("a", label, np.array([1.0, 1.0])), Margin("b", label, np.array([0.5, 1.5]))]
    with pytest.raises(ValueError, match="contradict"):
        rake(np.ones(2), margins, most=50)


def test_raking_names_a_label_that_no_cell_can_hold() -> None:
    with pytest.raises(ValueError, match=r"'a'.*label 1"):
        rake(np.array([1.0, 0.0]), [Margin("a", np.array([0, 1]), np.array([1.0, 1.0]))])


def test_integers_lose_nothing() -> None:
    cells = np.random.default_rng(1).uniform(0, 1, 999)
    whole = integers(cells, FRACTION)
    assert whole.sum() == FRACTION
    assert np.abs(whole - cells / cells.sum() * FRACTION).max() < 1


def test_what_is_shipped_is_what_a_fresh_fit_gives() -> None:
    # The last bits of a logarithm may differ between processors: four units of 2**-32.
    shipped, fresh = load(), fit()
    for name, kept in shipped._asdict().items():
        made = getattr(fresh, name)
        assert kept.dtype == made.dtype, name
        assert kept.shape == made.shape, name
        slack = 4096 if name == "company_rate" else 4
        assert np.abs(kept.astype(np.int64) - made.astype(np.int64)).max() <= slack, name


def test_shares_of_cells_add_up_to_one() -> None:
    assert (load().cell_weight.sum(axis=1) == FRACTION).all()
    for name in ("income_upto", "household_upto", "old_upto", "company_upto"):
        upto = getattr(load(), name).astype(np.int64)
        assert (upto[..., -1] == FRACTION - 1).all(), name
        assert (np.diff(upto, axis=-1) >= 0).all(), name


def test_nobody_impossible_is_drawn() -> None:
    code = load().cell_code.astype(int)
    age, _, education, _, work = code.T
    assert (work[age == 0] == 0).all()
    assert (work[(age == 1) | (age == 2)] == 1).all()
    assert (work[age >= 6] != 1).all()
    assert (education[age == 0] == 0).all()
    assert (education[age == 1] <= 1).all()
    assert (education[age == 2] <= 2).all()


def test_income_meets_quintiles_percentiles_and_provinces(cells: np.ndarray) -> None:
    low, mean = fit_income.edges()
    published = [census.figure("income-quintile", str(q)) for q in range(1, 6)]
    np.testing.assert_allclose(mean.reshape(5, 20).mean(axis=1), published, rtol=1e-9)
    assert (np.diff(low) > 0).all()
    assert (low < mean).all()
    chance = fit_income.percentiles(cells)
    weight = fit_income.strata()[:, None] * fit_income.classes(cells)[np.arange(62) % 2]
    weight /= weight.sum()
    np.testing.assert_allclose(np.einsum("sc,scb->b", weight, chance), 0.01, rtol=1e-8)
    income = np.einsum("sc,scb,b->s", weight, chance, mean)
    persons = weight.sum(axis=1)
    place = income.reshape(31, 2).sum(axis=0) / persons.reshape(31, 2).sum(axis=0)
    ratio = census.figure("income-place", "urban") / census.figure("income-place", "rural")
    assert place[1] / place[0] == pytest.approx(ratio, rel=1e-4)
    own = income.reshape(31, 2).sum(axis=1) / persons.reshape(31, 2).sum(axis=1)
    published_own = np.array([province.income for province in census.provinces()])
    np.testing.assert_allclose(own / own[0], published_own / published_own[0], rtol=1e-3)


def test_companies_meet_owner_size_sector_and_region() -> None:
    joint = companies().reshape(4, 4, 12)
    owner, size = joint.sum(axis=(1, 2)), joint.sum(axis=(0, 2))
    np.testing.assert_allclose(owner[1:], [0.004, 0.006, 0.006], rtol=1e-9)
    np.testing.assert_allclose(size, [0.853, 0.132, 0.013, 0.002], rtol=1e-9)
    held: dict[str, float] = {}
    rate = rates().reshape(31, 2)
    for place, province in enumerate(census.provinces()):
        count = rate[place, 0] * (province.population - province.urban) + rate[place, 1] * province.urban
        held[province.firm_region] = held.get(province.firm_region, 0) + float(count)
    assert sum(held.values()) == pytest.approx(46e6, rel=1e-9)
    assert held["east"] / 46e6 == pytest.approx(0.588, rel=1e-9)


def test_household_sizes_have_the_published_mean() -> None:
    sizes = household_sizes()
    assert sizes.sum() == pytest.approx(1)
    assert (sizes * np.arange(1, 11)).sum() == pytest.approx(1292.81 / 494.16, rel=1e-9)
    assert sizes[0] == pytest.approx(0.2539)
