"""What somebody asks for: a run, said in full, checked before anything is built.

All problems are collected and told at once; nothing is written while there is one.
"""

from __future__ import annotations

import math
import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from xinyong.dates import month_number, month_text
from xinyong.errors import InputError, Problem

#: Months that paired worlds live through together, under the status quo, before they branch.
BURN_IN: Final = 24
#: The scheme in force during the burn-in.
BURN_IN_SCHEME: Final = "status-quo-2012"
#: The word for the scheme of the run that one branches from, as it was run.
OF_THE_RUN: Final = "@run"
FEWEST: Final = 1_000
MOST: Final = 100_000_000
#: Threads or processes at most: no machine has as many cores.
MOST_AT_ONCE: Final = 1_024
#: Fields of an ask that change nothing in its results.
_HOW: Final = ("threads", "cluster", "shards")
_EARLIEST, _LATEST = "2002-01", "2040-12"


@dataclass(frozen=True)
class Past:
    """What a run has behind it that branches from another: that run's own months.

    ``folder`` is the run's; ``starts`` are the first months of the burn-in and of each scheme that held
    after it, before the branch; ``sha256`` is a sum over the hashes of those months (``digests``).
    """

    folder: str
    starts: tuple[int, ...]
    sha256: str

    def identity(self) -> dict[str, Any]:
        """What results depend on: not where the folder lies."""
        return {"starts": list(self.starts), "sha256": self.sha256}


@dataclass(frozen=True)
class Ask:
    """One run. ``start`` is a month number, ``settings`` assumptions by id.

    ``threads``, ``cluster`` and ``shards`` say how it is run and change nothing. With a ``past`` it branches
    from another run in month ``start``.
    """

    scheme: str = "china-2020"
    against: str | None = None
    citizens: int = 100_000
    frame: str = "national"
    seed: int = 1
    start: int = 168
    months: int = 120
    settings: Mapping[str, float] = field(default_factory=dict)
    threads: int = 0
    past: Past | None = None
    cluster: str | None = None
    shards: int | None = None

    @property
    def at_once(self) -> int:
        """Threads: as many as were asked for, else one a core."""
        return self.threads or os.cpu_count() or 1

    @property
    def first(self) -> int:
        """The first month that is lived, that of the burn-in."""
        return self.start - BURN_IN if self.past is None else self.past.starts[0]

    @property
    def shared(self) -> tuple[tuple[str, int], ...]:
        """What its worlds share, in order: each stretch's name, and the month in which it ends."""
        if self.past is None:
            return (("burn-in", self.start),)
        ends = (*self.past.starts[1:], self.start)
        return tuple((past_name(number), end) for number, end in enumerate(ends))

    def identity(self) -> dict[str, Any]:
        """All that the results depend on, as plain data."""
        told = {**asdict(self), "settings": dict(sorted(self.settings.items()))}
        told["past"] = None if self.past is None else self.past.identity()
        for name in _HOW:
            del told[name]
        return told

    def anyhow(self) -> Ask:
        """The same run, without how it is to be run."""
        return replace(self, threads=0, cluster=None, shards=None)

    def command(self, out: str) -> str:
        """The command line that asks for this run, and resumes it."""
        how = [] if self.cluster is None else ["--cluster", self.cluster]
        how += [] if self.shards is None else ["--shards", str(self.shards)]
        if self.past is not None:
            words = ["xinyong", "run", self.scheme, "--against", self.against or "none"]
            words += ["--from", f"{self.past.folder}@{month_text(self.start)}", "--months", str(self.months)]
            return shlex.join([*words, *how, "--out", out, "--resume"])
        words = ["xinyong", "run", self.scheme, "--against", self.against or "none"]
        words += ["--citizens", str(self.citizens), "--frame", self.frame, "--start", month_text(self.start)]
        words += ["--months", str(self.months), "--seed", str(self.seed)]
        for name, value in sorted(self.settings.items()):
            words += ["--set", f"{name}={value:g}" if float(f"{value:g}") == value else f"{name}={value!r}"]
        return shlex.join([*words, *how, "--out", out, "--resume"])


