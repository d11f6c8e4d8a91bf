"""A political demand on companies: who is asked, what moves them, and that nobody else is touched."""

from __future__ import annotations

from pathlib import Path

import handmade
import numpy as np
import pytest
import worlds

from xinyong.engine import demands
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.assumptions import values
from xinyong.engine.derived import credit
from xinyong.engine.layout import State
from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import HOME_STATE, OWNER, OWNERS, SECTOR, SECTORS, YIELDED
from xinyong.quantities import G_COMPANY, INDEX

LETTER = worlds.LATE + 2
HAND = handmade.every_slot  # somebody keeps a credit record of companies


def carriers(*changes: handmade.Change, threads: int = 1) -> Engine:
    people = worlds.society("carriers", 3000)
    rules = handmade.Handmade(worlds.timeline("law-only"), *changes)
    return worlds.world(people, rules, start=worlds.LATE, threads=threads)


def asked_of(s: State) -> np.ndarray:
    foreign = (s.cu[OWNER] == OWNERS.index("foreign")) | (s.cu[OWNER] == OWNERS.index("hk-macao-taiwan"))
    return (s.cu[SECTOR] == SECTORS.index("air-carrier")) & foreign


def counted(out: MonthOut, name: str) -> int:
    return int(out.places[:, G_COMPANY, INDEX[name]].sum())


def test_within_three_months_nine_in_ten_of_44_carriers_yield_in_full_and_objectors_in_part() -> None:
    """The letter of April 2018: one month to comply, 40 of 44 in full by the end of July."""
    engine = carriers(HAND, handmade.letter(LETTER, 1))
    before = worlds.steps(engine, 2)
    assert not any(counted(out, name) for out in before for name in ("asked", "yielded-part", "yielded-full"))
    assert not engine.state.cu[YIELDED].any(), "nothing before its date"
    outs = worlds.steps(engine, 4)
    s = engine.state
    asked = asked_of(s)
    assert asked.sum() == 44
    assert [counted(out, "asked") for out in outs] == [44 * 256] * 4
    assert 38 <= counted(outs[-1], "yielded-full") // 256 <= 42
    objects = asked & (s.cu[HOME_STATE] == 2)
    assert objects.sum() == 4
    assert set(s.cu[YIELDED][objects].tolist()) == {1}
    assert not s.cu[YIELDED][~asked].any()


def test_a_company_that_has_yielded_stays_so_when_the_demand_is_over() -> None:
    engine = carriers(HAND, handmade.letter(LETTER, 1, until=LETTER + 3))
    last = np.zeros(engine.state.cu.shape[1], np.int64)
    for out in worlds.steps(engine, 1):
        assert counted(out, "asked") == 0
    for _ in range(9):
        out = engine.step()
        now = engine.state.cu[YIELDED].astype(np.int64)
        assert (now >= last).all()
        stock = [counted(out, "yielded-part"), counted(out, "yielded-full")]
        weight = worlds.society("carriers", 3000).company_weight
        hood = worlds.hood_of(engine.spec.society.company_first, len(now))
        assert stock == [int(weight[hood][now == level].sum()) for level in (1, 2)]
        last = now
    assert last.any()
    assert counted(out, "asked") == 0


def test_worlds_that_differ_in_a_demand_differ_in_those_asked_alone(tmp_path: Path) -> None:
    """One month, before boards carry it on: nobody else's column, record or luck moves."""
    base = carriers(HAND)
    worlds.steps(base, 2)
    base.save(tmp_path)
    spec = base.spec._replace(
        timeline=handmade.Handmade(worlds.timeline("law-only"), HAND, handmade.letter(LETTER, 1))
    )
    one, other = Engine.load(base.spec, tmp_path), Engine.load(spec, tmp_path)
    a, b = one.step(), other.step()
    assert set(worlds.differing(one.state, other.state)) <= {
        "cu",
        "board",
        "board_last",
        "city_last",
        "nation_last",
    }
    rows, columns = np.nonzero(one.state.cu != other.state.cu)
    assert set(rows.tolist()) == {YIELDED}
    assert asked_of(one.state)[columns].all()
    names = {
        name for name, row in INDEX.items() if not np.array_equal(a.places[..., row], b.places[..., row])
    }
    assert names <= {"asked", "yielded-part", "yielded-full"}
    assert np.array_equal(a.ledger, b.ledger)


