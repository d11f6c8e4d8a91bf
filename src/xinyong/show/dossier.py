"""One subject's story beside its twin's, as a person reads it: 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from xinyong.show.dossier_deeds import MOST, deeds, standing
from xinyong.show.folding import folded
from xinyong.show.wording import UNKNOWN

if TYPE_CHECKING:
    from xinyong.experiments.dossier import Dossier, Story
    from xinyong.experiments.stories import Score
    from xinyong.experiments.threads import Thread

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
    parts.append(list(_threads(story)))
    parts += [list(part) for part in deeds(story)]
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
    return {name: [standing(last.get(name)) for last in lasts] for name in names}


def _threads(story: Story) -> Iterator[str]:
    """Wrong records first, then those that led to a list."""
    told = sorted(story.threads, key=lambda each: (each.genuine, each.record))
    if told:
        yield "WHAT CAME OF IT"
    for thread in told[:MOST]:
        yield from _thread(thread)
    if len(told) > MOST:
        yield f"  … and {len(told) - MOST} more records that led to something"


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


def _proof(found: Dossier) -> Iterator[str]:
    worlds: list[dict[str, Any]] = [each.proof for each in (found.story, found.twin) if each is not None]
    rows = " and ".join(f"{each['rows_of_neighbourhood']:,}" for each in worlds)
    yield from folded(
        f"The neighbourhood was lived again, {worlds[0]['months']} months; its {rows} ledger rows are those "
        "of the run. --json has everything, month by month."
    )
