"""The decision rule: from effects in draws to a verdict, to the letter.

q is the share of draws in which the effect is at least the smallest that matters, in the claimed
direction, with all further conditions. Its Monte Carlo interval is Wilson's, at 95 %.

* **unresolved**: too few draws, too few events, an interval that straddles a cut, or luck that is more
  than a tenth of the variance and could carry q over a cut;
* **holds**: q at least 0.9; **does not hold**: q at most 0.1; **depends**: between.

A claim may say apart from when on it holds, and from when on it fails. Then q at the second, milder
bar is what must be at most 0.1 for it not to hold.

Luck alone leaves no verdict open that it could not turn: where an effect is nothing in every draw, all
of its little variance is luck, and no number of seeds would change that.

*Settled by assumption* is a verdict in which every draw lies on one side, of the prior beside it too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.effects import Effects, passes, signed
from xinyong.claims.models import Condition
from xinyong.results.indicators import THIN

F64 = NDArray[np.float64]

HOLDS, FAILS, DEPENDS, UNRESOLVED, NOT_HERE = (
    "holds", "does not hold", "depends", "unresolved", "not testable here",
)  # fmt: skip
VERDICTS: Final = (HOLDS, FAILS, DEPENDS, UNRESOLVED, NOT_HERE)
HIGH, LOW = 0.9, 0.1
#: Luck may make up so much of the variance of effects.
LUCK: Final = 0.1
#: No verdict rests on fewer draws, seeds a draw; the boards that are shown to others ask for more.
FEWEST_DRAWS: Final = 30
FEWEST_SEEDS: Final = 2
QUICK_DRAWS, FULL_DRAWS = 100, 500
#: Draws that cannot be told at all may be so many.
BLANK: Final = 0.05


@dataclass(frozen=True)
class Judgement:
    """What a test came to. ``interval`` is q's, ``effect`` 5 %, middle and 95 % of E over draws.

    ``holds_up_to`` and ``fails_from`` are the smallest effects that matter below which the claim
    would hold, and above which it would not; ``why`` says why it is unresolved, or how it fails.
    """

    verdict: str
    q: float
    interval: tuple[float, float]
    effect: tuple[float, float, float]
    draws: int
    seeds: int
    seed_share: float
    events: float
    holds_up_to: float
    fails_from: float
    settled: bool
    why: str
    milder: float = math.nan
    """q at the bar from which the claim fails, where that is another one than the bar of ``q``."""
    alone: tuple[float, ...] = ()
    """q of each condition by itself, the main one first."""


def wilson(share: float, count: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a share that was counted in ``count`` draws."""
    if count <= 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + level / 2)
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def judge(conditions: Sequence[Condition], found: Sequence[Effects], weights: F64 | None = None) -> Judgement:
    """Judge a test by its conditions and their effects, the main one first.

    ``weights`` [draw] are those of a posterior; without them every draw counts once.
    """
    main, first = conditions[0], found[0]
    known = np.all([np.isfinite(each.draws) for each in found], axis=0)
    pairs = list(zip(conditions, found, strict=True))
    every = np.all([passes(c, e.draws) for c, e in pairs], axis=0)[known]
    near = np.all([passes(c, e.draws, c.fails_bar) for c, e in pairs], axis=0)[known]
    own = np.ones(first.draws.size) if weights is None else weights
    own = own[known]
    if every.size == 0 or own.sum() <= 0:
        return _nothing(first)
    own = own / own.sum()
    size = 1.0 / float(own @ own)
    q, milder = float(own @ every), float(own @ near)
    alone = tuple(round(float(own @ passes(c, e.draws)[known]), 9) for c, e in pairs)
    interval = wilson(q, size)
    effect = first.draws[known]
    others = np.all(
        [passes(c, e.draws) for c, e in zip(conditions[1:], found[1:], strict=True)], axis=0
    ) if len(found) > 1 else np.ones(first.draws.size, bool)  # fmt: skip
    up_to, down_from = flips(main, effect, np.asarray(others)[known], own)
    blank = 1.0 - known.mean()
    events = min(each.events for each in found)
    share = max((each.seed_share for each in found), key=lambda value: -1.0 if math.isnan(value) else value)
    cuts = ((LOW, wilson(milder, size)), (HIGH, interval))
    lucky = _lucky(pairs, known, own)
    why = _unresolved(size, first.each.shape[1], blank, events, found, cuts, lucky)
    verdict = UNRESOLVED if why else HOLDS if q >= HIGH else FAILS if milder <= LOW else DEPENDS
    return Judgement(
        verdict, q, interval, _quantiles(effect, own, (0.05, 0.5, 0.95)), int(every.size),
        first.each.shape[1], share, events, up_to, down_from,
        (verdict == HOLDS and q == 1.0) or (verdict == FAILS and milder == 0.0),
        why or (_failing(conditions, effect, own, alone) if verdict == FAILS else ""),
        milder if any(c.fails is not None for c in conditions) else math.nan, alone,
    )  # fmt: skip