def given_word(scheme: str) -> str:
    """What stands for a scheme that is given itself, so that nobody takes it for the library's of its id."""
    return f"{scheme} (given)"


def past_name(number: int) -> str:
    """The name of a stretch of the shared past: the burn-in is number 0."""
    return f"past-{number}" if number else "burn-in"


def worlds_of(scheme: str | None, against: str | None) -> dict[str, str | None]:
    """The two schemes that a command means: nothing said is China's against the status quo."""
    if scheme is None:
        return {"scheme": Ask.scheme, "against": None if against == "none" else against or BURN_IN_SCHEME}
    return {"scheme": scheme, "against": None if against == "none" else against}


def read_words(start: str, settings: Sequence[str], **more: Any) -> tuple[Ask, list[Problem]]:
    """An ask from the words of a command line, and what is wrong with its dates and settings."""
    problems: list[Problem] = []
    found: dict[str, float] = {}
    for word in settings:
        name, _, text = word.partition("=")
        try:
            if not math.isfinite(float(text)):
                raise ValueError
            if name.strip() in found:
                twice = f"{name.strip()!r} is set twice"
                problems.append(Problem(path=f"--set {word}", found=twice, remedy="set it once"))
            found[name.strip()] = float(text)
        except ValueError:
            problems.append(
                Problem(path=f"--set {word}", found=f"{text!r} is no number", allowed="ASSUMPTION=VALUE")
            )
    first = 168
    try:
        first = month_number(start)
    except ValueError as error:
        problems.append(Problem(path="--start", found=str(error), remedy="write 2014-01, say"))
    return Ask(start=first, settings=found, **more), problems


def check_numbers(ask: Ask) -> list[Problem]:
    """Everything in an ask that no run could honour, but for names, memory and folders."""
    problems = []
    if not FEWEST <= ask.citizens <= MOST:
        problems.append(
            Problem(
                path="--citizens",
                found=f"{ask.citizens} citizens",
                allowed=f"allowed: {FEWEST:,} to {MOST:,}",
                remedy="fewer make no neighbourhoods" if ask.citizens < FEWEST
                else "docs/scale.md says what more would take",
            )
        )
    if ask.months < 1:
        problems.append(Problem(path="--months", found=f"{ask.months} months", allowed="allowed: 1 or more"))
    first, last = month_number(_EARLIEST), month_number(_LATEST)
    if not first <= ask.start <= last or (ask.months > 0 and ask.start + ask.months - 1 > last):
        end = month_text(ask.start + max(ask.months, 1) - 1)
        problems.append(
            Problem(
                path="--start, --months",
                found=f"a run from {month_text(ask.start)} to {end}",
                allowed=f"allowed: {_EARLIEST} to {_LATEST}",
                remedy="the rules on file say nothing beyond",
            )
        )
    if not 0 <= ask.seed < 1 << 63:
        problems.append(Problem(path="--seed", found=f"seed {ask.seed}", allowed="allowed: 0 to 2^63 - 1"))
    if not 0 <= ask.threads <= MOST_AT_ONCE:
        problems.append(
            Problem(
                path="--threads",
                found=f"{ask.threads} threads",
                allowed=f"allowed: 0 (all cores) to {MOST_AT_ONCE:,}",
                remedy="leave it out for a thread a core",
            )
        )
    problems += _check_how(ask)
    return problems


def _check_how(ask: Ask) -> list[Problem]:
    """What is wrong with where a run is to be lived."""
    problems: list[Problem] = []
    if ask.cluster is not None:
        from xinyong.experiments.clusters import check_address

        try:
            check_address(ask.cluster)
        except InputError as error:
            problems += error.problems
    nowhere = ask.cluster is None
    if ask.shards is not None and (ask.shards < 1 or nowhere):
        problems.append(
            Problem(
                path="--shards",
                found=f"{ask.shards} shards" + (", and no cluster" if nowhere else ""),
                allowed="allowed: 1 or more, on a cluster",
                remedy="add --cluster local:2, say; one process has threads instead" if nowhere
                else "leave it out for one a worker",
            )
        )  # fmt: skip
    return problems
