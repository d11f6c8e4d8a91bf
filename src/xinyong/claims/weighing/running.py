"""Running what is weighed: worlds that are not on store are lived through, then all is counted."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from xinyong.claims.board import Made
from xinyong.claims.models import Setting, Test, WorldOf
from xinyong.claims.planning import Asked, needs_of
from xinyong.claims.planning import asked_of as ready
from xinyong.claims.running import Look, Order, Say, check, live_missing
from xinyong.claims.sharing import all_tests
from xinyong.claims.weighing import frontier as frontiers
from xinyong.claims.weighing import headline as headlines
from xinyong.claims.weighing.asked import axis_test, part_test
from xinyong.claims.weighing.findings import FRONTIER, HEADLINE, Finding
from xinyong.claims.weighing.frontier import Sides
from xinyong.claims.weighing.headline import PartOf
from xinyong.claims.weighing.models import Frontier, Headline, Reform
from xinyong.claims.weighing.numbers import Numbers, Sample, counting, effect_of, numbers_of
from xinyong.experiments.cells import Cell, Lived, Series, key_of, source_digest
from xinyong.experiments.cellstore import CellStore, default_store
from xinyong.experiments.draws import Ensemble
from xinyong.experiments.posterior import ensemble_of


@dataclass(frozen=True)
class Weighing(Order):
    """What is asked for: ``kind`` and its ``words``, beside the numbers of any order."""

    kind: str = FRONTIER
    words: tuple[str, ...] = ()

    def command(self) -> str:
        """The command line that asks for this."""
        words = ["xinyong", self.kind, *self.words, "--draws", str(self.draws), "--seed", str(self.seed)]
        if self.seeds != Order.seeds:
            words += ["--seeds", str(self.seeds)]
        if self.citizens is not None:
            words += ["--citizens", str(self.citizens)]
        return shlex.join([*words, *([] if self.store is None else ["--store", str(self.store)])])


def run_frontier(
    order: Weighing, file: Frontier, reforms: Sequence[Reform], look: Look, say: Say,
    ensemble: Ensemble | None = None,
) -> Finding:  # fmt: skip
    """The frontier of some reforms, living through what is not on store.

    Raises ``InputError`` for schemes that do not hold, ``InterruptedRun`` after Ctrl-C: then what was
    done is kept.
    """
    begun = time.perf_counter()
    pairs = pairs_of(file, reforms)
    asked, numbers, made = _numbers(order, [pair.test for pair in pairs], look, say, ensemble)
    data = frontiers.weigh(file, sides_of(pairs, asked, numbers), reforms)
    return Finding(FRONTIER, _timed(made, begun), data)


class Pair(NamedTuple):
    """A world (``base`` or a reform's id) on an axis beside the ``twin`` or the ``base``."""

    world: str
    axis: str
    beside: str
    test: Test


def pairs_of(file: Frontier, reforms: Sequence[Reform]) -> list[Pair]:
    """Everything that the frontier of some reforms compares."""
    worlds: dict[str, WorldOf] = {"base": file.base, **{each.id: each.world for each in reforms}}
    beside = {"twin": file.twin, "base": file.base}
    return [
        Pair(id, axis.id, name, axis_test(file, axis, world, twin))
        for id, world in worlds.items()
        for axis in file.axes
        for name, twin in beside.items()
    ]


def sides_of(pairs: Sequence[Pair], asked: Sequence[Asked], numbers: Numbers) -> dict[str, Sides]:
    """The effects of all pairs, put together by world; ``asked`` are the pairs' tests made ready."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for pair, one in zip(pairs, asked, strict=True):
        effects = effect_of(one, numbers)
        side = found.setdefault(pair.world, {key: {} for key in ("twin", "base", "of twin", "of base")})
        side[pair.beside][pair.axis] = counting(one, effects)
        side[f"of {pair.beside}"][pair.axis] = effects
    return {
        id: Sides(each["twin"], each["base"], each["of twin"], each["of base"]) for id, each in found.items()
    }


def run_headline(
    order: Weighing, file: Headline, settings: Sequence[Setting], years: Sequence[int], look: Look, say: Say,
    ensemble: Ensemble | None = None,
) -> Finding:  # fmt: skip
    """The headline of some settings and years, living through what is not on store; raises as above."""
    rows = [
        (setting, year, part, measured, part_test(file, measured, setting, year))
        for setting in settings
        for year in years
        for part in file.parts
        for measured in part.measured
        if setting in measured.settings
    ]
    begun = time.perf_counter()
    asked, numbers, made = _numbers(order, [test for *_, test in rows], look, say, ensemble)
    entries: dict[tuple[Setting, int], list[PartOf]] = {}
    for (setting, year, part, measured, _), one in zip(rows, asked, strict=True):
        effects = effect_of(one, numbers)
        of = PartOf(part.id, part.index, part.name, measured, counting(one, effects), effects)
        entries.setdefault((setting, year), []).append(of)
    names = {pair.setting: pair.name for pair in file.pairs}
    data: dict[str, Any] = {
        "question": file.question, "cut": file.cut, "cut_reason": file.cut_reason, "most": file.most,
        "most_reason": file.most_reason,
        "entries": [headlines.weigh(file, setting, names[setting], year, parts)
                    for (setting, year), parts in entries.items()],
    }  # fmt: skip
    return Finding(HEADLINE, _timed(made, begun), data)


def _numbers(
    order: Weighing, tests: Sequence[Test], look: Look, say: Say, ensemble: Ensemble | None
) -> tuple[list[Asked], Numbers, Made]:
    """All tests ready to be figured, their numbers, and how those were made."""
    check(order)
    say("reading schemes")
    drawn = ensemble_of() if ensemble is None else ensemble
    needs = needs_of([*all_tests(), *tests], order.citizens)
    names: dict[Lived, frozenset[str]] = {}
    asked = [ready(test, order.citizens, needs, names)[0] for test in tests]
    wanted = {lived: tuple(sorted(kept)) for lived, kept in names.items()}
    with CellStore(order.store or default_store()) as store:
        live_missing(wanted, order, store, drawn, look, say)
        say("weighing")
        sample = Sample(order.draws, order.seeds, order.seed)
        numbers = numbers_of(asked, sample, _loader(store, drawn))
    made = Made(
        replace(order, store=None).command(), order.draws, order.seeds, order.seed, order.citizens,
        drawn.name, source=source_digest()[:16],
    )  # fmt: skip
    return asked, numbers, made


def _loader(store: CellStore, ensemble: Ensemble) -> Callable[[list[Cell]], Iterable[tuple[Cell, Series]]]:
    def load(cells: list[Cell]) -> Iterable[tuple[Cell, Series]]:
        by_key = {key_of(cell, ensemble): cell for cell in cells}
        return ((by_key[key], series) for key, series in store.several(by_key))

    return load


def _timed(made: Made, begun: float) -> Made:
    return replace(made, wall_seconds=round(time.perf_counter() - begun, 1))
