"""What a verdict depends on: which assumptions decide, where it tips, in which region it holds.

Every assumption that was drawn is ranked by what it has to do with the verdict (``ranking``). The
numbers of the register and the numbers of rule books are two groups, and each group may be wrong
half as often: one is called clear only where chance would not give so much to any of its group
once in forty such looks. Those after a clear one are ranked by what it leaves: within the draws
on either side of its tipping value. A named assumption is a suspect until setting it has been seen to turn
the verdict (``confirming``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.claims.judging import DEPENDS, FAILS, HIGH, HOLDS, LOW, wilson
from xinyong.claims.planning import Planned
from xinyong.claims.ranking import CHANCE, Ordered, Ranked, correlations, distances_again, rank, shares
from xinyong.claims.tipping import Region, regions, split
from xinyong.experiments.cells import base_scheme
from xinyong.experiments.draws import Ensemble, Ranged

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]
TOP: Final = 3
#: With fewer draws, or fewer on one of both sides, nothing is looked for.
FEWEST: Final = 20
FEWEST_ASIDE: Final = 4


@dataclass(frozen=True)
class End:
    """A verdict with something held. ``word`` is what q alone says, ``verdict`` what the rule says."""

    held: tuple[tuple[str, float], ...]
    word: str
    verdict: str
    probability: float
    interval: tuple[float, float]
    draws: int
    why: str


@dataclass(frozen=True)
class Decider:
    """An assumption that may decide.

    ``index`` is the distance between draws in which the claim is so and is not (0 to 1), ``share``
    the part of the effect's variance that goes with it alone, ``correlation`` that of its ranks with
    the effect's in the claim's direction. q is ``below`` under the tipping value
    and ``above`` from it on. ``chance``: how often chance alone gives so much to any of its group, of what
    clear ones before it leave.
    ``confirmed``: None until somebody has set it, then whether that turned the verdict's word;
    ``ends`` is what came out then, and ``turned`` the share of draws that changed sides.
    """

    id: str
    meaning: str
    unit: str
    low: float
    high: float
    index: float
    index_interval: tuple[float, float]
    share: float
    share_interval: tuple[float, float]
    correlation: float
    chance: float
    clear: bool
    tips_at: float
    below: float
    above: float
    variant: bool
    confirmed: bool | None = None
    turned: float | None = None
    ends: tuple[End, ...] = ()


@dataclass(frozen=True)
class Together:
    """All assumptions that were named, set at once where none turned the verdict alone.

    ``ends``: each at the end of its range that speaks for the claim, and each at the other. ``confirmed``
    and ``turned`` as of a ``Decider``.
    """

    confirmed: bool | None
    turned: float | None
    ends: tuple[End, End]


@dataclass(frozen=True)
class Variant:
    """A choice between two structures of the model: q under each; ``breaks`` if the words differ."""

    id: str
    meaning: str
    values: tuple[float, float]
    probability: tuple[float, float]
    intervals: tuple[tuple[float, float], tuple[float, float]]
    words: tuple[str, str]
    breaks: bool


@dataclass(frozen=True)
class Dependence:
    """What a verdict depends on. ``looked_at`` assumptions in ``draws`` draws; regions may be None."""

    looked_at: int = 0
    draws: int = 0
    deciders: tuple[Decider, ...] = ()
    holds: Region | None = None
    fails: Region | None = None
    variants: tuple[Variant, ...] = ()
    together: Together | None = None


def drawn(planned: Planned) -> list[Ranged]:
    """Every assumption that is drawn in some world of a test and held in none of them."""
    found: dict[str, Ranged] = dict(_own())
    held: set[str] = set()
    for lived in planned.lived:
        for rules in (lived.rules, lived.spot.burn_in):
            found |= dict(base_scheme(rules.scheme, rules.patches).assumptions)
            held |= {name for name, _ in rules.held}
    return [each for name, each in sorted(found.items()) if each.low < each.high and name not in held]


def _own() -> dict[str, Ranged]:
    """The engine's register by id."""
    from xinyong.engine.assumptions import register

    return {entry.id: entry for entry in register()}


def dependence(
    entries: Sequence[Ranged], ensemble: Ensemble, size: F64, so: Bool, top: int = TOP
) -> Dependence:
    """What an effect ``size`` [draw], which is ``so`` or not, depends on.

    Draws whose size is nan are left out. Nothing is looked for where too few draws lie on one side.
    """
    known = np.isfinite(size)
    count, yes = int(known.sum()), int(so[known].sum())
    if count < FEWEST or not entries or min(yes, count - yes) < FEWEST_ASIDE:
        return Dependence(len(entries), count)
    values = values_of(entries, ensemble, size.size)[known]
    size, so = size[known], so[known]
    two = _two_valued(values)
    variants = _variants(entries, values, so, np.flatnonzero(two))
    breaking = [k for k, each in enumerate(entries) if any(v.breaks and v.id == each.id for v in variants)]
    named = _forward(entries, values, size, so, top, breaking)
    columns = [each.column for each in named]
    share, around = shares(values[:, columns], size)
    index, near = Ordered(values[:, columns]).distance(so), distances_again(values[:, columns], so)
    correlation = correlations(values[:, columns], size)
    deciders = []
    for place, one in enumerate(named):
        entry = entries[one.column]
        tips_at, below, above = split(values[:, one.column], so)
        deciders.append(
            Decider(
                entry.id,
                str(getattr(entry, "meaning", "")),
                str(getattr(entry, "unit", "")),
                entry.low,
                entry.high,
                float(index[place]),
                _pair(near[place]),
                float(share[place]),
                _pair(around[place]),
                float(correlation[place]),
                one.chance,
                one.clear,
                tips_at,
                below,
                above,
                bool(two[one.column]),
            )
        )
    ids = [each.id for each in entries]
    holds, fails = regions(ids, values, so, [each.column for each in named if each.clear])
    return Dependence(len(entries), count, tuple(deciders), holds, fails, variants)


