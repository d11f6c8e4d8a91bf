"""What no figure identifies, as bounds: private approval, and the credit record's part in a demand met.

Approval is asked aloud. How much of what is said is thought depends on how far people say what is thought
acceptable, and no figure tells that for social credit. So private approval is read in all draws of an
ensemble, each weighted by how well what is stated there meets the figure: the ends of what is left are the
bound. Beside it stands what follows if people withhold on this question as they do on the regime, where
list experiments were made. Why carriers did as a letter said is likewise told by no count of how many did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.targets import Held, figures
from xinyong.claims.effects import effects
from xinyong.claims.planning import asked_of, needs_of
from xinyong.claims.reading import library
from xinyong.claims.running import Order as BoardOrder
from xinyong.claims.running import live_missing, series_of
from xinyong.experiments.cells import Lived
from xinyong.experiments.pooling import Hands, Passed

if TYPE_CHECKING:
    from xinyong.experiments.cellstore import CellStore
    from xinyong.experiments.draws import Ensemble

F64 = NDArray[np.float64]
#: The figure of stated approval, and the one of how far direct answers lie above hidden ones.
STATED: Final = "approve-online-2018"
WITHHELD: Final = "list-experiments-2020"
_CARRIERS: Final = "D22"
_ENDS: Final = (0.05, 0.95)
_FEWEST: Final = 5.0
#: Standard deviations beyond which a draw is not of the figure's world.
_FAR: Final = 3.0


def private(held: Sequence[Held]) -> Held:
    """The figure of stated approval, read from what is thought in private instead."""
    stated = next(each for each in held if each.target.id == STATED)
    indicator = stated.target.indicator.replace("states-approval", "approves")
    return stated._replace(
        target=stated.target.model_copy(update={"id": "private-approval", "indicator": indicator}),
        measure=replace(stated.measure, indicator=indicator),
    )


def approval_bounds(stated: Held, said: F64, thought: F64) -> dict[str, Any]:
    """Bounds of private approval, given what is stated: shares [draw] said and thought in the draws."""
    target = stated.target
    apart = (said - float(target.value)) / stated.spread
    # a draw that foretells something else altogether says nothing of this figure
    good = np.isfinite(apart) & np.isfinite(thought) & (np.abs(np.nan_to_num(apart, nan=np.inf)) <= _FAR)
    weights = np.where(good, np.exp(-0.5 * np.where(good, apart, 0.0) ** 2), 0.0)
    worth = float(weights.sum() ** 2 / (weights**2).sum()) if weights.any() else 0.0
    gap = next(each for each in figures().targets if each.id == WITHHELD)
    low, high = gap.range or (gap.value, gap.value)
    return {
        "figure": target.id, "stated": float(target.value), "draws": round(worth, 1),
        "model": None if worth < _FEWEST else _ends(thought, weights),
        "withheld": [float(low), float(high)],
        "as_on_the_regime": [max(0.0, float(target.value) - float(high)), float(target.value) - float(low)],
    }  # fmt: skip


def _ends(values: F64, weights: F64) -> list[float]:
    """Weighted ends of nine in ten."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(np.interp(q, below / weights.sum(), values[order])) for q in _ENDS]


def carriers_bounds(
    draws: int, seed: int, store: CellStore, ensemble: Ensemble, processes: Hands = 0,
    look: Callable[[Passed], None] = lambda step: None, say: Callable[[str], None] = lambda text: None,
    again: str = "the same command", citizens: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The part of carriers' full compliance that is gone without the credit record: ends over the draws.

    Nothing and all of it were possible before anything is run. What is on store is not lived again.
    """
    test = library()[_CARRIERS].tests[0]
    order = BoardOrder(draws=draws, seeds=1, seed=seed, processes=processes, citizens=citizens)
    kept: dict[Lived, frozenset[str]] = {}
    level = test.model_copy(update={"compare": "level"})
    needs = needs_of([test, level], citizens)
    apart, whole = (asked_of(each, citizens, needs, kept)[0] for each in (test, level))
    names = {lived: tuple(sorted(own)) for lived, own in kept.items()}
    live_missing(names, order, store, ensemble, look, say, again)
    found = series_of(list(names), order, store, ensemble)
    due, all_of_it = (effects(each, found, draws, 1, seed).draws for each in (apart, whole))
    share = np.divide(due, all_of_it, out=np.full_like(due, np.nan), where=all_of_it > 0)
    share = np.clip(share[np.isfinite(share)], 0.0, 1.0)
    return {
        "claim": _CARRIERS, "draws": int(share.size), "before": [0.0, 1.0],
        "model": [float(q) for q in np.quantile(share, _ENDS)] if share.size >= _FEWEST else None,
        "widest": [float(share.min()), float(share.max())] if share.size else None,
    }  # fmt: skip
