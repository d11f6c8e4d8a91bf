"""Chance in plain whole numbers, and numbers as the engine stores them.

A draw is ``mix(key + tag)`` (splitmix64); a key names a subject, a tag a seed, month and purpose.
"""

from __future__ import annotations

import numpy as np

_ALL = 2**64 - 1
_GOLDEN = 0x9E3779B97F4A7C15
(
    EVENT, OPPORTUNITY, OBLIGATION, SHARING, REMEDY, PERCEPTION, ADAPTATION, BACKLOG, COURT, CURE, MEMBERSHIP,
) = range(11)  # fmt: skip
CONSENT, DISMISSAL, MAP, BREACH, DEMAND = 20, 21, 22, 23, 32
#: Further draws from the bits of one occasion.
(
    COLUMN, PARTNER, REALISED, GAIN, ACT, NOTICE, WRONG, WHO, CHECK, BEYOND, AMOUNT, ABILITY, KIN,
) = range(100, 113)  # fmt: skip
GROUP, RATES, TONE, FLOW, MADE_UP, STRETCH, STRETCH_ROW, WEIGHS, ROW = (
    120, 121, 123, 125, 150, 151, 152, 160, 200,
)  # fmt: skip


def mix(x: int) -> int:
    """The splitmix64 finaliser of a 64-bit number."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _ALL
    return x ^ (x >> 31)


def name(parent: int, number: int) -> int:
    """The key of a child of ``parent``."""
    return mix((parent + (number + 1) * _GOLDEN) & _ALL)


def tag(seed: int, month: int, purpose: int) -> int:
    """What seed, month and purpose add to a key."""
    place = (month + 100000) * 65536 + purpose
    return mix((mix((seed + _GOLDEN) & _ALL) + place * _GOLDEN) & _ALL)


def draw(key: int, tagged: int) -> int:
    """64 random bits of a key for a tag."""
    return mix((key + tagged) & _ALL)


def again(bits: int, k: int) -> int:
    """The ``k``-th further draw from ``bits``."""
    return mix((bits + (k + 1) * _GOLDEN) & _ALL)


def uniform(bits: int) -> float:
    """A number in [0, 1) from the upper 53 bits."""
    return (bits >> 11) / 9007199254740992.0


def upper(bits: int) -> int:
    """The upper 32 bits."""
    return bits >> 32


def lower(bits: int) -> int:
    """The lower 32 bits."""
    return bits & 0xFFFFFFFF


def part(bits: int, of: int) -> int:
    """A whole number below ``of`` from the upper 32 bits."""
    return (upper(bits) * of) >> 32


def single(x: float) -> float:
    """``x`` as a column of four bytes keeps it."""
    return float(np.float32(x))


def held(x: float, low: float = 0.0, high: float = 1.0) -> float:
    """``x`` held to a range."""
    return low if x < low else high if x > high else x


def toward(now: float, goal: float, rate: float) -> float:
    """``now`` moved a part of the way to ``goal``."""
    return now + rate * (goal - now)


_LN2 = 0.6931471805599453


def exponential(x: float) -> float:
    """e**x: 2**k exactly, times the Taylor series of 2**f to the sixth power, in pairs."""
    t = held(x, -40.0, 40.0) * 1.4426950408889634 + 64.5
    k = int(t)
    f = t - float(k) - 0.5
    square = f * f
    one = 1.0 + f * _LN2
    two = _LN2**2 / 2.0 + f * (_LN2**3 / 6.0)
    three = _LN2**4 / 24.0 + f * (_LN2**5 / 120.0)
    series = (one + square * two) + (square * square) * (three + square * (_LN2**6 / 720.0))
    return series * 2.0 ** (k - 64)
