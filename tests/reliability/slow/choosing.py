"""Phase 4: take an occasion or not. One equation for each kind of subject, in yuan."""

from __future__ import annotations

from slow import luck
from slow.luck import again, exponential, held, lower, upper
from slow.month import Month
from slow.occasions import OPEN, TAKEN
from slow.people import RISKS, Hood, Subject
from slow.rating import outside
from slow.rules import Conduct
from xinyong.fields import (
    B_BAD_ACTS,
    B_COURT_LOAD,
    B_GOOD_ACTS,
    B_OFFICE_BUDGET,
    B_QUEUE,
    B_SANCTIONED,
    COMPANY,
    OFFICE,
    PERSON,
)

_LAST_MONEY, _SPEECH = 3, 2


def _small(bits32: int) -> float:
    return bits32 / 4294967296.0


def conduct(hood: Hood, m: Month) -> None:
    """Decide every open occasion."""
    good, bad = float(m.around(hood, B_GOOD_ACTS)), float(m.around(hood, B_BAD_ACTS))
    around = (good + 5.0) / (good + bad + 10.0) - 0.5
    board = hood.board_last
    cases = float(board[B_SANCTIONED] + board[B_COURT_LOAD] + board[B_QUEUE])
    tight = cases / max(cases + board[B_OFFICE_BUDGET] * 0.0625, 1.0)
    for chance in hood.chances:
        if chance.state != OPEN:
            continue
        drawn = again(chance.bits, luck.ACT)
        lucky, threshold = _small(lower(drawn)), _small(upper(drawn))
        if chance.subject.kind == PERSON:
            u, scheme = of_person(m, chance.subject, chance.conduct, chance.bits, lucky, around)
        elif chance.subject.kind == COMPANY:
            u, scheme = of_company(m, chance.subject, chance.conduct, lucky)
        else:
            u, scheme = of_office(m, chance.subject, chance.conduct, lucky, tight)
        sharp = chance.conduct.sharp
        takes = threshold * (1.0 + exponential(-u * sharp)) < 1.0
        alone = threshold * (1.0 + exponential((scheme - u) * sharp)) < 1.0
        chance.deterred, chance.encouraged = alone and not takes, takes and not alone
        if takes:
            chance.state = TAKEN


def of_person(
    m: Month, person: Subject, c: Conduct, bits: int, lucky: float, around: float
) -> tuple[float, float]:
    """What an act is worth to a person, and the scheme's part of it."""
    a, place, k = m.a, m.place(person.hood), c.number
    weighs = 1.0
    if a.habit_rule > 0.5:
        weighs = 1.0 if _small(lower(again(bits, luck.WEIGHS))) < a.attention else 0.0
    heeds = 0.0 if outside(m, person) else 1.0
    is_good = 1.0 if c.good > 0 else 0.0
    norm = (2.0 * is_good - 1.0) * around * abs(c.conscience)
    chance = weighs * getattr(person, RISKS[c.arena]) + (1.0 - weighs) * a.risk_base
    pull = 1.0 + (1.0 - weighs) * a.habit_lead
    gain = c.gain * (1.0 + a.gain_spread * (2.0 * lucky - 1.0))
    lasting = (person.thrift - 128.0) * 0.03125 if c.domain <= _LAST_MONEY else person.integrity
    inner = c.conscience * max(person.intrinsic * (1.0 + a.integrity_spread * lasting), 0.0)
    listing = (
        a.listing_months * person.income * person.livelihood * place.stake_list[PERSON][k] * person.aware
    )
    dread = listing + a.record_cost * place.stake_record[PERSON][k] * person.aware
    point = a.point_value * (1.0 + a.gaming_zeal * person.gaming) * person.aware
    points = place.stake_points[PERSON][k] * point * heeds
    u = gain - inner - chance * a.severity_weight * c.fine
    u += c.kin_pull * a.norm_pull * pull * norm
    if c.good > 0:
        u += a.habit_weight * pull * person.habit * abs(c.conscience)
    if c.arena == _SPEECH and c.good <= 0:
        u += a.voice * (person.views * (1.0 / 255.0) - 0.5) - a.caution * person.censor
    if c.good > 0:
        scheme = points * a.reward_weight
    else:
        won = max(points, 0.0) * (a.reward_weight if c.good == 0 else chance)
        scheme = won + chance * (min(points, 0.0) - dread)
    scheme *= weighs
    return u + scheme, scheme


def of_company(m: Month, company: Subject, c: Conduct, lucky: float) -> tuple[float, float]:
    """The same for a company, a unit of scale."""
    a, r, place, k = m.a, m.rules, m.place(company.hood), c.number
    scale = 1.0 + company.revenue / a.firm_scale
    gain = c.gain * (1.0 + a.gain_spread * (2.0 * lucky - 1.0))
    if c.good < 0:
        gain *= 1.0 + a.squeeze * held(1.0 - 0.5 * company.reserves / max(company.revenue, 1.0))
    trade = a.tender_months * r.trade_barred + a.buyer_months * r.read_of
    market = trade * company.revenue * company.market / scale
    care = a.diligence_weight * company.diligence * c.conscience
    scored = 1.0 if place.scores[COMPANY] else 0.0
    points = place.stake_points[COMPANY][k] * a.firm_point * scored
    scheme = points if c.good > 0 else company.risk * (points - market * place.stake_list[COMPANY][k])
    return gain - care - company.risk * a.severity_weight * c.fine + scheme, scheme


def of_office(m: Month, office: Subject, c: Conduct, lucky: float, tight: float) -> tuple[float, float]:
    """The same for an office: what it saves or shows against what a career risks."""
    a, place, k = m.a, m.place(office.hood), c.number
    gain = c.gain * (1.0 + a.gain_spread * (2.0 * lucky - 1.0))
    dread = a.record_cost * place.stake_record[OFFICE][k] + a.office_listing * place.stake_list[OFFICE][k]
    scheme = -office.risk * a.career_cost * dread
    if place.scores[OFFICE]:
        worse = 0.0
        if office.grades[0] < 16:
            worse = office.grades[0] / max(len(place.scores[OFFICE][0].cuts) - 1.0, 1.0)
        points = place.stake_points[OFFICE][k] * a.office_point * (1.0 + a.grade_dread * worse)
        scheme += points if c.good > 0 else office.risk * a.career_cost * points
    u = gain - a.office_conscience * c.conscience - office.risk * a.career_cost * c.fine
    if c.good < 0:
        quota = a.quota_pull * (1.0 - office.effort + office.padding)
        u += (quota + a.budget_pull * tight) * abs(c.gain)
    return u + scheme, scheme
