"""What books do beside records and measures: it reaches the tables, in its dates, where the book holds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from desk import SCORE, Desk, loaded

from xinyong import fields
from xinyong.dates import month_number
from xinyong.scheme import tables

CAMERA, PEER = fields.CHANNELS.index("camera"), fields.CHANNELS.index("peer")


def test_channels_cover_what_a_book_says_while_and_where_it_holds(desk: Desk) -> None:
    usual = desk.at("2018-01", "{book: spc-judgment-defaulters}").coverage[0, CAMERA]
    desk.book(
        "eyes",
        "sensing",
        """channels:
  - {channel: camera, coverage: 0.5, from: 2015-01, until: 2017-01}
  - {channel: camera, times: 1.5, from: 2016-01}
""",
    )
    desk.book("more", "sensing", "channels: [{channel: camera, coverage: 0.6}]\n", force="{from: 2016-06}")
    uses = "{book: eyes, places: rongcheng}\nmore"
    seen = {
        month: desk.at(month, uses).coverage[:, CAMERA].round(9).tolist()
        for month in ("2014-12", "2015-01", "2016-01", "2016-06", "2017-01")
    }
    assert seen == {
        "2014-12": [usual, usual], "2015-01": [usual, 0.5], "2016-01": [usual, 0.75],
        "2016-06": [0.6, 0.9], "2017-01": [0.6, 0.9],
    }  # fmt: skip
    assert desk.at("2017-01", uses, "coverage: {camera: 0.1}\n").coverage[:, CAMERA].tolist() == [0.1, 0.1]
    desk.book("all", "sensing", "channels: [{channel: camera, times: 900}]\n")
    assert desk.at("2018-01", "all").coverage[0, CAMERA] == 1


def test_flows_add_up_and_laws_limit_them(desk: Desk) -> None:
    desk.book(
        "access",
        "law",
        """flows:
  - {who: firms, to: state, share: 0.5, from: 2015-01}
  - {who: firms, to: firms, share: 0.4}
""",
    )
    desk.book(
        "portal", "hub", "flows: [{who: state, to: firms, share: 0.2}, {who: firms, to: state, share: 0.5}]\n"
    )
    desk.book("law", "law", "limits: [{who: firms, to: firms, times: 0.25, from: 2016-01}]\n")
    uses = "access\nportal\nlaw"
    flows = [desk.at(month, uses).flow.round(9).tolist() for month in ("2014-12", "2015-01", "2016-01")]
    assert flows == [[0.5, 0.2, 0.4, 0], [0.75, 0.2, 0.4, 0], [0.75, 0.2, 0.1, 0]]


def test_leaks_add_up_and_a_law_makes_them_rarer(desk: Desk) -> None:
    desk.book(
        "hubs",
        "hub",
        "holds: [{holder: city, leaks: 1, exposes: 0.1}, {holder: firms, leaks: 2, exposes: 1}]\n",
    )
    desk.book("cards", "hub", "holds: [{holder: city, leaks: 3, exposes: 0.5, until: 2018-01}]\n")
    desk.book("law", "law", "holds_times: 0.5\n", force="{from: 2017-01}")
    uses = "hubs\ncards\nlaw"

    def leaks(month: str, holder: str) -> tuple[float, float]:
        chance, exposes = desk.at(month, uses).breach[fields.HOLDERS.index(holder)]
        return round(-12 * math.log(1 - chance), 9), round(float(exposes), 9)

    assert leaks("2016-12", "city") == (4, 0.4)
    assert leaks("2017-01", "city") == (2, 0.4)
    assert leaks("2018-01", "city") == (0.5, 0.1)
    assert leaks("2016-12", "firms") == (2, 1)
    assert leaks("2016-12", "state") == (0, 0)


def test_an_event_tells_people_as_long_as_it_lasts(desk: Desk) -> None:
    desk.book(
        "zao",
        "law",
        """events:
  - {id: zao, name: Zao, month: 2019-09, lasts: 2.5, tells: {privacy: 0.2, approval: -0.1}, offline: 0.3}
  - {id: other, name: Other, month: 2019-10, lasts: 1, tells: {privacy: 0.9, trust: -0.5}}
