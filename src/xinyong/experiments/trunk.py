"""The run that another one branches from: ``xinyong run --from RUN@2018-06 --scheme B``.

A run keeps no states of past months. What it keeps is enough to live them again: what was asked for,
the rules as they were, and a hash of each month. A branch lives the run's months again from the start,
under the run's own rules, and goes on under others. Each month that is lived again must have the hash that
the run wrote, so the branch's past is the run's, bit for bit, or there is no branch. Any month will do, also
of a run that was interrupted, and any scheme, whatever books the run had (decision note 0030).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinyong.dates import month_text
from xinyong.errors import FolderError, InputError, Problem
from xinyong.experiments.asking import OF_THE_RUN, Ask, Past, past_name
from xinyong.experiments.claiming import read_claim
from xinyong.experiments.engine_sum import engine_sha256
from xinyong.experiments.keeping import RULES, read_rules
from xinyong.results.checkpoint import newest
from xinyong.results.digests import past_digest
from xinyong.results.durable import digest
from xinyong.results.manifest import MANIFEST, read_manifest
from xinyong.results.recorder import STATE

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme
    from xinyong.society.planning import Plan

_AGAIN = "use the version of Xinyong that made it, or run it again with this one"


@dataclass(frozen=True)
class Trunk:
    """A run to branch from: what was asked for, its schemes by stretch of time, its months' hashes.

    ``schemes`` are those of the stretches that it shares with its twin, in order, and its own at the end;
    ``months`` the hashes of all months that it has lived, the burn-in's first; ``subjects`` how many
    persons, companies and offices it has, where that is known.
    """

    folder: Path
    ask: Ask
    schemes: tuple[Scheme, ...]
    months: tuple[bytes, ...]
    subjects: tuple[int, ...] | None

    @property
    def given(self) -> dict[str, Scheme]:
        """Its schemes by the words that stand for them in the ask of a branch."""
        found = {f"@{past_name(number)}": scheme for number, scheme in enumerate(self.schemes)}
        return {**found, OF_THE_RUN: self.schemes[-1]}

    def past(self, month: int) -> Past:
        """What a branch in ``month`` has behind it; raises ``InputError`` if it is not this run's."""
        lived = self.ask.first + len(self.months)
        if not self.ask.start <= month <= lived:
            whole = lived == self.ask.start + self.ask.months
            if lived < self.ask.start:
                raise InputError(
                    Problem(
                        path="--from",
                        found=f"{self.folder} was stopped in {month_text(lived)}, before its first month",
                        allowed=f"allowed: {month_text(self.ask.start)} or later",
                        remedy=f"first go on with: {self.ask.command(str(self.folder))}",
                    )
                )
            raise InputError(
                Problem(
                    path="--from",
                    found=f"{self.folder} has no month {month_text(month)} to branch in",
                    allowed=f"allowed: {month_text(self.ask.start)} to {month_text(lived)}",
                    remedy="" if whole else f"or first go on with: {self.ask.command(str(self.folder))}",
                )
            )
        starts = [self.ask.first, *(end for _, end in self.ask.shared)]
        kept = self.months[: month - self.ask.first]
        return Past(
            str(self.folder), tuple(each for each in starts if each < month), past_digest(kept)
        )  # fmt: skip

    def check_people(self, plan: Plan) -> None:
        """Raise ``FolderError`` if the society that is planned is not the one that the run has."""
        planned = (plan.persons, plan.companies, plan.offices)
        if self.subjects is not None and planned != self.subjects:
            words = "{:,} persons, {:,} companies, {:,} offices"
            told = [words.format(*each) for each in (planned, self.subjects)]
            raise FolderError(
                Problem(
                    str(self.folder), path=f"--frame {self.ask.frame}",
                    found=f"draws another society now: {told[0]}",
                    allowed=f"the run has {told[1]}",
                    remedy="restore the frame's file, or run again with the frame as it is",
                )
            )  # fmt: skip


def read_trunk(folder: Path) -> Trunk:
    """A run folder, finished or not, as something to branch from.

    Raises ``FolderError`` with what is wrong: no run, not begun, damaged, of another version.
    """
    if (folder / MANIFEST).exists():
        return _finished(folder)
    if (folder / STATE).is_dir():
        return _unfinished(folder)
    read_manifest(folder)
    raise AssertionError("unreachable: a folder without a manifest was read")


