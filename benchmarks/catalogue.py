"""Cost of a citizen-month as the catalogue grows from 10 to 200 conducts, everything else alike.

    python benchmarks/catalogue.py [--citizens N] [--months M]

Conducts are taken from (or repeated out of) the shipped catalogue with rates scaled so that a
segment meets as many opportunities in all, and each keeps the collecting rows of its original.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from xinyong import scheme
from xinyong.engine import Engine, WorldSpec
from xinyong.engine.assumptions import values
from xinyong.scheme.opportunities import chances, rates
from xinyong.scheme.tables import COURT_CONDUCT, Tables
from xinyong.society import build, plan

#: Tables with a conduct as their first dimension, and as their second.
FIRST = (
    "domain", "kinds", "lawful", "good", "speech", "counterpart", "creates_debt", "gain", "conscience",
    "fine", "harm", "kin_pull", "seen", "needs", "work_mask", "sector_mask",
)  # fmt: skip
LAST = ("stake_list", "stake_points", "stake_record")


class Sized:
    """A timeline whose tables have ``count`` conducts."""

    def __init__(self, name: str, cities: tuple[str, ...], count: int) -> None:
        loaded = scheme.load(name)
        self.inner = loaded.compile(cities)
        self.regime_of_place = self.inner.regime_of_place
        catalogue = loaded.catalogue
        self.table = rates(catalogue.conducts.values(), catalogue.gates.values())
        self.count = count
        self.made: dict[int, tuple[Tables, Tables]] = {}

    def at(self, month: int) -> Tables:
        """Tables of a month, resized."""
        given = self.inner.at(month)
        known = self.made.get(id(given))
        if known is None:
            known = self.made[id(given)] = (given, self._resized(given))
        return known[1]

    def _resized(self, given: Tables) -> Tables:
        total = len(given.domain)
        court = int(given.court[COURT_CONDUCT])
        order = np.arange(total)
        if court > 0:
            order[0], order[court] = court, 0
        source = order[np.arange(self.count) % total]
        met = self.table[:, :total].sum(axis=1, keepdims=True)
        mine = self.table[:, source]
        with np.errstate(invalid="ignore", divide="ignore"):
            mine = np.nan_to_num(mine * (met / mine.sum(axis=1, keepdims=True)))
        drawn = chances(np.concatenate([mine, self.table[:, total:]], axis=1))
        rows: list[int] = []
        first = np.zeros((len(given.first), self.count + 1), np.int32)
        for regime in range(len(given.first)):
            for k, old in enumerate(source):
                first[regime, k] = len(rows)
                rows += range(given.first[regime, old], given.first[regime, old + 1])
            first[regime, self.count] = len(rows)
        parts = {field: getattr(given, field)[source] for field in FIRST}
        parts |= {field: getattr(given, field)[..., source] for field in LAST}
        parts |= {field: getattr(given, field)[rows] for field in given._fields if field.startswith("row_")}
        bench = given.court.copy()
        bench[COURT_CONDUCT] = 0 if court >= 0 else -1
        return given._replace(**parts, **drawn._asdict(), first=first, court=bench)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--citizens", type=int, default=300_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    society = build(plan("national", asked.citizens, 1), threads=2)
    for count in (10, 25, 50, 100, 200):
        times = []
        for _ in range(3):
            spec = WorldSpec(society, Sized("bench-first-light", society.cities, count), values(), 7, 180)
            engine = Engine(spec, asked.threads)
            engine.step()
            began = time.perf_counter()
            for _ in range(asked.months):
                engine.step()
            times.append(time.perf_counter() - began)
        cost = statistics.median(times) / asked.citizens / asked.months
        print(f"{count:4d} conducts: {cost * 1e9:6.0f} ns a citizen-month, {1e-6 / cost:.2f} million/s")


if __name__ == "__main__":
    main()
