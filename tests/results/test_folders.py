"""One process a folder, and one run: nothing is mixed, and nothing old is taken for what is asked."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_worlds import ASK, FakeWorlds, run

import xinyong as xy
from xinyong.errors import FolderError, InputError, InterruptedRun
from xinyong.experiments import running
from xinyong.experiments.asking import MOST_AT_ONCE, Ask, check_numbers, read_words
from xinyong.experiments.claiming import (
    check_folder,
    check_rules,
    fresh_folder,
    held,
    write_claim,
)
from xinyong.experiments.pooling import hands
from xinyong.experiments.preparing import prepare
from xinyong.experiments.running import perform
from xinyong.experiments.watching import Step

HOLD = """
import sys, time
from pathlib import Path
from xinyong.experiments.claiming import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""
SMALL = Ask("law-only", None, 1000, months=1, threads=1)
MOVED = "conduct.bank-debt-default.opportunities"


@contextmanager
def another_process_in(folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()


def test_where_one_process_runs_no_other_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with another_process_in(Path("xinyong-run")) as process:
        with pytest.raises(FolderError, match="another process runs here"), held(Path("xinyong-run")):
            pass
        assert fresh_folder() == Path("xinyong-run-2")
        with pytest.raises(FolderError, match="another process runs here"):
            perform(SMALL, Path("xinyong-run"))
        assert list(Path("xinyong-run").iterdir()) == []
        process.send_signal(signal.SIGKILL)
        process.wait()
        with held(Path("xinyong-run")):
            assert fresh_folder() == Path("xinyong-run-2")
    assert fresh_folder() == Path("xinyong-run")


def test_a_refusal_leaves_no_folder_behind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no room"), held(tmp_path / "a" / "b"):
        raise InputError("no room")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir()
    with pytest.raises(InputError, match="no room"), held(tmp_path / "mine"):
        raise InputError("no room")
    with suppress(InputError), held(tmp_path / "begun"):
        (tmp_path / "begun" / "file").touch()
        raise InputError("no room")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["begun", "mine"]


def test_who_comes_second_to_a_free_folder_takes_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = iter([Path("xinyong-run"), Path("other")])
    monkeypatch.setattr(running, "fresh_folder", lambda **more: next(found))
    with another_process_in(Path("xinyong-run")):
        assert perform(SMALL, None).path == Path("other")


def changed(about: dict[str, Any], what: str) -> dict[str, Any]:
    others = {
        "scheme": {"scheme": about["scheme"] | {"sha256": "another"}},
        "assumptions": {"assumptions": about["assumptions"] | {"noise": 0.123}},
        "people_sha256": {"people_sha256": "another"},
    }
    return about | others[what]


@pytest.mark.parametrize("finished", [False, True])
def test_what_is_in_a_folder_is_gone_on_with_under_its_own_rules_alone(
    tmp_path: Path, finished: bool
) -> None:
    about = FakeWorlds({"burn-in": 0, "a": 1, "b": 2}).about
    if finished:
        run(tmp_path / "run")
    else:
        write_claim(tmp_path / "run", ASK, about)
    assert check_folder(tmp_path / "run", ASK, resume=True) == ("finished" if finished else "unfinished")
    check_rules(tmp_path / "run", ASK, about)
    for world in ("burn-in", "a", "b"):
        for what, told in (("scheme", "rules"), ("assumptions", "assumptions"), ("people_sha256", "frame")):
            now = {each: about(each) for each in ("burn-in", "a", "b")}
            now[world] = changed(now[world], what)
            with pytest.raises(FolderError, match=f"the .*{told}.* changed since this run began"):
                check_rules(tmp_path / "run", ASK, now.__getitem__)


def test_rules_dials_and_people_are_told_of_a_world(tmp_path: Path) -> None:
    frame = tmp_path / "mine.yaml"
    text = "id: mine\nname: Mine\nsummary: Two cities.\nplaces: [rongcheng, beijing]\ncitizens: 2000\n"
    frame.write_text(text)
    ask = replace(SMALL, frame=str(frame))
    before = prepare(ask).about("a")
    assert prepare(ask).about("a") == before
    assert prepare(replace(ask, settings={"noise": 0.2})).about("a")["assumptions"] != before["assumptions"]
    frame.write_text(text.replace("beijing", "shanghai"))
    after = prepare(ask).about("a")
    assert after["people_sha256"] != before["people_sha256"]
    assert after["scheme"] == before["scheme"]


def test_a_finished_run_of_other_rules_is_not_opened_as_this_one(tmp_path: Path) -> None:
    world = xy.World(citizens=1000)
    first = world.reform([{"remove": "books.spc-judgment-defaulters"}])
    second = world.reform([{"remove": "books.rongcheng"}])
    done = first.run(months=1, out=tmp_path / "run", threads=1)
    again = first.run(months=1, out=tmp_path / "run", threads=1, resume=True)
    assert again.manifest == done.manifest
    with pytest.raises(FolderError, match="the rules changed since"):
        second.run(months=1, out=tmp_path / "run", threads=1, resume=True)


def test_settings_move_a_scheme_that_is_given_too(tmp_path: Path) -> None:
    """Hashes: of the scheme's name with settings, and of the scheme itself with the same."""
    named = xy.World("china-2020", citizens=1000, settings={MOVED: 0.008})
    itself = replace(named, scheme=xy.load("china-2020"))
    one, two = (each.run(months=1, threads=1) for each in (named, itself))
    assert one.manifest["worlds_sha256"] == two.manifest["worlds_sha256"]
    assert two.manifest["assumptions"][MOVED] == 0.008
    # a twin that has the id of the past's scheme is not the past
    plain = xy.World("china-2020", citizens=1000)
    twin = replace(plain, scheme=xy.load("status-quo-2012", {MOVED: 0.008}))
    pair = xy.compare(plain, twin, months=1, threads=1)
    assert pair.a.manifest["months_sha256"] == plain.run(months=1, threads=1).manifest["months_sha256"]
    # two of one id, one by its name
    other = xy.compare(replace(plain, scheme=xy.load("china-2020", {MOVED: 0.008})), plain, months=1)
    assert other.b.manifest["months_sha256"] == pair.a.manifest["months_sha256"]
    assert other.a.manifest["months_sha256"][-1] != other.b.manifest["months_sha256"][-1]


def test_numbers_of_other_libraries_will_do_and_what_is_none_is_told() -> None:
    np = pytest.importorskip("numpy")
    told = xy.World(citizens=np.int32(1000), seed=np.int64(3), settings={"noise": np.float32(0.25)})
    assert told.run(months=np.int64(1), threads=1).manifest["seed"] == 3
    with pytest.raises(InputError) as raised:
        xy.World(citizens=1e3, seed="3", start=2014, settings={"noise": "x"}).run(months=1.5)  # type: ignore[arg-type]
    assert {each.path for each in raised.value.problems} == {
        "citizens", "seed", "months", "start", "settings noise",
    }  # fmt: skip


def test_a_stop_where_nothing_is_kept_says_so() -> None:
    def look(step: Step) -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(InterruptedRun, match="nothing is kept; name a folder with out="):
        xy.World("law-only", citizens=1000).run(months=2, threads=1, look=look)


def test_nobody_asks_for_more_at_once_than_any_machine_has() -> None:
    assert not check_numbers(replace(SMALL, threads=MOST_AT_ONCE))
    assert [each.path for each in check_numbers(replace(SMALL, threads=MOST_AT_ONCE + 1))] == ["--threads"]
    assert hands(MOST_AT_ONCE, None) == MOST_AT_ONCE
    with pytest.raises(InputError, match=f"allowed: 1 to {MOST_AT_ONCE:,}"):
        hands(MOST_AT_ONCE + 1, None)


def test_what_is_set_twice_is_told() -> None:
    _, problems = read_words("2014-01", ["noise=0.1", "voice=2", " noise =0.2"])
    assert [each.found for each in problems] == ["'noise' is set twice"]


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(FolderError, match=r"\\udcff.*is no text in UTF-8"):
        check_folder(Path("run-\udcff"), SMALL, resume=False)
