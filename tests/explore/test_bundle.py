"""The bundle that is shipped is of the sources that are here; found without Node."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from xinyong.results.indicators import THIN
from xinyong.show.explore.app import STATIC

WEB = Path(__file__).parents[2] / "web"


def test_the_bundle_is_of_these_sources() -> None:
    names = [path.relative_to(WEB).as_posix() for path in (WEB / "src").rglob("*") if path.is_file()]
    found = hashlib.sha256()
    for name in [*sorted(names), "package-lock.json"]:
        found.update(name.encode() + b"\0" + (WEB / name).read_bytes() + b"\0")
    first = (STATIC / "app.js").read_text(encoding="utf-8")[:100]
    assert f"sources {found.hexdigest()} " in first, "npm ci, then node build.mjs in web/"
    assert (STATIC / "index.html").read_bytes() == (WEB / "src" / "index.html").read_bytes()


def test_every_import_is_there() -> None:
    for path in (WEB / "src").rglob("*.ts*"):
        for named in re.findall(r"""from "(\.[^"]+)\"""", path.read_text(encoding="utf-8")):
            assert (path.parent / named).is_file(), f"{path.relative_to(WEB)} imports {named}"


def test_too_few_is_what_results_call_thin() -> None:
    assert f"fewer than {THIN} effective events" in (WEB / "src/words/en.ts").read_text(encoding="utf-8")
    assert f"有效事件不足 {THIN} 个" in (WEB / "src/words/zh.ts").read_text(encoding="utf-8")
