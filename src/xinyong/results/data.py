"""``indicators.nc``: every indicator by month, place and group, made from the tallies.

Three parts in one file. The root holds the indicators (month, place, group), nan where
nobody is counted. Group ``events`` holds the effective number of events behind each figure
(indicator, month, place, group). Group ``blocks`` holds the indicators by random block of
neighbourhoods (indicator, month, block), from which intervals are made. Ten years are in
memory at a time, at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import h5py
import numpy as np
from numpy.typing import NDArray

from xinyong.quantities import BLOCKS, G_ALL, GROUPS
from xinyong.results.by_institution import write_by_institution
from xinyong.results.catalogue import INDICATORS, Indicator
from xinyong.results.durable import write_file
from xinyong.results.grids import Grid
from xinyong.results.indicators import definition, events, subjects_for_adults, values
from xinyong.results.ledger import Labels
from xinyong.results.tallies import block_groups

_SPAN: Final = 120
#: The label of the place that is all places together.
EVERYWHERE: Final = "all"


def with_everywhere(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put the sum over provinces first: [..., province, group, quantity] gets one row more."""
    return np.concatenate([places.sum(axis=-3, keepdims=True), places], axis=-3)


def write_indicators(
    path: Path,
    tallies: Sequence[Path],
    months: Sequence[int],
    labels: Labels,
    weights: NDArray[np.float64],
    about: dict[str, str | float | int],
) -> str:
    """Write ``indicators.nc`` from tally files, in order; returns its SHA-256.

    ``labels`` name provinces, institutions and lists; ``weights`` [group] is what one effective
    subject counts for (``indicators.group_weights``).
    """

    def make(part: Path) -> None:
        with Grid(part, "Xinyong: indicators by month, place and group") as grid:
            grid.attributes(about)
            for group in ("", "events", "blocks"):
                grid.months(months, group)
                if group != "blocks":
                    everywhere = [EVERYWHERE, *labels.provinces]
                    grid.names("place", everywhere, "all, or a province-level unit", group)
                    grid.names("group", GROUPS, "group of subjects", group)
                if group:
                    grid.names("indicator", [each.id for each in INDICATORS], "indicator", group)
            grid.names("block", [str(b) for b in range(BLOCKS)], "random group of neighbourhoods", "blocks")
            year, wide = min(12, len(months)), (len(labels.provinces) + 1, len(GROUPS))
            cubes = [
                grid.variable(each.id, ("month", "place", "group"), np.float32, _note(each), (year, *wide))
                for each in INDICATORS
            ]
            number = {"units": "events", "long_name": "effective number of events behind each figure"}
            dims: tuple[str, ...] = ("indicator", "month", "place", "group")
            count = grid.variable("events", dims, np.float32, number, (1, year, *wide), "events")
            dims = ("indicator", "month", "block")
            random = {"units": "as the indicator", "long_name": "indicator by random block"}
            block = grid.variable("value", dims, np.float64, random, (1, len(months), BLOCKS), "blocks")
            at = 0
            for span in _spans(tallies, weights):
                to = at + span[0].shape[1]
                for n, cube in enumerate(cubes):
                    cube[at:to] = span[0][n]
                count[:, at:to] = span[1]
                block[:, at:to] = span[2]
                at = to
            write_by_institution(grid, tallies, labels)

    return write_file(path, make)


def line_of(places: NDArray[np.int64]) -> NDArray[np.float32]:
    """What will be written of one month: figures of all persons everywhere [indicator].

    ``places`` are that month's sums [province, group, quantity].
    """
    return values(with_everywhere(places)[0, G_ALL]).astype(np.float32)


def _note(indicator: Indicator) -> dict[str, str]:
    return {
        "units": indicator.unit,
        "long_name": indicator.label,
        "definition": definition(indicator),
        "theme": indicator.theme,
        "purpose": indicator.purpose,
    }


def _spans(tallies: Sequence[Path], weights: NDArray[np.float64]) -> Iterator[list[NDArray[Any]]]:
    """Figures, events and figures by block, [indicator, month, ...], a few years at a time."""
    everyone = tuple(range(len(GROUPS)))
    waiting: list[list[NDArray[Any]]] = []
    for tally in tallies:
        with h5py.File(tally, "r") as source:
            here = subjects_for_adults(with_everywhere(source["places"][...]), everyone)
            there = source["blocks"][...]
        there = subjects_for_adults(there, block_groups(there))
        behind = np.stack([events(month, 1, weights) for month in here], axis=1)
        figures = values(here).astype(np.float32)
        waiting.append([figures, behind.astype(np.float32), values(there[..., G_ALL, :])])
        if sum(part[0].shape[1] for part in waiting) >= _SPAN:
            yield [np.concatenate(parts, axis=1) for parts in zip(*waiting, strict=True)]
            waiting = []
    if waiting:
        yield [np.concatenate(parts, axis=1) for parts in zip(*waiting, strict=True)]
