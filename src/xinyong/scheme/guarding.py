"""Safeguards in force: those of the books, and the scheme's own, which go before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from xinyong.scheme.coding import Arrays
from xinyong.scheme.memory import remembered
from xinyong.scheme.regimes import each_book
from xinyong.scheme.tables import GUARD
from xinyong.scheme.values import Safeguard

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme


def guards_held(scheme: Scheme, month: int) -> dict[str, list[Safeguard]]:
    """Safeguards in force in a month by their name, with the blocks that say so."""
    said: dict[str, list[Safeguard]] = {name: [guard] for name, guard in scheme.safeguards.items()}
    for _, book in each_book(scheme, month):
        for name, guards in book.safeguards.items():
            if name not in scheme.safeguards:
                said[name] = [*said.get(name, ()), *guards]
    held = {name: [each for each in said.get(name, ()) if each.on and each.holds(month)] for name in GUARD}
    return {name: guards for name, guards in held.items() if guards}


def code_guards(scheme: Scheme, month: int) -> Arrays:
    """``Tables.guard``."""
    guard: NDArray[np.float64] = np.zeros(16)
    for name in guards_held(scheme, month):
        guard[GUARD.index(name)] = 1.0
    return {"guard": guard}


def longest(scheme: Scheme, month: int) -> int:
    """Months after which nothing counts any more (``expiry``); 0 = no such rule."""
    return remembered(scheme.known, ("longest", month), lambda: _longest(scheme, month))


def _longest(scheme: Scheme, month: int) -> int:
    expiry = guards_held(scheme, month).get("expiry", [])
    return min((max(1, round(each.months.number)) for each in expiry if each.months is not None), default=0)


def capped(term: int, most: int) -> int:
    """A term of which 0 means no end, held to the longest one that safeguards allow."""
    return min(term or most, most) if most else term
