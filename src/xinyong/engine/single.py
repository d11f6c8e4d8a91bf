"""One history judged: the month from *detection* on, for one subject, interpreted.

The acts of a history are taken as noticed, each through the channel that it names or the first
that serves. Then *records*, *standing* and *sharing* do with them, month by month, what they do in
any world; they are the same functions, run as plain Python (``life``), so one record never waits
for a compiler. What is chance there is certain here (``household``), and what a history states
(a ground, a performance, the end of a conduct: ``exits``) happens in the month that it states.
At the end, gatekeepers say what follows (``measures``). ``cases`` and ``assess`` rest on this.

A judgment default known through a court is a case in enforcement: the court limits spending wherever its
rules let it, and lists the debtor if the history gives a ground.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from xinyong.dates import month_number, month_text
from xinyong.engine.household import regime_of
from xinyong.engine.judgement import (
    Judgement,
    Listing,
    Score,
    Step,
    cited,
    collecting_rule,
    list_rule,
)
from xinyong.engine.life import Life
from xinyong.engine.measures import measures_of
from xinyong.engine.scoring import score_of
from xinyong.engine.slots import grade_in, points_in
from xinyong.errors import InputError, Problem, did_you_mean, one_of
from xinyong.fields import ALIVE, CHANNELS, COM_SCORE, LIVE_ENDED, SLOT_FIRST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.engine.life import Entry
    from xinyong.scheme.compile import Timeline
    from xinyong.scheme.histories import History

#: The most acts that one history may hold; more would not fit a neighbourhood's tables.
MOST_ACTS: Final = 2000


def judge(timeline: Timeline, history: History) -> Judgement:
    """What the rules of ``timeline`` make of a history, as of its last month, if all is noticed.

    Scores that rest on traits which no history tells (the commercial one) take them from the
    middle of society. Raises ``InputError`` with every act that no subject of this kind, or nobody at
    all, could do.
    """
    problems = list(_faults(timeline, history))
    if problems:
        raise InputError(problems)
    timeline, regime = regime_of(timeline, history.place)
    life = Life(timeline, regime, history)
    life.run()
    scheme, city, month = timeline.scheme, timeline.regimes.cities[regime], life.last
    steps = [_step(timeline, history.kind, entry) for entry in life.entries]
    with np.errstate(over="ignore"):
        alive = history.kind != "person" or life.state.pu[ALIVE, 0] == 1
        following = measures_of(scheme, city, month, history.kind, life.state, life.rules, life.dials)
        return Judgement(
            history.as_of,
            dict(_scores(life, steps)) if history.kind == "person" and alive else {},
            tuple(_listings(life)),
            tuple(following) if alive else (),
            tuple(steps),
            _live_records(life),
        )


def _faults(timeline: Timeline, history: History) -> Iterator[Problem]:
    """What in a history nobody could do, or cannot be worked out."""
    conducts = timeline.scheme.catalogue.conducts
    places = timeline.scheme.catalogue.cities
    if history.place != "none" and history.place not in places:
        yield Problem(
            path="place", found=f"no place {history.place!r}", allowed=one_of(["none", *places]),
            remedy=did_you_mean(history.place, places, "write none for anywhere else"),
        )  # fmt: skip
    for index, happening in enumerate(history.history):
        here = f"history.{index}"
        conduct = conducts.get(happening.conduct)
        if conduct is None:
            yield Problem(
                path=f"{here}.conduct", found=f"no conduct {happening.conduct!r}",
                allowed=f"{len(conducts)} conducts",
                remedy=did_you_mean(happening.conduct, conducts, "see: xinyong show conducts"),
            )  # fmt: skip
        elif history.kind not in conduct.subjects:
            yield Problem(
                path=f"{here}.conduct", found=f"{happening.conduct} by a subject of kind {history.kind}",
                allowed=one_of(conduct.subjects), remedy="change the kind or the conduct",
            )  # fmt: skip
        if happening.exit == "death" and history.kind != "person":
            yield Problem(path=f"{here}.exit", found=f"the death of a {history.kind}", remedy="leave it out")
        begun = history.founded if history.kind == "company" else history.born
        if begun is not None and month_number(happening.month) < month_number(begun):
            yield Problem(
                path=f"{here}.month",
                found=f"{happening.month} lies before the subject began in {begun}",
                remedy="put the dates in order",
            )
    acts = sum(happening.times for happening in history.history)
    if acts > MOST_ACTS:
        yield Problem(path="history", found=f"{acts} acts", allowed=f"at most {MOST_ACTS}", remedy="shorten")


def _text(month: int | None) -> str | None:
    return None if month is None else month_text(month)


def _step(timeline: Timeline, kind: str, entry: Entry) -> Step:
    conduct, channel = timeline.conducts[entry.conduct], CHANNELS[entry.channel]
    return Step(
        timeline.institutions[entry.institution], month_text(entry.entered), conduct, channel, entry.points,
        _text(entry.until), entry.why,
        *collecting_rule(
            timeline.scheme, entry.institution, conduct, channel, kind, entry.points, entry.entered
        ),
    )  # fmt: skip


def _scores(life: Life, steps: list[Step]) -> Iterator[tuple[str, Score]]:
    """Scores that the subject has, by institution."""
    s, r, timeline = life.state, life.rules, life.timeline
    regime = int(s.hoods[0].regime)

    def path(institution: str) -> tuple[Step, ...]:
        return tuple(step for step in steps if step.institution == institution and step.points != 0)

    for z in range(SLOT_FIRST[life.kind], SLOT_FIRST[life.kind + 1]):
        grade = int(grade_in(s, z, 0))
        if r.points[regime, z] == 1 and grade != 255:
            book = timeline.scheme.books[int(r.score_institution[regime, z])]
            assert book.score is not None
            yield book.id, Score(
                int(score_of(r, regime, z, int(points_in(s, z, 0)))), book.score.grades[grade].id,
                int(r.score_base[regime, z]), path(book.id), f"book.{book.id}.score",
                cited(timeline.scheme, book.score.base, book.score),
            )  # fmt: skip
    if r.com_on[0] == 1 and s.pi[COM_SCORE, 0] > 0:
        book = timeline.scheme.books[int(r.com_institution[0])]
        assert book.score is not None
        weights = book.score.weights
        yield book.id, Score(
            int(s.pi[COM_SCORE, 0]), None, None, path(book.id), f"book.{book.id}.score",
            cited(timeline.scheme, weights.history if weights else None, book.score),
        )  # fmt: skip


def _listings(life: Life) -> Iterator[Listing]:
    """Time on lists: the subject's own, and its representative's."""
    for stay in life.stays:
        reaches = "self" if (stay.kind, stay.who) == (life.kind, 0) else "representative"
        yield Listing(
            life.timeline.lists[stay.number], reaches, month_text(stay.entered), _text(stay.ended),
            *list_rule(life.timeline.scheme, stay.number, stay.entered),
        )  # fmt: skip


def _live_records(life: Life) -> dict[str, int]:
    """Records that count now, by institution, and the court's records of open cases."""
    s = life.state
    found = dict.fromkeys(life.timeline.institutions, 0)
    for x in range(int(s.hoods[0].live_end)):
        if int(s.live[x].state) & LIVE_ENDED == 0:
            found[life.timeline.institutions[int(s.live[x].institution)]] += 1
    for word in life.open_cases():
        found[word] += 1
    return found
