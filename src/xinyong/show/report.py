"""What a command says at its end: for a person, and as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xinyong.engine.casework import Outcome
    from xinyong.errors import Problem
    from xinyong.results.run import Run


def as_json(data: Any) -> str:
    """One JSON document."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=str)


def run_text(run: Run, files: Sequence[Path], wall: float) -> str:
    """The table, where everything is, and how fast it went."""
    from xinyong.show.table import table

    told = run.manifest
    lines = [table(run), "", f"run folder   {run.path}"]
    if files:
        names = dict.fromkeys(path.stem for path in files)
        lines.append(f"figures      {files[0].parent}: {', '.join(names)} (SVG and PNG)")
    if told.get("branched_from"):
        where = f"from {told['branched_from']['folder']} in {told['branched_from']['month']}"
        lines.append(f"branched     {where}; every month before it has the hash that it had there")
    lines += [f"note         {note}" for note in told.get("notes", [])]
    speed = told["citizen_months_per_second"] / 1e6
    lines.append(f"speed        {speed:.1f} million citizen-months a second; {wall:.0f} s in all")
    lines.append(f"results      sha256 {told['results_sha256']}")
    return "\n".join(lines)


def run_data(run: Run, files: Sequence[Path], wall: float) -> dict[str, Any]:
    """What ``run --json`` prints: the fixed keys, then figures and indicators."""
    from xinyong.show.table import summary

    told = run.manifest
    return {
        "path": str(run.path),
        "scheme": told["scheme"]["id"],
        "against": told["against"]["id"] if told["against"] else None,
        "seed": told["seed"],
        "subjects": told["subjects"],
        "months": told["months"],
        "resumed_at_month": told["resumed_at_month"],
        "branched_from": told["branched_from"],
        "notes": told["notes"],
        "wall_seconds": round(wall, 3),
        "citizen_months_per_second": told["citizen_months_per_second"],
        "results_sha256": told["results_sha256"],
        "worlds_sha256": told["worlds_sha256"],
        "figures": [str(path) for path in files],
        "indicators": summary(run),
    }


def phases_text() -> str:
    """The month as a list: what each phase asks, reads, writes and draws."""
    from xinyong.engine.month import phases

    lines = ["One month, for every neighbourhood, in this order:"]
    for number, phase in enumerate(phases(), 1):
        lines += ["", *wrap(f"{number:>2}. {phase.name}: {phase.question}", 88, subsequent_indent="    ")]
        for key in ("reads", "writes", "draws"):
            lines += wrap(f"    {key:<8}{getattr(phase, key)}", 88, subsequent_indent=" " * 12)
    return "\n".join(lines)


def phases_data() -> list[dict[str, Any]]:
    """The same as plain data."""
    from xinyong.engine.month import phases

    return [phase._asdict() for phase in phases()]


def cases_text(results: Sequence[Outcome]) -> str:
    """A line a case, what is not as expected below it, and the sum."""
    lines = []
    for each in results:
        lines.append(f"{'holds ' if each.passed else 'fails '} {each.book}: {each.case}")
        lines += [f"         {problem}" for problem in each.problems]
    failed = sum(not each.passed for each in results)
    return "\n".join([*lines, f"{len(results)} cases, {failed} failed"])


def problems_text(problems: Iterable[Problem]) -> str:
    """One problem a line."""
    return "\n".join(str(problem) for problem in problems)
