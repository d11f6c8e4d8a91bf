"""Phases 1 to 3: what the month brings, which occasions come up, and with whom."""

from __future__ import annotations

from slow import luck, rating
from slow.luck import again, draw, lower, part, uniform, upper
from slow.month import Month
from slow.people import Hood, Subject
from slow.rules import Conduct
from xinyong.fields import ACCESS, PAST_NAMED, PERSON

#: Deaths a year in 10,000 by five years of age, women and men.
_DEATHS = (
    (13, 2, 2, 3, 3, 4, 5, 7, 11, 17, 27, 42, 72, 125, 230, 420, 780, 1300, 2000, 3000),
    (16, 3, 3, 6, 8, 9, 12, 17, 26, 40, 64, 97, 155, 250, 420, 690, 1150, 1750, 2500, 3500),
)
NONE, OPEN, TAKEN, NOTICED, PHANTOM, PADDED = range(6)
_STRANGER, _NEIGHBOUR, _KIN = 1, 2, 3
_BANK, _LOAN = 1, ACCESS.index("loan")
WHOLE = 4294967296.0


class Chance:
    """An occasion for a conduct."""

    def __init__(self, subject: Subject, conduct: Conduct, bits: int) -> None:
        self.subject, self.conduct, self.bits = subject, conduct, bits
        self.state = OPEN
        self.partner: Subject | None = None
        self.channel = -1
        self.pointed_at: Subject = subject
        self.deterred = self.encouraged = False


class Attempt:
    """Somebody tries for something at a gate."""

    def __init__(self, subject: Subject, gate: int, bits: int) -> None:
        self.subject, self.gate, self.bits = subject, gate, bits
        self.outcome = 0


def events(hood: Hood, m: Month) -> None:
    """Deaths and shocks."""
    tagged = m.tag(luck.EVENT)
    shock = int(m.a.shock_rate / 12.0 * WHOLE)
    for subject in hood.everybody():
        subject.clear()
        if subject.kind == PERSON and subject.living:
            bits = draw(subject.key, tagged)
            fives = max(0, min(19, subject.age(m.number) // 60))
            deadly = int(_DEATHS[subject.sex][fives] * m.a.mortality / 120000.0 * WHOLE)
            subject.dies = upper(bits) < deadly
            subject.shocked = lower(bits) < shock


def opportunity(hood: Hood, m: Month) -> None:
    """How many occasions come to each subject, and which."""
    r = m.rules
    tagged = m.tag(luck.OPPORTUNITY)
    hood.chances, hood.attempts = [], []
    width = r.alias_cut.shape[1]
    for subject in hood.everybody():
        if not subject.living:
            continue
        bits = draw(subject.key, tagged)
        segment = subject.segment
        thresholds = r.poisson[segment]
        drawn = min(upper(bits), 2**32 - 2)
        many = 0
        while many < len(thresholds) - 1 and drawn >= thresholds[many]:
            many += 1
        for x in range(many):
            own = again(bits, x)
            column = (upper(own) * width) >> 32
            side = 1 if lower(own) >= int(r.alias_cut[segment, column]) else 0
            code = int(r.alias[side][segment, column])
            if code >= len(r.conducts):
                hood.attempts.append(Attempt(subject, code - len(r.conducts), own))
            elif _can(subject, r.conducts[code]):
                hood.chances.append(Chance(subject, r.conducts[code], own))


def _can(subject: Subject, conduct: Conduct) -> bool:
    """Has a subject what a conduct needs: traits and work of persons, the sector of a company?"""
    if subject.kind == PERSON:
        lacks = conduct.needs & ~subject.traits
        return lacks == 0 and bool(conduct.work_mask >> subject.work & 1)
    if subject.kind == 1:
        return bool(conduct.sector_mask >> subject.sector & 1)
    return True


def encounter(hood: Hood, m: Month) -> None:
    """Counterparts; occasions whose counterpart is avoided, or does not lend, come to nothing."""
    for chance in hood.chances:
        if chance.subject.kind == PERSON:
            if chance.conduct.counterpart in (_STRANGER, _NEIGHBOUR, _KIN):
                _meet(hood, m, chance)
            elif chance.conduct.creates_debt == _BANK:
                _borrow(m, chance)


def _meet(hood: Hood, m: Month, chance: Chance) -> None:
    one, met = chance.subject, chance.conduct.counterpart
    bits = again(chance.bits, luck.PARTNER)
    row = one.home + part(bits, one.home_size) if met == _KIN else part(bits, len(hood.persons))
    if row == one.row or row >= len(hood.persons) or not hood.persons[row].living:
        if met == _KIN:
            chance.state = NONE
        return
    other = chance.partner = hood.persons[row]
    kept = 1.0
    if met == _NEIGHBOUR:
        kept = one.ties * other.ties
        if other.past & PAST_NAMED and other.on(m.rules.black):
            kept *= 1.0 - m.a.shunning
    score = rating.rated(hood, m)
    if score is not None and met in (_NEIGHBOUR, _STRANGER):
        kept *= rating.welcome(m, score, one, other)
    elif met != _NEIGHBOUR:
        return
    if uniform(again(chance.bits, luck.REALISED)) >= kept:
        chance.state = NONE


def _borrow(m: Month, chance: Chance) -> None:
    """A lender who sees a black listing or a bad entry does not lend, so nothing falls due."""
    one = chance.subject
    closed = 0.0
    praised = one.lists != 0 and not one.on(m.rules.black)
    if one.seen >> _LOAN & 1 and not praised:
        closed = m.a.credit_rationing
    elif one.bad_credit > 0:
        closed = m.a.credit_rationing * 0.5
    if closed > 0.0 and uniform(again(chance.bits, luck.REALISED)) < closed:
        chance.state = NONE
