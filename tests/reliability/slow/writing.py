"""Phase 6: acts and notices become harm, debts, rows of the ledger, knowledge and fines."""

from __future__ import annotations

from slow import court, luck, rating
from slow.luck import again, draw, held, single, uniform
from slow.month import Month
from slow.noticing import GRID, INSPECTION, POLICE, TAX
from slow.occasions import NONE, NOTICED, PADDED, PHANTOM, TAKEN, Chance
from slow.people import Hood, LedgerRow, Record, Subject
from slow.rules import Conduct, Row, Rules, Score, held_whole
from xinyong import fields as F  # noqa: N812
from xinyong.fields import CHANNELS, COMPANY, OFFICE, PERSON
from xinyong.scheme import tables as T  # noqa: N812

_FIRMS = {CHANNELS.index(name) for name in ("bank", "platform", "face-payment")}
_NOBODY = {CHANNELS.index(name) for name in ("neighbour", "media", "peer")}
_CAMERA = CHANNELS.index("camera")
_STRANGER, _NEIGHBOUR, _CIVIC = 1, 2, F.DOMAINS.index("civic")


def records(hood: Hood, m: Month) -> None:
    """Carry out acts and notices; move obligations on."""
    if m.rules.guard[T.GUARD_CONSENT] > 0.0:
        ask_consent(hood, m)
    court.move(hood, m)
    for chance in hood.chances:
        _meets(hood, m, chance)
    for chance in hood.chances:
        if chance.state == NONE:
            continue
        if chance.deterred or chance.encouraged:
            _changed(m, chance)
        c, one = chance.conduct, chance.subject
        if chance.state in (TAKEN, NOTICED):
            m.sums.conducts[c.number, 1] += one.weight()
            _act(hood, m, chance)
            if one.kind == PERSON and chance.state == TAKEN and c.good < 0:
                one.passed.add(c.arena)
        if chance.state in (NOTICED, PHANTOM, PADDED):
            done = chance.state == NOTICED
            right = done and chance.pointed_at is one
            m.sums.conducts[c.number, 2] += one.weight() if done else 0
            m.sums.conducts[c.number, 3] += 0 if right else one.weight()
            if chance.state == PADDED:
                one.count("padded")
            _notice(hood, m, chance, right)
    rating.rate_contacts(hood, m)


def ask_consent(hood: Hood, m: Month) -> None:
    """Ask everybody whether to be scored."""
    tagged = m.tag(luck.CONSENT, always=True)
    for person in hood.persons:
        agrees = uniform(draw(person.key, tagged)) < held(m.a.consents * person.approval)
        person.past = person.past & ~F.PAST_OUTSIDE if agrees else person.past | F.PAST_OUTSIDE


def _meets(hood: Hood, m: Month, chance: Chance) -> None:
    """What a chance counts before it is known what came of it."""
    one, c = chance.subject, chance.conduct
    real = chance.state != NONE
    if one.kind == PERSON and chance.partner is not None and c.counterpart == _NEIGHBOUR:
        one.told["met" if real else "avoided"] += 1
    if not real:
        return
    m.sums.conducts[c.number, 0] += one.weight()
    hood.board[F.B_OPPORTUNITIES] += 1
    if one.kind == PERSON:
        one.told["opportunities"] += 1
        one.told["critical-chances"] += c.speech
    else:
        one.count("opportunities")


def _changed(m: Month, chance: Chance) -> None:
    one, c = chance.subject, chance.conduct
    m.sums.conducts[c.number, 5 if chance.encouraged else 4] += one.weight()
    if chance.encouraged == (c.good > 0):
        one.count("encouraged" if chance.encouraged else "deterred")
        if one.kind == PERSON:
            one.done |= 1 << (c.domain + 16)