@dataclass(frozen=True)
class _Named:
    """A column that is named, and how often chance gives so much to any of its group."""

    column: int
    chance: float
    clear: bool


def _forward(
    entries: Sequence[Ranged], values: F64, size: F64, so: Bool, top: int, breaking: Sequence[int]
) -> list[_Named]:
    """Who decides most, then who decides most of what is left, as long as somebody is clear.

    The others are in the order of the last look. ``breaking`` choices of structure come last, if
    they are not named already.
    """
    named: list[_Named] = []
    strata = np.zeros(so.size, dtype=np.int64)
    while True:
        ranked = rank(values, size, so, strata)
        chance, clear = in_groups(entries, ranked)
        taken = {each.column for each in named}
        left = [int(k) for k in np.lexsort((-ranked.regional, chance, ~ranked.parts)) if int(k) not in taken]
        told = [_Named(k, min(1.0, float(chance[k])), bool(clear[k])) for k in left]
        if len(named) + 1 >= top or not told or not told[0].clear:
            named += told[: max(0, top - len(named))]
            return named + [each for each in told[max(0, top - len(taken)) :] if each.column in breaking]
        named.append(told[0])
        where = values[:, told[0].column]
        strata = 2 * strata + (where >= split(where, so)[0])


def in_groups(entries: Sequence[Ranged], ranked: Ranked) -> tuple[F64, Bool]:
    """How often chance gives so much to any of an assumption's group (may be above 1), and who is clear.

    The register is one group and the rule books another: with a handful of behavioural numbers and
    some thousand prices and rates, a suspect among the few needs less to be told from chance.
    """
    own = _own()
    first = np.array([each.id in own for each in entries])
    chance = 2.0 * np.where(first, first.sum(), (~first).sum()) * ranked.chance
    return chance, np.asarray((chance <= CHANCE) & ranked.parts)


def values_of(entries: Sequence[Ranged], ensemble: Ensemble, draws: int) -> F64:
    """Values of assumptions in the draws of an ensemble: [draw, entry]."""
    found = [ensemble.values(entries, draw) for draw in range(draws)]
    return np.array([[each[entry.id] for entry in entries] for each in found], dtype=np.float64)


def word_of(q: float) -> str:
    """What q alone says, however many draws it rests on."""
    return HOLDS if q >= HIGH else FAILS if q <= LOW else DEPENDS


def _two_valued(values: F64) -> Bool:
    """Which columns take two values and no more: choices between structures."""
    low, high = values.min(axis=0), values.max(axis=0)
    return np.asarray((low < high) & ((values == low) | (values == high)).all(axis=0))


def _variants(
    entries: Sequence[Ranged], values: F64, so: Bool, columns: NDArray[np.int64]
) -> tuple[Variant, ...]:
    found = []
    for column in columns:
        where = values[:, column]
        both = (float(where.min()), float(where.max()))
        shares = [(float(so[where == value].mean()), int((where == value).sum())) for value in both]
        words = (word_of(shares[0][0]), word_of(shares[1][0]))
        found.append(
            Variant(
                entries[column].id,
                str(getattr(entries[column], "meaning", "")),
                both,
                (shares[0][0], shares[1][0]),
                (wilson(*shares[0]), wilson(*shares[1])),
                words,
                words[0] != words[1],
            )
        )
    return tuple(found)


def _pair(ends: F64) -> tuple[float, float]:
    return float(ends[0]), float(ends[1])


def as_data(found: Dependence) -> dict[str, Any]:
    """What boards and JSON tell: assumptions, alone and together, regions and variants."""
    return {
        "looked_at": found.looked_at,
        "assumptions": [_plain(asdict(each)) for each in found.deciders],
        "together": None if found.together is None else _plain(asdict(found.together)),
        "regions": {
            "holds": None if found.holds is None else _plain(asdict(found.holds)),
            "fails": None if found.fails is None else _plain(asdict(found.fails)),
        },
        "variants": [_plain(asdict(each)) for each in found.variants],
    }  # fmt: skip


def told_apart(assumptions: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Ranked assumptions, as a board tells them: what decides or has not been set, and what turned nothing.

    An assumption that was set at both ends and did not turn the verdict does not decide it, however high
    it ranks: it stands under ``turned_nothing``.
    """
    told: dict[str, list[dict[str, Any]]] = {"assumptions": [], "turned_nothing": []}
    for each in assumptions:
        told["turned_nothing" if each["confirmed"] is False else "assumptions"].append(each)
    return told


def as_flips(found: Dependence) -> dict[str, Any]:
    """``as_data`` as an entry of a board has it: what turned nothing stands apart."""
    told = as_data(found)
    return told | told_apart(told["assumptions"])


def named(flips: dict[str, Any]) -> list[dict[str, Any]]:
    """All assumptions that were ranked for an entry of a board, whatever came of setting them."""
    return [*flips.get("assumptions", ()), *flips.get("turned_nothing", ())]


def decider_of(data: dict[str, Any]) -> Decider:
    """A decider as ``as_data`` told it, not set yet. Raises ``TypeError`` for other keys."""
    return Decider(**(data | {"confirmed": None, "turned": None, "ends": ()}))


def _plain(value: Any) -> Any:
    """Lists for tuples, nine digits, and None for what is no number: as JSON holds it."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return float(f"{value:.9g}") if math.isfinite(value) else None
    return value
