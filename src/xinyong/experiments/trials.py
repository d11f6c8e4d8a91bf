"""An institution on trial: two worlds that part where it begins, and one month without it.

Each book is left out of the scheme that has it (``china-2020``; for comparators their own). Worlds with
it are lived through once for all books of a frame, with states kept where books begin and end; each
trial goes on from these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.assumptions import values
from xinyong.engine.recounting import changed_slots, recount
from xinyong.engine.rules import packed
from xinyong.engine.run import Engine, MonthOut, WorldSpec
from xinyong.experiments.aligning import align
from xinyong.experiments.reaching import reach
from xinyong.experiments.staging import (
    BURN_IN,
    FIRST,
    MONTHS,
    Trial,
    loaded,
    scheme_with,
    trial,
    used,
    without,
)
from xinyong.experiments.straying import strayed
from xinyong.quantities import G_ALL, G_COMPANY, G_OFFICE
from xinyong.results.catalogue import INDICATORS
from xinyong.results.contrast import contrast
from xinyong.results.indicators import group_weights
from xinyong.results.tallies import Sums
from xinyong.scheme.loading import Scheme
from xinyong.society.frames import frames
from xinyong.society.planning import plan
from xinyong.society.population import Society, build

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.scheme.compile import Timeline

SEED: Final = 7
CITIZENS: Final = 60_000
#: How many times as many citizens a second trial has.
MORE: Final = 10
KINDS: Final = {"person": G_ALL, "company": G_COMPANY, "office": G_OFFICE}
_EXPECTED: Final = ("stake_list", "stake_points", "stake_record", "believed", "scored", "reach")


class Shift(NamedTuple):
    """How an indicator differs with the book from without it, for a kind of subject; half an interval."""

    indicator: str
    kind: str
    difference: float
    width: float


class Finding(NamedTuple):
    """What a trial showed: what moved, what ``moves`` says that did not, what moved out of reach."""

    trial: Trial
    said: frozenset[str]
    moved: list[Shift]
    still: list[str]
    faint: list[str]
    strayed: list[str]
    citizens: int = 0

    @property
    def clear(self) -> bool:
        """Whether anything that the book says it moves does so by more than half an interval."""
        unclear = {*self.still, *self.faint}
        return bool({shift.indicator for shift in self.moved} & self.said - unclear)


class Unsurprised(Engine):
    """An engine whose people and companies may go on expecting what they did before a switch."""

    def expect(self, before: Any) -> None:
        """For the coming month, believe in the tables ``before``, whatever is in force."""
        tables = self.spec.timeline.at(self.month)
        now, was = packed(tables, self.spec.dials), packed(before, self.spec.dials)
        for name in _EXPECTED:
            now[name] = was[name]
        recount(self.state, now, changed_slots(None, now))
        self._rules = (tables, now)


class Lived:
    """A world with all its books, lived through once; sums and states at the months asked for."""

    def __init__(
        self, scheme: Scheme, society: Society, marks: Sequence[int], folder: Path,
        since: int = FIRST - BURN_IN,
    ) -> None:  # fmt: skip
        """Live from ``since`` to the last of ``marks``; states are kept in ``folder``."""
        self.society, self._folder, self._since = society, folder, since
        self._timeline = align({"with": scheme})["with"].compile(society.cities)
        engine = Engine(WorldSpec(society, self._timeline, values(), SEED, since))
        self._sums: dict[int, list[NDArray[np.int64]]] = {}
        total = _nothing()
        while True:
            if engine.month in marks:
                (folder / str(engine.month)).mkdir()
                engine.save(folder / str(engine.month))
                self._sums[engine.month] = [each.copy() for each in total]
            if engine.month >= max(marks):
                break
            _add(total, engine.step())

    def branch(self, timeline: Timeline, month: int, plain: bool = False) -> Unsurprised:
        """An engine that goes on from a month; ``plain`` where what is not reached cannot follow.

        Offices then stretch no rule to conduct that is left without one, and nobody who is refused at
        one gate keeps away from others.
        """
        dials = values()
        if plain:
            dials[[A.overreach, A.stops_trying]] = 0.0
        spec = WorldSpec(self.society, timeline, dials, SEED, self._since)
        engine = Unsurprised.load(spec, self._folder / str(month))
        assert isinstance(engine, Unsurprised)
        return engine

    def sums(self, first: int, last: int) -> Sums:
        """What the months from ``first`` to before ``last`` came to."""
        places, blocks = (b - a for a, b in zip(self._sums[first], self._sums[last], strict=True))
        return Sums(last - first, places, blocks)


def _nothing() -> list[NDArray[np.int64]]:
    return [np.zeros((), np.int64), np.zeros((), np.int64)]


def _add(total: list[NDArray[np.int64]], out: MonthOut) -> None:
    total[0], total[1] = total[0] + out.places, total[1] + out.blocks


def find(lived: Lived, scheme: Scheme, one: Trial) -> Finding:
    """Hold the trial of a book."""
    use, book = used(scheme, one.book)
    cities = lived.society.cities
    end = one.last - 1
    total = _nothing()
    engine = lived.branch(without(scheme, one.book, one.first)[1].compile(cities), one.first)
    while engine.month < end:
        _add(total, engine.step())
    moved = _shifts(lived.sums(one.first, end), Sums(end - one.first, total[0], total[1]))
    stray: dict[str, None] = {}
    for month in (one.first, end):
        on, off = (each.compile(cities) for each in without(scheme, one.book, month))
        pair = lived.branch(on, month, plain=True), lived.branch(off, month, plain=True)
        pair[1].expect(on.at(month))
        outs = pair[0].step(), pair[1].step()
        stray |= dict.fromkeys(strayed(pair, outs, reach(scheme, one.book, month), use, cities))
    names = {shift.indicator for shift in moved}
    clear = {shift.indicator for shift in moved if not abs(shift.difference) <= shift.width}
    still = [name for name in book.moves if name not in names]
    faint = [name for name in book.moves if name in names - clear]
    return Finding(one, frozenset(book.moves), moved, still, faint, list(stray))


def _shifts(a: Sums, b: Sums) -> list[Shift]:
    weights = group_weights((1.0, 1.0, 1.0))
    seen = contrast(a, b, weights)
    found = []
    for number, indicator in enumerate(INDICATORS):
        for kind, group in KINDS.items():
            have, lack = seen.a[number, 0, group], seen.b[number, 0, group]
            if have == lack or (np.isnan(have) and np.isnan(lack)):
                continue
            found.append(Shift(indicator.id, kind, float(have - lack), float(seen.width[number, group])))
    return found


def trials(books: Sequence[str], citizens: int, months: int = MONTHS) -> Iterator[Finding]:
    """Hold the trials of some books, frame by frame.

    Where something that a book says it moves stays still, or none of it moves clearly, the trial is
    held again with ``MORE`` times as many citizens and the book as strict as it may be, for what is
    rare is not seen otherwise.
    """
    asked = [trial(scheme_with(book), book, months) for book in books]
    again = []
    for one in _held(asked, citizens):
        if one.still or not one.clear:
            again.append(one.trial._replace(strict=one.trial.book))
        else:
            yield one
    yield from _held(again, MORE * citizens)


def _held(asked: Sequence[Trial], citizens: int) -> Iterator[Finding]:
    for stage in dict.fromkeys((each.scheme, each.frame, each.strict) for each in asked):
        mine = [each for each in asked if (each.scheme, each.frame, each.strict) == stage]
        scheme = loaded(stage[0], stage[2])
        with TemporaryDirectory() as folder:
            society = build(plan(_frame(stage[1], Path(folder)), citizens, SEED, FIRST - BURN_IN))
            marks = sorted({month for each in mine for month in (each.first, each.last - 1)})
            lived = Lived(scheme, society, marks, Path(folder))
            for each in mine:
                yield find(lived, scheme, each)._replace(citizens=citizens)


def _frame(name: str, folder: Path) -> str | Path:
    """A frame of the library, or a file for one that is said as its cities."""
    if name in frames():
        return name
    path = folder / "cities.yaml"
    path.write_text(f"id: cities\nplaces: [{name}]\n", encoding="utf-8")
    return path
