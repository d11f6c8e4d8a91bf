"""What becomes of data: it flows, it leaks, and events tell people what is done with it."""

from __future__ import annotations

from typing import Any

import by_hand
import numpy as np
import pytest
import worlds

from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import (
    AGE_BAND,
    ALIVE,
    APPROVAL,
    AWARE,
    CITY_GRADE,
    COM_SCORE,
    HOLDERS,
    INTRINSIC,
    KNOWN,
    PRIVACY,
    RISK_SPEECH,
    TRAIT_ONLINE,
    TRAITS,
    TRUST_GOVERNMENT,
    TRUST_MARKET,
)
from xinyong.quantities import G_ALL, G_COMPANY, G_OFFICE, INDEX
from xinyong.scheme.tables import (
    FLOW_BETWEEN_FIRMS,
    FLOW_TO_FIRMS,
    FLOW_TO_STATE,
    NEWS_APPROVAL,
    NEWS_AWARE,
    NEWS_PRIVACY,
    NEWS_REACH_OFFLINE,
    NEWS_SPEECH,
    NEWS_TRUST,
)


def total(outs: list[MonthOut], name: str) -> int:
    """Persons, companies and offices together."""
    return sum(int(out.places[:, [G_ALL, G_COMPANY, G_OFFICE], INDEX[name]].sum()) for out in outs)


def begun(
    people: Any = None, scheme: str = "china-2020", months: int = 6, **changes: by_hand.Change
) -> Engine:
    """A world that has gone ``months`` without the changes and meets them now."""
    since = worlds.LATE + months
    rules = by_hand.by_hand(worlds.timeline(scheme), since, **changes)
    engine = worlds.world(people or worlds.society("rongcheng", 3000), rules, start=worlds.LATE)
    worlds.steps(engine, months)
    return engine


# ------------------------------------------------------------------ flows
def _flow(**parts: float) -> np.ndarray:
    found = np.zeros(4)
    for name, value in parts.items():
        found[{"state": FLOW_TO_STATE, "firms": FLOW_TO_FIRMS, "between": FLOW_BETWEEN_FIRMS}[name]] = value
    return found


def test_all_that_firms_notice_reaches_the_state_where_all_of_it_flows() -> None:
    plain, open_ = begun(flow=_flow()), begun(flow=_flow(state=1.0))
    known = plain.state.pw[KNOWN].copy()
    one, other = [plain.step()], [open_.step()]
    assert total(one, "acts-firms") > 0 == total(one, "flow-state")
    assert total(other, "flow-state") == total(one, "acts-firms") == total(other, "acts-firms")
    assert total(other, "acts-state") == total(one, "acts-state") + total(one, "acts-firms")
    fresh = (plain.state.pw[KNOWN] >> np.uint32(16)) & ~(known >> np.uint32(16))
    assert fresh.any()
    assert ((open_.state.pw[KNOWN] & fresh) == fresh).all(), "a domain new to firms is known to the state"


def test_what_the_state_records_reaches_firms_and_firms_tell_each_other() -> None:
    one = [begun(flow=_flow()).step()]
    other = [begun(flow=_flow(firms=1.0)).step()]
    assert 0 < total(other, "flow-firms") <= total(one, "acts-state")
    assert total(other, "acts-firms") == total(one, "acts-firms") + total(other, "flow-firms")
    between = [begun(flow=_flow(between=1.0)).step()]
    assert total(between, "flow-firms") == total(one, "acts-firms") == total(between, "acts-firms")


def test_flows_grow_with_their_share_act_by_act() -> None:
    """The same act flows at every greater share: nested, not drawn anew."""
    found = [total([begun(flow=_flow(state=x)).step()], "flow-state") for x in (0.0, 0.2, 0.5, 0.9, 1.0)]
    assert found == sorted(found)
    assert found[0] == 0 < found[1] < found[-1]


def test_a_limit_of_purpose_cuts_every_flow_but_that_to_the_state() -> None:
    all_ = _flow(state=1.0, firms=1.0, between=1.0)
    out = [begun(flow=all_, guard=by_hand.guarded("purpose")).step()]
    assert total(out, "flow-firms") == 0 < total(out, "flow-state")


