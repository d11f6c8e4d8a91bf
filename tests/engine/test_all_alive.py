"""Nothing is dead wood: every quantity, board and reason that is declared is met in some world."""

from __future__ import annotations

from functools import cache

import by_hand
import handmade
import numpy as np
import worlds
from test_books import WORLDS, run

from xinyong.engine.run import MonthOut
from xinyong.fields import ACCESS, BOARD, CHANNELS, REASONS, STAGES
from xinyong.quantities import INDEX, QUANTITIES


@cache
def _boards() -> np.ndarray:
    """Sums of the boards over the months of a nation, large enough for its rarest news."""
    engine = worlds.world(worlds.society("national", 60_000), worlds.timeline(), start=worlds.LATE)
    total = np.zeros(len(BOARD), np.int64)
    for _ in range(30):
        engine.step()
        total += engine.state.board_last.sum(axis=0)
    return total + _letter()[1]


@cache
def _letter() -> tuple[np.ndarray, np.ndarray]:
    """Quantities that are not 0, and sums of the boards, while a letter to air carriers stands."""
    rules = handmade.Handmade(worlds.timeline(), handmade.every_slot, handmade.letter(worlds.LATE, 1))
    engine = worlds.world(worlds.society("carriers", 3000), rules, start=worlds.LATE)
    seen, total = np.zeros(len(QUANTITIES), bool), np.zeros(len(BOARD), np.int64)
    for _ in range(3):
        seen |= engine.step().places.any(axis=(0, 1))
        total += engine.state.board_last.sum(axis=0)
    return seen, total


def _without_a_rule() -> set[str]:
    """Perks and refusals at gates where no rule of these worlds grants or refuses anything."""
    granting, refusing = np.zeros(len(ACCESS), bool), np.zeros(len(ACCESS), bool)
    for name in WORLDS:
        for out in run(name).outs[::6]:
            t = run(name).rules.at(out.month)
            granting |= (t.perk > 0).any(axis=0) | (t.grade_perk > 0).any(axis=(0, 1, 2)) | (t.com_perk > 0)
            refusing |= (t.bar > 0).any(axis=0) | (t.grade_bar > 0).any(axis=(0, 1, 2)) | (t.reg_bar > 0)
    found = {f"perk {ACCESS[gate]}" for gate in np.flatnonzero(~granting)}
    return found | {f"refused {ACCESS[gate]}" for gate in np.flatnonzero(~refusing)}


@cache
def _every() -> list[MonthOut]:
    """A year with all that no book of these worlds says yet: ratings, groups, leaks, a map."""
    rules = by_hand.everything(worlds.timeline())
    dials = worlds.at_end("high", "backlog", "lists")
    return worlds.steps(
        worlds.world(worlds.society("rongcheng", 8000), rules, start=worlds.LATE, dials=dials), 12
    )


@cache
def _elsewhere() -> list[MonthOut]:
    """A county that rewarded obedience with welfare and schools, a work unit, and payment by face."""
    outs: list[MonthOut] = []
    for frame, scheme, start in (
        ("suining", "only-suining", worlds.START - 18),
        ("national", "only-work-unit", worlds.START),
        ("national", "china-2020", 240),
    ):
        outs += worlds.steps(
            worlds.world(worlds.society(frame, 10_000), worlds.timeline(scheme), start=start), 18
        )
    return outs


def test_every_quantity_is_counted_somewhere() -> None:
    seen = _letter()[0].copy()
    for out in [*_every(), *_elsewhere()]:
        seen |= out.places.any(axis=(0, 1))
    for name in WORLDS:
        for out in run(name).outs:
            seen |= out.places.any(axis=(0, 1))
    assert [name for name, row in INDEX.items() if not seen[row] and name not in _without_a_rule()] == []


def test_every_board_carries_something() -> None:
    praised = {"persons newly praised in public"}  # no scheme of the library has a red list yet
    assert {BOARD[row] for row in np.flatnonzero(_boards() == 0)} <= praised


def test_every_reason_and_channel_is_met_in_a_ledger() -> None:
    reasons, channels = set(), set()
    for out in [*_every(), *_elsewhere()]:
        channels |= {int(c) & 127 for c in np.unique(out.ledger["channel"])}
    for name in WORLDS:
        reasons |= set(run(name).books.reason.tolist())
        channels |= set(run(name).books.channel.tolist())
    assert [REASONS[n] for n in range(len(REASONS)) if n not in reasons] == []
    assert [CHANNELS[n] for n in range(len(CHANNELS)) if n not in channels] == []


def test_every_stage_of_an_obligation_is_met() -> None:
    engine = run("debtors").engine
    met = set(worlds.used(engine.state, "debts")["stage"].tolist())
    assert [STAGES[n] for n in range(len(STAGES)) if n not in met] == []
