"""Contacts that rate each other: points are conserved, ratings follow acts and standing, people turn wary."""

from __future__ import annotations

import itertools
from functools import cache
from typing import NamedTuple

import audit
import by_hand
import numpy as np
import pytest
import worlds

from xinyong.engine.rating import rating_points
from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import ALIVE, CITY_GRADE, CITY_SCORE, LIVE_ENDED, TIES
from xinyong.quantities import G_ALL, INDEX
from xinyong.scheme.tables import RATING_FLATTERY, RATING_INSTITUTION, RATING_SCALE, RATING_WEIGHT

MONTHS = 16


class Run(NamedTuple):
    engine: Engine
    outs: list[MonthOut]


@cache
def run(scale: float = 5.0, **dials: float) -> Run:
    rules = by_hand.by_hand(worlds.timeline(), rating=by_hand.rating(scale=scale) if scale else _nothing)
    engine = worlds.world(worlds.society("rongcheng", 3000), rules, start=worlds.LATE, dials=dials)
    return Run(engine, worlds.steps(engine, MONTHS))


def _nothing(tables: object) -> np.ndarray:
    return np.zeros_like(tables.rating)  # type: ignore[attr-defined]


def total(outs: list[MonthOut], name: str) -> int:
    return sum(int(out.places[:, G_ALL, INDEX[name]].sum()) for out in outs)


def _rule(**parts: float) -> np.ndarray:
    found = np.zeros(8)
    found[RATING_SCALE] = parts.get("scale", 5.0)
    found[RATING_WEIGHT], found[RATING_FLATTERY] = parts.get("weight", 0.0), parts.get("flattery", 0.0)
    return found


def test_a_rating_never_exceeds_the_scale_and_follows_the_act() -> None:
    grid = np.linspace(-1.0, 1.0, 9)
    for weight, flattery in itertools.product((0.0, 0.5, 2.0), (0.0, 0.4, 1.0)):
        rule = _rule(weight=weight, flattery=flattery)
        for rated, rater in itertools.product(grid, grid):
            points = [int(rating_points(rule, tone, rated, rater)) for tone in (-1.5, *grid, 1.5)]
            assert max(abs(each) for each in points) <= 5
            assert points == sorted(points)
            if flattery == 1.0:
                assert len(set(points)) == 1, "flattery does not ask what one did"
    assert rating_points(_rule(), 1.0, 0.0, 0.0) == 5
    assert rating_points(_rule(), -1.0, 0.0, 0.0) == -5


