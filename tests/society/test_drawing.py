"""Single draws, interpreted: exact chances, evenly spread."""

from __future__ import annotations

import numpy as np
import pytest

from xinyong import chance
from xinyong.society.drawing import pick, search, shuffle, spread_draw


@pytest.fixture(autouse=True)
def _wrapping() -> object:
    with np.errstate(over="ignore"):
        yield


def keys(count: int) -> list[np.uint64]:
    return [chance.mix(np.uint64(number)) for number in range(count)]


def test_spread_draws_have_exact_chances_and_little_variance() -> None:
    share = np.array([0.03, 0.20, 0.07, 0.70])
    upto = (np.cumsum(share) * 2**32).astype(np.int64)
    upto[-1] = 1 << 32
    found = np.zeros((3000, 4))
    cell = np.zeros(6, dtype=np.int32)
    for row, luck in enumerate(keys(3000)):
        spread_draw(upto, luck, cell)
        found[row] = np.bincount(cell, minlength=4)
    sd = np.sqrt(6 * share * (1 - share))
    assert (np.abs(found.mean(axis=0) - 6 * share) < 5.5 * sd / np.sqrt(3000)).all()
    assert (found.std(axis=0) <= 1.05 * sd).all()
    assert found[:, 3].std() < 0.6 * sd[3]
    assert found.std(axis=0).min() > 0  # neighbourhoods differ


def test_search_finds_the_first_threshold_above() -> None:
    upto = np.array([10, 10, 25, 99], dtype=np.uint32)
    assert [search(upto, u) for u in (0, 9, 10, 24, 25, 98, 99, 1000)] == [0, 0, 2, 2, 3, 3, 3, 3]


def test_picks_are_even_and_within_bounds() -> None:
    counts = np.bincount([pick(luck, 3, 7) for luck in keys(7000)], minlength=7)
    assert len(counts) == 7
    assert np.abs(counts - 1000).max() < 5.5 * np.sqrt(1000)


def test_a_shuffle_keeps_everybody_and_sends_each_anywhere() -> None:
    places = np.zeros((5, 5))
    for luck in keys(3000):
        items = np.arange(5, dtype=np.int32)
        shuffle(luck, items, 5)
        assert sorted(items.tolist()) == [0, 1, 2, 3, 4]
        places[np.arange(5), items] += 1
    assert np.abs(places - 600).max() < 5.5 * np.sqrt(600)
