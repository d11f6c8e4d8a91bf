"""Truth found again: draws taken for the truth that the emulators asked had not seen.

Each truth is a draw of the prior. It is held against emulators made without its own fold, so neither
their screening nor their fit knew it. Counted are only the assumptions that the published figures
narrow (an interval that is as wide as the range holds the truth nine times in ten whatever is done), and,
apart, whether the truth's own figures lie where the posterior foretells them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.emulating import Emulator, fold_of
from xinyong.calibration.matching import Aim, Match, drawn

F64 = NDArray[np.float64]
TRUTHS: Final = 30
_STEPS: Final = 4_000
_DRAWS: Final = 1_000
_ENDS: Final = (0.05, 0.95)


def covered(
    places: F64, numbers: F64, made: Sequence[Emulator], aim: Aim, informed: Sequence[int], seed: int,
    truths: int = TRUTHS, look: Callable[[int], None] = lambda done: None,
) -> dict[str, Any]:  # fmt: skip
    """How often intervals of nine in ten hold the truth: of ``informed`` columns, and of the figures.

    ``places`` [draw, assumption] and ``numbers`` [draw, datum] are draws of the prior, the first of those
    that the emulators were made from. A truth's figures are its numbers with error as ``aim`` has it.
    ``between`` is an interval of nine in ten for a share, counting a truth as one case.
    """
    luck = np.random.default_rng(seed)
    usable = np.flatnonzero(np.isfinite(numbers).all(axis=1))
    chosen = luck.choice(usable, min(truths, usable.size), replace=False)
    whole = Match.of(made, aim)
    folds = fold_of(len(numbers))
    columns = np.asarray(informed, np.int64)
    placed, told = [], []
    for number, truth in enumerate(chosen):
        published = numbers[truth] + luck.multivariate_normal(np.zeros(len(made)), aim.own, method="eigh")
        flats = tuple(each.folds[folds[truth]] for each in made)
        match = Match(flats, Aim(published, aim.own), whole.missed)
        found, _ = drawn(match, places.shape[1], _DRAWS, seed + number + 1, most=_STEPS)
        low, high = np.quantile(found[:, columns], _ENDS, axis=0)
        own = places[truth, columns]
        placed.append((low <= own) & (own <= high))
        foretold = match.means(found) + luck.multivariate_normal(
            np.zeros(len(made)), whole.missed, _DRAWS, method="eigh"
        )
        low, high = np.quantile(foretold, _ENDS, axis=0)
        told.append((low <= numbers[truth]) & (numbers[truth] <= high))
        look(number + 1)
    return {
        "truths": int(chosen.size), "nominal": 0.9,
        "assumptions": _counted(np.array(placed), columns.size),
        "figures": _counted(np.array(told), len(made)),
    }  # fmt: skip


def _counted(hits: NDArray[np.bool_], width: int) -> dict[str, Any]:
    """Share of hits [truth, case] and what it may be, by truths: cases of one truth go together."""
    if hits.size == 0:
        return {"cases": 0, "covered": None, "between": None}
    by_truth = hits.reshape(-1, width).mean(axis=1)
    share, count = float(by_truth.mean()), len(by_truth)
    spread = float(by_truth.std(ddof=1)) if count > 1 else 0.5
    reach = 1.645 * max(spread, 0.05) / count**0.5
    return {"cases": int(hits.size), "covered": round(share, 3),
            "between": [round(max(share - reach, 0.0), 3), round(min(share + reach, 1.0), 3)]}  # fmt: skip
