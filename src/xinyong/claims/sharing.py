"""All tests that may share worlds: those of the claims, of the frontier and of the headline.

A world is kept with the sums that any of them reads, so whoever lives through it first serves the others.
"""

from __future__ import annotations

from xinyong.claims.models import Test
from xinyong.claims.reading import library
from xinyong.claims.weighing.asked import frontier_tests, headline_tests
from xinyong.claims.weighing.reading import frontier, headline


def all_tests() -> list[Test]:
    """The tests of everything that is shipped."""
    own = [test for claim in library().values() for test in claim.tests]
    return [*own, *frontier_tests(frontier()), *headline_tests(headline())]
