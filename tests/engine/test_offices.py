"""Offices: budget, grades and careers move their acts; quotas make things up; rules are stretched."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import audit
import handmade
import numpy as np
import worlds

from xinyong.engine.assumptions import register, values
from xinyong.engine.capacity import set_look
from xinyong.engine.derived import GRID, INSPECTION, POLICE, TAX
from xinyong.engine.phases.conduct import office_utility, shortfall
from xinyong.engine.rules import packed
from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import (
    B_ADULTS,
    B_OFFICE_BUDGET,
    B_OFFICE_EFFORT,
    B_OFFICE_PADDING,
    B_OFFICES,
    B_OPPORTUNITIES,
    B_SANCTIONED,
    BOARD,
    CHANNELS,
    OFFICE_GRADE,
    PADDING,
    SUSPECT,
)
from xinyong.quantities import G_ALL, G_COMPANY, G_OFFICE, INDEX
from xinyong.scheme.tables import GUARD_PROPORTIONALITY, GUARD_SPEECH, Tables

LAW = "law-only"
TOP = {entry.id: entry.high for entry in register()}


def total(outs: list[MonthOut], name: str, *groups: int) -> int:
    rows = list(groups or (G_ALL, G_COMPANY, G_OFFICE))
    return sum(int(out.places[:, rows, INDEX[name]].sum()) for out in outs)


# ------------------------------------------------------------ one decision
def utility(conduct: str, grade: int = 255, tight: float = 0.0, risk: float = 0.2, **dials: float) -> float:
    """U of an office's conduct; without a grade offices are not graded."""
    tables = worlds.timeline(LAW).at(worlds.LATE)
    if grade < 16:
        tables = handmade.every_slot(tables, worlds.LATE)
    a = values(dials)
    s = SimpleNamespace(of=np.zeros((4, 1), np.float32), ou=np.zeros((3, 1), np.uint8))
    s.of[:, 0] = (10.0, 1.0, 0.0, risk)
    s.ou[OFFICE_GRADE] = grade
    number = handmade.conducts().index(conduct)
    return office_utility(s, 0, number, 0, 0.5, tight, packed(tables, a), a)[0]


def test_being_graded_holds_an_office_back_and_more_the_worse_its_grade() -> None:
    for conduct in ("office-breaks-contract", "office-pays-late"):
        free, best, worst = (utility(conduct, grade) for grade in (255, 0, 2))
        assert free > best > worst
        assert utility(conduct, 0, office_point=5000.0) < best
        assert utility(conduct, 0, grade_dread=0.0) == best
        assert utility(conduct, 2, grade_dread=3.0) < worst
        assert utility(conduct, 0, risk=0.0) == utility(conduct, 255, risk=0.0), "nothing is noticed"
    assert utility("prompt-service", 0) > utility("prompt-service", 255)


def test_a_budget_that_cases_outrun_pulls_towards_breaches_alone() -> None:
    assert utility("office-pays-late", tight=0.8) > utility("office-pays-late", tight=0.2)
    assert utility("office-pays-late", tight=0.8, budget_pull=0.0) == utility("office-pays-late")
    assert utility("prompt-service", tight=0.8) == utility("prompt-service")
    s = SimpleNamespace(board_last=np.zeros((1, len(BOARD)), np.int64))
    assert shortfall(s, 0) == 0.0
    s.board_last[0, [B_OFFICE_BUDGET, B_SANCTIONED]] = 16 * 30, 30
    assert shortfall(s, 0) == 0.5
    s.board_last[0, B_OFFICE_BUDGET] *= 2
    assert shortfall(s, 0) < 0.5


def test_graded_offices_do_less_harm_than_the_same_offices_ungraded() -> None:
    """Paired from the same past: whether offices are graded moves their acts, and nobody else's at first."""
    people, acts = worlds.society("national", 20_000), []
    for graded in (False, True):
        changes = (only_offices,) if graded else ()
        engine = worlds.world(people, handmade.Handmade(worlds.timeline(LAW), *changes), start=worlds.LATE)
        outs = worlds.steps(engine, 12)
        acts.append([total(outs[:1], "acts", G_ALL, G_COMPANY), *(
            total(outs, name, G_OFFICE) for name in ("bad-acts", "good-acts", "opportunities")
        )])  # fmt: skip
    free, held = acts
    assert held[0] == free[0]
    assert held[3] == free[3], "the same occasions"
    assert held[1] < free[1]
    assert held[2] > free[2]


def only_offices(tables: Tables, month: int) -> Tables:
    """Offices are graded, and nobody else."""

    def rule(conduct: str, points: int) -> handmade.Rule:
        return handmade.Rule(handmade.conducts().index(conduct), handmade.SINCERITY, 2, points)

    bad = ("office-breaks-contract", "office-pays-late", "corruption", "selective-enforcement")
    tables = handmade.with_rules(tables, [*(rule(word, -10) for word in bad), rule("prompt-service", 1)])
    return handmade.with_score(tables, "office-1", handmade.SINCERITY, 100, [100, 80, 0])


