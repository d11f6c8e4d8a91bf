"""Two structures of the model at nothing: what is of the other moves no bit. The part of the scheme."""

from __future__ import annotations

import numpy as np
import worlds

from xinyong.engine.assumptions import values
from xinyong.engine.boards import count_around
from xinyong.engine.phases.conduct import company_utility, office_utility, person_utility
from xinyong.engine.rules import packed
from xinyong.fields import B_GOOD_ACTS

MONTHS = 4
#: What only one who lives by habit has.
HABIT = ("attention", "habit_lead")


def lived(**dials: float) -> worlds.Engine:
    engine = worlds.world(
        worlds.society("rongcheng", 3000), worlds.timeline(), start=worlds.LATE, dials=dials
    )
    worlds.steps(engine, MONTHS)
    return engine


def test_with_both_structures_at_nothing_nothing_of_the_others_moves_a_bit() -> None:
    plain = lived()
    for end in ("low", "high"):
        other = lived(habit_rule=0.0, rewired=0.0, **worlds.at_end(end, *HABIT))
        assert worlds.differing(plain.state, other.state) == []
    for one in ("habit_rule", "rewired"):
        assert worlds.differing(plain.state, lived(**{one: 1.0}).state) != [], one


def test_with_local_ties_nobody_sees_the_nation() -> None:
    engine = lived()
    s, plain, wide = engine.state, values(), values({"rewired": 1.0})
    own = [count_around(s, h, B_GOOD_ACTS, plain) for h in range(engine.hoods)]
    assert own == s.board_last[: engine.hoods, B_GOOD_ACTS].tolist()
    s.nation_last[:] += 1000
    assert own == [count_around(s, h, B_GOOD_ACTS, plain) for h in range(engine.hoods)]
    assert own != [count_around(s, h, B_GOOD_ACTS, wide) for h in range(engine.hoods)]


def test_a_scheme_has_no_part_in_what_it_does_not_weigh() -> None:
    """Its part is exactly nothing where nobody weighs, and where no rule has anything to say of a conduct."""
    engine, a = lived(), values()
    tables = worlds.timeline().at(worlds.LATE)
    r, s = packed(tables, a), engine.state
    parts = []
    for k in range(int(r.conducts)):
        kinds = int(tables.kinds[k])
        stakes = (r.stake_list, r.stake_points, r.stake_record)
        weighed = np.any([stake[:, 0, k] != 0 for stake in stakes], axis=0)
        if kinds & 1:
            _, part = person_utility(s.pf, s.pu, 0, np.uint64(k), 0, 0.5, 0.1, 1.0, 0.0, r, a)
            assert part == 0.0, k
            found = person_utility(s.pf, s.pu, 0, np.uint64(k), 0, 0.5, 0.1, 1.0, 1.0, r, a)[1]
            parts.append((bool(weighed[0]), found))
        if kinds & 2:
            parts.append((bool(weighed[1]), company_utility(s, 0, np.uint64(k), 0, 0.5, r, a)[1]))
        if kinds & 4:
            parts.append((bool(weighed[2]), office_utility(s, 0, np.uint64(k), 0, 0.5, 0.0, r, a)[1]))
    assert all(found == 0.0 for weighed, found in parts if not weighed)
    assert any(found != 0.0 for weighed, found in parts if weighed)
    assert any(not weighed for weighed, _ in parts)
