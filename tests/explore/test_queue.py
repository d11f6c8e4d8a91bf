"""The queue: bounded, shared by who asks the same, stopped when nobody watches. No engine runs here."""

from __future__ import annotations

from pathlib import Path

import pytest

from xinyong.errors import UsageError
from xinyong.show.explore.jobs import ClaimJob, Job
from xinyong.show.explore.limits import Limits
from xinyong.show.explore.runner import Runner
from xinyong.show.explore.shelf import Shelf


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    limits = Limits(queue=4, each=2)
    return Runner(tmp_path, Shelf(tmp_path / "runs", 3), limits)


def job(key: str) -> Job:
    return ClaimJob(key, ("D01",), 1)


def test_only_so_many_wait(runner: Runner) -> None:
    for number in range(4):
        runner.watch(job(str(number)), object(), 0)
    with pytest.raises(UsageError, match="4 runs are waiting"):
        runner.watch(job("5"), object(), 0)
    assert runner.unfinished == 4


def test_only_so_many_of_one_page(runner: Runner) -> None:
    with pytest.raises(UsageError, match="not finished"):
        runner.watch(job("1"), object(), 2)


def test_the_same_is_computed_once(runner: Runner) -> None:
    first, pages = job("1"), [object(), object()]
    assert runner.watch(first, pages[0], 0) is first
    assert runner.watch(job("1"), pages[1], 0) is first
    assert runner.unfinished == 1
    runner.leave(first, pages[0])
    assert not first.stop.asked
    runner.leave(first, pages[1])
    assert first.stop.asked
    assert first.state == "cancelled"
    assert runner.unfinished == 0


def test_a_stopped_one_is_not_joined(runner: Runner) -> None:
    page = object()
    first = runner.watch(job("1"), page, 0)
    first.stop()
    assert runner.watch(job("1"), object(), 0) is not first


def test_how_many_come_before(runner: Runner) -> None:
    jobs = [runner.watch(job(str(n)), object(), 0) for n in range(3)]
    assert [runner.ahead(each) for each in jobs] == [0, 1, 2]
    runner.leave(jobs[0], next(iter(jobs[0].watchers)))
    assert [runner.ahead(each) for each in jobs[1:]] == [0, 1]
