"""How many fewer replicates do paired worlds need than unpaired ones for the same interval?

China's scheme and its twin are lived through with so many seeds, in one draw of the assumptions.
A paired difference has the variance of (world - twin) at equal seeds; an unpaired one the sum of
both worlds' variances. Their ratio is how many times more replicates the unpaired design needs.

    python benchmarks/pairing.py [--seeds 40] [--citizens 10000] [--months 60]
"""

from __future__ import annotations

import argparse

import numpy as np

from xinyong.claims.measures import Measure
from xinyong.dates import month_number
from xinyong.experiments.branching import Branching, Job
from xinyong.experiments.cells import Cell, Lived, Spot, before, rules_of
from xinyong.experiments.draws import Ensemble
from xinyong.results.catalogue import INDICATORS

START = month_number("2014-01")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--seeds", type=int, default=40)
    asked.add_argument("--citizens", type=int, default=10_000)
    asked.add_argument("--months", type=int, default=60)
    asked.add_argument("--draw", type=int, default=0)
    told = asked.parse_args()
    spot = Spot("national", told.citizens, START, told.months, before("status-quo-2012", ()))
    worlds = [Lived(rules_of(name, {}), spot) for name in ("china-2020", "status-quo-2012")]
    measures = {
        one.id: Measure(one.id, "all", "mean", None, None, START, told.months, False) for one in INDICATORS
    }
    names = tuple(dict.fromkeys(name for each in measures.values() for name in each.names))
    living = Branching(Ensemble())
    found = np.full((2, told.seeds, len(measures)), np.nan)
    for number, lived in enumerate(worlds):
        cells = tuple(Cell(lived, told.draw, 1000 + seed) for seed in range(told.seeds))
        for seed, done in enumerate(living.run(Job(cells, names))):
            found[number, seed] = [each.value(done.series) for each in measures.values()]
    rows = []
    for k, name in enumerate(measures):
        world, twin = found[0, :, k], found[1, :, k]
        if not (np.isfinite(world).all() and np.isfinite(twin).all()):
            continue
        apart, alone = (world - twin).var(ddof=1), world.var(ddof=1) + twin.var(ddof=1)
        if apart > 0:
            rows.append((alone / apart, name, (world - twin).mean(), apart**0.5, alone**0.5))
    print(f"{told.seeds} seeds, {told.citizens:,} citizens, {told.months} months, draw {told.draw}")
    print(f"{'indicator':<28}{'difference':>12}{'sd paired':>12}{'sd unpaired':>12}{'fewer':>8}")
    for ratio, name, mean, own, other in sorted(rows, reverse=True):
        print(f"{name:<28}{mean:>12.4g}{own:>12.3g}{other:>12.3g}{ratio:>7.1f}x")
    print(f"at least five times fewer: {sum(row[0] >= 5 for row in rows)} of {len(rows)} indicators")


if __name__ == "__main__":
    main()
