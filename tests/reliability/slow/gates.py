"""Phases 8 and 9: who learns of a listing; what is tried, checked, refused and granted."""

from __future__ import annotations

from slow import luck
from slow.luck import again, draw, uniform
from slow.month import Month
from slow.occasions import Attempt
from slow.people import Hood, Subject
from slow.rules import GATES
from xinyong import fields as F  # noqa: N812
from xinyong.fields import ACCESS, OFFICE, PERSON, SLOT_FIRST
from xinyong.scheme import tables as T  # noqa: N812

#: Causes of a refusal beside lists, and what else may come of an attempt.
BY_GRADE, BY_REGISTER, BY_KIN, BY_BEYOND, LOOKED_UP, BY_GROUP = 32, 33, 35, 36, 37, 38
GRANTED, PERK, UNSEEN, STAYED_AWAY = -1, -2, -3, -4
_SCHOOLS = {ACCESS.index("university"), ACCESS.index("private-school")}


def sharing(hood: Hood, m: Month) -> None:
    """Carry listings to gatekeepers, strike off ended ones."""
    lasting, now = m.tag(luck.SHARING, always=True), m.tag(luck.SHARING)
    for who in (*hood.persons, *hood.companies):
        if who.lists == 0 and who.seen == 0:
            continue
        on = [m.rules.lists[number] for number in who.on_lists()]
        fixed, monthly = draw(who.key, lasting), draw(who.key, now)
        for gate in GATES:
            holds = any(
                each.share[gate] > 0.0 and uniform(again(fixed, each.luck * 32 + gate)) < each.share[gate]
                for each in on
            )
            if holds == bool(who.seen >> gate & 1):
                continue
            wait = m.rules.wait[who.kind][gate]
            if who.kind == PERSON:
                # a list of companies may hold representatives
                wait = max([wait, *(each.delay[gate] for each in on if each.share[gate] > 0.0)])
            if uniform(again(monthly, gate)) * (1.0 + wait) < 1.0:
                who.seen ^= 1 << gate


def access(hood: Hood, m: Month) -> None:
    """Carry out the month's attempts."""
    groups = _groups(hood, m) if m.rules.grouped else {}
    for attempt in hood.attempts:
        attempt.outcome = STAYED_AWAY
        if attempt.subject.kind != OFFICE:
            _try(hood, m, attempt, groups)


def _groups(hood: Hood, m: Month) -> dict[int, list[Subject]]:
    """By row of a person: the members of its group of households, in the order of their rows."""
    found: dict[int, list[Subject]] = {}
    row = 0
    while row < len(hood.persons):
        first = row
        for _ in range(m.rules.group_size):
            if row < len(hood.persons):
                row += max(hood.persons[row].home_size, 1)
        members = hood.persons[first:row]
        found.update({person.row: members for person in members})
    return found


def _try(hood: Hood, m: Month, attempt: Attempt, groups: dict[int, list[Subject]]) -> None:
    who, gate, bits = attempt.subject, attempt.gate, attempt.bits
    person = who.kind == PERSON
    if person and who.refused > 0 and who.seen >> gate & 1:
        # one who knows that this gate will refuse seldom tries it again
        if uniform(again(bits, luck.REALISED)) < m.a.stops_trying:
            return
    looked = uniform(again(bits, luck.CHECK)) < m.rules.check[gate]
    outcome = GRANTED
    if looked:
        outcome = _outcome(m, attempt)
        if outcome < 0 and person and groups and _for_group(m, attempt, groups[who.row]):
            outcome = BY_GROUP
    listed = who.on(m.rules.black)
    attempt.outcome = outcome if looked else UNSEEN
    who.count(f"attempts {ACCESS[gate]}")
    who.count("listed-attempts", int(listed))
    if person:
        who.tried = min(who.tried + 1, 32767)
    if looked:
        who.count("checks")
        m.sums.causes[LOOKED_UP, gate] += who.weight()
    if outcome == PERK:
        hood.board[F.B_PERKS] += 1
        who.count(f"perk {ACCESS[gate]}")
        who.perk = True
        if person:
            who.perks_had = min(who.perks_had + 1, 32767)
    if outcome < 0:
        return
    hood.board[F.B_REFUSED] += 1
    m.sums.causes[outcome, gate] += who.weight()
    who.count(f"refused {ACCESS[gate]}")
    who.count("listed-refused", int(listed))
    if outcome == BY_BEYOND:
        who.count("beyond-rule" if listed else "stale-refusals")
    if not person:
        return
    who.refusals.add(gate)
    who.refused = min(who.refused + 1, 32767)
    who.count("wrong-refused", int(who.suspect > 0))
    who.count("group-refusals", int(outcome == BY_GROUP))
    if outcome == BY_KIN:
        who.count("kin-refusals")
        who.past |= F.PAST_KIN | (F.PAST_SCHOOL if gate in _SCHOOLS else 0)
        who.count("kin-innocent", int(not listed and who.bad_credit == 0))


