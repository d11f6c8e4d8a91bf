"""What the command line asks of the frontier and the headline: the shipped finding, or one to be run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from xinyong.claims.models import Setting
from xinyong.claims.weighing import reading
from xinyong.claims.weighing.asked import years_of
from xinyong.claims.weighing.findings import FRONTIER, HEADLINE, Finding, shipped, write_finding
from xinyong.claims.weighing.models import Reform
from xinyong.errors import Problem, UnknownName, did_you_mean, one_of

if TYPE_CHECKING:
    from xinyong.experiments.pooling import Hands, Passed

Look = Callable[["Passed"], None]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """Numbers of the command line. ``draws`` None is the shipped finding."""

    draws: int | None = None
    seed: int = 1
    seeds: int = 2
    citizens: int | None = None
    store: str | None = None
    processes: Hands = 0
    out: str | None = None


def frontier(words: Sequence[str], asked: Asked, look: Look, say: Say) -> Finding:
    """The frontier of the named reforms, of all that are listed without names."""
    if asked.draws is None:
        finding = shipped(FRONTIER)
        known = [str(each["id"]) for each in finding.data["reforms"]]
        chosen = _chosen(words, known, "reform", "the list is the program's own: xinyong frontier")
        kept = [each for each in finding.data["reforms"] if each["id"] in chosen]
        finding = replace(finding, data=finding.data | {"reforms": kept})
    else:
        from xinyong.claims.weighing.running import run_frontier

        file = reading.frontier()
        ids = _chosen(words, [each.id for each in file.reforms], "reform", "see: xinyong frontier")
        reforms: list[Reform] = [each for each in file.reforms if each.id in ids]
        finding = run_frontier(_order(FRONTIER, asked, tuple(words)), file, reforms, look, say)
    _write(finding, asked)
    return finding


def headline(year: int | None, setting: str | None, asked: Asked, look: Look, say: Say) -> Finding:
    """The headline, of one setting or year where given."""
    if asked.draws is None:
        finding = shipped(HEADLINE)
        entries = finding.data["entries"]
        settings = _settings(setting, list(dict.fromkeys(each["setting"] for each in entries)))
        known = sorted({each["year"] for each in entries})
        years = _years(year, known, "another year has to be run: --draws 100")
        kept = [each for each in entries if each["setting"] in settings and each["year"] in years]
        finding = replace(finding, data=finding.data | {"entries": kept})
    else:
        from xinyong.claims.weighing.running import run_headline

        file = reading.headline()
        settings = _settings(setting, [each.setting for each in file.pairs])
        years = _years(year, list(years_of(file)), "choose one of these") if year is not None else file.years
        words = [*([] if setting is None else ["--setting", settings[0]]),
                 *([] if year is None else ["--year", str(year)])]  # fmt: skip
        order = _order(HEADLINE, asked, tuple(words))
        finding = run_headline(order, file, cast("list[Setting]", settings), years, look, say)
    _write(finding, asked)
    return finding


def _order(kind: str, asked: Asked, words: tuple[str, ...]) -> Any:
    from xinyong.claims.weighing.running import Weighing

    store = None if asked.store is None else Path(asked.store)
    return Weighing(draws=asked.draws or 0, seeds=asked.seeds, seed=asked.seed, citizens=asked.citizens,
                    processes=asked.processes, store=store, kind=kind, words=words)  # fmt: skip


def _chosen(words: Sequence[str], known: list[str], what: str, otherwise: str) -> list[str]:
    problems = [
        Problem(path=word, found=f"no {what} {word!r}", allowed=one_of(known, 30),
                remedy=did_you_mean(word, known, otherwise))
        for word in words
        if word not in known
    ]  # fmt: skip
    if problems:
        raise UnknownName(problems)
    return [each for each in known if not words or each in words]


def _settings(setting: str | None, known: list[str]) -> list[str]:
    if setting is None:
        return known
    return _chosen([setting.upper()], known, "setting", "choose one of these")


def _years(year: int | None, known: list[int], otherwise: str) -> list[int]:
    if year is None:
        return known
    if year not in known:
        allowed = one_of([str(each) for each in known], 30)
        raise UnknownName(Problem(path="--year", found=f"no year {year}", allowed=allowed, remedy=otherwise))
    return [year]


def _write(finding: Finding, asked: Asked) -> None:
    """The finding as a file: ``--out`` is a folder, which gets figures too, or a .json file."""
    if asked.out is not None:
        path = Path(asked.out)
        write_finding(finding, path if path.suffix == ".json" else path / f"{finding.kind}.json")
