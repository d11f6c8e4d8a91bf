"""What is known in closed form, against what comes out: z-scores, and the coverage of intervals."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "engine"))

import test_opportunities as arrivals
import worlds
from chances import FAMILY, normal_tail

from xinyong import chance
from xinyong.engine import purposes
from xinyong.engine.assumptions import register
from xinyong.engine.phases.events import death_chance
from xinyong.fields import ALIVE, BORN, SEX
from xinyong.quantities import BLOCKS
from xinyong.results.indicators import THIN
from xinyong.results.intervals import half_width


def generator(draws: int, seed: int) -> dict[str, float]:
    """Mean, variance and memory of uniform draws over subjects, months, purposes and further draws."""
    found: dict[str, float] = {}
    with np.errstate(over="ignore"):
        keys = chance.mix(np.arange(1, draws + 2, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
        tags = [chance.tag(np.uint64(seed), month, purposes.EVENT) for month in (168, 169)]
        other = chance.tag(np.uint64(seed), 168, purposes.OPPORTUNITY)
        bits = [chance.draw(keys, each) for each in (*tags, other)]
        bits.append(chance.again(bits[0], 1))
    u = [(each >> np.uint64(11)).astype(np.float64) / 2.0**53 - 0.5 for each in bits]
    base, n = u[0][:-1], draws
    found["uniform: mean"] = base.mean() * math.sqrt(12.0 * n)
    found["uniform: variance"] = ((base**2).mean() - 1.0 / 12.0) * math.sqrt(180.0 * n)
    beside = {"next subject": u[0][1:], "next month": u[1][:-1], "another purpose": u[2][:-1],
              "a further draw": u[3][:-1]}  # fmt: skip
    for name, each in beside.items():
        found[f"uniform: memory, {name}"] = float((base * each).mean() * 12.0 * math.sqrt(n))
    return found


def opportunities(months: int) -> dict[str, float]:
    """Opportunities a person has in a month: a Poisson law in each segment."""
    segments, found = arrivals.people_segments(), {}
    counts = arrivals.drawn_counts(segments, months)
    for segment in np.unique(segments):
        mine = counts[:, segments == segment]
        if mine.size < 2000:
            continue
        mean = -math.log(arrivals.tables().poisson[segment, 0] / 2.0**32)
        error = math.sqrt(mean / mine.size)
        found[f"opportunities of segment {segment}: mean"] = (mine.mean() - mean) / error
        spread = math.sqrt((2.0 * mean * mean + mean) / mine.size)
        found[f"opportunities of segment {segment}: variance"] = (mine.var() - mean) / spread
    return found


def deaths(citizens: int, months: int) -> dict[str, float]:
    """Deaths by sex and five years of age in the engine: binomial, month by month."""
    engine = worlds.world(worlds.society("national", citizens), worlds.timeline("status-quo-2012"))
    position = next(n for n, entry in enumerate(register()) if entry.id == "mortality")
    mortality = float(engine.spec.dials[position])
    seen, meant, spread = (np.zeros((2, 20)) for _ in range(3))
    for _ in range(months):
        state, month = engine.state, engine.month
        persons = int(state.hoods["person_first"][-1])
        alive = state.pu[ALIVE, :persons].astype(bool)
        sex, born = state.pu[SEX, :persons].copy(), state.pi[BORN, :persons].astype(np.int64)
        group = np.clip((month - born) // 60, 0, 19)
        engine.step()
        died = alive & (engine.state.pu[ALIVE, :persons] == 0)
        for one in range(2):
            for age in range(20):
                here = (sex == one) & (group == age)
                p = death_chance(age, one, mortality)
                number = int((alive & here).sum())
                seen[one, age] += (died & here).sum()
                meant[one, age] += number * p
                spread[one, age] += number * p * (1.0 - p)
    names = ("female", "male")
    return {
        f"deaths, {names[one]}, {5 * age} to {5 * age + 4}": (seen[one, age] - meant[one, age])
        / math.sqrt(spread[one, age])
        for one in range(2)
        for age in range(20)
        if spread[one, age] > 20.0
    }


def z_scores(draws: int, months: int, citizens: int, seed: int = 1) -> dict[str, Any]:
    """All of them, judged together: one false alarm in a million suites."""
    found = {**generator(draws, seed), **opportunities(months), **deaths(citizens, months)}
    limit = FAMILY / len(found)
    failures = [f"{name}: z = {z:.2f}" for name, z in found.items() if normal_tail(z) < limit]
    worst = max(found, key=lambda name: abs(found[name]))
    return {
        "closed_forms": len(found), "largest_z": round(float(abs(found[worst])), 2), "largest_is": worst,
        "z": {name: round(float(z), 2) for name, z in found.items()}, "failures": failures,
    }  # fmt: skip


def coverage(studies: int, seed: int = 1) -> dict[str, Any]:
    """How often a 95 % interval from random blocks holds the truth, in studies whose truth is known.

    Blocks have unequal numbers of people, and neighbourhoods differ in their rate. ``rare`` has as many
    events in all as a figure needs that is not marked thin; ``difference`` is between paired worlds.
    """
    rng, found = np.random.default_rng(seed), {}
    hoods, people = 5 * BLOCKS, 100
    for name, rate in (("common", 0.2), ("rare", 1.5 * THIN / (hoods * people)), ("difference", 0.1)):
        sizes = rng.poisson(people, (studies, hoods)) + 1
        rates = rate * rng.gamma(4.0, 0.25, (studies, hoods))
        here = rng.binomial(sizes, np.minimum(rates, 1.0))
        more = rng.binomial(sizes - here, 0.05) if name == "difference" else np.zeros_like(here)
        truth = 0.05 * (1.0 - rate) if name == "difference" else rate
        events = _blocks(more if name == "difference" else here)
        persons = _blocks(sizes)
        left_out = (events.sum(0) - events) / (persons.sum(0) - persons)
        width = half_width(left_out, np.ones(BLOCKS, bool))
        figure = events.sum(0) / persons.sum(0)
        found[name] = round(float((np.abs(figure - truth) <= width).mean()), 4)
    low, high = 0.93, 0.97
    failures = [f"{name}: {share}" for name, share in found.items() if not low <= share <= high]
    return {"studies": studies, "coverage": found, "failures": failures}


def _blocks(hoods: np.ndarray) -> np.ndarray:
    """[block, study] sums of [study, neighbourhood]."""
    return hoods.reshape(len(hoods), BLOCKS, -1).sum(2).T.astype(np.float64)
