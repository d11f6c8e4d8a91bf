"""How far a calibration may be trusted: foretold intervals, what was learnt, truth found again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.emulating import Emulator
from xinyong.calibration.matching import Aim, drawn
from xinyong.calibration.targets import Held
from xinyong.experiments.endings import ranks

F64 = NDArray[np.float64]
_ENDS: Final = (0.05, 0.5, 0.95)
#: From this loss of variance on an assumption counts as informed by the figures.
LEARNT: Final = 0.2
_EVEN: Final = 1.0 / 12.0


def foretold(held: Sequence[Held], numbers: F64, seed: int) -> list[dict[str, Any]]:
    """Each datum beside what the draws foretell of it: numbers [draw, datum] on their scales.

    The interval of nine in ten takes in the figure's own error and what the model may miss.
    """
    luck = np.random.default_rng(seed)
    rows = []
    for column, each in enumerate(held):
        target = each.target
        own = numbers[np.isfinite(numbers[:, column]), column]
        row: dict[str, Any] = {
            "id": target.id, "role": target.role, "world": target.world, "unit": target.unit,
            "source": target.source, "confidence": target.confidence, "published": float(target.value),
            "draws": int(own.size),
        }  # fmt: skip
        if own.size:
            noisy = own + luck.normal(0.0, target.spread, own.size)
            low, middle, high = (_back(each, float(q)) for q in np.quantile(noisy, _ENDS))
            bare = [_back(each, float(q)) for q in np.quantile(own, _ENDS)]
            row |= {
                "low": low, "middle": middle, "high": high, "model": bare,
                "inside": bool(low <= float(target.value) <= high),
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


def covered(
    places: F64, numbers: F64, made: Sequence[Emulator], aim: Aim, seed: int, truths: int = 12
) -> dict[str, Any]:
    """Draws taken for the truth, and whether the posterior's intervals of nine in ten hold their places.

    Their numbers, with error added, are the figures; only inputs of some emulator count.
    """
    luck = np.random.default_rng(seed)
    usable = np.flatnonzero(np.isfinite(numbers).all(axis=1))
    chosen = luck.choice(usable, min(truths, usable.size), replace=False)
    inputs = np.unique(np.concatenate([each.inputs for each in made]))
    hits, asked = 0, 0
    for number, truth in enumerate(chosen):
        published = numbers[truth] + luck.normal(0.0, aim.spreads)
        found = drawn(made, Aim(published, aim.spreads), places.shape[1], 400, seed + number + 1, steps=240)
        low, high = np.quantile(found[:, inputs], (0.05, 0.95), axis=0)
        own = places[truth, inputs]
        hits += int(((low <= own) & (own <= high)).sum())
        asked += inputs.size
    return {"truths": int(chosen.size), "intervals": asked, "covered": round(hits / max(asked, 1), 3),
            "nominal": 0.9}  # fmt: skip
