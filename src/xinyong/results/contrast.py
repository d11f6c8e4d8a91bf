"""What changed, for whom: one world, or two paired worlds, over a span of months.

The difference of two worlds is figured from sums over the span. Its interval comes from
the random blocks, difference by difference (``intervals``); by group only where the engine
kept blocks by group, else from leaving out one province at a time, which also counts the
provinces' real differences as noise and so errs to the wide side.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong.quantities import G_ALL, GROUPS, INDEX
from xinyong.results.data import with_everywhere
from xinyong.results.indicators import events, subjects_for_adults, values
from xinyong.results.intervals import half_width
from xinyong.results.tallies import Sums, block_groups, read_sums

F64 = NDArray[np.float64]
_EVERYONE = tuple(range(len(GROUPS)))


class Contrast(NamedTuple):
    """Figures of one or two worlds over ``months`` months.

    ``a``, ``b``, ``difference``, ``events`` are [indicator, place, group] float64, place 0 being
    everywhere; ``a_width``, ``width`` [indicator, group] are half the 95 % intervals of ``a`` and
    of the difference, everywhere. In a single world ``b`` is nan and so is the difference.
    """

    months: int
    a: F64
    b: F64
    difference: F64
    a_width: F64
    width: F64
    events: F64


def _left_out(sums: Sums) -> tuple[F64, NDArray[np.bool_], F64, NDArray[np.bool_]]:
    """Indicators [replicate, indicator, group] without each block, and without each province."""
    blocks = subjects_for_adults(sums.blocks, block_groups(sums.blocks))
    places = subjects_for_adults(sums.places, _EVERYONE)
    kinds = block_groups(sums.blocks)
    by_block = np.full((len(blocks), values(blocks[:1]).shape[0], len(GROUPS)), np.nan)
    by_block[:, :, kinds] = np.moveaxis(values(blocks.sum(axis=0) - blocks), 0, 1)
    by_place = np.moveaxis(values(places.sum(axis=0) - places), 0, 1)
    persons = INDEX["persons"]
    used = blocks[:, :, persons].sum(axis=1) > 0
    lived = places[:, :, persons].sum(axis=1) > 0
    return by_block, used, by_place, lived


def _widths(blocks: F64, used: NDArray[np.bool_], places: F64, lived: NDArray[np.bool_]) -> F64:
    by_block = half_width(blocks, used)
    if np.isnan(blocks[used][:, :, G_ALL + 1]).all():
        by_place = half_width(places, lived)
        missing = np.isnan(blocks[used]).all(axis=(0, 1)) if used.any() else np.ones(len(GROUPS), bool)
        by_block[:, missing] = by_place[:, missing]
    return by_block


def contrast(a: Sums, b: Sums | None, weights: F64) -> Contrast:
    """Compare two paired worlds over the same months; ``weights`` [group] as in ``data``."""
    figures = values(subjects_for_adults(with_everywhere(a.places), _EVERYONE))
    behind = events(subjects_for_adults(with_everywhere(a.places), _EVERYONE), a.months, weights)
    first = _left_out(a)
    own = _widths(*first)
    if b is None:
        empty = np.full_like(figures, np.nan)
        return Contrast(a.months, figures, empty, empty, own, np.full_like(own, np.nan), behind)
    others = values(subjects_for_adults(with_everywhere(b.places), _EVERYONE))
    behind_b = events(subjects_for_adults(with_everywhere(b.places), _EVERYONE), b.months, weights)
    second = _left_out(b)
    apart = _widths(first[0] - second[0], first[1], first[2] - second[2], first[3])
    return Contrast(a.months, figures, others, figures - others, own, apart, np.maximum(behind, behind_b))


def read_contrast(
    a: Sequence[Path], b: Sequence[Path] | None, weights: F64, first: int, last: int
) -> Contrast:
    """The contrast of the months ``first`` to ``last`` from the tally files of one or two worlds."""
    return contrast(read_sums(a, first, last), None if b is None else read_sums(b, first, last), weights)
