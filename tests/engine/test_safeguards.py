"""Consent, expiry and purpose: each safeguard moves what it is there to move."""

from __future__ import annotations

import itertools
from typing import Any

import audit
import by_hand
import numpy as np
import worlds

from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import (
    ACCESS,
    ALIVE,
    APPROVAL,
    CITY_GRADE,
    CITY_SCORE,
    FOREVER,
    LISTS,
    LIVE_ENDED,
    PAST,
    PAST_OUTSIDE,
    R_ENTRY,
    R_TERM,
    S_LISTED,
    SEEN,
)
from xinyong.quantities import G_ALL, G_COMPANY, INDEX


def total(outs: list[MonthOut], name: str) -> int:
    return sum(int(out.places[:, [G_ALL, G_COMPANY], INDEX[name]].sum()) for out in outs)


def city(guard: Any = None, since: int = worlds.LATE, dials: dict[str, float] | None = None) -> Engine:
    changes: dict[str, by_hand.Change] = {} if guard is None else {"guard": guard}
    rules = by_hand.by_hand(worlds.timeline(), since, **changes)
    return worlds.world(worlds.society("rongcheng", 4000), rules, start=worlds.LATE, dials=dials)


# ------------------------------------------------------------------ consent
def test_only_those_who_consent_are_scored() -> None:
    engine, free = city(by_hand.guarded("consent")), city()
    outs, all_ = worlds.steps(engine, 12), worlds.steps(free, 12)
    s = engine.state
    out = s.pu[PAST] & PAST_OUTSIDE > 0
    alive = s.pu[ALIVE] == 1
    assert 0.1 < out[alive].mean() < 0.9
    assert (s.pu[CITY_GRADE, alive & out] == 255).all()
    assert 0 < total(outs[-1:], "scored") < total(all_[-1:], "scored")
    institution = int(engine.spec.timeline.at(worlds.LATE).score_institution[:, 0].min())
    books = audit.books(outs)
    mine = books.institution == institution
    assert 0 < mine.sum() < (audit.books(all_).institution == institution).sum()
    sums = books.sums(mine, engine.month - 1, s.pu.shape[1] + s.cu.shape[1] + s.ou.shape[1])
    assert np.array_equal(sums[: s.pu.shape[1]][alive], s.pi[CITY_SCORE][alive]), "books balance all the same"


def test_who_stays_outside_is_never_recorded_by_the_city() -> None:
    engine = city(by_hand.guarded("consent"))
    tables = engine.spec.timeline.at(worlds.LATE)
    institution = int(tables.score_institution[tables.points[:, 0] == 1, 0].min())
    ever_in = np.zeros(engine.state.pu.shape[1], bool)
    rows = []
    for _ in range(12):
        out = engine.step()
        ever_in |= engine.state.pu[PAST] & PAST_OUTSIDE == 0
        rows.append(
            out.ledger[(out.ledger["institution"] == institution) & (out.ledger["reason"] == R_ENTRY)]
        )
    subjects = np.concatenate(rows)["subject"]
    assert len(subjects) > 20
    assert not ever_in.all()
    assert ever_in[subjects[subjects < len(ever_in)]].all()


def test_one_may_leave_and_come_back() -> None:
    engine = city(by_hand.guarded("consent"))
    s = engine.state
    alive, grades = [], []
    for approval in (1.0, 0.0, 1.0):
        s.pf[APPROVAL] = approval
        engine.step()
        adult = (s.pu[ALIVE] == 1) & (engine.month - s.pi[0].astype(int) > 217)
        alive.append(adult)
        grades.append(s.pu[CITY_GRADE].copy())
    assert (grades[0][alive[0]] < 16).all()
    assert (grades[1][alive[1]] == 255).all()
    assert (grades[2][alive[2]] < 16).all()


def test_more_goodwill_more_consent() -> None:
    found = []
    for consents in (0.5, 1.0, 2.0):
        engine = city(by_hand.guarded("consent"), dials={"consents": consents})
        found.append(total([engine.step()], "scored"))
    assert found[0] < found[1] < found[2]


def test_without_the_safeguard_nobody_is_asked() -> None:
    engine = city(by_hand.guarded(off=("consent",)))
    worlds.steps(engine, 3)
    assert not (engine.state.pu[PAST] & PAST_OUTSIDE).any()


# ------------------------------------------------------------------ expiry
def _terms(term: int) -> by_hand.Change:
    return lambda t: np.where(t.row_from_end == 1, t.row_term, term).astype(np.int16)


def _ending(months: int, *on: str) -> tuple[Engine, list[MonthOut]]:
    """A city that recorded without end until ``LATE + months``; from then on terms are six months."""
    forever = by_hand.by_hand(worlds.timeline(), row_term=_terms(0))
    off = () if on else ("expiry",)
    after = by_hand.by_hand(worlds.timeline(), row_term=_terms(6), guard=by_hand.guarded(*on, off=off))
    engine = worlds.world(worlds.society("rongcheng", 4000), forever, start=worlds.LATE)
    outs = worlds.steps(engine, months)
    engine.enter(after)
    return engine, [*outs, engine.step()]


