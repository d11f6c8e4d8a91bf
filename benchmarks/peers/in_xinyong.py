"""Xinyong's substrate: columns, groups of 512 in cache, one loop a phase, draws by key (``xinyong.chance``).

The reference model is no scheme: its decision (a logistic of integrity and of neighbours listed) is not
the engine's, whose citizens weigh yuan. So this is the model in the engine's way of writing, compiled by
its compiler settings: the same functions of chance, no state of a generator, sums of integers, equal
bits on any number of threads, and equal bits in ``tuned.cpp``.
"""

from concurrent.futures import ThreadPoolExecutor
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numba.extending import register_jitable

from xinyong.chance import lower, mix, tag, upper
from xinyong.engine.caching import compiled

from . import model

inlined = register_jitable(forceinline=True)
GROUP, TERM, PROVINCES, GRAPH = model.GROUP, model.TERM, model.PROVINCES, np.uint64(model.GRAPH)
MEETING = 1000  # purposes 0, 1, ... are conducts
ONE, HALF, BIAS = np.float32(1), np.float32(0.5), np.float32(127)
UNIT24, LOG2E = np.float32(2.0**-24), np.float32(1.4426950408889634)
C1, C2, C3, C4, C5, C6 = (
    np.float32(0.6931471805599453**k / f) for k, f in zip(range(1, 7), (1, 2, 6, 24, 120, 720), strict=True)
)
FAR, LEAST, MOST, STEP = np.float32(40), *(np.float32(x) for x in (model.LEAST, model.MOST, model.STEP))
EIGHTH, BOUND, FIXED = np.float32(1 / 8), np.float32(-1), np.float32(1 << 24)
#: Eight bits spread over eight bytes, and 4096 quantiles of the normal distribution.
SPREAD = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").view(np.uint64)[
    :, 0
]
NORMAL = np.array([NormalDist().inv_cdf((k + 0.5) / 4096) for k in range(4096)], np.float32)
GATHER = np.uint64(0x0102040810204080)
#: ``xinyong.chance.name`` of consecutive numbers is ``mix`` of steps of this: an addition, not a product.
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
TWICE = np.uint64(2 * 0x9E3779B97F4A7C15 % 2**64)


class Columns(NamedTuple):
    """What lasts: one entry a citizen; ``listed`` and ``listed_next`` one bit each."""

    integrity: np.ndarray
    score: np.ndarray
    trust: np.ndarray
    listed_until: np.ndarray
    listed: np.ndarray
    listed_next: np.ndarray


class Lanes(NamedTuple):
    """A thread's scratch for one group; ``eight`` is ``near`` seen as eight bytes at a time."""

    near: np.ndarray
    eight: np.ndarray
    far: np.ndarray
    known: np.ndarray
    fear: np.ndarray
    gained: np.ndarray
    severe: np.ndarray
    noise: np.ndarray


@inlined
def exponential(x):
    """e**x in float32, for x held to -40 .. 40; relative error below 1e-6."""
    x = min(max(x, -FAR), FAR)
    t = x * LOG2E
    k = np.int32(t + (BIAS + HALF))
    f = t - (np.float32(k) - BIAS)
    f2 = f * f
    low = (ONE + f * C1) + f2 * (C2 + f * C3)
    return (low + (f2 * f2) * ((C4 + f * C5) + f2 * C6)) * np.int32(k << np.int32(23)).view(np.float32)


@inlined
def name_before(parent, number):
    """What ``mix`` makes ``name(parent, number)`` of."""
    return parent + np.uint64(number + 1) * GOLDEN


@inlined
def picked(bits32, count):
    """A whole number below ``count`` (up to 2**31) from 32 bits."""
    return np.uint32((bits32 * count) >> np.int64(32))


@inlined
def bit(bits, j):
    j = np.uint64(j)  # unsigned: no index counts from the end
    return np.int32((bits[j >> np.uint64(3)] >> np.uint8(j & np.uint64(7))) & np.uint8(1))