def _outcome(m: Month, attempt: Attempt) -> int:
    """What one who is looked up meets: a cause of refusal, a perk, or nothing."""
    r, who, gate, bits = m.rules, attempt.subject, attempt.gate, attempt.bits
    u = uniform(again(bits, luck.GAIN))
    known = bool(who.seen >> gate & 1)
    on = [r.lists[number] for number in who.on_lists()] if known else []
    if known:
        left = u
        for each in on:
            if each.bar[gate] > 0.0:
                if left < each.bar[gate]:
                    return each.number
                left = (left - each.bar[gate]) / max(1.0 - each.bar[gate], 1e-9)
        praised = who.lists != 0 and not who.on(r.black)
        beyond = r.beyond[gate] * (1.0 - r.guard[T.GUARD_PROPORTIONALITY])
        if not praised and uniform(again(bits, luck.BEYOND)) < beyond:
            return BY_BEYOND
    if who.bad_credit > 0 and r.reg_bar[gate] > 0.0:
        keep = 1.0
        for _ in range(min(who.bad_credit, 6) if who.kind == PERSON else 1):
            keep *= 1.0 - r.reg_bar[gate]
        if u < (1.0 - keep if who.kind == PERSON else r.reg_bar[gate]):
            return BY_REGISTER
    if who.kind == PERSON and r.kin_check[gate] == 1 and _for_kin(m, attempt):
        return BY_KIN
    graded = _by_grades(m, who, gate, u)
    if graded != GRANTED:
        return graded
    if who.kind == PERSON and r.com_perk[gate] > 0 and who.com_score >= r.com_perk[gate]:
        if u < r.com_strength[gate]:
            return PERK
    if any(u < each.perk[gate] for each in on):
        return PERK
    return GRANTED


def _for_kin(m: Month, attempt: Attempt) -> bool:
    """Refused because of a household member's black listing that the gate holds?"""
    r, gate = m.rules, attempt.gate
    kin = [each for each in attempt.subject.household() if each is not attempt.subject]
    lists = {number for each in kin if each.seen >> gate & 1 for number in each.on_lists()} & r.black
    if not lists:
        return False
    chance = max([m.a.kin_beyond * r.beyond[gate], *(r.lists[number].kin_bar[gate] for number in lists)])
    chance *= 1.0 - r.guard[T.GUARD_NO_KIN]
    return bool(uniform(again(attempt.bits, luck.KIN)) < chance)


def _for_group(m: Month, attempt: Attempt, members: list[Subject]) -> bool:
    """Refused because of a member of the same group of households?"""
    others = [each for each in members if each is not attempt.subject and each.seen >> attempt.gate & 1]
    bars = [m.rules.lists[number].group_bar[attempt.gate] for each in others for number in each.on_lists()]
    chance = max(bars, default=0.0) * (1.0 - m.rules.guard[T.GUARD_NO_KIN])
    return bool(uniform(again(attempt.bits, luck.GROUP)) < chance)


def _by_grades(m: Month, who: Subject, gate: int, u: float) -> int:
    """A bar of any grade goes before a perk of another."""
    perk = GRANTED
    for score in m.place(who.hood).scores[who.kind]:
        grade = who.grades[score.z - SLOT_FIRST[who.kind]]
        if grade < 16:
            if u < score.bar[grade][gate]:
                return BY_GRADE
            if u < score.perk[grade][gate]:
                perk = PERK
    return perk
