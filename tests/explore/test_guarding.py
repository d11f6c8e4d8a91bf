"""Who may ask, how much, and what goes out with every answer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx
import pytest
from pages_at_work import HERE, opened
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from xinyong.show.explore.app import application
from xinyong.show.explore.guarding import HEADERS, POLICY, is_loopback
from xinyong.show.explore.state import Explorer

STRANGERS = ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "[::1", "192.168.0.7", "a b",
             "localhost@evil.example", "xn--localhost"]  # fmt: skip


@pytest.mark.parametrize("host", STRANGERS)
def test_a_name_that_points_here_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/about", headers={"host": host})
    assert answer.status_code == 403
    assert answer.json()["problems"][0]["path"] == "Host"


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8765", "LOCALHOST:8765"])
def test_this_machine_by_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/api/about", headers={"host": host}).status_code == 200


def test_an_address_is_allowed_where_one_was_asked_for(explorer: Explorer) -> None:
    open_ = TestClient(application(explorer, "0.0.0.0"), base_url=HERE)
    assert open_.get("/api/about", headers={"host": "192.168.0.7:8765"}).status_code == 200
    assert open_.get("/api/about", headers={"host": "evil.example"}).status_code == 403


def test_other_pages_may_not_ask(client: TestClient) -> None:
    body = {"ask": {}}
    assert client.post("/api/command", json=body, headers={"origin": HERE}).status_code == 200
    for header in ({"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:1"},
                   {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}):  # fmt: skip
        assert client.post("/api/command", json=body, headers=header).status_code == 403


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"origin": "null"},
                                     {"host": "evil.example", "origin": "http://evil.example"}])  # fmt: skip
def test_a_socket_from_another_page_is_not_opened(client: TestClient, headers: dict[str, str]) -> None:
    with pytest.raises(WebSocketDisconnect) as left, opened(client, **headers):
        pass
    assert left.value.code == 1008


@pytest.mark.parametrize("path", ["/", "/api/about", "/api/list/nothing", "/nothing", "/static/nothing.js",
                                  "/api/openapi.json"])  # fmt: skip
def test_headers_go_out_with_every_answer(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "access-control-allow-origin" not in answer.headers
    assert "server" not in answer.headers


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    rules = dict(part.strip().split(" ", 1) for part in POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    allowed = {word for rule in rules.values() for word in rule.split()}
    assert allowed == {"'none'", "'self'", "data:", "blob:"}
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"


def test_a_body_that_is_too_long_is_not_read(client: TestClient, explorer: Explorer) -> None:
    size = explorer.limits.body
    answer = client.post("/api/check", content=b"x" * (size + 1))
    assert answer.status_code == 413
    assert f"{size:,}" in answer.json()["problems"][0]["allowed"]
    lied = client.post("/api/check", content=b"{}", headers={"content-length": str(10**18)})
    assert lied.status_code == 413
    assert client.get("/api/about").status_code == 200


def test_a_body_without_a_length_is_counted(client: TestClient) -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(64):
            sent += 1
            yield b"x" * 16_384

    assert client.post("/api/check", content=pieces()).status_code == 413
    assert sent <= 64


def test_a_long_body_gets_its_answer_over_a_network(served: str) -> None:
    for size in (300_000, 3_000_000):
        answer = httpx.post(f"{served}/api/check", content=b"x" * size, trust_env=False)
        assert answer.status_code == 413
        assert answer.json()["problems"]
    # what is longer still may be cut off: nobody has to hear that much
    with contextlib.suppress(httpx.TransportError):
        endless = httpx.post(f"{served}/api/check", content=b"x" * 50_000_000, trust_env=False)
        assert endless.status_code == 413
    assert httpx.get(f"{served}/api/about", trust_env=False).status_code == 200


@pytest.mark.parametrize("path", ["/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd",
                                  "/static/%2fetc%2fpasswd", "/static/app.js%00",
                                  "/api/show/..%2f..%2fetc%2fpasswd", "/api/show/%2fetc%2fpasswd",
                                  "/api/books/..%2fno-fly", "/api/runs/..%2f..%2f", "/api/runs/%2e%2e",
                                  "/api/show/schemes%2fnone.yaml", "/api/show/pyproject.toml"])  # fmt: skip
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    assert answer.json()["problems"]
    assert "root:" not in answer.text


def test_loopback_is_known() -> None:
    assert all(is_loopback(each) for each in ("127.0.0.1", "::1", "localhost", "127.9.9.9"))
    assert not any(is_loopback(each) for each in ("0.0.0.0", "::", "192.168.0.7", "example.org", ""))
