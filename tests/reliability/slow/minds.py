"""Phases 12 to 14: what people see and hear, how they change, what they think."""

from __future__ import annotations

from slow import luck
from slow.luck import again, draw, exponential, held, lower, single, toward, uniform, upper
from slow.month import Month, per_person
from slow.noticing import bad_grade, inspections
from slow.people import RISKS, Hood, Subject
from slow.rating import outside
from xinyong import fields as F  # noqa: N812
from xinyong.fields import COMPANY, HOLDERS
from xinyong.scheme import tables as T  # noqa: N812

_STATE, _REGISTER, _COMMERCIAL, _CITY, _FIRMS = range(len(HOLDERS))
_TELLS = (
    (T.NEWS_PRIVACY, "privacy", True), (T.NEWS_AWARE, "aware", True), (T.NEWS_APPROVAL, "approval", False),
    (T.NEWS_SPEECH, "risk_speech", False), (T.NEWS_TRUST, "trust_government", False),
)  # fmt: skip


def perception(hood: Hood, m: Month) -> None:
    """Tell everybody what happened."""
    a, r, city = m.a, m.rules, m.cities[hood.city]
    _strangers(hood, m, city)
    cheated = held(per_person(city, F.B_CHEATED))
    around = held(m.seen_around(hood, F.B_SANCTIONED))
    shamed = held(m.seen_around(hood, F.B_SHAMED) * a.audience)
    news = held(per_person(m.nation, F.B_SHAMED) * a.news)
    goal = held(a.insecurity_base + a.insecurity_crime * cheated)
    for person in hood.persons:
        touched = person.lists != 0 or person.named or person.praised
        contact = a.contact_lesson if touched else a.perk_lesson if person.perk else 0.0
        reach = 1.0 if person.traits & F.TRAIT_ONLINE else a.offline_news
        gain = contact + shamed * a.next_door + news * reach
        gain += r.believed * a.rumour * reach
        know = person.aware
        person.aware = single(held(know + gain * (1.0 - know) - a.forgetting * know))
        felt = toward(person.insecurity, goal, a.opinion_speed)
        person.insecurity = single(toward(felt, 1.0, a.victim_lesson if person.cheated else 0.0))
        rest = held(a.privacy_base + a.privacy_education * person.education)
        worry = toward(person.privacy, rest, a.opinion_speed)
        person.privacy = single(toward(worry, 1.0, a.victim_lesson if person.suspect > 0 else 0.0))
        scheme = a.scheme_lesson * r.believed * person.aware
        for arena, column in enumerate(RISKS):
            risk = getattr(person, column)
            risk = toward(risk, held(a.risk_base + a.risk_around * around + scheme), a.seen_lesson)
            risk = toward(risk, 1.0, a.own_lesson if arena in person.noticed else 0.0)
            risk = toward(risk, 0.0, a.own_lesson * 0.5 if arena in person.passed else 0.0)
            setattr(person, column, single(held(risk)))
    found = held(a.risk_base + a.risk_around * held(per_person(city, F.B_FIRM_BREACH)) + around)
    for company in hood.companies:
        if company.living:
            fear = found + a.scheme_lesson * r.believed
            if m.place(hood).scores[COMPANY]:
                fear *= 1.0 + a.inspection_lesson * (inspections(m, company) - 1.0)
            company.risk = single(toward(company.risk, held(fear), a.seen_lesson))
    punished = city[F.B_OFFICIALS_PUNISHED] / (city[F.B_OFFICE_BREACH] + 1.0)
    for office in hood.offices:
        office.risk = single(toward(office.risk, held(a.risk_base + punished), a.seen_lesson))
    _leaks(hood, m)
    _tell(hood, m)


