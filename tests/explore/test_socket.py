"""Whatever a page sends over its socket gets a clear answer, and the socket stays open."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from pages_at_work import SMALL, hear, opened
from starlette.testclient import TestClient

from xinyong.show.explore.state import Explorer

LONG = SMALL | {"citizens": 60_000, "months": 200, "start": "2014-01"}


def asked(**more: Any) -> dict[str, Any]:
    return {"do": "run", "id": "x", "ask": SMALL | more}


MALFORMED: list[Any] = [
    "", "{", "null", "[]", "3", '"run"', "[" * 5000, "{}", '{"do":"fly","id":"x"}', '{"do":"run","id":"x"}',
    {"do": "run", "id": "x", "ask": []}, {"do": "run", "id": "../x", "ask": SMALL}, {"do": "cancel"},
    {"do": "run", "id": "x" * 100, "ask": SMALL}, {"do": "run", "id": "x", "ask": SMALL, "as": "root"},
    asked(citizens=0), asked(citizens=-5), asked(citizens=10**12), asked(citizens="1000"),
    asked(citizens=1e3 + 0.5), asked(citizens=True), asked(months=0), asked(months=10**9), asked(seed=-1),
    asked(seed=2**70), asked(start="2014-13"), asked(start="yesterday"), asked(start="1950-01"),
    asked(start="2040-11"), asked(frame="/etc/passwd"), asked(frame="natonal"), asked(frame="mine.yaml"),
    asked(scheme="/etc/passwd"), asked(scheme="../x"), asked(scheme="chna-2020"), asked(scheme=""),
    asked(against="rulebook.yaml"), asked(against="nothing-such"), asked(reforms=["no-kni"]),
    asked(reforms="no-kin"), asked(reforms=["no-kin"] * 99), asked(reforms=["none"]),
    asked(set={"noise": 99}), asked(set={"noise": None}), asked(set={"nosie": 0.3}), asked(set=[1]),
    '{"do":"run","id":"x","ask":{"set":{"noise":NaN}}}',
    '{"do":"run","id":"x","ask":{"set":{"noise":1e999}}}',
    asked(set={f"a{n}": 1 for n in range(500)}), asked(files=[{}]), asked(files=[{"kind": "book"}]),
    asked(citizens=200_000, months=240), asked(unknown=1),
    asked(files=[{"kind": "scheme", "name": "mine", "text": "a: [\n"}], scheme="mine"),
    asked(files=[{"kind": "scheme", "name": "../mine", "text": ""}]),
    asked(files=[{"kind": "scheme", "name": "mine", "text": "x"}] * 20),
    asked(files=[{"kind": "scheme", "name": "mine", "text": "x"}] * 2),
    {"do": "claim", "id": "x", "ids": [], "draws": 1}, {"do": "claim", "id": "x", "ids": "D01", "draws": 1},
]  # fmt: skip


@pytest.mark.parametrize("message", MALFORMED, ids=lambda value: json.dumps(value)[:60])
def test_malformed_messages_are_refused_and_the_socket_stays_open(client: TestClient, message: Any) -> None:
    with opened(client) as socket:
        socket.send_text(message if isinstance(message, str) else json.dumps(message))
        # what only the engine can tell wrong has its turn first
        told = hear(socket, "refused", "failed", "done")[-1]
        assert told["kind"] in ("refused", "failed"), told
        assert told["problems"]
        for each in told["problems"]:
            assert each["found"]
            assert "Traceback" not in str(each)
            assert not each["file"].startswith("/")
        socket.send_text(json.dumps({"do": "cancel", "id": "nobody"}))
        assert hear(socket, "cancelled")[-1]["id"] == "nobody"


OUTSIDE = [
    ("scheme", "id: mine\nname: M\nsummary: S.\nbooks: [{book: /etc/passwd}]\n"),
    ("scheme", "id: mine\nname: M\nsummary: S.\nbooks: [../../../etc]\n"),
    ("scheme", "id: mine\nname: M\nsummary: S.\nbooks: rongcheng/rulebook.yaml\n"),
    ("scheme", "id: mine\nname: M\nsummary: S.\nbelieved: /etc/passwd\n"),
    ("reform", "id: mine\nname: M\nsummary: S.\nbase: /etc/passwd\npatch: []\n"),
    ("reform", "id: mine\nname: M\nsummary: S.\nbase: ..\npatch: []\n"),
    ("reform", "id: mine\nname: M\nsummary: S.\nbase: none\npatch: [{add: books, item: /etc/passwd}]\n"),
    ("reform", "id: mine\nname: M\nsummary: S.\nbase: none\npatch: [{add: books, item: {book: ../etc}}]\n"),
    ("reform", "id: mine\nname: M\nsummary: S.\nbase: none\npatch: {set: books.0, to: ../etc}\n"),
    ("reform", "id: mine\nname: M\nsummary: S.\nbase: none\npatch: {set: books, to: [../etc]}\n"),
    ("reform", "id: mine\nname: M\nsummary: S.\nbase: none\npatch: {set: books.rongcheng.book, to: /etc}\n"),
    ("reform", "id: mine\nname: M\nsummary: S.\nbase: none\npatch: {set: believed, to: /etc/passwd}\n"),
]


@pytest.mark.parametrize(("kind", "text"), OUTSIDE)
def test_a_file_sent_along_cannot_name_a_path(client: TestClient, kind: str, text: str) -> None:
    file = {"kind": kind, "name": "mine", "text": text}
    with opened(client) as socket:
        socket.send_text(json.dumps(asked(scheme="mine", reforms=[], files=[file])))
        told = hear(socket, "refused", "failed", "done")[-1]
        assert told["kind"] == "refused"
        assert any("reads no files" in each["remedy"] for each in told["problems"]), told


def test_a_message_that_is_too_long(client: TestClient, explorer: Explorer) -> None:
    with opened(client) as socket:
        socket.send_text(json.dumps(asked()) + " " * explorer.limits.body)
        assert "too long" in hear(socket, "refused")[-1]["problems"][0]["found"]


def test_bytes_close_the_socket_and_nothing_else(client: TestClient) -> None:
    with opened(client) as socket:
        socket.send_bytes(b"\x00\x01")
        assert socket.receive()["type"] == "websocket.close"
    assert client.get("/api/about").status_code == 200


def idle(explorer: Explorer, within: float = 60.0) -> bool:
    end = time.monotonic() + within
    while explorer.runner.unfinished and time.monotonic() < end:
        time.sleep(0.05)
    return explorer.runner.unfinished == 0


def test_cancelling_ends_a_run_that_goes(client: TestClient, explorer: Explorer) -> None:
    with opened(client) as socket:
        socket.send_text(json.dumps({"do": "run", "id": "long", "ask": LONG}))
        while True:
            told = json.loads(socket.receive_text())
            if told["kind"] == "progress" and told["done"] > 0:
                break
        socket.send_text(json.dumps({"do": "cancel", "id": "long"}))
        hear(socket, "cancelled")
        assert idle(explorer)
    left = [path.name for path in explorer.shelf.folder.iterdir() if path.name not in explorer.shelf]
    assert not left, "a run that was stopped leaves nothing"


def test_a_page_that_goes_stops_what_it_asked_for(client: TestClient, explorer: Explorer) -> None:
    with opened(client) as socket:
        for number in range(2):
            message = {"do": "run", "id": f"r{number}", "ask": LONG | {"seed": number}}
            socket.send_text(json.dumps(message))
        hear(socket, "progress")
        assert explorer.runner.unfinished >= 1
    assert idle(explorer)
    assert not list(explorer.folder.glob("asked-*"))


def test_a_page_has_one_running_and_one_waiting(client: TestClient, explorer: Explorer) -> None:
    with opened(client) as socket:
        for number in range(3):
            message = {"do": "run", "id": f"r{number}", "ask": LONG | {"seed": 10 + number}}
            socket.send_text(json.dumps(message))
        refused = hear(socket, "refused")[-1]
        assert refused["id"] == "r2"
        assert "one running" in refused["problems"][0]["allowed"]
    assert idle(explorer)


def test_an_id_in_use_is_refused(client: TestClient, explorer: Explorer) -> None:
    with opened(client) as socket:
        for seed in (20, 21):
            socket.send_text(json.dumps({"do": "run", "id": "same", "ask": LONG | {"seed": seed}}))
        assert "in use" in hear(socket, "refused")[-1]["problems"][0]["found"]
    assert idle(explorer)


def test_two_pages_watch_one_run(client: TestClient, explorer: Explorer) -> None:
    ask = SMALL | {"seed": 77, "months": 3}
    with opened(client) as one, opened(client) as two:
        for socket in (one, two):
            socket.send_text(json.dumps({"do": "run", "id": "both", "ask": ask}))
        ends = [hear(socket, "done")[-1] for socket in (one, two)]
    assert ends[0]["run"] == ends[1]["run"]
    assert idle(explorer)
