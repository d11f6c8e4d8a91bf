"""The same laws on the real engine: equal worlds, any threads, any interruption, books that hold."""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest

from xinyong.errors import FolderError, InputError
from xinyong.experiments.asking import Ask
from xinyong.experiments.running import perform
from xinyong.results.run import Run

ASK = Ask(
    scheme="china-2020", against="status-quo-2012", frame="rongcheng", citizens=2000, months=14, threads=1
)
WORDS = ["run", "china-2020", "--against", "status-quo-2012", "--frame", "rongcheng", "--citizens", "2000",
         "--months", "14", "--json", "--out"]  # fmt: skip


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return perform(ASK, tmp_path_factory.mktemp("real") / "run")


def sha(run: Run) -> str:
    return str(run.manifest["results_sha256"])


def rows(query: str) -> list[tuple]:
    return duckdb.connect().execute(query).fetchall()


def test_any_number_of_threads(pair: Run, tmp_path: Path) -> None:
    assert sha(perform(replace(ASK, threads=3), tmp_path / "run")) == sha(pair)


def test_another_seed_is_another_world(pair: Run, tmp_path: Path) -> None:
    assert sha(perform(replace(ASK, seed=2, months=1), tmp_path / "run")) != sha(pair)


def test_a_scheme_against_itself_differs_by_exactly_nothing(pair: Run, tmp_path: Path) -> None:
    same = perform(replace(ASK, against="china-2020"), tmp_path / "run")
    found = same.contrast()
    known = np.isfinite(found.difference)
    assert known.sum() > 1000
    assert (found.difference[known] == 0).all()
    worlds = same.manifest["worlds_sha256"]
    assert worlds[0] == worlds[1] == pair.manifest["worlds_sha256"][0]


def test_a_world_is_the_same_whatever_its_twin(pair: Run, tmp_path: Path) -> None:
    alone = perform(replace(ASK, against=None), tmp_path / "alone")
    assert alone.manifest["worlds_sha256"] == pair.manifest["worlds_sha256"][:1]


def test_killed_and_terminated_and_resumed(pair: Run, tmp_path: Path) -> None:
    folder, chance = tmp_path / "run", random.Random(8)
    command = [sys.executable, "-m", "xinyong.cli", *WORDS, str(folder), "--resume"]
    for turn in range(8):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(chance.uniform(0.8, 2.0 + 0.5 * turn))
        process.send_signal(signal.SIGKILL if turn % 2 else signal.SIGTERM)
        _, told = process.communicate()
        assert process.returncode in (0, 3, -signal.SIGKILL, -signal.SIGTERM)
        assert "Traceback" not in told
        if process.returncode == 3:
            assert "--resume" in told
        if process.returncode == 0:
            break
    else:
        assert subprocess.run(command, stdout=subprocess.PIPE).returncode == 0
    assert sha(Run(folder)) == sha(pair)


def test_a_full_disk_is_told_and_the_run_goes_on_later(pair: Run, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xinyong.cli", *WORDS, str(tmp_path / "run"), "--resume"]
    limit = 300_000

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    failed = subprocess.run(command, preexec_fn=little_room, capture_output=True, text=True)
    assert failed.returncode == 1
    assert "cannot be written" in failed.stderr
    assert "--resume" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not failed.stdout
    assert not (tmp_path / "run" / "manifest.json").exists()
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert sha(Run(tmp_path / "run")) == sha(pair)


def test_a_finished_run_is_told_again(pair: Run) -> None:
    assert sha(perform(ASK, pair.path, resume=True)) == sha(pair)
    with pytest.raises(InputError, match="add --resume"):
        perform(ASK, pair.path)
    with pytest.raises(InputError, match="asked for: 5"):
        perform(replace(ASK, seed=5), pair.path, resume=True)


def test_changed_rules_cannot_go_on(tmp_path: Path) -> None:
    from xinyong.experiments.claiming import check_rules, write_claim
    from xinyong.experiments.preparing import prepare

    write_claim(tmp_path, ASK, prepare(ASK).about)
    for name, moved, what in (("conduct.red-light.gain", 60.0, "rules"), ("noise", 0.2, "assumptions")):
        ask = replace(ASK, settings={name: moved})
        with pytest.raises(FolderError, match=f"{what} changed since"):
            check_rules(tmp_path, ask, prepare(ask).about)


def test_every_row_has_its_labels_and_dates_in_order(pair: Run) -> None:
    ledger = f"'{pair.path}/ledger/*.parquet'"
    empty = rows(f"""SELECT count(*) FROM {ledger} WHERE conduct IS NULL OR institution IS NULL
        OR channel IS NULL OR reason IS NULL OR expires < month OR ended > month""")
    assert empty == [(0,)]
    assert rows(f"SELECT count(*) > 100 FROM {ledger}") == [(True,)]
    astray = rows(f"""SELECT count(*) FROM {ledger} a LEFT JOIN {ledger} b ON a.refers_to = b.record
        WHERE a.refers_to IS NOT NULL
        AND (b.record IS NULL OR b.record >= a.record OR b.subject <> a.subject)""")
    assert astray == [(0,)]


def test_every_stay_on_a_list_rests_on_a_record(pair: Run) -> None:
    ledger, lists = f"'{pair.path}/ledger/*.parquet'", f"'{pair.path}/listings.parquet'"
    assert rows(f"""SELECT count(*) FROM {lists} a LEFT JOIN {ledger} b ON a.record = b.record
        WHERE b.record IS NULL OR b.month > a.entered""") == [(0,)]
    assert rows(f"""SELECT count(*) FROM {lists} a JOIN {lists} b ON a.subject = b.subject AND a.list = b.list
        AND (a.entered, a.record) < (b.entered, b.record)
        WHERE a.ended IS NULL OR a.ended > b.entered""") == [(0,)]


def test_scores_are_base_plus_live_points(pair: Run) -> None:
    ledger, standings = f"'{pair.path}/ledger/*.parquet'", f"'{pair.path}/standings.parquet'"
    scored, wrong = rows(f"""WITH live AS (SELECT subject, sum(points) AS points FROM {ledger}
            WHERE institution = 'rongcheng' AND (expires IS NULL OR expires > DATE '2015-02-01') GROUP BY 1)
        SELECT count(*), count(*) FILTER (score <> 1000 + coalesce(points, 0)) FROM {standings}
        LEFT JOIN live USING (subject) WHERE institution = 'rongcheng'""")[0]
    assert scored > 1000
    assert wrong == 0


def test_the_shared_past_is_the_same_in_both_worlds(pair: Run) -> None:
    assert pair.against is not None
    both = [
        rows(f"SELECT * FROM '{world.path}/ledger/*.parquet' WHERE month < DATE '2014-01-01' ORDER BY record")
        for world in (pair, pair.against)
    ]
    assert both[0] == both[1]
    assert len(both[0]) > 20
