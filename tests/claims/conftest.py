"""A whole board whose effects are invented: every claim and test, nothing run."""

import numpy as np
import pytest

from xinyong.claims.board import Board, Made, entry, without_test
from xinyong.claims.effects import Effects
from xinyong.claims.judging import judge
from xinyong.claims.reading import choose, library


@pytest.fixture(scope="session")
def board():
    entries = []
    for claim, test in choose(library()):
        if test is None:
            entries += without_test(claim)
            continue
        each = [Effects(np.linspace(-1, 1, 80).reshape(40, 2), 500.0, (1.0, 0.5)) for _ in (test, *test.more)]
        entries.append(entry(claim, test, judge([test, *test.more], each), (1.0, 0.5)))
    return Board(Made("xinyong claims --draws 40", 40, 2, 1, None, "prior"), entries)


