"""The short form of the reliability suite: every check at a small size."""

from __future__ import annotations

import pytest
from suite import CHECKS, Check


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_nothing_that_happens_changes_a_number_or_goes_unsaid(check: Check) -> None:
    assert check.run(check.short)["failures"] == []
