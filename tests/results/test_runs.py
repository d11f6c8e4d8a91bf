"""A run is whole, honest and repeatable: laws of the run folder, on a fake engine."""

from __future__ import annotations

import errno
import json
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from fake_worlds import ASK, FakeEngine, FakeWorlds, run

import xinyong.results.manifest as manifest
import xinyong.results.recorder as recorder
from xinyong.dates import month_number, month_text
from xinyong.errors import FolderError, InterruptedRun
from xinyong.experiments.watching import Stop
from xinyong.quantities import GROUPS, INDEX
from xinyong.results.boards import read_boards
from xinyong.results.catalogue import INDICATORS
from xinyong.results.indicators import THIN
from xinyong.results.ledger import LEDGER_COLUMNS, LISTING_COLUMNS
from xinyong.results.run import Run, open_run
from xinyong.results.store import month_date
from xinyong.results.tallies import read_sums


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pair") / "run"
    run(folder)
    return folder


def sha(folder: Path) -> str:
    return str(Run(folder).manifest["results_sha256"])


def test_what_a_folder_holds(pair: Path) -> None:
    names = {str(path.relative_to(pair)) for path in pair.rglob("*") if path.is_file()}
    assert {"manifest.json", "indicators.nc", "subjects.parquet", "standings.parquet", "listings.parquet",
            "ledger/2012-05.parquet", "ledger/2014-01.parquet", "ledger/2014-05.parquet",
            "tallies/2014-05.nc", "against/manifest.json", "against/indicators.nc"} <= names  # fmt: skip
    assert not [name for name in names if ".state" in name or name.endswith(".part")]
    listed = set(json.loads((pair / "manifest.json").read_text())["files"])
    assert names == listed | {"manifest.json"}


def test_documented_columns_and_no_others(pair: Path) -> None:
    for name, columns in (("ledger/*.parquet", LEDGER_COLUMNS), ("listings.parquet", LISTING_COLUMNS)):
        found = duckdb.sql(f"DESCRIBE SELECT * FROM '{pair}/{name}'").fetchall()
        assert {row[0]: row[1] for row in found} == columns
        assert [row[0] for row in found] == list(columns)


def test_records_are_numbered_without_gaps_and_dates_are_first_of_month(pair: Path) -> None:
    ledger = Run(pair).ledger
    count, low, high = ledger.aggregate("count(DISTINCT record), min(record), max(record)").fetchall()[0]
    assert (low, high) == (0, count - 1)
    wrong = ledger.filter("day(month) <> 1 OR day(expires) <> 1 OR expires < month OR ended > month")
    assert wrong.aggregate("count(*)").fetchall() == [(0,)]


def test_stays_on_a_list_do_not_overlap(pair: Path) -> None:
    stays_file = f"'{pair}/listings.parquet'"
    overlaps = duckdb.sql(f"""SELECT count(*) FROM {stays_file} a JOIN {stays_file} b
        ON a.subject = b.subject AND a.list = b.list AND a.record < b.record
        WHERE a.ended IS NULL OR a.ended > b.entered""").fetchall()
    stays = duckdb.sql(f"SELECT count(*), count(ended) FROM {stays_file}").fetchall()
    assert overlaps == [(0,)]
    assert stays[0][0] > stays[0][1] > 0


def test_same_ask_same_hash_other_world_other_hash(pair: Path, tmp_path: Path) -> None:
    run(tmp_path / "again")
    run(tmp_path / "other", (0, 1, 3))
    assert sha(tmp_path / "again") == sha(pair) != sha(tmp_path / "other")


def test_equal_worlds_differ_by_exactly_nothing(tmp_path: Path) -> None:
    run(tmp_path / "same", (0, 5, 5))
    found = Run(tmp_path / "same").contrast()
    known = np.isfinite(found.difference)
    assert known.any()
    assert (found.difference[known] == 0).all()
    assert (found.width[np.isfinite(found.width)] == 0).all()
    one, two = Run(tmp_path / "same").manifest["worlds_sha256"]
    assert one == two


@pytest.mark.parametrize("stop_after", [1, 13, 24, 25, 40, 54, 55, 70])
def test_stopped_anywhere_goes_on_to_the_same_hash(pair: Path, tmp_path: Path, stop_after: int) -> None:
    stop, seen = Stop(), []

    def look(step: object) -> None:
        seen.append(step)
        if len(seen) == stop_after:
            stop()

    with pytest.raises(InterruptedRun, match="--resume"):
        run(tmp_path / "run", look=look, stop=stop)
    with pytest.raises(FolderError, match="not finished"):
        Run(tmp_path / "run")
    run(tmp_path / "run")
    assert sha(tmp_path / "run") == sha(pair)
    again = Run(tmp_path / "run").manifest
    assert again["resumed_at_month"] is not None
    assert again["files"] == Run(pair).manifest["files"] | {
        name: again["files"][name] for name in ("against/manifest.json",)
    }


