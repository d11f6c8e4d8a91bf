"""What enters either stays or leaves; what is tallied is what there is."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import audit
import numpy as np
import pytest
import worlds

from xinyong.engine.run import Engine, MonthOut
from xinyong.fields import (
    ACTIVE,
    AGE_BAND,
    ALIVE,
    DEBT_BACKLOG,
    DEBT_WRONG,
    FIRM_LISTS,
    LISTS,
    LIVELIHOOD,
    OFFICE_LISTS,
    R_ENTRY,
    S_ENDED,
    S_ENFORCED,
    WCLASS,
)
from xinyong.quantities import (
    G_AGE,
    G_ALL,
    G_COMPANY,
    G_EDUCATION,
    G_OFFICE,
    G_QUINTILE,
    G_RURAL,
    G_URBAN,
    INDEX,
)
from xinyong.scheme.compile import Timeline
from xinyong.scheme.tables import COURT_LIMIT_LIST
from xinyong.society import Society

MONTHS = 30
FRAMES = ("national", "rongcheng", "debtors", "firms")
every = pytest.mark.parametrize("frame", FRAMES)


class Snapshot(NamedTuple):
    """Columns kept from the end of a month."""

    alive: np.ndarray
    adult: np.ndarray
    lists: np.ndarray
    firm_lists: np.ndarray
    office_lists: np.ndarray
    debts: np.ndarray
    debt_hood: np.ndarray
    livelihood: np.ndarray


class Run(NamedTuple):
    engine: Engine
    people: Society
    rules: Timeline
    outs: list[MonthOut]
    snaps: list[Snapshot]


@cache
def run(frame: str) -> Run:
    people, rules = worlds.society(frame, 10_000), worlds.timeline("with-remedies")
    dials = worlds.at_end("high", "backlog", "lists", "limits", "sue_rate", "mortality")
    engine = worlds.world(people, rules, start=worlds.LATE, dials=dials)
    outs, snaps = [], [_snapshot(engine)]
    for _ in range(MONTHS):
        outs.append(engine.step())
        snaps.append(_snapshot(engine))
    return Run(engine, people, rules, outs, snaps)


def _snapshot(engine: Engine) -> Snapshot:
    s = engine.state
    hood = np.repeat(np.arange(engine.hoods), worlds.rows_of(s, "debts"))
    return Snapshot(
        s.pu[ALIVE] == 1, s.pu[AGE_BAND] > 0, s.pw[LISTS].copy(), s.cw[FIRM_LISTS].copy(),
        s.ow[OFFICE_LISTS].copy(),
        worlds.used(s, "debts").copy(), hood, s.pf[LIVELIHOOD].astype(np.float64),
    )  # fmt: skip


def total(out: MonthOut, name: str, *groups: int) -> int:
    """National sum of a quantity over groups, 1/256 of a subject."""
    return int(out.places[:, list(groups or (G_ALL,)), INDEX[name]].sum())


def everyone(out: MonthOut, name: str) -> int:
    return total(out, name, G_ALL, G_COMPANY, G_OFFICE)


def weights(found: Run) -> np.ndarray:
    """Weight of every subject, persons, companies, offices, 1/256."""
    people = found.people
    company = people.company_weight[worlds.hood_of(people.company_first, people.companies)]
    office = people.office_weight[worlds.hood_of(people.office_first, people.offices)]
    return np.concatenate([people.person_weight, company, office])


@every
def test_persons_and_the_dead_add_up_to_the_census(frame: str) -> None:
    found = run(frame)
    weight = found.people.person_weight
    assert (weight > 0).all()
    assert set(found.people.person_uint8[WCLASS]) <= {0, 1}
    census = int(weight.sum())
    residents = {"rongcheng": 714_000}.get(frame)
    assert residents is None or census == residents * 256
    gone = 0
    for out, snap in zip(found.outs, found.snaps[1:], strict=True):
        gone += total(out, "deaths")
        assert total(out, "persons") + gone == census
        assert total(out, "persons") == weight[snap.alive].sum()
        assert total(out, "adults") == weight[snap.alive & snap.adult].sum()
    assert 0 < gone < census / 8
    by_province = np.zeros(31, np.int64)
    hood = worlds.hood_of(found.people.person_first, len(weight))
    np.add.at(by_province, found.people.province[hood], weight)
    deaths = sum(out.places[:, G_ALL, INDEX["deaths"]] for out in found.outs)
    assert np.array_equal(found.outs[-1].places[:, G_ALL, INDEX["persons"]] + deaths, by_province)


@every
def test_groups_and_blocks_add_up(frame: str) -> None:
    found = run(frame)
    for out in found.outs:
        p = out.places
        assert np.array_equal(p[:, G_URBAN] + p[:, G_RURAL], p[:, G_ALL])
        for first in (G_AGE, G_EDUCATION, G_QUINTILE):
            assert np.array_equal(p[:, first : first + 5].sum(axis=1), p[:, G_ALL])
        assert np.array_equal(p.sum(axis=0), out.blocks.sum(axis=0))
    with_offices = [total(out, "persons", G_OFFICE) for out in found.outs]
    assert set(with_offices) == {int(found.people.office_weight.sum())}
    active = found.engine.state.cu[ACTIVE] == 1
    persons = found.people.persons
    firms = weights(found)[persons : persons + found.people.companies]
    assert total(found.outs[-1], "persons", G_COMPANY) == firms[active].sum()


@every
def test_lists_grow_by_entries_and_shrink_by_exits(frame: str) -> None:
    found = run(frame)
    weight, persons = weights(found), found.people.persons
    stock = np.zeros(32, np.int64)
    for out, snap in zip(found.outs, found.snaps[1:], strict=True):
        sign = np.where(out.listings["enters"] == 1, 1, -1)
        np.add.at(stock, out.listings["list"], sign)
        lists = np.concatenate([snap.lists, snap.firm_lists, snap.office_lists])
        held = [int((lists >> np.uint32(n) & np.uint32(1)).sum()) for n in range(32)]
        assert held == stock.tolist()
        t = found.rules.at(out.month)
        black = np.uint32(sum(1 << n for n, colour in enumerate(t.list_colour) if colour < 0))
        on = (snap.lists & black > 0) & snap.alive & snap.adult
        assert total(out, "listed") == weight[:persons][on].sum()
        firms = snap.firm_lists & black > 0
        assert total(out, "listed", G_COMPANY) == weight[persons : persons + len(firms)][firms].sum()
        limited = snap.lists >> np.uint32(t.court[COURT_LIMIT_LIST]) & np.uint32(1) > 0
        assert total(out, "limited") == weight[:persons][limited & snap.alive & snap.adult].sum()
        entering = out.listings[out.listings["enters"] == 1]
        for name, colour in (("black-entries", -1), ("red-entries", 1)):
            these = entering[t.list_colour[entering["list"]] == colour]
            assert everyone(out, name) == weight[these["subject"]].sum()
    assert stock.sum() > 0


@every
def test_debts_opened_less_debts_ended_is_the_stock(frame: str) -> None:
    found = run(frame)
    first = found.snaps[0].debts
    assert (first["marks"] & DEBT_BACKLOG > 0).all()
    assert len(first) > 0
    stock, weight = len(first), weights(found)
    offset = np.array([0, found.people.persons])
    firsts = (found.people.person_first, found.people.company_first)
    for out, snap in zip(found.outs, found.snaps[1:], strict=True):
        d = snap.debts
        fresh = (d["opened"] == out.month) & (d["marks"] & DEBT_BACKLOG == 0)
        stock += int(fresh.sum()) - int((d["stage"] == S_ENDED).sum())
        assert stock == int((d["stage"] != S_ENDED).sum())
        subject = np.choose(d["kind"], [f[snap.debt_hood] for f in firsts]) + d["who"] + offset[d["kind"]]
        own = fresh & (d["marks"] & DEBT_WRONG == 0)
        assert everyone(out, "debts") == weight[subject[own]].sum()
        pending = (d["stage"] >= S_ENFORCED) & (d["stage"] != S_ENDED)
        assert everyone(out, "debtors") == weight[subject[pending]].sum()
        persons = subject[pending & (d["kind"] == 0)]
        assert snap.alive[persons].all(), "the dead owe nothing"
    assert stock > 0


@every
def test_tallied_records_are_the_rows_of_the_ledger(frame: str) -> None:
    found = run(frame)
    b, weight = audit.books(found.outs), weights(found)
    entry = b.reason == R_ENTRY
    collected = entry & ~audit.case_rows(b, found.rules)
    for out in found.outs:
        here = b.month == out.month
        assert everyone(out, "records") == weight[b.subject[here & collected]].sum()
        assert everyone(out, "wrong-records") == weight[b.subject[here & entry & (b.genuine == 0)]].sum()
        for name, sign in (("points-won", 1), ("points-lost", -1)):
            counted = here & collected & (sign * b.points > 0)
            assert everyone(out, name) == (sign * b.points * weight[b.subject])[counted].sum()


@every
def test_institutions_add_up_to_the_ledger(frame: str) -> None:
    """By institution: entries (a court's cases too), wrong entries, points; as in the rows and the sums."""
    found = run(frame)
    b, weight = audit.books(found.outs), weights(found)
    entry, case = b.reason == R_ENTRY, audit.case_rows(b, found.rules)
    seen = np.zeros(4, np.int64)
    for out in found.outs:
        here = (b.month == out.month) & entry
        expected = np.zeros_like(out.institutions)
        w = weight[b.subject]
        for column, amount in enumerate(
            (w, w * (1 - b.genuine), w * np.maximum(-b.points, 0), w * np.maximum(b.points, 0))
        ):
            np.add.at(expected[:, column], b.institution[here], amount[here])
        assert np.array_equal(out.institutions, expected)
        cases = w[here & case].sum()
        names = ("records", "wrong-records", "points-lost", "points-won")
        sums = [everyone(out, name) for name in names]
        assert out.institutions.sum(axis=0).tolist() == [sums[0] + cases, *sums[1:]]
        seen += out.institutions.sum(axis=0)
    assert (seen[:2] > 0).all()


@every
def test_lists_hold_the_weight_of_who_is_on_them(frame: str) -> None:
    found = run(frame)
    weight, persons = weights(found), found.people.persons
    for out, snap in zip(found.outs, found.snaps[1:], strict=True):
        for number in range(32):
            bit = np.uint32(1 << number)
            firms, offices = np.split(weight[persons:], [len(snap.firm_lists)])
            held = (
                weight[:persons][snap.lists & bit > 0].sum(),
                firms[snap.firm_lists & bit > 0].sum(),
                offices[snap.office_lists & bit > 0].sum(),
            )
            assert out.listed[number].tolist() == list(held)
    assert found.outs[-1].listed.sum() > 0


@every
def test_conducts_and_causes_are_sums_of_the_tally(frame: str) -> None:
    for out in run(frame).outs:
        chances, acts, noticed, wrong, deterred, encouraged = out.conducts.sum(axis=0)
        assert chances == everyone(out, "opportunities")
        assert acts == everyone(out, "acts")
        assert (out.conducts[:, 1] <= out.conducts[:, 0]).all()
        assert (out.conducts[:, 2] <= out.conducts[:, 1]).all()
        good = run(frame).rules.at(out.month).good > 0
        assert out.conducts[~good, 4].sum() == everyone(out, "deterred")
        assert out.conducts[good, 5].sum() == everyone(out, "encouraged")
        assert deterred + encouraged <= chances
        assert wrong <= chances
        assert noticed > 0
        assert out.causes[37].sum() == everyone(out, "checks")
        refused = sum(everyone(out, name) for name in INDEX if name.startswith("refused "))
        assert out.causes[:37].sum() + out.causes[38:].sum() == refused


@every
def test_stocks_are_weighted_sums_of_columns(frame: str) -> None:
    found = run(frame)
    weight = found.people.person_weight
    for out, snap in zip(found.outs, found.snaps[1:], strict=True):
        counted = snap.alive & snap.adult
        shares = (snap.livelihood[counted] * 65536.0 + 0.5).astype(np.int64)
        assert total(out, "livelihood") == (shares * weight[counted]).sum()