def _strangers(hood: Hood, m: Month, city: list[int]) -> None:
    """What strangers do to people: cheat, help, extort a helper."""
    tagged = m.tag(luck.PERCEPTION)
    cheated, helped = held(per_person(city, F.B_CHEATED)), held(per_person(city, F.B_HELPED))
    extorted = held(per_person(city, F.B_EXTORTED) * m.a.extortion_heard)
    for person in hood.persons:
        if person.living:
            bits = draw(person.key, tagged)
            u = upper(bits) / 4294967296.0
            person.cheated = u < cheated
            person.helped = u > 1.0 - helped and not person.cheated
            person.extorted = lower(bits) / 4294967296.0 < extorted
            for what in ("cheated", "helped", "extorted"):
                person.count(what, int(getattr(person, what)))


def _leaks(hood: Hood, m: Month) -> None:
    """This month's leaks: of the nation, so they strike all neighbourhoods alike."""
    r, tagged = m.rules, m.tag(luck.BREACH)
    for holder, (chance, exposed) in enumerate(r.breach):
        if uniform(again(tagged, holder)) >= chance:
            continue
        if holder == _FIRMS:
            copies = held(r.flow[T.FLOW_BETWEEN_FIRMS] * (1.0 - r.guard[T.GUARD_PURPOSE]))
            exposed += copies * exposed * (1.0 - exposed)
        for person in hood.persons:
            if person.living:
                _leak(m, person, holder, exposed, tagged)


def _leak(m: Month, person: Subject, holder: int, exposed: float, tagged: int) -> None:
    a = m.a
    person.count("breaches", int(person.age_band > 0))
    reach = 1.0 if person.traits & F.TRAIT_ONLINE else a.offline_news
    worry = toward(person.privacy, 1.0, a.leak_news * reach)
    if _knows(m, person, holder) and uniform(again(draw(person.key, tagged), holder)) < exposed:
        person.count("breached")
        worry = toward(worry, 1.0, a.leak_worry)
        if holder in (_COMMERCIAL, _FIRMS):
            person.trust_market = single(person.trust_market * (1.0 - a.leak_trust))
        else:
            person.trust_government = single(person.trust_government * (1.0 - a.leak_trust))
    person.privacy = single(held(worry))


def _knows(m: Month, person: Subject, holder: int) -> bool:
    """Has a holder of data something on a person?"""
    if holder == _STATE:
        return bool(person.known & 0xFFFF)
    if holder == _FIRMS:
        return bool(person.known >> 16)
    if holder == _REGISTER:
        filed = person.traits & F.TRAIT_BORROWER or person.bad_credit > 0
        return m.rules.register is not None and bool(filed)
    if holder == _COMMERCIAL:
        return m.rules.commercial is not None and person.com_score > 0
    return any(person.grades[score.z] < 16 for score in m.place(person.hood).scores[0])


def _tell(hood: Hood, m: Month) -> None:
    """The news of the month."""
    news = m.rules.news
    for place, column, fills in _TELLS:
        if news[place] == 0.0:
            continue
        for person in hood.persons:
            if person.living:
                reach = 1.0 if person.traits & F.TRAIT_ONLINE else news[T.NEWS_REACH_OFFLINE]
                had = getattr(person, column)
                left = 1.0 - had if fills else 1.0
                setattr(person, column, single(held(had + news[place] * reach * left)))


def adaptation(hood: Hood, m: Month) -> None:
    """Change people, companies and offices."""
    a, r = m.a, m.rules
    campaign = a.campaigns * r.believed * r.campaign
    taught = held(m.seen_around(hood, F.B_PRAISED) * a.audience + campaign)
    perks = held(m.seen_around(hood, F.B_PERKS))
    for person in hood.persons:
        _change(m, person, taught, perks)
    if r.commercial is not None:
        _enrol(hood, m, perks)
    _demand(hood, m)
    for company in hood.companies:
        if company.living:
            goal = 1.0 + a.diligence_gain * (company.risk - a.risk_base)
            goal += a.grade_effort * bad_grade(m, company)
            company.diligence = single(toward(company.diligence, max(goal, 0.0), a.opinion_speed))
    done = held(per_person(m.cities[hood.city], F.B_GOOD_ACTS) * 2.0)
    for office in hood.offices:
        behind = held(a.quota - done * office.effort)
        goal = held(behind * (1.0 - office.risk) * a.padding_gain)
        office.padding = single(toward(office.padding, goal, a.opinion_speed))
        effort = held(1.0 + a.effort_gain * (office.risk - a.risk_base), 0.2, 2.0)
        office.effort = single(toward(office.effort, effort, a.opinion_speed))


