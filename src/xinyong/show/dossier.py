"""One subject's story beside its twin's, as a person reads it: 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from xinyong.show.folding import folded
from xinyong.show.wording import UNKNOWN

if TYPE_CHECKING:
    from xinyong.experiments.dossier import Dossier, Story
    from xinyong.experiments.stories import Score, Spell
    from xinyong.experiments.threads import Thread

#: Rows of a list that are shown; the rest is counted. ``--json`` has all.
_MOST: Final = 12
#: Figures that are set side by side, with their words and how they are written.
_FIGURES: Final = {
    "acts": ("acts", "{:,}"),
    "acts_noticed": ("  noticed by somebody who looks", "{:,}"),
    "acts_left_undone": ("left undone because of a scheme", "{:,}"),
    "wrongly_blamed": ("wrongly blamed", "{:,}"),
    "records": ("records", "{:,}"),
    "wrong_records": ("  of them wrong", "{:,}"),
    "months_on_black_lists": ("months on a black list", "{:,}"),
    "months_on_red_lists": ("months on a red list", "{:,}"),
    "attempts": ("attempts at gatekeepers", "{:,}"),
    "refused": ("  refused", "{:,}"),
    "stayed_away": ("  not even tried", "{:,}"),
    "perks": ("  with a perk", "{:,}"),
    "kin_refused": ("household members refused for kin", "{:,}"),
    "fines": ("fines, yuan", "{:,}"),
    "yuan_lost": ("earnings lost to measures, yuan", "{:,}"),
    "compliance_yuan": ("spent on compliance, yuan", "{:,}"),
    "livelihood_lowest": ("livelihood at its lowest", "{:.0%}"),
    "ties_lowest": ("contacts kept, at the fewest", "{:.0%}"),
    "ties_at_end": ("contacts kept, at the end", "{:.0%}"),
}


def dossier_text(found: Dossier) -> str:
    """Who it is, the two lives side by side, threads from error or act to the end, then each part."""
    parts = [list(_who(found)), list(_beside(found))]
    story = found.story
    parts += [list(_threads(story)), list(_lists(story)), list(_measures(story)), list(_known(story))]
    parts += [list(_scores(story)), list(_acts(story)), list(_cases(story)), list(_tried(story))]
    parts.append(list(_proof(found)))
    return "\n\n".join("\n".join(part) for part in parts if part)


def _who(found: Dossier) -> Iterator[str]:
    about = found.about
    where = ", ".join(str(about[key]) for key in ("city", "province") if about.get(key))
    area = "town" if about.get("urban") else "country"
    yield f"Subject {found.subject}: a synthetic {found.kind} in {where} ({area})"
    keys = (
        "born",
        "sex",
        "education",
        "work",
        "income_quintile",
        "founded",
        "sector",
        "size",
        "owner",
        "office",
    )
    told = [f"{key.replace('_', ' ')} {about[key]}" for key in keys if key in about]
    told += [key.replace("_", " ") for key, value in about.items() if value is True and key != "urban"]
    yield from folded(", ".join(told), "  ", "  ")
    if found.household:
        kin = ", ".join(f"{each['subject']} (born {each.get('born', UNKNOWN)})" for each in found.household)
        yield from folded(f"household: {kin}", "  ", "    ")
    first, last = found.story.life.path[0].month, found.story.life.path[-1].month
    yield f"  {first} to {last}; the shared past included"


def _beside(found: Dossier) -> Iterator[str]:
    figures = found.compared
    if figures and found.twin is not None:
        yield f"{'BESIDE THE TWIN':<44}{found.story.scheme[:17]:>18}{found.twin.scheme[:17]:>18}"
    else:
        yield f"{'IN ALL':<44}{found.story.scheme[:17]:>18}"
    for key, (words, pattern) in _FIGURES.items():
        cells = [_cell(each, key, pattern) for each in (found.story, found.twin) if each is not None]
        if any(cell not in ("0", UNKNOWN, "100%") for cell in cells):
            yield f"  {words:<42}" + "".join(f"{cell:>18}" for cell in cells)
    for institution, cells in _ends(found).items():
        yield f"  {'score at ' + institution:<42.42}" + "".join(f"{cell:>18}" for cell in cells)


def _cell(story: Story, key: str, pattern: str) -> str:
    value = {**_counts(story), **story.costs}.get(key)
    return UNKNOWN if value is None else pattern.format(value)


def _counts(story: Story) -> dict[str, int]:
    life = story.life
    return {
        "acts": len(life.acts),
        "acts_noticed": sum(each.channel is not None for each in life.acts),
        "acts_left_undone": len(life.withheld),
        "wrongly_blamed": len(life.blames) + sum(case.wrong for case in life.obligations),
        "records": sum(each.reason == "entry" for each in story.records),
        "wrong_records": sum(not each.genuine and each.reason == "entry" for each in story.records),
    }


def _ends(found: Dossier) -> dict[str, list[str]]:
    """The last score of each institution, in each world."""
    stories = [each for each in (found.story, found.twin) if each is not None]
    lasts: list[dict[str, Score]] = [
        {each.institution: each for each in story.life.scores} for story in stories
    ]
    names = dict.fromkeys(name for last in lasts for name in last)
    return {name: [_score(last.get(name)) for last in lasts] for name in names}


def _score(score: Score | None) -> str:
    if score is None:
        return UNKNOWN
    return f"{score.score:,}" + (f" ({score.grade})" if score.grade else "")


def _threads(story: Story) -> Iterator[str]:
    """Wrong records first, then those that led to a list."""
    told = sorted(story.threads, key=lambda each: (each.genuine, each.record))
    if told:
        yield "WHAT CAME OF IT"
    for thread in told[:_MOST]:
        yield from _thread(thread)
    if len(told) > _MOST:
        yield f"  … and {len(told) - _MOST} more records that led to something"


def _thread(thread: Thread) -> Iterator[str]:
    kind = "record" if thread.genuine else "WRONG record"
    end = thread.ended or "still stands"
    yield f"  {kind} {thread.record}, {thread.conduct} in {thread.institution}: {end}"
    lines: dict[tuple[str, str], list[str]] = {}
    for link in thread.links:
        lines.setdefault((link.month, link.what), []).append(link.says)
    for (month, what), says in lines.items():
        yield from folded(_counted(says), f"    {month}  {what:<12}", " " * 25)
    if thread.last > thread.links[0].month:
        yield f"    its last consequence came in {thread.last}"


def _counted(says: Sequence[str]) -> str:
    return "; ".join(f"{each} (x{n})" if n > 1 else each for each, n in Counter(says).items())


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
            f"entries, after {each['delay_months']:.3g} months",
            "  ",
            "    ",
        )


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
    for (does, reaches, because, rule, where, source, since, until), gates in list(together.items())[:_MOST]:
        who = "" if reaches == "self" else f" [{reaches}]"
        yield from folded(
            f"{since} to {until or 'the end'}: {does} {', '.join(gates)}{who}, because of {because}",
            "  ",
            "    ",
        )
        yield from folded(
            f"by {rule}{f' ({where})' if where else ''}; {source or 'an assumption'}", "    ", "      "
        )
    if len(together) > _MOST:
        yield f"  … and {len(together) - _MOST} more"


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
    for (since, until), words in list(together.items())[:_MOST]:
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
        yield f"  {institution}: {_score(first)} in {first.month}, {_score(last)} in {last.month};"
        yield f"    between {min(values):,} and {max(values):,}, {len(path) - 1} changes"


def _acts(story: Story) -> Iterator[str]:
    life = story.life
    if not (life.acts or life.blames or life.suffered or life.withheld):
        return
    yield "ACTS"
    done = Counter(each.conduct for each in life.acts)
    seen = Counter(each.conduct for each in life.acts if each.channel is not None)
    for conduct, count in done.most_common(_MOST):
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
    for blame in life.blames[:_MOST]:
        whose = "that never was" if blame.doer is None else f"of subject {blame.doer}"
        yield f"  {blame.month} blamed through {blame.channel} for {blame.conduct} {whose}"


def _cases(story: Story) -> Iterator[str]:
    if story.life.obligations:
        yield "OBLIGATIONS"
    for case in story.life.obligations[-_MOST:]:
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
    for subject, each in story.life.kin_refused[:_MOST]:
        yield f"  {each.month} household member {subject} was refused at {each.gate} for kin"


def _proof(found: Dossier) -> Iterator[str]:
    worlds: list[dict[str, Any]] = [each.proof for each in (found.story, found.twin) if each is not None]
    rows = " and ".join(f"{each['rows_of_neighbourhood']:,}" for each in worlds)
    yield from folded(
        f"The neighbourhood was lived again, {worlds[0]['months']} months; its {rows} ledger rows are those "
        "of the run. --json has everything, month by month."
    )
