"""The short form of the reliability suite: every check at a small size."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from suite import CHECKS, Check

CLUSTER = ("shards", "cluster-client", "cluster-workers")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_nothing_that_happens_changes_a_number_or_goes_unsaid(check: Check) -> None:
    if check.name in CLUSTER and find_spec("distributed") is None:
        pytest.skip("install xinyong[cluster]")
    assert check.run(check.short)["failures"] == []
