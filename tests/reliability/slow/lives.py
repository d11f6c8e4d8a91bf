"""Phases 10 and 11: what measures do to a life, and what may be put right."""

from __future__ import annotations

from slow import court, luck, rating
from slow.gates import STAYED_AWAY
from slow.luck import again, draw, held, single, toward, uniform
from slow.month import Month
from slow.noticing import bad_grade
from slow.people import Hood, Record, Subject
from xinyong import fields as F  # noqa: N812
from xinyong.fields import ACCESS, PERSON, WORK_KINDS
from xinyong.scheme import tables as T  # noqa: N812

_JOB, _LICENCE, _LOAN, _UNIVERSITY = (ACCESS.index(name) for name in ("job", "licence", "loan", "university"))
_TRADE = [ACCESS.index(name) for name in ("tender", "finance", "permit")]
_NOBODY, _ELSEWHERE, _EMPLOYED = -1, -3, WORK_KINDS.index("private-firm")


def consequences(hood: Hood, m: Month) -> None:
    """Let refusals, naming, listings and grades bear on people and companies."""
    for person in hood.persons:
        if person.living:
            _bear(m, person)
    _dismiss(hood, m)
    rating.part_ways(hood, m)
    for company in hood.companies:
        if company.living:
            _trade(m, company)


def _bear(m: Month, person: Subject) -> None:
    a, left = m.a, person.livelihood
    listed = 1.0 if person.on(m.rules.black) else 0.0
    if left != 1.0 or person.refusals or listed:
        left = toward(left, 1.0 - a.listed_drag * listed, a.livelihood_recovery)
        for gate, loss in ((_JOB, a.job_loss), (_LICENCE, a.licence_loss), (_LOAN, a.loan_loss),
                           (_UNIVERSITY, a.university_loss)):  # fmt: skip
            if gate in person.refusals:
                left -= loss
        left = max(left, 0.0)
        person.livelihood = single(left)
    kept = person.ties
    if kept < 1.0:
        kept = toward(kept, 1.0, a.tie_recovery * (1.0 - 0.5 * listed))
    if person.named:
        kept -= a.tie_loss * kept
        for kin in person.household():
            if kin is not person:
                kin.ties = single(kin.ties * (1.0 - a.tie_loss * a.kin_share))
    person.ties = single(held(kept))
    have = person.assets + a.saving * person.income * left
    if person.shocked:
        have *= 1.0 - a.shock_loss
    person.assets = single(min(have, 60.0 * person.income + 10000.0))


def _dismiss(hood: Hood, m: Month) -> None:
    """Employers act on what they know, where a rule has them do so."""
    acting = {each.number for each in m.rules.lists if each.work_bar > 0.0}
    if not acting:
        return
    for attempt in hood.attempts:
        who = attempt.subject
        taken_on = attempt.outcome < 0 and attempt.outcome != STAYED_AWAY
        if who.kind == PERSON and attempt.gate == _JOB and taken_on:
            if who.employer == _NOBODY and who.work >= _EMPLOYED:
                who.employer = _ELSEWHERE
    for person in hood.persons:
        told = person.on(acting) and person.seen >> _JOB & 1
        if not told or not person.living or person.employer == _NOBODY:
            continue
        kept = 1.0
        for number in person.on_lists():
            if number in acting:
                kept *= 1.0 - m.rules.lists[number].work_bar
        if uniform(draw(person.key, m.tag(luck.DISMISSAL))) < 1.0 - kept:
            person.employer = _NOBODY
            person.livelihood = single(person.livelihood * (1.0 - m.a.dismissal_loss))
            person.count("dismissals")


def _trade(m: Month, company: Subject) -> None:
    """Market access, compliance cost, profit and reserves of a company."""
    a = m.a
    gates = sum(company.seen >> gate & 1 for gate in _TRADE)
    known = 1.0 if company.on(m.rules.black) else 0.0
    goal = 1.0 - a.market_loss * (known + gates) * 0.25
    goal -= a.grade_loss * bad_grade(m, company)
    market = toward(company.market, max(goal, 0.0), a.market_speed)
    company.market = single(market)
    cost = (a.compliance_cost * company.diligence + m.rules.burden[company.owner]) * company.revenue
    company.count("compliance-cost", int(cost))
    company.compliance_cost = single(company.compliance_cost + cost)
    profit = a.margin * company.revenue * market - cost
    company.count("profit", int(profit))
    company.reserves = single(held(company.reserves + profit, 0.0, 6.0 * company.revenue))


def remedies(hood: Hood, m: Month) -> None:
    """A month of notices, appeals and repairs."""
    a, guard = m.a, m.rules.guard
    tagged = m.tag(luck.REMEDY)
    city = m.cities[hood.city]
    waiting = float(city[F.B_QUEUE])
    capacity = a.remedy_capacity * float(city[F.B_ADULTS]) * 0.001
    pace = 1.0 if waiting <= capacity else capacity / waiting
    told = a.notice_found + (a.notice_told - a.notice_found) * guard[T.GUARD_NOTICE]
    for record in hood.records:
        if not (record.ended or record.new or record.granted):
            _remedy(hood, m, record, uniform(draw(record.luck(), tagged)), told, pace)
    for debt in hood.debts:
        if debt.granted or debt.stage == F.S_ENDED:
            continue
        bits = draw(debt.key(), tagged)
        if not debt.wrong:
            if debt.stage == F.S_LISTED and _may_repair(m, debt.since):
                hood.board[F.B_QUEUE] += 1
                debt.granted = uniform(again(bits, 1)) < pace * a.seeks_repair * guard[T.GUARD_REPAIR]
            continue
        hood.board[F.B_WRONGED] += 1
        if guard[T.GUARD_APPEAL] > 0.0:
            hood.board[F.B_QUEUE] += 1
            heard = told * a.appeals * pace * a.appeal_success * guard[T.GUARD_CORRECTION]
            if uniform(bits) < heard:
                debt.subject.count("appeals")
                debt.granted = True


def _may_repair(m: Month, since: int) -> bool:
    """May a listing by the court be repaired now?"""
    number = m.rules.court_number(T.COURT_LIST)
    if number is None or m.rules.guard[T.GUARD_REPAIR] <= 0.0:
        return False
    least = m.rules.lists[number].wait
    return least >= 0 and court.lets_go(m.rules, T.EXIT_REPAIR) and m.number - since >= least


def _remedy(hood: Hood, m: Month, record: Record, u: float, told: float, pace: float) -> None:
    a, guard, who = m.a, m.rules.guard, record.subject
    if record.wrong and who.kind == PERSON:
        hood.board[F.B_WRONGED] += 1
    if not (record.wrong or record.list is not None or record.points < 0):
        return
    if not record.noticed:
        if u < told:
            record.noticed = True
            who.count("notices")
    elif record.wrong:
        if guard[T.GUARD_APPEAL] <= 0.0:
            return
        if not record.appealed:
            if u < a.appeals * guard[T.GUARD_APPEAL]:
                record.appealed = True
                who.count("appeals")
            return
        hood.board[F.B_QUEUE] += 1
        record.granted = u < pace * a.appeal_success * guard[T.GUARD_CORRECTION]
    elif record.list is not None and guard[T.GUARD_REPAIR] > 0.0:
        least = m.rules.lists[record.list].wait
        if least >= 0 and m.number - record.entered >= least:
            hood.board[F.B_QUEUE] += 1
            record.granted = u < pace * a.seeks_repair * guard[T.GUARD_REPAIR]
