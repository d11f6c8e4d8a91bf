"""Tables of a scheme stirred at random: what a library's rules hardly ever do is done every month.

The library is timid: most of its dismissals, kin bars, leaks or repairs come to one person in
thousands, so small worlds never meet them. Here chances in the compiled tables are replaced by drawn
ones, terms made short, rules let bite. What no scheme may say (a conduct of a kind that cannot do it, a
list or institution that is not there) is not said here either.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np

from xinyong.fields import COMPANY, SLOT_FIRST
from xinyong.scheme import tables as T  # noqa: N812

Arrays = dict[str, Any]
_SOME = 0.3


class Stirred:
    """A compiled scheme with stirred tables; stirred once for all months in which the same rules hold."""

    def __init__(self, given: Any, seed: int) -> None:
        self.given, self.seed = given, seed
        self.regime_of_place = given.regime_of_place
        self._made: dict[int, tuple[Any, Any]] = {}

    def at(self, month: int) -> Any:
        """The rules in force in a month."""
        tables = self.given.at(month)
        if id(tables) not in self._made:
            self._made[id(tables)] = tables, stirred(tables, random.Random(self.seed))
        return self._made[id(tables)][1]


def stirred(tables: Any, r: random.Random) -> Any:
    """The tables with some of the stirrings below, each as likely as not."""
    found: Arrays = {name: each.copy() for name, each in tables._asdict().items()}
    drawn = np.random.default_rng(r.randrange(2**32))
    for stir in STIRS:
        if r.random() < 0.5:
            stir(found, r, drawn)
    return tables._replace(**found)


def _redrawn(given: Any, drawn: np.random.Generator, part: float = _SOME, top: float = 1.0) -> None:
    """Put drawn shares in the place of a part of an array; some of them are nothing and some certain."""
    fresh = drawn.choice([0.0, 1.0, -1.0], given.shape) * top
    fresh = np.where(fresh < 0.0, drawn.uniform(0.0, top, given.shape), fresh)
    hit = drawn.random(given.shape) < part
    given[hit] = fresh.astype(given.dtype)[hit]


def _busier(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    """One to four occasions more for everybody."""
    more = r.randrange(1, 5)
    old = t["poisson"]
    t["poisson"] = np.concatenate([np.zeros_like(old[:, :more]), old[:, :-more]], axis=1)
    t["poisson"][:, -1] = old[:, -1]


def _evener(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    """What is rare comes up as often as what is common."""
    for segment, cut in enumerate(t["alias_cut"]):
        a, b = t["alias_a"][segment], t["alias_b"][segment]
        may = np.unique(np.concatenate([a[cut > 0], b[cut < 2**32 - 1]]))
        if len(may):
            a[:], b[:] = drawn.choice(may, a.shape), drawn.choice(may, b.shape)


def _noticed(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    for name in ("coverage", "seen", "wrong"):
        _redrawn(t[name], drawn)
    _redrawn(t["phantom"], drawn, top=0.05)
    _redrawn(t["capacity"], drawn, top=2.0)


def _written(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    """Rows catch more, for shorter terms, which some run from the end of the conduct."""
    _redrawn(t["row_coverage"], drawn)
    for name, low, high in (("row_term", 0, 9), ("row_points", -40, 41), ("row_from_end", 0, 2)):
        hit = drawn.random(t[name].shape) < _SOME
        t[name][hit] = drawn.integers(low, high, t[name].shape)[hit]


def _lists(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    """Lists are named, carried and repaired otherwise."""
    for name in ("list_named", "bar", "perk", "kin_bar", "group_bar", "work_bar", "share"):
        _redrawn(t[name], drawn)
    _redrawn(t["delay"], drawn, top=6.0)
    t["list_min"][:] = drawn.integers(-1, 4, t["list_min"].shape)
    t["list_exit"][:] = drawn.integers(0, 256, t["list_exit"].shape)
    hit = drawn.random(t["list_rep"].shape) < _SOME
    t["list_rep"][hit] = drawn.integers(0, 2, t["list_rep"].shape)[hit]
    t["group_size"][:] = r.choice((0, 2, 5, 10))
    if len(t["list_colour"]) and r.random() < 0.7:
        t["map_list"][:] = r.randrange(len(t["list_colour"]))
        _redrawn(t["map"], drawn)


def _gates(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    for name in ("check", "beyond", "reg_bar", "com_strength"):
        _redrawn(t[name], drawn)
    t["kin_check"][:] = drawn.integers(0, 2, t["kin_check"].shape)
    t["com_join"][:] = r.random()
    hit = drawn.random(t["com_perk"].shape) < _SOME
    t["com_perk"][hit] = drawn.integers(0, 900, t["com_perk"].shape)[hit]


def _scores(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    for name in ("grade_perk", "grade_bar"):
        _redrawn(t[name], drawn, 0.1)
    _redrawn(t["grade_look"], drawn, top=3.0)
    t["adult_only"][:] = drawn.integers(0, 2, t["adult_only"].shape)


def _court(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    """The court's dated rules, where there is a court."""
    court = t["court"]
    if not court.any():
        return
    for place in (T.COURT_REP, T.COURT_STUDENTS, T.COURT_CREDITOR_EXIT, T.COURT_SETTLEMENT_EXIT,
                  T.COURT_CLOSURE):  # fmt: skip
        court[place] = r.randrange(2)
    for place in (T.COURT_TERM, T.COURT_EXTENSION, T.COURT_TERM_ABLE):
        court[place] = r.choice((0, 1, 2, 5))
    court[T.COURT_ROLLOUT] = r.choice((0, 6, 200))
    court[T.COURT_CAPACITY] = r.uniform(0.0, 3.0)


