"""The waves of a calibration: live, emulate, rule out, draw what is left, and again."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xinyong.calibration.emulating import Emulator, emulators
from xinyong.calibration.matching import Aim, Match, drawn, left_over
from xinyong.calibration.targets import Held, aim_of
from xinyong.errors import UsageError
from xinyong.experiments.draws import Ensemble
from xinyong.experiments.pooling import Hands

F64 = NDArray[np.float64]
Say = Callable[[str], None]
#: Draws that the shipped ensemble has; longer boards begin again with other draws of all else.
KEPT: Final = 500
#: How much less distances count while the waves still narrow.
_HEAT: Final = 4.0
#: Draws of the first wave that are lived through with a second luck, to tell luck from all else.
_TWICE: Final = 20


@dataclass(frozen=True)
class Order:
    """What is asked: draws of the first wave (later ones have half), waves, draws of the last check."""

    draws: int = 200
    waves: int = 2
    checks: int = 100
    seed: int = 1
    processes: Hands = 0
    store: Path | None = None

    def command(self) -> str:
        """The command line that asks for this."""
        words = ["xinyong", "calibrate", "--draws", str(self.draws), "--waves", str(self.waves),
                 "--checks", str(self.checks), "--seed", str(self.seed)]  # fmt: skip
        return shlex.join(words)


@dataclass
class Known:
    """What was lived through so far: places [draw, assumption] and numbers [draw, datum] by wave."""

    ids: list[str]
    places: list[F64] = field(default_factory=list)
    numbers: list[F64] = field(default_factory=list)

    def add(self, ensemble: Ensemble, numbers: F64) -> None:
        """A wave's numbers, with the places of its draws."""
        self.places.append(_places(ensemble, self.ids, len(numbers)))
        self.numbers.append(numbers)

    def emulators(self) -> list[Emulator | None]:
        """Made from all waves."""
        return emulators(np.concatenate(self.places), np.concatenate(self.numbers))


@dataclass
class Fit:
    """What the waves left: places [draw, assumption] of the posterior, and what they were drawn by.

    ``which`` are the numbers of the data that are fitted, ``unfit`` says of the others why not.
    """

    places: F64
    table: dict[str, F64]
    which: list[int]
    fitted: list[Held]
    made: list[Emulator]
    aim: Aim
    waves: list[dict[str, Any]]
    unfit: list[dict[str, Any]]
    chain: dict[str, Any]


def narrowed(
    held: Sequence[Held], known: Known, live: Callable[..., F64], order: Order, say: Say = lambda text: None
) -> Fit:
    """Wave after wave: live, emulate, rule out, draw. ``live`` is ``simulated`` without its store."""
    whole = aim_of(held)
    prior = Ensemble()
    waves: list[dict[str, Any]] = []
    table: dict[str, F64] = {}
    luck: list[float | None] = []
    for wave in range(order.waves):
        ensemble = replace(prior, label=f"wave-{wave}", table=table) if table else prior
        draws = order.draws if wave == 0 else -(-order.draws // 2)
        say(f"wave {wave + 1} of {order.waves}: {draws} draws")
        known.add(ensemble, live(held, ensemble, draws, order.seed + wave))
        if wave == 0:
            again = live(held, ensemble, min(_TWICE, draws), order.seed, luck=1)
            luck = _luck(known.numbers[0], again)
        say("emulating")
        every = known.emulators()
        which = [k for k, each in enumerate(every) if each is not None and each.skilled]
        made = [each for each in every if each is not None and each.skilled]
        if not made:
            raise UsageError(
                f"no figure can be told from {draws} draws by what moves it; nothing can be fitted. "
                f"What was run is kept. Ask for more: --draws {2 * order.draws}"
            )
        aim = whole.some(which)
        match = Match.of(made, aim)
        share = left_over(match, len(known.ids), order.seed)
        told = {each.target.id: None if one is None else round(one.told, 3)
                for each, one in zip(held, every, strict=True)}  # fmt: skip
        waves.append({"draws": draws, "not_ruled_out": share, "told": told})
        last = wave == order.waves - 1
        say("drawing what is left")
        found, chain = drawn(match, len(known.ids), KEPT if last else order.draws, order.seed + 100 + wave,
                             1.0 if last else _HEAT)  # fmt: skip
        waves[-1]["chain"] = chain.data()
        table = {known.ids[k]: found[:, k] for k in match.inputs}
    unfit = [
        {"id": held[k].target.id, "told": waves[-1]["told"][held[k].target.id],
         "there": 0.0 if one is None else round(one.there, 3)}
        for k, one in enumerate(every) if k not in which
    ]  # fmt: skip
    waves[0]["luck"] = {each.target.id: own for each, own in zip(held, luck, strict=True)}
    return Fit(found, table, which, [held[k] for k in which], made, aim, waves, unfit, chain.data())


def _luck(numbers: F64, again: F64) -> list[float | None]:
    """Share of each figure's variance over draws that is luck: numbers [draw, datum] with two lucks."""
    twice = numbers[: len(again)]
    own = np.nanmean((twice - again) ** 2, axis=0) / 2
    whole = np.nanvar(numbers, axis=0)
    return [
        round(float(min(a / b, 1.0)), 3) if np.isfinite(a) and b > 0 else None
        for a, b in zip(own, whole, strict=True)
    ]


def together(fit: Fit) -> dict[str, Any]:
    """How figures miss together: correlations of emulators' errors, and of all that is counted."""
    match = Match.of(fit.made, fit.aim)

    def correlations(covariance: F64) -> list[list[float]]:
        size = np.sqrt(np.diag(covariance))
        size[size == 0] = 1.0
        return [[round(float(x), 2) for x in row] for row in covariance / np.outer(size, size)]

    return {"ids": [each.target.id for each in fit.fitted], "emulators": correlations(match.missed),
            "all": correlations(match.covariance), "counted": round(match.worth(), 1)}  # fmt: skip


def _places(ensemble: Ensemble, ids: list[str], draws: int) -> F64:
    return np.array([[ensemble.place(id, draw) for id in ids] for draw in range(draws)])