# ------------------------------------------------------------------ breaches
def _breach(holder: str, chance: float, exposes: float) -> np.ndarray:
    found = np.zeros((len(HOLDERS), 2))
    found[HOLDERS.index(holder)] = chance, exposes
    return found


def _known(engine: Engine, holder: str) -> np.ndarray:
    s = engine.state
    return {
        "state": s.pw[KNOWN] & 0xFFFF != 0, "firms": s.pw[KNOWN] >> 16 != 0,
        "commercial": s.pi[COM_SCORE] > 0, "city": s.pu[CITY_GRADE] < 16,
    }[holder] & (s.pu[ALIVE] == 1)  # fmt: skip


@pytest.mark.parametrize("holder", ["state", "firms", "commercial", "city"])
def test_a_leak_exposes_those_whom_its_holder_knows_and_no_more(holder: str) -> None:
    for exposes in (0.3, 1.0):
        engine = begun(breach=_breach(holder, 1.0, exposes))
        out = [engine.step()]
        weight = engine.spec.society.person_weight
        known = int(weight[_known(engine, holder)].sum())
        assert 0 < total(out, "breached") <= known
        if exposes == 1.0:
            assert total(out, "breached") == known
        adults = (engine.state.pu[ALIVE] == 1) & (engine.state.pu[AGE_BAND] > 0)
        assert total(out, "breaches") == pytest.approx(weight[adults].sum(), rel=0.02)


def test_the_register_leaks_only_where_there_is_one() -> None:
    assert total([begun(breach=_breach("register", 1.0, 1.0)).step()], "breached") > 0
    without = begun(scheme="law-only", breach=_breach("register", 1.0, 1.0))
    without.enter(by_hand.by_hand(
        worlds.timeline("law-only"), breach=_breach("register", 1.0, 1.0), reg_on=np.zeros(1, np.uint8)
    ))  # fmt: skip
    assert total([without.step()], "breached") == 0


def test_victims_worry_and_trust_less_others_hear_of_it() -> None:
    for holder, trust in (("state", TRUST_GOVERNMENT), ("firms", TRUST_MARKET)):
        hit, spared = begun(breach=_breach(holder, 1.0, 1.0)), begun()
        hit.step()
        spared.step()
        known = _known(hit, holder)
        alive = hit.state.pu[ALIVE] == 1
        worry = hit.state.pf[PRIVACY] - spared.state.pf[PRIVACY]
        assert (worry[alive] > 0).all()
        assert worry[known].mean() > 3 * worry[alive & ~known].mean()
        lost = spared.state.pf[trust] - hit.state.pf[trust]
        assert (lost[known] > 0).all()
        assert (lost[alive & ~known] == 0).all()


def test_a_leak_is_an_event_of_the_nation_and_the_same_in_both_worlds_of_a_pair() -> None:
    people = worlds.society("national", 8000)
    runs = []
    for scheme in ("china-2020", "law-only"):
        rules = by_hand.by_hand(worlds.timeline(scheme), breach=_breach("state", 0.3, 0.5))
        outs = worlds.steps(worlds.world(people, rules, start=worlds.LATE), 24)
        runs.append([out.places[:, G_ALL, INDEX["breaches"]] for out in outs])
    struck = [[bool(places.any()) for places in months] for months in runs]
    assert struck[0] == struck[1]
    assert 2 <= sum(struck[0]) <= 14
    for places in runs[0]:
        assert places.all() or not places.any(), "a leak strikes every province"


def test_leaks_of_one_seed_are_not_those_of_another() -> None:
    people, rules = (
        worlds.society("rongcheng", 1000),
        by_hand.by_hand(worlds.timeline(), breach=_breach("firms", 0.5, 0.5)),
    )
    found = {
        tuple(total([out], "breaches") > 0 for out in worlds.steps(
            worlds.world(people, rules, start=worlds.LATE, seed=seed), 12))
        for seed in (1, 2, 3)
    }  # fmt: skip
    assert len(found) == 3