def test_killed_at_any_moment_goes_on_to_the_same_hash(pair: Path, tmp_path: Path) -> None:
    folder, chance = tmp_path / "run", random.Random(3)
    script = Path(__file__).with_name("fake_worlds.py")
    kills = 0
    for turn in range(60):
        process = subprocess.Popen([sys.executable, str(script), str(folder)])
        try:
            process.wait(timeout=chance.uniform(0.4, 1.0 + 0.15 * turn))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            continue
        assert process.returncode == 0
        break
    assert kills > 0
    assert sha(folder) == sha(pair)


@pytest.mark.parametrize(
    "name",
    [
        "ledger/2014-05.parquet",
        "indicators.nc",
        "manifest.json",
        "against/manifest.json",
        "tallies/2015-01.nc",
    ],
)
def test_a_changed_bit_is_found_on_opening(tmp_path: Path, name: str) -> None:
    run(tmp_path / "run", ask=replace(ASK, months=10))
    path = tmp_path / "run" / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    for opening in (Run, open_run):
        with pytest.raises(FolderError) as caught:
            opening(tmp_path / "run")
        assert [problem.file for problem in caught.value.problems] == [str(path)]


def test_a_damaged_checkpoint_falls_back_to_the_one_before(pair: Path, tmp_path: Path) -> None:
    stop = Stop()
    with pytest.raises(InterruptedRun):
        run(tmp_path / "run", look=lambda step: stop() if step.done == 60 else None, stop=stop, every=0.0)
    newest = sorted((tmp_path / "run" / ".state").glob("checkpoint-*"))
    assert len(newest) == 2
    (newest[-1] / "engine" / "state.npz").write_bytes(b"nothing")
    run(tmp_path / "run")
    assert sha(tmp_path / "run") == sha(pair)


def test_a_failed_write_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: object) -> str:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(recorder, "write_listings", fails)
    with pytest.raises(OSError, match="no space"):
        run(tmp_path / "run")
    assert not (tmp_path / "run" / "manifest.json").exists()
    monkeypatch.undo()
    run(tmp_path / "run")
    assert Run(tmp_path / "run").months == 30


def test_data_opens_with_units_and_definitions(pair: Path) -> None:
    opened = Run(pair)
    data = opened.data
    by_place = {name for name, variable in data.data_vars.items() if "place" in variable.dims}
    assert {name: data.sizes[name] for name in ("month", "place", "group")} == {
        "month": 30, "place": 32, "group": len(GROUPS)
    }  # fmt: skip
    assert by_place == {indicator.id for indicator in INDICATORS}
    assert str(data["month"].values[0])[:10] == "2014-05-01"
    for variable in data.data_vars.values():
        assert variable.attrs["units"]
        assert variable.attrs["definition"]
        assert variable.attrs["long_name"]
    assert opened.events.dims == ("indicator", "month", "place", "group")
    assert opened.blocks.dims == ("indicator", "month", "block")
    assert set(opened.events["indicator"].values) == by_place
    difference = opened.difference
    assert difference["difference"].sizes == {"indicator": len(INDICATORS), "place": 32, "group": len(GROUPS)}
    assert (difference["thin"] == (difference["events"] < THIN)).all()
    width = opened.contrast().width
    for name, sign in (("low", -1), ("high", 1)):
        edge = difference["difference"][:, 0] + sign * width
        assert np.array_equal(difference[name][:, 0], edge, equal_nan=True)
        assert difference[name][:, 1:].isnull().all()
    assert np.isfinite(width).any()


def test_sums_of_a_span_are_those_of_its_months(pair: Path) -> None:
    paths = Run(pair).tallies()
    first = month_number("2014-05")
    each = [read_sums(paths, month, month) for month in range(first, first + 30)]
    for start, end in ((0, 29), (0, 7), (5, 8), (8, 19), (19, 20), (29, 29)):
        found = read_sums(paths, first + start, first + end)
        assert found.months == end - start + 1
        assert np.array_equal(found.places, sum(one.places for one in each[start : end + 1]))
        assert np.array_equal(found.blocks, sum(one.blocks for one in each[start : end + 1]))
    with pytest.raises(ValueError, match="no months from 2016-11 to 2016-12"):
        read_sums(paths, first + 30, first + 31)


