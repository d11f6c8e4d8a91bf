"""Following a record from what led to it to the last thing that it did, and to its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xinyong.experiments.stories import Attempt, Blame, Life, Record, Stay

#: Words of links, in the order in which they follow within a month.
ORDER = (
    "act", "error", "recorded", "scored", "listed", "named", "known", "measure", "refused", "kin-refused",
    "stayed-away", "dismissed", "told", "appealed", "granted", "ended", "unlisted", "forgotten",
)  # fmt: skip
_AFTER = ("known", "named", "refused", "kin-refused", "stayed-away", "dismissed")


@dataclass(frozen=True, slots=True)
class Link:
    """One thing in a thread: when, which kind of thing (``ORDER``), and what exactly."""

    month: str
    what: str
    says: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What one record came from and led to, in order; ``last`` is the month of its last consequence.

    ``ended`` says how the record itself ended (a reason, ``expiry``), or None while it stands.
    """

    record: int
    conduct: str
    institution: str
    genuine: bool
    links: tuple[Link, ...]
    ended: str | None
    last: str


def threads(
    life: Life, records: Sequence[Record], stays: Sequence[Stay], end: str, everything: bool = False
) -> list[Thread]:
    """Threads of the wrong records and of those that led to a list (or of all entries), by record.

    ``end`` is the last month of the run.
    """
    found = []
    for record in records:
        if record.reason != "entry":
            continue
        own = [stay for stay in stays if stay.record == record.record]
        if own or not record.genuine or everything:
            found.append(_thread(life, record, records, own, end))
    return found


def _thread(life: Life, record: Record, records: Sequence[Record], stays: Sequence[Stay], end: str) -> Thread:
    closing = [row for row in records if row.refers_to == record.record and row.reason != "extension"]
    over = _over(record, closing, end)
    links = [
        *_origin(life, record),
        Link(record.month, "recorded", _told(record)),
        *_scored(life, record),
        *_lists(life, stays, end),
        *_counting(life, record, over[0] if over is not None else end),
        *(Link(turn.month, turn.what, f"record {record.record}") for turn in life.turns
          if turn.record == record.record),
        *(Link(row.month, "ended", row.reason) for row in closing),
    ]  # fmt: skip
    if over is not None and not closing:
        links.append(Link(over[0], "ended", "expiry"))
    ordered = tuple(sorted(dict.fromkeys(links), key=lambda each: (each.month, ORDER.index(each.what))))
    last = max((each.month for each in ordered if each.what in _AFTER), default=record.month)
    return Thread(
        record.record, record.conduct, record.institution, record.genuine, ordered,
        over[1] if over is not None else None, last,
    )  # fmt: skip


def _over(record: Record, closing: Sequence[Record], end: str) -> tuple[str, str] | None:
    """When and how a record ceased to count."""
    if closing:
        return closing[0].month, closing[0].reason
    if record.expires is not None and record.expires <= end:
        return record.expires, "expiry"
    return None


def _told(record: Record) -> str:
    points = f", {record.points:+d} points" if record.points else ""
    wrong = "" if record.genuine else ", wrongly"
    return f"{record.conduct} in {record.institution} through {record.channel}{points}{wrong}"


def _origin(life: Life, record: Record) -> Iterator[Link]:
    """The act or the error that a record came from."""
    same = (record.month, record.conduct, record.channel)
    told = False
    for blame in life.blames if not record.genuine else ():
        if (blame.month, blame.conduct, blame.channel) == same:
            yield Link(blame.month, "error", blamed(blame))
            told = True
    for act in life.acts if not told else ():
        if (act.month, act.conduct, act.channel) == same and act.blamed is None:
            yield Link(act.month, "act", f"{act.conduct}, noticed through {act.channel}")
            if not record.genuine and not told:
                says = f"no rule names {act.conduct}: that of {record.institution} was stretched to it"
                yield Link(act.month, "error", says)
                told = True
    for case in life.obligations:
        if record.genuine or told or not case.wrong or record.channel != "court":
            continue
        if case.opened <= record.month:
            says = f"the court took the subject for somebody else: a debt of {case.amount:,} yuan"
            yield Link(case.opened, "error", says)
            told = True


