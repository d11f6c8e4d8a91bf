"""Habit is one's own; trusts draw one another; a relative refused presses the debtor; agencies cost money."""

from __future__ import annotations

import by_hand
import numpy as np
import pytest
import worlds

from xinyong.engine.assumptions import register, values
from xinyong.engine.debtor import kin_refused, pressure
from xinyong.engine.run import Engine
from xinyong.fields import (
    ACCESS,
    HABIT,
    HOME,
    HOME_SIZE,
    PAST,
    PAST_KIN,
    S_LISTED,
    SEEN,
    TRUST_GENERAL,
    TRUST_GOVERNMENT,
    TRUST_MARKET,
    TRUST_STRANGERS,
)
from xinyong.quantities import INDEX

THREE = {
    "strangers": (TRUST_STRANGERS, "trust_rest"), "market": (TRUST_MARKET, "market_rest"),
    "government": (TRUST_GOVERNMENT, "government_rest"),
}  # fmt: skip


def dial(name: str) -> int:
    return [entry.id for entry in register()].index(name)


def test_habit_follows_ones_own_good_acts() -> None:
    gain, speed = 0.25, 0.05
    engine = worlds.world(
        worlds.society("rongcheng", 4000), worlds.timeline(), start=worlds.LATE,
        dials={"habit_gain": gain, "opinion_speed": speed},
    )  # fmt: skip
    before = engine.state.pf[HABIT].astype(np.float64).copy()
    out = engine.step()
    goal = before + (engine.state.pf[HABIT].astype(np.float64) - before) / speed
    acts = np.rint(goal / gain)
    assert np.allclose(goal, acts * gain, atol=1e-4), "so much for each good act, and nothing for others'"
    assert 0 < (acts > 0).mean() < 1
    weight = engine.spec.society.person_weight
    done = int((acts * weight).sum())
    counted = int(out.places[:, 3:8, INDEX["good-acts"]].sum())
    assert done == pytest.approx(counted, rel=0.02), "acts beyond what fills a month's goal are few"


def trusts(spill: float, raised: str) -> dict[str, float]:
    """Mean of each trust a month after one of them was put at 1 for everybody."""
    engine = worlds.world(worlds.society("rongcheng", 2000), worlds.timeline(), dials={"spill": spill})
    dials = engine.spec.dials
    for row, rest in THREE.values():
        engine.state.pf[row] = dials[dial(rest)]
    engine.state.pf[THREE[raised][0]] = 1.0
    engine.step()
    found = {name: float(engine.state.pf[row].mean()) for name, (row, _) in THREE.items()}
    return found | {"general": float(engine.state.pf[TRUST_GENERAL].mean())}


@pytest.mark.parametrize("raised", THREE)
def test_each_trust_draws_both_others(raised: str) -> None:
    none, up, down = trusts(0.0, raised), trusts(0.5, raised), trusts(-0.2, raised)
    for name in THREE:
        if name != raised:
            assert down[name] < none[name] < up[name], (raised, name)
    assert up[raised] == pytest.approx(none[raised], abs=1e-6), "nothing is lent by what stands at rest"


def debtors() -> Engine:
    engine = worlds.world(
        worlds.society("debtors", 6000), worlds.timeline(), start=worlds.LATE - 24,
        dials=worlds.at_end("high", "backlog", "lists"),
    )  # fmt: skip
    worlds.steps(engine, 12)
    return engine


def test_a_relative_refused_presses_the_debtor_and_nobody_else_does() -> None:
    engine = debtors()
    s, a = engine.state, values()
    a[dial("kin_pain")] = 0.5
    found = 0
    for h in range(engine.hoods):
        lo = int(s.hoods[h].person_first)
        for d in range(int(s.hoods[h].debt_first), int(s.hoods[h].debt_end)):
            who = int(s.debts[d].who)
            if s.debts[d].stage != S_LISTED or s.debts[d].kind != 0 or s.pu[HOME_SIZE, lo + who] < 2:
                continue
            s.pu[PAST] = 0
            calm = pressure(s, h, d, 0, who, 5000.0, a)
            s.pu[PAST, lo + who] = PAST_KIN
            assert kin_refused(s, h, who) == 0, "what was refused oneself is not a relative's"
            home = int(s.pi[HOME, lo + who])
            s.pu[PAST, lo + home : lo + home + int(s.pu[HOME_SIZE, lo + who])] = PAST_KIN
            assert kin_refused(s, h, who) == int(s.pu[HOME_SIZE, lo + who]) - 1
            assert pressure(s, h, d, 0, who, 5000.0, a) > calm
            found += 1
    assert found > 5


def test_every_gate_that_knows_presses_the_debtor_alike() -> None:
    engine = debtors()
    s, a = engine.state, values()
    a[dial("gate_pain")], a[dial("kin_pain")] = 0.3, 0.0
    h, d = next(
        (h, d)
        for h in range(engine.hoods)
        for d in range(int(s.hoods[h].debt_first), int(s.hoods[h].debt_end))
        if s.debts[d].stage == S_LISTED and s.debts[d].kind == 0
    )
    who = int(s.debts[d].who)
    felt = []
    for seen in (0, *(1 << gate for gate in range(len(ACCESS))), (1 << len(ACCESS)) - 1):
        s.pw[SEEN, int(s.hoods[h].person_first) + who] = seen
        felt.append(pressure(s, h, d, 0, who, 50_000.0, a))
    none, each, all_ = felt[0], felt[1:-1], felt[-1]
    assert len(set(each)) == 1, dict(zip(ACCESS, each, strict=True))
    assert none < each[0] < all_


def test_agencies_pay_for_checks_entries_and_appeals() -> None:
    prices = {"check_yuan": 3.0, "entry_yuan": 40.0, "review_yuan": 300.0}
    rules = by_hand.everything(worlds.timeline())
    engine = worlds.world(worlds.society("debtors", 6000), rules, start=worlds.LATE, dials=prices)
    for out in worlds.steps(engine, 6):
        counts = [out.places[..., INDEX[name]] for name in ("checks", "records", "appeals")]
        spent = sum(round(price * 100) * count for price, count in zip(prices.values(), counts, strict=True))
        assert (out.places[..., INDEX["agency-cost"]] == spent).all()
        assert out.places[..., INDEX["agency-cost"]].sum() > 0
        # sums of ages, of levels of schooling and of fifths are those of all
        cost = out.places[..., INDEX["agency-cost"]]
        assert (cost[:, 3:8].sum(axis=1) == cost[:, 0]).all()