@inlined
def look(first, n, start, count, c, w):
    """Fear: the share of one's neighbours who were listed last month."""
    near, far, known = w.near, w.far, w.known
    for b in range(GROUP // 8):
        w.eight[b + 1] = SPREAD[c.listed[(first >> 3) + b]]
    for k in (-2, -1):
        near[8 + k] = bit(c.listed, start + (first - start + k) % count)
        near[7 + n - k] = bit(c.listed, start + (first - start + n - 1 - k) % count)
    for half in range(2):
        x = name_before(GRAPH, 2 * first + half)
        for k in range(n):
            bits = mix(x)
            x += TWICE
            far[2 * half, k] = picked(upper(bits), count)
            far[2 * half + 1, k] = picked(lower(bits), count)
    second, left, right, fourth = near[6 : 6 + n], near[7 : 7 + n], near[9 : 9 + n], near[10 : 10 + n]
    for k in range(n):
        known[k] = second[k] + left[k] + right[k] + fourth[k]
    for row in range(4):
        at = far[row]
        for k in range(n):
            known[k] += bit(c.listed, start + np.int64(at[k]))


@inlined
def decide(first, n, now, seed, integrity, c, r, w):
    """Act or not, be noticed or not: points gained and lists earned."""
    fear, gained, severe = w.fear, w.gained, w.severe
    for k in range(n):
        fear[k] = EIGHTH * np.float32(w.known[k])
    gained[:] = 0
    severe[:] = 0
    for conduct in range(len(r.base)):
        base, sign, deter = r.base[conduct], r.sign[conduct], r.deter[conduct]
        detect, points, grave = r.detect[conduct], r.points[conduct], np.uint8(r.severe[conduct])
        x = name_before(tag(seed, now, conduct), first)
        for k in range(n):
            bits = mix(x)
            x += GOLDEN
            u1 = np.float32(np.int32(upper(bits) >> np.int64(8))) * UNIT24
            u2 = np.float32(np.int32(lower(bits) >> np.int64(8))) * UNIT24
            against = exponential(sign * integrity[k] + deter * fear[k] - base)
            noticed = (u1 * (ONE + against) < ONE) & (u2 < detect)
            gained[k] += points if noticed else np.float32(0)
            severe[k] |= grave if noticed else np.uint8(0)


@inlined
def settle(first, n, now, score, until, c, w):
    """Scores held to their bounds, entries on the list, and next month's bits of it."""
    for k in range(n):
        score[k] = min(max(score[k] + w.gained[k], LEAST), MOST)
        until[k] = np.int16(now + TERM) if w.severe[k] else until[k]
    flags = w.near[8:]
    flags[:GROUP] = 0
    for k in range(n):
        flags[k] = np.uint8(until[k] > np.int16(now + 1))
    for b in range(GROUP // 8):
        c.listed_next[(first >> 3) + b] = np.uint8((w.eight[b + 1] * GATHER) >> np.uint64(56))


@inlined
def meet(first, n, now, seed, start, count, trust, c, w):
    """A partner, honest or not, and what one thinks of people then."""
    partner, noise = w.far[0], w.noise
    x = name_before(tag(seed, now, MEETING), first)
    for k in range(n):
        bits = mix(x)
        x += GOLDEN
        partner[k] = picked(upper(bits), count)
        noise[k] = np.uint32(lower(bits) >> np.int64(20))
    among = c.integrity[start:]
    for k in range(n):
        honest = among[np.uint64(partner[k])] + NORMAL[np.uint64(noise[k])] > BOUND
        trust[k] += STEP * ((ONE if honest else np.float32(0)) - trust[k])


@inlined
def count_up(first, n, now, citizens, score, until, trust, sums):
    """Sums of a group, each part of it in its province."""
    lo = 0
    while lo < n:
        place = (first + lo) * PROVINCES // citizens
        hi = min(n, -(-(place + 1) * citizens // PROVINCES) - first)
        points, listed, belief = np.int64(0), np.int64(0), np.int64(0)
        for k in range(lo, hi):
            points += np.int64(np.int32(score[k]))
            listed += np.int64(until[k] > np.int16(now))
            belief += np.int64(np.int32(trust[k] * FIXED))
        sums[0, place] += points
        sums[1, place] += listed
        sums[2, place] += belief
        lo = hi


@compiled
def month(lo, hi, now, seed, local, c, r, w, sums):
    """Live month ``now`` in groups ``lo`` .. ``hi``."""
    citizens = len(c.score)
    for g in range(lo, hi):
        first = g * GROUP
        n = min(GROUP, citizens - first)
        start, count = (first, n) if local else (0, citizens)
        score, trust = c.score[first : first + n], c.trust[first : first + n]
        integrity, until = c.integrity[first : first + n], c.listed_until[first : first + n]
        look(first, n, start, count, c, w)
        decide(first, n, now, seed, integrity, c, r, w)
        settle(first, n, now, score, until, c, w)
        meet(first, n, now, seed, start, count, trust, c, w)
        count_up(first, n, now, citizens, score, until, trust, sums)


def lanes():
    near = np.zeros(GROUP + 16, np.uint8)
    fear, gained = (np.zeros(GROUP, np.float32) for _ in range(2))
    far, known = np.zeros((4, GROUP), np.uint32), np.zeros(GROUP, np.int32)
    severe, noise = np.zeros(GROUP, np.uint8), np.zeros(GROUP, np.uint32)
    far, known = np.zeros((4, GROUP), np.uint32), np.zeros(GROUP, np.int32)
    severe, noise = np.zeros(GROUP, np.uint8), np.zeros(GROUP, np.uint32)
    return Lanes(near, near.view(np.uint64), far, known, fear, gained, severe, noise)


class Society:
    def __init__(self, citizens, local, seed, rules, threads=1):
        self.now, self.seed, self.local, self.rules = 0, np.uint64(seed), local, rules
        self.groups = -(-citizens // GROUP)
        self.people = np.diff(model.borders(citizens))
        self.columns = Columns(
            model.integrity(citizens, seed),
            np.full(citizens, model.START_SCORE, np.float32),
            np.full(citizens, model.START_TRUST, np.float32),
            np.full(citizens, model.NEVER, np.int16),
            np.zeros(self.groups * GROUP // 8, np.uint8),
            np.zeros(self.groups * GROUP // 8, np.uint8),
        )
        self.lanes = [lanes() for _ in range(threads)]
        self.sums = np.zeros((threads, 3, PROVINCES), np.int64)
        self.pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def step(self):
        self.sums[:] = 0
        threads = len(self.lanes)
        cut = [self.groups * part // threads for part in range(threads + 1)]
        if self.pool:
            list(self.pool.map(self._part, range(threads), cut, cut[1:]))
        else:
            self._part(0, 0, self.groups)
        c = self.columns
        self.columns = c._replace(listed=c.listed_next, listed_next=c.listed)
        self.now += 1

    def _part(self, number, lo, hi):
        with np.errstate(over="ignore"):
            month(
                lo,
                hi,
                self.now,
                self.seed,
                self.local,
                self.columns,
                self.rules,
                self.lanes[number],
                self.sums[number],
            )

    def outputs(self):
        """[3, 31]: mean score, share on the list, mean trust, by province."""
        return self.sums.sum(axis=0) / self.people / np.array([1, 1, 1 << 24])[:, None]
