"""Obligations: how they fall due, are sued for, judged, enforced, listed, limited, and end."""

from __future__ import annotations

from types import SimpleNamespace

from slow import luck, writing
from slow.luck import again, draw, lower, name, part, single, uniform, upper
from slow.month import Month
from slow.people import Debt, Hood, LedgerRow, Subject
from slow.rules import GATES, Rules
from xinyong import fields as F  # noqa: N812
from xinyong.fields import COMPANY, PERSON
from xinyong.scheme import tables as T  # noqa: N812

CAN, CANNOT, HIDES = range(3)
#: Debts by creditor, as multiples of ``debt_months``, and octiles of their spread.
_SIZE = (1.5, 1.2, 1.0, 0.3, 0.4)
_SPREAD = (0.11, 0.28, 0.51, 0.83, 1.20, 1.96, 3.55, 9.0)
SMALL = 20000.0
_COURT = F.CHANNELS.index("court")


def purse(who: Subject) -> float:
    """Liquid assets."""
    return float(who.assets if who.kind == PERSON else who.reserves)


def earns(who: Subject) -> float:
    """A month's income after measures, or a twentieth of a turnover."""
    return float(who.income * who.livelihood if who.kind == PERSON else who.revenue * 0.05)


def thrift(who: Subject) -> float:
    """Disposition to meet money duties, in standard deviations."""
    return (who.thrift - 128.0) / 32.0 if who.kind == PERSON else 0.0


def backlog(hood: Hood, month: int, seed: int, a: SimpleNamespace) -> None:
    """Cases that are there before the first month."""
    tagged = luck.tag(seed, month, luck.BACKLOG)
    for person in hood.persons:
        if not person.traits & F.TRAIT_BORROWER or person.age(month) < 252:
            continue
        bits = draw(name(hood.key, person.row), tagged)
        if uniform(bits) >= a.backlog * max(1.0 - 0.5 * thrift(person), 0.0):
            continue
        debt = open_debt(month, a, person, upper(bits) % 3, bits)
        debt.stage = F.S_ENFORCED
        if uniform(again(bits, 1)) < a.backlog_closed:
            debt.stage = F.S_CLOSED
            if debt.ability == CAN:
                debt.ability = HIDES
        debt.since = month - lower(bits) % 36
        debt.backlog = True


def open_debt(month: int, a: SimpleNamespace, who: Subject, creditor: int, bits: int) -> Debt:
    """A debt falls due and is not paid: how much, and could the debtor pay it?"""
    octile = part(again(bits, luck.AMOUNT), 8)
    amount = a.debt_months * _SIZE[creditor] * _SPREAD[octile] * max(earns(who), 500.0)
    ability = CAN
    if purse(who) < amount:
        ability = CANNOT
    elif uniform(again(bits, luck.ABILITY)) < a.hides:
        ability = HIDES
    who.count("debts")
    return Debt(who, month, single(amount), ability, creditor, lower(bits))


def end(m: Month, debt: Debt, reason: int) -> None:
    """Close an obligation, and the court's record of it."""
    if debt.record is not None:
        LedgerRow(
            debt.subject, debt.record, debt.record.conduct, debt.record.institution, _COURT, not debt.wrong,
            reason, 0, 255, 0,
        )  # fmt: skip
    debt.record = None
    if debt.wrong and debt.stage != F.S_ENDED:
        debt.subject.wrong_cases -= 1
    debt.stage = F.S_ENDED


def go(debt: Debt, stage: int, month: int) -> None:
    """Enter a stage."""
    debt.stage, debt.since = stage, month


def lets_go(r: Rules, way: int) -> bool:
    """Does the defaulter list allow this way out?"""
    number = r.court_number(T.COURT_LIST)
    return number is None or bool(r.lists[number].exits & way)


def pressure(m: Month, debt: Debt) -> float:
    """What not paying costs a month as a part of the debt, saturating."""
    a, who = m.a, debt.subject
    felt = 0.0
    if debt.limited:
        felt += a.limit_pain
    if debt.stage == F.S_LISTED:
        felt += a.listing_pain
        if who.kind == PERSON:
            felt += a.gate_pain * sum(who.seen >> gate & 1 for gate in GATES)
            felt += a.kin_pain * sum(
                each is not who and bool(each.past & F.PAST_KIN) for each in who.household()
            )
        if debt.named and debt.amount < SMALL:
            felt += a.shaming
    x = max(felt, 0.0) * earns(who) * a.patience_months / max(debt.amount, 1.0)
    return x / (1.0 + x)


def pays(m: Month, debt: Debt, u: float, help_: float) -> bool:
    """Does the debtor pay this month? ``help_`` is what search and seizure can do."""
    a, who = m.a, debt.subject
    will = a.pays_anyway * max(1.0 + 0.5 * thrift(who), 0.1)
    will += a.pressure_response * pressure(m, debt)
    if debt.ability == HIDES:
        will, force = will * a.hider_will, help_ * a.search
    elif debt.ability == CANNOT and purse(who) < debt.amount:
        will, force = 0.0, 0.0
    else:
        force = help_ * a.seizure
    if u >= will + force:
        return False
    left = single(max(purse(who) - debt.amount, 0.0))
    if who.kind == PERSON:
        who.assets = left
    else:
        who.reserves = left
    own = int(u < will)
    who.count("performed")
    who.count("complied", own)
    who.count("performed-small", int(debt.amount < SMALL))
    who.count("performed-listed", int(debt.stage == F.S_LISTED))
    who.count("complied-listed", own * int(debt.stage == F.S_LISTED))
    end(m, debt, F.R_PERFORMANCE)
    return True