def _change(m: Month, person: Subject, taught: float, perks: float) -> None:
    a, r, know = m.a, m.rules, person.aware
    scored = any(score.z == 0 for score in m.place(person.hood).scores[0]) and not outside(m, person)
    joined = 1.0 if person.traits & F.TRAIT_OPTED_IN else 0.0
    stake = max(float(scored), joined)
    paid = held(stake * know + (1.0 if person.perk or person.praised else 0.0))
    inner = toward(person.intrinsic, 1.0, a.conscience_decay)
    inner = inner + a.crowding * paid + a.moral_education * (taught * know)
    person.intrinsic = single(held(inner, 0.0, 3.0))
    good = float(person.told["good-acts"])
    person.habit = single(toward(person.habit, held(good * a.habit_gain), a.opinion_speed))
    feared = a.chill_law + know * (1.0 - r.guard[T.GUARD_SPEECH])
    goal = held(a.chilling * person.risk_speech * feared)
    person.censor = single(toward(person.censor, goal, a.opinion_speed))
    guides = 1.0 + joined * (r.com_gaming - 1.0)
    want = held(stake * know * guides * (a.gaming_pull * perks + a.gaming_base))
    person.gaming = single(toward(person.gaming, want, a.opinion_speed))
    age = person.age(m.number)
    person.age_band = sum(age >= 12 * years for years in (18, 30, 45, 60))
    person.segment = 8 * sum(age >= 12 * years for years in (18, 35, 60)) + person.segment % 8


def _enrol(hood: Hood, m: Month, perks: float) -> None:
    """Those who pay online join a commercial score."""
    tagged = m.tag(luck.ADAPTATION)
    for person in hood.persons:
        may = person.traits & F.TRAIT_PAYS_ONLINE and not person.traits & F.TRAIT_OPTED_IN
        if may and person.living and person.age(m.number) >= 216:
            if uniform(draw(person.key, tagged)) < m.rules.com_join * (1.0 + m.a.perk_pull * perks):
                person.traits |= F.TRAIT_OPTED_IN
                person.count("enrolled")


def asked(m: Month, company: Subject) -> bool:
    """Does this month's political demand, if any, ask a company?"""
    demand = m.rules.demand
    if demand[T.DEMAND_ON] <= 0.0 or not company.living:
        return False
    sector = int(demand[T.DEMAND_SECTORS]) >> company.sector & 1
    return bool(sector and int(demand[T.DEMAND_OWNERS]) >> company.owner & 1)


def _demand(hood: Hood, m: Month) -> None:
    """Companies that are asked yield in full, in part, or not."""
    a, demand, tagged = m.a, m.rules.demand, m.tag(luck.DEMAND)
    if demand[T.DEMAND_ON] <= 0.0:
        return
    since, left = max(demand[T.DEMAND_SINCE], 0.0), demand[T.DEMAND_LEFT]
    gone = since / (since + left) if left > 0.0 else 1.0
    sure = a.demand_early + (1.0 - a.demand_early) * gone
    credit = demand[T.DEMAND_CREDIT]
    felt = demand[T.DEMAND_THREAT] * (1.0 - credit + credit * m.place(hood).credit) * sure
    imitated = m.nation[F.B_YIELDED] / max(float(m.nation[F.B_ASKED]), 1.0)
    for company in hood.companies:
        if not asked(m, company):
            continue
        if company.yielded < 2:
            pull = a.demand_imitation * imitated - a.demand_fixed / max(company.revenue, 1.0)
            objects = (0.0, a.silent_objection, 1.0)[company.home_state]
            part = a.part_relief * felt - objects * a.part_objection + pull
            full = felt - objects * a.full_objection + pull
            goal, better = 2, full - (part if company.yielded == 1 else 0.0)
            if company.yielded == 0 and part >= full:
                goal, better = 1, part
            u = uniform(again(draw(company.key, tagged), 0))
            if u < a.demand_speed * (1.0 / (1.0 + exponential(-(better / a.demand_noise)))):
                company.yielded = goal
        hood.board[F.B_ASKED] += hood.weights[2]
        hood.board[F.B_YIELDED] += hood.weights[2] if company.yielded > 0 else 0