""",
    )
    timeline = desk.load("zao").compile()
    news = {
        month: timeline.at(month_number(month)).news[:6].round(9).tolist()
        for month in ("2019-08", "2019-09", "2019-10", "2019-11", "2019-12")
    }
    nothing = [0.0] * 6
    assert news == {
        "2019-08": nothing, "2019-09": [0.2, 0, -0.1, 0, 0, 0.3], "2019-10": [1, 0, -0.1, 0, -0.5, 0.3],
        "2019-11": [0.1, 0, -0.05, 0, 0, 0.3], "2019-12": nothing,
    }  # fmt: skip
    late = desk.load("{book: zao, from: 2019-10}").compile()
    assert late.at(month_number("2019-09")).news.tolist() == [0.0] * 8


def test_a_demand_counts_its_months(desk: Desk) -> None:
    letter = "id: letter, name: Letter, month: 2018-04, sectors: [air-carrier], owners: [foreign, state]"
    desk.book("letter", "law", f"demands: [{{{letter}, deadline: 1, threat: 0.2, credit_share: 0.5}}]\n")
    timeline = desk.load("letter").compile()

    def stands(month: str) -> list[float]:
        return timeline.at(month_number(month)).demand.tolist()[:7]

    sectors = 1 << fields.SECTORS.index("air-carrier")
    owners = 1 << fields.OWNERS.index("foreign") | 1 << fields.OWNERS.index("state")
    assert stands("2018-03") == [0.0] * 7
    for month, since, left in (
        ("2018-04", 0, 1),
        ("2018-05", 1, 0),
        ("2018-09", 5, -4),
        ("2019-04", 12, -11),
    ):
        assert stands(month) == [1, sectors, owners, since, left, 0.2, 0.5]
    assert stands("2019-05") == [0.0] * 7
    desk.book(
        "letter",
        "law",
        f"demands: [{{{letter}, deadline: 1, threat: 0.2, credit_share: 0.5, until: 2018-06}}]\n",
    )
    shorter = desk.load("letter").compile()
    assert [shorter.at(month_number(month)).demand[0] for month in ("2018-05", "2018-06")] == [1, 0]


def test_two_demands_at_one_time_are_refused(desk: Desk) -> None:
    for name, month in (("one", "2018-04"), ("two", "2019-03")):
        desk.book(name, "law", f"demands: [{{id: {name}, name: N, month: {month}, sectors: trade, "
                  "owners: state, deadline: 1, threat: 0.2, credit_share: 0.5}]\n")  # fmt: skip
    (problem,) = desk.wrong("one\ntwo")
    assert "'two' stands while 'one' does" in problem.found
    assert problem.file.endswith("two/rulebook.yaml")


def test_burden_and_publicity_have_their_dates(desk: Desk) -> None:
    desk.book(
        "law",
        "law",
        "burden:\n  - {owners: [foreign, private], share: 0.01}\n"
        "  - {owners: foreign, share: 0.02, from: 2017-06}\n",
    )
    desk.book(
        "plan",
        "plan",
        "campaign: [{times: 2, until: 2016-01}, {times: 0.5, from: 2016-01}]\n",
        force="{from: 2014-06, until: 2021-01}",
    )
    uses = "law\nplan"
    burden = [desk.at(month, uses).burden.round(9).tolist() for month in ("2013-12", "2014-01", "2017-06")]
    private, foreign = fields.OWNERS.index("private"), fields.OWNERS.index("foreign")
    assert [(each[private], each[foreign]) for each in burden] == [(0, 0), (0.01, 0.01), (0.01, 0.03)]
    said = [desk.at(month, uses).campaign[0] for month in ("2014-05", "2014-06", "2016-01", "2021-01")]
    assert said == [0, 2, 0.5, 0]
    assert desk.at("2015-01", "law").campaign[0] == 0
    desk.book("plan", "plan", "phases: [{name: One, from: 2014-02, does: Nothing.}]\n")
    assert desk.at("2015-01", "plan").campaign[0] == 1


LIST = """collects: [{conduct: littering, coverage: 1, retention: none, channels: camera}]
lists:
  - {id: shame, name: Shame, colour: black, from: 2015-01, entry: {conduct: littering}, exit: death,
     publicity: named}
