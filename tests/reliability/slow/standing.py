"""Phase 7: what the ledger means now: expiries, lists, names made public, scores and grades."""

from __future__ import annotations

from slow import court, luck, rating
from slow.luck import again, draw, exponential, held, uniform
from slow.month import Month
from slow.people import Hood, LedgerRow, Record, Subject
from slow.rules import Row
from xinyong import fields as F  # noqa: N812
from xinyong.fields import COMPANY, PERSON, SLOT_FIRST
from xinyong.scheme import tables as T  # noqa: N812


def back(m: Month, who: Subject, number: int, row: LedgerRow | None) -> None:
    """A record or case backs a list: keep the subject on it, or enter it."""
    who.backed.add(number)
    if who.lists >> number & 1:
        return
    who.lists |= 1 << number
    if who.kind == PERSON and number in m.rules.black:
        who.past |= F.PAST_LISTED
    who.hood.listings.append((who, number, True, row))
    who.count("red-entries" if number in m.rules.red else "black-entries")


def back_head(m: Month, company: Subject, number: int, row: LedgerRow | None) -> None:
    """What backs a company's place on a list puts its representative there too, if here and alive."""
    if company.representative >= 0:
        head = company.hood.persons[company.representative]
        if head.living and not head.dies:
            back(m, head, number, row)


def reverse(m: Month, record: Record, reason: int) -> None:
    """Take a live record back with a new row that refers to it."""
    left = 255 if record.expires == F.FOREVER else record.expires - m.number
    LedgerRow(
        record.subject, record.row, record.conduct, record.institution, record.channel, not record.wrong,
        reason, -record.points, left, 255,
    )  # fmt: skip
    record.ended = True


def _rule(m: Month, record: Record) -> Row | None:
    """The collecting row in force for what a record is about."""
    for row in m.place(record.subject.hood).rows[record.conduct]:
        if row.institution == record.institution and record.channel in row.channels:
            return row
    return None


def _overdue(m: Month, record: Record) -> bool:
    """Entered without end, has it lasted as long as the rule now in force allows?"""
    if m.rules.guard[T.GUARD_EXPIRY] <= 0.0 or record.expires != F.FOREVER:
        return False
    for row in m.place(record.subject.hood).rows[record.conduct]:
        ours = row.institution == record.institution and record.channel in row.channels
        if ours and record.subject.kind in row.kinds and row.term > 0 and not row.from_end:
            return record.entered + row.term <= m.number
    return False


def _conduct_ends(m: Month, record: Record, term: int) -> None:
    """The conduct of an open record has ended: its clock starts."""
    row = record.row
    if record.points != 0:
        LedgerRow(
            record.subject, row, record.conduct, record.institution, record.channel, not record.wrong,
            F.R_ENDED, -record.points, 255, 0,
        )  # fmt: skip
    record.row = LedgerRow(
        record.subject, row, record.conduct, record.institution, record.channel, not record.wrong,
        F.R_ENDED, record.points, term, 0,
    )  # fmt: skip
    record.new, record.expires = True, m.number + term


def _read(m: Month, record: Record, tagged: int) -> None:
    """One live record: it ends, its clock starts, or it backs its list and bars better grades."""
    r, who = m.rules, record.subject
    if record.expires <= m.number or who.dies:
        record.ended = True
        return
    if _overdue(m, record):
        reverse(m, record, F.R_TERM)
        return
    if record.granted:
        reverse(m, record, F.R_CORRECTION if record.wrong else F.R_REPAIR)
        who.count("corrected" if record.wrong else "repaired")
        return
    own = draw(record.luck(), tagged)
    if r.guard[T.GUARD_AMNESTY] > 0.0 and not record.new and record.points <= 0:
        if uniform(again(own, 1)) < r.guard[T.GUARD_AMNESTY]:
            reverse(m, record, F.R_AMNESTY)
            return
    row = _rule(m, record)
    if row is not None and record.expires == F.FOREVER and row.from_end and row.term > 0 and not record.new:
        if uniform(own) < (m.a.cures if who.kind == PERSON else m.a.puts_right):
            _conduct_ends(m, record, min(row.term, 254))
    if record.list is not None and who.kind in r.lists[record.list].kinds:
        back(m, who, record.list, record.row)
        if who.kind == COMPANY and r.lists[record.list].rep:
            back_head(m, who, record.list, record.row)
    if row is not None and row.floor is not None:
        score = m.place(who.hood).score_of(who.kind, record.institution)
        if score is not None:
            who.floors[score.z] = max(who.floors.get(score.z, 0), row.floor)


