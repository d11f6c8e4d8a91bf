"""However Dask tells that a worker is gone, a run hears the one thing: that it is lost, and goes back."""

from __future__ import annotations

import warnings
from concurrent.futures import CancelledError
from types import SimpleNamespace
from typing import Any

import distributed
import numpy as np
import pytest
from distributed import KilledWorker

from xinyong.errors import InputError, InterruptedRun
from xinyong.experiments import clusters
from xinyong.experiments.clusters import Cluster, WorkerLost, opened
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
    # one that was made, and is gone before it was called, is a plain RuntimeError
    made = RuntimeError("Worker holding Actor was lost")
    gone = (ConnectionResetError("gone"), OSError("Unable to contact Actor's worker"))
    for error in (killed, made, *gone, CancelledError("lost")):
        with pytest.raises(WorkerLost, match="worker tcp://a:1 is gone"):
            Cluster("tcp://s:1", None, "again").result(Call(error), "tcp://a:1")


def test_what_is_wrong_with_a_shard_is_no_loss() -> None:
    with pytest.raises(RuntimeError, match="no such month"):
        Cluster("tcp://s:1", None, "again").result(Call(RuntimeError("no such month")), "tcp://a:1")


def test_a_shard_that_was_made_again_is_empty_and_says_so() -> None:
    """A worker with a port of its own comes back at its old address, and Dask makes its actors again."""
    shard = Shard(Stretch(3, 9, None), 1)  # type: ignore[arg-type]
    rules: Any = None
    calls = (
        lambda: shard.live(None), lambda: shard.columns(None, 3, 9), lambda: shard.parts(None, 3, 9),
        lambda: shard.resume(200, rules),
    )  # fmt: skip
    shard.take({"hoods": np.zeros(5)})
    for call in calls:
        with pytest.raises(WorkerLost, match="neighbourhoods 3 to 9"):
            call()


def failing_to_start(monkeypatch: pytest.MonkeyPatch, address: str, times: int) -> list[str]:
    """Processes of a local cluster are killed while they start, so many times; afterwards there are some."""
    tried: list[str] = []

    class Local:
        def __init__(self, **more: object) -> None:
            tried.append("start")
            if len(tried) <= times:
                raise RuntimeError("Nanny failed to start.") from RuntimeError("signal 9")
            self.scheduler_address = address

        def close(self) -> None:
            tried.append("close")
            raise TimeoutError("a process is long in ending")

    monkeypatch.setattr(distributed, "LocalCluster", Local)
    plain = distributed.Client
    monkeypatch.setattr(
        distributed, "Client", lambda local, **more: plain(local.scheduler_address, timeout=more["timeout"])
    )
    return tried


def test_processes_that_are_killed_while_they_start(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = failing_to_start(monkeypatch, address, times=2)
    with opened("local:3") as cluster:
        assert cluster.size == 3
    assert tried == ["start", "start", "start", "close"]


def test_processes_that_never_start(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = failing_to_start(monkeypatch, address, times=10**6)
    told = r"local:3 ended 3 times.*\(signal 9\).*go on with: again"
    with pytest.raises(InterruptedRun, match=told), opened("local:3", again="again"):
        pass
    assert tried == ["start"] * 3


def test_two_commands_have_processes_at_one_time_without_a_word() -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with opened("local:1") as one, opened("local:1") as other:
            assert (one.size, other.size) == (1, 1)
    assert not [each for each in said if "Port" in str(each.message)]


class Asked:
    """A client whose worker does not answer so many times, since it was killed just now."""

    def __init__(self, silent: int) -> None:
        self.silent = silent

    def run(self, function: Any, on_error: str) -> dict[str, Any]:
        self.silent -= 1
        return {"tcp://a:1": function()} | ({"tcp://b:1": OSError("gone")} if self.silent >= 0 else {})

    def run_on_scheduler(self, function: Any) -> Any:
        return function()


def test_a_worker_that_is_gone_by_the_time_it_is_asked_has_no_wrong_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clusters, "_LOOK", 0.0)
    Cluster("tcp://s:1", Asked(2), "again").check_programs()
    with pytest.raises(InputError, match="worker tcp://b:1 cannot use Xinyong"):
        Cluster("tcp://s:1", Asked(10**6), "again").check_programs()


def test_a_worker_that_starts_again_or_is_silent_is_waited_for_and_not_given_up() -> None:
    """By default a process is given up after 15 seconds, and one that is silent after 5 minutes."""
    import dask
    from dask.utils import parse_timedelta

    with dask.config.set(clusters._SETTINGS):
        assert parse_timedelta(dask.config.get("distributed.deploy.lost-worker-timeout")) > 600
        assert dask.config.get("distributed.scheduler.worker-ttl") is None
        # what is sent to a worker that compiles, and does not read, must not cut it off within seconds
        assert parse_timedelta(dask.config.get("distributed.comm.timeouts.tcp")) >= 600


@pytest.mark.parametrize(("word", "least"), [("tcp://s:1", 120.0), ("local:2", 600.0)])
def test_how_long_workers_are_waited_for(word: str, least: float, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    def some(self: Cluster, wanted: int, seconds: float) -> dict[str, int]:
        waited.append(seconds)
        return {}

    monkeypatch.setattr(Cluster, "_some", some)
    with pytest.raises(InterruptedRun, match=r"all workers of .* are gone.*go on with: again"):
        Cluster(word, None, "again").back()
    assert waited == [clusters._GRACE, least]
