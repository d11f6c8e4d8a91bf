"""How far a calibration may be trusted: what the draws foretell, and what was learnt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.emulating import Emulator
from xinyong.calibration.targets import Held
from xinyong.experiments.endings import ranks

F64 = NDArray[np.float64]
_ENDS: Final = (0.05, 0.5, 0.95)
#: From this loss of variance on an assumption counts as informed by the figures.
LEARNT: Final = 0.2
_EVEN: Final = 1.0 / 12.0


def foretold(held: Sequence[Held], numbers: F64, seed: int) -> list[dict[str, Any]]:
    """Each datum beside what the draws foretell of it: numbers [draw, datum] on their scales.

    The interval of nine in ten takes in the figure's own error and what the model may miss. A figure that
    is read ``at most`` is outside only where the draws lie above it.
    """
    luck = np.random.default_rng(seed)
    rows = []
    for column, each in enumerate(held):
        target = each.target
        own = numbers[np.isfinite(numbers[:, column]), column]
        reads = "exactly" if target.instrument is None else target.instrument.reads
        row: dict[str, Any] = {
            "id": target.id, "role": target.role, "world": target.world, "unit": target.unit,
            "source": target.source, "confidence": target.confidence, "published": float(target.value),
            "draws": int(own.size), "reads": reads, "missed": round(each.missed, 3),
            "scale": "logarithm" if target.logarithmic else "share",
            "misses": each.misses.reason,
        }  # fmt: skip
        if own.size:
            noisy = own + luck.normal(0.0, each.spread, own.size)
            low, middle, high = (_back(each, float(q)) for q in np.quantile(noisy, _ENDS))
            bare = [_back(each, float(q)) for q in np.quantile(own, _ENDS)]
            row |= {
                "low": low, "middle": middle, "high": high, "model": bare,
                "inside": bool(low <= float(target.value) <= (math.inf if reads == "at most" else high)),
            }  # fmt: skip
        rows.append(row)
    return rows


def _back(each: Held, number: float) -> float:
    return float(np.exp(number)) if each.target.logarithmic else number


def learnt(
    ids: Sequence[str], posterior: F64, made: Sequence[Emulator], held: Sequence[Held], prior: F64,
) -> list[dict[str, Any]]:  # fmt: skip
    """What the figures say of assumptions, most first: places [draw, assumption] after, and before.

    Those that no emulator has as input stay as they were, and are left out. ``narrowed`` is the share of
    a place's variance that is gone; ``by`` the datum that goes with it most.
    """
    emulated = np.stack([each.means(prior) for each in made], axis=1)
    turned = [ranks(emulated[:, k]) for k in range(len(made))]
    rows = []
    for column, id in enumerate(ids):
        place = posterior[:, column]
        used = [k for k, each in enumerate(made) if column in each.inputs]
        if not used:
            continue
        strength = {held[k].target.id: _rank(turned[k], ranks(prior[:, column])) for k in used}
        by = max(strength, key=lambda name: abs(strength[name]))
        narrowed = 1.0 - float(place.var()) / _EVEN
        rows.append({
            "id": id, "narrowed": round(narrowed, 3), "informed": narrowed >= LEARNT,
            "place": [round(float(q), 3) for q in np.quantile(place, _ENDS)],
            "by": by, "rank": round(strength[by], 2),
        })  # fmt: skip
    return sorted(rows, key=lambda row: -float(row["narrowed"]))


def _rank(x: F64, y: F64) -> float:
    x, y = x - x.mean(), y - y.mean()
    spread = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / spread if spread > 0 else 0.0
