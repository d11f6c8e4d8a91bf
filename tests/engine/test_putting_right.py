"""Companies stay on a list of open faults until they have put them right, at a rate of their own."""

from __future__ import annotations

import numpy as np
import worlds

OPEN = "enterprise-publicity.abnormal"
SPAN = 60


def _listed(**dials: float) -> np.ndarray:
    """Companies on the list of abnormal operations, by month from 2012-01."""
    people, rules = worlds.society("firms", 4000), worlds.timeline("china-2020")
    number = rules.lists.index(OPEN)
    found = worlds.steps(worlds.world(people, rules, dials=dials), SPAN)
    return np.array([each.listed[..., number, 1].sum() for each in found])


def test_the_slower_it_is_put_right_the_longer_the_list() -> None:
    slow, fast = _listed(puts_right=0.01), _listed(puts_right=0.25)
    assert slow[:33].sum() == fast[:33].sum() == 0  # the register begins in October 2014
    assert slow[-1] > 2 * fast[-1] > 0


def test_late_payments_of_persons_are_another_matter() -> None:
    assert (_listed(cures=0.08) == _listed(cures=0.6)).all()