# ------------------------------------------------------------ quotas
def padding(share: float) -> tuple[Engine, list[MonthOut]]:
    """One month in which every office makes up that share of its quota."""
    engine = worlds.world(
        worlds.society("rongcheng", 20_000), worlds.timeline(), start=worlds.LATE,
        dials={"padded_notices": TOP["padded_notices"], "padding_gain": 0.0},
    )  # fmt: skip
    worlds.steps(engine, 2)
    engine.state.of[PADDING] = share
    engine.state.city_last[:, B_OFFICE_PADDING] = (
        np.int64(share * 65536) * engine.state.city_last[:, B_OFFICES]
    )
    return engine, [engine.step()]


def test_offices_that_pad_note_what_nobody_did() -> None:
    found, acts = [], []
    for share in (0.0, 0.3, 1.0):
        engine, outs = padding(share)
        books = audit.books(outs)
        wrong = books.genuine == 0
        found.append(
            (total(outs, "padded"), total(outs, "wrong-records"), int(engine.state.pu[SUSPECT].sum()))
        )
        assert total(outs, "padded") <= int(outs[0].conducts[:, 3].sum()), "each is wrongly noted"
        assert set(books.channel[wrong].tolist()) <= set(range(len(CHANNELS)))
        acts.append(total(outs, "acts", G_ALL, G_COMPANY))
    assert found[0][0] == 0
    assert found[0] < found[1] < found[2]
    assert len(set(acts)) == 1, "nobody did more"


def test_less_effort_sees_less() -> None:
    s = SimpleNamespace(city_last=np.zeros((3, len(BOARD)), np.int64), look=np.zeros((3, len(CHANNELS))))
    s.city_last[:, B_ADULTS], s.city_last[:, B_OPPORTUNITIES] = 1000, 6000
    s.city_last[:2, B_OFFICES] = 2
    s.city_last[:2, B_OFFICE_EFFORT] = 2 * 65536, 65536
    set_look(s, worlds.timeline(LAW).at(worlds.LATE), values())
    offices = [POLICE, TAX, INSPECTION, GRID]
    assert np.allclose(s.look[0, offices], 0.5)
    assert np.allclose(s.look[1, offices], 0.25)
    assert np.allclose(s.look[2, offices], 0.5), "no office, no effort to speak of"
    others = np.setdiff1d(np.arange(len(CHANNELS)), offices)
    assert (s.look[:, others] == 1.0).all()


# ------------------------------------------------------------ over-extension
def guarded(proportionality: float, speech: float = 0.0) -> handmade.Change:
    def change(tables: Tables, month: int) -> Tables:
        guard = tables.guard.copy()
        guard[GUARD_PROPORTIONALITY], guard[GUARD_SPEECH] = proportionality, speech
        return tables._replace(guard=guard)

    return change


def stretched(*changes: handmade.Change) -> tuple[Engine, list[MonthOut]]:
    rules = handmade.Handmade(worlds.timeline("china-2020"), *changes)
    people = worlds.society("rongcheng", 8000)
    engine = worlds.world(people, rules, start=worlds.LATE, dials={"overreach": TOP["overreach"]})
    return engine, worlds.steps(engine, 6)


def test_rules_are_stretched_where_nothing_curbs_it() -> None:
    loose, half, strict = (total(stretched(guarded(share))[1], "overreach") for share in (0.0, 0.5, 1.0))
    assert loose > half > strict == 0


def test_protected_speech_is_let_alone() -> None:
    """Words that no rule names are written down where nothing protects them, and not where it does."""
    talk = {k for k, speech in enumerate(worlds.timeline().at(worlds.LATE).speech) if speech}
    for speech, some in ((0.0, True), (1.0, False)):
        _, outs = stretched(guarded(0.0, speech), words_are_noticed)
        books = audit.books(outs)
        about = [int(k) for k in books.conduct[books.genuine == 0] if int(k) in talk]
        assert bool(about) is some


def words_are_noticed(tables: Tables, month: int) -> Tables:
    """No rule names words, and grid workers hear most of them."""
    seen, speech = tables.seen.copy(), tables.speech == 1
    seen[speech, GRID] = 1.0
    first = tables.first
    named = [k for k in np.flatnonzero(speech) for g in range(len(first)) if first[g, k] < first[g, k + 1]]
    assert not named
    return tables._replace(seen=seen)


def test_what_is_stretched_works_against_the_subject_and_ends() -> None:
    _, outs = stretched(guarded(0.0))
    books: Any = audit.books(outs)
    rules = worlds.timeline().at(worlds.LATE)
    unnamed = np.array([
        all(rules.first[g, k] == rules.first[g, k + 1] for g in range(len(rules.first)))
        for k in books.conduct
    ])  # fmt: skip
    rows = unnamed & (books.reason == 0)
    assert rows.sum() > 3
    assert (books.genuine[rows] == 0).all()
    assert (books.points[rows] <= 0).all()
    assert (books.expires[rows] < audit.NEVER).all()
    assert set(books.channel[rows].tolist()) <= {POLICE, TAX, INSPECTION, GRID}
    assert (rules.good[books.conduct[rows]] <= 0).all()
