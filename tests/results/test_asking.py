"""Asks, folders, numbering: what is checked before anything runs."""

from __future__ import annotations

import errno
import json
import os
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import xinyong
from xinyong.errors import FolderError, InputError
from xinyong.experiments.aligning import align
from xinyong.experiments.asking import Ask, check_numbers, read_words, worlds_of
from xinyong.experiments.claiming import check_folder, fresh_folder
from xinyong.experiments.running import telling
from xinyong.results.people import Layout, block_of
from xinyong.scheme.loading import load


def test_the_command_of_an_ask_asks_for_it_again() -> None:
    from click.testing import CliRunner

    from xinyong.cli import commands

    ask = Ask("law-only", "a b.yaml", 5000, "rongcheng", 9, 170, 7, {"noise": 1 / 3, "voice": 20.0})
    words = shlex.split(ask.command("my folder"))
    assert words[:2] == ["xinyong", "run"]
    seen: dict[str, object] = {}
    body = commands.commands["run"].callback
    commands.commands["run"].callback = lambda **given: seen.update(given)
    try:
        CliRunner().invoke(commands, words[1:], catch_exceptions=False)
    finally:
        commands.commands["run"].callback = body
    again, problems = read_words(
        str(seen["start"]), seen["settings"], **worlds_of(seen["scheme"], seen["against"]),
        citizens=seen["citizens"], frame=seen["frame"], months=seen["months"], seed=seen["seed"],
    )  # fmt: skip
    assert not problems
    assert again == ask
    assert seen["out"] == "my folder"
    assert seen["resume"]


def test_identity_leaves_out_what_changes_nothing() -> None:
    assert Ask(threads=1).identity() == Ask(threads=2).identity()
    assert Ask(settings={"a": 1, "b": 2}).identity() == Ask(settings={"b": 2, "a": 1}).identity()
    assert json.loads(json.dumps(Ask().identity())) == Ask().identity()


def test_edges_of_what_can_be_asked() -> None:
    assert not check_numbers(Ask(citizens=1000, months=1, seed=0))
    assert not check_numbers(Ask(citizens=100_000_000))
    assert len(check_numbers(Ask(citizens=999, months=0, seed=-1, threads=-1, start=0))) == 5


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_called_so_whoever_writes() -> None:
    """NumPy says how much went in, and no word of the disk; Python says what the system does."""
    ask = Ask("law-only")
    told = r"disk is full \(60000 requested and \d+ written\); .*make room"
    with pytest.raises(FolderError, match=told), telling(Path("run"), ask):
        np.zeros(60000).tofile("/dev/full")
    with pytest.raises(FolderError, match=r"No space left on device; .*make room"), telling(Path("run"), ask):
        Path("/dev/full").write_text("x" * 100_000, encoding="utf-8")


@pytest.mark.parametrize(
    ("why", "first"),
    [
        (errno.ENOSPC, "make room"),
        (errno.EDQUOT, "make room"),
        (errno.EACCES, "allow writing there"),
        (errno.EROFS, "allow writing there"),
        (errno.EIO, "see to the disk"),
        (errno.ENOENT, "name a folder where files can be made"),
        (errno.ENOTDIR, "name a folder where files can be made"),
        (errno.ENAMETOOLONG, "choose a shorter name"),
    ],
)
def test_what_to_see_to_is_what_failed(why: int, first: str) -> None:
    found = rf"cannot be written: {os.strerror(why)}; .*: {first}.*, then go on with"
    with pytest.raises(FolderError, match=found), telling(Path("run"), Ask("law-only")):
        raise OSError(why, os.strerror(why), "run/file")


def test_folders(tmp_path: Path) -> None:
    assert check_folder(tmp_path / "new", Ask(), False) == "nothing"
    assert not (tmp_path / "new").exists()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    for resume in (False, True):
        with pytest.raises(FolderError, match="holds no run"):
            check_folder(tmp_path / "other", Ask(), resume)


def test_a_fresh_folder_is_numbered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert fresh_folder() == Path("xinyong-run")
    Path("xinyong-run").mkdir()
    assert fresh_folder() == Path("xinyong-run")
    Path("xinyong-run/file").touch()
    assert fresh_folder() == Path("xinyong-run-2")


def test_schemes_of_a_run_share_their_numbers() -> None:
    schemes = {name: load(name) for name in ("only-rongcheng", "status-quo-2012", "china-2020")}
    alike = align(schemes)
    one, *others = (scheme.compile(("rongcheng", "elsewhere")) for scheme in alike.values())
    for other in others:
        assert other.institutions == one.institutions
        assert other.lists == one.lists


def test_the_rules_of_a_scheme_do_not_depend_on_its_twin() -> None:
    schemes = {name: load(name) for name in ("only-rongcheng", "status-quo-2012", "china-2020")}
    for name, scheme in schemes.items():
        plain = scheme.compile(("rongcheng",)).at(200)
        alone, paired = (
            each[name].compile(("rongcheng",)).at(200) for each in (align({name: scheme}), align(schemes))
        )
        for table in ("row_points", "row_term", "row_coverage", "points", "first", "poisson", "reg_bar"):
            mine, other = getattr(alone, table), getattr(paired, table)
            assert np.array_equal(mine, other), (name, table)
            assert np.array_equal(np.sort(mine, None), np.sort(getattr(plain, table), None)), (name, table)
        assert plain.bar.sum() == alone.bar.sum() == paired.bar.sum()
        assert plain.share.sum() == alone.share.sum() == paired.share.sum()


def test_paired_worlds_may_differ_in_their_schemes_alone() -> None:
    world = xinyong.World(citizens=2000)
    with pytest.raises(InputError, match="schemes alone") as caught:
        xinyong.compare(world, replace(world, seed=2, citizens=3000))
    assert len(caught.value.problems) == 2


def test_a_reform_leaves_the_world_alone() -> None:
    world = xinyong.World()
    other = world.reform("no-kin")
    assert world.scheme == "china-2020"
    assert not isinstance(other.scheme, str)
    assert other.seed == world.seed


def test_a_row_belongs_to_the_block_of_its_neighbourhood() -> None:
    layout = Layout(
        np.array([0, 3, 3, 7]), np.array([0, 0, 2, 2]), np.array([0, 1, 2, 3]), np.array([5, 6, 7], np.uint8)
    )
    found = block_of(np.arange(12), layout.starts(), layout.block)
    assert found.tolist() == [5, 5, 5, 7, 7, 7, 7, 6, 6, 5, 6, 7]
