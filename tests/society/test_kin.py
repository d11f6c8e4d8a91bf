"""Households, employers, companies and codes: what must hold for every single subject."""

from __future__ import annotations

import numpy as np
import pytest
from look import Look

from xinyong import fields as f
from xinyong.quantities import BLOCKS
from xinyong.society import Society, build, cities, plan
from xinyong.society.planning import HOMES


@pytest.fixture(scope="module", params=["national", "debtors", "firms", "carriers", "rongcheng"])
def any_frame(request: pytest.FixtureRequest) -> Society:
    return build(plan(request.param, 6_000, seed=8))


def test_household_members_are_contiguous_and_counted(any_frame: Society) -> None:
    look = Look(any_frame)
    np.testing.assert_array_equal(np.maximum.accumulate(np.where(look.head, look.row, 0)), look.home)
    np.testing.assert_array_equal(
        np.bincount(look.home, minlength=any_frame.persons)[look.home], look.members
    )
    assert (look.hood[look.home] == look.hood).all()


def test_no_child_lives_without_an_adult(any_frame: Society) -> None:
    look = Look(any_frame)
    assert (look.age[look.head] >= 18).all()


def test_children_live_with_somebody_of_their_parents_age(middle: Society) -> None:
    look = Look(middle)
    child = look.age < 18
    gap = look.age[look.home] - look.age
    assert ((gap >= 20) & (gap <= 45))[child].mean() > 0.97


def test_most_larger_households_have_a_couple(middle: Society) -> None:
    look = Look(middle)
    head = look.row[look.head & (look.members > 2)]
    sex = look.code(f.SEX)
    pair = (sex[head] != sex[head + 1]) & (np.abs(look.age[head] - look.age[head + 1]) <= 14)
    assert 0.8 < pair.mean() < 0.97


def test_household_size_has_the_published_mean_and_shares() -> None:
    society = build(plan("shanghai", 100_000, seed=4))
    look = Look(society)
    homes = int(look.head.sum())
    # Each neighbourhood rounds its number of households up or down: half a household's deviation.
    assert abs(homes - 100_000 / 2.61618) < 6.2 * 0.5 * np.sqrt(society.hoods)
    sizes = np.bincount(look.members[look.head], minlength=11)[1:] / homes
    for size, share in enumerate((0.2539, 0.2968, 0.2099, 0.1317, 0.0617)):
        assert abs(sizes[size] - share) < 0.005 + 6.2 * np.sqrt(share / homes), size + 1


def test_every_employer_exists_and_is_of_the_right_kind(any_frame: Society) -> None:
    look = Look(any_frame)
    employer = any_frame.person_int16[f.EMPLOYER].astype(int)
    work = look.code(f.WORK)
    kinds = np.array([4, 5, 6, 6])  # work in a company of each OWNER
    count = np.diff(any_frame.company_first)
    assert (employer < count[look.hood]).all()
    here = employer >= 0
    owner = look.firm(f.OWNER)[any_frame.company_first[look.hood[here]] + employer[here]]
    np.testing.assert_array_equal(kinds[owner], work[here])
    np.testing.assert_array_equal(employer == -2, work == f.WORK_KINDS.index("office"))
    np.testing.assert_array_equal(employer == -1, work < f.WORK_KINDS.index("private-firm"))
    offered = {(hood, kinds[each]) for hood, each in zip(look.firm_hood, look.firm(f.OWNER), strict=True)}
    away = np.flatnonzero(employer == -3)
    assert all((look.hood[row], work[row]) not in offered for row in away)


def test_every_company_has_an_adult_representative_or_is_run_from_abroad(any_frame: Society) -> None:
    look = Look(any_frame)
    row = any_frame.company_int16[f.REPRESENTATIVE].astype(int)
    here = row >= 0
    person = any_frame.person_first[look.firm_hood[here]] + row[here]
    assert (person < any_frame.person_first[look.firm_hood[here] + 1]).all()
    assert (look.age[person] >= 18).all()
    assert (look.firm(f.OWNER)[~here] >= 2).all()


def test_segments_and_bands_follow_from_age_place_and_traits(any_frame: Society) -> None:
    look = Look(any_frame)
    part = np.digitize(look.age, [18, 35, 60])
    online, borrower = look.trait(f.TRAIT_ONLINE), look.trait(f.TRAIT_BORROWER)
    np.testing.assert_array_equal(look.code(f.SEGMENT), part * 8 + look.urban * 4 + online * 2 + borrower)
    np.testing.assert_array_equal(look.code(f.AGE_BAND), np.digitize(look.age, [18, 30, 45, 60]))
    np.testing.assert_array_equal(look.firm(f.FIRM_SEGMENT), 32 + look.firm(f.SIZE) * 4 + look.firm(f.OWNER))
    np.testing.assert_array_equal(
        any_frame.office_uint8[f.OFFICE_SEGMENT], 48 + any_frame.office_uint8[f.OFFICE_KIND]
    )


def test_columns_start_within_their_ranges_and_as_the_fields_say(any_frame: Society) -> None:
    for rows, columns in (
        (f.PERSON_FLOATS, any_frame.person_floats),
        (f.PERSON_INT16, any_frame.person_int16),
        (f.COMPANY_FLOATS, any_frame.company_floats),
        (f.COMPANY_INT16, any_frame.company_int16),
        (f.OFFICE_FLOATS, any_frame.office_floats),
    ):
        for each, column in zip(rows, columns, strict=True):
            assert column.min() >= each.low, each.name
            assert column.max() <= each.high, each.name
    for row in (f.LIVELIHOOD, f.TIES, f.INTRINSIC):
        assert (any_frame.person_floats[row] == 1).all()
    assert (any_frame.company_floats[[f.DILIGENCE, f.MARKET]] == 1).all()
    assert (any_frame.person_uint8[f.ALIVE] == 1).all()
    assert (any_frame.person_uint8[f.CITY_GRADE] == 255).all()
    assert not any_frame.person_uint32.any()
    assert not (any_frame.person_uint8[f.TRAITS] & f.TRAIT_OPTED_IN).any()


def test_places_agree_with_one_another(any_frame: Society) -> None:
    table = {each.id: each for each in cities()}
    for city, province in zip(any_frame.city, any_frame.province, strict=True):
        assert table[any_frame.cities[city]].province == province
    assert any_frame.block.max() < BLOCKS


def test_all_carriers_are_in_their_frame_and_in_no_other() -> None:
    society = build(plan("carriers", 6_000, seed=8))
    air = society.company_uint8[f.SECTOR] == f.SECTORS.index("air-carrier")
    weight = np.repeat(society.company_weight, np.diff(society.company_first))
    foreign = air & (society.company_uint8[f.OWNER] == f.OWNERS.index("foreign"))
    assert foreign.sum() == 44
    assert (weight[air] == 256).all()
    assert (society.company_int16[f.REPRESENTATIVE][foreign] == -1).all()
    homes = np.bincount(society.company_home[foreign], minlength=len(HOMES))
    assert homes[0] == 0
    assert homes[HOMES.index("us")] == 4
    assert not society.company_home[~foreign].any()
    plain = build(plan("national", 6_000, seed=8))
    assert not (plain.company_uint8[f.SECTOR] == f.SECTORS.index("air-carrier")).any()
