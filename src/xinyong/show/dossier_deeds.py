"""The parts of a dossier: lists, measures, who could see, scores, acts, obligations, attempts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from xinyong.experiments.threads import blamed
from xinyong.show.folding import folded
from xinyong.show.wording import UNKNOWN

if TYPE_CHECKING:
    from xinyong.experiments.dossier import Story
    from xinyong.experiments.stories import Score, Spell

#: Rows of a list that are shown; the rest is counted. ``--json`` has all.
MOST: Final = 12


def deeds(story: Story) -> list[Iterator[str]]:
    """The lines of each part; a part without anything has none."""
    return [
        _lists(story), _measures(story), _known(story), _scores(story), _acts(story), _cases(story),
        _tried(story),
    ]  # fmt: skip


def standing(score: Score | None) -> str:
    """A score, with its grade where there is one."""
    if score is None:
        return UNKNOWN
    return f"{score.score:,}" + (f" ({score.grade})" if score.grade else "")


def _lists(story: Story) -> Iterator[str]:
    if story.lists:
        yield "LISTS"
    own = {record.record for record in story.records}
    for stay in story.lists:
        until = f"to {stay.ended}" if stay.ended else "to the end of the run"
        behind = (
            f"record {stay.record}" if stay.record in own else f"record {stay.record}, of another subject"
        )
        yield f"  {stay.list}: {stay.entered} {until}; {behind}"
    for stay in story.reached:
        yield f"  reached subject {stay.subject}: {stay.list} from {stay.entered}"
    for each in story.agreements:
        yield from folded(
            f"{each['list']} was passed on to {', '.join(each['to'])}: {100 * each['coverage']:.3g} % of "
            f"entries, after {each['delay_months']:.3g} months{_dates(each)}",
            "  ",
            "    ",
        )


def _dates(each: dict[str, Any]) -> str:
    since = f", from {each['since']}" if each["since"] else ""
    return since + (f" until {each['until']}" if each["until"] else "")


def _measures(story: Story) -> Iterator[str]:
    """Measures in force, those of one rule and time together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for each in story.life.measures:
        key = (
            each.does,
            each.reaches,
            each.because,
            each.rule,
            each.where or "",
            each.source or "",
            each.since,
            each.until or "",
        )
        together.setdefault(key, []).append(each.gate)
    if together:
        yield "MEASURES IN FORCE"
    for (does, reaches, because, rule, where, source, since, until), gates in list(together.items())[:MOST]:
        who = "" if reaches == "self" else f" [{reaches}]"
        yield from folded(
            f"{since} to {until or 'the end'}: {does} {', '.join(gates)}{who}, because of {because}",
            "  ",
            "    ",
        )
        yield from folded(
            f"by {rule}{f' ({where})' if where else ''}; {source or 'an assumption'}", "    ", "      "
        )
    if len(together) > MOST:
        yield f"  … and {len(together) - MOST} more"


def _known(story: Story) -> Iterator[str]:
    life = story.life
    if life.holders or life.known:
        yield "WHO COULD SEE"
    yield from _spelled("held a listing", life.holders)
    yield from _spelled("knew of conduct", life.known)


def _spelled(what: str, spells: Iterable[Spell]) -> Iterator[str]:
    together: dict[tuple[str, str], list[str]] = {}
    for spell in spells:
        together.setdefault((spell.since, spell.until or "the end"), []).append(spell.what)
    for (since, until), words in list(together.items())[:MOST]:
        yield from folded(f"{since} to {until}, {what}: {', '.join(words)}", "  ", "    ")


def _scores(story: Story) -> Iterator[str]:
    """How scores moved: the turns that are worth a line."""
    by: dict[str, list[Score]] = {}
    for score in story.life.scores:
        by.setdefault(score.institution, []).append(score)
    if by:
        yield "SCORES"
    for institution, path in by.items():
        values = [each.score for each in path]
        first, last = path[0], path[-1]
        yield f"  {institution}: {standing(first)} in {first.month}, {standing(last)} in {last.month};"
        yield f"    between {min(values):,} and {max(values):,}, {len(path) - 1} changes"


def _acts(story: Story) -> Iterator[str]:
    life = story.life
    if not (life.acts or life.blames or life.suffered or life.withheld):
        return
    yield "ACTS"
    done = Counter(each.conduct for each in life.acts)
    seen = Counter(each.conduct for each in life.acts if each.channel is not None)
    for conduct, count in done.most_common(MOST):
        noticed = f", noticed {seen[conduct]}" if seen[conduct] else ""
        yield f"  {conduct:<34}{count:>4} of {life.chances.get(conduct, 0)} chances{noticed}"
    for words, deeds in (
        ("left undone because of a scheme", life.withheld),
        ("met with, done by others", life.suffered),
    ):
        if deeds:
            told = ", ".join(
                f"{name} {n}" for name, n in Counter(each.conduct for each in deeds).most_common(8)
            )
            yield from folded(f"{words}: {told}", "  ", "    ")
    for blame in life.blames[:MOST]:
        yield from folded(f"{blame.month} {blame.conduct}: {blamed(blame)}", "  ", "    ")


def _cases(story: Story) -> Iterator[str]:
    if story.life.obligations:
        yield "OBLIGATIONS"
    for case in story.life.obligations[-MOST:]:
        stages = ", ".join(
            f"{stage.stage} {stage.month}" + (f" ({stage.ground})" if stage.ground else "")
            for stage in case.stages
        )
        wrong = " (somebody else's)" if case.wrong else ""
        yield from folded(f"{case.amount:,} yuan owed to a {case.creditor}{wrong}: {stages}", "  ", "    ")


def _tried(story: Story) -> Iterator[str]:
    attempts = story.life.attempts
    if not attempts:
        return
    yield "ATTEMPTS"
    gates = Counter(each.gate for each in attempts if each.outcome != "stayed-away")
    for gate, count in gates.most_common():
        mine = [each for each in attempts if each.gate == gate]
        causes = Counter(each.list or each.cause for each in mine if each.outcome == "refused")
        told = ", ".join(f"{cause} {n}" for cause, n in causes.most_common())
        perks = sum(each.outcome == "perk" for each in mine)
        more = (f"  refused {sum(causes.values())}: {told}" if causes else "") + (
            f"  perks {perks}" if perks else ""
        )
        yield from folded(f"{gate:<18}{count:>5} tried{more}", "  ", " " * 32)
    for subject, each in story.life.kin_refused[:MOST]:
        yield f"  {each.month} household member {subject} was refused at {each.gate} for kin"
