"""The page in a real browser: it opens, keeps its own rules, asks nobody else, and a run goes through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Browser, browser, chromium
from pages_at_work import SMALL

from xinyong.show.explore.app import STATIC

PROGRAM = chromium()
pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium here: apt-get install chromium"),
    pytest.mark.skipif(not (STATIC / "app.js").is_file(), reason="the page's bundle is not built"),
]


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(str(PROGRAM), tmp_path_factory.mktemp("profile")) as tab:
        yield tab


RUN = """new Promise((done, failed) => {
  const socket = new WebSocket(`ws://${location.host}/ws`), kinds = [];
  socket.onerror = () => failed(new Error("no socket"));
  socket.onopen = () => socket.send(JSON.stringify({do: "run", id: "r", ask: ASK}));
  socket.onmessage = (event) => {
    const told = JSON.parse(event.data);
    kinds.push(told.kind);
    if (["done", "failed", "refused"].includes(told.kind)) {
      fetch(`/api/runs/${told.run}`).then((answer) => answer.json()).then(
        (run) => done({kinds, months: run.indicators[0].scheme.length}), failed);
    }
  };
})"""


def test_the_page_opens_with_a_picture(tab: Browser, served: str) -> None:
    tab.open(f"{served}/")
    tab.until("document.querySelector('#app')?.innerText.length > 200")
    tab.until("document.querySelectorAll('svg, canvas').length > 0")
    assert tab.complaints() == []
    elsewhere = [each for each in tab.asked() if not each.startswith((served, "data:", "blob:"))]
    assert not elsewhere, "no request leaves this machine"
    assert tab.value("document.querySelectorAll('[style*=\"url(\"], script:not([src])').length") == 0


def test_a_run_goes_through_in_a_browser(tab: Browser, served: str) -> None:
    tab.open(f"{served}/")
    told = tab.value(RUN.replace("ASK", json.dumps(SMALL)))
    assert told["kinds"][-1] == "done"
    assert "months" in told["kinds"]
    assert told["months"] == SMALL["months"]


def test_another_page_is_kept_out(tab: Browser, served: str) -> None:
    tab.open("about:blank")
    script = f"""Promise.allSettled([
      fetch("{served}/api/about"),
      new Promise((done, failed) => {{ const socket = new WebSocket("{served.replace("http", "ws")}/ws");
        socket.onopen = done; socket.onerror = failed; }})]).then((all) => all.map((each) => each.status))"""
    assert tab.value(script) == ["rejected", "rejected"]


def test_a_report_opens_from_a_file(tab: Browser, folder: Path, tmp_path: Path) -> None:
    from xinyong.show.report_page import write_report

    file = tmp_path / "report.html"
    write_report(str(folder), str(file))
    tab.open(file.as_uri())
    tab.until("document.querySelector('#again') && document.readyState === 'complete'")
    assert tab.complaints() == []
    assert [each for each in tab.asked() if not each.startswith(("file:", "data:", "blob:"))] == []
    assert tab.value("JSON.parse(document.querySelector('#data').textContent).view") == "report"