# ------------------------------------------------------------------ news
def _news(offline: float = 0.5, **parts: float) -> np.ndarray:
    places = {
        "privacy": NEWS_PRIVACY, "aware": NEWS_AWARE, "approval": NEWS_APPROVAL, "speech": NEWS_SPEECH,
        "trust": NEWS_TRUST,
    }  # fmt: skip
    found = np.zeros(8)
    found[NEWS_REACH_OFFLINE] = offline
    for name, value in parts.items():
        found[places[name]] = value
    return found


COLUMNS = {
    "privacy": PRIVACY, "aware": AWARE, "approval": APPROVAL, "speech": RISK_SPEECH,
    "trust": TRUST_GOVERNMENT,
}  # fmt: skip


@pytest.mark.parametrize(("what", "size"), [
    ("privacy", 0.3), ("aware", 0.3), ("approval", 0.2), ("approval", -0.2), ("speech", 0.2),
    ("speech", -0.05), ("trust", -0.1), ("trust", 0.1),
])  # fmt: skip
def test_news_moves_what_it_is_about_the_way_it_says_and_fades(what: str, size: float) -> None:
    def once(tables: Any) -> np.ndarray:
        return _news(offline=0.0, **{what: size})

    now = worlds.LATE + 6
    told, spared = begun(news=once), begun()
    told.step()
    spared.step()
    online = spared.state.pu[TRAITS] & TRAIT_ONLINE > 0
    alive = spared.state.pu[ALIVE] == 1
    gap = np.sign(size) * (told.state.pf[COLUMNS[what]] - spared.state.pf[COLUMNS[what]])
    assert gap[alive & online].mean() > 0.1 * abs(size)
    assert (gap[alive & online] >= 0).all()
    assert (gap[alive & ~online] == 0).all(), "nobody told those who are not online"
    told.enter(by_hand.by_hand(worlds.timeline(), now + 1))  # the event is over
    left = [float(gap[alive & online].mean())]
    for _ in range(12):
        told.step()
        spared.step()
        gap = np.sign(size) * (told.state.pf[COLUMNS[what]] - spared.state.pf[COLUMNS[what]])
        left.append(float(gap[alive & online].mean()))
    assert left[-1] < 0.8 * left[0]


def test_news_reaches_the_offline_as_far_as_it_says() -> None:
    gaps = []
    for offline in (0.0, 0.3, 1.0):
        told, spared = begun(news=_news(offline=offline, privacy=0.4)), begun()
        told.step()
        spared.step()
        who = (spared.state.pu[TRAITS] & TRAIT_ONLINE == 0) & (spared.state.pu[ALIVE] == 1)
        gaps.append(float((told.state.pf[PRIVACY] - spared.state.pf[PRIVACY])[who].mean()))
    assert gaps[0] == 0.0 < gaps[1] < gaps[2]


def test_campaigns_teach_conscience_as_far_as_a_plan_has_them() -> None:
    found = []
    for strength in (0.0, 1.0, 2.0):
        engine = begun(campaign=np.array([strength]))
        engine.step()
        found.append(float(engine.state.pf[INTRINSIC].sum(dtype=np.float64)))
    assert found[0] < found[1] < found[2]
    plain = begun()
    plain.step()
    assert float(plain.state.pf[INTRINSIC].sum(dtype=np.float64)) == found[1], "1 is as ever"


@pytest.mark.parametrize("change", ["flow", "breach", "news", "campaign"])
def test_nothing_happens_before_its_month(change: str) -> None:
    given: dict[str, by_hand.Change] = {
        "flow": _flow(state=0.5), "breach": _breach("city", 1.0, 0.5), "news": _news(privacy=0.2),
        "campaign": np.array([3.0]),
    }  # fmt: skip
    changed, plain = begun(**{change: given[change]}), begun()
    assert worlds.differing(changed.state, plain.state) == []
    worlds.steps(changed, 2)
    worlds.steps(plain, 2)
    assert worlds.differing(changed.state, plain.state) != []
