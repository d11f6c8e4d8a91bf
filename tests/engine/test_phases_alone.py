"""Single phases, called on one neighbourhood made for the purpose: who dies, who lends, who may appeal."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import numpy as np
import pytest
from worlds import LATE, corner, timeline, world

from xinyong.chance import again, draw, name, tag, uniform, upper
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import purposes
from xinyong.engine.assumptions import register
from xinyong.engine.layout import F_DIES, OP_NONE, OP_OPEN, U_ATTEMPTS, U_MEETINGS
from xinyong.engine.phases import access as phase
from xinyong.engine.phases.access import BY_GROUP, BY_KIN, GRANTED, access
from xinyong.engine.phases.encounter import encounter
from xinyong.engine.phases.events import death_chance, events
from xinyong.engine.phases.records import notice
from xinyong.engine.phases.remedies import remedies
from xinyong.engine.run import Engine
from xinyong.engine.state import tally_of, work_of
from xinyong.fields import (
    ACCESS,
    ALIVE,
    B_QUEUE,
    B_SANCTIONED,
    B_WRONGED,
    BAD_CREDIT,
    BORN,
    CHANNELS,
    DEBT_GRANTED,
    DEBT_WRONG,
    HOME,
    HOME_SIZE,
    LISTS,
    PAST,
    PAST_KIN,
    PAST_SCHOOL,
    S_ENDED,
    S_LISTED,
    SEEN,
    SEX,
)
from xinyong.results.tallies import CAUSES
from xinyong.scheme.tables import GUARD_APPEAL, GUARD_CORRECTION, GUARD_NOTICE, GUARD_REPAIR

LICENCE, UNIVERSITY, SCHOOL = (ACCESS.index(gate) for gate in ("licence", "university", "private-school"))
LOAN = ACCESS.index("loan")
RED, BLACK = 1, 3
#: China's life table of 2020: years at birth, women and men.
EXPECTED_YEARS = (80.9, 75.4)


@cache
def made() -> Engine:
    engine = world(corner("national", 100_000, 1), timeline(), start=LATE)
    engine.live()
    return engine


@pytest.fixture(autouse=True)
def _wraps() -> Any:
    with np.errstate(over="ignore"):
        yield


@pytest.fixture
def s() -> Any:
    """The state of a neighbourhood, a copy."""
    return deepcopy(made().state)


@pytest.fixture
def r() -> Any:
    """The month's rules without bars, lists of black and red known: a copy."""
    found = made()._rules[1].copy()  # type: ignore[index]
    for field in ("bar", "perk", "kin_bar", "reg_bar", "grade_bar", "grade_perk", "com_perk", "beyond"):
        found[field][...] = 0
    found["check"][...], found["black"], found["red"] = 1, 1 << BLACK, 1 << RED
    return found


# ------------------------------------------------------------------ deaths
def years_at_birth(sex: int, mortality: float) -> float:
    """Under a hazard that holds for five years each, the last one for good."""
    left, years = 1.0, 0.0
    for group in range(20):
        hazard = 12.0 * death_chance(group, sex, mortality)
        span = 5.0 if group < 19 else np.inf
        years += left * (1.0 - np.exp(-hazard * span)) / hazard
        left *= np.exp(-hazard * span)
    return float(years)


@pytest.mark.parametrize("sex", [0, 1])
def test_the_table_of_deaths_gives_the_years_of_the_published_one(sex: int) -> None:
    ends = [getattr(next(one for one in register() if one.id == "mortality"), end) for end in ("high", "low")]
    least, most = (years_at_birth(sex, end) for end in ends)
    assert least < EXPECTED_YEARS[sex] < most
    assert abs(years_at_birth(sex, 1.0) - EXPECTED_YEARS[sex]) < 1.6
    later = [death_chance(group, sex, 1.0) for group in range(2, 20)]
    assert later == sorted(later)


