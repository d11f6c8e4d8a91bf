"""However Dask tells that a worker is gone, a run hears the one thing: that it is lost, and goes back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from distributed import KilledWorker

from xinyong.experiments.clusters import Cluster, WorkerLost
from xinyong.experiments.shard import Shard, Stretch


class GoneActor:
    """What an actor is once Dask has heard that its worker is gone: no method can be had of it."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError("Worker holding Actor was lost.  Status: error")


class Call:
    """A call that ends with what it is given."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def result(self, timeout: float) -> None:
        raise self.error


def test_an_actor_that_dask_knows_to_be_gone() -> None:
    with pytest.raises(WorkerLost, match="worker tcp://a:1 is gone"):
        Cluster("tcp://s:1", None, "again").call(GoneActor(), "live", (None,), "tcp://a:1")


def test_a_worker_that_is_killed_while_its_shard_is_made_or_called() -> None:
    killed = KilledWorker("a shard", SimpleNamespace(address="tcp://a:1"), 3)  # type: ignore[arg-type]
    for error in (killed, ConnectionResetError("gone"), OSError("Unable to contact Actor's worker")):
        with pytest.raises(WorkerLost, match="worker tcp://a:1 is gone"):
            Cluster("tcp://s:1", None, "again").result(Call(error), "tcp://a:1")


def test_a_shard_that_was_made_again_is_empty_and_says_so() -> None:
    """A worker with a port of its own comes back at its old address, and Dask makes its actors again."""
    shard = Shard(Stretch(3, 9, None), 1)  # type: ignore[arg-type]
    for call in (lambda: shard.live(None), lambda: shard.columns(None), lambda: shard.parts(None)):
        with pytest.raises(WorkerLost, match="neighbourhoods 3 to 9"):
            call()