"""


def test_a_map_shows_a_list_where_it_is_offered(desk: Desk) -> None:
    desk.book("shame", "list", LIST)
    desk.book(
        "map",
        "sensing",
        "channels: [{channel: camera, times: 1}]\nmap: {list: shame.shame, looks: 0.05, from: 2016-01}\n",
    )
    desk.book("other", "list", LIST)
    for lists, number in (("shame", 0), ("other\nshame", 1), ("shame\nother", 0)):
        timeline = desk.load(f"{lists}\n{{book: map, places: rongcheng}}").compile(["rongcheng", "suzhou"])
        for month, shown, looks in (("2015-12", -1, 0), ("2016-01", number, 0.05)):
            made = timeline.at(month_number(month))
            assert made.map_list[0] == shown
            assert made.map[timeline.regime_of_place[:, 1]].tolist() == [looks, 0]


def test_of_two_maps_the_first_list_is_shown_and_both_are_looked_at(desk: Desk) -> None:
    desk.book("shame", "list", LIST)
    desk.book("other", "list", LIST)
    for name, shown in (("one", "shame.shame"), ("two", "other.shame")):
        rules = f"channels: [{{channel: camera, times: 1}}]\nmap: {{list: {shown}, looks: 0.5}}\n"
        desk.book(name, "sensing", rules)
    for maps, number in (("one\ntwo", 0), ("two\none", 1)):
        timeline = desk.load(f"shame\nother\n{maps}").compile(["rongcheng"])
        made = timeline.at(month_number("2016-01"))
        assert made.map_list.tolist() == [number]
        assert set(made.map.tolist()) == {0.75}


def test_good_and_harmful_acts_have_their_signs() -> None:
    scheme = loaded("china-2020")
    made = scheme.compile([]).at(month_number("2016-01"))
    signs = {"good": 1, "neutral": 0, "harmful": -1}
    catalogue = scheme.catalogue.conducts.values()
    assert made.good.tolist() == [signs[each.valence] for each in catalogue]
    assert set(made.good.tolist()) == {-1, 0, 1}


def test_groups_and_employers_are_reached(desk: Desk) -> None:
    desk.book(
        "ten",
        "list",
        LIST
        + """groups: {households: 10}
measures:
  - {when: shame, gate: [welfare, post], does: refuse, reaches: group, strength: 0.3}
  - {when: shame, does: dismiss, reaches: employer, until: 2017-01,
     strength: {value: 0.1, unit: per month, standing: choice}}
  - {when: shame, does: dismiss, reaches: employer, strength: 0.5, from: 2016-01}
