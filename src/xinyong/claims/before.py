"""Prior and posterior side by side: what a claim came to before the figures narrowed the ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xinyong.claims.board import SETTLED, read_board, shipped_file
from xinyong.experiments.draws import PRIOR

#: What makes two entries the same test.
_SAME: Final = ("id", "setting", "part")
_BAR: Final = ("value", "compare", "direction", "indicator", "group", "estimand")


def beside(
    entries: Sequence[dict[str, Any]], label: str, before: Sequence[dict[str, Any]] | None
) -> list[dict[str, Any]]:
    """Entries with ``prior`` and ``posterior`` filled in.

    Entries of the ensemble ``label`` were judged now; ``before`` are those of the prior, or None: then they
    are those of the shipped board, where the same test stands there.
    """
    if label == PRIOR:
        return [each | {"prior": _told(each), "posterior": None} for each in entries]
    known = _by_test(_shipped() if before is None else before)
    found = []
    for each in entries:
        prior = _prior(each, known.get(_key(each)), before is not None)
        found.append(each | {"prior": prior, "posterior": _told(each), "flags": _flags(each, prior)})
    return found


def _flags(each: dict[str, Any], prior: dict[str, Any] | None) -> list[str]:
    """The flags of an entry: no verdict is settled by assumption that a draw of the prior lies across."""
    across = prior is not None and prior["probability"] not in (None, each["probability"])
    return [flag for flag in each["flags"] if not (across and flag == SETTLED)]


def _prior(each: dict[str, Any], other: dict[str, Any] | None, fresh: bool) -> dict[str, Any] | None:
    if other is None or each["probability"] is None:
        return None
    return _told(other) if fresh else other["prior"]


def _told(each: dict[str, Any]) -> dict[str, Any] | None:
    if each["probability"] is None:
        return None
    return {
        "probability": each["probability"], "interval": each["interval"], "verdict": each["verdict"],
        "draws": each["draws"], "effect": each["effect"]["median"],
    }  # fmt: skip


def _key(each: dict[str, Any]) -> tuple[Any, ...]:
    bar = each["threshold"] or {}
    return (*(each[name] for name in _SAME), *(bar.get(name) for name in _BAR))


def _by_test(entries: Sequence[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {_key(each): each for each in entries}


def _shipped() -> Sequence[dict[str, Any]]:
    return read_board(shipped_file()).entries if shipped_file().is_file() else ()
