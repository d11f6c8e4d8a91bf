"""Where books hold: provinces, town and country, adoption; and which slot a score has there."""

from __future__ import annotations

import csv
from importlib import resources

import numpy as np
import pytest
from desk import SCORE, Desk

from xinyong import fields
from xinyong.dates import month_number
from xinyong.scheme import library
from xinyong.scheme.regimes import adopters, in_force

CITIES = ("rongcheng", "hebei-01", "hebei-02", "jiangsu-01", "elsewhere")


def test_the_places_of_the_library_are_those_of_the_society() -> None:
    rows = csv.DictReader(
        resources.files("xinyong.society").joinpath("library/cities.csv").read_text("utf-8").splitlines()
    )
    assert dict(library.city_provinces()) == {row["id"]: row["province"] for row in rows}


def test_a_province_is_all_its_cities(desk: Desk) -> None:
    desk.book("points", "points", SCORE)
    timeline = desk.load("{book: points, places: [hebei, rongcheng]}").compile(CITIES)
    assert timeline.regime_of_place.tolist() == [[1, 1], [1, 1], [1, 1], [0, 0], [0, 0]]
    assert timeline.regime_of_place.dtype == np.int16
    assert timeline.at(200).points[:, 0].tolist() == [0, 1]


@pytest.mark.parametrize(("word", "column"), [("rural", 0), ("urban", 1)])
def test_a_book_may_hold_in_the_country_or_in_town_alone(desk: Desk, word: str, column: int) -> None:
    desk.book("points", "points", SCORE)
    scheme = desk.load(f"{{book: points, places: rongcheng, where: {word}}}")
    timeline = scheme.compile(CITIES)
    expected = [[0, 0] for _ in CITIES]
    expected[0][column] = 1
    assert timeline.regime_of_place.tolist() == expected
    held = [area for area in ("rural", "urban") if list(in_force(scheme, "rongcheng", 200, area))]
    assert held == [word]
    everywhere = desk.load(f"{{book: points, where: {word}}}").compile(CITIES)
    assert everywhere.regime_of_place[:, column].tolist() == [1] * len(CITIES)
    assert not everywhere.regime_of_place[:, 1 - column].any()
    assert everywhere.at(200).points[:, fields.SLOT_FIRST[0] :].sum() == 1


def test_cities_adopt_in_waves_and_in_an_order_of_their_own(desk: Desk) -> None:
    desk.book("points", "points", SCORE)
    use = "{book: points, adopts: {cities: 40, from: 2015-01, until: 2016-07}}"
    scheme = desk.load(use)
    since = adopters(scheme.uses[0])
    assert sorted(set(since.values())) == [month_number(month) for month in ("2015-01", "2015-07", "2016-01")]
    assert len(since) == 40
    few = desk.load("{book: points, adopts: {cities: 5, from: 2015-01}}")
    assert set(adopters(few.uses[0])) <= set(since)
    assert set(adopters(few.uses[0]).values()) == {month_number("2015-01")}
    north = desk.load("{book: points, places: hebei, adopts: {cities: 5, from: 2015-01}}")
    assert {library.city_provinces()[city] for city in adopters(north.uses[0])} == {"hebei"}
    timeline = scheme.compile(tuple(since))
    assert set(since.values()) <= set(timeline.changes)
    for month in (month_number("2014-12"), month_number("2015-06"), month_number("2020-01")):
        points = timeline.at(month).points[timeline.regime_of_place[:, 1], 0]
        assert points.tolist() == [int(begins <= month) for begins in since.values()]


def test_as_many_slots_as_kinds_have_and_each_book_keeps_its_own(desk: Desk) -> None:
    desk.book("city", "points", SCORE)
    desk.book("village", "points", SCORE, force="{from: 2013-01}")
    for number in range(4):
        desk.book(f"firms-{number}", "points", SCORE, subjects="[company]", force=f"{{from: 201{number}-01}}")
    desk.book("both", "points", SCORE, subjects="[office]")
    uses = """
        {book: city, places: rongcheng}
        {book: village, places: rongcheng, where: rural}
        firms-3
        firms-2
        firms-1
        firms-0
        both
    """
    scheme = desk.load(uses)
    timeline = scheme.compile(["rongcheng"])
    number = {book.id: place for place, book in enumerate(scheme.books)}
    made = timeline.at(month_number("2016-01"))
    country, town = timeline.regime_of_place[0]
    assert made.score_institution[country].tolist() == [
        number[each] for each in ("city", "village", "firms-0", "firms-1", "firms-2", "firms-3", "both")
    ]
    assert made.score_institution[town, :2].tolist() == [number["city"], 255]
    assert made.points[0].tolist() == [0, 0, 1, 1, 1, 1, 1]
    early = timeline.at(month_number("2011-06"))
    assert early.points[0].tolist() == [0, 0, 1, 1, 0, 0, 0]
    assert early.score_institution[0, 3] == made.score_institution[0, 3]


def test_a_slot_is_free_again_when_its_book_has_ended(desk: Desk) -> None:
    for name, force in (("one", "{from: 2014-01, until: 2016-01}"), ("two", "{from: 2014-01}"),
                        ("three", "{from: 2016-01}")):  # fmt: skip
        desk.book(name, "points", SCORE, force=force)
    scheme = desk.load("one\ntwo\nthree")
    timeline = scheme.compile()
    held = [
        timeline.at(month_number(month)).score_institution[0, :2].tolist() for month in ("2015-12", "2016-01")
    ]
    assert held == [[0, 1], [2, 1]]


def test_more_books_than_slots_are_refused_where_they_meet(desk: Desk) -> None:
    for name in ("one", "two", "three"):
        desk.book(name, "points", SCORE)
    apart = "{book: one, places: hebei}\n{book: two, places: hebei}\n{book: three, places: jiangsu}"
    assert desk.wrong(apart) == []
    (problem,) = desk.wrong("{book: one, places: hebei}\ntwo\n{book: three, places: [jiangsu, hebei-03]}")
    assert (problem.line, problem.path) == (10, "books.2")
    assert "no room for 'three' in hebei-03: 2 other" in problem.found
    assert desk.wrong("{book: one, where: rural}\ntwo\n{book: three, where: urban}") == []
    assert len(desk.wrong("one\ntwo\n{book: three, adopts: {cities: 3, from: 2015-01}}")) == 1


def test_mistakes_in_places_are_all_reported(desk: Desk) -> None:
    desk.book("points", "points", SCORE)
    desk.book("one-score", "register", "")
    desk.book(
        "gates",
        "gatekeeper",
        "measures: [{when: spc-judgment-defaulters.limited, gate: loan, does: refuse, strength: 1}]\n",
    )
    problems = desk.wrong(
        """{book: points, places: [hebi]}
        {book: points, places: suzhou, where: woods}
        {book: points, adopts: {cities: 0, from: 2015-01}}
        {book: points, places: ningxia, adopts: {cities: 30, from: 2015-01, until: 2014-01}}
        {book: one-score, where: rural}
        {book: gates, places: hebei}"""
    )
    found = [(each.line, each.found) for each in problems]
    for line, word in ((8, "no place 'hebi'"), (9, "found 'woods'"), (10, "found 0"), (11, "30 cities"),
                       (11, "is not after"), (12, "places for a"), (13, "whole nation")):  # fmt: skip
        assert any(where == line and word in text for where, text in found), (line, word, found)
    assert "did you mean 'hebei'" in str(problems[0])
