"""What a gatekeeper does on one list alone: as often as the rule is applied, and for that list only."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from worlds import LATE, corner, timeline, world

from xinyong.chance import again, uniform
from xinyong.engine import purposes
from xinyong.engine.phases.access import (
    BY_BEYOND,
    BY_KIN,
    GRANTED,
    PERK,
    company_attempt,
    person_attempt,
)
from xinyong.engine.run import Engine
from xinyong.fields import (
    ACCESS,
    BAD_CREDIT,
    FIRM_BAD_CREDIT,
    FIRM_LISTS,
    FIRM_SEEN,
    HOME,
    HOME_SIZE,
    LISTS,
    SEEN,
)
from xinyong.scheme.tables import GUARD_PROPORTIONALITY

GATE, LIST, OTHER = ACCESS.index("licence"), 3, 5
TRIES = [np.uint64(each) for each in range(1, 400)]


@cache
def plain() -> tuple[Engine, Any]:
    """A world after a month, and the rules of that month without anything that follows from them."""
    engine = world(corner("national", 2000, 3), timeline(), start=LATE)
    engine.live()
    rules = engine._rules[1].copy()  # type: ignore[index]
    for name in ("bar", "perk", "kin_bar", "reg_bar", "grade_bar", "grade_perk", "com_perk", "beyond"):
        rules[name][...] = 0
    rules["kin_check"][...] = 1
    rules["black"], rules["red"] = 1 << LIST | 1 << OTHER, 0
    rules["lists"] = max(int(rules["lists"]), OTHER + 1)
    return engine, rules


def outcomes(attempt: Any, row: int, rules: Any, *more: Any) -> list[int]:
    with np.errstate(over="ignore"):
        return [int(attempt(plain()[0].state, 0, row, GATE, bits, rules, *more)) for bits in TRIES]


def below(chance: float, purpose: int) -> list[bool]:
    with np.errstate(over="ignore"):
        return [uniform(again(bits, purpose)) < chance for bits in TRIES]


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_a_red_list_of_companies_earns_its_perk_as_often_as_it_is_applied(chance: float) -> None:
    engine, rules = plain()[0], plain()[1].copy()
    s = engine.state
    s.cw[FIRM_LISTS, 0], s.cw[FIRM_SEEN, 0], s.cu[FIRM_BAD_CREDIT, 0] = 1 << LIST, 1 << GATE, 0
    rules["perk"][LIST, GATE], rules["perk"][OTHER, GATE] = chance, 1.0
    expected = [PERK if luck else GRANTED for luck in below(chance, purposes.K_GAIN)]
    assert outcomes(company_attempt, 0, rules) == expected
    s.cw[FIRM_SEEN, 0] = 0
    assert set(outcomes(company_attempt, 0, rules)) == {GRANTED}


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_a_relatives_listing_refuses_as_often_as_the_bar_on_kin_of_that_list_says(chance: float) -> None:
    engine, rules = plain()[0], plain()[1].copy()
    s = engine.state
    sizes = s.pu[HOME_SIZE, : s.hoods[1].person_first]
    one = int(np.flatnonzero(sizes > 1)[0])
    home = int(s.pi[HOME, one])
    family = slice(home, home + int(sizes[one]))
    other = next(i for i in range(family.start, family.stop) if i != one)
    s.pw[LISTS, family], s.pw[SEEN, family], s.pu[BAD_CREDIT, family] = 0, 0, 0
    s.pw[LISTS, other], s.pw[SEEN, other] = 1 << LIST, 1 << GATE
    rules["kin_bar"][LIST, GATE], rules["kin_bar"][OTHER, GATE] = chance, 1.0
    expected = [BY_KIN if luck else GRANTED for luck in below(chance, purposes.K_KIN)]
    assert outcomes(person_attempt, one, rules, engine.spec.dials) == expected
    s.pw[SEEN, other] = 0
    assert set(outcomes(person_attempt, one, rules, engine.spec.dials)) == {GRANTED}


@pytest.mark.parametrize(("lists", "shied"), [(1 << LIST, True), (0, True), (1 << 1, False)])
def test_who_knows_of_a_black_listing_or_of_one_that_has_ended_may_refuse_beyond_the_rule(
    lists: int, shied: bool
) -> None:
    engine, rules = plain()[0], plain()[1].copy()
    s = engine.state
    s.cw[FIRM_LISTS, 0], s.cw[FIRM_SEEN, 0], s.cu[FIRM_BAD_CREDIT, 0] = lists, 1 << GATE, 0
    rules["beyond"][GATE], rules["guard"][GUARD_PROPORTIONALITY] = 0.4, 0.25
    luck = below(0.4 * 0.75, purposes.K_BEYOND)
    expected = [BY_BEYOND if shied and each else GRANTED for each in luck]
    assert outcomes(company_attempt, 0, rules) == expected
    s.cw[FIRM_SEEN, 0] = 0
    assert set(outcomes(company_attempt, 0, rules)) == {GRANTED}