def standing(hood: Hood, m: Month) -> None:
    """Bring scores, grades and lists in line with the ledger."""
    for subject in hood.everybody():
        subject.backed, subject.floors = set(), {}
    before = len(hood.listings)
    tagged = m.tag(luck.CURE)
    for record in list(hood.records):
        if not record.ended:
            _read(m, record, tagged)
    court.hold(hood, m)
    for who, number, _, _ in hood.listings[before:]:
        _publish(hood, m, who, number)
    for person in hood.persons:
        if person.dies:
            person.count("deaths")
            person.alive = 0
            person.backed = set()
        _leave(person)
    if m.rules.commercial is not None:
        for person in hood.persons:
            if person.traits & F.TRAIT_OPTED_IN:
                person.com_score = _commercial(m, person)
    _map(hood, m)
    for subject in hood.everybody():
        _grade(m, subject)
    for other in (*hood.companies, *hood.offices):
        _leave(other)


def _leave(who: Subject) -> None:
    """Leave the lists that nothing backs any more."""
    for number in who.on_lists():
        if number not in who.backed:
            who.lists &= ~(1 << number)
            who.hood.listings.append((who, number, False, None))


def _publish(hood: Hood, m: Month, who: Subject, number: int) -> None:
    """An entry of this month may be made public with the name."""
    rule = m.rules.lists[number]
    if who.kind != PERSON or PERSON not in rule.kinds:
        return
    if uniform(again(draw(who.key, m.tag(luck.MEMBERSHIP)), rule.luck)) >= rule.named:
        return
    if rule.colour < 0:
        _name(hood, m, who, number)
        who.count("exposures", int(m.a.audience))
    else:
        who.praised = True
        hood.board[F.B_PRAISED] += 1


def _name(hood: Hood, m: Month, who: Subject, number: int) -> None:
    """Named in public: shame bears on the obligations behind a court's listing."""
    who.named = True
    who.past |= F.PAST_NAMED
    hood.board[F.B_SHAMED] += 1
    if number == m.rules.court_number(T.COURT_LIST):
        for debt in hood.debts:
            if debt.stage == F.S_LISTED and debt.subject is who:
                debt.named = True


def _map(hood: Hood, m: Month) -> None:
    """Neighbours look at a public map of the listed."""
    number, looking = m.rules.map_list, m.place(hood).map
    if number is None or looking <= 0.0:
        return
    adults = sum(person.living and person.age_band > 0 for person in hood.persons)
    for person in hood.persons:
        if not person.lists >> number & 1 or not person.living:
            continue
        bits = draw(person.key, m.tag(luck.MAP))
        looks = int(looking * adults + uniform(bits))
        if looks == 0:
            continue
        person.count("map-looks", looks)
        person.count("exposures", looks)
        talked = 1.0 - exponential(-m.a.map_named * float(looks))
        if not person.named and uniform(again(bits, 1)) < talked:
            _name(hood, m, person, number)


def _commercial(m: Month, person: Subject) -> int:
    """The weighted score: identity, ability, history, behaviour, contacts."""
    r = m.rules
    identity = held(0.4 + 0.15 * person.education)
    ability = (person.quintile + 1.0) / 5.0
    history = held(r.com_start[0] + person.dimension(1) / r.com_scale[0])
    behaviour = held(r.com_start[1] + person.dimension(2) / r.com_scale[1])
    contacts = held(person.home_size / 6.0)
    mean = 0.0
    for weight, value in zip(r.com_weight, (identity, ability, history, behaviour, contacts), strict=True):
        mean += weight * value
    return int(r.com_lowest + (r.com_highest - r.com_lowest) * mean + 0.5)


def _grade(m: Month, who: Subject) -> None:
    """Grade a subject wherever it is scored."""
    for score in m.place(who.hood).scores[who.kind]:
        young = who.kind == PERSON and who.age(m.number) < 216
        if not who.living or (young and score.adult_only):
            continue
        slot = score.z - SLOT_FIRST[who.kind]
        if who.kind == PERSON and rating.outside(m, who):
            who.grades[slot] = 255
            continue
        floor = who.floors.get(score.z, 0)
        grade = score.grade(score.value(who.points(score.institution)), floor)
        if who.kind == COMPANY and m.number - who.founded < score.newcomer[1]:
            grade = max(score.newcomer[0], floor)
        who.grades[slot] = grade
        m.sums.grades[score.institution, grade] += who.weight()
        if score.z == 0 and grade >= score.low():
            who.past |= F.PAST_LOW
