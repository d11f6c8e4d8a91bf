"""Endings by hand: who lives with whom, gaps among people who are alike, shares that cannot be told."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from xinyong import fields as f
from xinyong.experiments.endings_by_rule import ACCESS_LANE, Kin, bad_share, in_lane, lives_with

HOMES, SIZE = 200, 3


def people():
    """Two neighbourhoods of households of three, all alike; the first of every other home was listed."""
    n = HOMES * SIZE
    rows = lambda many, kind: np.zeros((many, n), kind)  # noqa: E731
    hoods = np.zeros(3, [("person_first", "i8"), ("urban", "u1"), ("regime", "i2")])
    hoods["person_first"] = (0, n // 2, n)
    state = SimpleNamespace(
        hoods=hoods, pf=rows(21, np.float32), pi=rows(12, np.int16), pu=rows(17, np.uint8),
        pw=rows(4, np.uint32),
    )  # fmt: skip
    state.pu[f.ALIVE], state.pu[f.AGE_BAND], state.pu[f.HOME_SIZE] = 1, 2, SIZE
    state.pu[f.CITY_GRADE] = 255
    state.pi[f.HOME] = np.repeat(np.arange(HOMES) * SIZE % (n // 2), SIZE)
    state.pu[f.PAST, :: 2 * SIZE] = f.PAST_LISTED
    state.pf[f.LIVELIHOOD], state.pi[f.TRIED] = 1.0, 10
    state.pf[f.INTEGRITY] = np.linspace(-2, 2, n)
    return state


def test_who_lives_with_a_marked_person_is_told_from_the_marked_one():
    state = people()
    marked = (state.pu[f.PAST] & f.PAST_LISTED) != 0
    near = lives_with(state, marked)
    assert near.reshape(HOMES, SIZE)[0].tolist() == [False, True, True]
    assert not near.reshape(HOMES, SIZE)[1].any()
    assert near.sum() == marked.sum() * (SIZE - 1)


def test_a_gap_is_what_kin_lack_and_neither_the_listed_nor_unlike_people_count():
    state = people()
    kin = Kin(state)
    assert kin.access() == kin.earning() == 0.0
    state.pi[f.REFUSED, kin.kin] = 1
    state.pf[f.LIVELIHOOD, kin.kin] = 0.75
    listed = (state.pu[f.PAST] & f.PAST_LISTED) != 0
    state.pf[f.LIVELIHOOD, listed] = 0.0
    assert Kin(state).access() == pytest.approx(0.1)
    assert Kin(state).earning() == pytest.approx(0.25)
    others = np.flatnonzero(kin.others)[:60]
    state.pu[f.QUINTILE, others], state.pf[f.LIVELIHOOD, others] = 4, 0.0
    assert Kin(state).earning() == pytest.approx(0.25)
    state.pu[f.PAST] = 0
    assert Kin(state).access() is None


def rules(score=0):
    lane = np.zeros(len(f.ACCESS))
    perks = lane.copy()
    perks[ACCESS_LANE] = score
    return SimpleNamespace(
        com_perk=perks, perk=np.zeros((2, len(lane))), points=np.zeros((1, 7), np.uint8),
        grade_perk=np.zeros((1, 7, 16, len(lane))),
    )  # fmt: skip


def test_the_lane_holds_whom_a_rule_lets_in_and_a_lot_lets_in_a_fifth_of_the_bad():
    state = people()
    state.pi[f.COM_SCORE, ::5] = 760
    assert not in_lane(state, rules()).any()
    lane = in_lane(state, rules(750))
    assert lane.sum() == len(range(0, HOMES * SIZE, 5))
    assert bad_share(state, lane) == pytest.approx(0.2)
    state.pf[f.INTEGRITY, lane] = -5.0
    assert bad_share(state, lane) == 1.0
    assert bad_share(state, np.zeros(HOMES * SIZE, bool)) is None
    by_list = rules()
    by_list.perk[1, ACCESS_LANE] = 0.5
    state.pw[f.LISTS, :7] = 2
    assert in_lane(state, by_list).sum() == 7
