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

from xinyong.dates import month_number
from xinyong.engine.household import regime_of
from xinyong.engine.judgement import Judgement
from xinyong.engine.life import Life
from xinyong.engine.measures import measures_of
from xinyong.engine.upshot import listings_of, live_records_of, scores_of, steps_of
from xinyong.errors import InputError, Problem, did_you_mean, one_of
from xinyong.fields import ALIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    timeline, regime = regime_of(timeline, history)
    life = Life(timeline, regime, history)
    life.run()
    place, month = timeline.regimes.spots[regime], life.last
    steps = steps_of(life)
    with np.errstate(over="ignore"):
        alive = history.kind != "person" or life.state.pu[ALIVE, 0] == 1
        following = measures_of(
            timeline.scheme, place, month, history.kind, life.state, life.rules, life.dials
        )
        return Judgement(
            history.as_of,
            dict(scores_of(life, steps)) if alive else {},
            tuple(listings_of(life)),
            tuple(following) if alive else (),
            tuple(steps),
            live_records_of(life),
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
