"""Who is to live through worlds: what cannot be meant is told before anything is lived, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from xinyong.cli import main

RUN = ("run", "law-only", "--citizens", "1000", "--months", "1")
LIVED = "nothing is run without --draws"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as left:
        main([*words])
    assert left.value.code in (1, 2), words
    said = capsys.readouterr()
    assert not said.out
    return said.err


@pytest.mark.parametrize("word", ["nonsense", "", "local:", "tls://here:1", "inproc://x", "tcp://here",
                                  "tcp://here:abc", "tcp://here:0", "tcp://here:65536"])  # fmt: skip
@pytest.mark.parametrize(
    "command", [("claims", "D12"), ("claims", "D12", "--draws", "2"), ("calibrate",), RUN]
)
def test_an_address_that_is_none_is_never_taken(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: tuple[str, ...], word: str
) -> None:
    more = ("--out", str(tmp_path / "out"))
    said = told(capsys, *command, "--cluster", word, *more)
    assert "is no address of a cluster" in said
    assert "write local:2" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("words", "found"), [
    (("--cluster", "local:0"), "allowed: local:1 to local:256; write local:"),
    (("--cluster", "local:1000"), "1000 processes; allowed: local:1 to local:256; write local:"),
    (("--processes", "0"), "--processes: 0; allowed: 1 to 1,024"),
    (("--processes", "-4"), "--processes: -4; allowed: 1 to 1,024"),
    (("--processes", "2", "--cluster", "local:2"), "--processes, --cluster: both"),
])  # fmt: skip
def test_hands_that_cannot_be(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], found: str) -> None:
    for command in ("claims", "frontier", "headline", "sensitivity"):
        assert found in told(capsys, command, *words)


@pytest.mark.parametrize(("words", "named"), [
    (("claims", "D12", "--seed", "5"), "--seed"), (("claims", "--seeds", "2"), "--seeds"),
    (("claims", "show", "D12", "--cluster", "local:2"), "--cluster"),
    (("frontier", "--citizens", "2000"), "--citizens"), (("headline", "--store", "x"), "--store"),
    (("calibrate", "--waves", "3", "--checks", "5"), "--waves, --checks"),
])  # fmt: skip
def test_what_is_said_of_worlds_where_none_is_lived(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], named: str
) -> None:
    said = told(capsys, *words)
    assert LIVED in said
    assert all(each in said for each in named.split(", "))


def test_a_board_that_has_no_place_is_not_begun(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = told(capsys, "claims", "D12", "--draws", "2", "--out", str(tmp_path))
    assert f"{tmp_path}: --out: is a folder; allowed: a file; name a file in it" in said
    said = told(capsys, "claims", "D12", "--draws", "2", "--page", str(tmp_path))
    assert f"{tmp_path}: --page: is a folder; allowed: a file; name a file in it" in said
    # nothing was lived either: it would have been told, world by world
    assert "worlds" not in said
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(("word", "found", "remedy"), [
    ("", "names no month", "xinyong-run@2018-06"), ("run@", "names no month", "run@2018-06"),
    ("@2014-02", "names no run", "xinyong-run@2014-02"), ("a@b@", "names no month", "a@b@2018-06"),
])  # fmt: skip
def test_a_branch_from_no_run_or_no_month(
    capsys: pytest.CaptureFixture[str], word: str, found: str, remedy: str
) -> None:
    said = told(capsys, "run", "law-only", "--from", word)
    assert f"--from {word}: {found}; allowed: RUN@YYYY-MM; write {remedy}, say" in said


@pytest.mark.parametrize("cluster", [(), ("--cluster", "local:1")])
@pytest.mark.parametrize("shards", ["0", "-1"])
def test_no_shards_are_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, cluster: tuple[str, ...], shards: str
) -> None:
    said = told(capsys, *RUN, *cluster, "--shards", shards, "--out", str(tmp_path / "out"))
    assert f"--shards: {shards} shards" in said
    assert ("leave it out" in said) == bool(cluster)
    assert not (tmp_path / "out").exists()


def test_going_on_with_nothing_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = (*RUN, "--no-figures", "--out", str(tmp_path / "run"))
    with pytest.raises(SystemExit) as left:
        main([*words, "--resume"])
    assert not left.value.code
    assert "nothing to go on with" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*words, "--resume"])
    assert "nothing to go on with" not in capsys.readouterr().err
    other = told(capsys, *words, "--resume", "--start", "2014-03", "--set", "noise=0.3")
    assert "--start: the run in this folder has 2014-01; asked for: 2014-03" in other
    assert "--set: the run in this folder has nothing set; asked for: noise=0.3" in other
