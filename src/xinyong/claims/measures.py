"""From the sums of a cell to one number of a condition: windows, estimands, events behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.claims import formulas
from xinyong.claims.models import Condition
from xinyong.dates import month_number
from xinyong.errors import Problem, UnknownName, did_you_mean, one_of
from xinyong.experiments.cells import Series
from xinyong.experiments.endings import ENDINGS
from xinyong.experiments.summing import joined, split
from xinyong.quantities import G_COMPANY, G_OFFICE, GROUPS, WEIGHT_UNIT
from xinyong.results.catalogue import INDICATORS, NUMBER, Indicator
from xinyong.results.indicators import factor

F64 = NDArray[np.float64]
_YEAR: Final = 12
_AFTER: Final = 24


@dataclass(frozen=True)
class Measure:
    """One number of a world: an indicator of a group over some months."""

    indicator: str
    group: str
    estimand: str
    since: str | None
    until: str | None
    start: int
    months: int
    relative: bool

    @classmethod
    def of(cls, condition: Condition, start: int, months: int) -> Measure:
        """What a condition measures in a run of ``months`` months from month ``start``."""
        return cls(
            condition.indicator.strip(), condition.group, condition.estimand, condition.from_,
            condition.until, start, months, condition.compare == "relative",
        )  # fmt: skip

    @cached_property
    def _catalogued(self) -> Indicator | None:
        number = NUMBER.get(self.indicator)
        return None if number is None else INDICATORS[number]

    @cached_property
    def _formula(self) -> formulas.Node:
        if self.estimand == "end":
            return formulas.parse(self.indicator, self.group, tuple(ENDINGS))
        return formulas.parse(self.indicator, self.group)

    def check(self) -> None:
        """Raise ``UnknownName`` for an indicator, group or window that there is not."""
        if self.group not in GROUPS:
            raise UnknownName(
                Problem(path="group", found=f"no group {self.group!r}", allowed=one_of(list(GROUPS), 30),
                        remedy=did_you_mean(self.group, GROUPS))
            )  # fmt: skip
        if self.estimand == "end" or self._catalogued is None:
            try:
                _ = self._formula
            except UnknownName as error:
                problem = error.problems[0]
                near = (
                    problem.remedy
                    if self.estimand == "end"
                    else did_you_mean(self.indicator, NUMBER, problem.remedy)
                )
                raise UnknownName(
                    Problem(path="indicator", found=problem.found, allowed=problem.allowed, remedy=near)
                ) from None
        first, last = self.window
        if not 0 <= first <= last < self.months:
            raise UnknownName(
                Problem(path="from, until", found=f"months {first + 1} to {last + 1} of the run",
                        allowed=f"allowed: within its {self.months} months")
            )  # fmt: skip

    @property
    def window(self) -> tuple[int, int]:
        """First and last month that is read, counted from the run's first (0)."""
        last = self.months - 1 if self.until is None else month_number(self.until) - self.start
        if self.since is not None:
            return month_number(self.since) - self.start, last
        back = {"level": _YEAR, "after": _AFTER}.get(self.estimand)
        return (0 if back is None else max(0, last - back + 1)), last

    @property
    def names(self) -> tuple[str, ...]:
        """Sums that it needs."""
        if self.estimand == "end":
            return ()
        one = self._catalogued
        if one is None:
            return formulas.names_in(self._formula)
        rows = [*one.numerator, *one.denominator, *one.events]
        return tuple(dict.fromkeys(joined(row.removeprefix("-"), [self.group]) for row in rows))

    def value(self, series: Series) -> float:
        """The number; nan where it cannot be told."""
        if self.estimand == "end":
            ends = series.endings
            return float(formulas.figure(self._formula, lambda name: np.asarray(ends.get(name, np.nan))))
        first, last = self.window
        if self.estimand == "peak":
            span = min(_YEAR, last - first + 1)
            found = [self._over(series, at, at + span - 1) for at in range(first, last - span + 2)]
            known = [each for each in found if np.isfinite(each)]
            return max(known) if known else float("nan")
        return self._over(series, first, last)

    def _over(self, series: Series, first: int, last: int) -> float:
        """The number over the months from ``first`` to ``last``."""
        rows = {name: series.sums[row, first : last + 1] for row, name in enumerate(series.names)}
        one = self._catalogued
        if one is None:
            added = self.estimand == "cumulative"

            def lookup(name: str) -> F64:
                total = np.asarray(rows[name].sum() * formulas.scale_of(name))
                return total if added and formulas.is_event(name) else np.asarray(total / rows[name].size)

            return float(formulas.figure(self._formula, lookup))
        top, bottom = (self._added(rows, names) for names in (one.numerator, one.denominator))
        if bottom <= 0:
            return float("nan")
        years = (last - first + 1) / _YEAR
        times = years if self.estimand == "cumulative" and one.kind in ("rate", "flow") else 1.0
        return times * factor(one) * top / bottom

    def _added(self, rows: dict[str, NDArray[np.int64]], names: Sequence[str]) -> float:
        return sum(sign * float(rows[name].sum()) for sign, name in self._signed(names))

    def _signed(self, names: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Sign and full name of each of an indicator's quantities."""
        for name in names:
            yield (-1 if name.startswith("-") else 1), joined(name.removeprefix("-"), [self.group])

    def events(self, series: Series) -> float:
        """Effective number of counted things behind the number (``results.indicators``).

        Infinite where nothing counted stands in it; for endings, the adults that it looks at are not
        few, and it is infinite too.
        """
        if self.estimand == "end":
            return float("inf")
        first, last = self.window
        rows = {name: series.sums[row, first : last + 1] for row, name in enumerate(series.names)}

        def lookup(name: str) -> F64:
            total = rows[name].sum() / _weight(name, series.weights)
            return np.asarray(total if formulas.is_event(name) else total / rows[name].size)

        one = self._catalogued
        if one is not None:
            below = all(formulas.unit_of(name) == "count" for _, name in self._signed(one.denominator))
            chosen = one.events if self.relative or not below else one.denominator
            return abs(sum(sign * float(lookup(name)) for sign, name in self._signed(chosen)))
        found = formulas.counted(self._formula, lookup, self.relative)
        return float("inf") if found is None else float(found)


#: Counts of companies that are asked: a frame that holds any holds all of them, each for itself.
_COMPLETE: Final = ("asked", "yielded-part", "yielded-full")


def _weight(name: str, weights: tuple[float, float, float]) -> float:
    word, parts = split(name)
    if word in _COMPLETE:
        return float(WEIGHT_UNIT)
    group = GROUPS.index(parts[0]) if parts[0] in GROUPS else 0
    return weights[1] if group == G_COMPANY else weights[2] if group == G_OFFICE else weights[0]
