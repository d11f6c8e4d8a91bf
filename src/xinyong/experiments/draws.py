"""Joint draws of the assumptions: which value each has in draw n, whatever else is drawn.

Every assumption of the engine's register and of a scheme with a range is drawn on its own.
Its place in the range depends on its id, the draw's number and the ensemble's seed alone: the
same assumption of two schemes has the same place in both, and a longer series, or a longer
register, changes no draw. Draws come in Latin hypercubes, a hundred at a time and stratified
within each fifth of them too (sliced, after Qian 2012), so that 20 draws already meet every
twentieth of each range once.

How a place becomes a value depends on the range:

* below and above zero: even over the range, so that no peak favours a sign;
* positive, and more than twentyfold wide: even in the logarithm;
* a choice between structures (``values``): each as often as the others;
* else a triangle with its peak at the central value.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme

F64 = NDArray[np.float64]

#: Draws of a whole Latin hypercube, and of each of its slices.
WHOLE: Final = 100
SLICE: Final = 20
#: From this ratio of its ends on, a positive range is drawn in its logarithm.
WIDE: Final = 20.0
#: The label of the ensemble that draws from the ranges alone.
PRIOR: Final = "prior"
#: Changes whenever what a draw means changes.
EDITION: Final = 1


class Ranged(Protocol):
    """What an assumption has: an id, a central value and the ends of its range."""

    @property
    def id(self) -> str:
        """Name of the assumption."""
        ...

    @property
    def value(self) -> float:
        """Central value."""
        ...

    @property
    def low(self) -> float:
        """Lowest value."""
        ...

    @property
    def high(self) -> float:
        """Highest value."""
        ...


def places(id: str, seed: int, count: int) -> F64:
    """Places in (0, 1) of an assumption in the draws 0 to ``count`` - 1: float64 [count]."""
    whole = [_hypercube(id, seed, number) for number in range(-(-count // WHOLE))]
    return np.concatenate(whole)[:count] if whole else np.zeros(0)


@cache
def _hypercube(id: str, seed: int, number: int) -> F64:
    """A sliced Latin hypercube in one dimension: each slice has one in every 1/SLICE."""
    name = f"{EDITION}/{seed}/{number}/{id}".encode()
    luck = np.random.Generator(np.random.Philox(int.from_bytes(hashlib.sha256(name).digest()[:16], "little")))
    slices = WHOLE // SLICE
    fine = np.stack([luck.permutation(slices) for _ in range(SLICE)])
    found = np.empty(WHOLE)
    for number_of in range(slices):
        cells = np.arange(SLICE) * slices + fine[:, number_of]
        own = (luck.permutation(cells) + luck.random(SLICE)) / WHOLE
        found[number_of * SLICE : (number_of + 1) * SLICE] = own
    return found


def shape(low: float, high: float) -> str:
    """How a range is drawn: ``fixed``, ``even``, ``log`` or ``triangle``."""
    if not low < high:
        return "fixed"
    if low < 0.0 < high:
        return "even"
    return "log" if low > 0.0 and high / low > WIDE else "triangle"


def value_at(place: float, low: float, mode: float, high: float) -> float:
    """The value at a place in (0, 1) of a range; never outside it."""
    kind = shape(low, high)
    if kind == "fixed":
        return mode
    if kind == "even":
        found = low + place * (high - low)
    elif kind == "log":
        found = math.exp(math.log(low) + place * (math.log(high) - math.log(low)))
    else:
        left, width = mode - low, high - low
        if place * width < left:
            found = low + math.sqrt(place * width * left)
        else:
            found = high - math.sqrt((1.0 - place) * width * (high - mode))
    return min(max(found, low), high)


def value_of(entry: Ranged, place: float) -> float:
    """The value of an assumption at a place in (0, 1): one of its ``values``, or one of its range."""
    values: tuple[float, ...] = getattr(entry, "values", ())
    if values:
        return values[min(int(place * len(values)), len(values) - 1)]
    return value_at(place, entry.low, entry.value, entry.high)


@dataclass(frozen=True)
class Ensemble:
    """Joint draws: every assumption over its whole range, independent of the others.

    ``table`` has places of its own for some assumptions, by draw: what a calibration left of them
    (``experiments.posterior``). Draws beyond its end are those of the ranges.
    """

    seed: int = 1
    label: str = PRIOR
    table: Mapping[str, F64] | None = field(default=None, compare=False)

    @cached_property
    def name(self) -> str:
        """What the ensemble is called in keys of stored worlds."""
        if not self.table:
            return f"{self.label}-{EDITION}-{self.seed}"
        digest = hashlib.sha256()
        for id, own in sorted(self.table.items()):
            digest.update(id.encode() + np.ascontiguousarray(own, "<f8").tobytes())
        return f"{self.label}-{EDITION}-{self.seed}-{digest.hexdigest()[:16]}"

    def place(self, id: str, draw: int) -> float:
        """Place of an assumption in a draw."""
        own = None if self.table is None else self.table.get(id)
        if own is not None and draw < len(own):
            return float(own[draw])
        return float(_hypercube(id, self.seed, draw // WHOLE)[draw % WHOLE])

    def values(self, entries: Iterable[Ranged], draw: int) -> dict[str, float]:
        """Values of a draw by id, for the assumptions that have a range to be drawn from."""
        return {
            each.id: value_of(each, self.place(each.id, draw)) for each in entries if each.low < each.high
        }


def ranges_digest(entries: Iterable[Ranged]) -> str:
    """SHA-256 over ids and ranges: equal digests mean equal values in every draw."""
    told = sorted(
        (each.id, each.low, each.value, each.high, *getattr(each, "values", ())) for each in entries
    )
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def engine_dials(ensemble: Ensemble, draw: int, held: Mapping[str, float]) -> F64:
    """The engine's row of numbers in a draw, with those ``held`` that are its own in their place."""
    from xinyong.engine.assumptions import register, values

    drawn = ensemble.values(register(), draw)
    return values(drawn | {name: value for name, value in held.items() if name in drawn})


def drawn_settings(
    ensemble: Ensemble, scheme: Scheme, draw: int, held: Mapping[str, float]
) -> dict[str, float]:
    """Values of a scheme's own assumptions in a draw, with ``held`` by id in their place."""
    own = {name: value for name, value in held.items() if name in scheme.assumptions}
    return {**ensemble.values(scheme.assumptions.values(), draw), **own}
