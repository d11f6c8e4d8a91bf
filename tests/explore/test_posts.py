"""What a page writes is assessed and checked as the commands do it, whatever it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pages_at_work import SMALL
from starlette.testclient import TestClient

from xinyong.scheme import library

RECORD = """kind: person
place: rongcheng
born: 1980-05
as_of: 2019-06
history:
  - {month: 2018-03, conduct: card-late-payment, times: 2}
  - {month: 2018-07, conduct: red-light, channel: police}
"""


def test_a_record_is_assessed_as_by_the_command(client: TestClient, tmp_path: Any) -> None:
    from xinyong.engine.assessing import assess

    file = tmp_path / "record.yaml"
    file.write_text(RECORD)
    told = client.post("/api/assess", json={"scheme": "china-2020", "record": RECORD}).json()
    assert told == json.loads(json.dumps(assess("china-2020", file).as_dict(), default=str))
    import yaml

    as_object = yaml.safe_load(RECORD.replace("1980-05", "'1980-05'"))
    again = client.post("/api/assess", json={"scheme": "china-2020", "record": as_object}).json()
    assert again == told


@pytest.mark.parametrize(
    ("body", "word"),
    [({"scheme": "china-2020", "record": "name: Li\n" + RECORD}, "name"),
     ({"scheme": "chna-2020", "record": RECORD}, "china-2020"),
     ({"scheme": "/etc/passwd", "record": RECORD}, "lower-case words"), ({"scheme": "china-2020"}, "record"),
     ({"scheme": "china-2020", "record": "- a\n- b\n"}, "rosters"),
     ({"scheme": "china-2020", "record": 3}, "record"),
     ({"scheme": "china-2020", "record": RECORD, "more": 1}, "more")],
)  # fmt: skip
def test_a_record_that_cannot_be_assessed(client: TestClient, body: Any, word: str) -> None:
    answer = client.post("/api/assess", json=body)
    assert answer.status_code == 422
    assert word in answer.text


def test_a_text_is_checked_with_its_places(client: TestClient) -> None:
    text = "id: mine\nname: Mine\nsummary: A try.\nbase: china-2020\npatch:\n  - {remove: books.rongchen}\n"
    told = client.post("/api/check", json={"kind": "reform", "text": text}).json()["problems"]
    assert told
    assert {"line", "column", "where", "found", "allowed", "did_you_mean", "what_to_do"} == set(told[0])
    text = "id: mine\nnmae: Mine\nbooks: [rongchen]\n"
    told = client.post("/api/check", json={"kind": "scheme", "text": text}).json()["problems"]
    by_line = {each["line"]: each for each in told}
    assert "name" in by_line[2]["did_you_mean"]
    assert "rongcheng" in by_line[3]["did_you_mean"]
    assert by_line[2]["column"] == 1


@pytest.mark.parametrize(("kind", "text"), [
    ("book", (library.root() / "no-fly" / "rulebook.yaml").read_text("utf-8")),
    ("scheme", (library.root() / "schemes" / "china-2020.yaml").read_text("utf-8")),
    ("reform", (library.root() / "schemes" / "no-kin.yaml").read_text("utf-8")), ("record", RECORD),
])  # fmt: skip
def test_what_holds_has_no_problems(client: TestClient, kind: str, text: str) -> None:
    assert client.post("/api/check", json={"kind": kind, "text": text}).json() == {"problems": []}


@pytest.mark.parametrize("kind", ["book", "scheme", "reform", "record"])
@pytest.mark.parametrize("text", [
    "", "a: [", "\x00", "- 1", "a: *b", "{" * 3000, "?", "base: /etc/passwd\npatch: []", "\ud800",
    "books: [/etc/passwd]\nid: a", "id: 日本", "!!python/object:os.system x",
])  # fmt: skip
def test_whatever_text_is_checked(client: TestClient, kind: str, text: str) -> None:
    answer = client.post("/api/check", content=json.dumps({"kind": kind, "text": text}))
    assert answer.status_code in (200, 422), answer.text
    assert answer.json()["problems"]
    assert "root:" not in answer.text


def test_a_schema_with_its_words(client: TestClient) -> None:
    told = client.get("/api/schema/book").json()
    assert told["schema"]["$defs"]
    assert "red-light" in told["words"]["conducts"]
    assert "rongcheng" in told["words"]["places"]


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[1]", b'{"ask": 1}', b"\xff\xfe", b"[" * 9000,
                                     b'{"ask": {"citizens": 1e400}}'])  # fmt: skip
@pytest.mark.parametrize("path", ["/api/assess", "/api/check", "/api/command"])
def test_malformed_bodies(client: TestClient, path: str, content: bytes) -> None:
    answer = client.post(path, content=content)
    assert answer.status_code == 422
    assert answer.json()["problems"]


def test_a_command_says_the_same_run(client: TestClient) -> None:
    told = client.post("/api/command", json={"ask": SMALL}).json()
    assert told["command"].startswith("xinyong run no-kin --against status-quo-2012")
    assert told["files"] == []
    compile(told["python"], "<python>", "exec")


def test_what_is_refused_is_refused_in_words(client: TestClient) -> None:
    asks: list[dict[str, Any]] = [
        {"scheme": "china-2020", "citizens": "many", "months": -3, "seed": 1.5, "start": "2014-13"},
        {"scheme": "China 2020", "set": {"noise": "much"}, "reforms": "x", "frame": 7, "citzens": 3},
        {"citizens": 10**12},
    ]
    problems = [
        each
        for ask in asks
        for each in client.post("/api/command", json={"ask": ask}).json()["problems"]
    ]
    assert len(problems) >= 10
    for each in problems:
        said = f"{each['found']} {each['allowed']} {each['remedy']}"
        assert each["allowed"] or each["remedy"], said
        assert "should" not in said, said
        assert "^" not in said, said


def test_every_pattern_is_said_in_words() -> None:
    from xinyong.show.explore import messages

    forms = set(re.findall(r'pattern=r"(.*?)"', Path(messages.__file__).read_text()))
    assert forms == set(messages.FORMS)
