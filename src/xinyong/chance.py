"""Chance belongs to a subject, a month and a purpose: hashing, never a stream.

A draw is ``mix(key + tag)``: ``key`` is a subject's (or place's) well-mixed 64-bit
name, ``tag`` the mixed number of (seed, month, purpose, k). ``mix`` is the finaliser of
splitmix64 (Steele, Lea and Flood 2014; constants of Stafford's variant 13). No state is
kept, so worlds with the same keys meet the same luck, whatever else differs between
them, on any number of threads.

Every function is plain Python that Numba can compile into its caller. Interpreted,
unsigned arithmetic warns when it wraps: callers run under ``numpy.errstate(over='ignore')``.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numba.extending import register_jitable

#: A whole number, of Python or of NumPy.
Int: TypeAlias = "int | np.integer[Any]"

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30 = np.uint64(30)
_S27 = np.uint64(27)
_S31 = np.uint64(31)
_S11 = np.uint64(11)
_S32 = np.uint64(32)
_TWO_32 = 1.0 / 4294967296.0
_TWO_53 = 1.0 / 9007199254740992.0


@register_jitable
def mix(x: np.uint64) -> np.uint64:
    """The splitmix64 finaliser: every input bit moves every output bit."""
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    return x ^ (x >> _S31)


@register_jitable
def name(parent: np.uint64, number: Int) -> np.uint64:
    """The key of child ``number`` (0 or more) of ``parent``: places of a seed, subjects of a place."""
    return mix(parent + (np.uint64(number) + np.uint64(1)) * _GOLDEN)


@register_jitable
def tag(seed: np.uint64, month: Int, purpose: Int) -> np.uint64:
    """The mixed number of a purpose in a month; add it to a key and mix. Month may be negative."""
    place = np.uint64(np.int64(month) + np.int64(100000)) * np.uint64(65536) + np.uint64(purpose)
    return mix(mix(seed + _GOLDEN) + place * _GOLDEN)


@register_jitable
def draw(key: np.uint64, tagged: np.uint64) -> np.uint64:
    """64 random bits of a subject for a tag."""
    return mix(key + tagged)


@register_jitable
def again(bits: np.uint64, k: Int) -> np.uint64:
    """The ``k``-th further draw that follows from a draw."""
    return mix(bits + (np.uint64(k) + np.uint64(1)) * _GOLDEN)


@register_jitable
def uniform(bits: np.uint64) -> float:
    """A float64 in [0, 1) from the upper 53 bits."""
    return np.float64(np.int64(bits >> _S11)) * _TWO_53


@register_jitable
def small(bits32: np.int64) -> float:
    """A float64 in [0, 1) from 32 bits."""
    return np.float64(bits32) * _TWO_32


@register_jitable
def upper(bits: np.uint64) -> np.int64:
    """The upper 32 bits, 0 .. 2**32 - 1."""
    return np.int64(bits >> _S32)


@register_jitable
def lower(bits: np.uint64) -> np.int64:
    """The lower 32 bits, 0 .. 2**32 - 1."""
    return np.int64(bits & np.uint64(0xFFFFFFFF))