def _guard(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    _redrawn(t["guard"][: len(T.GUARD)], drawn, 0.5)


def _data(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    """Flows, leaks, news, publicity."""
    for name in ("flow", "breach", "news"):
        _redrawn(t[name], drawn, 0.5)
    t["campaign"][:] = r.choice((0.0, 1.0, 3.0))
    t["believed"][:] = r.randrange(2)


def _demand(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    demand = t["demand"]
    demand[T.DEMAND_ON] = 1.0
    demand[T.DEMAND_SECTORS], demand[T.DEMAND_OWNERS] = r.randrange(2**16), r.randrange(16)
    demand[T.DEMAND_SINCE], demand[T.DEMAND_LEFT] = r.randrange(-1, 12), r.randrange(-2, 12)
    demand[T.DEMAND_THREAT], demand[T.DEMAND_CREDIT] = 3.0 * r.random(), r.random()
    _redrawn(t["burden"], drawn, top=0.1)


def _ratings(t: Arrays, r: random.Random, drawn: np.random.Generator) -> None:
    """Contacts rate each other for a score of persons, where there is one."""
    for place, rule in enumerate(t["rating"]):
        scores = [z for z in range(SLOT_FIRST[COMPANY]) if t["points"][place, z] == 1]
        if rule[T.RATING_ON] <= 0.0 and scores:
            rule[T.RATING_ON] = 1.0
            rule[T.RATING_INSTITUTION] = t["score_institution"][place, r.choice(scores)]
            rule[T.RATING_CONDUCT] = r.randrange(len(t["domain"]))
        if rule[T.RATING_ON] > 0.0:
            rule[T.RATING_SCALE], rule[T.RATING_TERM] = r.uniform(0.0, 30.0), r.choice((0, 1, 3))
            for share in (T.RATING_WEIGHT, T.RATING_FLATTERY, T.RATING_SHARE):
                rule[share] = r.random()


STIRS: tuple[Callable[[Arrays, random.Random, np.random.Generator], None], ...] = (
    _busier, _evener, _noticed, _written, _lists, _gates, _scores, _court, _guard, _data, _demand, _ratings,
)  # fmt: skip
