"""A run asked for by a page: its months as they pass, and the same numbers as its folder has."""

from __future__ import annotations

import csv
import io
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pages_at_work import SMALL, hear, lived, opened, written
from starlette.testclient import TestClient

from xinyong.results.catalogue import INDICATORS, NUMBER
from xinyong.results.run import open_run
from xinyong.show.explore.run_data import sides


def lines(messages: list[dict[str, Any]], world: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {each.id: [] for each in INDICATORS}
    for message in messages:
        for id, values in message.get("values", {}).get(world, {}).items():
            assert message["from"] == len(found[id]), "months come in order, each once"
            found[id] += values
    return found


def as_single(values: list[Any]) -> Any:
    return np.array([np.nan if each is None else each for each in values], np.float32)


def test_months_that_pass_are_those_of_the_folder(small: list[dict[str, Any]], folder: Path) -> None:
    for world, where in (("scheme", folder), ("twin", folder / "against")):
        streamed = lines(small, world)
        for each in INDICATORS:
            expected = written(where, each.id)
            np.testing.assert_array_equal(as_single(streamed[each.id]), expected, each.id)


def test_a_run_begins_goes_on_and_ends(small: list[dict[str, Any]]) -> None:
    kinds = [each["kind"] for each in small]
    assert kinds[0] == "queued"
    assert kinds[-1] == "done"
    steps = [each for each in small if each["kind"] == "progress" and each["of"]]
    assert all(a["done"] <= b["done"] for a, b in itertools.pairwise(steps))
    assert steps[-1]["done"] == steps[-1]["of"] == 24 + 2 * SMALL["months"]
    assert {"scheme", "twin"} <= {each["stage"] for each in steps}


def test_a_page_shows_the_numbers_of_the_folder(client: TestClient, key: str, folder: Path) -> None:
    told = client.get(f"/api/runs/{key}").json()
    run = open_run(folder)
    found = run.contrast()
    for each in told["indicators"]:
        for world, where in (("scheme", folder), ("twin", folder / "against")):
            np.testing.assert_array_equal(as_single(each[world]), written(where, each["id"]))
        one, two, apart, low, high = (
            np.array([np.nan if v is None else v for v in each[name]], float)
            for name in ("scheme", "twin", "difference", "low", "high")
        )
        size = np.nanmax(np.abs([one, two]), initial=1e-9)
        np.testing.assert_allclose(apart, one - two, rtol=1e-5, atol=1e-6 * size)
        known = np.isfinite(low)
        assert (low[known] <= apart[known]).all()
        np.testing.assert_allclose((low + high)[known] / 2, apart[known], rtol=1e-4, atol=1e-5 * size)
    for side in ("achieves", "costs"):
        for row in told["both_sides"][side]:
            n = NUMBER[row["indicator"]]
            apart, half = found.difference[n, 0, 0], found.width[n, 0]
            assert row["difference"] == (None if np.isnan(apart) else pytest.approx(apart, rel=1e-8))
            assert row["low"] == (None if np.isnan(apart - half) else pytest.approx(apart - half, rel=1e-7))
            assert sides()[row["indicator"]]["side"] == ("gain" if side == "achieves" else "cost")
    assert told["hashes"]["results_sha256"] == run.manifest["results_sha256"]
    assert told["ask"] == SMALL | {"frame": "national"}


def test_the_last_year_of_what_happens_is_the_figure_of_the_table(
    client: TestClient, key: str, folder: Path
) -> None:
    told = client.get(f"/api/runs/{key}").json()["indicators"]
    assert {each["id"] for each in told if "year" in each} == {each["id"] for each in told if each["happens"]}
    found = open_run(folder).contrast()
    for each in told:
        n = NUMBER[each["id"]]
        if each["happens"]:
            year = {name: as_single(each["year"][name])[-1] for name in ("scheme", "twin", "low", "high")}
            apart, half = found.difference[n, 0, 0], found.width[n, 0]
            table = [found.a[n, 0, 0], found.b[n, 0, 0], apart - half, apart + half]
            np.testing.assert_allclose(list(year.values()), table, rtol=1e-5, err_msg=each["id"])


def test_groups_and_map_are_those_of_the_contrast(client: TestClient, key: str, folder: Path) -> None:
    told = client.get(f"/api/runs/{key}").json()
    apart = open_run(folder).difference
    rows = [row for by in told["groups"]["by"] for row in by["rows"]]
    assert {by["id"] for by in told["groups"]["by"]} == {"income", "area", "age", "education", "kind"}
    for row in rows[:: len(rows) // 60]:
        there = apart.sel(indicator=row["indicator"], place="all", group=row["group"])
        expected = float(there["difference"])
        assert row["difference"] == (None if np.isnan(expected) else pytest.approx(expected, rel=1e-8))
        assert row["thin"] == bool(there["thin"])
    for name, tiles in told["map"]["values"].items():
        for place, value in list(tiles.items())[:4]:
            expected = float(apart["difference"].sel(indicator=name, place=place, group="all"))
            assert value["difference"] == (None if np.isnan(expected) else pytest.approx(expected, rel=1e-4))


def test_tables_hold_what_the_page_holds(client: TestClient, key: str) -> None:
    told = client.get(f"/api/runs/{key}").json()
    answer = client.get(f"/api/runs/{key}/data.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == len(INDICATORS) * SMALL["months"]
    by = {(row["indicator"], row["month"]): row for row in rows}
    each = next(one for one in told["indicators"] if one["id"] == "approves")
    assert [float(by["approves", month]["scheme"]) for month in each["months"]] == each["scheme"]
    groups = list(csv.DictReader(io.StringIO(client.get(f"/api/runs/{key}/groups.csv").text)))
    assert len(groups) == sum(len(one["rows"]) for one in told["groups"]["by"])


def test_a_dossier_is_that_of_the_command(client: TestClient, key: str, folder: Path) -> None:
    from xinyong.experiments.lived import open_run as living

    subject = client.get(f"/api/runs/{key}/pick/worst-hit").json()["subject"]
    told = client.get(f"/api/runs/{key}/dossier/{subject}").json()
    run = living(folder)
    assert subject == run.pick("worst-hit")
    expected = json.loads(json.dumps(run.dossier(subject).as_dict(), default=str))
    assert {name: told[name] for name in expected} == expected
    lists = {stay["list"] for stay in expected["life"]["lists"]}
    assert lists <= {way["list"] for way in told["ways_out"]}


@pytest.mark.parametrize("subject", ["-1", "1e3", "999999999", "9" * 40, "x", "٣"])
def test_a_subject_that_is_none(client: TestClient, key: str, subject: str) -> None:
    answer = client.get(f"/api/runs/{key}/dossier/{subject}")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["found"]


def test_the_same_ask_is_answered_at_once(client: TestClient, key: str) -> None:
    again = lived(client, SMALL)
    assert [each["kind"] for each in again] == ["done"]
    assert again[0]["run"] == key


def test_stories_of_the_run(client: TestClient, key: str, folder: Path) -> None:
    from xinyong.show.portrayal import portrayal

    told = client.get(f"/api/runs/{key}/stories").json()
    assert told["ledger"]["stories"] == portrayal(str(folder))["ledger"]["stories"]


def test_a_run_with_a_book_of_ones_own(client: TestClient) -> None:
    text = (
        "id: gentler\nname: Gentler\nsummary: No speech.\nbase: china-2020\n"
        "patch:\n  - {set: safeguards.speech, to: true}\n"
    )
    file = {"kind": "reform", "name": "mine", "text": text}
    ask = SMALL | {"months": 1, "reforms": ["mine"], "files": [file]}
    told = lived(client, ask)
    assert told[-1]["kind"] == "done", told[-1]
    shown = client.get(f"/api/runs/{told[-1]['run']}").json()
    assert {"name": "mine.yaml", "text": text} in shown["files"]
    assert "mine.yaml" in shown["command"] + shown["python"]


def test_files_that_do_not_hold_are_told_by_their_names(client: TestClient) -> None:
    file = {"kind": "scheme", "name": "mine", "text": "id: mine\nnmae: Mine\nbooks: [rongchen]\n"}
    ask = SMALL | {"scheme": "mine", "reforms": [], "files": [file]}
    told = lived(client, ask)[-1]
    assert told["kind"] == "refused"
    assert any("rongcheng" in each["remedy"] for each in told["problems"])
    assert {each["file"].rpartition("/")[2] for each in told["problems"]} == {"mine.yaml"}
    assert not any(each["file"].startswith("/") for each in told["problems"])


def test_claims_are_judged_with_a_few_draws(client: TestClient) -> None:
    with opened(client) as socket:
        socket.send_text(json.dumps({"do": "claim", "id": "c", "ids": ["Z99"], "draws": 1}))
        assert hear(socket, "refused", "done")[-1]["kind"] == "refused"
        socket.send_text(json.dumps({"do": "claim", "id": "c", "ids": ["D99"], "draws": 1}))
        assert "D99" in str(hear(socket, "refused", "done")[-1])
        socket.send_text(json.dumps({"do": "claim", "id": "c", "ids": ["d12"], "draws": 10**9}))
        assert hear(socket, "refused", "done")[-1]["kind"] == "refused"
