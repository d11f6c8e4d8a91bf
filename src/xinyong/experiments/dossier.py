"""The dossier of one subject: its whole story in a world, beside that of its twin in the other.

It is made by living the subject's neighbourhood again (``replaying``) and is held against what the run
wrote (``proving``): a dossier is only given where the two agree, row by row.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import InputError, Problem
from xinyong.experiments.engine_sum import engine_sha256
from xinyong.experiments.proving import Replayed, check_replay, written
from xinyong.experiments.stories import Life, Record, Stay
from xinyong.experiments.threads import Thread, threads
from xinyong.fields import KINDS

if TYPE_CHECKING:
    from xinyong.experiments.lived import Run
    from xinyong.experiments.replaying import Replay

_BLACK: Final = "black"


@dataclass(frozen=True)
class Story:
    """One subject in one world: what a replay saw, and its rows in the files.

    ``reached`` are stays of others on lists that rest on the subject's records (a company's
    representative); ``colours`` say of each list whether it is black or red.
    """

    scheme: str
    life: Life
    records: list[Record]
    lists: list[Stay]
    reached: list[Stay]
    threads: list[Thread]
    agreements: list[dict[str, Any]]
    colours: dict[str, str]
    proof: dict[str, int]

    @property
    def costs(self) -> dict[str, int | float | None]:
        """What it cost: yuan lost to measures, fines, refusals, ties, months on black lists."""
        life = self.life
        fines = sum(each.fine for each in life.acts) + sum(each.fine for each in life.blames)
        outcomes = Counter(each.outcome for each in life.attempts)
        ties = [state.ties for state in life.path if state.alive and state.ties is not None]
        keeps = [state.keeps for state in life.path if state.alive]
        return {
            "yuan_lost": sum(state.lost for state in life.path),
            "yuan_earned": sum(state.earned for state in life.path),
            "fines": fines,
            "compliance_yuan": life.path[-1].spent if life.path else 0,
            "attempts": len(life.attempts) - outcomes["stayed-away"],
            "refused": outcomes["refused"],
            "stayed_away": outcomes["stayed-away"],
            "perks": outcomes["perk"],
            "kin_refused": len(life.kin_refused),
            "ties_lowest": min(ties) if ties else None,
            "ties_at_end": ties[-1] if ties else None,
            "livelihood_lowest": min(keeps) if keeps else None,
            "months_on_black_lists": self._listed_months(_BLACK),
            "months_on_red_lists": self._listed_months("red"),
        }

    def _listed_months(self, colour: str) -> int:
        stays = [each for each in self.lists if self.colours.get(each.list) == colour]
        return sum(
            any(
                each.entered <= state.month and (each.ended is None or state.month < each.ended)
                for each in stays
            )
            for state in self.life.path
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        told = {key: value for key, value in asdict(self).items() if key not in ("life", "colours")}
        return {**told, **asdict(self.life), "costs": self.costs}


@dataclass(frozen=True)
class Dossier:
    """The story of ``subject`` in a run, and its twin's, if the run has a paired world."""

    subject: int
    kind: str
    about: dict[str, Any]
    household: list[dict[str, Any]]
    story: Story
    twin: Story | None

    @property
    def compared(self) -> dict[str, list[Any]]:
        """The two lives side by side: [with the scheme, in the twin's world]."""
        if self.twin is None:
            return {}
        both = [_figures(each) for each in (self.story, self.twin)]
        return {key: [both[0][key], both[1][key]] for key in both[0]}

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        return {
            "subject": self.subject,
            "kind": self.kind,
            "about": self.about,
            "household": self.household,
            "life": self.story.as_dict(),
            "twin": self.twin.as_dict() if self.twin is not None else None,
            "compared": self.compared,
        }


def _figures(story: Story) -> dict[str, Any]:
    life = story.life
    last = {score.institution: score.score for score in life.scores}
    return {
        "acts": len(life.acts),
        "acts_noticed": sum(each.channel is not None for each in life.acts),
        "acts_left_undone": len(life.withheld),
        "wrongly_blamed": len(life.blames) + sum(case.wrong for case in life.obligations),
        "records": sum(each.reason == "entry" for each in story.records),
        "wrong_records": sum(not each.genuine and each.reason == "entry" for each in story.records),
        "last_scores": last,
        **story.costs,
    }


