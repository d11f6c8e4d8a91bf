"""What a life led to: the records that count, scores and grades, time on lists; each with its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.dates import month_text
from xinyong.engine.citing import cited, collecting_rule, list_rule, written_at
from xinyong.engine.judgement import Listing, Score, Step
from xinyong.engine.scoring import score_of
from xinyong.engine.slots import grade_in, points_in
from xinyong.engine.ways import ends_by_itself, ways_out
from xinyong.fields import CHANNELS, COM_SCORE, LIVE_ENDED, SLOT_FIRST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.engine.life import Life
    from xinyong.scheme.books import RuleBook
    from xinyong.scheme.values import Sourced, Value


def _text(month: int | None) -> str | None:
    return None if month is None else month_text(month)


def steps_of(life: Life) -> list[Step]:
    """The records of a life, with the row that made each."""
    timeline, kind = life.timeline, life.history.kind
    found = []
    for entry in life.entries:
        conduct, channel = timeline.conducts[entry.conduct], CHANNELS[entry.channel]
        rule = collecting_rule(
            timeline.scheme, entry.institution, conduct, channel, kind, entry.points, entry.entered
        )
        found.append(
            Step(
                timeline.institutions[entry.institution], month_text(entry.entered), conduct, channel,
                entry.points, _text(entry.until), entry.why, *rule,
            )
        )  # fmt: skip
    return found


def scores_of(life: Life, steps: list[Step]) -> Iterator[tuple[str, Score]]:
    """Scores that the subject has, by institution."""
    s, r, books = life.state, life.rules, life.timeline.scheme.books
    regime = int(s.hoods[0].regime)
    for z in range(SLOT_FIRST[life.kind], SLOT_FIRST[life.kind + 1]):
        grade = int(grade_in(s, z, 0))
        if r.points[regime, z] == 1 and grade != 255:
            book = books[int(r.score_institution[regime, z])]
            assert book.score is not None
            points = int(score_of(r, regime, z, int(points_in(s, z, 0))))
            name, base = book.score.grades[grade].id, int(r.score_base[regime, z])
            yield book.id, _score(life, book, points, name, base, steps, book.score.base)
    if life.kind == 0 and r.com_on[0] == 1 and s.pi[COM_SCORE, 0] > 0:
        book = books[int(r.com_institution[0])]
        assert book.score is not None
        weights = book.score.weights
        value = int(s.pi[COM_SCORE, 0])
        yield book.id, _score(life, book, value, None, None, steps, weights.history if weights else None)


def _score(
    life: Life, book: RuleBook, value: int, grade: str | None, base: int | None, steps: list[Step],
    origin: Value | Sourced | None,
) -> Score:  # fmt: skip
    scheme, rule = life.timeline.scheme, f"book.{book.id}.score"
    path = tuple(step for step in steps if step.institution == book.id and step.points != 0)
    where, source = written_at(scheme, rule), cited(scheme, origin, book.score)
    return Score(value, grade, base, path, rule, where, source)


def listings_of(life: Life) -> Iterator[Listing]:
    """Time on lists: the subject's own, and its representative's."""
    for stay in life.stays:
        reaches = "self" if (stay.kind, stay.who) == (life.kind, 0) else "representative"
        on = stay.ended is None
        yield Listing(
            life.timeline.lists[stay.number], reaches, month_text(stay.entered), _text(stay.ended),
            _text(ends_by_itself(life, stay.number)) if on else None,
            ways_out(life, stay.number, stay.entered) if on else (),
            *list_rule(life.timeline.scheme, stay.number, stay.entered),
        )  # fmt: skip


def live_records_of(life: Life) -> dict[str, int]:
    """Records that count now, by institution, and the court's records of open cases."""
    s = life.state
    found = dict.fromkeys(life.timeline.institutions, 0)
    for x in range(int(s.hoods[0].live_end)):
        if int(s.live[x].state) & LIVE_ENDED == 0:
            found[life.timeline.institutions[int(s.live[x].institution)]] += 1
    for word in life.open_cases():
        found[word] += 1
    return found
