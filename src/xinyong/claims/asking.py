"""What the command line asks of the claims: the shipped board, a board to be run, one card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinyong.claims.board import Board, read_board, shipped_file, write_board
from xinyong.claims.judging import FULL_DRAWS
from xinyong.claims.models import Claim
from xinyong.claims.reading import choose, library
from xinyong.errors import FolderError, Problem, UsageError

if TYPE_CHECKING:
    from xinyong.experiments.pooling import Hands, Passed

_SHOW = "show"


@dataclass(frozen=True)
class Asked:
    """Words of the command line. ``draws`` None is the shipped board."""

    ids: tuple[str, ...] = ()
    draws: int | None = None
    setting: str | None = None
    out: str | None = None
    seed: int = 1
    seeds: int = 2
    citizens: int | None = None
    store: str | None = None
    processes: Hands = 0
    ensemble: str | None = None
    prior_draws: int = 0
    page: str | None = None


@dataclass(frozen=True)
class Answer:
    """A board; with ``claim`` it is that claim's card."""

    board: Board
    claim: Claim | None = None


def answer(asked: Asked, look: Callable[[Passed], None], say: Callable[[str], None]) -> Answer:
    """The board or card that was asked for; runs worlds only where ``draws`` is given."""
    card = bool(asked.ids) and asked.ids[0].lower() == _SHOW
    ids = asked.ids[1:] if card else asked.ids
    if card and len(ids) != 1:
        raise UsageError(Problem(path="claims show", found=f"{len(ids)} claims", allowed="one claim's id",
                                 remedy="write: xinyong claims show D12"))  # fmt: skip
    # before hours are spent on a board that has no place
    files = (("--out", asked.out, "board.json"), ("--page", asked.page, "board.html"))
    folders = [
        Problem(file, path=option, found="is a folder", allowed="allowed: a file",
                remedy=f"name a file in it: {file}/{name}, say")
        for option, file, name in files if file is not None and Path(file).is_dir()
    ]  # fmt: skip
    if folders:
        raise FolderError(folders)
    claims = library()
    chosen = choose(claims, ids, asked.setting)
    board = _shipped(chosen) if asked.draws is None else _run(asked, ids, look, say)
    if asked.out is not None:
        write_board(board, Path(asked.out))
    return Answer(board, chosen[0][0] if card and chosen else None)


def _run(
    asked: Asked, ids: tuple[str, ...], look: Callable[[Passed], None], say: Callable[[str], None]
) -> Board:
    from xinyong.claims.running import Order, run

    store = None if asked.store is None else Path(asked.store)
    order = Order(ids, asked.setting, asked.draws or 0, asked.seeds, asked.seed, asked.citizens,
                  asked.processes, store, bool(ids) or (asked.draws or 0) >= FULL_DRAWS, asked.ensemble,
                  asked.prior_draws)  # fmt: skip
    return run(order, look, say)


def _shipped(chosen: Sequence[tuple[Claim, Any]]) -> Board:
    """The shipped board, cut to what was chosen."""
    if not shipped_file().is_file():
        raise FolderError(
            Problem(found="no board is shipped with this version",
                    remedy="run one: xinyong claims --draws 100, or a single claim: "
                    "xinyong claims D12 --draws 100")
        )  # fmt: skip
    board = read_board(shipped_file())
    wanted = {(claim.id, None if test is None else test.setting) for claim, test in chosen}
    claims = {id for id, _ in wanted}
    plain = {(id, None) for id in claims}
    entries = [
        each
        for each in board.entries
        if (each["id"], each["setting"]) in wanted | plain or (each["id"], None) in wanted
    ]
    return Board(board.made, entries)