def test_threads_do_not_matter() -> None:
    one, two = (carriers(HAND, handmade.letter(LETTER, 2), threads=n) for n in (1, 2))
    assert worlds.outputs_differing(worlds.steps(one, 6), worlds.steps(two, 6)) == []
    assert worlds.differing(one.state, two.state) == []


class Rules:
    """A demand alone, as the functions of the mechanism see it."""

    def __init__(self, month: int, *, credit_on: float = 1.0, **letter: float) -> None:
        tables = worlds.timeline("none").at(worlds.LATE)
        self.demand = handmade.letter(0, 2, **letter)(tables, month).demand
        self.credit = np.array([credit_on])


def test_a_threat_is_felt_by_size_date_and_the_record_behind_it() -> None:
    a = values()

    def felt(month: int = 0, **more: float) -> float:
        return demands.felt_threat(Rules(month, **more), 0, a)

    assert felt(0) < felt(1) < felt(2) == felt(5) == pytest.approx(0.3)
    assert felt(2, threat=0.6) == pytest.approx(2 * felt(2))
    assert felt(2, credit_on=0.0) == pytest.approx(0.5 * felt(2))
    assert felt(2, credit=0.0, credit_on=0.0) == felt(2, credit=0.0)
    assert felt(2, credit=1.0, credit_on=0.0) == 0.0


def test_revenue_objection_and_imitation_move_the_answer() -> None:
    a = values()
    part, full = demands.advantages(0.3, 1e9, 1, 0.0, a)
    assert full > part > 0, "a silent home lets the whole threat count"
    assert demands.advantages(0.3, 1e9, 0, 0.0, a)[1] > full
    objected = demands.advantages(0.3, 1e9, 2, 0.0, a)
    assert objected[1] < objected[0] < part
    assert objected[0] > 0
    assert demands.advantages(0.3, 1e4, 1, 0.0, a)[1] < 0 < full, "little earned here: not worth it"
    assert demands.advantages(0.3, 1e9, 1, 1.0, a)[1] == pytest.approx(full + a[A.demand_imitation])


def test_answers_only_go_up_and_only_for_an_advantage() -> None:
    a = values()
    for now in (0, 1):
        for part, full in ((0.2, 0.3), (0.3, 0.1), (-0.5, -0.6)):
            found = [demands.answer(now, part, full, u, a) for u in (0.001, 0.5, 0.999)]
            assert min(found) >= now
            assert found[-1] == now, "no luck, no move"
    assert demands.answer(0, 0.2, 0.3, 0.1, a) == 2
    assert demands.answer(0, 0.3, 0.1, 0.1, a) == 1
    assert demands.answer(0, -0.5, -0.6, 0.1, a) == 0
    assert demands.answer(1, 0.3, 0.1, 0.1, a) == 1


def test_who_keeps_a_credit_record_of_companies() -> None:
    """Scores of companies, or a list of theirs beside the courts'; nothing of that sort: nobody."""
    law = worlds.timeline("law-only").at(worlds.LATE)
    assert credit(law).tolist() == [0.0] * len(law.points)
    scored = handmade.with_score(law, "company-3", 80, 100, [90, 0])
    assert credit(scored).tolist() == [1.0] * len(law.points)
    listed = handmade.with_list(law, kinds=2)
    assert credit(listed).tolist() == [1.0] * len(law.points)
    assert credit(handmade.with_list(law, kinds=1)).tolist() == [0.0] * len(law.points)
