"""Chance: known answers, evenness, and independence of neighbouring keys, months, purposes and draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from chances import FAMILY, even, normal_tail

from xinyong import chance
from xinyong.engine import purposes

MANY = 1 << 17
PARENT = np.uint64(0x1234567)
GOLDEN = 0x9E3779B97F4A7C15
#: The published sequence of splitmix64 from seed 1234567, and from 0.
KNOWN = {
    1234567: (6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431),
    0: (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC),
}
PURPOSES = sorted(
    number for word, number in vars(purposes).items() if word.isupper() and not word.startswith("K_")
)
FURTHER = (0, 1, 2, 3, *range(purposes.K_COLUMN, purposes.K_KIN + 1), *range(purposes.K_ROW, 208))


@pytest.fixture(autouse=True)
def _wraps() -> object:
    with np.errstate(over="ignore"):
        yield


def keys(count: int = MANY, parent: np.uint64 = PARENT) -> np.ndarray:
    """Names of the children of a place, from 0 up: ``chance.name`` of each at once."""
    return chance.mix(parent + (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(GOLDEN))


@pytest.mark.parametrize("seed", KNOWN)
def test_the_finaliser_gives_the_published_answers(seed: int) -> None:
    found = [int(chance.mix(np.uint64((seed + n * GOLDEN) & (1 << 64) - 1))) for n in range(1, 5)]
    assert found == list(KNOWN[seed])


def test_names_of_many_at_once_are_those_of_one() -> None:
    some = keys(50)
    assert [int(chance.name(PARENT, n)) for n in range(50)] == [int(key) for key in some]
    assert len(set(keys().tolist())) == MANY


def test_a_uniform_lies_below_one_and_keeps_53_bits() -> None:
    most = np.uint64(0xFFFFFFFFFFFFFFFF)
    assert chance.uniform(most) == 1.0 - 2.0**-53
    assert chance.uniform(np.uint64(0)) == 0.0
    assert chance.upper(most) == chance.lower(most) == 2**32 - 1
    bits = keys(1000)
    values = np.array([chance.uniform(b) for b in bits])
    assert np.array_equal(values, (bits >> np.uint64(11)).astype(np.float64) / 2.0**53)


def _over_keys() -> np.ndarray:
    return chance.draw(keys(), chance.tag(np.uint64(7), 150, purposes.OPPORTUNITY))


def _over_months() -> np.ndarray:
    tags = np.array([chance.tag(np.uint64(7), month, purposes.EVENT) for month in range(-20, 480)])
    return chance.draw(keys(262)[:, None], tags).ravel()


def _over_purposes() -> np.ndarray:
    tags = np.array([chance.tag(np.uint64(7), month, p) for p in PURPOSES for month in range(100)])
    return chance.draw(keys(100)[:, None], tags).ravel()


def _over_further() -> np.ndarray:
    steps = (np.array(FURTHER, np.uint64) + np.uint64(1)) * np.uint64(GOLDEN)
    return chance.mix(_over_keys()[:4000, None] + steps)


def _over_seeds() -> np.ndarray:
    tags = np.array([chance.tag(np.uint64(seed), 150, purposes.COURT) for seed in range(2000)])
    return chance.draw(keys(64)[:, None], tags).ravel()


def _over_obligations() -> np.ndarray:
    """As the court draws: the place's key plus an obligation's own number."""
    drawn = keys(MANY // 2) & np.uint64(0xFFFFFFFF)
    numbers = np.concatenate([np.arange(MANY // 2, dtype=np.uint64), drawn])
    return chance.draw(PARENT + numbers, chance.tag(np.uint64(7), 150, purposes.COURT))


SAMPLES: dict[str, Callable[[], np.ndarray]] = {
    "keys": _over_keys, "months": _over_months, "purposes": _over_purposes, "further draws": _over_further,
    "seeds": _over_seeds, "obligations": _over_obligations,
}  # fmt: skip
TESTS = len(SAMPLES) * 4 + 6 + 1


@pytest.mark.parametrize("over", SAMPLES)
def test_draws_are_even(over: str) -> None:
    bits = SAMPLES[over]().ravel()
    for part in (bits >> np.uint64(56), bits & np.uint64(255), bits >> np.uint64(32) & np.uint64(255)):
        assert even(np.bincount(part.astype(np.int64), minlength=256)) > FAMILY / TESTS
    fine = np.sort(bits.astype(np.float64) / 2.0**64)
    n = len(fine)
    gap = max((np.arange(1, n + 1) / n - fine).max(), (fine - np.arange(n) / n).max())
    assert 2.0 * np.exp(-2.0 * n * gap * gap) > FAMILY / TESTS, "Kolmogorov and Smirnov"


def _pairs() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    seed, month = np.uint64(7), 150

    def drawn(which: np.ndarray, s: int = 7, m: int = month, p: int = purposes.COURT) -> np.ndarray:
        return chance.draw(which, chance.tag(np.uint64(s), m, p))

    all_keys = keys()
    first = chance.draw(all_keys, chance.tag(seed, month, purposes.OPPORTUNITY))
    return {
        "neighbours": (drawn(all_keys[:-1]), drawn(all_keys[1:])),
        "months": (drawn(all_keys), drawn(all_keys, m=month + 1)),
        "purposes": (drawn(all_keys), drawn(all_keys, p=purposes.CURE)),
        "seeds": (drawn(all_keys), drawn(all_keys, s=8)),
        "further draws": (
            chance.again(first, purposes.K_ACT), chance.again(first, purposes.K_NOTICE),
        ),
        "the draw and what follows from it": (first, chance.again(first, 0)),
    }  # fmt: skip


@pytest.mark.parametrize("pair", range(6))
def test_neighbouring_draws_are_independent(pair: int) -> None:
    name, (one, other) = list(_pairs().items())[pair]
    four = np.uint64(60)
    cells = (one >> four).astype(np.int64) * 16 + (other >> four).astype(np.int64)
    assert even(np.bincount(cells, minlength=256)) > FAMILY / TESTS, name


def test_every_input_bit_moves_every_output_bit_half_the_time() -> None:
    some = keys(1 << 13)
    worst = 0.0
    for bit in range(64):
        moved = chance.mix(some) ^ chance.mix(some ^ (np.uint64(1) << np.uint64(bit)))
        counts = np.array([int((moved >> np.uint64(b) & np.uint64(1)).sum()) for b in range(64)])
        worst = max(worst, float(np.abs(counts - len(some) / 2).max()))
    assert normal_tail(worst / np.sqrt(len(some) / 4)) > FAMILY / TESTS / 4096


def test_purposes_and_further_draws_do_not_collide() -> None:
    assert len(set(PURPOSES)) == len(PURPOSES) > 8
    further = [getattr(purposes, name) for name in vars(purposes) if name.startswith("K_")]
    assert len(set(further)) == len(further)
    assert min(further) > 64, "further draws of a phase must not meet the k-th opportunity's"
    tags = {int(chance.tag(np.uint64(7), m, p)) for m in range(-1200, 1200) for p in PURPOSES}
    assert len(tags) == 2400 * len(PURPOSES)
