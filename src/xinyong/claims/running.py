"""Running claims: what is asked, lived through where it is not on store, judged, put on a board."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from xinyong.claims import board as boards
from xinyong.claims.before import beside
from xinyong.claims.board import Board, Made
from xinyong.claims.deciding import Dependence, dependence, drawn
from xinyong.claims.effects import Effects, of_plan, passes, signed
from xinyong.claims.judging import DEPENDS, Judgement, judge
from xinyong.claims.models import Claim, Test
from xinyong.claims.planning import Planned, cells_of, jobs_of, plan, seeds_of
from xinyong.claims.reading import choose, library
from xinyong.claims.sharing import shared_needs
from xinyong.errors import check_bounds
from xinyong.experiments.cells import Cell, Lived, Series, key_of, source_digest
from xinyong.experiments.cellstore import CellStore, default_store
from xinyong.experiments.draws import PRIOR, Ensemble
from xinyong.experiments.pooling import Hands, Passed, live
from xinyong.experiments.posterior import ensemble_of

Look = Callable[[Passed], None]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Order:
    """What is asked for: which claims, how many draws and seeds, with what luck.

    ``citizens`` instead of those of each test, where given; ``processes`` 0 is one a core, a text is a
    cluster's address; without ``parts`` only the main test of each setting is run. ``ensemble`` is the
    posterior's or the prior's name, None the posterior where one is shipped; ``prior_draws`` asks for so
    many draws of the prior beside.
    """

    ids: tuple[str, ...] = ()
    setting: str | None = None
    draws: int = 100
    seeds: int = 2
    seed: int = 1
    citizens: int | None = None
    processes: Hands = 0
    store: Path | None = None
    parts: bool = True
    ensemble: str | None = None
    prior_draws: int = 0

    def command(self) -> str:
        """The command line that asks for this."""
        words = ["xinyong", "claims", *self.ids, "--draws", str(self.draws), "--seed", str(self.seed)]
        if self.setting is not None:
            words += ["--setting", self.setting]
        if self.seeds != Order.seeds:
            words += ["--seeds", str(self.seeds)]
        if self.ensemble is not None:
            words += ["--ensemble", self.ensemble]
        if self.prior_draws:
            words += ["--prior-draws", str(self.prior_draws)]
        if self.citizens is not None:
            words += ["--citizens", str(self.citizens)]
        return shlex.join([*words, *([] if self.store is None else ["--store", str(self.store)])])


def check(order: Order) -> None:
    """Raise ``UsageError`` for numbers that no board could have."""
    asked = [("--draws", order.draws, 1, 100_000), ("--seeds", order.seeds, 1, 32)]
    asked.append(("--seed", order.seed, 0, 1_000_000))
    if order.citizens is not None:
        asked.append(("--citizens", order.citizens, 1000, 1_000_000))
    if order.prior_draws:
        asked.append(("--prior-draws", order.prior_draws, 1, 100_000))
    check_bounds(asked)


def run(
    order: Order, look: Look = lambda step: None, say: Say = lambda text: None,
    claims: dict[str, Claim] | None = None,
) -> Board:  # fmt: skip
    """Judge claims, living through what is not on store.

    Raises ``UnknownName`` for claims and settings that there are not, ``InputError`` for schemes that do
    not hold, ``InterruptedRun`` after Ctrl-C: then everything that was done is kept.
    """
    begun = time.perf_counter()
    check(order)
    say("reading claims and schemes")
    known = library() if claims is None else claims
    chosen = [
        (claim, test)
        for claim, test in choose(known, order.ids, order.setting)
        if order.parts or test is None or not test.part
    ]
    needs = shared_needs(claims, order.citizens)
    planned, names = plan(chosen, needs, order.citizens)
    ensemble = ensemble_of(order.ensemble)
    with CellStore(order.store or default_store()) as store:

        def judged(asked: Order, drawn: Ensemble) -> list[dict[str, Any]]:
            live_missing(names, asked, store, drawn, look, say, seeds=seeds_of(planned, asked.seeds))
            say("judging")
            some: list[dict[str, Any]] = []
            for claim, test in chosen:
                some += _entries(claim, test, planned, asked, store, drawn)
            return _with_facts(some, chosen)

        entries = judged(order, ensemble)
        before = None
        if order.prior_draws and ensemble.label != PRIOR:
            before = judged(replace(order, draws=order.prior_draws), Ensemble())
    entries = beside(entries, ensemble.label, before)
    made = Made(
        replace(order, store=None).command(), order.draws, order.seeds, order.seed, order.citizens,
        ensemble.name, source=source_digest()[:16], wall_seconds=round(time.perf_counter() - begun, 1),
    )  # fmt: skip
    return Board(made, entries)


def live_missing(
    wanted: dict[Lived, tuple[str, ...]], order: Order, store: CellStore, ensemble: Ensemble, look: Look,
    say: Say, again: str = "", seeds: Mapping[Lived, int] | None = None,
) -> None:  # fmt: skip
    """Live through the cells that are not on store, or lack a sum; ``again`` is the command that goes on.

    ``seeds`` are those of worlds that take other than the order's.
    """
    own = seeds or {}
    cells = [
        cell
        for lived in wanted
        for cell in cells_of(lived, order.draws, own.get(lived, order.seeds), order.seed)
    ]
    keys = {cell: key_of(cell, ensemble) for cell in cells}
    there = store.names(keys.values())
    missing = [
        cell
        for cell in cells
        if keys[cell] not in there or not there[keys[cell]].issuperset(wanted[cell.lived])
    ]
    told = f"{len(cells) - len(missing):,} of {len(cells):,} worlds are on store"
    others = store.strangers()
    if others and not there:
        told += f"; {others:,} made by another version are kept there, and not used"
    say(told)
    if missing:
        live(jobs_of(wanted, missing), store, ensemble, order.processes, look, again or order.command())


def _entries(
    claim: Claim, test: Test | None, planned: Sequence[Planned], order: Order, store: CellStore,
    ensemble: Ensemble,
) -> list[dict[str, Any]]:  # fmt: skip
    if test is None:
        return boards.without_test(claim)
    one = next(each for each in planned if each.test is test)
    judged, each = judged_of(one, order, store, ensemble)
    hangs = dependence_of(one, each, ensemble) if judged.verdict == DEPENDS else None
    return [boards.entry(claim, test, judged, each[0].levels, hangs)]


def _with_facts(
    entries: list[dict[str, Any]], chosen: Sequence[tuple[Claim, Test | None]]
) -> list[dict[str, Any]]:
    """A claim with tests whose figures settle something too has an entry of its own for that."""
    found: list[dict[str, Any]] = []
    told: set[str] = set()
    facts = {claim.id: claim for claim, test in chosen if test is not None and claim.fact is not None}
    for each in entries:
        id = str(each["id"])
        if id in facts and id not in told:
            told.add(id)
            found += boards.without_test(facts[id])
        found.append(each)
    return found


def judged_of(
    planned: Planned, order: Order, store: CellStore, ensemble: Ensemble
) -> tuple[Judgement, list[Effects]]:
    """A test's judgement, and the effects of its conditions."""
    each = effects_of(planned, order, store, ensemble)
    return judge([asked.condition for asked in planned.asked], each), each


