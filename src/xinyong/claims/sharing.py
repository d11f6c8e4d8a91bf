"""All tests that may share worlds: those of the claims, of the frontier and of the headline.

A world is kept with the sums that any of them reads, so whoever lives through it first serves the others.
"""

from __future__ import annotations

from collections.abc import Mapping

from xinyong.claims.models import Claim, Test
from xinyong.claims.planning import Need, Wish, needs_of
from xinyong.claims.reading import library
from xinyong.claims.weighing.asked import frontier_tests, headline_tests
from xinyong.claims.weighing.reading import frontier, headline


def all_tests() -> list[Test]:
    """The tests of everything that is shipped."""
    own = [test for claim in library().values() for test in claim.tests]
    return [*own, *frontier_tests(frontier()), *headline_tests(headline())]


def shared_needs(claims: Mapping[str, Claim] | None, citizens: int | None) -> dict[Wish, Need]:
    """What each world has to serve: all that is shipped, or the tests of some claims instead."""
    tests = all_tests() if claims is None else [test for each in claims.values() for test in each.tests]
    return needs_of(tests, citizens)
