"""Worlds on a cluster are the worlds of one process; each is kept once, and what fails is told."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xinyong.claims.models import Claim
from xinyong.claims.running import Order, run
from xinyong.errors import InterruptedRun, XinyongError
from xinyong.experiments import spreading
from xinyong.experiments.branching import Branching, Done, Failed, Job, attempts
from xinyong.experiments.cellstore import CellStore
from xinyong.experiments.draws import Ensemble
from xinyong.experiments.pooling import Tale
from xinyong.experiments.watching import Stop

BAR = {"value": 0.05, "reason": "because it matters"}
TEST = {
    "setting": "LAW", "frame": "national", "citizens": 1000, "months": 2, "world": {"scheme": "law-only"},
    "twin": {"scheme": "status-quo-2012"}, "indicator": "harm", "estimand": "mean", "compare": "relative",
    "direction": "down", "smallest": BAR,
}  # fmt: skip
CLAIMS = {
    "D01": Claim.model_validate(
        {
            "id": "D01", "side": "disadvantage", "statement": "Something that is said.", "section": "D1",
            "said_by": [{"name": "Somebody", "outlet": "media"}], "mechanism": "a way", "themes": ["privacy"],
            "kind": "entailed", "tests": [TEST],
        }
    )
}  # fmt: skip


def order(folder: Path, processes: Any, draws: int = 2) -> Order:
    return Order(draws=draws, processes=processes, store=folder)


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return run(order(tmp_path_factory.mktemp("cells") / "a.sqlite", 1), claims=CLAIMS)


def test_a_cluster_gives_the_board_of_one_process(straight: Any, address: str, tmp_path: Path) -> None:
    seen: list[Any] = []
    found = run(order(tmp_path / "b.sqlite", address), seen.append, claims=CLAIMS)
    assert found.entries == straight.entries
    assert [step.done for step in seen] == list(range(1, seen[-1].total + 1))
    seen.clear()
    assert run(order(tmp_path / "b.sqlite", 1), seen.append, claims=CLAIMS).entries == straight.entries
    assert not seen


@pytest.mark.parametrize("where", ["here", "cluster"])
def test_a_world_that_fails_once_is_tried_again(
    where: str, straight: Any, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = failing(monkeypatch, times=1)
    found = run(order(tmp_path / "b.sqlite", address if where == "cluster" else 1), claims=CLAIMS)
    assert len(failed) == 1
    assert found.entries == straight.entries
    with CellStore(tmp_path / "b.sqlite") as store:
        assert store._base.execute("SELECT count(*) FROM failed").fetchone() == (0,)


def test_a_world_that_always_fails_is_told_and_all_others_are_kept(
    straight: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, times=10**6)
    with pytest.raises(XinyongError) as caught:
        run(order(tmp_path / "b.sqlite", 1), claims=CLAIMS)
    told = str(caught.value)
    assert "1 worlds failed at month 2014-01: MemoryError: no room" in told
    assert "tried again with: xinyong claims" in told
    with CellStore(tmp_path / "b.sqlite") as store:
        assert store._base.execute("SELECT stage, cause, tries FROM failed").fetchall() == [
            ("month 2014-01", "MemoryError: no room", 3)
        ]
    monkeypatch.undo()
    seen: list[Any] = []
    assert run(order(tmp_path / "b.sqlite", 1), seen.append, claims=CLAIMS).entries == straight.entries
    assert seen[-1].total == 1


def failing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[Any]:
    """The world of seed and draw that comes second fails so many times."""
    plain, failed, seen = Branching._live, [], []

    def no_room(*rules: Any) -> None:
        raise MemoryError("no room")

    def live(self: Branching, cell: Any, burnt: Any, timeline: Any, packs: Any, *more: Any) -> Any:
        seen.append(cell)
        if len(seen) > 1 and cell == seen[1] and len(failed) < times:
            failed.append(cell)
            packs = no_room
        return plain(self, cell, burnt, timeline, packs, *more)

    monkeypatch.setattr(Branching, "_live", live)
    return failed


def test_what_lies_behind_a_failed_world_is_lived_all_the_same() -> None:
    class Some:
        stage = "people"

        def run(self, job: Job) -> Any:
            for cell in job.cells:
                if cell in (1, 4):
                    raise ValueError(cell)
                yield Done(cell, None, 0.0)  # type: ignore[arg-type]

    found = list(attempts(Some(), Job(tuple(range(5)), ())))  # type: ignore[arg-type]
    assert [each.cell for each in found] == list(range(5))
    assert [each for each in found if isinstance(each, Failed)] == [
        Failed(1, "people", "ValueError: 1"), Failed(4, "people", "ValueError: 4")
    ]  # type: ignore[arg-type] # fmt: skip


def test_a_thousand_cells_are_a_few_on_the_way(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most, done = [], []
    plain = spreading._hand_out

    def hand_out(queue: Any, running: Any, *more: Any) -> None:
        plain(queue, running, *more)
        most.append(len(running))

    monkeypatch.setattr(spreading, "_hand_out", hand_out)
    monkeypatch.setattr(spreading, "live_portion", lambda portion, ensemble: [])
    monkeypatch.setattr(spreading, "_taken", lambda future, portion, tale: done.append(portion) or [])
    monkeypatch.setattr(spreading, "key_of", lambda cell, ensemble: str(cell))
    jobs = [Job((SimpleNamespace(draw=n), SimpleNamespace(draw=n)), ()) for n in range(500)]  # type: ignore[arg-type]
    with CellStore(tmp_path / "a.sqlite") as store:
        tale = Tale(store, Ensemble(), Stop(), 1000, lambda step: None)
        spreading.spread(jobs, tale, address, "again")
    assert sum(len(keys) for portion in done for _, keys in portion) == 1000
    assert max(most) == 12


def test_a_portion_that_kills_workers_is_taken_apart(tmp_path: Path) -> None:
    from distributed import KilledWorker

    class Killed:
        status = "error"

        def result(self, timeout: float) -> None:
            raise KilledWorker("a task", SimpleNamespace(address="tcp://a"), 3)  # type: ignore[arg-type]

    portion = [(Job(("x", "y"), ("n",)), ("1", "2"))]  # type: ignore[arg-type]
    with CellStore(tmp_path / "a.sqlite") as store:
        tale = Tale(store, Ensemble(), Stop(), 2, lambda step: None)
        singles = spreading._taken(Killed(), portion, tale)  # type: ignore[arg-type]
        assert [keys for [(_, keys)] in singles] == [("1",), ("2",)]
        assert spreading._taken(Killed(), singles[1], tale) == []
        assert store.failures(["1", "2"])["2"].cause == "it killed 4 workers"
        assert tale.failed == 1


def test_a_wish_to_stop_leaves_what_was_done(straight: Any, address: str, tmp_path: Path) -> None:
    whole: list[int] = []

    def enough(step: Any) -> None:
        whole.append(step.total)
        if step.done == 2:
            raise InterruptedRun("stopped")

    with pytest.raises(InterruptedRun):
        run(order(tmp_path / "b.sqlite", address), enough, claims=CLAIMS)
    seen: list[Any] = []
    assert run(order(tmp_path / "b.sqlite", address), seen.append, claims=CLAIMS).entries == straight.entries
    assert seen[-1].total == whole[0] - 2
