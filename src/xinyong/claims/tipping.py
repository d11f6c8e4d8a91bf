"""Where a verdict tips: the value of one assumption that parts draws best, and regions of two.

A region is a box of one or two bounds (scenario discovery: Bryant and Lempert 2010) that keeps at
least an eighth of the draws. The search tries some six thousand boxes, so it is made again with
the draws dealt anew: a region is clear where chance finds so good a one in fewer than one of twenty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.judging import HIGH, wilson
from xinyong.claims.ranking import CHANCE, Ordered

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]
Words = NDArray[np.uint64]
#: Either side of a split, and a region, keep at least this share of the draws.
LEAST: Final = 0.125
#: Assumptions that regions are made of: those with the greatest distance.
CANDIDATES: Final = 5
_CUTS: Final = 11
_DEALT: Final = 99


@dataclass(frozen=True)
class Bound:
    """One side of a region: the assumption is at least ``above`` or less than ``below``."""

    id: str
    above: float | None
    below: float | None


@dataclass(frozen=True)
class Region:
    """A box of draws: q inside with its interval, q outside, and which share of the draws is inside.

    ``chance``: how often draws dealt anew have so good a region.
    """

    bounds: tuple[Bound, ...]
    inside: float
    interval: tuple[float, float]
    outside: float
    share: float
    chance: float
    clear: bool


def split(where: F64, so: Bool) -> tuple[float, float, float]:
    """The value that parts draws best into those that are so and those that are not.

    Returns the value, and the share that is so below and from there on; the middle of the range where
    no value parts them.
    """
    order = np.argsort(where, kind="stable")
    x, y = where[order], so[order].astype(np.float64)
    least = max(1, int(np.ceil(LEAST * y.size)))
    left = np.arange(1, y.size)
    left = left[(x[left] > x[left - 1]) & (left >= least) & (left <= y.size - least)]
    if left.size == 0:
        return float(x[0] + x[-1]) / 2, float(y.mean()), float(y.mean())
    run = np.cumsum(y)
    below = run[left - 1] / left
    above = (run[-1] - run[left - 1]) / (y.size - left)
    mixed = left * below * (1 - below) + (y.size - left) * above * (1 - above)
    best = int(np.argmin(mixed))
    at = int(left[best])
    return float((x[at - 1] + x[at]) / 2), float(below[best]), float(above[best])


def regions(
    ids: Sequence[str], values: F64, so: Bool, always: Sequence[int] = (), seed: int = 1
) -> tuple[Region | None, Region | None]:
    """Where the claim holds best and where it fails best, from ``values`` [draw, entry]; None if nowhere.

    Bounds are on the columns ``always``, and on those whose values lie furthest apart. A second bound
    stays only if it is clear itself: draws dealt anew on each side of the best single bound seldom
    have so good a box.
    """
    if so.all() or not so.any():
        return None, None
    cuts, luck = _Cuts(values, tuple(always)), np.random.default_rng(seed)
    found = list(_best(cuts, so))
    for turn, pair in enumerate(found):
        if pair is not None and len(pair.best.sides) == 2:
            side = pair.single.within(values)
            if _as_good(cuts, so, pair.best, turn, [side, ~side], luck) > CHANCE:
                found[turn] = _Pair(pair.single, pair.single)
    whole = [np.ones(so.size, bool)]
    holds, fails = (
        None if pair is None
        else _region(ids, values, so, pair.best, _as_good(cuts, so, pair.best, turn, whole, luck))
        for turn, pair in enumerate(found)
    )  # fmt: skip
    return holds, fails


def _as_good(
    cuts: _Cuts, so: Bool, box: _Box, turn: int, parts: Sequence[Bool], luck: np.random.Generator
) -> float:
    """How often draws dealt anew within ``parts`` have so good a box (this deal counted)."""
    count = 1
    for _ in range(_DEALT):
        dealt = so.copy()
        for part in parts:
            dealt[part] = luck.permutation(so[part])
        pair = _best(cuts, dealt)[turn]
        count += pair is not None and pair.best.score >= box.score
    return count / (1 + _DEALT)


@dataclass(frozen=True)
class _Side:
    """Draws on one side of a value of a column."""

    column: int
    above: float
    below: float


@dataclass(frozen=True)
class _Box:
    """One side or two, and how far the share inside is from the whole's, in standard errors."""

    sides: tuple[_Side, ...]
    score: float

    def within(self, values: F64) -> Bool:
        """Which draws are inside."""
        own = [values[:, side.column] for side in self.sides]
        inside = [(x >= side.above) & (x < side.below) for x, side in zip(own, self.sides, strict=True)]
        return np.asarray(np.all(inside, axis=0))