""",
    )
    early, made, late = (desk.at(month, "ten") for month in ("2014-06", "2016-06", "2017-01"))
    post = fields.ACCESS.index("post")
    assert (made.group_bar[0, post], made.bar[0, post], made.kin_bar[0, post]) == (0.3, 0, 0)
    assert (early.work_bar[0], round(made.work_bar[0], 9), late.work_bar[0]) == (0, 0.55, 0.5)
    assert made.group_size.tolist() == [10]
    assert not early.group_bar.any()


def test_a_listing_of_a_company_may_reach_its_representative(desk: Desk) -> None:
    firms = LIST.replace("littering", "company-tax-evasion").replace("camera", "tax-office")
    desk.book("tax", "list", firms + "measures:\n  - {when: shame, gate: flight, does: refuse, "
              "from: 2016-01, reaches: representative, strength: 0.9}\n",
              subjects="[company]")  # fmt: skip
    flight = fields.ACCESS.index("flight")
    for month, reached in (("2015-12", 0), ("2016-01", 1)):
        made = desk.at(month, "tax")
        assert made.list_rep.tolist() == [reached]
        assert made.bar[0, flight] == 0.9 * reached


def test_ratings_take_a_slot_and_move_what_people_expect(desk: Desk) -> None:
    stars = SCORE.replace("base: 100,", "base: 100, lowest: 0, highest: 200,")
    rating = "rating: {scale: 4, weight: 1, flattery: 0.6, share: 0.5, term: 12, conduct: fair-trade}\n"
    desk.book("stars", "rating", stars + rating)
    scheme = desk.load("spc-judgment-defaulters\n{book: stars, places: rongcheng}")
    timeline = scheme.compile(["rongcheng"])
    made, before = timeline.at(month_number("2016-01")), timeline.at(month_number("2013-12"))
    number = timeline.conducts.index("fair-trade")
    assert made.rating.tolist() == [[0.0] * 8, [1, 1, 4, 1, 0.6, 0.5, 12, number]]
    assert not before.rating.any()
    assert made.points[:, 0].tolist() == [0, 1]
    assert made.believed[0] == 1
    among = np.isin(
        made.counterpart, [fields.COUNTERPARTS.index(word) for word in ("stranger", "neighbour", "kin")]
    )
    assert among.any()
    assert made.stake_points[0, 1].tolist() == (made.good * among * 2.0).tolist()
    assert not made.stake_points[0, 0].any()
    assert not made.stake_points[1:].any()


def test_companies_are_inspected_by_their_grade_and_new_ones_have_their_own(desk: Desk) -> None:
    desk.book(
        "tax",
        "points",
        SCORE.replace(
            "base: 100,",
            """base: 100, newcomer: {grade: B, months: 12},
  inspections: [{grade: [C], times: 3}, {grade: [B, C], times: 2, from: 2016-01}],""",
        ),
        subjects="[company, person]",
    )
    slot = fields.SLOT_FIRST[1]
    made, later = desk.at("2015-01", "tax"), desk.at("2016-01", "tax")
    assert made.grade_look[0, slot, :4].tolist() == [1, 1, 3, 1]
    assert later.grade_look[0, slot, :4].tolist() == [1, 2, 6, 1]
    assert made.newcomer[0, slot].tolist() == [1, 12]
    assert made.newcomer[0, slot + 1].tolist() == [-1, 0]
    assert made.adult_only[0].tolist() == [1, 0, 0, 0, 0, 0, 0]


def test_guides_to_a_score_may_be_about(desk: Desk) -> None:
    plain = desk.at("2018-01", "{book: zhima}")
    assert plain.com_on[0] == 1
    more = desk.load("{book: zhima}").reform(
        [{"set": "book.zhima.gaming", "to": {"value": 2.5, "standing": "choice"}}]
    )
    assert more.compile().at(month_number("2018-01")).com_gaming[0] == 2.5
    assert more.compile().at(month_number("2010-01")).com_gaming[0] == 1
    assert tables.RATING_CONDUCT == 7


@pytest.mark.parametrize("field", ["flow", "breach", "news", "demand", "burden", "rating", "map", "campaign",
                                   "group_size", "group_bar", "work_bar", "list_rep"])  # fmt: skip
def test_without_a_book_that_says_so_nothing_is_so(field: str, desk: Desk) -> None:
    made = desk.at("2018-01", "{book: spc-judgment-defaulters}")
    assert not getattr(made, field).any()
    assert made.map_list.tolist() == [-1]
    assert (made.grade_look == 1).all()


def test_people_know_of_a_scheme_while_it_scores_them_or_names_them(desk: Desk) -> None:
    """Lists that are kept from the public, laws and lists that have ended are none that people speak of."""
    entry = "colour: black, entry: {conduct: littering}, exit: death"
    kept = "collects: [{conduct: littering, coverage: 1, retention: none, channels: camera}]\nlists:\n"
    named = f"  - {{id: shame, name: S, {entry}, publicity: named, from: 2015-01, until: 2016-01}}\n"
    desk.book("shame", "list", kept + named)
    desk.book("quiet", "list", kept + f"  - {{id: quiet, name: Q, {entry}, publicity: unnamed}}\n")
    desk.book("points", "points", SCORE, force="{from: 2015-01, until: 2016-01}")
    for book, known in (("shame", 1), ("points", 1), ("quiet", 0)):
        for month, holds in (("2014-12", 0), ("2015-01", 1), ("2015-12", 1), ("2016-01", 0)):
            assert desk.at(month, book).believed[0] == known * holds, (book, month)
