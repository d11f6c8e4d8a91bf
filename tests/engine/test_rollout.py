"""Courts take the list up one after another: the share that uses it grows evenly until the rollout ends."""

from __future__ import annotations

from types import SimpleNamespace

import worlds

from xinyong.dates import month_number
from xinyong.engine.listing import using
from xinyong.quantities import INDEX
from xinyong.scheme.tables import COURT_BEGAN, COURT_ROLLOUT

FIRST = month_number("2013-10")
KEY = "book.spc-judgment-defaulters.court.1.rollout"


def _patched(months: int) -> dict[str, object]:
    return {"set": KEY, "to": {"value": months, "unit": "months"}}


def _listings(months: int, span: int) -> list[int]:
    """Listings by month since the list began."""
    people, rules = worlds.society("debtors", 60_000), worlds.timeline("china-2020", _patched(months))
    found = worlds.steps(worlds.world(people, rules, start=FIRST), span)
    return [int(each.places[..., INDEX["listings"]].sum()) for each in found]


def test_the_share_of_courts_grows_evenly_and_stays_whole() -> None:
    tables = worlds.timeline("china-2020", _patched(24)).at(FIRST + 7)
    assert (tables.court[COURT_BEGAN], tables.court[COURT_ROLLOUT]) == (FIRST, 24)
    rules = SimpleNamespace(court=tables.court)
    shares = [using(rules, FIRST + k) for k in (0, 5, 11, 23, 24, 200)]  # type: ignore[arg-type]
    assert shares == [1 / 24, 0.25, 0.5, 1.0, 1.0, 1.0]


def test_in_a_month_every_court_uses_it_at_once() -> None:
    tables = worlds.timeline("china-2020", _patched(1)).at(FIRST)
    assert using(SimpleNamespace(court=tables.court), FIRST) == 1.0  # type: ignore[arg-type]


def test_a_slower_rollout_lists_fewer_at_first_and_catches_up() -> None:
    slow, fast = _listings(30, 45), _listings(1, 45)
    assert 0 < sum(slow[:12]) < 0.5 * sum(fast[:12])
    # those not listed early are listed later: the gap closes once all courts use it
    assert sum(slow[30:]) > sum(fast[30:])
    assert sum(slow) <= sum(fast)
