"""Opportunities against closed forms: how many come, and which, by segment; and whom the phase asks."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import worlds
from chances import FAMILY, fits, normal_tail

from xinyong import chance
from xinyong.engine import purposes
from xinyong.engine.layout import OP_OPEN, U_ATTEMPTS, U_OPS
from xinyong.engine.phases.opportunity import how_many, opportunity, which
from xinyong.engine.rules import Rules
from xinyong.engine.state import work_of
from xinyong.fields import ALIVE, SEGMENT, TRAITS, WORK
from xinyong.scheme.tables import Tables

MONTHS = 40
SEED = np.uint64(7)
GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def tables() -> Tables:
    return worlds.timeline().at(worlds.LATE)


@cache
def rules() -> Rules:
    """The month's rules as the engine packs them."""
    engine = worlds.world(worlds.corner("national", 12_000, 2), worlds.timeline(), start=worlds.LATE)
    engine.step()
    assert engine._rules is not None
    return engine._rules[1]


def people_segments() -> np.ndarray:
    found: np.ndarray = worlds.society("national", 20_000).person_uint8[SEGMENT]
    return found


def test_thresholds_are_those_of_a_poisson_law() -> None:
    """P(at most n) = e^-m m^n / n! added up, with m from P(none)."""
    checked = 0
    for row in tables().poisson.astype(np.float64) / 2.0**32:
        mean = -np.log(max(row[0], 2.0**-32))
        if mean <= 0 or row[0] < 1e-6:
            continue
        terms = np.cumsum(np.log(np.concatenate([[1.0], mean / np.arange(1, 20)])))
        assert np.abs(np.minimum(np.cumsum(np.exp(terms - mean)), 1.0) - row[:20]).max() < 1e-8
        checked += 1
    assert checked > 20


def drawn_counts(segments: np.ndarray, months: int) -> np.ndarray:
    """Opportunities of every person in every month, [months, persons], all at once."""
    thresholds = tables().poisson.astype(np.int64)
    with np.errstate(over="ignore"):
        keys = chance.mix(np.uint64(99) + (np.arange(len(segments), dtype=np.uint64) + np.uint64(1)) * GOLDEN)
        found = []
        for month in range(months):
            bits = chance.draw(keys, chance.tag(SEED, month, purposes.OPPORTUNITY)) >> np.uint64(32)
            counts = np.zeros(len(segments), np.int64)
            for segment in np.unique(segments):
                mine = segments == segment
                drawn = bits[mine].astype(np.int64)
                counts[mine] = np.searchsorted(thresholds[segment, :-1], drawn, side="right")
            found.append(counts)
    return np.array(found)


def test_numbers_follow_the_poisson_law_in_every_segment() -> None:
    segments = people_segments()
    counts = drawn_counts(segments, MONTHS)
    kinds = [segment for segment in np.unique(segments) if (segments == segment).sum() * MONTHS > 2000]
    assert len(kinds) > 12
    for segment in kinds:
        mean = -np.log(tables().poisson[segment, 0] / 2.0**32)
        mine = counts[:, segments == segment]
        error = np.sqrt(mean / mine.size)
        assert normal_tail((mine.mean() - mean) / error) > FAMILY / 200, (segment, mine.mean(), mean)
        # variance = mean, and no memory from month to month
        spread = np.sqrt((2.0 * mean * mean + mean) / mine.size)
        assert normal_tail((mine.var() - mean) / spread) > FAMILY / 200, (segment, mine.var(), mean)
        memory = float(((mine[1:] - mean) * (mine[:-1] - mean)).mean())
        assert normal_tail(memory / (mean / np.sqrt(mine[1:].size))) > FAMILY / 200, segment


@pytest.mark.parametrize("segment", [1, 10, 15, 18, 22, 26, 33, 40, 48])
def test_kinds_follow_the_shares_of_the_alias_table(segment: int) -> None:
    t, r = tables(), rules()
    width = t.alias_cut.shape[1]
    shares = np.zeros(width)
    cut = t.alias_cut[segment].astype(np.float64) / 2.0**32
    np.add.at(shares, t.alias_a[segment], cut / width)
    np.add.at(shares, t.alias_b[segment], (1.0 - cut) / width)
    with np.errstate(over="ignore"):
        bits = chance.mix(np.arange(1, 8001, dtype=np.uint64) * GOLDEN)
        codes = np.array([which(r, segment, b) for b in bits])
    counts = np.bincount(codes, minlength=width)
    assert (counts[shares == 0] == 0).all()
    assert fits(counts, shares) > FAMILY / 20


def test_the_number_that_comes_is_the_first_threshold_above_the_draw() -> None:
    most = 2**32 - 1
    few = np.array([100, 200, 200] + [most] * 29, np.uint32)
    many = np.minimum(np.arange(1, 33) * 10, 250).astype(np.uint32)
    many[25:] = most
    for row in (few, many):
        for draw in (0, 9, 10, 99, 100, 199, 200, 249, 250, most - 1):
            assert how_many(row, draw) == int((row <= draw).sum()), draw
        assert how_many(row, most) == how_many(row, most - 1), "the last draw must not run through them all"


def test_the_phase_asks_whom_the_law_says() -> None:
    """The phase, interpreted, against the numbers drawn at once: how many, which, needs, the dead."""
    people = worlds.corner("national", 12_000, 2)
    engine = worlds.world(people, worlds.timeline(), start=worlds.LATE)
    s, w, r, t = engine.state, work_of(), rules(), tables()
    s.pu[ALIVE, ::7] = 0
    h, now = 1, worlds.LATE
    lo, hi = (int(v) for v in people.person_first[h : h + 2])
    n, conducts = hi - lo, len(t.domain)
    assert n > 100
    with np.errstate(over="ignore"):
        for j in range(n + 400):
            w.key[j] = chance.name(s.hoods[h].key, j if j < n else 1000000 + j - n)
        opportunity(h, now, SEED, s, w, r)
        bits = chance.draw(w.key[:n], chance.tag(SEED, now, purposes.OPPORTUNITY))
        acts, attempts = [], []
        for i in range(n):
            segment, traits, work = (int(s.pu[row, lo + i]) for row in (SEGMENT, TRAITS, WORK))
            below = t.poisson[segment, :-1].astype(np.int64) <= int(bits[i]) >> 32
            for j in range(int(below.sum()) if s.pu[ALIVE, lo + i] else 0):
                more = chance.again(bits[i], j)
                code = int(which(r, segment, more))
                if code >= conducts:
                    attempts.append((i, code - conducts, int(more)))
                elif int(t.needs[code]) & ~traits == 0 and int(t.work_mask[code]) >> work & 1:
                    acts.append((i, code, int(more)))
    ops, tries = slice(0, int(w.used[U_OPS])), slice(0, int(w.used[U_ATTEMPTS]))
    ours = (w.op_kind[ops] == 0) & (w.op_state[ops] == OP_OPEN)
    assert _rows(w.op_who[ops][ours], w.op_code[ops][ours], w.op_bits[ops][ours]) == acts
    ours = w.at_kind[tries] == 0
    assert _rows(w.at_who[tries][ours], w.at_code[tries][ours], w.at_bits[tries][ours]) == attempts
    assert min(len(acts), len(attempts)) > 30


def _rows(*columns: np.ndarray) -> list[tuple[int, ...]]:
    return list(zip(*(column.tolist() for column in columns), strict=True))
