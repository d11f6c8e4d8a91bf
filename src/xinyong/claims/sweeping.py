"""A sweep: some worlds, moved this way and that, in many draws; a number for each. No verdict.

A design says which worlds, what is varied in all of them (every combination is lived), what is measured, and
in how many draws and seeds. Worlds are cells like those of claims: they share the store, go on where they
were stopped, and are lived by processes or on a cluster. What comes out is a table, a row for every number.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, NamedTuple

import numpy as np
from pydantic import Field

from xinyong.claims.measures import Measure
from xinyong.claims.models import Estimand, WorldOf
from xinyong.claims.planning import cells_of, jobs_of
from xinyong.claims.sweep_folder import kept_for, write_table
from xinyong.dates import month_number
from xinyong.errors import InputError, LanguageError, Problem, XinyongError, check_bounds
from xinyong.experiments.asking import BURN_IN_SCHEME
from xinyong.experiments.cells import Cell, Lived, Spot, before, key_of, rules_of, source_digest
from xinyong.experiments.cellstore import CellStore, default_store
from xinyong.experiments.pooling import Hands, Passed, live
from xinyong.experiments.posterior import ensemble_of
from xinyong.scheme.holding import STAND_IN_WORD, hold, missing_word
from xinyong.scheme.reading import Document, read_file
from xinyong.scheme.values import Month, Part

#: Cells that one sweep may ask for.
_MOST: Final = 1_000_000


class Measured(Part):
    """A number that is taken of every world."""

    short_key = "indicator"
    short_schema: ClassVar[dict[str, Any]] = {"type": "string"}
    indicator: str
    """An id of the catalogue, or an expression of quantities; with estimand ``end``, of endings."""
    group: str = "all"
    estimand: Estimand = "level"
    from_: Annotated[Month | None, Field(alias="from")] = None
    until: Month | None = None


class Design(Part):
    """What a sweep's file says."""

    worlds: Annotated[list[WorldOf], Field(min_length=1)]
    measures: Annotated[list[Measured], Field(min_length=1)]
    vary: dict[str, Annotated[list[Any], Field(min_length=1)]] = Field(default_factory=dict)
    """Assumptions by id, or paths of the schemes, with the values that are tried.

    Assumptions are held in the burn-in too; a path, or a number outside its range, begins with the world.
    """
    frame: str = "national"
    citizens: Annotated[int, Field(ge=1000, le=1_000_000)] = 10_000
    start: Month = "2014-01"
    months: Annotated[int, Field(ge=1, le=240)] = 60
    burn_in: str = BURN_IN_SCHEME
    draws: Annotated[int, Field(ge=1, le=100_000)] = 20
    seeds: Annotated[int, Field(ge=1, le=32)] = 1


@dataclass(frozen=True)
class Order:
    """A sweep that is asked for; ``out`` is a folder, ``draws`` None is what the design says."""

    file: Path
    out: Path
    draws: int | None = None
    seed: int = 1
    store: Path | None = None
    processes: Hands = 0

    def command(self) -> str:
        """The command line that asks for this."""
        words = ["xinyong", "sweep", str(self.file), "--out", str(self.out), "--seed", str(self.seed)]
        words += [] if self.draws is None else ["--draws", str(self.draws)]
        return shlex.join([*words, *([] if self.store is None else ["--store", str(self.store)])])