def blamed(blame: Blame) -> str:
    """What went wrong in a notice."""
    what = {
        "wrong-subject": f"the act of subject {blame.doer}",
        "never-was": "an act that never was",
        "quota": "an act made up to meet a quota",
    }[blame.why]
    return f"{blame.channel} noted {what} as the subject's"


def _scored(life: Life, record: Record) -> Iterator[Link]:
    before: int | None = None
    for score in life.scores:
        if score.institution != record.institution:
            continue
        if score.month == record.month and record.points:
            was = "" if before is None else f" from {before}"
            grade = f", grade {score.grade}" if score.grade else ""
            yield Link(score.month, "scored", f"{score.institution}{was} to {score.score}{grade}")
        before = score.score


def _lists(life: Life, stays: Sequence[Stay], end: str) -> Iterator[Link]:
    """What a listing did: who came to know, what was refused, whom it reached."""
    for stay in stays:
        until = stay.ended or end
        yield Link(stay.entered, "listed", stay.list)
        if stay.ended is not None:
            yield Link(stay.ended, "unlisted", stay.list)
        for month in life.named:
            if month == stay.entered:
                yield Link(month, "named", f"in public, as listed on {stay.list}")
        gates: dict[str, str] = {}
        for spell in life.holders:
            if spell.since <= until and (spell.until is None or spell.until >= stay.entered):
                gates[spell.what] = spell.until or end
                if spell.since >= stay.entered:
                    yield Link(spell.since, "known", f"to the gatekeeper of {spell.what}")
                if spell.until is not None:
                    yield Link(spell.until, "forgotten", f"by the gatekeeper of {spell.what}")
        for measure in life.measures:
            if measure.because == stay.list and stay.entered <= measure.since <= until:
                who = "" if measure.reaches == "self" else f" ({measure.reaches})"
                yield Link(measure.since, "measure", f"{measure.does} {measure.gate}{who}, by {measure.rule}")
        if any(each.does == "dismiss" and each.because == stay.list for each in life.measures):
            for turn in life.turns:
                if turn.what == "dismissed" and stay.entered <= turn.month <= until:
                    yield Link(turn.month, "dismissed", f"by the employer, as listed on {stay.list}")
        for attempt in life.attempts:
            gone = gates.get(attempt.gate)
            if attempt.list == stay.list and stay.entered <= attempt.month <= max(until, gone or until):
                yield _refused(attempt, f"listed on {stay.list}")
            elif gone is not None and stay.entered <= attempt.month <= gone:
                if attempt.cause == "beyond-rule":
                    late = "" if attempt.month <= until else ", though the listing had ended"
                    yield _refused(attempt, f"beyond any rule{late}")
                elif attempt.outcome == "stayed-away":
                    yield Link(attempt.month, "stayed-away", f"did not try for {attempt.gate}")
        for subject, attempt in life.kin_refused:
            gone = gates.get(attempt.gate)
            if gone is not None and stay.entered <= attempt.month <= max(until, gone):
                whose = "household" if attempt.cause == "kin" else "group"
                yield Link(attempt.month, "kin-refused", f"subject {subject} of the {whose}: {attempt.gate}")


def _refused(attempt: Attempt, why: str) -> Link:
    return Link(attempt.month, "refused", f"{attempt.gate}: {why}")


def _counting(life: Life, record: Record, until: str) -> Iterator[Link]:
    """Refusals by a register or a grade while a record with no good counts there."""
    for attempt in life.attempts:
        if attempt.cause == "register" and record.month <= attempt.month <= until:
            if any(each.because == f"bad entry in {record.institution}" for each in life.measures):
                yield _refused(attempt, f"bad entry in {record.institution}")
        if attempt.cause == "grade" and record.points < 0 and record.month <= attempt.month <= until:
            yield _refused(attempt, f"grade, lowered by {record.institution}")
