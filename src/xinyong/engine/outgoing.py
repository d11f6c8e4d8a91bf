"""What a worker writes in a month, copied out of its scratch space before the next use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xinyong.engine.layout import LEDGER_ROW, LISTING_ROW, U_LISTS, U_ROWS, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Outgoing(NamedTuple):
    """Ledger rows, listing rows, and the neighbourhood (int64, -1 none) of listings not yet numbered."""

    ledger: NDArray[np.void]
    listings: NDArray[np.void]
    where: NDArray[np.int64]


#: Nothing: what a month leaves of rows when nobody reads them.
NOTHING = Outgoing(np.empty(0, LEDGER_ROW), np.empty(0, LISTING_ROW), np.empty(0, np.int64))


def outgoing(w: Work) -> Outgoing:
    """Copy a worker's rows out."""
    n, m = int(w.used[U_ROWS]), int(w.used[U_LISTS])
    ledger = np.empty(n, LEDGER_ROW)
    ledger["subject"], ledger["refers"] = w.out_u[0, :n], w.out_u[1, :n]
    for column, field in enumerate(("conduct", "institution", "channel", "reason", "term", "ended")):
        ledger[field] = w.out_b[column, :n]
    ledger["points"] = w.out_p[:n]
    listings = np.empty(m, LISTING_ROW)
    listings["subject"], listings["record"] = w.list_u[0, :m], w.list_u[1, :m]
    listings["list"], listings["enters"] = w.list_b[0, :m], w.list_b[1, :m]
    fresh = w.list_b[2, :m] == 1
    return Outgoing(ledger, listings, np.where(fresh, w.list_u[2, :m].astype(np.int64), -1))


def joined(pieces: list[Outgoing]) -> Outgoing:
    """Pieces one after another."""
    return Outgoing(*(np.concatenate(column) for column in zip(*pieces, strict=True)))
