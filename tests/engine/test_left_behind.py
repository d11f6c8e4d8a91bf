"""What institutions leave behind when they end: a register's bad entries, a court's open cases."""

from __future__ import annotations

import audit
import numpy as np
import worlds

from xinyong import fields
from xinyong.engine.run import Engine


def _told(engine: Engine) -> tuple[np.ndarray, np.ndarray]:
    """Of the living: bad entries as they stand, and as counted from their open records."""
    state = engine.state
    counted = np.zeros(state.pu.shape[1], np.int64)
    for hood in state.hoods[:-1]:
        for live in state.live[int(hood["live_first"]) : int(hood["live_end"])]:
            open_ = int(live["state"]) & fields.LIVE_ENDED == 0
            if open_ and live["kind"] == 0 and int(live["state"]) >> 6 == fields.LIVE_BAD_ENTRY:
                counted[int(hood["person_first"]) + int(live["who"])] += 1
    alive = state.pu[fields.ALIVE] == 1
    return state.pu[fields.BAD_CREDIT][alive].astype(np.int64), counted[alive]


def test_a_register_left_behind_is_forgotten_as_its_records_end() -> None:
    engine = worlds.world(worlds.society("debtors", 10_000), worlds.timeline("status-quo-2012"))
    worlds.steps(engine, 24)
    stand, counted = _told(engine)
    assert (stand == counted).all()
    before = stand.sum()
    engine.enter(worlds.timeline("status-quo-2012", {"remove": "books.pboc-register"}))
    worlds.steps(engine, 72)
    stand, counted = _told(engine)
    assert (stand == counted).all()
    assert 0 < stand.sum() < before  # records of five years ended; a default that nobody made good stays


def test_a_case_is_closed_by_the_court_that_opened_it_though_its_rules_are_gone() -> None:
    gone = 252  # 2021-01
    rules = worlds.timeline(
        "china-2020", {"set": "book.spc-judgment-defaulters.in_force.until", "to": "2021-01"}
    )  # fmt: skip
    engine = worlds.world(
        worlds.society("debtors", 6000), rules, start=gone - 12,
        dials=worlds.at_end("high", "backlog", "lists"),
    )  # fmt: skip
    b = audit.books(worlds.steps(engine, 24))
    court = rules.institutions.index("spc-judgment-defaulters")
    back = (b.refers >= 0) & (b.month >= gone)
    cases = back & (b.institution[b.refers] == court) & (b.channel == fields.CHANNELS.index("court"))
    assert cases.sum() > 3
    for column in ("conduct", "institution"):
        values = getattr(b, column)
        assert (values[b.refers[back]] == values[back]).all(), column
