"""What the rules of a month come to for companies and offices, worked out once when they are packed.

Who is scored where, how far a company's listing travels to those it trades with, whether anybody
keeps a credit record of companies at all, and how often a notice may be one of a thing that never
was. Plain NumPy, outside the compiled month; no chance.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.layout import F64
from xinyong.fields import ACCESS, CHANNELS, COMPANY, SLOT_FIRST
from xinyong.scheme.tables import COURT_LIMIT_LIST, COURT_LIST, Tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Gatekeepers at which a company's trade is decided.
TRADE = tuple(ACCESS.index(name) for name in ("tender", "finance", "permit"))
#: Channels of offices: those that favour and pad, and those that grades of companies direct.
POLICE, TAX, INSPECTION, GRID = (
    CHANNELS.index(name) for name in ("police", "tax-office", "inspection", "grid")
)


def scored(t: Tables) -> F64:
    """[R, 3] 1.0 where a place scores subjects of a kind by points."""
    found = np.zeros((len(t.points), len(SLOT_FIRST) - 1))
    for kind, slots in enumerate(pairwise(SLOT_FIRST)):
        found[:, kind] = t.points[:, slice(*slots)].any(axis=1)
    return found


def company_lists(t: Tables) -> NDArray[np.bool_]:
    """[L] black lists that companies may be on this month."""
    found: NDArray[np.bool_] = (t.list_colour < 0) & ((t.list_kinds >> COMPANY) & 1 == 1)
    return found


def credit(t: Tables) -> F64:
    """[R] 1.0 where somebody keeps a credit record of companies: a score, or a list beside the court's."""
    lists = company_lists(t)
    for number in (int(t.court[COURT_LIST]), int(t.court[COURT_LIMIT_LIST])):
        if number >= 0:
            lists[number] = False
    return np.maximum(scored(t)[:, COMPANY], float(lists.any()))


def reach(t: Tables) -> F64:
    """[2] how far a company's listing bars trade, and how far buyers can read of it; the worst list counts.

    Both are 1 while no list holds companies: what is only believed (a rumour) is feared in full.
    """
    lists = company_lists(t)
    if not lists.any():
        return np.ones(2)
    barred = (t.share[:, TRADE] * t.bar[:, TRADE]).mean(axis=1)
    return np.array([barred[lists].max(), t.list_named[lists].max()])


def phantoms(t: Tables, a: F64) -> F64:
    """[K] no draw above this can be a notice of what was not done, in any place or of any company."""
    made_up = np.zeros(len(CHANNELS))
    made_up[[POLICE, INSPECTION, GRID]] = a[A.padded_notices]
    errors = t.seen * (t.phantom + made_up)
    plain: F64 = (errors * t.coverage.max(axis=0)).sum(axis=1)
    first, last = SLOT_FIRST[COMPANY], SLOT_FIRST[COMPANY + 1]
    looks = float(np.maximum(t.grade_look[:, first:last].max(axis=2), 1.0).prod(axis=1).max())
    more = np.where((t.kinds >> COMPANY) & 1 == 1, looks, 1.0)
    return plain * more


def waits(share: F64, delay: F64, list_kinds: NDArray[np.uint8]) -> F64:
    """[kinds, gates] months that the slowest list of a kind of subjects takes to a gate it is carried to."""
    slow = np.where(share > 0.0, delay, 0.0)
    theirs = (list_kinds[None, :] >> np.arange(len(SLOT_FIRST) - 1)[:, None]) & 1 == 1
    found: F64 = np.where(theirs[:, :, None], slow[None], 0.0).max(axis=1)
    return found


def floored(first: NDArray[np.int32], row_floor: NDArray[np.int16]) -> NDArray[np.bool_]:
    """[R, K] where some collecting row of a conduct bars the better grades while it counts."""
    until = np.concatenate(([0], np.cumsum(row_floor >= 0)))[first]
    found: NDArray[np.bool_] = until[:, 1:] > until[:, :-1]
    return found
