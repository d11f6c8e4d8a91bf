"""The shipped figures: complete, sourced, and adding up to what was published."""

from __future__ import annotations

from collections import Counter

import pytest

from xinyong.society import census, cities


def test_every_figure_has_a_known_source_and_standing() -> None:
    known = {row["id"] for row in census.rows("sources.csv")}
    for each in census.figures():
        assert each.source in known, each
        assert each.standing in ("report", "assumption"), each
        assert each.unit, each


def test_an_assumption_has_a_range_around_its_value() -> None:
    for each in census.figures():
        if each.standing == "assumption":
            assert each.low < each.high, each
            assert each.low <= each.value <= each.high, each


def test_no_figure_is_given_twice() -> None:
    counts = Counter((each.table, each.category) for each in census.figures())
    assert not [key for key, count in counts.items() if count > 1]


def test_provinces_and_ages_add_up_to_the_census() -> None:
    assert len(census.provinces()) == 31
    assert sum(each.population for each in census.provinces()) == 1_409_778_724
    assert sum(census.table("age").values()) == 1_409_778_724
    children = sum(census.table("age")[key] for key in ("0-4", "5-9", "10-14"))
    assert children == 253_383_938


def test_the_urban_share_is_the_published_one() -> None:
    # 63.89 percent counts servicemen as urban; the provinces do not hold them.
    urban = sum(each.urban for each in census.provinces())
    assert (urban + 2_000_000) / 1_411_778_724 == pytest.approx(0.6389, abs=5e-5)


def test_cities_cover_every_province_exactly() -> None:
    for place, province in enumerate(census.provinces()):
        own = [city for city in cities() if city.province == place]
        assert sum(city.population for city in own) == province.population, province.id
        assert sum(city.urban for city in own) == province.urban, province.id
    assert all(0 <= city.urban <= city.population for city in cities())
    assert len({city.id for city in cities()}) == len(cities())


def test_cities_with_a_scheme_are_there_by_name() -> None:
    named = {"rongcheng", "suining", "fuzhou", "xiamen", "hangzhou", "suzhou", "suqian", "yiwu", "nanjing"}
    assert named | {"beijing", "shanghai", "tianjin", "chongqing"} <= {city.id for city in cities()}


def test_generic_cities_are_of_ordinary_size() -> None:
    for city in cities():
        if city.standing == "generic":
            assert 3_500_000 < city.population < 6_000_000, city


def test_tiles_show_every_province_once() -> None:
    tiles = list(census.rows("tiles.csv"))
    assert [tile["id"] for tile in tiles] == [province.id for province in census.provinces()]
    assert len({(tile["row"], tile["col"]) for tile in tiles}) == 31


def test_there_are_44_foreign_carriers_four_of_them_american() -> None:
    homes = Counter(carrier.home for carrier in census.carriers())
    assert sum(count for home, count in homes.items() if home != "china") == 44
    assert homes["us"] == 4
    assert set(homes) == {"china", "us", "europe", "asia", "other"}


def test_jobs_in_companies_agree_with_their_number_and_size() -> None:
    # Two roads to the same figure: workers in companies, and companies times headcount.
    jobs = census.figure("employed", "all") - sum(
        census.figure("work", kind) for kind in ("farmer", "sole-trader", "office")
    )
    heads = sum(
        census.figure("company-size", size) / 100 * census.figure("company-heads", size)
        for size in ("micro", "small", "medium", "large")
    )
    assert heads * census.figure("companies", "companies") == pytest.approx(jobs, rel=0.02)