def test_those_die_whose_draw_lies_below_the_chance_of_their_age_and_sex(s: Any) -> None:
    w, a, seed = work_of(), made().spec.dials.copy(), np.uint64(5)
    a[A.mortality] = 20.0
    n = int(s.hoods[1].person_first)
    ages = 780 + np.arange(n) * 500 // n  # 65 years to beyond a hundred
    s.pi[BORN, :n], s.pu[SEX, :n], s.pu[ALIVE, :n] = LATE - ages, np.arange(n) % 2, 1
    events(0, LATE, seed, s, w, a)
    tagged = tag(seed, LATE, purposes.EVENT)
    dies = [
        upper(draw(name(s.hoods[0].key, i), tagged))
        < int(death_chance(min(int(ages[i]) // 60, 19), i % 2, 20.0) * 2**32)
        for i in range(n)
    ]
    assert ((w.fate[:n] & F_DIES) != 0).tolist() == dies
    assert 20 < sum(dies) < n
    s.pu[ALIVE, :n] = 0
    events(0, LATE, seed, s, w, a)
    assert not w.fate[:n].any()


# ------------------------------------------------------------------ lenders
@pytest.mark.parametrize(
    ("lists", "seen", "entries", "closed"),
    [
        (1 << BLACK, True, 0, 1.0), (0, True, 0, 1.0), (1 << RED, True, 0, 0.0),
        (1 << RED | 1 << BLACK, True, 0, 1.0), (1 << BLACK, False, 0, 0.0), (0, False, 2, 0.5),
    ],
)  # fmt: skip
def test_a_lender_refuses_whom_it_knows_as_listed_or_once_listed_but_not_the_praised(
    s: Any, r: Any, lists: int, seen: bool, entries: int, closed: float
) -> None:
    w, a, count = work_of(), made().spec.dials.copy(), 300
    a[A.credit_rationing] = 0.6
    code = next(k for k in range(len(r.creates_debt)) if r.creates_debt[k] == 1)
    r.counterpart[code] = 0
    w.used[U_MEETINGS] = count
    w.meeting[:count], w.op_code[:count] = np.arange(count), code
    w.op_kind[:count], w.op_who[:count], w.op_state[:count] = 0, 0, OP_OPEN
    w.op_bits[:count] = [draw(np.uint64(3), np.uint64(each)) for each in range(count)]
    s.pw[LISTS, 0], s.pw[SEEN, 0], s.pu[BAD_CREDIT, 0] = lists, seen << LOAN, entries
    encounter(0, s, w, r, a)
    expected = [uniform(again(bits, purposes.K_REALISED)) < closed * 0.6 for bits in w.op_bits[:count]]
    assert (w.op_state[:count] == OP_NONE).tolist() == expected


# ------------------------------------------------------------------ kin and groups at a gate
@pytest.mark.parametrize(
    ("gate", "marks"),
    [(UNIVERSITY, PAST_KIN | PAST_SCHOOL), (SCHOOL, PAST_KIN | PAST_SCHOOL), (LICENCE, PAST_KIN)],
)
def test_it_is_remembered_who_lost_a_school_for_a_relative(s: Any, r: Any, gate: int, marks: int) -> None:
    w, one = work_of(), int(np.flatnonzero(s.pu[HOME_SIZE] > 1)[0])
    home = int(s.pi[HOME, one])
    family = slice(home, home + int(s.pu[HOME_SIZE, one]))
    s.pw[LISTS, family], s.pw[SEEN, family], s.pu[BAD_CREDIT, family] = 1 << BLACK, 1 << gate, 0
    s.pw[LISTS, one], s.pw[SEEN, one], s.pu[PAST, one], s.pu[ALIVE, family] = 0, 0, 0, 1
    r.kin_check[...], r.kin_bar[BLACK, gate], r.guard[...], r.group_size[...] = 1, 1.0, 0.0, 0
    w.used[U_ATTEMPTS], w.at_code[0], w.at_who[0], w.at_kind[0] = 1, gate, one, 0
    access(0, s, w, tally_of(), r, made().spec.dials)
    assert w.at_cause[0] == BY_KIN
    assert s.pu[PAST, one] == marks


def test_a_group_is_asked_after_where_the_person_alone_would_be_granted(s: Any, r: Any) -> None:
    w, n = work_of(), int(s.hoods[1].person_first)
    s.pw[LISTS, :n], s.pw[SEEN, :n], s.pu[BAD_CREDIT, :n], s.pu[ALIVE, :n] = 0, 0, 0, 1
    s.pw[LISTS, 0], s.pw[SEEN, 0] = 1 << BLACK, 1 << LICENCE
    r.guard[...], r.kin_check[...], r.group_size[0], r.group_bar[...] = 0.0, 0, 10, 0.0
    r.group_bar[BLACK, LICENCE] = 0.7
    w.used[U_ATTEMPTS], w.at_code[:n], w.at_who[:n], w.at_kind[:n] = n, LICENCE, np.arange(n), 0
    w.at_bits[:n] = [draw(np.uint64(4), np.uint64(each)) for each in range(n)]
    access(0, s, w, tally_of(), r, made().spec.dials)
    last = int(w.clan[0, 1])
    luck = [uniform(again(bits, purposes.K_GROUP)) < 0.7 for bits in w.at_bits[:n]]
    expected = [BY_GROUP if 0 < i < last and luck[i] else GRANTED for i in range(n)]
    assert w.at_cause[:n].tolist() == expected
    assert expected.count(BY_GROUP) > 5


def test_causes_have_the_numbers_under_which_results_name_them() -> None:
    names = ("by_grade", "by_register", "by_score", "by_kin", "by_beyond", "looked_up", "by_group")
    numbers = [getattr(phase, name.upper()) for name in names]
    assert numbers == list(range(32, 32 + len(CAUSES)))
    assert [name.removeprefix("by_").replace("_", "-") for name in names] == [
        cause.removesuffix("-rule") for cause in CAUSES
    ]


# ------------------------------------------------------------------ notices
@pytest.mark.parametrize(("rows", "fine"), [(0, 0.0), (0, 50.0), (1, 0.0)])
@pytest.mark.parametrize("good", [-1, 0, 1])
def test_what_is_noticed_counts_as_sanctioned_where_it_is_bad_and_recorded_or_fined(
    s: Any, r: Any, rows: int, fine: float, good: int
) -> None:
    w, g = work_of(), int(s.hoods[0].regime)
    channel = CHANNELS.index("police")
    held = [
        (k, e) for k in range(r.first.shape[1] - 1) for e in range(int(r.first[g, k]), int(r.first[g, k + 1]))
        if r.row_kinds[e] & 1 and r.row_channels[e] >> channel & 1
    ]  # fmt: skip
    k, e = held[0]
    for other in range(int(r.first[g, k]), int(r.first[g, k + 1])):
        r.row_coverage[other] = float(other == e and rows == 1)
    s.pi[BORN, 0], s.pu[ALIVE, 0] = LATE - 480, 1
    r.fine[k], r.good[k], r.com_on[0] = fine, good, 0
    w.op_code[0], w.op_kind[0], w.op_subject[0], w.op_channel[0] = k, 0, 0, channel
    before, end = int(s.board[0, B_SANCTIONED]), int(s.hoods[0].live_end)
    notice(0, LATE, s, w, tally_of(), r, made().spec.dials, 0, 0)
    assert int(s.hoods[0].live_end) - end == rows
    assert s.board[0, B_SANCTIONED] - before == int(good < 0 and (rows > 0 or fine > 0.0))


# ------------------------------------------------------------------ appeals of those sued by mistake
@pytest.mark.parametrize("appeal", [0.0, 1.0])
@pytest.mark.parametrize("correction", [0.0, 0.5])
def test_one_sued_by_mistake_may_appeal_where_the_safeguard_holds(
    s: Any, r: Any, appeal: float, correction: float
) -> None:
    a, hood = made().spec.dials.copy(), s.hoods[0]
    a[A.appeals], a[A.appeal_success], a[A.remedy_capacity] = 0.9, 0.9, 1e9
    a[A.notice_told], a[A.notice_found] = 0.8, 0.1
    s.hoods[0].live_end, s.hoods[0].debt_end = hood.live_first, hood.debt_first + 1
    debt = s.debts[int(hood.debt_first)]
    debt.who, debt.stage, r.guard[...] = 0, S_LISTED, 0.0
    r.guard[GUARD_APPEAL], r.guard[GUARD_CORRECTION], r.guard[GUARD_NOTICE] = appeal, correction, 1.0
    granted, expected = [], []
    for seed in range(1, 200):
        s.board[0] = 0
        debt.marks = DEBT_WRONG
        remedies(0, LATE, np.uint64(seed), s, work_of(), tally_of(), r, a)
        assert s.board[0, B_WRONGED] == 1
        assert s.board[0, B_QUEUE] == int(appeal > 0.0)
        u = uniform(draw(hood.key + np.uint64(debt.id), tag(np.uint64(seed), LATE, purposes.REMEDY)))
        expected.append(bool(appeal > 0.0 and u < 0.8 * 0.9 * 0.9 * correction))
        granted.append(bool(debt.marks & DEBT_GRANTED))
    assert granted == expected
    debt.marks, debt.stage = DEBT_WRONG, S_ENDED
    s.board[0] = 0
    remedies(0, LATE, np.uint64(1), s, work_of(), tally_of(), r, a)
    assert s.board[0, B_WRONGED] == s.board[0, B_QUEUE] == 0
    assert r.guard[GUARD_REPAIR] == 0.0
