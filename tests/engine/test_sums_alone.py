"""A world whose rows nobody reads is the same world; rules are packed once for the same rules."""

from __future__ import annotations

import numpy as np
import worlds

from xinyong.engine.assumptions import values
from xinyong.engine.packing import Packs
from xinyong.engine.rules import packed
from xinyong.experiments.branching import branch

SUMS = ("places", "blocks", "conducts", "causes", "grades", "listed", "institutions")


def test_without_rows_sums_and_state_are_the_same() -> None:
    people, rules = worlds.society("national", 6000), worlds.timeline()
    loud, quiet = (worlds.world(people, rules, start=worlds.LATE) for _ in range(2))
    quiet.rows, quiet.pack = False, Packs()
    wrote = 0
    for _ in range(6):
        a, b = loud.step(), quiet.step()
        for name in SUMS:
            assert np.array_equal(getattr(a, name), getattr(b, name)), name
        wrote += len(a.ledger)
        assert len(b.ledger) == len(b.listings) == 0
        assert loud.records == quiet.records
    assert wrote > 0
    for name in loud.state._fields:
        assert getattr(loud.state, name).tobytes() == getattr(quiet.state, name).tobytes(), name


def test_branches_of_one_burn_in_do_not_touch_each_other() -> None:
    people, rules = worlds.society("national", 3000), worlds.timeline()
    engine = worlds.world(people, rules, start=worlds.LATE)
    engine.rows = False
    engine.step()
    before = {name: part.tobytes() for name, part in engine.state._asdict().items()}
    other = branch(engine, worlds.timeline("law-only"), values())
    first, second = branch(engine, rules, values()), branch(engine, rules, values())
    for _ in range(3):
        one = first.step().places.copy()
        other.step()
        assert np.array_equal(one, second.step().places)
    assert {name: part.tobytes() for name, part in engine.state._asdict().items()} == before


def test_rules_are_packed_once_for_the_same_and_anew_for_others() -> None:
    rules, a = worlds.timeline(), values()
    early, late = rules.at(worlds.START), rules.at(worlds.LATE)
    packs = Packs(room=2)
    found = packs(late, a)
    assert packs(late, a.copy()) is found
    assert found.tobytes() == packed(late, a).tobytes()
    assert packs(early, a).tobytes() == packed(early, a).tobytes() != found.tobytes()
    moved = a * 1.01
    assert packs(late, moved).tobytes() == packed(late, moved).tobytes() != found.tobytes()
    assert packs(late, a) is not found  # gone to make room, and made anew
    assert packs(late, a).tobytes() == found.tobytes()
