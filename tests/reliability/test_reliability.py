"""The short form of the reliability suite: every check at a small size."""

from __future__ import annotations

import pytest
from suite import CHECKS, Check

CLUSTER = ("shards", "cluster-client", "cluster-workers")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_nothing_that_happens_changes_a_number_or_goes_unsaid(check: Check) -> None:
    if check.name.startswith("planted"):
        pytest.skip("test_catching.py catches one: scripts/reliability plants hundreds")
    if check.name in CLUSTER:
        # tests/cluster has the same losses in small
        pytest.skip("takes minutes, since processes start again and again: scripts/reliability runs it")
    assert check.run(check.short)["failures"] == []
