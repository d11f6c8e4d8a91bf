"""Books balance: scores, lists and dates follow from the ledger alone."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import audit
import handmade
import numpy as np
import pytest
import worlds

from xinyong.engine.run import Engine, MonthOut
from xinyong.engine.standings import Final
from xinyong.fields import (
    ALIVE,
    BAD_CREDIT,
    EDUCATION,
    FIRM_BAD_CREDIT,
    FOREVER,
    FOUNDED,
    HOME_SIZE,
    LIVE_ENDED,
    LIVE_NEW,
    LIVE_WRONG,
    QUINTILE,
    R_ENDED,
    R_ENTRY,
    SLOT_FIRST,
    SUSPECT,
    TRAIT_OPTED_IN,
    TRAITS,
)
from xinyong.scheme.compile import Timeline
from xinyong.society import Society

MONTHS = 100  # 2012-01 to 2020-04: every rule of the library begins, records of two and five years expire
AMNESTY = {"set": "safeguards.amnesty", "to": {"from": "2017-03"}}
#: A late payment counts in Rongcheng from its end: two rows where it ends.
FROM_END = {"set": "book.rongcheng.collects.2.from_end_of_conduct", "to": True}
#: As many errors as the ranges allow, so that corrections are not rare.
ERRORS = {"set": "channel.bank.wrong", "to": 0.03}
WORLDS = {
    "china-2020": ("rongcheng", 6000, "china-2020", ()),
    "only-rongcheng": ("rongcheng", 4000, "only-rongcheng", ()),
    "remedies": ("rongcheng", 6000, "with-remedies", (ERRORS,)),
    "amnesty": ("rongcheng", 4000, "china-2020", (AMNESTY,)),
    "from-end": ("rongcheng", 4000, "china-2020", (FROM_END, ERRORS)),
    "village": ("rongcheng", 4000, "mine.yaml", ()),
    "nation": ("national", 20_000, "china-2020", ()),
    "honour": ("rongcheng", 4000, "mine.yaml", worlds.HONOUR),
    "debtors": ("debtors", 20_000, "with-remedies", worlds.STRICT),
    "slots": ("firms", 4000, "china-2020", ()),
}
#: What rule books do not say yet: scores in every slot, and offices that stretch what there is.
BY_HAND = {"slots": (handmade.every_slot,)}
#: The village's list begins at once: later nobody would dare to litter.
STARTS = {"village": 204, "honour": 204}
MANY_CASES = (
    "backlog", "limits", "lists", "lists_unable", "sue_rate", "trial_rate", "appeals", "seeks_repair",
)  # fmt: skip


class Run(NamedTuple):
    engine: Engine
    rules: Timeline | handmade.Handmade
    outs: list[MonthOut]
    books: audit.Books
    finals: dict[int, Final]


@cache
def run(name: str) -> Run:
    frame, citizens, scheme, patches = WORLDS[name]
    rules = worlds.timeline(scheme, *patches)
    more = MANY_CASES
    if name in BY_HAND:
        rules, more = handmade.Handmade(rules, *BY_HAND[name]), (*MANY_CASES, "overreach", "padded_notices")
    engine = worlds.world(
        worlds.society(frame, citizens), rules, start=STARTS.get(name, worlds.START),
        dials=worlds.at_end("high", *more),
    )  # fmt: skip
    outs, finals = [], {}
    for _ in range(MONTHS):
        outs.append(engine.step())
        if engine.month % 12 == 4:
            finals[engine.month - 1] = engine.final()
    return Run(engine, rules, outs, audit.books(outs), finals)


every = pytest.mark.parametrize("name", WORLDS)


def subjects(engine: Engine) -> int:
    s = engine.state
    return s.pu.shape[1] + s.cu.shape[1] + s.ou.shape[1]


@every
def test_records_are_numbered_without_a_gap_and_refer_back(name: str) -> None:
    found = run(name)
    b = found.books
    lengths = np.array([len(out.ledger) for out in found.outs])
    assert [out.first_record for out in found.outs] == list(np.cumsum(lengths) - lengths)
    assert found.engine.records == len(b) > 500
    back = b.refers >= 0
    assert back.any() or name == "only-rongcheng"
    assert (b.refers[back] < b.number[back]).all()
    assert (b.month[b.refers[back]] < b.month[back]).all()
    for column in ("subject", "conduct", "institution", "channel", "genuine"):
        values = getattr(b, column)
        assert (values[b.refers[back]] == values[back]).all(), column
    assert (back == (b.reason != R_ENTRY)).all()
    assert (b.subject < subjects(found.engine)).all()


@every
def test_a_row_that_undoes_another_has_the_opposite_points_and_the_same_expiry(name: str) -> None:
    b = run(name).books
    undoing = np.isin(b.reason, audit.UNDOING) & ~court_rows(run(name))
    undone = b.refers[undoing]
    assert (b.points[undone] == -b.points[undoing]).all()
    assert (b.expires[undone] == b.expires[undoing]).all()
    assert len(np.unique(undone)) == len(undone), "undone twice"
    if name in ("remedies", "amnesty"):
        assert undoing.sum() > 10
    ends = b.reason == R_ENDED
    opens = ends & (b.term == 255)  # takes the points of the open row; the other row counts to the term
    assert (b.points[b.refers[opens]] == -b.points[opens]).all()
    assert (b.points[b.refers[ends & ~opens]] == b.points[ends & ~opens]).all()
    assert (b.expires[b.refers[ends]] == audit.NEVER).all()
    if name == "from-end":
        assert opens.sum() > 10


def court_rows(found: Run) -> np.ndarray:
    return found.books.institution == found.rules.at(worlds.LATE).court[9]


def places(found: Run) -> tuple[np.ndarray, np.ndarray]:
    """Regime and kind of every subject: persons, companies, offices."""
    people = found.engine.spec.society
    hood = np.concatenate([
        worlds.hood_of(people.person_first, people.persons),
        worlds.hood_of(people.company_first, people.companies),
        worlds.hood_of(people.office_first, people.offices),
    ])  # fmt: skip
    regime = found.rules.regime_of_place[people.city[hood], people.urban[hood].astype(np.int64)]
    return regime, np.repeat([0, 1, 2], [people.persons, people.companies, people.offices])


def kind_of(slot: int) -> int:
    return int(np.searchsorted(SLOT_FIRST, slot, side="right")) - 1


@every
def test_scores_follow_from_base_and_rows(name: str) -> None:
    """Persons in two slots, companies in four, offices in one: points, grades, floors, newcomers."""
    found = run(name)
    regime, kind = places(found)
    founded = np.full(subjects(found.engine), -9999)
    founded[kind == 1] = found.engine.state.ci[FOUNDED]
    checked: dict[int, int] = {}
    for now, final in found.finals.items():
        tables = found.rules.at(now)
        for g, z in np.argwhere(tables.points):
            institution, grades = int(tables.score_institution[g, z]), int(tables.grades[g, z])
            place = (final.institution == institution) & (final.grade != 255)
            place &= (regime[final.subject] == g) & (kind[final.subject] == kind_of(z))
            who = final.subject[place]
            counted = found.books.institution == institution
            total = tables.base[g, z] + found.books.sums(counted, now, subjects(found.engine))[who]
            score = np.clip(total, tables.lowest[g, z], tables.highest[g, z])
            assert (final.score[place] == score).all(), (now, z)
            cuts = tables.cut[g, z, :grades].astype(np.int64)
            cuts[-1] = -audit.NEVER
            by_points = (score[:, None] >= cuts).argmax(axis=1)
            grade = np.maximum(by_points, _floor(found, now, int(g), institution, grades)[who])
            grade[now - founded[who] < tables.newcomer[g, z, 1]] = tables.newcomer[g, z, 0]
            assert (final.grade[place] == grade).all(), (now, z)
            assert len(np.unique(who)) == len(who)
            checked[int(z)] = checked.get(int(z), 0) + len(who)
    if name == "slots":
        assert set(checked) == set(range(SLOT_FIRST[-1]))
    assert checked or name in ("nation", "debtors")


def _floor(found: Run, now: int, g: int, institution: int, grades: int) -> np.ndarray:
    """Best grade that live rows of an institution still allow, by subject."""
    b, tables = found.books, found.rules.at(now)
    floor = np.zeros(subjects(found.engine), np.int64)
    for row in np.flatnonzero(b.live(now) & (b.institution == institution)):
        k = b.conduct[row]
        for e in range(tables.first[g, k], tables.first[g, k + 1]):
            if tables.row_institution[e] == institution and tables.row_floor[e] >= 0:
                floor[b.subject[row]] = max(floor[b.subject[row]], tables.row_floor[e])
    assert (floor < grades).all()
    return floor


@every
def test_commercial_scores_follow_from_traits_and_rows(name: str) -> None:
    found = run(name)
    s, checked = found.engine.state, 0
    for now, final in found.finals.items():
        tables = found.rules.at(now)
        if not tables.com_on[0]:
            continue
        rows = (final.institution == tables.com_institution[0]) & (final.grade == 255)
        who = final.subject[rows].astype(np.int64)
        sums = [_dimension(found, now, number)[who] for number in (1, 2)]
        history, behaviour = (
            np.clip(tables.com_start[n] + sums[n] / tables.com_scale[n], 0, 1) for n in (0, 1)
        )
        parts = (
            np.clip(0.4 + 0.15 * s.pu[EDUCATION, who], 0, 1), (s.pu[QUINTILE, who] + 1.0) / 5.0, history,
            behaviour, np.clip(s.pu[HOME_SIZE, who] / 6.0, 0, 1),
        )  # fmt: skip
        mean = sum(weight * part for weight, part in zip(tables.com_weight, parts, strict=True))
        width = float(tables.com_highest[0]) - float(tables.com_lowest[0])
        expected = tables.com_lowest[0] + width * mean
        # half a point of rounding, and a hair for the order of the sum
        assert np.abs(final.score[rows] - expected).max(initial=0) <= 0.5 + 1e-9, now
        checked += len(who)
    if name in ("nation", "china-2020"):
        assert checked > 1000
        in_it = s.pu[TRAITS] & TRAIT_OPTED_IN > 0
        last = found.finals[max(found.finals)]
        assert in_it[last.subject[last.grade == 255]].all()


def _dimension(found: Run, now: int, number: int) -> np.ndarray:
    """Points of live rows in a dimension of the commercial score, by subject."""
    tables = found.rules.at(now)
    institution = tables.com_institution[0]
    mine = (tables.row_institution == institution) & (tables.row_dimension == number)
    first = tables.first[0]
    conducts = {k for k in range(len(tables.domain)) if mine[first[k] : first[k + 1]].any()}
    b = found.books
    rows = (b.institution == institution) & np.isin(b.conduct, sorted(conducts))
    return b.sums(rows, now, subjects(found.engine))


@every
def test_live_records_are_the_live_rows_of_the_ledger(name: str) -> None:
    """Nothing counts after its expiry; nothing that does not stand in the ledger counts."""
    found = run(name)
    s, b, now = found.engine.state, found.books, found.engine.month - 1
    rows = worlds.used(s, "live")
    hood = np.repeat(np.arange(found.engine.hoods), worlds.rows_of(s, "live"))
    keep = rows["state"] & LIVE_ENDED == 0
    rows, hood = rows[keep], hood[keep]
    fresh = rows["state"] & LIVE_NEW != 0
    number = rows["record"].astype(np.int64) + np.where(fresh, s.hoods["row_base"][hood], 0)
    first = [s.hoods["person_first"], s.pu.shape[1] + s.hoods["company_first"],
             s.pu.shape[1] + s.cu.shape[1] + s.hoods["office_first"]]  # fmt: skip
    subject = np.choose(rows["kind"], [offsets[hood] for offsets in first]) + rows["who"]
    assert (rows["expires"] > now).all()
    for column in ("conduct", "institution", "channel", "points"):
        assert (getattr(b, column)[number] == rows[column]).all(), column
    assert (b.subject[number] == subject).all()
    assert (b.genuine[number] == (rows["state"] & LIVE_WRONG == 0)).all()
    assert (np.minimum(b.expires[number], FOREVER) == rows["expires"]).all()
    alive = np.ones(subjects(found.engine), bool)
    alive[: s.pu.shape[1]] = s.pu[ALIVE] == 1
    counting = b.live(now) & alive[b.subject] & ~audit.case_rows(b, found.rules)
    counting &= (b.points != 0) | (b.genuine == 0)
    assert set(np.flatnonzero(counting)) <= set(number)
    assert b.live(now)[number].all()
    assert len(set(number)) == len(number)


@every
def test_bad_credit_and_wrong_records_are_counted_from_the_ledger(name: str) -> None:
    found = run(name)
    s, b, now = found.engine.state, found.books, found.engine.month - 1
    tables = found.rules.at(now)
    live, persons, companies = b.live(now), s.pu.shape[1], s.cu.shape[1]
    alive = s.pu[ALIVE] == 1
    if tables.reg_on[0]:
        bad = live & (b.institution == tables.reg_institution[0]) & (tables.good[b.conduct] < 0)
        count = np.bincount(b.subject[bad], minlength=subjects(found.engine))
        assert (count[:persons] == s.pu[BAD_CREDIT])[alive].all()
        assert (count[persons : persons + companies] == s.cu[FIRM_BAD_CREDIT]).all()
        assert bad.sum() > 2
    wrong = np.bincount(b.subject[live & (b.genuine == 0)], minlength=subjects(found.engine))
    assert (wrong[:persons] == s.pu[SUSPECT])[alive].all()
    assert wrong.sum() > 0


def weights(people: Society) -> np.ndarray:
    """Weight of every subject, persons, companies, offices, 1/256."""
    company = people.company_weight[worlds.hood_of(people.company_first, people.companies)]
    office = people.office_weight[worlds.hood_of(people.office_first, people.offices)]
    return np.concatenate([people.person_weight, company, office])
