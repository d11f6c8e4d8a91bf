"""Phase 5: does anybody notice, through which channel, rightly or wrongly?"""

from __future__ import annotations

from slow import luck
from slow.luck import again, part, uniform
from slow.month import Month
from slow.occasions import NOTICED, OPEN, PADDED, PHANTOM, TAKEN, Chance
from slow.people import Hood, Subject
from xinyong.fields import B_OFFICE_PADDING, B_OFFICES, CHANNELS, COMPANY, OWNERS, SIZES

POLICE, TAX, INSPECTION, GRID = (
    CHANNELS.index(name) for name in ("police", "tax-office", "inspection", "grid")
)
_STATE, _LARGE = OWNERS.index("state"), SIZES.index("large")


def inspections(m: Month, company: Subject) -> float:
    """How often a company is inspected by its grades; 1 = as ever."""
    times = 1.0
    for score in m.place(company.hood).scores[COMPANY]:
        grade = company.grades[score.z - 2]
        if grade < 16:
            times *= score.look[grade]
    return times


def bad_grade(m: Month, company: Subject) -> float:
    """How bad its worst grade is: 0 in the upper half, 1 the last."""
    worst = 0.0
    for score in m.place(company.hood).scores[COMPANY]:
        grade = company.grades[score.z - 2]
        if grade < 16 and len(score.cuts) > 1:
            worst = max(worst, 2.0 * grade / (len(score.cuts) - 1) - 1.0)
    return worst


def detection(hood: Hood, m: Month) -> None:
    """Mark what is noticed."""
    a, city = m.a, m.cities[hood.city]
    padding = city[B_OFFICE_PADDING] / (65536.0 * max(float(city[B_OFFICES]), 1.0))
    hood.errors = list(m.rules.phantom)
    for channel in (POLICE, INSPECTION, GRID):
        hood.errors[channel] += a.padded_notices * min(padding, 1.0)
    for chance in hood.chances:
        u = uniform(again(chance.bits, luck.NOTICE))
        if chance.state == TAKEN:
            channel = _first(hood, m, chance, u, done=True)
            if channel is not None:
                chance.state, chance.channel = NOTICED, channel
                if uniform(again(chance.bits, luck.WRONG)) < m.rules.wrong[channel]:
                    others = hood.of_kind(chance.subject.kind)
                    chance.pointed_at = others[part(again(chance.bits, luck.WHO), len(others))]
        elif chance.state == OPEN:
            channel = _first(hood, m, chance, u, done=False)
            if channel is not None:
                mistake = uniform(again(chance.bits, luck.MADE_UP)) * hood.errors[channel]
                chance.state = PHANTOM if mistake < m.rules.phantom[channel] else PADDED
                chance.channel = channel


def _first(hood: Hood, m: Month, chance: Chance, u: float, done: bool) -> int | None:
    """The first channel that notices; what is left of ``u`` after a miss is uniform again."""
    look = list(m.look[hood.city])
    if chance.subject.kind == COMPANY:
        company = chance.subject
        spared = 1.0 - m.a.selective if company.owner == _STATE or company.size == _LARGE else 1.0
        times = inspections(m, company)
        look[INSPECTION] *= times * spared
        look[TAX] *= times * spared
        look[POLICE] *= spared
    coverage = m.place(hood).coverage
    below, left = 0.0, 1.0
    for channel, seen in enumerate(chance.conduct.seen):
        risk = seen * coverage[channel] * look[channel]
        if not done:
            risk *= hood.errors[channel]
        if risk > 0.0:
            below += left * risk
            if u < below:
                return channel
            left -= left * risk
    return None
