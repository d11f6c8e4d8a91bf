"""A run can be branched from in any month, and the branch's past is that run's, month by month."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from fake_worlds import ASK, FakeWorlds, run

from xinyong.errors import FolderError, InterruptedRun
from xinyong.experiments.asking import Past
from xinyong.experiments.pair import Session
from xinyong.experiments.watching import Step, Stop
from xinyong.results.digests import past_digest
from xinyong.results.run import Run

ALONE = replace(ASK, against=None, months=14)
END = ALONE.start + ALONE.months


@pytest.fixture(scope="module")
def trunk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trunk") / "run"
    run(folder, ask=ALONE)
    return folder


def months(folder: Path) -> list[bytes]:
    told = json.loads((folder / "manifest.json").read_text())
    return [bytes.fromhex(each) for each in told["months_sha256"]]


def branched(
    trunk: Path, folder: Path, month: int, dials: dict[str, int], until: int = END, **more
) -> Session:
    known = months(trunk)[: month - ALONE.first]
    starts = tuple(each for each in (ALONE.first, ALONE.start) if each < month)
    past = Past(str(trunk), starts, past_digest(known))
    against = "s1" if "b" in dials else None
    ask = replace(ALONE, start=month, months=until - month, past=past, against=against)
    worlds = FakeWorlds({"burn-in": 0, "past-1": 1, **dials})
    session = Session(ask, worlds, folder, known=more.pop("known", known), **more)
    session.run()
    return session


@pytest.mark.parametrize("month", range(ALONE.start, END))
def test_under_the_same_rules_any_branch_is_the_run_itself(trunk: Path, tmp_path: Path, month: int) -> None:
    branched(trunk, tmp_path / "run", month, {"a": 1})
    assert months(tmp_path / "run") == months(trunk)
    found = Run(tmp_path / "run").manifest
    assert found["results_sha256"] == Run(trunk).manifest["results_sha256"]
    assert found["months"] == END - month
    assert Run(tmp_path / "run").ledger.aggregate("count(*)").fetchall() == Run(trunk).ledger.aggregate(
        "count(*)"
    ).fetchall()


def test_other_rules_part_in_the_month_of_the_branch_and_the_twin_is_the_run(
    trunk: Path, tmp_path: Path
) -> None:
    month = ALONE.start + 5
    branched(trunk, tmp_path / "run", month, {"a": 2, "b": 1})
    assert months(tmp_path / "run" / "against") == months(trunk)
    here, there = months(tmp_path / "run"), months(trunk)
    shared = month - ALONE.first
    assert here[:shared] == there[:shared]
    assert all(one != other for one, other in zip(here[shared + 1 :], there[shared + 1 :], strict=True))
    told = Run(tmp_path / "run").manifest
    assert told["branched_from"]["month"] == "2014-10"
    assert told["branched_from"]["folder"] == str(trunk)


def test_a_run_goes_on_beyond_its_end(trunk: Path, tmp_path: Path) -> None:
    branched(trunk, tmp_path / "run", END, {"a": 1}, until=END + 4)
    run(tmp_path / "longer", ask=replace(ALONE, months=18))
    assert months(tmp_path / "run") == months(tmp_path / "longer")


@pytest.mark.parametrize("stop_after", [3, 24, 26, 29, 34, 43])
def test_stopped_anywhere_a_branch_goes_on_to_the_same(trunk: Path, tmp_path: Path, stop_after: int) -> None:
    month, dials = ALONE.start + 5, {"a": 2, "b": 1}
    branched(trunk, tmp_path / "straight", month, dials)
    stop, seen = Stop(), []

    def look(step: Step) -> None:
        seen.append(step)
        if len(seen) == stop_after:
            stop()

    with pytest.raises(InterruptedRun, match="--from"):
        branched(trunk, tmp_path / "run", month, dials, look=look, stop=stop)
    branched(trunk, tmp_path / "run", month, dials, look=seen.append)
    assert [step.done for step in seen] == list(range(1, seen[-1].total + 1))
    one, other = (Run(tmp_path / name).manifest["results_sha256"] for name in ("straight", "run"))
    assert one == other


@pytest.mark.parametrize("wrong", [0, 23, 27])
def test_a_past_that_comes_out_otherwise_is_no_past(trunk: Path, tmp_path: Path, wrong: int) -> None:
    known = months(trunk)
    known[wrong] = bytes(32)
    with pytest.raises(FolderError, match="does not come out as this run wrote it") as caught:
        branched(trunk, tmp_path / "run", ALONE.start + 5, {"a": 2}, known=known)
    assert caught.value.problems[0].file == str(trunk)
    assert list((tmp_path / "run").iterdir()) == []