def move(hood: Hood, m: Month) -> None:
    """One month of every obligation (in *records*)."""
    a, r, month = m.a, m.rules, m.number
    tagged = m.tag(luck.COURT)
    help_ = m.look[hood.city][_COURT] * max(r.court[T.COURT_CAPACITY], 0.0) * r.capacity[_COURT]
    for debt in list(hood.debts):
        who = debt.subject
        if debt.stage == F.S_ENDED:
            continue
        if who.dies:
            end(m, debt, F.R_DEATH)
            continue
        if debt.wrong:
            continue
        bits = draw(debt.key(), tagged)
        u, v = uniform(bits), uniform(again(bits, 1))
        if debt.stage == F.S_DUE:
            if u < a.pays_late:
                go(debt, F.S_ENDED, month)
            elif v < a.sue_rate * help_:
                go(debt, F.S_SUED, month)
            elif v > 1.0 - a.gives_up:
                go(debt, F.S_ENDED, month)
        elif debt.stage == F.S_SUED:
            if u < min(a.trial_rate * help_, 1.0):
                go(debt, F.S_JUDGED, month)
                who.count("judgments")
                who.count("judgments-small", int(debt.amount < SMALL))
        elif debt.stage == F.S_JUDGED:
            if not pays(m, debt, u, 0.0) and v < a.enforcement_rate:
                go(debt, F.S_ENFORCED, month)
                who.count("enforcements")
        elif debt.stage == F.S_CLOSED:
            if pays(m, debt, u, 0.0):
                continue
            if v < a.revives * help_:
                go(debt, F.S_ENFORCED, month)
                who.count("enforcements")
            elif v > 1.0 - a.forgotten:
                end(m, debt, F.R_CLOSED)
        else:
            hood.board[F.B_COURT_LOAD] += 1
            if not pays(m, debt, u, help_):
                _settle_or_close(m, debt, v)


def _settle_or_close(m: Month, debt: Debt, v: float) -> None:
    """A case in enforcement that is not paid: settled, given up by the creditor, or closed for want."""
    a, r, listed = m.a, m.rules, debt.stage == F.S_LISTED
    settles = not listed or (r.court[T.COURT_SETTLEMENT_EXIT] > 0.0 and lets_go(r, T.EXIT_SETTLEMENT))
    relents = not listed or (r.court[T.COURT_CREDITOR_EXIT] > 0.0 and lets_go(r, T.EXIT_CREDITOR))
    if v < a.settles and settles:
        end(m, debt, F.R_SETTLEMENT)
        debt.subject.count("settled")
    elif v > 1.0 - a.creditor_relents and relents:
        end(m, debt, F.R_CREDITOR)
        debt.subject.count("settled")
    elif not listed and debt.ability != CAN and r.court[T.COURT_CLOSURE] > 0.0:
        if m.number - debt.since >= int(a.search_months):
            go(debt, F.S_CLOSED, m.number)
            debt.subject.count("closed-for-want")


def case_record(m: Month, debt: Debt) -> LedgerRow:
    """The court's record of a case, written once; open until the obligation ends."""
    if debt.record is None:
        institution = int(m.rules.court[T.COURT_INSTITUTION])
        debt.record = LedgerRow(
            debt.subject, None, int(m.rules.court[T.COURT_CONDUCT]), institution, _COURT, not debt.wrong,
            0, 0, 255, 255,
        )  # fmt: skip
        writing.count_entry(m, debt.subject, institution, not debt.wrong, 0)
        debt.fresh = True
    return debt.record


def _using(m: Month) -> float:
    """Share of courts that use the list: it grows evenly over its rollout."""
    rollout, began = m.rules.court[T.COURT_ROLLOUT], m.rules.court[T.COURT_BEGAN]
    return 1.0 if rollout <= 0.0 else min((m.number - began + 1.0) / rollout, 1.0)