def opinion(hood: Hood, m: Month) -> None:
    """Trusts, legitimacy, approval."""
    a, city = m.a, m.cities[hood.city]
    sanctioned = held(m.seen_around(hood, F.B_SANCTIONED))
    wronged = held(m.seen_around(hood, F.B_WRONGED) * a.audience)
    officials = city[F.B_OFFICIALS_PUNISHED] / (city[F.B_OFFICE_BREACH] + 1.0)
    scandal = held(city[F.B_OFFICE_BREACH] * 100.0 / max(float(city[F.B_PERSONS]), 1.0))
    breach = held(per_person(city, F.B_FIRM_BREACH) * 10.0)
    order = a.fair_order * sanctioned + a.fair_officials * officials - a.fair_scandal * scandal
    for person in hood.persons:
        _trust(m, person, order, wronged, breach)
        _approve(m, person)


def _trust(m: Month, person: Subject, order: float, wronged: float, breach: float) -> None:
    a, assured = m.a, m.rules.believed * person.aware
    rest = a.trust_rest + a.market_rest + a.government_rest
    was = (person.trust_strangers, person.trust_market, person.trust_government)
    spill = was[0] + was[1] + was[2] - rest
    half = 0.5 * a.spill
    goal = held(a.trust_rest + a.assurance * assured + half * (spill - (was[0] - a.trust_rest)))
    trust = toward(was[0], goal, a.opinion_speed * 0.5)
    trust = toward(trust, 0.0, a.betrayal if person.cheated else 0.0)
    trust = toward(trust, 1.0, a.kindness if person.helped else 0.0)
    person.trust_strangers = single(toward(trust, 0.0, a.betrayal * 0.5 if person.extorted else 0.0))
    goal = a.market_rest + a.assurance * assured - a.breach_lesson * breach
    goal = held(goal + half * (spill - (was[1] - a.market_rest)))
    person.trust_market = single(toward(was[1], goal, a.opinion_speed * 0.5))
    fair = order - a.unfair * ((1.0 if person.suspect > 0 else 0.0) + wronged)
    goal = held(a.government_rest + fair + half * (spill - (was[2] - a.government_rest)))
    person.trust_government = single(toward(was[2], goal, a.opinion_speed))
    now = person.trust_strangers + person.trust_market + person.trust_government
    gained = now - rest - spill
    person.trust_general = single(held(person.trust_general + a.spill / 3.0 * gained))
    above = person.trust_government - a.government_rest
    goal = held(a.legitimacy_rest + 0.5 * fair + 0.3 * above)
    person.legitimacy = single(toward(person.legitimacy, goal, a.opinion_speed))


def _approve(m: Month, person: Subject) -> None:
    """Private approval: what the scheme does for one, against what it does to one."""
    a = m.a
    touched = 1.0 if person.refusals or person.on(m.rules.black) else 0.0
    burden = max(1.0 if person.suspect > 0 else 0.0, 0.5 * touched)
    perk = 1.0 if person.perk or person.praised else 0.0
    drift = a.approve_base + a.approve_security * person.insecurity + a.approve_perk * perk
    drift -= (
        a.approve_privacy * person.privacy + a.approve_views * (person.views / 255.0 - 0.5)
        + a.approve_burden * burden
    )  # fmt: skip
    goal = held(0.5 + drift * (a.approve_unaware + (1.0 - a.approve_unaware) * person.aware))
    goal = held(goal + a.approve_spread * (2.0 * uniform(person.key) - 1.0))
    person.approval = single(toward(person.approval, goal, a.opinion_speed))
