"""Paired worlds: what differs in nothing is identical; what differs somewhere differs nowhere else."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import audit
import numpy as np
import pytest
import worlds

from xinyong.engine.layout import State
from xinyong.fields import CHANNELS, COM_SCORE

BLIND = tuple({"set": f"coverage.{channel}", "to": 0.0} for channel in CHANNELS)
#: What is left of the law when nobody looks: the courts' own list, and a register that hears of nothing.
NO_SCORES = ({"remove": "books.zhima"}, {"remove": "books.rongcheng"})
NO_REGISTER = (*NO_SCORES, {"remove": "books.pboc-register"})


@pytest.mark.parametrize(("frame", "scheme"), [("national", "china-2020"), ("rongcheng", "with-remedies")])
def test_a_world_is_its_own_twin(tmp_path: Path, frame: str, scheme: str) -> None:
    """A common past under the rules of 2012, then the same branch twice: every difference is zero."""
    people = worlds.society(frame, 20_000)
    past = worlds.world(people, worlds.timeline("status-quo-2012"))
    worlds.steps(past, 24)
    past.save(tmp_path)
    spec = past.spec._replace(timeline=worlds.timeline(scheme))
    one, other = (type(past).load(spec, tmp_path, threads=n) for n in (1, 2))
    assert worlds.outputs_differing(worlds.steps(one, 16), worlds.steps(other, 16)) == []
    assert worlds.differing(one.state, other.state) == []


@pytest.mark.parametrize("scheme", ["china-2020", "only-rongcheng", "only-commercial-score", "only-register"])
def test_where_nobody_looks_only_the_court_writes(scheme: str) -> None:
    rules = worlds.timeline(scheme, *BLIND)
    engine = worlds.world(worlds.society("rongcheng", 8000), rules, start=180)
    outs = worlds.steps(engine, 40)
    books = audit.books(outs)
    own = books.institution == rules.at(200).court[9]
    assert own.all(), sorted(set(books.institution[~own].tolist()))
    assert not any(out.conducts[:, 2:4].any() for out in outs), "something was noticed"
    acts = sum(int(out.conducts[:, 1].sum()) for out in outs)
    assert acts > 0, "nothing was done"


def test_a_register_that_hears_nothing_changes_nothing() -> None:
    """Same beliefs (a scheme is believed in force in both), same courts: every number is the same."""
    people = worlds.society("debtors", 20_000)
    runs = []
    for patches in (NO_SCORES, NO_REGISTER):
        engine = worlds.world(people, worlds.timeline("china-2020", *BLIND, *patches), start=worlds.LATE)
        runs.append((engine, worlds.steps(engine, 18)))
    (one, with_register), (other, without) = runs
    assert worlds.differing(one.state, other.state) in ([], ["live"], ["debts"], ["debts", "live"])
    for a, b in zip(with_register, without, strict=True):
        for part in ("places", "blocks", "conducts", "causes"):
            assert np.array_equal(getattr(a, part), getattr(b, part)), (a.month, part)
        assert len(a.ledger) == len(b.ledger)
        assert np.array_equal(a.ledger["subject"], b.ledger["subject"])
        assert np.array_equal(a.listings["subject"], b.listings["subject"])
    assert sum(len(out.ledger) for out in without) > 0


def test_a_scheme_nobody_is_in_touches_nobody() -> None:
    """Rongcheng's points hold in Rongcheng alone: a nation without a citizen of it is as if without them."""
    people = worlds.corner("national", 20_000, 12)
    cities = {people.cities[number] for number in people.city}
    assert "rongcheng" not in cities
    base = worlds.timeline("china-2020")
    less = worlds.timeline("china-2020", {"set": "book.rongcheng.measures", "to": []})
    one, other = (worlds.world(people, rules, start=worlds.LATE) for rules in (base, less))
    assert worlds.outputs_differing(worlds.steps(one, 8), worlds.steps(other, 8)) == []


CHANGES = {
    "points": {"set": "book.rongcheng.collects.15.points.value", "to": -200},
    "measure": {"set": "book.rongcheng.measures.1.strength.value", "to": 0.31},
    "threshold": {"set": "book.rongcheng.score.grades.A.from.value", "to": 979},
    "coverage": {"set": "book.rongcheng.coverage.value", "to": 0.95},
}


def in_use(state: State, table: str) -> list[bytes]:
    """The rows in use of each neighbourhood: how much room a table has is not part of the world."""
    name = table.removesuffix("s")
    places = zip(state.hoods[f"{name}_first"][:-1], state.hoods[f"{name}_end"][:-1], strict=True)
    return [np.asarray(getattr(state, table))[first:end].tobytes() for first, end in places]


@pytest.mark.parametrize("change", CHANGES)
def test_a_rule_of_one_city_changes_that_city_alone(tmp_path: Path, change: str) -> None:
    """Boards held: from one state, one step; neighbourhoods elsewhere keep every bit."""
    nation = worlds.society("national", 60_000)
    city = nation.city.copy()
    city[40:60] = nation.cities.index("rongcheng")  # too small a city to be met in a sample: make it larger
    people = dataclasses.replace(nation, city=city)
    base = worlds.world(people, worlds.timeline("china-2020"), start=worlds.LATE)
    worlds.steps(base, 10)
    base.save(tmp_path)
    changed = worlds.timeline("china-2020", CHANGES[change])
    one = type(base).load(base.spec, tmp_path)
    other = type(base).load(base.spec._replace(timeline=changed), tmp_path)
    outs = one.step(), other.step()
    ruled = people.city == people.cities.index("rongcheng")
    assert 19 < ruled.sum() < people.hoods / 4
    differs = np.zeros(people.hoods, bool)
    for table, first in (("p", people.person_first), ("c", people.company_first), ("o", people.office_first)):
        for kind in "fiuw":
            a, b = (getattr(engine.state, table + kind, None) for engine in (one, other))
            if a is None:
                continue
            columns = (a != b).any(axis=0)
            differs[worlds.hood_of(first, len(columns))[columns]] = True
    for table in ("debts", "live"):
        a, b = (in_use(engine.state, table) for engine in (one, other))
        differs |= np.array([one != two for one, two in zip(a, b, strict=True)])
    differs |= (one.state.board_last != other.state.board_last).any(axis=1)
    assert not differs[~ruled].any()
    assert differs[ruled].any() or not np.array_equal(outs[0].causes, outs[1].causes)
    provinces = np.unique(people.province[ruled])
    elsewhere = np.setdiff1d(np.arange(31), provinces)
    assert np.array_equal(outs[0].places[elsewhere], outs[1].places[elsewhere])
    assert (one.state.pi[COM_SCORE] > 0).any()
