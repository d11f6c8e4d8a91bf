"""A society over many workers is the society in one process, bit for bit; what is lost is made again."""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
import signal
import socket
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from xinyong.dates import month_number
from xinyong.engine.parting import columns_of, joined_states, part_of, read_state, write_state
from xinyong.engine.run import Engine, WorldSpec
from xinyong.engine.standings import Final, final_of
from xinyong.errors import InputError, InterruptedRun
from xinyong.experiments import clusters, pair, shard
from xinyong.experiments.asking import Ask
from xinyong.experiments.building import RealWorlds
from xinyong.experiments.clusters import opened
from xinyong.experiments.pair import Session
from xinyong.experiments.preparing import Prepared, prepare
from xinyong.experiments.running import perform
from xinyong.experiments.shard import Before, Conditions, Shard, pieces, stretches
from xinyong.experiments.sharded import ShardedWorlds
from xinyong.experiments.watching import Stop
from xinyong.results.run import Run
from xinyong.society import memory
from xinyong.society.planning import plan
from xinyong.society.population import build

ASK = Ask(scheme="china-2020", against="status-quo-2012", citizens=4000, months=3, threads=1)

#: A month in which points and lists are in use: January 2019.
LATE = month_number("2019-01")


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(ASK)


@pytest.fixture(scope="module")
def whole(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The run in one process."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    folder.mkdir()
    Session(ASK, RealWorlds(prepared), folder).run()
    return Run(folder)


def alike(folder: Path, whole: Run) -> bool:
    """Every file of a run but its manifest, byte for byte, and its hash."""
    found = Run(folder)
    same = all(found.manifest[name] == whole.manifest[name] for name in ("results_sha256", "worlds_sha256"))
    files = {name for name in whole.manifest["files"] if not name.endswith("manifest.json")}
    assert len(files) > 15
    return same and all((folder / name).read_bytes() == (whole.path / name).read_bytes() for name in files)


@pytest.mark.parametrize(("shards", "threads"), [(1, 2), (2, 1), (3, 2), (7, 1)])
def test_any_number_of_shards(
    shards: int, threads: int, address: str, prepared: Prepared, whole: Run, tmp_path: Path
) -> None:
    own = replace(prepared, ask=replace(ASK, threads=threads))
    with opened(address) as cluster:
        worlds = ShardedWorlds(own, cluster, shards)
        Session(ASK, worlds, tmp_path).run()
        worlds.let_go()
    assert alike(tmp_path, whole)


@pytest.mark.parametrize("at_a_time", [shard.AT_A_TIME, 3])
def test_stopped_in_shards_and_taken_up_in_other_shards_and_in_none(
    at_a_time: int, address: str, prepared: Prepared, whole: Run, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sizes: list[int] = []
    with opened(address) as cluster:
        turns = iter((ShardedWorlds(prepared, cluster, 3), ShardedWorlds(prepared, cluster, 2)))
        for worlds in itertools.chain(turns, itertools.repeat(RealWorlds(prepared))):
            stop, left = Stop(), itertools.count()

            def look(step: Any, stop: Stop = stop, left: Any = left) -> None:
                # subjects, which are packed as they are made, have been written by now
                monkeypatch.setattr(shard, "AT_A_TIME", at_a_time)
                if next(left) == 10:
                    stop()

            try:
                Session(ASK, worlds, tmp_path, look, stop).run()
                break
            except InterruptedRun:
                pieces = tmp_path.glob(".state/*/engine/*/hoods.npy")
                sizes += [len(np.load(piece, mmap_mode="r")) - 1 for piece in pieces]
    assert 0 < max(sizes) <= at_a_time
    assert alike(tmp_path, whole)


def test_shards_that_are_left_make_room_for_those_that_follow(
    address: str, prepared: Prepared, tmp_path: Path
) -> None:
    def filled() -> set[Shard]:
        found = (each for each in gc.get_objects() if type(each) is Shard)
        return {each for each in found if each._filled is not None}

    others = filled()
    with opened(address) as cluster:
        worlds = ShardedWorlds(prepared, cluster, 2)
        engine = worlds.begin(190)
        engine.save(tmp_path)
        first = filled() - others
        assert len(first) == 2
        worlds.resume("a", tmp_path)
        assert not filled() & first
        assert len(filled() - others) == 2
        worlds.let_go()


def test_a_state_is_its_parts(prepared: Prepared, tmp_path: Path) -> None:
    society = build(prepared.plan, 1)
    timeline = prepared.schemes["a"].compile(prepared.plan.cities)
    engine = Engine(WorldSpec(society, timeline, prepared.dials, 1, 190))
    for _ in range(2):
        engine.step()
    state, ends = engine.state, [0, 1, 5, engine.hoods]
    parts = [part_of(state, low, high) for low, high in itertools.pairwise(ends)]
    for number, part in enumerate(parts):
        (tmp_path / f"{number:04d}").mkdir()
        write_state(tmp_path / f"{number:04d}", part)
    for found in (joined_states([columns_of(each) for each in parts]), read_state(tmp_path)):
        for name in state._fields:
            mine, theirs = (np.asarray(getattr(each, name)) for each in (state, found))
            if name == "hoods":
                assert (mine[:-1] == theirs[:-1]).all()
                assert mine["live_first"][-1] == theirs["live_first"][-1] > 0
            else:
                assert mine.tobytes() == theirs.tobytes(), name
    middle = read_state(tmp_path, 3, 9)
    assert (middle.pf == part_of(state, 3, 9).pf).all()
    assert len(middle.live) == len(part_of(state, 3, 9).live) > 0


def test_a_shard_is_made_and_told_in_pieces_as_in_one(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = prepared.plan
    rules = Conditions(prepared.schemes["a"].compile(people.cities), prepared.dials, 1, LATE)
    found: list[tuple[dict[str, Any], Final]] = []
    for at_a_time in (people.hoods, 3):
        monkeypatch.setattr(shard, "AT_A_TIME", at_a_time)
        one = Shard(stretches(people, 1)[0], 1)
        one.begin(people, rules)
        begun = one.columns(None, 0, people.hoods)
        lived = one.live(None)
        before = Before(0, lived.cities)
        told = (one.parts(before, low, high) for low, high in pieces(0, people.hoods))
        found.append((begun, final_of(told, people.persons)))
    (begun, final), (again, finally_) = found
    assert all(np.array_equal(begun[name], again[name]) for name in begun)
    assert len(final.subject) > 100
    assert (np.diff(final.subject[final.institution == final.institution[0]].astype(np.int64)) > 0).all()
    for mine, theirs in zip(final[:-1], finally_[:-1], strict=True):
        assert np.array_equal(mine, theirs)
    assert final.outcomes.keys() == finally_.outcomes.keys()
    assert all(np.array_equal(final.outcomes[name], finally_.outcomes[name]) for name in final.outcomes)


def test_shards_need_less_memory_than_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = replace(ASK, against=None, citizens=20_000_000)
    monkeypatch.setattr(memory, "memory_left", lambda: 6 * 10**9)
    prepare(replace(ask, cluster="local:2"))
    with pytest.raises(InputError, match=r"citizens need about .*: --cluster local:2"):
        prepare(ask)
    monkeypatch.setattr(memory, "memory_left", lambda: 4 * 10**9)
    with pytest.raises(InputError, match="citizens need about"):
        prepare(replace(ask, cluster="local:2"))


def test_stretches_leave_nobody_out_and_none_empty() -> None:
    people = plan("national", 4000, 1)
    for shards in (1, 2, 3, 7, people.hoods - 1, people.hoods):
        found = stretches(people, shards)
        assert len(found) == shards
        assert found[0].low == 0
        assert found[-1].high == people.hoods
        assert all(one.high == other.low for one, other in itertools.pairwise(found))
        sizes = [each.numbers.counts[0] for each in found]
        assert sum(sizes) == people.persons
        assert all(each.low < each.high for each in found)
        if shards < 8:
            assert max(sizes) < 1.5 * people.persons / shards


def test_a_run_outlives_a_worker(whole: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pair, "_PATIENCE", 0.0)
    killed, told = [], []

    def look(step: Any) -> None:
        if step.done == 20 and not killed:
            victim = multiprocessing.active_children()[0]
            killed.append(victim.pid)
            os.kill(victim.pid, signal.SIGKILL)

    ask = replace(ASK, cluster="local:2", shards=3)
    run = perform(ask, tmp_path / "run", look=look, say=told.append, every=0.0)
    assert killed
    assert any("is gone" in line for line in told)
    assert any("gone on from the last checkpoint" in line for line in run.manifest["notes"])
    assert alike(run.path, whole)


def refused(ask: Ask, folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        perform(ask, folder)
    assert not folder.exists()
    return str(caught.value)


def test_addresses_that_are_none(tmp_path: Path) -> None:
    for word in ("somewhere", "local", "local:0", "local:999", "http://here:1"):
        assert f"--cluster {word}" in refused(replace(ASK, cluster=word), tmp_path / "run")
    assert "no cluster" in refused(replace(ASK, shards=2), tmp_path / "run")


def test_nobody_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_CONNECT", 1.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        word = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
    told = refused(replace(ASK, cluster=word), tmp_path / "run")
    assert "no scheduler answers there" in told
    assert "dask scheduler" in told


def test_more_shards_than_places(address: str, tmp_path: Path) -> None:
    told = refused(replace(ASK, cluster=address, shards=5000), tmp_path / "run")
    assert "5000 shards" in told
    assert "allowed: 1 to" in told


def test_another_program_on_the_workers(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def about() -> tuple[str, str]:
        return "9.9", str(threading.current_thread() is threading.main_thread())

    monkeypatch.setattr(clusters, "about_program", about)
    told = refused(replace(ASK, cluster=address), tmp_path / "run")
    assert "another Xinyong on the scheduler and 3 more: version 9.9" in told
    assert "install the same version" in told


def test_all_workers_gone_and_come_again(whole: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    for name in ("_GRACE", "_BACK"):
        monkeypatch.setattr(clusters, name, 0.2)
    monkeypatch.setattr(pair, "_PATIENCE", 0.0)
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, memory_limit=0,
        protocol="inproc://",
    ) as home:  # fmt: skip
        ask = replace(ASK, cluster=home.scheduler_address)

        def look(step: Any) -> None:
            if step.done == 15:
                home.scale(0)
                while home.scheduler.workers:
                    threading.Event().wait(0.05)

        with pytest.raises(InterruptedRun, match=r"all workers of .* are gone.*--cluster"):
            perform(ask, tmp_path / "run", look=look, every=0.0)
    found = perform(replace(ASK, threads=2), tmp_path / "run", resume=True)
    assert found.manifest["resumed_at_month"] is not None
    assert alike(found.path, whole)
