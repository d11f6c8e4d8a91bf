"""Peer rating: who rates whom, with how many points, and what that does to contacts."""

from __future__ import annotations

from slow import luck
from slow.luck import again, held, single, uniform
from slow.month import Month
from slow.people import Hood, LedgerRow, Record, Subject
from slow.rules import Score
from xinyong.fields import CHANNELS, FOREVER, PAST_OUTSIDE, PERSON
from xinyong.scheme import tables as T  # noqa: N812

_PEER, _NONE, _ACTED = CHANNELS.index("peer"), 0, (2, 3)


def rated(hood: Hood, m: Month) -> Score | None:
    """The score that ratings move here, or None where nobody is rated."""
    place = m.place(hood)
    if place.rating[T.RATING_ON] <= 0.0:
        return None
    return place.score_of(PERSON, int(place.rating[T.RATING_INSTITUTION]))


def esteem(score: Score, person: Subject) -> float:
    """Standing: 0 at the base, 1 at the best, -1 at the worst score."""
    over = score.value(person.points(score.institution)) - score.base
    room = score.highest - score.base if over > 0 else score.base - score.lowest
    return over / max(float(room), 1.0)


def welcome(m: Month, score: Score, one: Subject, other: Subject) -> float:
    """Chance that two do not avoid each other for being rated, or badly so."""
    worst = min(esteem(score, one), esteem(score, other))
    wary = 1.0 - m.a.rating_dread * one.aware
    return float(max(wary, 0.0) * (1.0 - m.a.rating_shunning * max(-worst, 0.0)))


def outside(m: Month, person: Subject) -> bool:
    """Has not consented to be scored, where consent is asked for."""
    return m.rules.guard[T.GUARD_CONSENT] > 0.0 and bool(person.past & PAST_OUTSIDE)


def points_of(rule: list[float], tone: float, of_rated: float, of_rater: float) -> int:
    """Points of a rating, rounded away from zero at a half."""
    flattery = held(rule[T.RATING_FLATTERY])
    said = held((1.0 - flattery) * tone + flattery * of_rated, -1.0, 1.0)
    weight = max(1.0 + rule[T.RATING_WEIGHT] * of_rater, 0.0) / (1.0 + rule[T.RATING_WEIGHT])
    value = rule[T.RATING_SCALE] * said * weight
    return int(value + 0.5) if value >= 0.0 else -int(0.5 - value)


def rate_contacts(hood: Hood, m: Month) -> None:
    """Both sides of the month's contacts rate each other."""
    score = rated(hood, m)
    if score is None:
        return
    rule = m.place(hood).rating
    for chance in hood.chances:
        if chance.partner is None or chance.state == _NONE:
            continue
        one, other = chance.subject, chance.partner
        if not (_in_it(m, score, one) and _in_it(m, score, other)):
            continue
        stand = esteem(score, one), esteem(score, other)
        for side in range(2):
            if uniform(again(chance.bits, luck.RATES + side)) < rule[T.RATING_SHARE]:
                tone = m.a.rating_grace
                if side == 0 and chance.state in _ACTED and chance.conduct.good != 0:
                    tone = float(chance.conduct.good)
                tone += m.a.rating_whim * (2.0 * uniform(again(chance.bits, luck.TONE + side)) - 1.0)
                _rate(m, rule, (one, other)[side], points_of(rule, tone, stand[side], stand[1 - side]))


def _in_it(m: Month, score: Score, person: Subject) -> bool:
    if not person.living or outside(m, person):
        return False
    return not score.adult_only or person.age(m.number) >= 216


def _rate(m: Month, rule: list[float], person: Subject, points: int) -> None:
    institution = int(rule[T.RATING_INSTITUTION])
    term = min(int(rule[T.RATING_TERM]), 254)
    expires = m.number + term if term > 0 else FOREVER
    row = LedgerRow(
        person, None, int(rule[T.RATING_CONDUCT]), institution, _PEER, True, 0, points,
        term if term > 0 else 255, 255,
    )  # fmt: skip
    if points != 0:
        Record(person, row, expires, m.number, None)
    m.sums.institutions[institution, 0] += person.weight()
    m.sums.institutions[institution, 2 if points < 0 else 3] += person.weight() * abs(points)
    person.count("ratings")
    person.count("records")
    person.count("points-lost" if points < 0 else "points-won", abs(points))
    person.aware = single(person.aware + m.a.contact_lesson * (1.0 - person.aware))


def part_ways(hood: Hood, m: Month) -> None:
    """The badly rated lose ties."""
    score = rated(hood, m)
    for person in hood.persons if score is not None else ():
        low = max(-esteem(score, person), 0.0)
        if low > 0.0 and person.living:
            person.ties = single(person.ties * (1.0 - m.a.rating_ties * low))
