"""Companies decide, are inspected, graded, burdened and listed: each rule moves what it should."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import handmade
import numpy as np
import pytest
import worlds

from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine import inspecting
from xinyong.engine import run as engine_run
from xinyong.engine.assumptions import values
from xinyong.engine.derived import INSPECTION, POLICE, TAX, reach
from xinyong.engine.phases.conduct import company_utility
from xinyong.engine.rules import packed
from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import (
    ALIVE,
    CHANNELS,
    COMPANY_FLOATS,
    COMPANY_UINT8,
    COMPLIANCE_COST,
    FIRM_GRADE,
    FIRM_LISTS,
    FIRM_RISK,
    LISTS,
    MARKET,
    OWNER,
    REPRESENTATIVE,
    RESERVES,
    REVENUE,
    SIZE,
    SLOTS,
)
from xinyong.quantities import G_COMPANY, INDEX
from xinyong.scheme.tables import Tables

LAW = "law-only"


def firms(*changes: handmade.Change) -> Engine:
    people = worlds.society("firms", 4000)
    return worlds.world(people, handmade.Handmade(worlds.timeline(LAW), *changes), start=worlds.LATE)


def counted(out: MonthOut, name: str) -> int:
    return int(out.places[:, G_COMPANY, INDEX[name]].sum())


def graded(grade: int, *looks: float) -> handmade.Change:
    """Every company has the same one of three grades, which is inspected so often."""

    def change(tables: Tables, month: int) -> Tables:
        made = handmade.with_score(tables, "company-2", 80, 100 - 40 * grade, [90, 50, 0])
        look = made.grade_look.copy()
        look[:, SLOTS.index("company-2"), :3] = looks or 1.0
        return made._replace(grade_look=look)

    return change


def burdened(*shares: float) -> handmade.Change:
    return lambda tables, month: tables._replace(burden=np.array(shares))


def test_a_burden_costs_owners_of_that_kind_that_share_of_turnover_and_nobody_else() -> None:
    plain, heavy = firms(), firms(burdened(0.0, 0.0, 0.0, 0.02))
    outs = plain.step(), heavy.step()
    a, b = plain.state, heavy.state
    assert worlds.differing(a, b) == ["cf"]
    more = b.cf[COMPLIANCE_COST].astype(float) - a.cf[COMPLIANCE_COST]
    foreign = a.cu[OWNER] == 3
    assert foreign.sum() > 3
    assert np.allclose(more[foreign], 0.02 * a.cf[REVENUE][foreign], rtol=1e-4)
    assert not more[~foreign].any()
    assert set(np.nonzero(a.cf != b.cf)[0].tolist()) <= {COMPLIANCE_COST, RESERVES}
    spent = counted(outs[1], "compliance-cost") - counted(outs[0], "compliance-cost")
    lost = counted(outs[0], "profit") - counted(outs[1], "profit")
    assert spent == pytest.approx(lost, rel=1e-3) != 0


def test_a_bad_grade_costs_trade_and_a_good_one_nothing() -> None:
    kept = []
    for grade in range(3):
        engine = firms(graded(grade))
        worlds.steps(engine, 2)
        assert set(engine.state.cu[FIRM_GRADE + 1].tolist()) == {grade}
        kept.append(float(engine.state.cf[MARKET].astype(np.float64).sum()))
    ungraded = firms()
    worlds.steps(ungraded, 2)
    assert kept[0] == kept[1] == float(ungraded.state.cf[MARKET].astype(np.float64).sum())
    assert kept[2] < kept[1]


def test_a_grade_inspected_more_is_noticed_more_and_expects_it() -> None:
    """Same acts, same luck: only what is noticed, through offices, and what is expected differ."""
    found = {}
    for look in (0.0, 1.0, 4.0):
        engine = firms(graded(1))
        worlds.steps(engine, 2)  # grades hold from the end of the first month on
        engine.enter(handmade.Handmade(worlds.timeline(LAW), graded(1, 1.0, look, 1.0)))
        out = engine.step()
        persons = int(out.places[:, 0, INDEX["detected"]].sum())
        risk = float(engine.state.cf[FIRM_RISK].astype(np.float64).sum())
        found[look] = (counted(out, "detected"), counted(out, "acts"), persons, risk)
    none, usual, often = (found[look] for look in (0.0, 1.0, 4.0))
    assert none[0] < usual[0] < often[0]
    assert none[1] == usual[1] == often[1]
    assert none[2] == usual[2] == often[2]
    assert none[3] < usual[3] < often[3]


def test_a_grade_never_inspected_is_never_noticed_by_inspectors_or_tax_offices() -> None:
    engine = firms(graded(0, 0.0, 1.0, 1.0), handmade.every_conduct_of_companies)
    worlds.steps(engine, 1)
    rows = np.concatenate([out.ledger for out in worlds.steps(engine, 8)])
    persons = engine.state.pu.shape[1]
    company = (rows["subject"] >= persons) & (rows["subject"] < persons + engine.state.cu.shape[1])
    channels = set((rows["channel"][company & (rows["reason"] == 0)] & 127).tolist())
    assert channels
    assert not channels & {INSPECTION, TAX}, [CHANNELS[c] for c in channels]


# ------------------------------------------------------------ one decision, one look


def one_company(**given: float) -> Any:
    """A state of one company."""
    cf, cu = np.zeros((len(COMPANY_FLOATS), 1), np.float32), np.zeros((len(COMPANY_UINT8), 1), np.uint8)
    start = {"revenue": 1e6, "reserves": 4e6, "diligence": 1.0, "market": 1.0, "firm_risk": 0.2}
    for row, field in enumerate(COMPANY_FLOATS):
        cf[row] = (start | given).get(field.name.replace("-", "_"), 0.0)
    cu[FIRM_GRADE:] = 255
    return SimpleNamespace(cf=cf, cu=cu)


def utility(conduct: str, change: handmade.Change | None = None, **given: float) -> float:
    tables = worlds.timeline(LAW).at(worlds.LATE)
    if change is not None:
        tables = change(tables, worlds.LATE)
    a = values({name: value for name, value in given.items() if name in A.__dict__})
    s = one_company(**{name: value for name, value in given.items() if name not in A.__dict__})
    return company_utility(s, 0, handmade.conducts().index(conduct), 0, 0.5, packed(tables, a), a)[0]


def listing(named: float, shared: float) -> handmade.Change:
    """A list of companies that fake goods, so public and so far carried to tenders, finance, permits."""

    def change(tables: Tables, month: int) -> Tables:
        made = handmade.with_list(tables, kinds=2)
        number = len(made.list_kinds) - 1
        names, share, bar, kinds = (
            made.list_named.copy(), made.share.copy(), made.bar.copy(), made.list_kinds.copy(),
        )  # fmt: skip
        kinds[:number] = 1  # no other list holds companies
        names[number], share[number], bar[number] = named, shared, 1.0
        made = made._replace(list_named=names, share=share, bar=bar, list_kinds=kinds)
        rule = handmade.Rule(handmade.conducts().index("fake-goods"), 80, 1, number=number)
        return handmade.with_rules(made, [rule])

    return change


def test_what_a_listing_would_cost_follows_how_far_it_travels() -> None:
    quiet, public, carried, both = (
        utility("fake-goods", listing(*how)) for how in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
    )
    assert quiet > public > both
    assert quiet > carried > both
    assert utility("fake-goods", listing(1.0, 1.0), tender_months=1.5) < both
    assert utility("fake-goods", listing(1.0, 1.0), buyer_months=0.6) < both
    assert utility("fake-goods", listing(0.0, 0.0), buyer_months=0.6) == quiet
    law = worlds.timeline("none").at(worlds.LATE)
    assert reach(law).tolist() == [1.0, 1.0], "what is only believed is feared in full"


def test_profit_care_and_points_move_a_company() -> None:
    base = utility("company-tax-evasion")
    assert utility("company-tax-evasion", reserves=0.0) > base, "in need, a gain weighs more"
    assert utility("company-tax-evasion", reserves=0.0, squeeze=0.0) == base
    assert utility("company-tax-evasion", diligence=1.5) < base
    assert utility("company-tax-evasion", firm_risk=0.5) < base
    evades = handmade.conducts().index("company-tax-evasion")

    def points(tables: Tables, month: int) -> Tables:
        return handmade.with_rules(tables, [handmade.Rule(evades, 80, 1, -10)])

    def scores(tables: Tables, month: int) -> Tables:
        return handmade.with_score(points(tables, month), "company-1", 80, 100, [90, 0])

    assert utility("company-tax-evasion", points) == base, "points of no score are worth nothing"
    assert utility("company-tax-evasion", scores) < base
    assert utility("company-tax-evasion", scores, firm_point=500.0) < utility("company-tax-evasion", scores)


def test_offices_spare_the_state_and_the_large_and_follow_grades() -> None:
    a = values()
    tables = graded(2, 1.0, 1.0, 3.0)(worlds.timeline(LAW).at(worlds.LATE), worlds.LATE)
    r = packed(tables, a)

    def looks(owner: int, size: int, grade: int) -> np.ndarray:
        s = one_company()
        s.cu[OWNER], s.cu[SIZE], s.cu[FIRM_GRADE + 1] = owner, size, grade
        w = SimpleNamespace(watch=np.ones((2, len(CHANNELS))))
        inspecting.watch(s, w, r, a, 0, 0)
        return w.watch[1]

    plain = looks(0, 0, 1)
    assert (plain == 1.0).all()
    for favoured in (looks(1, 0, 1), looks(0, 3, 1)):
        spared = np.flatnonzero(favoured < 1.0).tolist()
        assert spared == sorted((POLICE, TAX, INSPECTION))
        assert favoured[TAX] == pytest.approx(1 - a[A.selective])
    often = looks(0, 0, 2)
    assert often[INSPECTION] == often[TAX] == 3.0
    assert often[POLICE] == 1.0
    s = one_company()
    assert inspecting.inspections(s, r, 0, 0) == 1.0, "not graded yet"
    for grade, bad in enumerate((-1.0, 0.0, 1.0)):
        s.cu[FIRM_GRADE + 1] = grade
        assert inspecting.bad_grade(s, r, 0, 0) == max(bad, 0.0)


def test_a_companys_listing_reaches_its_representative_where_the_list_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The representative enters and leaves with the company; nobody is named for it."""
    number = len(worlds.timeline(LAW).at(worlds.LATE).list_kinds)

    def reaching(tables: Tables, dials: np.ndarray) -> Any:
        record = packed(tables, dials)
        record["list_rep"][number] = 1
        return record

    def change(tables: Tables, month: int) -> Tables:
        made = handmade.with_list(tables, kinds=2)
        made.list_named[number] = 1.0
        late = handmade.conducts().index("no-annual-report")
        return handmade.with_rules(made, [handmade.Rule(late, 80, 1, number=number, term=6)])

    met = []
    for reaches in (False, True):
        if reaches:
            monkeypatch.setattr(engine_run.Engine, "pack", staticmethod(reaching))
        engine = firms(change)
        exposed = 0
        for _ in range(10):
            out = engine.step()
            exposed += int(out.places[:, 0, INDEX["exposures"]].sum())
            s = engine.state
            bit = np.uint32(1 << number)
            listed = s.cw[FIRM_LISTS] & bit > 0
            hood = worlds.hood_of(s.hoods["company_first"], len(listed))
            head = s.ci[REPRESENTATIVE].astype(np.int64)
            heads = (s.hoods["person_first"][hood] + head)[listed & (head >= 0)]
            expected = np.zeros(s.pw.shape[1], bool)
            expected[heads] = reaches
            expected &= s.pu[ALIVE] == 1
            assert np.array_equal(s.pw[LISTS] & bit > 0, expected)
        met.append((int(listed.sum()), int(expected.sum()), exposed))
    assert met[0][0] > 0
    assert met[1][1] > 0
    assert met[0][2] == met[1][2], "a representative is not named with the list"