def consider(hood: Hood, m: Month, debt: Debt, bits: int, help_: float) -> None:
    """An open case: order spending limits? list the debtor, and on which ground?"""
    a, r, who = m.a, m.rules, debt.subject
    if r.court[T.COURT_LIMITS] > 0.0 and not debt.limited and uniform(again(bits, 2)) < a.limits * help_:
        debt.limited = True
        who.count("limits")
        case_record(m, debt)
    number = r.court_number(T.COURT_LIST)
    if r.court[T.COURT_LISTS] <= 0.0 or number is None or who.kind not in r.lists[number].kinds:
        return
    chance, ground = a.lists * help_ * _using(m), 1
    if debt.ability == CANNOT:
        chance, ground = chance * a.lists_unable, 4
    elif debt.ability == HIDES:
        ground = 3
    spared = who.kind == PERSON and r.court[T.COURT_STUDENTS] > 0.0 and who.traits & F.TRAIT_STUDENT
    if spared or uniform(again(bits, 3)) >= chance:
        return
    go(debt, F.S_LISTED, m.number)
    debt.ground = ground
    term = int(r.court[T.COURT_TERM_ABLE if ground == 1 else T.COURT_TERM])
    debt.until = F.FOREVER if term == 0 else m.number + term
    case_record(m, debt)
    who.count("listings")
    who.count("unable-listed", int(debt.ability == CANNOT))
    conduct = r.conducts[int(r.court[T.COURT_CONDUCT])]
    if uniform(again(bits, luck.NOTICE)) < m.place(hood).coverage[_COURT]:
        writing.enter(m, who, conduct, _COURT, True, bits)
    if uniform(again(bits, luck.WRONG)) < r.wrong[_COURT]:
        _wrong_person(hood, m, debt, bits)


def _wrong_person(hood: Hood, m: Month, debt: Debt, bits: int) -> None:
    """The court lists somebody else beside the debtor."""
    if debt.subject.kind != PERSON:
        return
    other = hood.persons[part(again(bits, luck.WHO), len(hood.persons))]
    if not other.living or other.dies or other is debt.subject or other.age(m.number) < 216:
        return
    own = upper(again(bits, luck.KIN))
    case = Debt(other, m.number, debt.amount, debt.ability, debt.creditor, own)
    case.since, case.until, case.stage, case.ground = debt.since, debt.until, debt.stage, debt.ground
    case.wrong = True
    other.wrong_cases += 1
    other.past |= F.PAST_WRONGED
    other.count("wrong-records")


def _until(m: Month, debt: Debt) -> int:
    """When a listing ends by term; with expiry as a safeguard one without end lasts as long as today's."""
    if debt.until != F.FOREVER or m.rules.guard[T.GUARD_EXPIRY] <= 0.0 or debt.ground != 1:
        return debt.until
    term = int(m.rules.court[T.COURT_TERM_ABLE])
    return debt.until if term == 0 else debt.since + term


def _term_ends(m: Month, debt: Debt, u: float) -> None:
    """A listing reached the end of its term: extended once, or over (the debt stays)."""
    r, who = m.rules, debt.subject
    extension = int(r.court[T.COURT_EXTENSION])
    if extension > 0 and not debt.extended and not debt.wrong and u < m.a.extends:
        debt.until = m.number + extension
        debt.extended = True
        LedgerRow(
            who, debt.record, debt.record.conduct, debt.record.institution, _COURT, True, F.R_EXTENSION, 0,
            255, 255,
        )  # fmt: skip
        return
    who.count("expired")
    if debt.wrong:
        end(m, debt, F.R_TERM)
        return
    debt.until = F.FOREVER
    if not debt.limited:
        end(m, debt, F.R_TERM)
    go(debt, F.S_CLOSED, m.number)


def hold(hood: Hood, m: Month) -> None:
    """Listings, limits, terms (in *standing*), and what backs the court's lists."""
    r = m.rules
    tagged = m.tag(luck.COURT)
    help_ = m.look[hood.city][_COURT] * r.capacity[_COURT]
    for debt in list(hood.debts):
        if debt.stage not in (F.S_ENFORCED, F.S_LISTED, F.S_CLOSED):
            continue
        bits = draw(debt.key(), tagged)
        if debt.granted and not debt.wrong:
            # the listing is repaired; the debt, and any spending limits, go on
            debt.granted = False
            debt.subject.count("repaired")
            if not debt.limited:
                end(m, debt, F.R_REPAIR)
            go(debt, F.S_CLOSED, m.number)
        elif debt.granted:
            debt.subject.count("corrected")
            end(m, debt, F.R_CORRECTION)
        elif debt.stage == F.S_ENFORCED:
            consider(hood, m, debt, bits, help_)
        elif debt.stage == F.S_LISTED and _until(m, debt) <= m.number and lets_go(r, T.EXIT_TERM):
            _term_ends(m, debt, uniform(again(bits, 4)))
    _back_lists(hood, m)


def _back_lists(hood: Hood, m: Month) -> None:
    from slow.standing import back, back_head

    r = m.rules
    black, limit = r.court_number(T.COURT_LIST), r.court_number(T.COURT_LIMIT_LIST)
    for debt in hood.debts:
        if debt.stage not in (F.S_ENFORCED, F.S_LISTED, F.S_CLOSED):
            continue
        if debt.stage == F.S_LISTED:
            case_record(m, debt)
            if black is not None and r.court[T.COURT_LISTS] > 0.0:
                back(m, debt.subject, black, debt.record)
        if debt.limited and limit is not None and r.court[T.COURT_LIMITS] > 0.0:
            back(m, debt.subject, limit, debt.record)
            if debt.subject.kind == COMPANY and r.court[T.COURT_REP] > 0.0:
                back_head(m, debt.subject, limit, debt.record)
