"""A sweep lives every combination once, and its table says what each world came to."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from xinyong.claims import sweep_folder, sweeping
from xinyong.claims.sweeping import Order, read_design, sweep
from xinyong.errors import FolderError, LanguageError, UsageError

DESIGN = """\
worlds: [law-only, {scheme: law-only, set: {court_capacity: 40}}]
vary: {shunning: [0.1, 0.4]}
measures: [harm, {indicator: trust-general, group: urban, estimand: mean}]
citizens: 1000
months: 2
draws: 2
"""


@pytest.fixture
def design(tmp_path: Path) -> Path:
    path = tmp_path / "design.yaml"
    path.write_text(DESIGN)
    return path


def test_all_mistakes_at_once_each_with_its_line(design: Path) -> None:
    design.write_text(
        DESIGN.replace("[law-only,", "[law-onyl,").replace("[harm,", "[harmm,").replace("urban", "ubran")
        + "framee: national\n"
    )
    with pytest.raises(LanguageError) as caught:
        read_design(design)
    told = str(caught.value)
    for line, word in ((1, "law-onyl"), (3, "harmm"), (3, "ubran"), (7, "framee")):
        assert f"design.yaml:{line}" in told
        assert word in told


def test_what_cannot_be_read_is_told_once_and_hides_nothing(design: Path) -> None:
    design.write_text(
        "worlds: [{schem: law-only}, {scheme: law-onyl}]\nmeasures: [{indicatr: harm}, {indicator: harmm}]\n"
        "citizens: 10\nmonths: 2\n"
    )
    with pytest.raises(LanguageError) as caught:
        read_design(design)
    assert "stand-in" not in str(caught.value)
    found = [(each.line, each.path) for each in caught.value.problems]
    assert found == sorted(found, key=lambda each: each[0])
    assert {path for _, path in found} == {
        "worlds.0", "worlds.0.schem", "worlds.1.scheme", "measures.0", "measures.0.indicatr",
        "measures.1.indicator", "citizens",
    }  # fmt: skip


def test_no_other_process_writes_into_the_folder_meanwhile(design: Path, tmp_path: Path) -> None:
    order = Order(design, tmp_path / "out", store=tmp_path / "a.sqlite", processes=1)
    seen: list[str] = []

    def look(step: object) -> None:
        with pytest.raises(FolderError, match="another process runs here"):
            sweep(replace(order, seed=2, store=tmp_path / "b.sqlite"), lambda step: pytest.fail("lived"))
        seen.append("refused")

    sweep(order, look)
    assert seen


def test_every_combination_is_a_row_and_nothing_is_lived_twice(design: Path, tmp_path: Path) -> None:
    order = Order(design, tmp_path / "out", store=tmp_path / "a.sqlite", processes=1)
    seen: list[int] = []
    rows = sweep(order, lambda step: seen.append(step.total))
    assert set(seen) == {8}
    with (tmp_path / "out" / sweep_folder.TABLE).open() as source:
        table = list(csv.DictReader(source))
    assert len(table) == 2 * 2 * 2 * 2
    assert {each["world"] for each in table} == {"law-only (1)", "law-only (2)"}
    assert {each["shunning"] for each in table} == {"0.1", "0.4"}
    for row in rows:
        own = [
            float(each["value"])
            for each in table
            if each["indicator"] == row.measure and each["world"] == row.place.world
            and each["shunning"] == str(row.place.varied[0][1])
        ]  # fmt: skip
        assert len(own) == row.cells == 2
        assert row.mean == pytest.approx(sum(own) / 2)
    told = json.loads((tmp_path / "out" / sweep_folder.MADE).read_text())
    assert told["cells"] == 8
    before = (tmp_path / "out" / sweep_folder.TABLE).read_bytes()
    seen.clear()
    sweep(order, lambda step: seen.append(step.total))
    assert not seen
    assert (tmp_path / "out" / sweep_folder.TABLE).read_bytes() == before


def test_no_table_of_another_sweep_and_no_other_folder_is_written_over(design: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    order = Order(design, out, store=tmp_path / "a.sqlite", processes=1)
    sweep(order)
    kept = {path.name: path.read_bytes() for path in out.iterdir()}
    never = lambda step: pytest.fail("something was lived")  # noqa: E731
    for other in (replace(order, draws=1), replace(order, seed=2)):
        with pytest.raises(FolderError, match="holds another sweep"):
            sweep(other, never)
    design.write_text(DESIGN.replace("0.4", "0.5"))
    with pytest.raises(FolderError, match="holds another sweep"):
        sweep(order, never)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == kept
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "manifest.json").write_text("{}")
    for place, found in (("run", "holds no sweep"), ("design.yaml", "is a file")):
        with pytest.raises(FolderError, match=found):
            sweep(replace(order, out=tmp_path / place), never)


@pytest.mark.parametrize("draws", [0, -1])
def test_no_draws_are_none(design: Path, tmp_path: Path, draws: int) -> None:
    with pytest.raises(UsageError, match="--draws"):
        sweep(Order(design, tmp_path / "out", draws))


def test_blocks_are_varied_and_told_as_json(design: Path, tmp_path: Path) -> None:
    from xinyong.show.sweep import sweep_text

    design.write_text(
        "worlds: [law-only]\nvary: {safeguards.expiry: [{on: true, months: 24}, {on: true, months: 36}]}\n"
        "measures: [harm]\ncitizens: 1000\nmonths: 1\ndraws: 1\n"
    )
    rows = sweep(Order(design, tmp_path / "out", store=tmp_path / "a.sqlite", processes=1))
    values: list[dict[str, object]] = [{"on": True, "months": 24}, {"on": True, "months": 36}]
    assert [row.place.varied for row in rows] == [(("safeguards.expiry", each),) for each in values]
    with (tmp_path / "out" / sweep_folder.TABLE).open() as source:
        assert [json.loads(each["safeguards.expiry"]) for each in csv.DictReader(source)] == values
    assert 'law-only safeguards.expiry={"on": true, "months": 24} ' in sweep_text(rows, tmp_path)


def test_worlds_that_come_out_equal_are_lived_once_and_each_has_its_rows(
    design: Path, tmp_path: Path
) -> None:
    """Two that are written alike, and two whose rules are alike though they are not (24 and 24.0)."""
    design.write_text(
        "worlds: [law-only, law-only]\n"
        "vary: {safeguards.expiry: [{on: true, months: 24}, {on: true, months: 24.0}]}\n"
        "measures: [harm]\ncitizens: 1000\nmonths: 1\ndraws: 2\n"
    )
    seen: list[int] = []
    order = Order(design, tmp_path / "out", store=tmp_path / "a.sqlite", processes=1)
    rows = sweep(order, lambda step: seen.append(step.total))
    assert set(seen) == {2}
    assert [row.place.world for row in rows] == ["law-only (1)"] * 2 + ["law-only (2)"] * 2
    assert len({(row.mean, row.low, row.high, row.cells) for row in rows}) == 1
    with (tmp_path / "out" / sweep_folder.TABLE).open() as source:
        assert len(list(csv.DictReader(source))) == 8


@pytest.mark.parametrize(("world", "path"), [
    ("{scheme: law-only, set: {shunning: 0.2}}", "worlds.1.set.shunning"),
    ("{scheme: law-only, patch: [{set: safeguards.expiry, to: true}]}", "worlds.1.patch.0.set"),
])  # fmt: skip
def test_no_world_sets_what_is_varied(design: Path, world: str, path: str) -> None:
    design.write_text(
        f"worlds: [law-only, {world}]\nvary: {{shunning: [0.1, 0.4], safeguards.expiry: [true, false]}}\n"
        "measures: [harm]\n"
    )
    with pytest.raises(LanguageError) as caught:
        read_design(design)
    assert str(caught.value) == (
        f"{design}:1: {path}: set here, and varied; allowed: one of the two; leave it out here or under vary"
    )


def test_what_is_assumed_is_held_in_the_burn_in_and_rules_are_not(design: Path) -> None:
    from xinyong.experiments.cells import Rules

    design.write_text(DESIGN.replace("vary: {", "vary: {safeguards.expiry: [true], "))
    for place, lived in sweeping._places(read_design(design), design):
        varied = dict(place.varied)
        assert lived.spot.burn_in == Rules("status-quo-2012", (), (("shunning", varied["shunning"]),))
        assert lived.rules.patches == ('{"set": "safeguards.expiry", "to": true}',)
