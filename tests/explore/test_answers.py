"""Every address answers, says what it is asked for, and tells a wrong name by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from xinyong.scheme import library
from xinyong.scheme.loading import load
from xinyong.show import listings
from xinyong.show.explore import rules_answers
from xinyong.show.explore.app import Views
from xinyong.show.explore.document import document
from xinyong.show.explore.state import Explorer

EXAMPLES = {"what": "frames", "id": "no-fly", "run": "shipped", "how": "median", "kind": "reform"}


def filled(path: str, **more: str) -> str:
    for name, value in (EXAMPLES | more).items():
        path = path.replace(f"{{{name}}}", value)
    return path


def subject(client: TestClient) -> str:
    return str(client.get("/api/runs/shipped/pick/median").json()["subject"])


@pytest.mark.parametrize("path", [path for path, ways in document()["paths"].items() if "get" in ways])
def test_every_address_answers(client: TestClient, path: str) -> None:
    id = "D12" if path.startswith("/api/claims") else "no-fly"
    answer = client.get(filled(path, id=id, subject=subject(client)))
    assert answer.status_code == 200, answer.text[:500]
    assert str(library.root()) not in answer.text, "no path of this machine goes out"
    if not path.endswith(".csv"):
        json.loads(answer.text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


@pytest.mark.parametrize("path", [path for path in document()["paths"] if "{" in path])
def test_every_unknown_name_is_told(client: TestClient, path: str) -> None:
    names = {name: "nothing-such" for name in EXAMPLES} | {"subject": "12"}
    answer = client.get(filled(path, **names))
    assert answer.status_code in (404, 422)
    assert answer.json()["problems"][0]["found"]


def test_the_document_has_every_address(explorer: Explorer) -> None:
    routes = {route.path for route in Views(explorer).routes()} - {"/", "/ws", "/static/{name}"}
    assert routes == set(document()["paths"])


def test_a_question_that_nobody_can_answer(client: TestClient) -> None:
    assert client.get("/api/about?x=1").status_code == 200
    assert client.get("/api/flows?mnth=2019-01").status_code == 422
    for month in ("2019-13", "1800-01", "x", "2019-1", "9999-01"):
        assert client.get("/api/flows", params={"month": month}).status_code == 422


@pytest.mark.parametrize("what", rules_answers.LISTS)
def test_lists_are_those_of_the_command(client: TestClient, what: str) -> None:
    rows = client.get(f"/api/list/{what}").json()
    if what == "reforms":
        assert [row["id"] for row in rows] == [row["id"] for row in listings.reforms()]
    else:
        assert [row["id"] for row in rows] == [row["id"] for row in listings.LISTS[what]()]


def test_a_reform_patches_the_whole_and_keeps_its_dates(client: TestClient) -> None:
    ids = {row["id"] for row in client.get("/api/list/reforms").json()}
    for row in client.get("/api/list/schemes").json():
        rules = load(row["id"]).assembly.scheme
        assert rules is not None
        whole = row["base"] == "china-2020" and rules.as_of is None and not rules.fictional
        assert (row["id"] in ids) == whole, row["id"]
    assert {"no-kin", "with-remedies"} <= ids
    assert not any(each.startswith(("only-", "china-")) for each in ids)


@pytest.mark.parametrize("word", ["china-2020", "rongcheng", "red-light", "flight", "noise", "systems"])
def test_what_an_id_stands_for(client: TestClient, word: str) -> None:
    told = client.get(f"/api/show/{word}").json()
    text, data = listings.show(word)
    assert told["id"] == word
    assert told["text"] == text.replace(f"{library.root()}/", "")
    if word != "systems":
        assert told["data"] == json.loads(json.dumps(data, default=str))


def test_flows_grow_with_the_years(client: TestClient) -> None:
    def links(month: str) -> list[dict[str, Any]]:
        told = client.get("/api/flows", params={"month": month}).json()
        known = {node["id"] for node in told["nodes"]}
        assert all({link["from"], link["to"]} <= known for link in told["links"]), "no link leads nowhere"
        for link in told["links"]:
            assert (link["since"] or "0") <= month < (link["until"] or "9")
        return list(told["links"])

    assert len(links("2012-01")) < len(links("2015-06")) < len(links("2019-06"))


@pytest.mark.parametrize("book", list(library.book_files()))
def test_every_rule_book_can_be_read(client: TestClient, book: str) -> None:
    told = client.get(f"/api/books/{book}", params={"month": "2019-01"}).json()
    assert told["id"] == book
    assert told["summary"]
    assert all(entry["says"] for section in told["sections"] for entry in section["entries"])
    assert isinstance(told["in_force"], bool)


def test_the_board_and_a_card(client: TestClient) -> None:
    from xinyong.claims.board import read_board, shipped_file

    told = client.get("/api/claims").json()
    board = read_board(shipped_file())
    assert [(each["id"], each["setting"], each["verdict"]) for each in told["entries"]] == [
        (each["id"], each["setting"], each["verdict"]) for each in board.entries
    ]
    assert len({each["id"] for each in told["entries"]}) == 57
    assert all(each["outlets"] for each in told["entries"])
    for id in sorted({each["id"] for each in told["entries"]}):
        card = client.get(f"/api/claims/{id}").json()
        assert card["id"] == id
        assert card["mechanism"]
        assert {one["id"] for one in card["knob"]["turned_by"]} == set(card["turned_by"])
    assert client.get("/api/claims/d12").json()["id"] == "D12"


def test_other_methods_are_refused(client: TestClient) -> None:
    for method, path in (("PUT", "/api/about"), ("DELETE", "/api/runs/shipped"), ("POST", "/api/claims"),
                         ("PATCH", "/"), ("GET", "/api/check")):  # fmt: skip
        answer = client.request(method, path)
        assert answer.status_code == 405
        assert answer.json()["problems"]


def test_the_shipped_run_is_small_and_whole(client: TestClient) -> None:
    from xinyong.show.explore.run_answers import FILE

    assert FILE.stat().st_size < 300_000
    told = client.get("/api/shipped").json()
    assert told == client.get("/api/runs/shipped").json()
    assert {"indicators", "groups", "map", "both_sides", "command", "python", "hashes"} <= set(told)
    assert all(len(each["scheme"]) == told["ask"]["months"] for each in told["indicators"])
    for how in ("worst-hit", "wrongly-listed", "median"):
        subject = client.get(f"/api/runs/shipped/pick/{how}").json()["subject"]
        life = client.get(f"/api/runs/shipped/dossier/{subject}").json()
        assert life["subject"] == subject
        assert life["twin"]


def test_the_shipped_run_is_of_these_rules(tmp_path: Any) -> None:
    from xinyong.show.explore.shipping import stale

    assert not stale(tmp_path), "run python -m xinyong.show.explore.shipping"


@pytest.mark.parametrize("path", ["/", "/static/app.js", "/api/claims", "/api/runs/RUN"])
def test_answers_are_packed_for_who_can_read_that(client: TestClient, key: str, path: str) -> None:
    path = path.replace("RUN", key)
    plain = client.get(path, headers={"accept-encoding": "identity"})
    packed = client.get(path, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content)
