"""Kin of the listed are counted whoever of the household it is that is listed."""

from __future__ import annotations

import numpy as np
import pytest
import worlds

from xinyong.engine.phases.tally import Q_KIN, _tally_lists
from xinyong.engine.state import tally_of, work_of
from xinyong.engine.sums import group_people, is_adult
from xinyong.fields import ALIVE, HOME, HOME_SIZE, LISTS


@pytest.mark.parametrize("of_age", [True, False])
def test_relatives_of_one_listed_are_counted_be_it_a_child(of_age: bool) -> None:
    engine = worlds.world(worlds.society("rongcheng", 2000), worlds.timeline())
    s, w = engine.state, work_of()
    lo, hi = int(s.hoods[0].person_first), int(s.hoods[1].person_first)
    group_people(s, w, lo, hi - lo)
    adults = np.array([bool(is_adult(w.group[i])) for i in range(hi - lo)])
    first = s.pi[HOME, lo:hi].astype(int)
    adults_at_home = np.array([
        adults[home : home + size].sum()
        for home, size in zip(first.tolist(), s.pu[HOME_SIZE, lo:hi].tolist(), strict=True)
    ])  # fmt: skip
    alive = s.pu[ALIVE, lo:hi] == 1
    one = int(np.flatnonzero(alive & (adults == of_age) & (adults_at_home > 1))[0])
    s.pw[LISTS] = 0
    s.pw[LISTS, lo + one] = 1
    w.cell[:] = 0
    listed = _tally_lists(s, w, tally_of(), lo, hi - lo, 1, 0, -1)
    assert listed == of_age
    assert w.cell[:, Q_KIN, :5].sum() == adults_at_home[one] - of_age
