"""A calibration from the first wave to the shipped ensemble; what is on store is not run again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from xinyong.calibration.bounding import STATED, approval_bounds, carriers_bounds, private
from xinyong.calibration.checking import foretold, learnt
from xinyong.calibration.covering import TRUTHS, covered
from xinyong.calibration.narrowing import Fit, Known, Order, narrowed, together
from xinyong.calibration.simulating import simulated
from xinyong.calibration.studying import DRAWS, replicated
from xinyong.calibration.targets import Held, figures_file, held_against
from xinyong.engine.assumptions import register
from xinyong.errors import check_bounds
from xinyong.experiments.cells import base_scheme, source_digest
from xinyong.experiments.cellstore import CellStore, default_store
from xinyong.experiments.draws import Ensemble, Ranged
from xinyong.experiments.pooling import Passed

F64 = NDArray[np.float64]
Look = Callable[[Passed], None]
Say = Callable[[str], None]
_FEWEST: Final = 40


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

    Raises ``LanguageError`` for figures that cannot be read, ``UsageError`` where no figure can be
    emulated, ``InterruptedRun`` after Ctrl-C.
    """
    begun = time.perf_counter()
    check(order)
    held, beside = held_against(("target",)), held_against(("target", "prediction"))
    known = Known(_ids({each.lived.rules.scheme for each in held}))
    # one thread: products this small gain nothing from more, and digits must not hang on how many there are
    with threadpool_limits(1), CellStore(order.store or default_store()) as store:

        def live(some: Sequence[Held], ensemble: Ensemble, draws: int, seed: int, luck: int = 0) -> F64:
            return simulated(some, ensemble, draws, seed, store, order.processes, look, order.command(), luck)

        fit = narrowed(held, known, live, order, say)
        final = Ensemble(label="posterior", table=fit.table)
        say(f"checking with {order.checks} draws")
        numbers = live([*beside, private(beside)], final, order.checks, order.seed + 50)
        more = (order.seed + 60, store, final, order.processes, look, say, order.command())
        say("studies made again")
        made_again = replicated(min(order.checks, DRAWS), *more)
        say("what no figure tells")
        bounds = {"private-approval": _approval(beside, numbers),
                  "carriers": carriers_bounds(order.checks, *more)}  # fmt: skip
        report = told_of(fit, known, beside, numbers[:, :-1], order.seed, say)
    head = {
        "command": order.command(), "source": source_digest()[:16],
        "figures": hashlib.sha256(figures_file().read_bytes()).hexdigest()[:16],
    }  # fmt: skip
    report |= {"studies": made_again, "bounds": bounds}
    return Calibration(fit.table, {**head, **report, "wall_seconds": round(time.perf_counter() - begun, 1)})


def told_of(
    fit: Fit, known: Known, beside: Sequence[Held], numbers: F64, seed: int, say: Say = lambda text: None,
    truths: int = TRUTHS,
) -> dict[str, Any]:  # fmt: skip
    """What came of a fit: ``numbers`` [draw, datum] are those of ``beside`` in draws of the posterior."""
    say("truth found again")
    rows = learnt(known.ids, fit.places, fit.made, fit.fitted, known.places[0])
    informed = [known.ids.index(row["id"]) for row in rows if row["informed"]]
    cover = covered(
        known.places[0], known.numbers[0][:, fit.which], fit.made, fit.aim, informed, seed + 7, truths,
        lambda done: say(f"truth found again: {done} of {truths}"),
    )  # fmt: skip
    return {
        "waves": fit.waves, "fitted": [each.target.id for each in fit.fitted], "uninformative": fit.unfit,
        "together": together(fit), "chain": fit.chain, "foretold": foretold(beside, numbers, seed + 11),
        "assumptions": len(known.ids), "learnt": rows, "coverage": cover,
    }  # fmt: skip


def _approval(beside: Sequence[Held], numbers: F64) -> dict[str, Any]:
    """Bounds of private approval from the draws of the check; the last column is what is thought."""
    place = next(k for k, each in enumerate(beside) if each.target.id == STATED)
    return approval_bounds(beside[place], numbers[:, place], numbers[:, -1])


def _ids(schemes: set[str]) -> list[str]:
    """Every assumption that is drawn in the worlds of the figures."""
    found: dict[str, Ranged] = {entry.id: entry for entry in register()}
    for name in (*schemes, "status-quo-2012"):
        found |= dict(base_scheme(name).assumptions)
    return sorted(id for id, each in found.items() if each.low < each.high)
