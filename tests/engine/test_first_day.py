"""The first day: judgments unpaid from before, as many as were drawn, whatever room there was for them."""

from __future__ import annotations

import numpy as np
import pytest
import worlds

import xinyong.engine.run as engine_run
from xinyong.engine.layout import State
from xinyong.engine.run import Engine
from xinyong.engine.state import room, state_of


def _begun() -> Engine:
    return worlds.world(
        worlds.society("debtors", 6000), worlds.timeline(), dials=worlds.at_end("high", "backlog")
    )  # fmt: skip


def test_what_was_drawn_is_there_though_the_first_room_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    roomy = _begun()
    assert worlds.rows_of(roomy.state, "debts").max() > 8, "one row has to be doubled again and again"

    def tight(*given: object) -> State:
        state = state_of(*given)  # type: ignore[arg-type]
        return worlds.cramped(state, 1, int(room(state, "live").max()))

    monkeypatch.setattr(engine_run, "state_of", tight)
    cramped = _begun()
    assert (worlds.rows_of(cramped.state, "debts") == worlds.rows_of(roomy.state, "debts")).all()
    assert np.array_equal(worlds.used(cramped.state, "debts"), worlds.used(roomy.state, "debts"))
