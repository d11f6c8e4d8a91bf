"""Confirming by setting: an assumption that is named must turn the verdict when it is held.

A test's worlds are lived through again with the assumption held near either end of its range (the
10 % and the 90 % place, or the two values of a choice between structures), in world, twin and
burn-in alike; all else is drawn as before, with the same luck. Worlds that do not have the
assumption stay what they are and are not run again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.deciding import Decider, End, Together, word_of
from xinyong.claims.effects import Effects, passes
from xinyong.claims.judging import judge
from xinyong.claims.models import Condition
from xinyong.claims.planning import Asked, Contrast, Planned
from xinyong.claims.ranking import CHANCE
from xinyong.errors import InputError, Problem
from xinyong.experiments.cells import Held, Lived, Rules, base_scheme
from xinyong.experiments.draws import Ranged, value_at

Bool = NDArray[np.bool_]
#: Places in the range at which an assumption is held.
PLACES: Final = (0.1, 0.9)


@dataclass(frozen=True)
class Outcome:
    """What a test came to with something held: the end, and which draws are ``known`` and ``so``."""

    end: End
    known: Bool
    so: Bool


#: Lives through a test with something held, and judges it.
Setting = Callable[[Held], Outcome]


def ends_of(entry: Ranged, variant: bool) -> tuple[float, float]:
    """The two values at which an assumption is held."""
    if variant:
        return entry.low, entry.high
    low, high = (value_at(place, entry.low, entry.value, entry.high) for place in PLACES)
    return low, high


def held_everywhere(planned: Planned, held: Held) -> tuple[Planned, dict[Lived, tuple[str, ...]]]:
    """A test with assumptions held in world, twin and burn-in, and the sums its new worlds keep.

    Raises ``InputError`` where no world has one of them, or one is held by the test itself.
    """
    names: dict[Lived, frozenset[str]] = {}
    used: set[str] = set()

    def hold(lived: Lived, asked: Asked) -> Lived:
        spot = lived.spot
        rules, past = _held_in(lived.rules, held), _held_in(spot.burn_in, held)
        used.update(name for name, _ in (set(rules.held) | set(past.held)) & set(held))
        if rules == lived.rules and past == spot.burn_in:
            return lived
        found = Lived(rules, replace(spot, burn_in=past, months=planned.test.months))
        names[found] = names.get(found, frozenset()) | frozenset(asked.measure.names)
        return found

    asked = []
    for each in planned.asked:
        contrasts = tuple(
            Contrast(hold(one.world, each), None if one.twin is None else hold(one.twin, each), one.times)
            for one in each.contrasts
        )
        asked.append(replace(each, contrasts=contrasts))
    missing = [name for name, _ in held if name not in used]
    if missing:
        raise InputError(
            Problem(path=name, found=f"is not drawn in any world of {planned.claim.id}",
                    remedy="see: xinyong show assumptions") for name in missing
        )  # fmt: skip
    return replace(planned, asked=tuple(asked)), {lived: tuple(sorted(kept)) for lived, kept in names.items()}


def _held_in(rules: Rules, held: Held) -> Rules:
    """Rules with what they have of ``held``; what they hold already stays so."""
    known = _known(rules.scheme, rules.patches)
    own = {name: value for name, value in held if name in known} | dict(rules.held)
    return replace(rules, held=tuple(sorted(own.items())))


@lru_cache(maxsize=256)
def _known(scheme: str, patches: tuple[str, ...]) -> frozenset[str]:
    from xinyong.engine.assumptions import register

    return frozenset(entry.id for entry in register()) | frozenset(base_scheme(scheme, patches).assumptions)


def outcome(conditions: Sequence[Condition], found: Sequence[Effects], held: Held) -> Outcome:
    """Judge a test that was lived through with something held."""
    judged = judge(conditions, found)
    known = np.all([np.isfinite(each.draws) for each in found], axis=0)
    so = np.all([passes(c, e.draws) for c, e in zip(conditions, found, strict=True)], axis=0)
    word = word_of(judged.q) if np.isfinite(judged.q) else judged.verdict
    end = End(held, word, judged.verdict, judged.q, judged.interval, judged.draws, judged.why)
    return Outcome(end, np.asarray(known), np.asarray(so & known))


def confirm(decider: Decider, entry: Ranged, setting: Setting) -> Decider:
    """The assumption, set at both ends: does the verdict's word turn, and not by chance?

    Confirmed means that q's word (holds, depends, does not hold) differs between the ends, and that
    more draws changed sides one way than the other than a fair coin would give once in twenty.
    """
    low, high = (setting(((entry.id, value),)) for value in ends_of(entry, decider.variant))
    turns, turned = _turn(low, high)
    return replace(decider, confirmed=turns, turned=turned, ends=(low.end, high.end))


def confirm_together(deciders: Sequence[Decider], known: Mapping[str, Ranged], setting: Setting) -> Together:
    """All of them, set at once for the claim and against it: does the verdict's word turn?"""
    against, in_favour = (setting(held) for held in ends_together(deciders, known))
    turns, turned = _turn(against, in_favour)
    return Together(turns, turned, (against.end, in_favour.end))


def ends_together(deciders: Sequence[Decider], known: Mapping[str, Ranged]) -> tuple[Held, Held]:
    """All of them at the ends that speak against a claim, and all at those that speak for it."""
    found: tuple[list[tuple[str, float]], list[tuple[str, float]]] = ([], [])
    for one in deciders:
        low, high = ends_of(known[one.id], one.variant)
        against, in_favour = (low, high) if one.above >= one.below else (high, low)
        found[0].append((one.id, against))
        found[1].append((one.id, in_favour))
    return tuple(sorted(found[0])), tuple(sorted(found[1]))


def _turn(low: Outcome, high: Outcome) -> tuple[bool | None, float | None]:
    """Whether the word differs between two outcomes, and not by chance; and in how many draws the answer."""
    both = low.known & high.known
    if not both.any():
        return None, None
    up = int((~low.so & high.so & both).sum())
    down = int((low.so & ~high.so & both).sum())
    return low.end.word != high.end.word and sign_test(up, down) <= CHANCE, (up + down) / int(both.sum())


def sign_test(up: int, down: int) -> float:
    """How often a fair coin falls so unevenly, or more so (two-sided)."""
    count = up + down
    tail = sum(comb(count, k) for k in range(min(up, down) + 1)) / 2.0**count
    return min(1.0, 2.0 * tail)