def effects_of(planned: Planned, order: Order, store: CellStore, ensemble: Ensemble) -> list[Effects]:
    """The effects of a test's conditions, from what is on store."""
    own = replace(order, seeds=planned.seeds(order.seeds))
    found = series_of(planned.lived, own, store, ensemble)
    return of_plan(planned, found, own.draws, own.seeds, own.seed)


def series_of(
    worlds: Sequence[Lived], order: Order, store: CellStore, ensemble: Ensemble
) -> dict[Cell, Series]:
    """What is on store of some worlds."""
    cells = [cell for lived in worlds for cell in cells_of(lived, order.draws, order.seeds, order.seed)]
    # worlds that are written differently and come out equal are one on store
    keys = {cell: key_of(cell, ensemble) for cell in cells}
    found = dict(store.several(set(keys.values())))
    return {cell: found[key] for cell, key in keys.items() if key in found}


def dependence_of(planned: Planned, each: Sequence[Effects], ensemble: Ensemble) -> Dependence:
    """What a test's verdict depends on, from the effects of its conditions."""
    conditions = [asked.condition for asked in planned.asked]
    so = np.all([passes(c, e.draws) for c, e in zip(conditions, each, strict=True)], axis=0)
    known = np.all([np.isfinite(e.draws) for e in each], axis=0)
    size = np.where(known, signed(conditions[0], each[0].draws), np.nan)
    return dependence(drawn(planned), ensemble, size, np.asarray(so))
