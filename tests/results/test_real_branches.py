"""Branching on the real engine: any month, finished or interrupted, and what is refused."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from xinyong.cli import main
from xinyong.dates import month_text
from xinyong.errors import InputError, InterruptedRun
from xinyong.experiments.asking import Ask
from xinyong.experiments.building import RealWorlds
from xinyong.experiments.pair import Session
from xinyong.experiments.preparing import prepare
from xinyong.experiments.running import perform
from xinyong.experiments.trunk import branch, read_trunk
from xinyong.experiments.watching import Step, Stop
from xinyong.results.manifest import write_manifest
from xinyong.results.run import Run

ASK = Ask("china-2020", "status-quo-2012", frame="rongcheng", citizens=1000, months=6, threads=1)
END = ASK.start + ASK.months


@pytest.fixture(scope="module")
def trunk(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return perform(ASK, tmp_path_factory.mktemp("real") / "run")


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["run", *words])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return int(left.value.code or 0), said.out, said.err


def world(folder: Path | str) -> tuple[str, list[str]]:
    told = Run(folder).manifest
    return told["worlds_sha256"][0], told["months_sha256"]


@pytest.mark.parametrize("month", range(ASK.start, END))
def test_in_every_month_the_same_scheme_gives_the_run_itself(trunk: Run, tmp_path: Path, month: int) -> None:
    found = read_trunk(trunk.path)
    perform(branch(found, month), tmp_path / "run", trunk=found)
    assert world(tmp_path / "run") == world(trunk.path)


def test_the_command_branches_beside_the_run_and_tells_the_same_again(
    trunk: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--from", f"{trunk.path}@2014-04", "--scheme", "law-only", "--json"]
    code, out, _ = call(capsys, *words, "--out", str(tmp_path / "run"))
    assert code == 0
    told = json.loads(out)
    assert told["scheme"] == "law-only"
    assert told["against"] == "china-2020"
    assert told["months"] == 3
    assert told["branched_from"]["month"] == "2014-04"
    assert told["worlds_sha256"][1] == world(trunk.path)[0]
    assert told["worlds_sha256"][0] != told["worlds_sha256"][1]
    again = Run(tmp_path / "run").manifest["command"].split()[2:]
    code, out, _ = call(capsys, *again, "--resume", "--json")
    assert code == 0
    assert json.loads(out)["results_sha256"] == told["results_sha256"]


def test_a_subject_of_a_branch_has_a_dossier(trunk: Run, tmp_path: Path) -> None:
    from xinyong.experiments.lived import open_run

    found = read_trunk(trunk.path)
    perform(branch(found, ASK.start + 3, "law-only"), tmp_path / "run", trunk=found)
    opened = open_run(tmp_path / "run")
    assert opened.dossier(5).story.proof["months"] == 24 + 6


def test_a_branch_of_a_branch(trunk: Run, tmp_path: Path) -> None:
    first = read_trunk(trunk.path)
    perform(branch(first, ASK.start + 2, "law-only", "none"), tmp_path / "one", trunk=first)
    second = read_trunk(tmp_path / "one")
    perform(branch(second, ASK.start + 4), tmp_path / "two", trunk=second)
    assert world(tmp_path / "two") == world(tmp_path / "one")
    twin = read_trunk(tmp_path / "one")
    assert [month_text(each) for each in twin.past(ASK.start + 4).starts] == ["2012-01", "2014-01", "2014-03"]


def test_an_interrupted_run_can_be_branched_from_in_what_it_has_lived(trunk: Run, tmp_path: Path) -> None:
    stop = Stop()

    def look(step: Step) -> None:
        if step.month == ASK.start + 2:
            stop()

    with pytest.raises(InterruptedRun):
        Session(ASK, RealWorlds(prepare(ASK)), tmp_path / "run", look, stop).run()
    found = read_trunk(tmp_path / "run")
    perform(branch(found, ASK.start + 3), tmp_path / "branch", trunk=found)
    assert world(tmp_path / "branch") == world(trunk.path)
    with pytest.raises(InputError, match=r"allowed: 2014-01 to 2014-04; or first go on with: xinyong run"):
        branch(found, ASK.start + 4)


WRONG = [
    (["@2019-01"], ["no month 2019-01 to branch in", "2014-01 to 2014-07"]),
    (["@2013-12"], ["no month 2013-12"]),
    (["@2014-13"], ["no month 13", "2018-06"]),
    ([""], ["names no month", "RUN@YYYY-MM"]),
    (["@2014-07"], ["--months"]),
    (["@2014-03", "--scheme", "law-onyl"], ["did you mean 'law-only'"]),
    (["@2014-03", "--citizens", "5000", "--seed", "9", "--frame", "national"],
     ["--citizens: 5000", "has 1000", "--seed: 9", "--frame: national", "has rongcheng"]),
    (["@2014-03", "--set", "noise=0.3", "--start", "2014-02"], ["--set: noise=0.3", "--start: 2014-02"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "told"), WRONG, ids=lambda value: " ".join(value)[:40])
def test_what_cannot_be_branched_is_said_and_nothing_is_written(
    trunk: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: list[str]
) -> None:
    run, folder = f"{trunk.path}{words[0]}", str(tmp_path / "x")
    code, out, err = call(capsys, "--from", run, *words[1:], "--out", folder)
    assert code == 1
    assert not out
    assert [part for part in told if part not in err] == []
    assert list(tmp_path.iterdir()) == []


def changed(trunk: Run, folder: Path, **more: object) -> str:
    """A copy of a run whose manifest says something else."""
    shutil.copytree(trunk.path, folder)
    told = json.loads((folder / "manifest.json").read_text())
    told = {key: value for key, value in {**told, **more}.items() if value is not None}
    write_manifest(folder, {key: value for key, value in told.items() if key != "manifest_sha256"})
    return f"{folder}@2014-03"


def test_runs_of_other_versions_other_people_or_with_damage_are_refused(
    trunk: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = changed(trunk, tmp_path / "rules")
    (tmp_path / "rules" / "rules.json").write_text("{}")
    (tmp_path / "empty").mkdir()
    for word, said in (
        (changed(trunk, tmp_path / "version", engine_sha256="0" * 64), "another version of Xinyong"),
        (changed(trunk, tmp_path / "old", months_sha256=None), "keeps no hashes of its months"),
        (changed(trunk, tmp_path / "people", subjects={"person": 5, "company": 1, "office": 1}),
         "draws another society now"),
        (rules, "is not as it was written"),
        (f"{tmp_path}/nowhere@2014-03", "there is no such folder"),
        (f"{tmp_path}/empty@2014-03", "no run folder"),
    ):  # fmt: skip
        code, out, err = call(capsys, "--from", word, "--out", str(tmp_path / "x"))
        assert (code, out) == (1, "")
        assert said in err
        assert not (tmp_path / "x").exists()


def test_settings_of_a_run_hold_in_its_branch(tmp_path: Path) -> None:
    ask = replace(ASK, against=None, months=3, settings={"noise": 0.6, "conduct.red-light.gain": 60.0})
    perform(ask, tmp_path / "run")
    found = read_trunk(tmp_path / "run")
    perform(branch(found, ASK.start + 1, "china-2020", "none"), tmp_path / "branch", trunk=found)
    assert world(tmp_path / "branch") == world(tmp_path / "run")


def test_a_run_in_python_branches_into_a_reform(trunk: Run, tmp_path: Path) -> None:
    from xinyong.experiments.lived import open_run
    from xinyong.scheme import load

    reformed = load("china-2020").reform([{"remove": "books.rongcheng"}])
    found = open_run(trunk.path).branch("2014-05", tmp_path / "run", reformed)
    assert found.manifest["scheme"]["id"] == "china-2020-reformed"
    assert found.against is not None
    assert found.against.manifest["months_sha256"] == world(trunk.path)[1]


def test_what_a_run_set_need_not_be_known_to_the_scheme_of_its_branch(tmp_path: Path) -> None:
    """Nor does a stop before the first month leave a month to branch in."""
    ask = replace(ASK, against=None, months=2, settings={"book.airport-fast-lane.measures.0.strength": 0.3})
    perform(ask, tmp_path / "run")
    found = read_trunk(tmp_path / "run")
    done = perform(branch(found, ask.start, "law-only", "none"), tmp_path / "branch", trunk=found)
    assert done.manifest["scheme"]["id"] == "law-only"
    stop = Stop()

    def look(step: Step) -> None:
        stop()

    with pytest.raises(InterruptedRun):
        perform(ask, tmp_path / "stopped", look=look, stop=stop)
    with pytest.raises(InputError, match=r"was stopped in 2012-\d\d, before its first month"):
        branch(read_trunk(tmp_path / "stopped"), ask.start)