def _nothing(first: Effects) -> Judgement:
    nan = float("nan")
    draws, seeds = first.each.shape
    why = "no draw" if draws == 0 else "nothing to count: what is measured never occurs"
    return Judgement(
        UNRESOLVED, nan, (0.0, 1.0), (nan, nan, nan), 0, seeds, nan, first.events, nan, nan, False, why
    )


def _unresolved(
    size: float, seeds: int, blank: float, events: float, found: Sequence[Effects],
    cuts: Sequence[tuple[float, tuple[float, float]]], lucky: tuple[float, float],
) -> str:  # fmt: skip
    """Why there is no verdict, or ''."""
    if size < FEWEST_DRAWS:
        return f"too few draws: {size:.0f}, at least {FEWEST_DRAWS}"
    if seeds < FEWEST_SEEDS:
        return f"one seed a draw: at least {FEWEST_SEEDS}"
    if blank > BLANK:
        return f"too few events: nothing to count in {100 * blank:.0f} % of the draws"
    if events < THIN:
        return f"too few events: {events:.0f} effective, at least {THIN}"
    luck = [each.seed_share for each in found if not each.seed_share <= LUCK]
    if luck and any(lucky[0] < cut < lucky[1] for cut in (LOW, HIGH)):
        return (
            f"luck is {100 * max(luck):.0f} % of the variance, and with other luck q may be "
            f"{lucky[0]:.2f} to {lucky[1]:.2f}"
        )
    for cut, (low, high) in cuts:
        if low < cut < high:
            return f"q may be {low:.2f} to {high:.2f}, on both sides of {cut}"
    return ""


def _lucky(
    pairs: Sequence[tuple[Condition, Effects]], known: NDArray[np.bool_], own: F64
) -> tuple[float, float]:
    """How low and how high q could be with other luck: each draw's means moved by two standard errors."""
    least = np.ones(int(known.sum()), bool)
    most = least.copy()
    for condition, effects in pairs:
        middle, off = effects.draws[known], 2 * effects.seed_error
        some = [
            passes(condition, middle + step * off, bar)
            for step in (-1, 0, 1)
            for bar in (condition.bar, condition.fails_bar)
        ]
        least &= np.all(some, axis=0)
        most &= np.any(some, axis=0)
    return float(own @ least), float(own @ most)


def _failing(conditions: Sequence[Condition], effect: F64, own: F64, alone: Sequence[float]) -> str:
    """Whether a claim fails by being turned round, by being of no size, or by a further condition."""
    main = conditions[0]
    if alone[0] > LOW and len(conditions) > 1:
        worst = min(range(1, len(conditions)), key=lambda place: alone[place])
        return (
            f"by a further condition, {conditions[worst].indicator}: so in {alone[worst]:.2f} of draws, "
            f"the main one in {alone[0]:.2f}"
        )
    if main.direction not in ("up", "down") or main.compare == "level":
        return ""
    turned = float(own @ (signed(main, effect) <= -main.bar))
    return "reversed" if turned >= HIGH else "negligible" if turned <= LOW else "negligible or reversed"


def flips(main: Condition, effect: F64, others: NDArray[np.bool_], own: F64) -> tuple[float, float]:
    """Smallest effects that would turn the verdict: it holds up to the first, fails from the second.

    For claims that nothing happens the claim holds *from* the first and fails *up to* the second.
    Further conditions stay as they are; nan where no value would do.
    """
    turned = main.compare == "level" and main.direction in ("down", "not-down")
    size = effect if turned else signed(main, effect)
    quiet = main.direction.startswith(("not", "neither")) != (turned and main.direction == "down")
    if turned and main.direction == "not-down":
        quiet = False
    if quiet:
        reach = np.where(others, size, np.inf)
        return _quantile(reach, own, HIGH), _quantile(reach, own, LOW)
    reach = np.where(others, size, -np.inf)
    return _quantile(reach, own, 1 - HIGH), _quantile(reach, own, 1 - LOW)


def _quantile(values: F64, own: F64, at: float) -> float:
    """The value that weights reach at ``at``; nan where it is not finite."""
    order = np.argsort(values)
    reached = np.cumsum(own[order])
    found = float(values[order[min(int(np.searchsorted(reached, at - 1e-12)), len(order) - 1)]])
    return found if math.isfinite(found) else float("nan")


def _quantiles(values: F64, own: F64, at: tuple[float, float, float]) -> tuple[float, float, float]:
    low, middle, high = (_quantile(values, own, each) for each in at)
    return low, middle, high


def board_of(draws: int) -> str:
    """What a board of so many draws may be called."""
    if draws >= FULL_DRAWS:
        return "full"
    return "quick" if draws >= QUICK_DRAWS else "first look"
