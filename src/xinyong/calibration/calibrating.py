"""A calibration from the first wave to the shipped ensemble; what is on store is not run again."""

from __future__ import annotations

import hashlib
import shlex
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.checking import covered, foretold, learnt
from xinyong.calibration.emulating import emulators
from xinyong.calibration.matching import Aim, drawn, left_over
from xinyong.calibration.simulating import simulated
from xinyong.calibration.targets import Target, figures_file, held_against
from xinyong.engine.assumptions import register
from xinyong.errors import check_bounds
from xinyong.experiments.cells import base_scheme, source_digest
from xinyong.experiments.cellstore import CellStore, default_store
from xinyong.experiments.draws import Ensemble, Ranged
from xinyong.experiments.pooling import Passed

F64 = NDArray[np.float64]
Look = Callable[[Passed], None]
Say = Callable[[str], None]
#: Draws that the shipped ensemble has; longer boards begin again with other draws of all else.
KEPT: Final = 500
#: How much less distances count while the waves still narrow.
_HEAT: Final = 4.0
_FEWEST: Final = 40


@dataclass(frozen=True)
class Order:
    """What is asked: draws of the first wave (later ones have half), waves, draws of the last check."""

    draws: int = 200
    waves: int = 2
    checks: int = 100
    seed: int = 1
    processes: int = 0
    store: Path | None = None

    def command(self) -> str:
        """The command line that asks for this."""
        words = ["xinyong", "calibrate", "--draws", str(self.draws), "--waves", str(self.waves),
                 "--checks", str(self.checks), "--seed", str(self.seed)]  # fmt: skip
        return shlex.join(words)


@dataclass(frozen=True)
class Calibration:
    """The ensemble's places by assumption, [draw], and the report."""

    places: dict[str, F64]
    report: dict[str, Any]


def check(order: Order) -> None:
    """Raise ``UsageError`` for numbers that no calibration could have."""
    asked = [("--draws", order.draws, _FEWEST, 100_000), ("--waves", order.waves, 1, 10),
             ("--checks", order.checks, 20, 100_000)]  # fmt: skip
    check_bounds(asked)


def calibrate(order: Order, look: Look = lambda step: None, say: Say = lambda text: None) -> Calibration:
    """Narrow the assumptions by the targets, and check what comes of it.

    Raises ``LanguageError`` for figures that cannot be read, ``InterruptedRun`` after Ctrl-C.
    """
    begun = time.perf_counter()
    check(order)
    held, beside = held_against(("target",)), held_against(("target", "prediction"))
    targets = [each.target for each in held]
    aim = _aim(targets)
    ids = _ids({each.lived.rules.scheme for each in held})
    prior = Ensemble()
    seen_places, seen_numbers, waves = [], [], []
    table: dict[str, F64] = {}
    with CellStore(order.store or default_store()) as store:
        for wave in range(order.waves):
            ensemble = replace(prior, label=f"wave-{wave}", table=table) if table else prior
            draws = order.draws if wave == 0 else -(-order.draws // 2)
            say(f"wave {wave + 1} of {order.waves}: {draws} draws")
            numbers = simulated(held, ensemble, draws, order.seed + wave, store, order.processes, look,
                                order.command())  # fmt: skip
            seen_places.append(_places(ensemble, ids, draws))
            seen_numbers.append(numbers)
            say("emulating")
            made = emulators(np.concatenate(seen_places), np.concatenate(seen_numbers))
            share = left_over(made, aim, len(ids), order.seed)
            told = {each.id: round(one.told, 3) for each, one in zip(targets, made, strict=True)}
            waves.append({"draws": draws, "not_ruled_out": share, "told": told})
            last = wave == order.waves - 1
            say("drawing what is left")
            found = drawn(made, aim, len(ids), KEPT if last else order.draws, order.seed + 100 + wave,
                          1.0 if last else _HEAT)  # fmt: skip
            used = sorted({int(k) for each in made for k in each.inputs})
            table = {ids[k]: found[:, k] for k in used}
        final = replace(prior, label="posterior", table=table)
        say(f"checking with {order.checks} draws")
        numbers = simulated(beside, final, order.checks, order.seed + 50, store, order.processes, look,
                            order.command())  # fmt: skip
    say("truth found again")
    cover = covered(seen_places[0], seen_numbers[0], made, aim, order.seed + 7)
    report = {
        "command": order.command(), "source": source_digest()[:16],
        "figures": hashlib.sha256(figures_file().read_bytes()).hexdigest()[:16], "waves": waves,
        "foretold": foretold(beside, numbers, order.seed + 11),
        "assumptions": len(ids), "learnt": learnt(ids, found, made, held, seen_places[0]),
        "coverage": cover, "wall_seconds": round(time.perf_counter() - begun, 1),
    }  # fmt: skip
    return Calibration(table, report)


def _aim(targets: list[Target]) -> Aim:
    """Published numbers and spreads; figures of one series miss alike, and count together as one."""
    alike = Counter((each.world, each.indicator, each.group) for each in targets)
    spreads = [each.spread * alike[each.world, each.indicator, each.group] ** 0.5 for each in targets]
    return Aim(np.array([each.scaled(float(each.value)) for each in targets]), np.array(spreads))


def _ids(schemes: set[str]) -> list[str]:
    """Every assumption that is drawn in the worlds of the figures."""
    found: dict[str, Ranged] = {entry.id: entry for entry in register()}
    for name in (*schemes, "status-quo-2012"):
        found |= dict(base_scheme(name).assumptions)
    return sorted(id for id, each in found.items() if each.low < each.high)


def _places(ensemble: Ensemble, ids: list[str], draws: int) -> F64:
    return np.array([[ensemble.place(id, draw) for id in ids] for draw in range(draws)])