class Place(NamedTuple):
    """One world of a sweep: its name, and what of the varied is set how."""

    world: str
    varied: tuple[tuple[str, Any], ...]

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What is varied, as text: words as they are, everything else as JSON."""
        return tuple(
            (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            for name, value in self.varied
        )


#: Of every place its cells, each with value and events for every measure.
_Found = list[tuple[Place, list[tuple[Cell, list[tuple[float, float]]]]]]


@dataclass(frozen=True)
class Row:
    """What a number comes to over the cells of a place: middle and ends of nine in ten."""

    place: Place
    measure: str
    group: str
    mean: float
    low: float
    high: float
    cells: int


def read_design(path: Path) -> Design:
    """A design, checked; raises ``LanguageError`` with all that is wrong with it, and where."""
    from xinyong.scheme import library as schemes
    from xinyong.society.frames import frame

    document = read_file(path)
    held = hold(document, Design)
    if held is None:
        raise LanguageError(document.problems)
    design, document = held.model, held.document
    known, varied = list(schemes.scheme_files()), list(design.vary)
    for number, world in enumerate(design.worlds):
        if world.scheme not in known:
            missing_word(document, ("worlds", number, "scheme"), world.scheme, known, "scheme")
        told: list[tuple[str | int, ...]] = [("set", name) for name in world.set if name in varied]
        told += [("patch", at, "set") for at, each in enumerate(world.patch) if each.get("set") in varied]
        for place in told:
            # one of the two would go unheard, and the table would not say which
            document.complain(("worlds", number, *place), "set here, and varied", "allowed: one of the two",
                              "leave it out here or under vary")  # fmt: skip
    if design.burn_in not in known:
        missing_word(document, ("burn_in",), design.burn_in, known, "scheme")
    try:
        frame(design.frame)
    except XinyongError as error:
        _complain(document, ("frame",), error)
    for number, measure in enumerate(_measures(design)):
        if design.measures[number].indicator == STAND_IN_WORD:
            continue
        try:
            measure.check()
        except XinyongError as error:
            _complain(document, ("measures", number), error)
    if document.problems:
        raise LanguageError(sorted(document.problems, key=lambda each: (each.line, each.path)))
    return design


def sweep(
    order: Order, look: Callable[[Passed], None] = lambda step: None,
    say: Callable[[str], None] = lambda text: None,
) -> list[Row]:  # fmt: skip
    """Live through what is not on store, and write the table; returns it summed up.

    Raises ``LanguageError`` or ``InputError`` for a design that does not hold, before anything is lived;
    ``FolderError`` where the folder holds something else; ``InterruptedRun`` after Ctrl-C: then every world
    that was done is kept.
    """
    wanted_draws = 1 if order.draws is None else order.draws
    check_bounds([("--seed", order.seed, 0, 1_000_000), ("--draws", wanted_draws, 1, 100_000)])
    say("reading the design and its schemes")
    design = read_design(order.file)
    draws = design.draws if order.draws is None else order.draws
    places = _places(design, order.file)
    measures = _measures(design)
    names = tuple(sorted({name for each in measures for name in each.names}))
    ensemble = ensemble_of(None)
    check_bounds([("worlds times draws times seeds", len(places) * draws * design.seeds, 1, _MOST)])
    # places that come out equal have one key: lived once, and each has its rows
    own = [(place, cells_of(lived, draws, design.seeds, order.seed)) for place, lived in places]
    keys = {key_of(cell, ensemble): cell for _, cells in own for cell in cells}
    made = {
        "command": order.command(), "design": design.model_dump(by_alias=True, exclude_defaults=True),
        "draws": draws, "seeds": design.seeds, "seed": order.seed, "ensemble": ensemble.name,
        "source": source_digest()[:16], "cells": len(keys),
    }  # fmt: skip
    with kept_for(order.out, made), CellStore(order.store or default_store()) as store:
        there = store.names(keys)
        missing = [cell for key, cell in keys.items() if not there.get(key, frozenset()).issuperset(names)]
        say(f"{len(keys) - len(missing):,} of {len(keys):,} worlds are on store")
        if missing:
            wanted = dict.fromkeys((lived for _, lived in places), names)
            live(jobs_of(wanted, missing), store, ensemble, order.processes, look, order.command())
        numbers = {
            key: [(each.value(series), each.events(series)) for each in measures]
            for key, series in store.several(keys)
        }
        found = [(place, [(cell, numbers[key_of(cell, ensemble)]) for cell in cells]) for place, cells in own]
        write_table(order.out, _table(design, found), made)
    return list(_summed(design, found))


def _complain(document: Document, place: tuple[str | int, ...], error: XinyongError) -> None:
    for each in error.problems:
        document.complain((*place, each.path) if each.path else place, each.found, each.allowed, each.remedy)


def _measures(design: Design) -> list[Measure]:
    start = month_number(design.start)
    return [
        Measure(
            each.indicator.strip(), each.group, each.estimand, each.from_, each.until, start, design.months,
            False,
        )
        for each in design.measures
    ]  # fmt: skip


def _places(design: Design, file: Path) -> list[tuple[Place, Lived]]:
    """Every world in every combination; raises ``InputError`` with all that do not hold."""
    found: list[tuple[Place, Lived]] = []
    problems: list[Problem] = []
    schemes = [each.scheme for each in design.worlds]
    for number, world in enumerate(design.worlds):
        name = world.scheme if schemes.count(world.scheme) == 1 else f"{world.scheme} ({number + 1})"
        for values in itertools.product(*design.vary.values()):
            varied = dict(zip(design.vary, values, strict=True))
            try:
                rules = rules_of(world.scheme, world.set | varied, world.patch)
                held = tuple(each for each in rules.held if each[0] in varied)
                burn_in = before(design.burn_in, held)
            except XinyongError as error:
                where = f"{file}: worlds.{number}"
                problems += [Problem(where, 0, each.path, each.found, each.allowed, each.remedy)
                             for each in error.problems]  # fmt: skip
                continue
            spot = Spot(design.frame, design.citizens, month_number(design.start), design.months, burn_in)
            found.append((Place(name, tuple(varied.items())), Lived(rules, spot)))
    if problems:
        raise InputError(dict.fromkeys(problems))
    return found


def _table(design: Design, found: _Found) -> str:
    """The rows of all cells as CSV, in the order of the design."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["world", *design.vary, "draw", "seed", "indicator", "group", "estimand", "value", "events"]
    )
    for place, cells in found:
        for cell, numbers in cells:
            for measured, (value, events) in zip(design.measures, numbers, strict=True):
                writer.writerow([
                    place.world, *(text for _, text in place.told), cell.draw, cell.seed,
                    measured.indicator, measured.group, measured.estimand, repr(value), repr(events),
                ])  # fmt: skip
    return out.getvalue()


def _summed(design: Design, found: _Found) -> Iterator[Row]:
    for number, measured in enumerate(design.measures):
        for place, cells in found:
            values = np.array([numbers[number][0] for _, numbers in cells])
            known = values[np.isfinite(values)]
            low, high = np.quantile(known, [0.05, 0.95]) if known.size else (np.nan, np.nan)
            mean = float(known.mean()) if known.size else float("nan")
            yield Row(place, measured.indicator, measured.group, mean, float(low), float(high), len(cells))
