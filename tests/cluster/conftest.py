"""A cluster of three workers inside this process: quick, and all of Dask's ways are gone all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("distributed", reason="install xinyong[cluster]")


@pytest.fixture(scope="session")
def workers() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=3, threads_per_worker=2, processes=False, memory_limit=0, dashboard_address=None,
        protocol="inproc://",
    ) as cluster:  # fmt: skip
        yield cluster


@pytest.fixture(scope="session")
def address(workers: Any) -> str:
    return str(workers.scheduler_address)