@dataclass(frozen=True)
class _Pair:
    """The best box, and the best of a single bound."""

    best: _Box
    single: _Box


class _Cuts:
    """Sides of the columns of ``values`` [draw, entry]; made when they are asked for, and kept."""

    def __init__(self, values: F64, always: tuple[int, ...]) -> None:
        self.ordered, self.always = Ordered(values), always
        self._values = values
        self._kept: dict[int, tuple[list[_Side], Words]] = {}

    def sides(self, columns: Sequence[int]) -> tuple[list[_Side], Words]:
        """Both sides of every cut of some columns, and which draws are there: a bit each."""
        for column in columns:
            if column not in self._kept:
                self._kept[column] = _sides(self._values, column)
        some = [self._kept[column] for column in columns]
        return [side for sides, _ in some for side in sides], np.concatenate([masks for _, masks in some])


def _best(cuts: _Cuts, so: Bool) -> tuple[_Pair | None, _Pair | None]:
    """The boxes whose shares are furthest above and below the whole's."""
    furthest = np.argsort(-cuts.ordered.distance(so), kind="stable")[:CANDIDATES]
    sides, masks = cuts.sides(list(dict.fromkeys((*cuts.always, *(int(column) for column in furthest)))))
    count = _shared(masks, masks)
    hits = _shared(masks & _packed(so[None, :]), masks)
    allowed = (count >= LEAST * so.size) & (count < so.size)
    share = float(so.mean())
    # an empty box has nobody to ask
    least = np.maximum(count, 1.0)
    inside = hits / least
    spread = np.sqrt(share * (1 - share) * np.maximum(1 / least - 1 / so.size, 1e-12))
    return (
        _furthest(sides, allowed, inside, (inside - share) / spread),
        _furthest(sides, allowed, 1.0 - inside, (share - inside) / spread),
    )


def _furthest(sides: Sequence[_Side], allowed: Bool, inside: F64, score: F64) -> _Pair | None:
    """The box with the highest score [side, side], in standard errors.

    A box in which the verdict's word is reached is preferred by one of them, one of a single bound too.
    """
    told = np.where(allowed, score + (inside >= HIGH) + np.eye(len(sides)), -np.inf)
    single = int(np.argmax(np.diag(told)))
    if not np.isfinite(told[single, single]):
        return None
    alone = _Box((sides[single],), float(told[single, single]))
    one, two = divmod(int(np.argmax(told)), len(sides))
    both = alone if one == two else _Box((sides[one], sides[two]), float(told[one, two]))
    return _Pair(both, alone)


def _packed(some: Bool) -> Words:
    """Rows of yes and no [row, draw] as bits of whole words: counting them is fast, and takes one core."""
    padded = np.zeros((some.shape[0], -(-some.shape[1] // 64) * 64), bool)
    padded[:, : some.shape[1]] = some
    return np.packbits(padded, axis=1).view(np.uint64)


def _shared(these: Words, those: Words) -> F64:
    """How many draws are in both of two rows: [row, row]."""
    both = np.bitwise_count(these[:, None, :] & those[None, :, :])
    return np.asarray(both.sum(axis=2, dtype=np.float64))


def _sides(values: F64, column: int) -> tuple[list[_Side], Words]:
    own = values[:, column]
    cuts = np.unique(np.quantile(own, np.linspace(LEAST, 1 - LEAST, _CUTS)))
    cuts = cuts[cuts > own.min()]
    sides = [each for cut in cuts for each in (
        _Side(column, float(cut), np.inf), _Side(column, -np.inf, float(cut)))]  # fmt: skip
    masks = [each for cut in cuts for each in (own >= cut, own < cut)]
    return sides, _packed(np.array(masks, dtype=bool).reshape(len(sides), own.size))


def _region(ids: Sequence[str], values: F64, so: Bool, box: _Box, chance: float) -> Region:
    within = box.within(values)
    sides: dict[int, tuple[float, float]] = {}
    for side in box.sides:
        low, high = sides.get(side.column, (-np.inf, np.inf))
        sides[side.column] = (max(low, side.above), min(high, side.below))
    bounds = tuple(
        Bound(ids[column], low if np.isfinite(low) else None, high if np.isfinite(high) else None)
        for column, (low, high) in sides.items()
    )
    inside, count = float(so[within].mean()), int(within.sum())
    return Region(
        bounds, inside, wilson(inside, count), float(so[~within].mean()), count / so.size, chance,
        chance <= CHANCE,
    )  # fmt: skip