def test_records_without_end_end_once_a_term_is_set_and_expiry_holds() -> None:
    engine, outs = _ending(12, "expiry")
    rows = worlds.used(engine.state, "live")
    rows = rows[rows["state"] & LIVE_ENDED == 0]
    tables = engine.spec.timeline.at(engine.month - 1)
    clocked = [tables.row_from_end[a:b].any() for a, b in itertools.pairwise(tables.first.max(axis=0))]
    open_ended = np.flatnonzero(~np.array(clocked))
    old = (rows["expires"] == FOREVER) & (rows["entered"] + 6 <= engine.month - 1)
    assert not np.isin(rows["conduct"][old], open_ended).any()
    books, s = audit.books(outs), engine.state
    assert (books.reason == R_TERM).sum() > 20
    institution = int(tables.score_institution[tables.points[:, 0] == 1, 0].min())
    sums = books.sums(
        books.institution == institution, engine.month - 1, s.pu.shape[1] + s.cu.shape[1] + s.ou.shape[1]
    )
    alive = s.pu[ALIVE] == 1
    assert np.array_equal(sums[: s.pu.shape[1]][alive], s.pi[CITY_SCORE][alive])


def test_without_expiry_what_was_recorded_without_end_has_none() -> None:
    engine, outs = _ending(12)
    assert not (audit.books(outs).reason == R_TERM).any()
    rows = worlds.used(engine.state, "live")
    assert (rows["expires"] == FOREVER).sum() > 20


def test_a_listing_without_end_ends_by_a_later_term_where_expiry_holds() -> None:
    people = worlds.society("debtors", 6000)

    def able(months: float) -> by_hand.Change:
        def made(tables: Any) -> Any:
            found = tables.court.copy()
            found[15] = months
            return found

        return made

    found = {}
    for expiry in (True, False):
        guard = by_hand.guarded("expiry") if expiry else by_hand.guarded(off=("expiry",))
        letting = lambda t: np.full_like(t.list_exit, 255)  # noqa: E731
        before = by_hand.by_hand(worlds.timeline(), court=able(0), list_exit=letting)
        after = by_hand.by_hand(worlds.timeline(), court=able(6), guard=guard, list_exit=letting)
        dials = worlds.at_end("high", "backlog", "lists") | worlds.at_end("low", "extends")
        engine = worlds.world(people, before, start=worlds.LATE, dials=dials)
        worlds.steps(engine, 10)
        engine.enter(after)
        engine.step()
        debts = worlds.used(engine.state, "debts")
        kept = (debts["stage"] == S_LISTED) & (debts["ground"] == 1)
        found[expiry] = int((kept & (debts["since"] + 6 <= engine.month - 1)).sum())
    assert found[True] < found[False]


# ------------------------------------------------------------------ purpose
def test_a_list_goes_only_where_one_of_its_rules_has_a_use_for_it() -> None:
    """Gates without a rule hold nothing, and cannot refuse beyond it."""
    people = worlds.society("debtors", 6000)
    dials = worlds.at_end("high", "backlog", "lists")
    found = {}
    for purpose in (True, False):
        guard = by_hand.guarded("purpose", off=("proportionality",)) if purpose else by_hand.guarded(
            off=("purpose", "proportionality"))  # fmt: skip
        rules = by_hand.by_hand(
            worlds.timeline(), guard=guard, share=lambda t: np.full_like(t.share, 0.9),
            beyond=lambda t: np.ones_like(t.beyond), check=lambda t: np.ones_like(t.check),
        )  # fmt: skip
        engine = worlds.world(people, rules, start=worlds.LATE, dials=dials)
        outs = worlds.steps(engine, 8)
        tables = rules.at(engine.month - 1)
        used = ((tables.bar > 0) | (tables.perk > 0) | (tables.kin_bar > 0)).any(axis=0)
        bits = sum(1 << gate for gate in np.flatnonzero(~used))
        held = engine.state.pw[SEEN] & np.uint32(bits)
        assert (engine.state.pw[LISTS] > 0).any()
        without = [outs[-1].causes[36, gate] for gate in np.flatnonzero(~used)]
        found[purpose] = int((held > 0).sum()), sum(int(n) for n in without), total(outs, "beyond-rule")
        assert 0 < used.sum() < len(ACCESS)
    assert found[True][0] == found[True][1] == 0
    assert found[False][0] > 0
    assert found[False][1] > 0
    assert found[True][2] < found[False][2]


# ------------------------------------------------------------------ speech
def test_a_protected_word_is_on_no_books_and_feared_for_none() -> None:
    """With speech protected nobody writes a petition or a post down, and no stake hangs on one."""
    rules = worlds.timeline("speech-counts")
    found = {}
    for held in (False, True):
        guard = by_hand.guarded("speech") if held else by_hand.guarded(off=("speech",))
        ruled = by_hand.by_hand(rules, guard=guard)
        engine = worlds.world(worlds.society("national", 6000), ruled, start=worlds.LATE)
        outs = worlds.steps(engine, 12)
        words = np.flatnonzero(rules.at(worlds.LATE).speech == 1)
        entries = np.concatenate([out.ledger for out in outs])
        found[held] = int(np.isin(entries["conduct"], words).sum())
    assert found[True] == 0 < found[False]