def branch(
    trunk: Trunk, month: int, scheme: str | None = None, against: str | None = None,
    months: int | None = None, threads: int = 0,
) -> Ask:  # fmt: skip
    """The ask of a branch: from ``month`` on under ``scheme``, beside the run itself going on.

    ``scheme`` None is the run's own, alone; ``against`` None the run's own beside another scheme,
    ``none`` nothing; ``months`` None goes to the run's last month. Raises ``InputError``.
    """
    past = trunk.past(month)
    if months is None:
        months = trunk.ask.start + trunk.ask.months - month
        if months == 0:
            raise InputError(
                Problem(
                    path="--months", found=f"{trunk.folder} ends before {month_text(month)}",
                    remedy="say with --months for how many months it is to go on",
                )
            )  # fmt: skip
    own = trunk.ask
    if against is None:
        against = "none" if scheme in (None, OF_THE_RUN) else OF_THE_RUN
    return Ask(
        scheme or OF_THE_RUN, None if against == "none" else against, own.citizens, own.frame, own.seed,
        month, months, own.settings, threads, past,
    )  # fmt: skip


def _finished(folder: Path) -> Trunk:
    manifest = read_manifest(folder, verify=False)
    _check_version(folder, manifest.get("engine_sha256"))
    if "months_sha256" not in manifest:
        raise _refused(folder, "keeps no hashes of its months", _AGAIN)
    if digest(folder / RULES) != manifest["files"].get(RULES):
        raise _refused(folder / RULES, "is not as it was written", "restore the file, or run again")
    ask = ask_of(manifest["ask"], str(folder))
    counts = tuple(manifest["subjects"][kind] for kind in ("person", "company", "office"))
    schemes = _schemes(folder, ask, manifest["world"], manifest["scheme"]["sha256"])
    return Trunk(folder, ask, schemes, tuple(map(bytes.fromhex, manifest["months_sha256"])), counts)


def _unfinished(folder: Path) -> Trunk:
    claim = read_claim(folder)
    if claim is None:
        raise _refused(folder, "holds no run of Xinyong", "name a run folder")
    ask, rules = ask_of(claim["ask"], str(folder)), claim["rules"]
    _check_version(folder, rules[1] if len(rules) > 1 else None)
    found = newest(folder / STATE)
    if found is None:
        raise _refused(folder, "has kept no month yet", f"go on with: {ask.command(str(folder))}")
    path, about = found
    try:
        if "a" in about["done"]:
            told = about["done"]["a"]["months"]
        else:
            told = json.loads((path / "recorder" / "recorder.json").read_text(encoding="utf-8"))["digests"]
    except (OSError, ValueError, KeyError):
        raise _refused(folder, "is being written", "stop it first, or wait until it is done") from None
    which = 2 + len(ask.shared)
    schemes = _schemes(folder, ask, "a", rules[which] if len(rules) > which else "")
    return Trunk(folder, ask, schemes, tuple(map(bytes.fromhex, told)), None)


def _schemes(folder: Path, ask: Ask, own: str, sha: str) -> tuple[Scheme, ...]:
    kept = read_rules(folder, {own: sha})
    return tuple(kept[world] for world in (*(name for name, _ in ask.shared), own))


def _check_version(folder: Path, made_by: object) -> None:
    if made_by != engine_sha256():
        raise _refused(folder, "was made by another version of Xinyong: its engine is not this one", _AGAIN)


def _refused(path: Path, found: str, remedy: str) -> FolderError:
    return FolderError(Problem(str(path), path="--from", found=found, remedy=remedy))


def ask_of(told: Mapping[str, Any], folder: str = "") -> Ask:
    """The ask whose ``identity`` is given; ``folder`` stands in for that of its past."""
    past = told.get("past")
    plain = {name: each for name, each in told.items() if name != "past"}
    return Ask(**plain, past=None if past is None else Past(folder, tuple(past["starts"]), past["sha256"]))


def split_word(word: str) -> tuple[Path, str]:
    """Folder and month of RUN@YYYY-MM; raises ``InputError``."""
    folder, at, month = word.rpartition("@") if "@" in word else (word, "", "")
    if not folder or not month:
        raise InputError(
            Problem(
                path=f"--from {word}", found="names no run" if at and not folder else "names no month",
                allowed="allowed: RUN@YYYY-MM",
                remedy=f"write {folder or 'xinyong-run'}@{month or '2018-06'}, say",
            )
        )  # fmt: skip
    return Path(folder), month


def unlike(trunk: Trunk, said: Mapping[str, Any], settings: Sequence[str]) -> list[Problem]:
    """Options of a command that ask a branch for other people, luck or assumptions than its run has."""
    problems = [
        Problem(
            path=f"--{name}", found=f"{value}", allowed=f"the run that it branches from has {has}",
            remedy="leave it out: a branch has the people, the luck and the assumptions of its run",
        )
        for name, value in said.items()
        if value != (has := getattr(trunk.ask, name))
    ]  # fmt: skip
    if settings:
        problems.append(
            Problem(
                path="--set", found=" ".join(settings),
                allowed="a branch has the assumptions of its run",
                remedy="leave it out; a number of a rule book can be moved in a scheme or reform of its own",
            )
        )  # fmt: skip
    return problems
