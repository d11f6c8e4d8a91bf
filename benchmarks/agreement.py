"""Do verdicts agree between draws and seeds that share nothing? Two halves of a board's own draws.

    python benchmarks/agreement.py --draws 100 [--seeds 2] [--ensemble posterior|prior]

Nothing is lived through: the worlds of `xinyong claims --draws 100` must be on store. Even draws are one
half, odd ones the other; each draw has seeds of its own. Printed are the tests whose q in one half lies
outside what Monte Carlo allows for the difference of two halves (two-sided, 95 %), how many there should be,
and the tests of which one half says holds and the other does not hold.
"""

import argparse
import math
from dataclasses import replace

import numpy as np

from xinyong.claims.effects import Effects
from xinyong.claims.judging import FAILS, HOLDS, judge
from xinyong.claims.planning import plan
from xinyong.claims.reading import choose, library
from xinyong.claims.running import Order, effects_of
from xinyong.claims.sharing import shared_needs
from xinyong.experiments.cellstore import CellStore, default_store
from xinyong.experiments.posterior import ensemble_of


def half(each: list[Effects], turn: int) -> list[Effects]:
    return [replace(one, each=one.each[turn::2]) for one in each]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--draws", type=int, default=100)
    asked.add_argument("--seeds", type=int, default=2)
    asked.add_argument("--ensemble")
    order = Order(**vars(asked.parse_args()))
    chosen = [(claim, test) for claim, test in choose(library(), (), None) if test and not test.part]
    planned, _ = plan(chosen, shared_needs(None, None), None)
    apart, against, told = [], [], 0
    ensemble = ensemble_of(order.ensemble)
    with CellStore(default_store()) as store:
        for one in planned:
            each = effects_of(one, order, store, ensemble)
            if not all(np.isfinite(effects.draws).any() for effects in each):
                print(f"{one.claim.id} {one.test.setting}: not on store")
                continue
            conditions = [part.condition for part in one.asked]
            first, second = (judge(conditions, half(each, turn)) for turn in (0, 1))
            told += 1
            both = (first.q * first.draws + second.q * second.draws) / (first.draws + second.draws)
            error = math.sqrt(max(both * (1 - both), 0.0) * (1 / first.draws + 1 / second.draws))
            name = f"{one.claim.id} {one.test.setting}"
            if error > 0 and abs(first.q - second.q) > 1.96 * error:
                apart.append(f"{name} {first.q:.2f} {second.q:.2f}")
            if {first.verdict, second.verdict} == {HOLDS, FAILS}:
                against.append(name)
    print(f"{told} tests in two halves of {order.draws // 2} draws")
    print(f"q further apart than Monte Carlo allows at 95 %: {len(apart)} (some {0.05 * told:.0f} are due)")
    for line in apart:
        print("  " + line)
    print(f"one half holds, the other does not: {len(against)} {' '.join(against)}")


if __name__ == "__main__":
    main()
