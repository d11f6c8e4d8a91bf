"""Verdicts in a terminal, the weakest first, each with where it is weak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any, Final

from xinyong.claims.board import Board
from xinyong.claims.reading import library
from xinyong.claims.weakness import Point, Weak, doubts_of, name_of, weakest
from xinyong.show.wording import UNKNOWN

WIDTH: Final = 80
#: So many are told in full, unless all of them are asked for.
FIRST: Final = 10
#: So many points of each are told.
MOST: Final = 3


def weak_of(board: Board) -> list[Weak]:
    """The verdicts of a board of the shipped claims, the weakest first."""
    return weakest(board.entries, doubts_of(library().values()))


def weakest_text(board: Board, all_of_them: bool = False) -> str:
    """The weakest verdicts, ten of them in full; ``all_of_them`` tells all."""
    return "\n".join(_lines(weak_of(board), all_of_them))


def weakest_data(board: Board) -> list[dict[str, Any]]:
    """All verdicts, as ``--json`` prints them."""
    return [
        {
            **{key: each.entry[key] for key in ("id", "setting", "verdict", "probability", "kind")},
            "weight": each.weight,
            "points": [{"weight": round(one.weight, 6), "text": one.text} for one in each.points],
        }
        for each in weak_of(board)
    ]


def joined(points: Sequence[Point], most: int = MOST) -> str:
    """The heaviest points as one text."""
    return "; ".join(each.text for each in points[:most])


def _lines(found: Sequence[Weak], all_of_them: bool) -> Iterator[str]:
    yield from wrap(
        "Weakest verdicts first. What each is weak in has a weight from 0 to 1, a matter of judgement, and "
        "the weights are added up: the list says where to look first. What is unresolved is no verdict.",
        WIDTH,
    )
    first = found if all_of_them else found[:FIRST]
    for each in first:
        entry = each.entry
        q = UNKNOWN if entry["probability"] is None else f"{entry['probability']:.2f}"
        yield ""
        yield f"{name_of(entry):<9} {entry['verdict']:<17} q {q:<5} {entry['kind']:<11} {each.weight:.2f}"
        for one in each.points[:MOST]:
            yield from wrap(one.text, WIDTH, initial_indent="     - ", subsequent_indent="       ")
    rest = [name_of(each.entry) for each in found[len(first) :]]
    if rest:
        yield ""
        yield from wrap(f"Then {', '.join(rest)}: all points with --json.", WIDTH)
