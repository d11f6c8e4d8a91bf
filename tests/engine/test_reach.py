"""A listing reaches others: groups of households, employers, neighbours with a map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import by_hand
import numpy as np
import pytest
import worlds

from xinyong.engine.groups import form_groups
from xinyong.engine.layout import U_ATTEMPTS
from xinyong.engine.phases.access import BY_GROUP
from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import (
    DEBT_NAMED,
    EMPLOYER,
    HOME,
    HOME_SIZE,
    LISTS,
    LIVELIHOOD,
    SEEN,
    TIES,
    WORK,
)
from xinyong.quantities import G_ALL, INDEX
from xinyong.scheme.compile import Timeline

MONTHS = 12
TEN = np.full(1, 10, np.int32)
ALL_CHECK: by_hand.Change = lambda t: np.ones_like(t.check)  # noqa: E731
COURTS = worlds.at_end("high", "backlog", "lists", "limits", "lists_unable")


def total(outs: list[MonthOut], name: str) -> int:
    return sum(int(out.places[:, G_ALL, INDEX[name]].sum()) for out in outs)


def run(months: int = MONTHS, people: Any = None, **changes: by_hand.Change) -> tuple[Engine, list[MonthOut]]:
    """A world of debtors in which every listing is told to everybody at once, and everybody checks."""
    told: dict[str, by_hand.Change] = {
        "check": ALL_CHECK, "share": by_hand.of_court(1.0, "share"), "delay": by_hand.of_court(0.0, "delay"),
    }  # fmt: skip
    rules = by_hand.by_hand(worlds.timeline(), **told | changes)
    engine = worlds.world(people or worlds.society("debtors", 6000), rules, start=worlds.LATE, dials=COURTS)
    return engine, worlds.steps(engine, months)


# ------------------------------------------------------------------ groups
@pytest.mark.parametrize("size", [1, 3, 10, 1000])
def test_groups_are_so_many_neighbouring_households(size: int) -> None:
    engine = worlds.world(worlds.society("rongcheng", 2000), worlds.timeline())
    s, w = engine.state, engine._work[0]
    rules = np.zeros(1, [("group_size", "<i4", (1,))]).view(np.recarray)[0]
    rules.group_size[0] = size
    for h in range(engine.hoods):
        form_groups(h, s, w, rules)
        lo, hi = int(s.hoods[h].person_first), int(s.hoods[h + 1].person_first)
        clan, homes = w.clan[: hi - lo].astype(int), s.pi[HOME, lo:hi].astype(int)
        rows = np.arange(hi - lo)
        assert (clan[:, 0] <= rows).all()
        assert (rows < clan[:, 1]).all()
        firsts = np.unique(clan[:, 0])
        assert firsts[0] == 0
        assert np.unique(clan[:, 1]).tolist() == [*firsts[1:], hi - lo], "groups leave nobody out"
        of_homes = [len(np.unique(homes[clan[:, 0] == first])) for first in firsts]
        assert all(found == size for found in of_homes[:-1])
        assert of_homes[-1] <= size
        for first in firsts:
            assert not set(homes[clan[:, 0] == first]) & set(homes[clan[:, 0] != first])


def test_a_group_is_refused_for_its_members_and_nobody_else() -> None:
    """Each refusal has a listed member behind it, in the same group, of whom the gate was told."""
    people = worlds.corner("debtors", 100_000, 1)
    rules = by_hand.by_hand(
        worlds.timeline(), group_size=TEN, group_bar=by_hand.of_court(0.9, "group_bar"), check=ALL_CHECK,
        share=by_hand.of_court(1.0, "share"), delay=by_hand.of_court(0.0, "delay"),
    )  # fmt: skip
    engine = worlds.world(people, rules, start=worlds.LATE, dials=COURTS)
    s, w, found = engine.state, engine._work[0], 0
    for _ in range(MONTHS):
        out = engine.step()
        causes = w.at_cause[: w.used[U_ATTEMPTS]]
        mine = np.flatnonzero((causes == BY_GROUP) & (w.at_kind[: w.used[U_ATTEMPTS]] == 0))
        for x in mine:
            i, gate = int(w.at_who[x]), int(w.at_code[x])
            others = [j for j in range(*(int(v) for v in w.clan[i])) if j != i]
            assert any(s.pw[LISTS, j] and s.pw[SEEN, j] >> gate & 1 for j in others)
        found += len(mine)
        assert out.causes[BY_GROUP].sum() == total([out], "group-refusals")
        refused = sum(
            int(out.places[:, group, INDEX[name]].sum())
            for name in INDEX if name.startswith("refused ") for group in (G_ALL, 18, 19)
        )  # fmt: skip
        assert out.causes[:37].sum() + out.causes[BY_GROUP].sum() == refused
    assert found > 5


@pytest.mark.parametrize("without", ["size", "bar", "kin"])
def test_without_size_rule_or_with_no_kin_no_group_answers(without: str) -> None:
    changes: dict[str, by_hand.Change] = {
        "group_size": TEN * (without != "size"),
        "group_bar": by_hand.of_court(0.9 * (without != "bar"), "group_bar"),
    }
    if without == "kin":
        changes["guard"] = by_hand.guarded("no-kin")
    assert total(run(**changes)[1], "group-refusals") == 0


def test_larger_groups_and_stricter_rules_refuse_more() -> None:
    found = {
        (size, bar): total(
            run(4, group_size=TEN // 10 * size, group_bar=by_hand.of_court(bar, "group_bar"))[1],
            "group-refusals",
        )
        for size, bar in ((2, 0.5), (10, 0.5), (10, 1.0))
    }
    assert 0 < found[2, 0.5] < found[10, 0.5] < found[10, 1.0]


# ------------------------------------------------------------------ employers
def test_employers_dismiss_those_of_whom_they_were_told() -> None:
    engine, _ = run(0, work_bar=by_hand.of_court(0.5, "work_bar"))
    weight, gone = engine.spec.society.person_weight, 0
    for _ in range(MONTHS):
        s = engine.state
        before = s.pi[EMPLOYER].copy()
        out = engine.step()
        lost = (before != -1) & (s.pi[EMPLOYER] == -1)
        assert s.pw[LISTS, lost].all()
        assert (s.pw[SEEN, lost] >> by_hand.JOB & 1 == 1).all()
        # one taken on and dismissed in the same month has no employer before nor after
        assert total([out], "dismissals") >= weight[lost].sum()
        taken = (before == -1) & (s.pi[EMPLOYER] != -1)
        assert (s.pi[EMPLOYER, taken] == -3).all()
        assert (s.pu[WORK, taken] >= 4).all()
        gone += int(lost.sum())
    assert gone > 10


def test_dismissal_takes_earning_from_the_dismissed_alone() -> None:
    (with_, outs), (without, _) = run(1, work_bar=by_hand.of_court(1.0, "work_bar")), run(1)
    assert total(outs, "dismissals") > 0
    hit = with_.state.pf[LIVELIHOOD] != without.state.pf[LIVELIHOOD]
    assert (with_.state.pf[LIVELIHOOD, hit] < without.state.pf[LIVELIHOOD, hit]).all()
    assert np.array_equal(hit, with_.state.pi[EMPLOYER] != without.state.pi[EMPLOYER])


def test_an_employer_who_is_not_told_dismisses_nobody() -> None:
    def untold(tables: Any) -> Any:
        found = by_hand.of_court(1.0, "share")(tables)
        found[:, by_hand.JOB] = 0.0
        return found

    assert total(run(share=untold, work_bar=by_hand.of_court(1.0, "work_bar"))[1], "dismissals") == 0


# ------------------------------------------------------------------ the map
def _map(looks: float) -> dict[str, by_hand.Change]:
    return {
        "map_list": lambda t: np.array([t.court[7]], np.int16), "map": lambda t: np.full(len(t.map), looks),
    }  # fmt: skip


def test_looks_at_the_map_are_exposures() -> None:
    for months in (1, 4):
        (_, plain), (_, shown) = run(months), run(months, **_map(0.05))
        looks = total(shown, "map-looks")
        assert looks > 0
        if months == 1:
            assert total(shown, "exposures") - total(plain, "exposures") == looks
    assert total(plain, "map-looks") == 0


def test_the_map_names_debtors_and_costs_them_ties() -> None:
    found = []
    for looks in (0.0, 0.02, 0.3):
        engine, _ = run(3, list_named=lambda t: np.zeros_like(t.list_named), **_map(looks))
        debts = worlds.used(engine.state, "debts")
        found.append((int((debts["marks"] & DEBT_NAMED > 0).sum()), float(engine.state.pf[TIES].sum())))
    assert found[0][0] < found[1][0] < found[2][0]
    assert found[0][1] > found[1][1] > found[2][1]


def test_a_map_of_another_place_shows_nobody_here() -> None:
    nowhere = _map(0.05) | {"map": lambda t: np.zeros(len(t.map))}
    assert total(run(**nowhere)[1], "map-looks") == 0


CHANGES: dict[str, Callable[[], dict[str, by_hand.Change]]] = {
    "groups": lambda: {"group_size": TEN, "group_bar": by_hand.of_court(0.9, "group_bar")},
    "employers": lambda: {"work_bar": by_hand.of_court(0.5, "work_bar")},
    "map": lambda: _map(0.05),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_reaches_anybody_before_its_month(change: str) -> None:
    rules: Timeline = worlds.timeline()
    later = by_hand.by_hand(rules, worlds.LATE + 4, **CHANGES[change]())
    people = worlds.society("debtors", 3000)
    one, other = (worlds.world(people, each, start=worlds.LATE, dials=COURTS) for each in (rules, later))
    assert worlds.outputs_differing(worlds.steps(one, 4), worlds.steps(other, 4)) == []
    assert worlds.differing(one.state, other.state) == []
    assert worlds.outputs_differing(worlds.steps(one, 4), worlds.steps(other, 4)) != []


def test_households_are_contiguous() -> None:
    """What groups rest on: rows of a household follow each other, from its first member on."""
    s = worlds.world(worlds.society("national", 2000), worlds.timeline()).state
    first = s.hoods["person_first"]
    row = np.arange(s.pi.shape[1]) - first[worlds.hood_of(first, s.pi.shape[1])]
    assert ((s.pi[HOME] <= row) & (row < s.pi[HOME] + s.pu[HOME_SIZE].astype(int))).all()