def test_raters_of_high_standing_weigh_more_and_flattery_follows_the_rated() -> None:
    weighing = _rule(weight=0.8, scale=100.0)
    said = [abs(int(rating_points(weighing, -1.0, 0.0, rater))) for rater in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    assert said == sorted(said)
    assert said[0] < said[-1] == 100
    flattering = _rule(flattery=0.5, scale=100.0)
    assert rating_points(flattering, 0.0, -1.0, 0.0) < 0 < rating_points(flattering, 0.0, 1.0, 0.0)


def test_points_of_ratings_are_what_scores_changed() -> None:
    """Base plus live points: the ledger alone gives every score, ratings among its rows."""
    engine, outs = run()
    s, books, now = engine.state, audit.books(outs), engine.month - 1
    tables = engine.spec.timeline.at(now)
    here = np.unique(s.hoods["regime"][:-1])
    institution = int(tables.rating[here, RATING_INSTITUTION].max())
    persons = s.pu.shape[1]
    peer = books.channel == by_hand.PEER
    assert peer.sum() > 1000
    assert (books.institution[peer] == institution).all()
    assert (books.subject[peer] < persons).all()
    alive = s.pu[ALIVE] == 1
    sums = books.sums(books.institution == institution, now, persons + s.cu.shape[1] + s.ou.shape[1])
    assert np.array_equal(sums[:persons][alive], s.pi[CITY_SCORE][alive])
    with_ratings = books.sums(peer & (books.institution == institution), now, len(sums))
    assert np.abs(with_ratings).max() > 5
    assert 2 <= np.abs(books.points[peer]).max() <= 5


def test_a_rating_lives_for_its_term_and_no_longer() -> None:
    engine, outs = run()
    books, s = audit.books(outs), engine.state
    peer = books.channel == by_hand.PEER
    assert set(books.term[peer]) == {6}
    rows = worlds.used(s, "live")
    rows = rows[(rows["channel"] == by_hand.PEER) & (rows["state"] & LIVE_ENDED == 0)]
    alive = np.append(s.pu[ALIVE] == 1, np.zeros(s.cu.shape[1] + s.ou.shape[1], bool))[books.subject]
    counting = peer & (books.points != 0) & (books.expires > engine.month - 1) & alive
    assert len(rows) == counting.sum() > 100
    assert (rows["expires"] == rows["entered"] + 6).all()


def test_ratings_are_counted_as_they_are_written() -> None:
    engine, outs = run()
    weight = engine.spec.society.person_weight
    for out in outs:
        rows = out.ledger[(out.ledger["channel"] == by_hand.PEER)]
        assert total([out], "ratings") == weight[rows["subject"]].sum() > 0
    tables = engine.spec.timeline.at(worlds.LATE)
    here = np.unique(engine.state.hoods["regime"][:-1])
    institution = int(tables.rating[here, RATING_INSTITUTION].max())
    rows = outs[-1].ledger
    mine = rows[(rows["institution"] == institution) & (rows["channel"] == by_hand.PEER)]
    assert outs[-1].institutions[institution, 0] >= weight[mine["subject"]].sum()


def test_only_the_scored_are_rated_and_only_by_the_scored() -> None:
    engine, outs = run()
    rated = np.unique(
        np.concatenate([out.ledger["subject"][out.ledger["channel"] == by_hand.PEER] for out in outs])
    )
    alive = engine.state.pu[ALIVE, rated] == 1
    assert (engine.state.pu[CITY_GRADE, rated[alive]] < 16).all()


def test_where_nobody_rates_nothing_is_rated() -> None:
    assert total(run(0.0).outs, "ratings") == 0


def test_nothing_is_rated_before_its_month() -> None:
    rules = worlds.timeline()
    later = by_hand.by_hand(rules, worlds.LATE + 3, rating=by_hand.rating())
    people = worlds.society("rongcheng", 3000)
    one, other = (worlds.world(people, each, start=worlds.LATE) for each in (rules, later))
    assert worlds.outputs_differing(worlds.steps(one, 3), worlds.steps(other, 3)) == []
    assert worlds.differing(one.state, other.state) == []
    assert total([other.step()], "ratings") > 0


def test_people_avoid_the_badly_rated_and_each_other() -> None:
    """Same people, same luck: shunning and dread each cost contacts; ties fray where ratings are bad."""
    still = {"rating_shunning": 0.0, "rating_dread": 0.0, "rating_ties": 0.0, "rating_grace": -0.2}
    calm = run(**still)
    for name in ("rating_shunning", "rating_dread"):
        wary = run(**still | worlds.at_end("high", name))
        assert total(wary.outs, "avoided") > total(calm.outs, "avoided"), name
    frayed = run(**still | worlds.at_end("high", "rating_ties"))
    assert frayed.engine.state.pf[TIES].sum() < calm.engine.state.pf[TIES].sum()


@pytest.mark.parametrize("threads", [1, 2])
def test_lack_of_room_changes_nothing(threads: int) -> None:
    rules = by_hand.by_hand(worlds.timeline(), rating=by_hand.rating())
    people = worlds.society("rongcheng", 3000)
    roomy, tight = (worlds.world(people, rules, start=worlds.LATE, threads=threads) for _ in range(2))
    tight.state = worlds.cramped(tight.state, None, 2)
    assert worlds.outputs_differing(worlds.steps(roomy, 8), worlds.steps(tight, 8)) == []
    assert worlds.differing(roomy.state, tight.state) == []
