"""Iterative proportional fitting: the joint table nearest to a seed that meets its margins.

Deming and Stephan 1940. Of all tables that meet the margins, raking finds the one of
least relative entropy to the seed, so associations that the figures do not speak of
stay those of the seed. A margin is a label per cell and a target per label; cells with
label -1 belong to no target of that margin.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]


class Margin(NamedTuple):
    """A margin: ``label`` [cells] int64, -1 = outside; ``target`` [labels] float64."""

    name: str
    label: NDArray[np.int64]
    target: Weights


def sums(cells: Weights, margin: Margin) -> Weights:
    """What the cells add up to, label by label."""
    inside = margin.label >= 0
    found = np.bincount(margin.label[inside], cells[inside], minlength=len(margin.target))
    return found.astype(np.float64)


def miss(cells: Weights, margins: list[Margin]) -> float:
    """The largest distance of any margin from its target, as a share of all targets' mean."""
    return max(
        float(np.max(np.abs(sums(cells, margin) - margin.target)) / np.sum(margin.target))
        for margin in margins
    )


def rake(seed: Weights, margins: list[Margin], tolerance: float = 1e-12, most: int = 20000) -> Weights:
    """Scale ``seed`` [cells] until every margin holds to ``tolerance`` (a share of the total).

    Raises ``ValueError`` where a target can not be met: an empty label, or margins that
    contradict one another.
    """
    cells = seed.astype(np.float64).copy()
    for margin in margins:
        empty = (sums(cells, margin) <= 0) & (margin.target > 0)
        if empty.any():
            raise ValueError(f"margin {margin.name!r}: no cell can hold label {int(np.argmax(empty))}")
    for _ in range(most):
        for margin in margins:
            held = sums(cells, margin)
            factor = np.divide(margin.target, held, out=np.zeros_like(held), where=held > 0)
            inside = margin.label >= 0
            cells[inside] *= factor[margin.label[inside]]
        if miss(cells, margins) < tolerance:
            return cells
    raise ValueError(f"margins contradict one another: {miss(cells, margins):.3g} of the total is left over")


def integers(cells: Weights, total: int) -> NDArray[np.int64]:
    """Whole numbers in proportion to ``cells`` that add up to ``total`` (largest remainders)."""
    exact = cells / cells.sum() * total
    whole: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    left = total - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:left]] += 1
    return whole
