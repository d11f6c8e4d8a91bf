"""The board: an entry a claim and setting, as data; the shipped one is read, not computed."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from xinyong import __version__
from xinyong.claims.deciding import Dependence, as_flips
from xinyong.claims.judging import DEPENDS, FAILS, HOLDS, NOT_HERE, UNRESOLVED, Judgement, board_of
from xinyong.claims.models import Claim, Test
from xinyong.errors import FolderError, Problem

#: Words of a fact's finding, and the verdict each is.
_FINDING: Final = {"holds": HOLDS, "does-not-hold": FAILS, "mixed": DEPENDS}
_FORMAT: Final = 1
#: The flag of a verdict with every draw on one side.
SETTLED: Final = "settled by assumption"


@dataclass(frozen=True)
class Made:
    """How a board came to be."""

    command: str
    draws: int
    seeds: int
    seed: int
    citizens: int | None
    ensemble: str
    version: str = __version__
    source: str = ""
    wall_seconds: float = 0.0

    @property
    def grade(self) -> str:
        """first look, quick or full."""
        return board_of(self.draws)


@dataclass(frozen=True)
class Board:
    """Entries, and how they were made."""

    made: Made
    entries: list[dict[str, Any]] = field(default_factory=list)


def entry(
    claim: Claim, test: Test | None, judged: Judgement | None = None,
    levels: tuple[float, float] | None = None, hangs: Dependence | None = None,
    setting: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One entry with its fixed keys; what the claim's kind does not have is None."""
    verdict, note = _verdict(claim, test, judged)
    told: dict[str, Any] = {
        "id": claim.id,
        "statement": claim.statement,
        "side": claim.side,
        "kind": claim.kind,
        "setting": test.setting if test is not None else setting,
        "part": (test.part or None) if test is not None else None,
        "verdict": verdict,
        "flags": _flags(claim, test, judged),
        "probability": None,
        "interval": None,
        "prior": None,
        "posterior": None,
        "threshold": None,
        "draws": None,
        "flips": None,
        "sources": [speaker.model_dump() for speaker in claim.said_by],
        "evidence": _evidence(claim, test),
        "note": note,
        "effect": None,
    }
    if test is not None:
        told["threshold"] = {
            "value": test.bar, "compare": test.compare, "direction": test.direction,
            "reason": test.smallest.reason, "indicator": test.indicator, "group": test.group,
            "estimand": test.estimand, "further": [more.model_dump(by_alias=True) for more in test.more],
            "fails": None if test.fails is None else test.fails.model_dump(),
        }  # fmt: skip
    if judged is not None:
        told |= _judged(judged, levels, hangs or Dependence())
    return told


def _judged(judged: Judgement, levels: tuple[float, float] | None, hangs: Dependence) -> dict[str, Any]:
    q = _number(judged.q)
    interval = None if q is None else [_number(each) for each in judged.interval]
    low, middle, high = judged.effect
    return {
        "probability": q,
        "interval": interval,
        "prior": {"probability": q, "interval": interval},
        "draws": judged.draws,
        "seeds": judged.seeds,
        "seed_share": _number(judged.seed_share),
        "events": _number(judged.events),
        "effect": {
            "median": _number(middle), "low": _number(low), "high": _number(high),
            "world": None if levels is None else _number(levels[0]),
            "twin": None if levels is None else _number(levels[1]),
        },
        "milder": _number(judged.milder),
        "alone": [_number(each) for each in judged.alone],
        "flips": {
            "holds_up_to": _number(judged.holds_up_to),
            "fails_from": _number(judged.fails_from),
            **as_flips(hangs),
        },
    }  # fmt: skip


def _verdict(claim: Claim, test: Test | None, judged: Judgement | None) -> tuple[str, str | None]:
    """The verdict's word, and what has to be said beside it."""
    if judged is not None:
        return judged.verdict, judged.why or None
    if test is not None:
        return UNRESOLVED, "not run"
    if claim.fact is not None:
        return _FINDING[claim.fact.finding], claim.fact.reason
    if claim.untestable is not None:
        return NOT_HERE, f"{claim.untestable.reason} It would need: {claim.untestable.would_need}"
    return UNRESOLVED, "not run"


def _flags(claim: Claim, test: Test | None, judged: Judgement | None) -> list[str]:
    found = []
    if test is None and claim.fact is not None:
        found.append("fact")
    if claim.kind == "entailed":
        found.append("entailed")
    if judged is not None and judged.settled:
        found.append(SETTLED)
    return found


def _evidence(claim: Claim, test: Test | None) -> list[dict[str, Any]]:
    if claim.fact is None or test is not None:
        return []
    return [each.model_dump() for each in claim.fact.evidence]


def without_test(claim: Claim) -> list[dict[str, Any]]:
    """Entries of a claim that is not run, or of its fact beside its tests: one a setting, or one."""
    return [entry(claim, None, setting=each) for each in claim.settings or [None]]  # type: ignore[list-item]


def between_settings(entries: Iterable[dict[str, Any]]) -> list[str]:
    """Claims that hold in one setting and fail in another (what P04 asks)."""
    verdicts: dict[str, set[str]] = {}
    for each in entries:
        if each["part"] is None:
            verdicts.setdefault(each["id"], set()).add(each["verdict"])
    return [id for id, words in verdicts.items() if {HOLDS, FAILS} <= words]


def shipped_file() -> Path:
    """The board that comes with the program."""
    return Path(__file__).resolve().parent / "library" / "board.json"


def read_board(path: Path) -> Board:
    """A board from its file. Raises ``FolderError`` where it cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError(f"layout {data['format']}, this version reads {_FORMAT}")
        return Board(Made(**data["made"]), data["entries"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = error.strerror.lower() if isinstance(error, OSError) and error.strerror else error
        raise FolderError(
            Problem(str(path), found=f"is no board ({why})", remedy="make one: xinyong claims --draws 100")
        ) from error


def write_board(board: Board, path: Path) -> None:
    """Write a board, all of it or nothing."""
    from xinyong.results.durable import write_text

    told = {"format": _FORMAT, "made": asdict(board.made), "entries": board.entries}
    write_text(path, json.dumps(told, ensure_ascii=False, indent=1, sort_keys=False) + "\n")


def _number(value: float) -> float | None:
    """A number that JSON can hold, to nine digits."""
    return float(f"{value:.9g}") if math.isfinite(value) else None
