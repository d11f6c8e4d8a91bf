"""The frontier: what each listed reform gives and costs, and which gain needs which cost.

All of it is counted in draws of the assumptions, each the mean over its seeds, in smallest effects that
matter (above zero for more of it):

* a reform **keeps the gains** in a draw where none of them is a smallest effect or more below the base's;
* it **spares** a cost that is lower by at least a smallest effect in nine draws of ten, and **raises** one
  that is higher by as much in more than one of ten;
* a gain **needs** a cost where the base has both and no listed reform, in nine of ten such draws, keeps
  the gain (still a gain over the twin, none of it lost) without the cost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.effects import Effects
from xinyong.claims.judging import FEWEST_DRAWS, HIGH, LOW, wilson
from xinyong.claims.weighing.models import Axis, Frontier, Reform
from xinyong.claims.weighing.numbers import F64, share, told

FREE: Final = "costs nothing"
SHIFTS: Final = "moves a cost"
PRICE: Final = "at a price"
WORSE: Final = "gives up a gain"
ADDS: Final = "adds a cost"
LITTLE: Final = "changes little"
END: Final = "end of the scale"
WORDS: Final = (FREE, SHIFTS, PRICE, WORSE, ADDS, LITTLE, END)
NEEDS, WITHOUT, NOT_BOTH, TOO_FEW = "needs", "can be had without", "not both", "too few draws"
#: Draws in which the base has a gain and a cost must be so many before their bond is judged.
FEW_BOTH: Final = 10


@dataclass(frozen=True)
class Sides:
    """One world beside the twin and beside the base, by axis: counted effects [draw] and effects."""

    twin: Mapping[str, F64]
    base: Mapping[str, F64]
    effects_twin: Mapping[str, Effects]
    effects_base: Mapping[str, Effects]


def weigh(file: Frontier, found: Mapping[str, Sides], reforms: Sequence[Reform]) -> dict[str, Any]:
    """The finding. ``found`` has the base's sides under ``base`` and each reform's under its id."""
    base = found["base"]
    return {
        "base": file.base.scheme,
        "twin": file.twin.scheme,
        "most": file.most,
        "axes": [_axis(axis) for axis in file.axes],
        "base_effects": {axis.id: _shown(axis, base.twin[axis.id], base.effects_twin[axis.id])
                         for axis in file.axes},
        "base_index": _indices(file, base),
        "reforms": [_reform(file, reform, found[reform.id]) for reform in reforms],
        "needs": _needs(file, found, reforms),
    }  # fmt: skip


def _axis(axis: Axis) -> dict[str, Any]:
    kept = (
        "id", "side", "name", "short", "unit", "times", "frame", "indicator", "group", "estimand",
        "compare", "counts",
    )  # fmt: skip
    return {key: getattr(axis, key) for key in kept} | {"smallest": axis.smallest.model_dump()}


def _shown(axis: Axis, counted: F64, effects: Effects) -> dict[str, Any]:
    """An effect in its printed unit, above zero for more of what the axis says, and how often it matters."""
    luck = effects.seed_share
    way = 1.0 if axis.counts == "up" else -1.0
    return {
        **asdict(told(effects.draws, way * axis.times)),
        "counted": asdict(told(counted)),
        "more": share(counted >= 1.0, np.isfinite(counted)),
        "less": share(counted <= -1.0, np.isfinite(counted)),
        "luck": None if not np.isfinite(luck) else round(luck, 4),
    }


def _indices(file: Frontier, sides: Sides) -> dict[str, Any]:
    """All gains and all costs beside the twin, as plain means of axes cut at ``most``."""
    return {
        side: asdict(told(np.mean([np.clip(sides.twin[axis.id], -file.most, file.most)
                                   for axis in file.axes if axis.side == side], axis=0)))
        for side in ("gain", "cost")
    }  # fmt: skip


def _reform(file: Frontier, reform: Reform, sides: Sides) -> dict[str, Any]:
    gains = [axis.id for axis in file.axes if axis.side == "gain"]
    costs = [axis.id for axis in file.axes if axis.side == "cost"]
    known = np.all([np.isfinite(sides.base[id]) for id in gains], axis=0)
    kept = np.all([~(sides.base[id] <= -1.0) for id in gains], axis=0)
    keeps = share(kept, known)
    lower = {id: share(sides.base[id] <= -1.0, np.isfinite(sides.base[id])) or 0.0 for id in gains + costs}
    higher = {id: share(sides.base[id] >= 1.0, np.isfinite(sides.base[id])) or 0.0 for id in gains + costs}
    spares = [id for id in costs if lower[id] >= HIGH]
    raises = [id for id in costs if higher[id] > LOW]
    count = int(known.sum())
    low, high = wilson(keeps or 0.0, count)
    return {
        "id": reform.id,
        "name": reform.name,
        "role": reform.role,
        "world": reform.world.model_dump(exclude_defaults=True),
        "verdict": END if reform.role == "end" else verdict(keeps, bool(spares), bool(raises)),
        "settled": count >= FEWEST_DRAWS and not low < HIGH < high,
        "keeps": {"share": keeps, "low": round(low, 4), "high": round(high, 4), "draws": count},
        "spares": spares,
        "raises": raises,
        "loses": [id for id in gains if lower[id] > LOW],
        "wins": [id for id in gains if higher[id] >= HIGH],
        "against_base": {a.id: _shown(a, sides.base[a.id], sides.effects_base[a.id]) for a in file.axes},
        "against_twin": {a.id: _shown(a, sides.twin[a.id], sides.effects_twin[a.id]) for a in file.axes},
        "index": _indices(file, sides),
    }


def verdict(keeps: float | None, spares: bool, raises: bool) -> str:
    """The word for a reform: whether it keeps the gains, spares a cost, raises another."""
    if keeps is None or keeps < HIGH:
        return PRICE if spares else WORSE
    if spares:
        return SHIFTS if raises else FREE
    return ADDS if raises else LITTLE


def _needs(file: Frontier, found: Mapping[str, Sides], reforms: Sequence[Reform]) -> list[dict[str, Any]]:
    """Every gain with every cost: does a listed reform keep the one without the other?"""
    base = found["base"]
    pairs = [(g, c) for g in file.axes if g.side == "gain" for c in file.axes if c.side == "cost"]
    told_of = []
    for gain, cost in pairs:
        both = (base.twin[gain.id] >= 1.0) & (base.twin[cost.id] >= 1.0)
        row: dict[str, Any] = {"gain": gain.id, "cost": cost.id, "both": share(both)}
        row["draws"] = int(both.sum())
        by = [(reform, _without(found[reform.id], gain.id, cost.id, both)) for reform in reforms]
        able = [(q, reform.id) for reform, q in by if q is not None]
        able.sort(key=lambda pair: (-pair[0], pair[1]))
        row["best"] = [{"reform": id, "share": q} for q, id in able[:3]]
        row["freed_by"] = [id for q, id in able if q >= HIGH]
        row["bond"] = _bond(both, bool(row["freed_by"]))
        told_of.append(row)
    return told_of


def _without(sides: Sides, gain: str, cost: str, both: NDArray[np.bool_]) -> float | None:
    """In which share of some draws a world keeps a gain and does not have a cost."""
    kept = (sides.twin[gain] >= 1.0) & (sides.base[gain] > -1.0)
    return share(kept & (sides.twin[cost] < 1.0), both)


def _bond(both: NDArray[np.bool_], freed: bool) -> str:
    """What binds a gain and a cost, from the draws in which the base has both."""
    if both.mean() <= LOW:
        return NOT_BOTH
    if both.sum() < FEW_BOTH:
        return TOO_FEW
    return WITHOUT if freed else NEEDS
