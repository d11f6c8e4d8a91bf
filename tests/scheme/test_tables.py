"""Tables: dates resolved, the same opportunities in every scheme, rates given back exactly."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from desk import loaded as load

from xinyong import fields
from xinyong.dates import month_number
from xinyong.scheme import Tables, names, tables
from xinyong.scheme.catalogue import CODES
from xinyong.scheme.opportunities import SEGMENTS, chances, monthly_rate, segment

OPPORTUNITIES = ("poisson", "alias_cut", "alias_a", "alias_b")
TYPES = {"I8": np.int8, "U8": np.uint8, "U16": np.uint16, "I16": np.int16, "I32": np.int32,
         "I64": np.int64, "U32": np.uint32, "F64": np.float64}  # fmt: skip


def at(scheme: str | Path, month: str, cities: tuple[str, ...] = ("rongcheng", "elsewhere")) -> Tables:
    return load(scheme).compile(cities).at(month_number(month))


def test_the_words_of_the_language_are_the_codes_of_the_engine() -> None:
    for words, codes in CODES:
        assert tuple(words) == tuple(codes)


@pytest.mark.parametrize("name", names())
def test_every_table_has_its_type_and_shape(name: str) -> None:
    timeline = load(name).compile(["rongcheng", "elsewhere"])
    for month in (month_number("2008-01"), *timeline.changes, month_number("2024-01")):
        made = timeline.at(month)
        sizes = {
            "S": 64,
            "K": len(timeline.conducts),
            "R": len(timeline.regimes.cities),
            "L": len(timeline.lists),
            "C": len(fields.CHANNELS),
            "D": len(fields.ACCESS),
            "Z": len(fields.SLOTS),
        }
        for field, part in made._asdict().items():
            assert part.dtype == TYPES[Tables.__annotations__[field].__forward_arg__], field
            assert part.flags.c_contiguous, field
            if part.dtype == np.float64:
                assert np.isfinite(part).all(), field
        rows = made.first[:, -1].max(initial=0)
        assert {len(getattr(made, field)) for field in Tables._fields if field.startswith("row_")} == {rows}
        assert made.alias_a.shape == (sizes["S"], sizes["K"] + sizes["D"])
        assert made.seen.shape == (sizes["K"], sizes["C"])
        assert made.coverage.shape == (sizes["R"], sizes["C"])
        assert made.first.shape == (sizes["R"], sizes["K"] + 1)
        assert made.points.shape == made.grades.shape == (sizes["R"], sizes["Z"])
        assert made.cut.shape == made.grade_look.shape == (sizes["R"], sizes["Z"], 16)
        assert made.newcomer.shape == (sizes["R"], sizes["Z"], 2)
        assert made.grade_bar.shape == (sizes["R"], sizes["Z"], 16, sizes["D"])
        assert made.bar.shape == made.share.shape == made.group_bar.shape == (sizes["L"], sizes["D"])
        assert made.work_bar.shape == made.list_rep.shape == (sizes["L"],)
        assert made.rating.shape == (sizes["R"], len(tables.RATING))
        assert made.map.shape == (sizes["R"],)
        assert (made.flow.shape, made.breach.shape) == ((4,), (len(fields.HOLDERS), 2))
        assert (made.news.shape, made.demand.shape, made.burden.shape) == ((8,), (12,), (4,))
        assert made.list_kinds.shape == made.list_exit.shape == made.list_luck.shape == (sizes["L"],)
        assert ((made.com_strength > 0) == (made.com_perk > 0)).all()
        assert made.stake_list.shape == (len(fields.KINDS), sizes["R"], sizes["K"])
        assert (len(made.court), len(made.guard)) == (18, 16)
        for field in (
            "bar",
            "perk",
            "kin_bar",
            "group_bar",
            "work_bar",
            "flow",
            "breach",
            "burden",
            "share",
            "stake_list",
            "stake_record",
            "coverage",
            "row_coverage",
        ):
            assert ((getattr(made, field) >= 0) & (getattr(made, field) <= 1)).all(), field


def test_opportunities_are_the_same_in_every_scheme_and_month(data: Path) -> None:
    first = at("none", "2014-01")
    for scheme in (*names()[::6], data / "mine.yaml", data / "village"):
        other = at(scheme, "2018-07")
        for field in (*OPPORTUNITIES, "domain", "kinds", "needs", "work_mask"):
            assert np.array_equal(getattr(first, field), getattr(other, field)), (scheme, field)


def given_back(made: Tables, row: int) -> np.ndarray:
    """Shares of the outcomes that drawing by an alias table gives."""
    size = made.alias_cut.shape[1]
    below = made.alias_cut[row].astype(float) / 2**32
    shares = np.zeros(size)
    np.add.at(shares, made.alias_a[row], below / size)
    np.add.at(shares, made.alias_b[row], (1 - below) / size)
    return shares


def expected_rates(row: int) -> np.ndarray:
    catalogue = load("none").catalogue
    kinds = [(each.subjects, each.opportunities.number, each.by) for each in catalogue.conducts.values()]
    kinds += [(each.subjects, each.attempts.number, each.by) for each in catalogue.gates.values()]
    return np.array([monthly_rate(row, list(who), year, by) for who, year, by in kinds])


@pytest.mark.parametrize("row", [1, 4, 14, 15, 23, 30, 32, 39, 47, 48, 52])
def test_alias_tables_give_the_rates_back(row: int) -> None:
    rates = expected_rates(row)
    assert rates.sum() > 0
    assert np.abs(given_back(at("none", "2014-01"), row) - rates / rates.sum()).max() < 1e-8


@pytest.mark.parametrize("row", range(SEGMENTS))
def test_poisson_thresholds_are_the_closed_form(row: int) -> None:
    mean = expected_rates(row).sum()
    thresholds = at("none", "2014-01").poisson[row].astype(float) / 2**32
    chance = [math.exp(-mean) * mean**n / math.factorial(n) for n in range(32)]
    assert np.abs(thresholds - np.cumsum(chance)).max() < 1e-9
    assert (np.diff(thresholds) >= 0).all()


def test_alias_and_poisson_on_rates_known_by_hand() -> None:
    made = chances(np.array([[1.0, 2.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]]))
    shares = given_back(made, 0)  # type: ignore[arg-type]
    assert shares == pytest.approx([0.25, 0.5, 0.25, 0.0], abs=1e-9)
    assert made.poisson[0, 0] == int(math.exp(-4) * 2**32)
    assert (made.poisson[1] == 2**32 - 1).all()
    assert np.array_equal(made.alias_a[1], made.alias_b[1])


def test_segments_multiply_and_minors_have_nothing_unless_said() -> None:
    assert segment(1 * 8 + 4 + 2 + 1) == ("person", ("young", "urban", "online", "borrower"))
    ages, places = ("minor", "young", "middle", "old"), ("rural", "urban")
    nets, debts = ("offline", "online"), ("non-borrower", "borrower")
    persons = [(age, at, net, debt) for age in ages for at in places for net in nets for debt in debts]
    assert [segment(number) for number in range(32)] == [("person", words) for words in persons]
    assert segment(32 + 3 * 4 + 1) == ("company", ("large", "state"))
    assert segment(48) == ("office", ("court",))
    assert segment(60) is None
    assert monthly_rate(15, ["person"], 12.0, {"young": 2.0, "urban": 3.0, "rural": 9.0}) == 6.0
    assert monthly_rate(0, ["person"], 12.0, {}) == 0.0
    assert monthly_rate(0, ["person"], 12.0, {"minor": 0.5}) == 0.5
    assert monthly_rate(15, ["company"], 12.0, {}) == 0.0


def rows(made: Tables, scheme: str | Path, conduct: str, regime: int = 0) -> slice:
    number = list(load(scheme).catalogue.conducts).index(conduct)
    return slice(made.first[regime, number], made.first[regime, number + 1])


def test_nothing_before_its_date_and_nothing_after(data: Path) -> None:
    mine = data / "mine.yaml"
    seen = {}
    for month in ("2016-05", "2016-06", "2016-12", "2017-01", "2017-12", "2018-01", "2018-12", "2019-01"):
        made = at(mine, month)
        here = rows(made, mine, "littering", 1)
        seen[month] = (
            int(made.points[1, 0]), int(here.stop - here.start), bool(made.bar[0].any()),
            bool(made.share[0].any()), float(made.guard[tables.GUARD_NOTICE]),
        )  # fmt: skip
    assert seen == {
        "2016-05": (0, 0, False, False, 0.0),
        "2016-06": (1, 0, False, False, 1.0),
        "2016-12": (1, 0, True, False, 1.0),
        "2017-01": (1, 1, True, True, 1.0),
        "2017-12": (1, 1, True, True, 1.0),
        "2018-01": (1, 0, True, True, 1.0),
        "2018-12": (1, 0, True, True, 1.0),
        "2019-01": (0, 0, False, False, 1.0),
    }


def test_a_city_scheme_holds_in_its_city_alone(data: Path) -> None:
    mine = load(data / "mine.yaml")
    timeline = mine.compile(["elsewhere", "rongcheng", "nowhere"])
    assert timeline.regime_of_place.tolist() == [[0, 0], [1, 1], [0, 0]]
    assert timeline.regime_of_place.dtype == np.int16
    made = timeline.at(month_number("2017-06"))
    assert made.points[:, 0].tolist() == [0, 1]
    assert made.points[:, 1:].sum() == 0
    assert made.stake_points[:, 0].any() == np.False_
    assert made.grade_perk[0].sum() == 0
    assert made.grade_perk[1, 0, 0, fields.ACCESS.index("fast-lane")] == pytest.approx(0.8)


def test_a_row_says_what_its_book_says(data: Path) -> None:
    mine = data / "mine.yaml"
    made = at(mine, "2017-06")
    here = rows(made, mine, "littering", 1).start
    assert made.row_coverage[here] == 0.5
    assert made.row_points[here] == -60
    assert made.row_term[here] == 6  # the term of the list that it enters
    assert made.row_list[here] == 0
    assert made.row_kinds[here] == 1
    assert made.row_channels[here] == 2 ** len(fields.CHANNELS) - 1
    light = rows(made, mine, "red-light", 1).start
    assert made.row_channels[light] == 1 << fields.CHANNELS.index("camera")
    assert made.row_term[light] == 24  # the book's
    good = rows(made, mine, "volunteering", 1).start
    assert made.row_term[good] == 0
    assert made.list_min[0] == 3
    assert made.list_colour[0] == -1
    assert (made.cut[1, 0, :2].tolist(), int(made.grades[1, 0])) == ([120, 60], 3)
    assert (made.lowest[1, 0], made.highest[1, 0]) == (0, 200)
    assert (made.capacity[0], made.court[tables.COURT_CAPACITY]) == (1.5, 1.0)


def test_stakes_follow_the_rows(data: Path) -> None:
    mine = data / "mine.yaml"
    made = at(mine, "2017-06")
    number = list(load(mine).catalogue.conducts).index("littering")
    assert made.stake_list[0, 1, number] == pytest.approx(0.5)
    assert made.stake_record[0, 1, number] == pytest.approx(0.5)
    assert made.stake_points[0, 1, number] == pytest.approx(-30)
    assert not made.stake_points[1:, 1, number].any()
    assert not made.stake_record[1:, 1, number].any()
    light = list(load(mine).catalogue.conducts).index("red-light")
    notices = made.seen[light] * made.coverage[1]
    heard = notices[fields.CHANNELS.index("camera")] / notices.sum()
    assert made.stake_points[0, 1, light] == pytest.approx(-10 * 0.5 * heard)
    assert made.stake_list[0, 1, light] == 0


def test_under_a_rumour_only_belief_differs() -> None:
    quiet, rumour, real = (at(name, "2019-01") for name in ("status-quo-2012", "rumour", "china-2020"))
    stakes = ("stake_list", "stake_points", "stake_record")
    for field in stakes:
        assert np.array_equal(getattr(rumour, field), getattr(real, field)), field
    assert not np.array_equal(quiet.stake_record, rumour.stake_record[: len(quiet.stake_record)])
    assert all(
        np.array_equal(rumour.row_points[a:b], quiet.row_points[c:d])
        for (a, b), (c, d) in zip(
            pairwise(rumour.first[0].tolist()), pairwise(quiet.first[0].tolist()), strict=True
        )
    )
    for field in ("bar", "share", "court", "reg_bar", "com_perk", "guard", "capacity"):
        assert np.array_equal(getattr(rumour, field), getattr(quiet, field)), field
    assert rumour.points.sum() == 0


def test_the_courts_list_has_its_dates() -> None:
    def court(month: str) -> np.ndarray:
        return at("china-2020", month).court

    before, limits, lists, later = court("2010-09"), court("2012-01"), court("2013-10"), court("2018-01")
    assert not before[[tables.COURT_LISTS, tables.COURT_LIMITS, tables.COURT_CAPACITY]].any()
    assert (limits[tables.COURT_LIMITS], limits[tables.COURT_LISTS], limits[tables.COURT_LIST]) == (1, 0, -1)
    assert (lists[tables.COURT_LISTS], lists[tables.COURT_LIMITS]) == (1, 1)
    assert (lists[tables.COURT_CREDITOR_EXIT], later[tables.COURT_CREDITOR_EXIT]) == (0, 1)
    assert later[tables.COURT_TERM] == 24
    scheme = load("china-2020")
    assert scheme.lists[int(later[tables.COURT_LIST])] == "spc-judgment-defaulters.defaulters"
    assert scheme.books[int(later[tables.COURT_INSTITUTION])].id == "spc-judgment-defaulters"
    assert list(scheme.catalogue.conducts)[int(later[tables.COURT_CONDUCT])] == "judgment-default"


def test_the_none_scheme_does_nothing() -> None:
    made = at("none", "2019-01")
    for field in (
        "points",
        "com_on",
        "reg_on",
        "stake_list",
        "stake_points",
        "stake_record",
        "believed",
        "guard",
    ):
        assert not getattr(made, field).any(), field
    assert len(made.row_points) == len(made.bar) == 0


def test_tables_are_made_once_between_changes() -> None:
    timeline = load("china-2020").compile(["rongcheng"])
    first, second = next(pair for pair in pairwise(timeline.changes) if pair[1] - pair[0] > 1)
    assert timeline.at(first) is timeline.at(second - 1)
    assert timeline.at(first) is not timeline.at(second)
