"""Worlds in memory: many from one burn-in, none written to a folder.

One process lives through the cells of one draw at a time. The burn-in of a frame, seed and
numbering of books is run once and kept; each world starts from a copy of its last state. The
rules of a draw are compiled once for all frames and seeds.
"""

from __future__ import annotations

import copy
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from xinyong.dates import month_text
from xinyong.engine.packing import Packs
from xinyong.errors import Problem, XinyongError
from xinyong.experiments.aligning import Numbering, numbered
from xinyong.experiments.cells import Cell, Rules, Series, Spot, base_scheme, first_month, numbering_of
from xinyong.experiments.draws import Ensemble, drawn_settings, engine_dials
from xinyong.scheme.moving import Mover

if TYPE_CHECKING:
    from xinyong.engine.run import Engine
    from xinyong.scheme.compile import Timeline
    from xinyong.scheme.loading import Scheme
    from xinyong.society.planning import Plan

Kept = TypeVar("Kept")
#: Burn-ins and plans kept by a process; of ten thousand citizens each takes a few megabytes.
_KEPT = 32


@dataclass(frozen=True)
class Job:
    """Cells that share a draw and a world's rules: one compilation. ``names`` are the sums to keep."""

    cells: tuple[Cell, ...]
    names: tuple[str, ...]

    @property
    def draw(self) -> int:
        """The draw of all its cells."""
        return self.cells[0].draw


class Done(NamedTuple):
    """A cell that was lived through, and the seconds it took."""

    cell: Cell
    series: Series
    seconds: float


class Failed(NamedTuple):
    """A cell that could not be lived through: at what, and why. ``problems`` are those of a user."""

    cell: Cell
    stage: str
    cause: str
    problems: tuple[Problem, ...] = ()


class Stopped(Exception):  # noqa: N818
    """Somebody wished to stop."""