def _act(hood: Hood, m: Month, chance: Chance) -> None:
    """What an act does at once."""
    one, c, board = chance.subject, chance.conduct, hood.board
    bad, good = c.good < 0, c.good > 0
    board[F.B_BAD_ACTS] += bad
    board[F.B_GOOD_ACTS] += good
    scale = 1.0
    if one.kind == PERSON:
        one.done |= 1 << c.domain
        change = int(c.harm * 0.01) * (-1 if good else 1)
        one.harm_done = held_whole(one.harm_done + change, -32768, 32767)
        board[F.B_CRITICAL] += c.speech
        one.told["critical"] += c.speech
        if c.counterpart == _STRANGER:
            if good:
                board[F.B_HELPED] += 1
            elif bad and c.domain == _CIVIC:
                board[F.B_EXTORTED] += 1
            elif bad and c.harm > 0.0:
                board[F.B_CHEATED] += 1
    elif one.kind == COMPANY:
        scale += one.revenue / m.a.firm_scale
        board[F.B_FIRM_BREACH] += bad
    else:
        board[F.B_OFFICE_BREACH] += bad
    for what, amount in (("acts", 1), ("bad-acts", int(bad)), ("good-acts", int(good)),
                         ("harm", int(c.harm * scale) * int(bad))):  # fmt: skip
        _tell(one, what, amount)
    if c.creates_debt > 0 and one.kind != OFFICE and not one.dies:
        court.open_debt(m.number, m.a, one, c.creates_debt - 1, chance.bits)


def _tell(subject: Subject, what: str, amount: int) -> None:
    """Of persons the month's events are counted when it ends, under the age they have then."""
    if subject.kind == PERSON:
        subject.told[what] += amount
    else:
        subject.count(what, amount)


def _notice(hood: Hood, m: Month, chance: Chance, right: bool) -> None:
    """What one notice does: rows, knowledge, the law's own fine."""
    c, who, channel, r = chance.conduct, chance.pointed_at, chance.channel, m.rules
    rows = enter(m, who, c, channel, right, chance.bits)
    if rows == 0 and right:
        rows = stretch(m, who, c, channel, chance.bits)
    firms = channel in _FIRMS
    state = not firms and channel not in _NOBODY
    if right:
        for what, yes in (("detected", True), ("by-camera", channel == _CAMERA), ("acts-firms", firms),
                          ("acts-state", state)):  # fmt: skip
            _tell(who, what, int(yes))
        pass_on(r, who, c, chance.bits, firms, state, rows)
    if c.good < 0 and (rows > 0 or c.fine > 0.0):
        hood.board[F.B_SANCTIONED] += 1
    fined = c.fine > 0.0 and state and c.lawful == 0 and who.living
    if who.kind == PERSON:
        if right and (firms or state):
            who.known |= 1 << (c.domain + (16 if firms else 0))
        if c.good < 0:
            who.noticed.add(c.arena)
        if fined:
            who.assets = single(max(who.assets - c.fine, 0.0))
            who.count("fines", int(c.fine))
    elif who.kind == COMPANY:
        if fined:
            fine = c.fine * (1.0 + who.revenue / m.a.firm_scale)
            who.reserves = single(max(who.reserves - fine, 0.0))
            who.count("fines", int(fine))
    elif c.good < 0 and right and (rows > 0 or c.fine > 0.0):
        hood.board[F.B_OFFICIALS_PUNISHED] += 1


def pass_on(r: Rules, who: Subject, c: Conduct, bits: int, firms: bool, state: bool, rows: int) -> None:
    """What one holder learnt of an act reaches another."""

    def passes(flow: int) -> bool:
        # what state security may ask of firms is bound by no limit of purpose
        limited = 1.0 if flow == T.FLOW_TO_STATE else 1.0 - r.guard[T.GUARD_PURPOSE]
        chance = r.flow[flow] * limited
        return chance > 0.0 and uniform(again(bits, luck.FLOW + flow)) < chance

    to_state = firms and passes(T.FLOW_TO_STATE)
    to_firms = state and rows > 0 and passes(T.FLOW_TO_FIRMS)
    if to_state:
        who.count("acts-state")
        who.count("flow-state")
    if to_firms:
        who.count("acts-firms")
    if to_firms or (firms and passes(T.FLOW_BETWEEN_FIRMS)):
        who.count("flow-firms")
    if who.kind == PERSON and to_firms:
        who.known |= 1 << (c.domain + 16)
    elif who.kind == PERSON and to_state:
        who.known |= 1 << c.domain


