"""Safeguards that books grant, an end to all records, and the rules of one month for ever."""

from __future__ import annotations

import numpy as np
import pytest
from desk import SCORE, Desk

from xinyong import fields
from xinyong.dates import month_number
from xinyong.scheme import Tables, load, tables
from xinyong.scheme.regimes import adopters

REPAIR, NOTICE = tables.GUARD_REPAIR, tables.GUARD_NOTICE


def test_a_books_safeguards_hold_in_the_whole_scheme_while_it_does(desk: Desk) -> None:
    desk.book(
        "rules",
        "law",
        """safeguards:
  repair: [{from: 2019-07, until: 2020-01}, {from: 2023-05}]
  notice: true
""",
        force="{from: 2014-01, until: 2025-01}",
    )
    desk.book("points", "points", SCORE)
    uses = "points\nrules"
    held = {
        month: desk.at(month, uses).guard[[REPAIR, NOTICE]].tolist()
        for month in ("2013-12", "2014-01", "2019-07", "2020-01", "2023-05", "2025-01")
    }
    assert held == {
        "2013-12": [0, 0], "2014-01": [0, 1], "2019-07": [1, 1], "2020-01": [0, 1], "2023-05": [1, 1],
        "2025-01": [0, 0],
    }  # fmt: skip
    assert not desk.at("2019-08", "points").guard.any()


def test_what_the_scheme_says_goes_before_what_books_say(desk: Desk) -> None:
    desk.book("rules", "law", "safeguards: {repair: true, notice: {from: 2015-01}}\n")
    more = "safeguards: {repair: false, notice: {from: 2018-01}, appeal: true}\n"
    for month, notice in (("2016-01", 0), ("2018-01", 1)):
        guard = desk.at(month, "rules", more).guard
        assert (guard[REPAIR], guard[NOTICE], guard[tables.GUARD_APPEAL]) == (0, notice, 1)


ROWS = """retention: 60
coverage: 1
collects:
  - {conduct: littering, points: -1}
  - {conduct: red-light, points: -1, retention: none}
  - {conduct: speeding, points: -1, retention: 12}
"""


def test_nothing_counts_longer_than_expiry_allows(desk: Desk) -> None:
    desk.book("points", "points", SCORE + ROWS)
    desk.book("rules", "law", "safeguards: {expiry: {from: 2016-01, months: 36}}\n")
    uses = "points\nrules\nspc-judgment-defaulters"

    def terms(made: Tables) -> tuple[list[int], float, float]:
        rows = sorted(made.row_term[made.row_institution == 0].tolist())
        return rows, float(made.court[tables.COURT_TERM_ABLE]), float(made.court[tables.COURT_TERM])

    assert terms(desk.at("2015-12", uses)) == ([0, 12, 60], 0, 240)
    assert terms(desk.at("2016-01", uses)) == ([12, 36, 36], 36, 36)
    assert terms(desk.at("2018-01", uses)) == ([12, 36, 36], 36, 24)
    own = "safeguards: {expiry: {months: 6}}\n"
    assert terms(desk.at("2016-01", uses, own))[0] == [6, 6, 6]
    assert terms(desk.at("2016-01", uses, "safeguards: {expiry: true}\n"))[0] == [0, 12, 60]


def same(first: Tables, second: Tables, *but: str) -> None:
    for name, a, b in zip(Tables._fields, first, second, strict=True):
        if name not in but:
            assert np.array_equal(a, b), name


@pytest.mark.parametrize("month", ["2014-12", "2019-03", "2023-06"])
def test_as_of_a_month_its_rules_hold_for_ever(month: str, desk: Desk) -> None:
    desk.book("city", "points", SCORE + ROWS.replace("points: -1}", "points: -1, from: 2018-01}"),
              force="{from: 2013-01, until: 2022-01}")  # fmt: skip
    desk.book("rules", "law", "safeguards: {repair: {from: 2019-01}, notice: {until: 2019-01}}\n"
              "channels: [{channel: camera, coverage: 0.5, from: 2015-01}]\n")  # fmt: skip
    uses = "{book: city, adopts: {cities: 20, from: 2014-01, until: 2021-01}}\nrules\nspc-judgment-defaulters"
    more = "safeguards: {appeal: {from: 2019-02}, repair: {from: 2023-01}}\n"
    dated = desk.load(uses, more)
    cities = ["rongcheng", "suzhou", *adopters(dated.uses[0])]
    frozen = desk.load(uses, f"{more}as_of: {month}\n")
    assert frozen.sha256 != dated.sha256
    timeline, then = frozen.compile(cities), dated.compile(cities)
    assert timeline.changes == []
    there, here = then.at(month_number(month)), timeline.at(0)
    assert timeline.at(month_number("1999-01")) is timeline.at(month_number("2030-01"))
    for index in range(len(cities)):
        for area in (0, 1):
            a, b = then.regime_of_place[index, area], timeline.regime_of_place[index, area]
            assert np.array_equal(there.coverage[a], here.coverage[b])
            assert np.array_equal(there.points[a], here.points[b])
            assert np.array_equal(there.stake_points[:, a], here.stake_points[:, b])
            rows = [
                made.row_points[made.first[g, 0] : made.first[g, -1]] for made, g in ((there, a), (here, b))
            ]
            assert np.array_equal(*rows)
    for name in ("guard", "flow", "breach", "burden", "campaign", "believed"):
        assert np.array_equal(getattr(there, name), getattr(here, name)), name
    court = [
        made.court[[tables.COURT_LISTS, tables.COURT_TERM, tables.COURT_TERM_ABLE]] for made in (there, here)
    ]
    assert np.array_equal(*court)


def test_as_of_a_month_nothing_happens_and_nobody_demands(desk: Desk) -> None:
    letter = "id: letter, name: L, month: 2018-04, sectors: trade, owners: foreign, deadline: 1, threat: 1, "
    letter += "credit_share: 1"
    desk.book(
        "law",
        "law",
        "events: [{id: a, name: A, month: 2018-04, lasts: 9, tells: {trust: 1}}]\n"
        f"demands: [{{{letter}}}]\n",
    )
    assert desk.at("2018-05", "law").demand[0] == 1
    frozen = desk.at("2018-05", "law", "as_of: 2018-05\n")
    assert not frozen.demand.any()
    assert not frozen.news.any()


def test_a_reform_may_set_the_month() -> None:
    base = load("china-2020")
    month = month_number("2017-06")
    frozen = base.reform([{"set": "as_of", "to": "2017-06"}]).compile(["rongcheng"]).at(300)
    there = base.compile(["rongcheng"]).at(month)
    assert np.array_equal(frozen.guard, there.guard)
    assert frozen.reg_on.tolist() == there.reg_on.tolist()
    assert np.array_equal(np.sort(frozen.reg_bar), np.sort(there.reg_bar))
    assert frozen.com_perk.tolist() == there.com_perk.tolist()
    assert fields.ACCESS[0] == "flight"