class Branching:
    """Lives through jobs. ``asked`` says between two months whether to stop."""

    def __init__(self, ensemble: Ensemble, asked: Callable[[], bool] = lambda: False) -> None:
        """Nothing is built yet."""
        self._ensemble, self._asked = ensemble, asked
        #: What is being done just now.
        self.stage = "rules"
        self._draw = -1
        self._plans: OrderedDict[Any, Plan] = OrderedDict()
        self._forget()

    def _forget(self) -> None:
        """Let go of what belongs to one draw."""
        self._burn_ins: OrderedDict[Any, Engine] = OrderedDict()
        self._past: OrderedDict[Any, Timeline] = OrderedDict()
        self._schemes: dict[Rules, Scheme] = {}
        self._packs, self._move = Packs(), Mover()

    def run(self, job: Job) -> Iterator[Done]:
        """The job's cells, one after another; raises ``Stopped`` after a wish to stop."""
        if not job.cells:
            return
        if job.draw != self._draw:
            self._draw = job.draw
            self._forget()
        self.stage = "rules"
        order = numbering_of({rules for cell in job.cells for rules in _both(cell)})
        ahead: dict[Any, Timeline] = {}
        packs = Packs()
        for cell in job.cells:
            begun = time.perf_counter()
            plan = self._plan(cell.lived.spot, cell.seed)
            burnt = self._burnt(cell, order, plan)
            self.stage = "rules"
            place = (cell.lived.rules, plan.cities)
            if place not in ahead:
                ahead[place] = self._compiled(cell.lived.rules, order, plan)
            yield self._live(cell, burnt, ahead[place], packs, job.names, plan, begun)

    def _plan(self, spot: Spot, seed: int) -> Plan:
        from xinyong.society.planning import plan

        self.stage = "people"
        return _kept(self._plans, (spot.frame, spot.citizens, seed, first_month(spot)),
                     lambda: plan(spot.frame, spot.citizens, seed, first_month(spot)))  # fmt: skip

    def _compiled(self, rules: Rules, order: Numbering, plan: Plan) -> Timeline:
        """A scheme as it is in this draw, for a society's cities."""
        if rules not in self._schemes:
            base = base_scheme(rules.scheme, rules.patches)
            settings = drawn_settings(self._ensemble, base, self._draw, dict(rules.held))
            self._schemes[rules] = self._move(base, settings)
        return numbered(self._schemes[rules], order).compile(plan.cities)

    def _burnt(self, cell: Cell, order: Numbering, plan: Plan) -> Engine:
        """The engine at the end of the burn-in; not to be stepped, only copied."""
        from xinyong.engine.run import Engine, WorldSpec
        from xinyong.society.population import build

        spot = cell.lived.spot
        dials = engine_dials(self._ensemble, self._draw, dict(spot.burn_in.held))

        def burn() -> Engine:
            timeline = _kept(
                self._past, (order.key, spot.burn_in, plan.cities),
                lambda: self._compiled(spot.burn_in, order, plan),
            )  # fmt: skip
            engine = Engine(WorldSpec(build(plan, 1), timeline, dials, cell.seed, first_month(spot)), 1)
            engine.spec = engine.spec._replace(society=None)  # type: ignore[arg-type]
            engine.rows, engine.pack = False, self._packs
            while engine.month < spot.start:
                self._check()
                self.stage = f"burn-in, {month_text(engine.month)}"
                engine.step()
            return engine

        where = (spot.frame, spot.citizens, spot.start, spot.burn_in, cell.seed, order.key)
        return _kept(self._burn_ins, where, burn)

    def _live(
        self, cell: Cell, burnt: Engine, timeline: Timeline, packs: Packs, names: Sequence[str], plan: Plan,
        begun: float,
    ) -> Done:  # fmt: skip
        from xinyong.experiments.building import weights_of
        from xinyong.experiments.endings import endings
        from xinyong.experiments.summing import Keeper

        dials = engine_dials(self._ensemble, self._draw, dict(cell.lived.rules.held))
        engine = branch(burnt, timeline, dials)
        engine.pack = packs
        keeper = Keeper(names, timeline)
        for _ in range(cell.lived.spot.months):
            self._check()
            self.stage = f"month {month_text(engine.month)}"
            keeper.add(engine.step())
        self.stage = "endings"
        ends = endings(engine.state, timeline.at(engine.month - 1))
        series = Series(keeper.names, keeper.sums(), ends, weights_of(plan))
        return Done(cell, series, time.perf_counter() - begun)

    def _check(self) -> None:
        if self._asked():
            raise Stopped


def attempts(branching: Branching, job: Job) -> Iterator[Done | Failed]:
    """The job's cells, one after another; those behind one that fails are lived through all the same.

    Raises ``Stopped`` after a wish to stop.
    """
    left = job.cells
    while left:
        done = 0
        try:
            for each in branching.run(Job(left, job.names)):
                done += 1
                yield each
            return
        except Stopped:
            raise
        except XinyongError as error:
            yield Failed(left[done], branching.stage, str(error), error.problems)
        except Exception as error:
            yield Failed(left[done], branching.stage, f"{type(error).__name__}: {error}".removesuffix(": "))
        left = left[done + 1 :]


def _both(cell: Cell) -> tuple[Rules, Rules]:
    return cell.lived.rules, cell.lived.spot.burn_in


def branch(engine: Engine, timeline: Timeline, dials: Any) -> Engine:
    """A copy of an engine that goes on under other rules and assumptions; the first is not touched.

    They share scratch space: only one of them may be in a month.
    """
    other = copy.copy(engine)
    columns = {name: column.copy() for name, column in engine.state._asdict().items()}
    other.state = engine.state._replace(**columns)
    other._rules = None
    other.spec = engine.spec._replace(dials=dials)
    other.enter(timeline)
    return other


def _kept(held: OrderedDict[Any, Kept], key: Any, make: Callable[[], Kept]) -> Kept:
    """What is held under a key, made where it is not; the oldest goes where there are too many."""
    if key in held:
        held.move_to_end(key)
        return held[key]
    found = held[key] = make()
    while len(held) > _KEPT:
        held.popitem(last=False)
    return found