def enter(m: Month, who: Subject, c: Conduct, channel: int, genuine: bool, bits: int) -> int:
    """The rows that institutions make of one notice; how many."""
    if not _there(who):
        return 0
    written = 0
    for row in m.place(who.hood).rows[c.number]:
        if channel not in row.channels or who.kind not in row.kinds:
            continue
        if not _may_be_scored(m, who, row):
            continue
        if row.institution == m.rules.commercial and who.kind == PERSON:
            if not who.traits & F.TRAIT_OPTED_IN:
                continue
        if uniform(again(bits, luck.ROW + row.luck)) < row.coverage:
            write_entry(m, who, c, channel, genuine, row)
            written += 1
    return written


def _there(who: Subject) -> bool:
    return who.kind != PERSON or who.living


def _may_be_scored(m: Month, who: Subject, row: Row) -> bool:
    score = m.place(who.hood).score_of(who.kind, row.institution)
    if score is None or who.kind != PERSON:
        return True
    return not rating.outside(m, who) and (not score.adult_only or who.age(m.number) >= 216)


def write_entry(m: Month, who: Subject, c: Conduct, channel: int, genuine: bool, row: Row) -> None:
    """Record a conduct as a collecting row says."""
    term, expires = 255, F.FOREVER
    if row.term > 0 and not row.from_end:
        term = min(row.term, 254)
        expires = m.number + term
    entry = LedgerRow(
        who, None, c.number, row.institution, channel, genuine, 0, row.points, term,
        255 if row.from_end else 0,
    )  # fmt: skip
    register = row.institution == m.rules.register
    if row.points != 0 or row.list is not None or register or not genuine or row.floor is not None:
        record = Record(who, entry, expires, m.number, row.list)
        record.dimension = row.dimension
        record.bad_entry = register and c.good < 0
    if who.kind == PERSON and not genuine:
        who.past |= F.PAST_WRONGED
    who.count("records")
    who.count("wrong-records", int(not genuine))
    who.count("points-lost" if row.points < 0 else "points-won", abs(row.points))
    count_entry(m, who, row.institution, genuine, row.points)


def count_entry(m: Month, who: Subject, institution: int, genuine: bool, points: int) -> None:
    """Add an entry to what its institution did this month."""
    weight = who.weight()
    m.sums.institutions[institution, 0] += weight
    m.sums.institutions[institution, 1] += 0 if genuine else weight
    m.sums.institutions[institution, 2 if points < 0 else 3] += weight * abs(points)


def stretch(m: Month, who: Subject, c: Conduct, channel: int, bits: int) -> int:
    """Perhaps record conduct that no rule names by a rule for another; rows written."""
    place, guard = m.place(who.hood), m.rules.guard
    named = any(who.kind in row.kinds for row in place.rows[c.number])
    if channel not in (TAX, POLICE, INSPECTION, GRID) or c.good > 0 or named:
        return 0
    chance = m.a.overreach * (1.0 - guard[T.GUARD_PROPORTIONALITY])
    if c.speech:
        chance *= 1.0 - guard[T.GUARD_SPEECH]
    if uniform(again(bits, luck.STRETCH)) >= chance or not _there(who):
        return 0
    own = again(bits, luck.STRETCH_ROW)
    rows = [row for rows in place.rows for row in rows if _stretches(m, who, row)]
    if not rows:
        return 0
    chosen = min(rows, key=lambda row: again(own, row.luck))
    write_entry(m, who, c, channel, False, chosen)
    who.count("overreach")
    return 1


def _stretches(m: Month, who: Subject, row: Row) -> bool:
    """Can a row be turned against a subject: does it take points, or put on a black list, for a term?"""
    if who.kind not in row.kinds or row.dimension != 0 or row.term <= 0 or row.from_end:
        return False
    if row.list is not None:
        if row.list in (m.rules.court[T.COURT_LIST], m.rules.court[T.COURT_LIMIT_LIST]):
            return False
        return row.list in m.rules.black and who.kind in m.rules.lists[row.list].kinds
    score: Score | None = m.place(who.hood).score_of(who.kind, row.institution)
    if score is None:
        return False
    grown = who.kind != PERSON or who.age(m.number) >= 216
    return (grown or not score.adult_only) and row.points < 0
