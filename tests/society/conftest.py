"""A few societies, built once for all tests of this folder."""

from __future__ import annotations

import pytest

from xinyong.society import Society, build, plan

SIZES = (1_000, 20_000, 150_000)


@pytest.fixture(scope="session", params=SIZES, ids=lambda size: f"{size} citizens")
def nation(request: pytest.FixtureRequest) -> Society:
    return build(plan("national", request.param, seed=11))


@pytest.fixture(scope="session")
def middle() -> Society:
    return build(plan("national", 20_000, seed=3))