def dossier(run: Run, subject: int) -> Dossier:
    """The dossier of one subject of a finished run, by its number.

    Raises ``InputError`` for a number outside the run, ``FolderError`` where the folder is not what the
    run wrote, or cannot be repeated.
    """
    count = sum(run.manifest["subjects"].values())
    if not 0 <= subject < count:
        raise InputError(
            Problem(
                str(run.path), path="SUBJECT", found=f"no subject {subject}",
                allowed=f"this run has subjects 0 to {count - 1}",
                remedy="find one with --pick, or in subjects.parquet",
            )
        )  # fmt: skip
    from xinyong.experiments.replaying import place_of

    _, kind, _ = place_of(run.replay.plan, subject)
    story = _lived(run.replay, subject)
    twin = _lived(run.against.replay, subject) if run.against is not None else None
    about = _rows(run, f"subject = {subject}")[0]
    household: list[dict[str, Any]] = []
    if about.get("household") is not None:
        household = _rows(
            run, f"household = {about['household']} AND kind = 'person' AND subject <> {subject}"
        )
    return Dossier(subject, KINDS[kind], about, household, story, twin)


def _lived(replay: Replay, subject: int) -> Story:
    from xinyong.experiments.observing import Observer
    from xinyong.experiments.replaying import place_of

    run = replay.run
    numbers, kind, row = place_of(replay.plan, subject)
    kept = written(run, numbers)
    lived, observer = Replayed(numbers), Observer(numbers, kind, row)
    months = 0
    for moment in replay.months(numbers.hood, kept.first_records()):
        lived.add(moment)
        observer.see(moment)
        months += 1
    check_replay(run.path, kept, lived, run.manifest.get("engine_sha256") == engine_sha256())
    mine = [record for owner, record in kept.records if owner == subject]
    own = {record.record for record in mine}
    lists = [stay for stay in kept.stays if stay.subject == subject]
    reached = [stay for stay in kept.stays if stay.subject != subject and stay.record in own]
    scheme = replay.scheme
    return Story(
        scheme.id, observer.life, mine, lists, reached,
        threads(observer.life, mine, lists, run.manifest["last_month"]),
        _agreements(replay, {stay.list for stay in lists}),
        {f"{book.id}.{rule.id}": rule.colour for book in scheme.books for rule in book.lists},
        {"months": months, "rows_of_neighbourhood": len(kept.records), "rows_of_subject": len(mine)},
    )  # fmt: skip


def _agreements(replay: Replay, lists: set[str]) -> list[dict[str, Any]]:
    """How the lists that the subject was on spread: to which gatekeepers, how completely, how late."""
    found = []
    scheme = replay.scheme
    carried = [(each, "") for each in scheme.agreements]
    carried += [(each, book.id) for book in scheme.books for each in getattr(book, "agreements", [])]
    for agreement, book in carried:
        for name in agreement.list_:
            word = name if "." in name else f"{book}.{name}"
            if word in lists:
                found.append(
                    {
                        "list": word, "to": list(agreement.to), "coverage": agreement.coverage.number,
                        "delay_months": agreement.delay.number, "since": agreement.from_,
                        "until": agreement.until, "book": agreement.book or book or None,
                    }
                )  # fmt: skip
    return found


def _rows(run: Run, where: str) -> list[dict[str, Any]]:
    """Rows of ``subjects.parquet``, without what is empty; dates as texts."""
    import duckdb

    with duckdb.connect(":memory:") as link:
        found = link.execute(f"SELECT * FROM {run.sql('subjects')} WHERE {where} ORDER BY subject")
        names = [column[0] for column in found.description or []]
        rows = found.fetchall()
    return [
        {
            name: value.isoformat()[:7] if hasattr(value, "isoformat") else value
            for name, value in zip(names, row, strict=True)
            if value is not None
        }
        for row in rows
    ]
