"""The real worlds of a run: society, compiled schemes and engine behind the small interface."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xinyong.engine.run import Engine, MonthOut, WorldSpec
from xinyong.errors import FolderError, Problem
from xinyong.experiments.keeping import write_rules
from xinyong.experiments.preparing import Prepared
from xinyong.experiments.worlds import World
from xinyong.results.boards import Boards
from xinyong.results.indicators import effective_weight
from xinyong.results.ledger import Labels
from xinyong.results.people import Layout, write_subjects
from xinyong.results.store import Store
from xinyong.scheme.compile import Timeline
from xinyong.society.planning import Plan
from xinyong.society.population import Society, build


class RealWorlds:
    """What ``worlds.Worlds`` asks for. The society is built when it is first needed."""

    def __init__(self, prepared: Prepared) -> None:
        """Compile the schemes for the society's cities."""
        self._prepared = prepared
        plan = prepared.plan
        self._timelines = {name: scheme.compile(plan.cities) for name, scheme in prepared.schemes.items()}
        _check_conducts(self._timelines)
        self._threads = prepared.ask.at_once
        self._society: Society | None = None
        one = self._timelines["a"]
        grades = tuple(
            tuple(grade.id for grade in book.score.grades) if book.score is not None else ()
            for book in prepared.schemes["a"].books
        )
        self.labels = Labels(one.conducts, one.institutions, one.lists, plan.provinces, plan.cities, grades)
        lived_in = tuple(int(each) for each in np.unique(plan.city))
        self.layout = Layout(plan.person_first, plan.company_first, plan.office_first, plan.block, lived_in)
        self.effective_weights = weights_of(plan)

    def about(self, world: World) -> dict[str, Any]:
        """Scheme, assumptions and people of a world, for the manifest."""
        return self._prepared.about(world)

    def society(self) -> Society:
        """The people, built once."""
        if self._society is None:
            self._society = build(self._prepared.plan, self._threads)
        return self._society

    def write_subjects(self, store: Store, path: Path) -> str:
        """Write ``subjects.parquet``; returns its SHA-256."""
        return write_subjects(store, path, self.society(), self.labels)

    def write_rules(self, path: Path) -> str:
        """Write ``rules.json``; returns its SHA-256."""
        return write_rules(path, self._prepared.schemes)

    def begin(self, first: int) -> Running:
        """An engine at the beginning of the burn-in; the society is let go, the engine has its own."""
        engine = Engine(self._spec("burn-in", self.society()), self._threads)
        self._society = None
        engine.spec = engine.spec._replace(society=None)  # type: ignore[arg-type]
        return Running(engine)

    def enter(self, world: World, engine: Running) -> None:
        """Let an engine go on under the rules of another stretch of the shared past."""
        engine.enter(self._timelines[world])

    def resume(self, world: World, folder: Path) -> Running:
        """The engine that was saved, under the rules of ``world``."""
        return Running(Engine.load(self._spec(world, None), folder, self._threads))

    def _spec(self, world: World, society: Society | None) -> WorldSpec:
        ask = self._prepared.ask
        plan = self._prepared.plan
        return WorldSpec(
            society,  # type: ignore[arg-type]
            self._timelines[world],
            self._prepared.dials,
            ask.seed,
            plan.start_month,
        )


class Running:
    """An engine, with its standings as columns."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine."""
        self._engine = engine
        self._boards: Boards | None = None

    @property
    def month(self) -> int:
        """The next month."""
        return self._engine.month

    def enter(self, timeline: Timeline) -> None:
        """Go on under other rules."""
        self._engine.enter(timeline)

    def step(self) -> MonthOut:
        """Live through a month."""
        month, cities = self._engine.month, self._engine.state.city_last.copy()
        out = self._engine.step()
        self._boards = Boards(month, cities)
        return out

    def boards(self) -> Boards | None:
        """What could be seen from afar in the month just lived."""
        return self._boards

    def save(self, folder: Path) -> None:
        """Write the whole state into a folder."""
        self._engine.save(folder)

    def standings(self) -> dict[str, NDArray[Any]]:
        """Columns subject, institution, score, grade."""
        final = self._engine.final()
        return {name: getattr(final, name) for name in ("subject", "institution", "score", "grade")}

    def outcomes(self) -> dict[str, NDArray[Any]]:
        """Columns over persons: what became of each."""
        return dict(self._engine.final().outcomes)


def _check_conducts(timelines: Mapping[World, Timeline]) -> None:
    """Raise ``FolderError`` where worlds of one run number conducts in different ways.

    Only a kept run can bring that about, made when the catalogue of conducts was another.
    """
    if len({timeline.conducts for timeline in timelines.values()}) > 1:
        raise FolderError(
            Problem(
                path="--from",
                found="the run knows other conducts than the library does now",
                remedy="branch with its own scheme or a reform of it, or run it again with this version",
            )
        )


def weights_of(plan: Plan) -> tuple[float, float, float]:
    """What one effective person, company, office counts for, in 1/256."""
    sizes = np.diff(plan.person_first)
    heavy = np.where(plan.class_one > 0, plan.class_one, plan.heavy)
    return (
        effective_weight(plan.weight, np.stack([sizes - heavy, heavy], axis=1)),
        effective_weight(plan.company_weight, np.diff(plan.company_first)),
        effective_weight(plan.office_weight, np.diff(plan.office_first)),
    )
