"""The command line: exit codes, one clear message, and nothing written where the input is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from xinyong.cli import main


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(words)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def loaded(statement: str) -> set[str]:
    """Modules that a statement loads in a fresh interpreter."""
    told = f"import sys; bare = set(sys.modules); {statement}; print(*set(sys.modules) - bare)"
    return set(subprocess.run([sys.executable, "-c", told], capture_output=True, text=True).stdout.split())


def test_help_is_light() -> None:
    heavy = {"numpy", "numba", "xarray", "duckdb", "rich", "yaml", "pydantic", "matplotlib"}
    assert not loaded("import xinyong.cli") & heavy


def test_importing_the_package_is_light() -> None:
    assert loaded("import xinyong") <= {"xinyong", "__future__"}


@pytest.mark.parametrize(
    ("words", "code"),
    [(["--help"], 0), (["run", "--help"], 0), ([], 2), (["nonsense"], 2), (["run", "--citizens", "many"], 2),
     (["check"], 2), (["show"], 2), (["show", "red-lihgt"], 1), (["check", "nowhere.yaml"], 1),
     (["schemes"], 0), (["systems"], 0), (["show", "red-light"], 0), (["show", "china-2020"], 0)],
)  # fmt: skip
def test_exit_codes(capsys: pytest.CaptureFixture[str], words: list[str], code: int) -> None:
    found, out, err = call(capsys, *words)
    assert found == code
    assert "Traceback" not in out + err
    if code == 1 and words[0] != "check":
        assert not out


WRONG = [
    (["chna-2020"], ["chna-2020", "did you mean 'china-2020'"]),
    (["--against", "law-onyl"], ["law-onyl", "did you mean 'law-only'"]),
    (["--citizens", "0"], ["0 citizens", "1,000"]),
    (["--citizens", "200000000"], ["100,000,000"]),
    (["--months", "0"], ["0 months"]),
    (["--months", "9999"], ["2040"]),
    (["--start", "2014-13"], ["no month 13"]),
    (["--start", "yesterday"], ["YYYY-MM"]),
    (["--start", "1950-01"], ["2002-01"]),
    (["--frame", "natonal"], ["natonal", "national"]),
    (["--seed", "-1"], ["seed -1"]),
    (["--threads", "-2"], ["-2 threads"]),
    (["--set", "conduct.red-light.gian=60"], ["conduct.red-light.gain"]),
    (["--set", "conduct.red-light.gain=1e9"], ["allowed: "]),
    (["--set", "book.rongcheng.score.base=7"], ["is no assumption", "write a reform"]),
    (["--set", "conduct.red-light.gain=much"], ["no number"]),
    (["--set", "nonsense"], ["no number"]),
    (["--set", "noise=99"], ["0.2", "0.7"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "told"), WRONG, ids=lambda value: " ".join(value)[:40])
def test_wrong_input_is_told_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str], told: list[str]
) -> None:
    code, out, err = call(capsys, "run", *words, "--out", str(tmp_path / "run"))
    assert code == 1
    assert not out
    assert all(part in err for part in told)
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_all_mistakes_are_told_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "thing").write_text("mine")
    words = ["run", "chna-2020", "--against", "law-onyl", "--citizens", "1", "--months", "-1",
             "--start", "2014-00", "--frame", "nowhere", "--out", str(tmp_path)]  # fmt: skip
    code, _, err = call(capsys, *words)
    assert code == 1
    for part in ("chna-2020", "law-onyl", "1 citizens", "-1 months", "no month 0", "nowhere", "is not empty"):
        assert part in err
    assert (tmp_path / "thing").read_text() == "mine"


def test_too_many_for_memory_is_said_before(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xinyong.society.memory.memory_left", lambda: 10_000_000)
    code, _, err = call(capsys, "run", "--citizens", "1000000", "--out", str(tmp_path / "run"))
    assert code == 1
    assert "GiB" in err
    assert "at most about" in err
    assert not (tmp_path / "run").exists()


def test_a_file_in_the_way(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "run").write_text("mine")
    code, _, err = call(capsys, "run", "--out", str(tmp_path / "run"))
    assert code == 1
    assert "is a file" in err


def test_a_broken_rule_book_tells_all_and_runs_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = tmp_path / "rulebook.yaml"
    book.write_text("id: x\nname: X\nkind: pionts\noperator: me\nsetting: LAWS\nsubjects: [persn]\n")
    code, out, _ = call(capsys, "check", str(book), "--json")
    problems = json.loads(out)
    assert code == 1
    assert len(problems) >= 3
    assert all(set(each) == {"file", "line", "path", "found", "allowed", "remedy"} for each in problems)
    code, _, err = call(capsys, "run", str(book), "--out", str(tmp_path / "run"))
    assert code == 1
    assert err.count(f"{book}:") >= 3
    assert not (tmp_path / "run").exists()


def test_listings_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "systems", "--json")
    keys = {"id", "name", "kind", "operator", "settings", "subjects", "rulebook", "cases", "sources"}
    assert all(keys <= set(each) for each in json.loads(out))
    _, out, _ = call(capsys, "schemes", "--json")
    assert {"china-2020", "status-quo-2012", "law-only", "law-plus", "rumour", "none"} <= {
        each["id"] for each in json.loads(out)
    }


def test_a_rule_is_shown_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = call(capsys, "show", "rongcheng")
    assert "-100 points; through" in out
    assert "[report; S13" in out
    assert "S13: " in out.split("SOURCES")[-1]


def test_a_place_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    code, _, told = call(capsys, "claims", "--page", str(tmp_path / "file" / "board.html"))
    assert code == 1
    assert str(tmp_path / "file") in told
    assert "should not have happened" not in told
