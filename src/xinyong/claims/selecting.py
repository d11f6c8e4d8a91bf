"""What outlets would report of one run, and how selective reporting must be to give a counted share.

In closed form: an outlet that can learn of negative stories n and positive ones p, and reports
them with weights w and v, has odds wn/vp. So the odds ratio w/v that gives a share s of negative
reports is odds(s) / odds(n/(n+p)). Access changes n and p; selection is what is left.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.judging import wilson
from xinyong.claims.outlets import Outlets, Sampler
from xinyong.dates import month_number
from xinyong.errors import FolderError, Problem, UsageError
from xinyong.quantities import GROUPS, INDEX, WEIGHT_UNIT
from xinyong.results.run import Run
from xinyong.results.tallies import block_groups, read_sums

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """Stories of a run: world less twin, by block of neighbourhoods; and where they are from."""

    made: str
    stories: list[str]
    blocks: list[list[float]]
    """[block, story], in sampled subjects by weight."""

    @property
    def table(self) -> F64:
        """[block, story]."""
        return np.asarray(self.blocks, dtype=np.float64)


def odds_ratio(reported: float, base: float) -> float:
    """Odds of ``reported`` over odds of ``base``; nan where either has no odds."""
    if not (0 < reported < 1 and 0 < base < 1):
        return math.nan
    return reported / (1 - reported) / (base / (1 - base))


def count_stories(run: Run, data: Outlets) -> Counts:
    """Stories of a run over all its months, against its twin. Raises ``FolderError`` without a twin."""
    if run.against is None:
        remedy = "run it with --against"
        raise FolderError(Problem(str(run.path), found="a run without a twin", remedy=remedy))
    first, last = month_number(run.manifest["start"]), month_number(run.manifest["last_month"])
    world, twin = (read_sums(each.tallies(), first, last).blocks for each in (run, run.against))
    kinds = block_groups(world)
    columns = []
    for story in data.stories:
        at = GROUPS.index(story.group)
        if at not in kinds:
            raise FolderError(Problem(str(run.path), path=story.id, found=f"no blocks of {story.group!r}"))
        row = INDEX[story.quantity]
        columns.append((world[:, kinds.index(at), row] - twin[:, kinds.index(at), row]) / WEIGHT_UNIT)
    against = run.manifest["against"]["id"]
    scheme, start = run.manifest["scheme"]["id"], run.manifest["start"]
    made = f"{scheme} against {against}, {run.months} months from {start}, {run.manifest['frame']} frame of "
    made += f"{run.manifest['citizens']} citizens, seed {run.manifest['seed']}"
    return Counts(made, [each.id for each in data.stories], np.stack(columns, axis=1).tolist())


def sides(counts: F64, data: Outlets, access: F64 | None = None) -> tuple[float, float]:
    """Negative and positive stories of ``counts`` [story] that ``access`` [story] lets through."""
    gains = np.array([story.lot == "gains" for story in data.stories])
    seen = np.abs(counts) * (1.0 if access is None else access)
    good = (counts > 0) == gains
    return float(seen[~good].sum()), float(seen[good].sum())


def share(negative: float, positive: float) -> float:
    """Share of negative ones; nan where there are none at all."""
    return negative / (negative + positive) if negative + positive > 0 else math.nan


def ledger_share(counts: Counts, data: Outlets, access: F64 | None = None) -> tuple[float, float, float]:
    """Share of negative stories, and its 95 % interval, leaving out one block at a time."""
    table = counts.table
    whole = table.sum(axis=0)
    value = share(*sides(whole, data, access))
    left = np.array([share(*sides(whole - block, data, access)) for block in table])
    size = len(left)
    half = 1.96 * math.sqrt((size - 1) / size * float(((left - left.mean()) ** 2).sum()))
    return value, max(0.0, value - half), min(1.0, value + half)


def portray(counts: Counts, data: Outlets, draws: int, seed: int) -> list[dict[str, Any]]:
    """What each outlet reports, over joint draws of access and news; and the odds ratios needed."""
    return [_outlet(each, counts, data, draws, seed) for each in data.outlets]


def _outlet(outlet: Sampler, counts: Counts, data: Outlets, draws: int, seed: int) -> dict[str, Any]:
    chance = np.random.default_rng(seed)
    low, high = np.array([outlet.access[id] for id in counts.stories]).T
    total = counts.table.sum(axis=0)
    reported, bases = [], []
    for _ in range(draws):
        # A block drawn again with each draw: the run's own noise beside the assumptions'.
        table = counts.table[chance.integers(0, len(counts.blocks), len(counts.blocks))].sum(axis=0)
        access = chance.uniform(low, high)
        news = [chance.uniform(a, b) for a, b in (outlet.news.negative, outlet.news.positive)]
        negative, positive = sides(table, data, access)
        bases.append(share(negative, positive))
        reported.append(share(negative * news[0], positive * news[1]))
    middle = share(*sides(total, data, (low + high) / 2))
    return {"outlet": outlet.id, "accessible": [middle, *_span(bases)], "reported": _three(reported),
            "needed": needed(outlet, bases, middle)}  # fmt: skip


def needed(outlet: Sampler, bases: Sequence[float], middle: float) -> list[dict[str, Any]]:
    """Odds ratios that give the counted share, or each of a sweep; intervals at the corners."""
    told = outlet.counted
    if told is None:
        return []
    low, high = _span(bases)
    shares = told.sweep if told.share is None or told.of is None else [told.share]
    rows = []
    for each in shares:
        ends = (each, each) if told.of is None else wilson(each, told.of)
        rows.append({"what": told.what, "share": each, "counted": told.of,
                     "odds_ratio": odds_ratio(each, middle),
                     "interval": [odds_ratio(ends[0], high), odds_ratio(ends[1], low)]})  # fmt: skip
    return rows


def needed_for_cited(
    row: dict[str, Any], outlet: Sampler, sides_of: dict[str, dict[str, Any]]
) -> dict[str, Any] | None:
    """The odds ratio that gives the thesis' own count of this outlet's claims; None where it has none.

    ``sides_of`` is the count by outlet type (``citations.negative_share``).
    """
    told = [sides_of[name] for name in outlet.cited if name in sides_of]
    negative = sum(each["negative"] for each in told)
    count = negative + sum(each["positive"] for each in told)
    if not count:
        return None
    middle, low, high = row["accessible"]
    ends = wilson(negative / count, count)
    return {"what": "claims that the thesis cites it for", "share": negative / count, "counted": count,
            "odds_ratio": odds_ratio(negative / count, middle),
            "interval": [odds_ratio(ends[0], high), odds_ratio(ends[1], low)]}  # fmt: skip


def without_largest(counts: Counts, data: Outlets) -> tuple[str, float]:
    """The kind of story that most are of, and the share of negative ones among all others."""
    whole = counts.table.sum(axis=0)
    largest = int(np.abs(whole).argmax())
    rest = whole.copy()
    rest[largest] = 0
    return counts.stories[largest], share(*sides(rest, data))


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.nanquantile(values, (0.025, 0.975))
    return float(low), float(high)


def _three(values: Sequence[float]) -> list[float]:
    return [float(np.nanmedian(values)), *_span(values)]


def shipped_counts() -> Path:
    """Story counts of the run that comes with the program."""
    return Path(__file__).resolve().parent / "library" / "stories.json"


def read_counts(path: Path, data: Outlets) -> Counts:
    """Counts from their file. Raises ``FolderError`` where it is no such file or has other stories."""
    try:
        counts = Counts(**json.loads(path.read_text("utf-8")))
        if counts.stories != [each.id for each in data.stories]:
            raise ValueError("its stories are not those of outlets.yaml")
        return counts
    except (OSError, ValueError, TypeError) as error:
        problem = Problem(str(path), found=f"holds no story counts ({error})", remedy="give a RUN")
        raise FolderError(problem) from error


def recounted(run: str | None, path: Path) -> Counts:
    """Count the stories of a run folder anew and write them to ``path``, as the shipped ones are.

    Raises ``UsageError`` without a run, ``FolderError`` for a bad one or one without a twin.
    """
    from xinyong.claims.outlets import read_outlets
    from xinyong.results.run import open_run

    if run is None:
        remedy = "name its folder: xinyong portrayal RUN --recount FILE"
        raise UsageError(Problem(path="--recount", found="no RUN to count", remedy=remedy))
    counts = count_stories(open_run(Path(run)), read_outlets())
    write_counts(counts, path)
    return counts


def write_counts(counts: Counts, path: Path) -> None:
    """Write counts, all of it or nothing."""
    from xinyong.results.durable import write_text

    write_text(path, json.dumps(asdict(counts), indent=1) + "\n")
