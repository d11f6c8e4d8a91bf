"""Files are whole or not there, states know when they are damaged, and a user is told."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest
from fake_worlds import ASK, run

import xinyong.results.durable as durable
from xinyong.errors import FolderError, InterruptedRun
from xinyong.experiments.claiming import check_folder
from xinyong.experiments.watching import Stop
from xinyong.results.checkpoint import opened, seal_folder
from xinyong.results.run import Run
from xinyong.results.sealing import sealed, unsealed
from xinyong.show.report import run_text


def test_everything_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str]] = []
    push, replace, rename = durable.push, os.replace, os.rename
    monkeypatch.setattr(durable, "push", lambda path: (done.append(("push", str(path))), push(path)))

    def naming(call):
        def named(part: Path, place: Path) -> None:
            done.append(("name", str(part)))
            call(part, place)
            done.append(("is", str(place)))

        return named

    monkeypatch.setattr(os, "replace", naming(replace))
    monkeypatch.setattr(os, "rename", naming(rename))
    run(tmp_path / "run", every=0.0)
    named = [n for n, (what, _) in enumerate(done) if what == "name"]
    assert len(named) > 40
    for n in named:
        part, place = done[n][1], done[n + 1][1]
        assert part.endswith(".part")
        assert ("push", part) in done[:n], f"{part} had its name before it was on the disk"
        assert done[n + 2] == ("push", str(Path(place).parent)), f"the name of {place} was not on the disk"


def test_folders_above_a_file_are_made(tmp_path: Path) -> None:
    """Two that are missing, for each: one alone would be made in any case."""
    file, shared, folder = (tmp_path / name / "more" / name for name in ("file", "shared", "folder"))
    durable.write_text(file, "text")
    durable.share_file(file, shared)
    durable.write_folder(folder, lambda part: (part / "inside").write_text("text"))
    assert {path.read_text() for path in (file, shared, folder / "inside")} == {"text"}


def test_what_a_seal_says_is_what_was_written_letter_for_letter() -> None:
    told = {"a": [1, 2.5e-07, None], "ö": {"b": "x\n"}}
    text = sealed(told)
    assert unsealed(text) == told
    chance = random.Random(1)
    for _ in range(500):
        content = bytearray(text.encode())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        with pytest.raises(ValueError, match=r"."):
            unsealed(content.decode())
    with pytest.raises(ValueError, match="not as it was written"):
        unsealed(text.replace("2.5e-07", "2.5E-07"))


def test_what_was_said_about_a_state_is_under_its_seal(tmp_path: Path) -> None:
    seal_folder(tmp_path / "s", lambda part: (part / "x").write_text("1"), {"month": 5})
    assert opened(tmp_path / "s") == {"month": 5}
    seal = tmp_path / "s" / "checkpoint.json"
    seal.write_text(seal.read_text().replace('"month":5', '"month":6'))
    assert opened(tmp_path / "s") is None


def stopped(folder: Path, after: int) -> Path:
    """A run stopped after so many months, with two checkpoints; its folder of states."""
    stop = Stop()
    with pytest.raises(InterruptedRun):
        run(folder, look=lambda step: stop() if step.done == after else None, stop=stop, every=0.0)
    return folder / ".state"


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("straight") / "run"
    run(folder)
    return str(Run(folder).manifest["results_sha256"])


DAMAGE = {
    "newest": ("checkpoint-*[0-9]/engine/state.npz", -1, "was damaged, so it was not used"),
    "newest seal": ("checkpoint-*[0-9]/checkpoint.json", -1, "was damaged, so it was not used"),
    "a file it relies on": ("../ledger/2014-05.parquet", 0, "is made again"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_an_older_state_is_used_where_the_newest_is_not_whole_and_the_user_is_told(
    straight: str, tmp_path: Path, what: str
) -> None:
    state, (names, which, said) = stopped(tmp_path / "run", 40), DAMAGE[what]
    path = sorted(state.glob(names))[which] if "*" in names else (state / names).resolve()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    heard: list[str] = []
    session = run(tmp_path / "run", say=heard.append)
    found = Run(tmp_path / "run")
    assert found.manifest["results_sha256"] == straight
    assert any(said in note for note in heard)
    assert found.manifest["notes"] == session.notes == heard
    assert all(f"note         {note}" in run_text(found, [], 1.0) for note in heard)


@pytest.mark.parametrize("after", [40, 70])
def test_where_nothing_is_whole_the_run_begins_anew_and_says_so(
    straight: str, tmp_path: Path, after: int
) -> None:
    state = stopped(tmp_path / "run", after)
    for path in state.rglob("state.npz"):
        path.write_bytes(b"")
    heard: list[str] = []
    seen: list[int] = []
    run(tmp_path / "run", say=heard.append, look=lambda step: seen.append(step.done))
    assert heard[-1] == "no state was whole, so the run began anew; its results are the same"
    assert seen[0] == 1
    assert Run(tmp_path / "run").manifest["results_sha256"] == straight


def test_where_the_state_at_the_branch_is_lost_the_run_begins_anew(straight: str, tmp_path: Path) -> None:
    state = stopped(tmp_path / "run", 30)
    (state / "branch" / "engine" / "state.npz").write_bytes(b"")
    heard: list[str] = []
    run(tmp_path / "run", say=heard.append)
    assert heard == ["the state at the branch was damaged, so the run began anew"]
    assert Run(tmp_path / "run").manifest["results_sha256"] == straight


def test_a_claim_that_is_damaged_is_called_so(tmp_path: Path) -> None:
    state = stopped(tmp_path / "run", 30)
    claim = state / "ask.json"
    claim.write_text(claim.read_text().replace('"seed":1', '"seed":2'))
    with pytest.raises(FolderError, match=r"ask\.json is damaged"):
        check_folder(tmp_path / "run", ASK, True)


def test_a_manifest_with_other_letters_for_the_same_numbers_is_not_the_manifest(tmp_path: Path) -> None:
    run(tmp_path / "run")
    path = tmp_path / "run" / "manifest.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told))
    with pytest.raises(FolderError, match="is not as it was written"):
        Run(tmp_path / "run")
    shutil.rmtree(tmp_path / "run")
