"""What a verdict depends on: a first look at which assumptions decide, and where it tips.

Every assumption that was drawn is ranked against the effect (Spearman). With so many of them
some correlate by chance, so one is called clear only where chance alone would not give so much
in any of them once in twenty such looks. A named assumption is a suspect until setting it has
been seen to turn the verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.planning import Planned
from xinyong.experiments.cells import base_scheme
from xinyong.experiments.draws import Ensemble, Ranged, places, value_at
from xinyong.experiments.endings import ranks

F64 = NDArray[np.float64]
TOP: Final = 3
#: Either side of a split keeps at least this share of the draws.
_LEAST: Final = 0.15


@dataclass(frozen=True)
class Decider:
    """An assumption that may decide: ``rank`` its correlation with the effect in the claim's direction.

    q is ``below`` under the tipping value and ``above`` from it on. ``clear``: more than chance would give;
    ``confirmed``: None until somebody has set it, then whether that turned the verdict.
    """

    id: str
    rank: float
    tips_at: float
    below: float
    above: float
    low: float
    high: float
    unit: str
    clear: bool
    confirmed: bool | None = None


def drawn(planned: Planned) -> list[Ranged]:
    """Every assumption that is drawn in some world of a test and held in none of them."""
    from xinyong.engine.assumptions import register

    found: dict[str, Ranged] = {entry.id: entry for entry in register()}
    held: set[str] = set()
    for lived in planned.lived:
        for rules in (lived.rules, lived.spot.burn_in):
            found |= dict(base_scheme(rules.scheme, rules.patches).assumptions)
            held |= {name for name, _ in rules.held}
    return [each for name, each in sorted(found.items()) if each.low < each.high and name not in held]


def deciders(
    entries: Sequence[Ranged], ensemble: Ensemble, size: F64, so: NDArray[np.bool_], top: int = TOP
) -> list[Decider]:
    """The assumptions that go most with an effect ``size`` [draw], which is ``so`` or not.

    ``size`` is turned so that the claim's direction is up; draws that are nan are left out.
    """
    known = np.isfinite(size)
    count = int(known.sum())
    if count < 10 or not entries:
        return []
    where = np.stack([places(each.id, ensemble.seed, size.size)[known] for each in entries], axis=1)
    turned = ranks(size[known])
    turned = turned - turned.mean()
    if not turned.any():
        return []
    order = np.argsort(np.argsort(where, axis=0), axis=0).astype(np.float64)
    order -= order.mean(axis=0)
    rank = turned @ order / np.sqrt((turned @ turned) * (order * order).sum(axis=0))
    bar = NormalDist().inv_cdf(1 - 0.025 / len(entries)) / np.sqrt(count - 1)
    chosen = np.argsort(-np.abs(rank), kind="stable")[:top]
    return [_decider(entries[k], float(rank[k]), where[:, k], so[known], float(bar)) for k in chosen]


def _decider(entry: Ranged, rank: float, where: F64, so: NDArray[np.bool_], bar: float) -> Decider:
    cut, below, above = split(where, so)
    return Decider(
        entry.id, rank, value_at(cut, entry.low, entry.value, entry.high), below, above,
        entry.low, entry.high, str(getattr(entry, "unit", "")), abs(rank) >= bar,
    )  # fmt: skip


def split(where: F64, so: NDArray[np.bool_]) -> tuple[float, float, float]:
    """The place that parts draws best into those that are so and those that are not.

    Returns the place, and the share that is so below and from there on; the middle of the range
    where all are alike.
    """
    order = np.argsort(where)
    x, y = where[order], so[order].astype(np.float64)
    least = max(1, int(np.ceil(_LEAST * y.size)))
    left = np.arange(least, y.size - least + 1)
    if left.size == 0:
        return 0.5, float(y.mean()), float(y.mean())
    run = np.cumsum(y)
    below = run[left - 1] / left
    above = (run[-1] - run[left - 1]) / (y.size - left)
    mixed = left * below * (1 - below) + (y.size - left) * above * (1 - above)
    best = int(np.argmin(mixed))
    at = int(left[best])
    return float((x[at - 1] + x[at]) / 2), float(below[best]), float(above[best])
