"""A run as one page: whole, alone, and with the numbers of the folder, script or no script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from xinyong.cli import main
from xinyong.results.catalogue import INDICATORS, NUMBER
from xinyong.results.run import open_run
from xinyong.show.wording import change, level


@pytest.fixture(scope="module")
def page(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("report") / "report.html"
    with pytest.raises(SystemExit) as left:
        main(["report", str(folder), "-o", str(file)])
    assert not left.value.code
    return file.read_text(encoding="utf-8")


def section(page: str, id: str) -> str:
    return page.partition(f'<section id="{id}">')[2].partition("</section>")[0]


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "link", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_nothing_is_asked_of_any_server(page: str) -> None:
    tags = Tags(page)
    assert not tags.open
    for tag, attributes in tags.found:
        assert tag not in ("link", "iframe", "object", "base", "form", "img")
        assert not {"src", "style", "onclick", "onload"} & set(attributes), (tag, attributes)
        assert not (attributes.get("href") or "#").startswith(("http", "//"))


def test_the_policy_names_what_stands_in_the_page(page: str) -> None:
    policy = unescape(re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1])  # type: ignore[index]
    assert policy.startswith("default-src 'none';")
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]  # type: ignore[index]
    script = page.rpartition("<script>")[2].partition("</script>")[0]
    for what, text in (("style-src", style), ("script-src", script)):
        told = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{what} 'sha256-{told}'" in policy
    assert "unsafe" not in policy


def test_the_page_carries_the_run(page: str, folder: Path) -> None:
    text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1]  # type: ignore[index]
    assert "<" not in text
    data = json.loads(text)
    assert data["view"] == "report"
    run = open_run(folder)
    assert data["run"]["hashes"]["results_sha256"] == run.manifest["results_sha256"]
    assert len(data["run"]["indicators"]) == len(INDICATORS)


def test_tables_are_those_of_the_folder(page: str, folder: Path) -> None:
    run = open_run(folder)
    found = run.contrast()
    rows = re.findall(r'<tr data-indicator="([a-z-]+)"[^>]*>(.*?)</tr>', page)
    assert len(rows) > 30
    for id, row in rows:
        n = NUMBER[id]
        each = INDICATORS[n]
        cells = [unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", row)]
        assert cells[1] == level(each, found.a[n, 0, 0])
        assert cells[2] == level(each, found.b[n, 0, 0])
        if cells[3] != "the same":
            assert cells[3] == change(each, found.difference[n, 0, 0])
    assert {id for id, _ in rows} >= {each.id for each in INDICATORS if each.key}


def test_all_parts_are_there(page: str, folder: Path) -> None:
    told = open_run(folder).manifest
    assert "same people, same opportunities, same luck" in section(page, "what")
    assert "noise" in section(page, "what"), "what was moved is said first"
    assert {"What it achieves", "What it costs"} <= set(re.findall(r"<h3>(.*?)</h3>", section(page, "sides")))
    assert told["results_sha256"] in section(page, "again")
    assert "xinyong run" in section(page, "again")
    assert "import xinyong as xy" in section(page, "again")
    limits = section(page, "cannot")
    assert "real persons" in limits
    assert "</h3>\n<h3>" not in limits, "no head stands over nothing"
    assumptions = section(page, "assumptions")
    assert assumptions.count("<tr") - 1 == len(told["assumptions"])
    assert 'class="moved"' in assumptions
    left_out = assumptions.count('class="of-rules"')
    assert 0 < left_out < len(told["assumptions"])
    assert f"{left_out} numbers of rule books" in assumptions, "paper says what it leaves out"
    verdicts = section(page, "verdicts")
    assert "setting LAW" in verdicts
    assert re.search(r"<th scope=\"row\">[DAP]\d\d</th>", verdicts)
    assert str(folder) not in page, "no path of this machine goes out"


def test_a_run_alone_has_no_second_side(tmp_path: Path) -> None:
    from xinyong.experiments.asking import Ask
    from xinyong.experiments.running import perform
    from xinyong.show.report_page import report_page

    run = perform(Ask("none", None, 1000, seed=3, months=2), tmp_path / "run")
    page = report_page(run)
    assert "none: levels alone" in section(page, "what")
    assert 'id="sides"' not in page
    assert 'id="figures"' in page


@pytest.mark.parametrize("words", [("nowhere", "-o", "x.html"), ("nowhere",), (".", "-o", "x.html")])
def test_what_is_no_run_is_told(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["report", *words])
    assert left.value.code in (1, 2)
    assert "Traceback" not in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["report", str(folder), "-o", str(tmp_path)])
    assert left.value.code == 1
    assert "is a folder" in capsys.readouterr().err
