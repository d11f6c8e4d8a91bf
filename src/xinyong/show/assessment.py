"""What a scheme makes of one record, as a person reads it: 80 columns, every line with its rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from xinyong.show.folding import WIDTH, folded

if TYPE_CHECKING:
    from xinyong.engine.assessing import Assessment
    from xinyong.engine.judgement import Judgement, Listing, Measure, Score, Step


def assessment_text(found: Assessment) -> str:
    """Scores with the records that moved them, lists with the ways out, measures; and what it rests on."""
    judged = found.judgement
    where = "" if found.record.place == "none" else f" in {found.record.place}"
    lines = [
        *folded(f"A {found.record.kind}{where}, as of {judged.as_of}, under {found.scheme.id}", rest="  "),
        *folded(
            "What the rules say if everything in this record is noticed and every rule is applied. "
            "How often that happens is another matter: run the scheme."
        ),
    ]
    lines += ["", "SCORES", *(_scores(judged) if judged.scores else ["  none"])]
    lines += ["", "LISTS", *(_lists(judged) if judged.lists else ["  none"])]
    lines += ["", "WHAT FOLLOWS", *(_measures(judged) if judged.measures else ["  nothing"])]
    others = [step for step in judged.records if not _shown(judged, step)]
    if others:
        lines += ["", "OTHER RECORDS", *_steps(others, institution=True)]
    return "\n".join(lines)


def _shown(judged: Judgement, step: Step) -> bool:
    return any(step in score.path for score in judged.scores.values())


def _scores(judged: Judgement) -> Iterator[str]:
    for institution, score in judged.scores.items():
        yield from _score(institution, score)


def _score(institution: str, score: Score) -> Iterator[str]:
    grade = f", grade {score.grade}" if score.grade is not None else ""
    start = f"  (starts from {score.base:,})" if score.base is not None else ""
    yield f"  {institution}: {score.value:,}{grade}{start}"
    yield from _behind(score.rule, score.where, score.source)
    yield from _steps(score.path)


def _steps(steps: Sequence[Step], institution: bool = False) -> Iterator[str]:
    """Records, those that are alike on one line."""
    for step, times in Counter(steps).items():
        name = f"{step.institution}: {step.conduct}" if institution else step.conduct
        name += f" (x{times})" if times > 1 else ""
        points = f"{step.points * times:+d}" if step.points else ""
        if step.why is not None:
            left = f"ended {step.until} ({step.why})"
        else:
            left = f"counts until {step.until}" if step.until else "counts without end"
        line = f"    {step.month}  {name:<30}{points:>6}  {left}"
        yield from [line] if len(line) <= WIDTH else folded(f"{name} {points}, {left}", f"    {step.month}  ")
        yield from _behind(step.rule, step.where, step.source, 6)


def _lists(judged: Judgement) -> Iterator[str]:
    for each in judged.lists:
        yield from _listing(each)


def _listing(each: Listing) -> Iterator[str]:
    who = "" if each.reaches == "self" else f" ({each.reaches})"
    if each.ended is not None:
        until = f"to {each.ended}"
    else:
        until = f"until {each.until} at the latest" if each.until else "without end by itself"
    yield from folded(f"{each.list}{who}: since {each.entered}, {until}", "  ", "    ")
    yield from _behind(each.rule, each.where, each.source)
    if each.ended is None:
        yield "    how to get out:" if each.ways else "    there is no way out"
    for way in each.ways:
        since = f" ({'' if way.way == 'expiry' else 'from '}{way.since})" if way.since else ""
        yield from folded(f"{way.way}{since}: {way.says}", "      ", "        ")


def _measures(judged: Judgement) -> Iterator[str]:
    """Measures, those together that follow from one thing by one rule."""
    together: dict[tuple[str, str], list[Measure]] = {}
    for each in judged.measures:
        together.setdefault((each.rule, each.reaches), []).append(each)
    for (rule, reaches), group in together.items():
        first = group[0]
        gates = ", ".join(dict.fromkeys(each.gate for each in group))
        if first.does == "dismiss":
            what = f"dismissal, with a chance of {first.strength:.3g} a month"
        else:
            verb = {"refuse": "refused", "grant": "granted more easily"}[first.does]
            what = f"{verb}: {gates}, in {100 * first.strength:.3g} % of checks"
        who = "" if reaches == "self" else f" [{reaches}]"
        yield from folded(what + who, "  ", "    ")
        yield from folded(f"because of {first.because}", "    ", "      ")
        yield from _behind(rule, first.where, first.source)


def _behind(rule: str, where: str | None, source: str | None, indent: int = 4) -> Iterator[str]:
    """Rule, where it is written, and where that comes from."""
    room = " " * indent
    yield from folded(f"by {rule}" + (f" ({where})" if where else ""), room, room + "  ")
    yield from folded(source or "an assumption, without a source", room, room + "  ")
