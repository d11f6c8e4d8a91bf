"""Studies replicated inside the model: the contrast that each made, beside what it found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.study_files import Estimate, Study, studies
from xinyong.claims.effects import effects
from xinyong.claims.models import Test
from xinyong.claims.planning import Asked, asked_of, needs_of
from xinyong.claims.running import Order as BoardOrder
from xinyong.claims.running import live_missing, series_of
from xinyong.experiments.cells import Lived
from xinyong.experiments.pooling import Hands, Passed

if TYPE_CHECKING:
    from xinyong.experiments.cellstore import CellStore
    from xinyong.experiments.draws import Ensemble

F64 = NDArray[np.float64]
_ENDS: Final = (0.05, 0.5, 0.95)
#: Draws in which studies are lived through, at most: a paired contrast needs few.
DRAWS: Final = 40


def replicated(
    draws: int, seed: int, store: CellStore, ensemble: Ensemble, processes: Hands = 0,
    look: Callable[[Passed], None] = lambda step: None, say: Callable[[str], None] = lambda text: None,
    again: str = "the same command", chosen: tuple[Study, ...] | None = None, citizens: int | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Each study beside what its contrast comes to in the draws of an ensemble; rows for the report.

    What is on store is not lived through again. Raises ``InterruptedRun``.
    """
    some = studies() if chosen is None else chosen
    order = BoardOrder(draws=draws, seeds=1, seed=seed, processes=processes, citizens=citizens)
    tests = {each.id: _tests(each) for each in some if each.test is not None}
    needs = needs_of([test for own in tests.values() for test in own], citizens)
    kept: dict[Lived, frozenset[str]] = {}
    asked = {id: [asked_of(test, citizens, needs, kept)[0] for test in own] for id, own in tests.items()}
    names = {lived: tuple(sorted(own)) for lived, own in kept.items()}
    live_missing(names, order, store, ensemble, look, say, again)
    found = series_of(list(names), order, store, ensemble)

    def numbers(one: Asked) -> F64:
        return effects(one, found, draws, 1, seed).draws

    rows = []
    for study in some:
        row = _row(study)
        if study.id in asked:
            own = numbers(asked[study.id][0])
            if len(asked[study.id]) > 1:
                reached = numbers(asked[study.id][1])
                own = np.divide(own, reached, out=np.full_like(own, np.nan), where=reached > 0)
            row |= _told(study.estimate, own[np.isfinite(own)])
        rows.append(row)
    return rows


def _tests(study: Study) -> list[Test]:
    """The contrast, and where it is asked for the number that it is divided by."""
    assert study.test is not None
    if study.per is None:
        return [study.test]
    level = study.test.model_copy(update={"indicator": study.per, "compare": "level", "group": "all"})
    return [study.test, level]


def _row(study: Study) -> dict[str, Any]:
    estimate = study.estimate
    return {
        "id": study.id, "what": study.what, "sources": study.sources, "role": study.role, "sets": study.sets,
        "estimate": estimate.value, "between": [estimate.low, estimate.high], "sign": estimate.sign,
        "words": estimate.words, "differs": study.differs,
        "untestable": None if study.untestable is None else study.untestable.reason,
    }  # fmt: skip


def _told(estimate: Estimate, number: F64) -> dict[str, Any]:
    if number.size == 0:
        return {"draws": 0, "model": None}
    low, middle, high = (float(q) for q in np.quantile(number, _ENDS))
    if estimate.sign is not None:
        share = float((number > 0).mean() if estimate.sign == "up" else (number < 0).mean())
        return {"draws": int(number.size), "model": [low, middle, high], "same_sign": round(share, 3)}
    least = estimate.value if estimate.low is None else estimate.low
    most = estimate.value if estimate.high is None else estimate.high
    assert least is not None
    assert most is not None
    found = (least + most) / 2 if estimate.value is None else estimate.value
    # intervals that only touch do not meet: the middle of one must lie in the other
    meets = low <= found <= high or least <= middle <= most
    return {"draws": int(number.size), "model": [low, middle, high], "meets": bool(meets)}