def test_indicators_follow_from_the_tallies(pair: Path) -> None:
    import xarray

    opened = Run(pair)
    sums = xarray.open_dataset(pair / "tallies/2015-01.nc", engine="h5netcdf")["places"]
    listed, adults = (sums.sel(quantity=name, group="urban").sum("province") for name in ("listed", "adults"))
    expected = (listed / adults).values
    found = opened.data["listed"].sel(place="all", group="urban", month=slice("2015-01", "2015-12")).values
    assert np.allclose(found, expected, rtol=1e-6)
    assert INDEX["listed"] >= 0


def test_what_is_counted_by_institution_follows_from_the_tallies(pair: Path) -> None:
    import xarray

    data = Run(pair).data
    sums = xarray.open_dataset(pair / "tallies/2015-01.nc", engine="h5netcdf")
    year = slice("2015-01", "2015-12")
    for name, expected in (
        ("subjects-by-grade", sums["grades"]),
        ("subjects-by-list", sums["listed"]),
        ("points-lost-by-institution", sums["institutions"].sel(doing="points-lost")),
    ):
        assert (data[name].sel(month=year).values * 256 == expected.values).all()
        assert data[name].sizes["month"] == 30
    assert data["subjects-by-list"].sel(list="court.defaulters", kind="company").sizes == {"month": 30}
    assert data["subjects-by-grade"].dims == ("month", "institution", "grade")
    assert data["grade-name"].sel(institution="court").values.tolist()[:3] == ["A", "B", ""]


def test_an_engine_that_counts_nothing_by_institution_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = FakeEngine.step

    def less(self: FakeEngine) -> object:
        out = whole(self)
        del out.grades, out.listed, out.institutions
        return out

    monkeypatch.setattr(FakeEngine, "step", less)
    run(tmp_path / "run", ask=replace(ASK, months=12))
    assert "subjects-by-grade" not in Run(tmp_path / "run").data


def test_boards_of_every_month_are_kept_for_both_worlds(pair: Path, tmp_path: Path) -> None:
    run(tmp_path / "again", every=0.0)
    for folder, dial in ((pair, 1), (tmp_path / "again", 1), (pair / "against", 2)):
        found = read_boards(folder, FakeWorlds.labels.cities)
        assert sorted(found) == list(range(ASK.start - 24, ASK.start + 30))
        for month, boards in found.items():
            engine = FakeEngine(7, month + 1, 0 if month < ASK.start else dial)
            assert (boards.cities == engine.boards().cities).all()
    listed = json.loads((pair / "manifest.json").read_text())["files"]
    assert {"boards/2012-05.nc", "boards/2014-05.nc", "against/boards/2014-05.nc"} <= set(listed)
    assert {"rules.json", "against/rules.json"} <= set(listed)


def test_blocks_of_the_three_kinds_alone_will_do(tmp_path: Path) -> None:
    run(tmp_path / "run", ask=replace(ASK, months=12), groups=3)
    found = Run(tmp_path / "run").contrast()
    assert np.isfinite(found.width).all()


TABLES = ("ledger", "subjects", "listings", "standings", "outcomes")


def test_a_folder_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No part of it is a column, a pattern or somebody's home, whatever lies beside it."""
    monkeypatch.chdir(tmp_path)
    ask = replace(ASK, months=2, against=None)
    run(Path("plain"), ask=ask)
    run(Path("b1"), (0, 3, 3), ask)
    plain, other = open_run("plain"), open_run("b1")
    for name in ("subject=7", "month=2014/deep", "b[1]", "b?", "b*", "~", "it's", "a\\b", "子 %20"):
        run(Path(name), ask=ask)
        here = open_run(name)
        for table in TABLES:
            mine = getattr(here, table)
            assert mine.columns == getattr(plain, table).columns, name
            assert mine.fetchall() == getattr(plain, table).fetchall(), name
    assert plain.ledger.fetchall() != other.ledger.fetchall()


def test_dates_are_right_however_old_somebody_is() -> None:
    months = [*range(-3600, -1150, 7), *range(-1250, 500)]
    query = f"SELECT {month_date('n')} FROM unnest({months}) AS rows(n)"
    found = [row[0].isoformat()[:7] for row in duckdb.connect(":memory:").execute(query).fetchall()]
    assert found == [month_text(month) for month in months]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path / "run", ask=replace(ASK, months=1, against=None))

    def unreadable(path: Path) -> str:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(manifest, "digest", unreadable)
    with pytest.raises(FolderError, match=r"subjects\.parquet: cannot be read: Input/output error"):
        open_run(tmp_path / "run")
