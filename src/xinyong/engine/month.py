"""One month, as a list: this is the page to read first.

``PHASES`` says what happens in a month, in order. ``month`` does it, neighbourhood by
neighbourhood: each phase is one tight loop over the neighbourhood's people while their columns
are in the processor's cache. The first five phases write nothing that lasts; if the
neighbourhood's tables could overflow, the kernel stops before it and says where, and the same
month goes on from there once there is room.
"""

from __future__ import annotations

import importlib
from typing import Final, NamedTuple

import numpy as np

from xinyong.engine.caching import compiled
from xinyong.engine.layout import U_ROW_START, U_ROWS, State, Tally, Work
from xinyong.engine.phases.access import access
from xinyong.engine.phases.adaptation import adaptation
from xinyong.engine.phases.conduct import conduct
from xinyong.engine.phases.consequences import consequences
from xinyong.engine.phases.detection import detection
from xinyong.engine.phases.encounter import encounter
from xinyong.engine.phases.events import events
from xinyong.engine.phases.opinion import opinion
from xinyong.engine.phases.opportunity import opportunity
from xinyong.engine.phases.perception import perception
from xinyong.engine.phases.records import records
from xinyong.engine.phases.remedies import remedies
from xinyong.engine.phases.sharing import sharing
from xinyong.engine.phases.standing import standing
from xinyong.engine.phases.tally import tally
from xinyong.engine.rating import ratings_due
from xinyong.engine.rules import Rules
from xinyong.engine.tables_in_place import begin, settle

PHASES: Final = (
    "events", "opportunity", "encounter", "conduct", "detection", "records", "standing", "sharing",
    "access", "consequences", "remedies", "perception", "adaptation", "opinion", "tally",
)  # fmt: skip


class Phase(NamedTuple):
    """A phase as the program prints it: its question, what it reads, writes and draws."""

    name: str
    question: str
    reads: str
    writes: str
    draws: str
    text: str


def phases() -> list[Phase]:
    """The fifteen phases in order, read from the first lines of their files."""
    found = []
    for name in PHASES:
        text = (importlib.import_module(f"xinyong.engine.phases.{name}").__doc__ or "").strip()
        flat = " ".join(text.split())
        question = flat.split(": ", 1)[1].split(". ")[0].split("? ")[0].rstrip(".")
        parts = {"Reads": "", "Writes": "", "Draws": ""}
        tail = flat[flat.rindex("Reads: ") :]
        for key in parts:
            parts[key] = tail.split(f"{key}: ", 1)[1].split(" Writes: ")[0].split(" Draws: ")[0].rstrip(".")
        found.append(Phase(name, question, parts["Reads"], parts["Writes"], parts["Draws"], text))
    return found


@compiled
def month(
    lo: int,
    hi: int,
    now: int,
    seed: np.uint64,
    s: State,
    w: Work,
    t: Tally,
    r: Rules,
    a: np.ndarray,
) -> int:
    """Run month ``now`` for neighbourhoods ``lo`` .. ``hi``; returns the first one not done.

    Returns early, before neighbourhood ``h``, when tables or outgoing rows lack room for it.
    """
    for h in range(lo, hi):
        begin(h, s, w)
        events(h, now, seed, s, w, a)
        opportunity(h, now, seed, s, w, r)
        encounter(h, s, w, r, a)
        conduct(h, s, w, r, a)
        noticed = detection(h, s, w, r, a) + ratings_due(h, s, w, r)
        if not settle(h, s, w, r, noticed):
            return h
        w.used[U_ROW_START] = w.used[U_ROWS]
        records(h, now, seed, s, w, t, r, a)
        standing(h, now, seed, s, w, t, r, a)
        sharing(h, now, seed, s, w, r)
        access(h, s, w, t, r, a)
        consequences(h, now, seed, s, w, r, a)
        remedies(h, now, seed, s, w, t, r, a)
        perception(h, now, seed, s, w, t, r, a)
        adaptation(h, now, seed, s, w, t, r, a)
        opinion(h, s, w, r, a)
        tally(h, s, w, t, r, a)
        s.hoods[h].row_count = np.int32(w.used[U_ROWS] - w.used[U_ROW_START])
    return hi
