"""The headline: two indices beside the twin, and how much of the draws lies in each of four corners.

An index is the plain mean of its parts, each in smallest effects that matter and cut at ``most``. It
*rises* where it is at least ``cut``. The corners: control alone, harmony alone, both, neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from xinyong.claims.effects import Effects
from xinyong.claims.judging import wilson
from xinyong.claims.weighing.models import Headline, InSetting
from xinyong.claims.weighing.numbers import F64, share, told

CONTROL, HARMONY, BOTH, NEITHER = "control", "harmony", "both", "neither"
CORNERS: Final = (CONTROL, HARMONY, BOTH, NEITHER)
#: A corner has most of the draws where its interval lies above the one, nearly all from the other on.
MOST_OF, NEARLY_ALL = 0.5, 0.9


@dataclass(frozen=True)
class PartOf:
    """A part in a setting and year: counted effects [draw], above zero for more of its index."""

    id: str
    index: str
    name: str
    measured: InSetting
    counted: F64
    effects: Effects


def index(parts: Sequence[F64], most: float = np.inf) -> F64:
    """The plain mean of parts [draw], each cut at ``most``; nan where a part cannot be told."""
    return np.asarray(np.mean([np.clip(each, -most, most) for each in parts], axis=0))


def corners(control: F64, harmony: F64, cut: float) -> dict[str, dict[str, float]]:
    """Mass of each corner with its Monte Carlo interval, over draws in which both indices are known."""
    known = np.isfinite(control) & np.isfinite(harmony)
    up, good = control[known] >= cut, harmony[known] >= cut
    inside = {CONTROL: up & ~good, HARMONY: good & ~up, BOTH: up & good, NEITHER: ~up & ~good}
    found = {}
    for name, so in inside.items():
        mass = float(so.mean()) if so.size else 0.0
        low, high = wilson(mass, so.size)
        found[name] = {"share": round(mass, 6), "low": round(low, 4), "high": round(high, 4)}
    return found


def leading(masses: dict[str, dict[str, float]]) -> str:
    """The corner with the greatest mass; the earlier of equals."""
    return max(CORNERS, key=lambda name: masses[name]["share"])


def weigh(file: Headline, setting: str, name: str, year: int, parts: Sequence[PartOf]) -> dict[str, Any]:
    """One entry: a setting in a year."""
    control, harmony = _index(parts, CONTROL, file.most), _index(parts, HARMONY, file.most)
    masses = corners(control, harmony, file.cut)
    first = leading(masses)
    known = np.isfinite(control) & np.isfinite(harmony)
    return {
        "setting": setting,
        "name": name,
        "year": year,
        "leading": first,
        "masses": masses,
        "control": asdict(told(control)),
        "harmony": asdict(told(harmony)),
        "draws": int(known.sum()),
        "untold": int((~known).sum()),
        "parts": [_part(each) for each in parts],
        "sensitivity": [_turned(file, row, first) for row in _variants(file, parts)],
        "points": np.round(np.stack([control, harmony], axis=1)[known], 2).tolist(),
    }


def _index(parts: Sequence[PartOf], which: str, most: float, without: str = "") -> F64:
    return index([each.counted for each in parts if each.index == which and each.id != without], most)


def _part(part: PartOf) -> dict[str, Any]:
    measured, luck = part.measured, part.effects.seed_share
    kept = ("frame", "indicator", "group", "estimand", "compare", "counts")
    return {
        "id": part.id,
        "index": part.index,
        "name": part.name,
        "counted": asdict(told(part.counted)),
        "effect": asdict(told(part.effects.draws)),
        "more": share(part.counted >= 1.0, np.isfinite(part.counted)),
        "less": share(part.counted <= -1.0, np.isfinite(part.counted)),
        "luck": round(luck, 4) if np.isfinite(luck) else None,
        **{key: getattr(measured, key) for key in kept},
        "smallest": measured.smallest.model_dump(),
    }


def _variants(file: Headline, parts: Sequence[PartOf]) -> list[tuple[str, F64, F64]]:
    """The indices without each part in turn, and with no part cut."""
    found = []
    for part in parts:
        alone = sum(each.index == part.index for each in parts) == 1
        if not alone:
            one = _index(parts, CONTROL, file.most, part.id)
            two = _index(parts, HARMONY, file.most, part.id)
            found.append((f"without {part.id}", one, two))
    found.append(("no part cut", _index(parts, CONTROL, np.inf), _index(parts, HARMONY, np.inf)))
    return found


def _turned(file: Headline, row: tuple[str, F64, F64], first: str) -> dict[str, Any]:
    how, control, harmony = row
    masses = corners(control, harmony, file.cut)
    return {"how": how, "leading": leading(masses), "turns": leading(masses) != first,
            "masses": {name: each["share"] for name, each in masses.items()}}  # fmt: skip
