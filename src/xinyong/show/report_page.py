"""One run as a page that opens anywhere, reads without script and prints: ``xinyong report RUN -o FILE``.

What has to be read stands in the page itself. The explorer's bundle, inlined, only adds charts, from the data
that the page carries with it; no request leaves it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.dates import month_text
from xinyong.errors import FolderError, Problem
from xinyong.quantities import G_ALL, G_COMPANY, GROUPS
from xinyong.results.catalogue import INDICATORS, NUMBER, THEMES
from xinyong.results.indicators import THIN
from xinyong.show.explore.app import STATIC
from xinyong.show.explore.messages import Ask
from xinyong.show.explore.plain import text_of
from xinyong.show.explore.run_data import figures
from xinyong.show.explore.shelf import asked_of, whole
from xinyong.show.page import LOOKS, environment, hash_of, part
from xinyong.show.report_parts import assumptions, cannot, verdicts
from xinyong.show.table import FOR_WHOM
from xinyong.show.trends import SHOWN
from xinyong.show.wording import UNKNOWN, change, level, unit

if TYPE_CHECKING:
    from xinyong.experiments.lived import Run
    from xinyong.results.contrast import Contrast

#: Digits of a hash that are enough to tell runs apart.
_SHORT: Final = 16


def write_report(path: str, file: str) -> list[str]:
    """Write the report of the run in a folder; returns what to say of it.

    Raises ``FolderError`` where the folder holds no run, or the file cannot be written.
    """
    from xinyong.experiments.lived import open_run
    from xinyong.results.durable import write_text

    run = open_run(path)
    text = report_page(run)
    target = Path(file)
    if target.is_dir():
        raise FolderError(Problem(file, path="-o", found="is a folder", remedy="name a file in it"))
    target.parent.mkdir(parents=True, exist_ok=True)
    write_text(target, text)
    return [f"{file}: {len(text.encode()):,} bytes; opens anywhere, prints, asks for nothing"]


def report_page(run: Run) -> str:
    """The page's HTML."""
    told, found = run.manifest, run.contrast()
    data = whole(told["results_sha256"][:_SHORT], run, asked_of(run) or _asked(told))
    style = _bundle("app.css") + part("report.css")
    script = _inside(_bundle("app.js"))
    carried = text_of({"view": "report", "run": data}).decode().replace("<", "\\u003c")
    page: str = environment().get_template("report.html").render(
        style=style, script=script, style_hash=hash_of(style), script_hash=hash_of(script), data=carried,
        told=told, short=told["results_sha256"][:_SHORT], title=_title(told), span=data["span"],
        command=data["command"], python=data["python"], files=data["files"], sides=_sides(data, found),
        themes=_themes(found), for_whom=_for_whom(found), shown=_charts(), verdicts=verdicts(run),
        assumptions=assumptions(run), cannot=cannot(), thin=THIN, looks=LOOKS,
        paired=run.against is not None,
    )  # fmt: skip
    return page


def _title(told: dict[str, Any]) -> str:
    twin = told["against"]
    return str(told["scheme"]["name"]) + (f", beside {re.sub('^The ', 'the ', twin['name'])}" if twin else "")


def _asked(told: dict[str, Any]) -> Ask:
    """What a manifest says was asked for, as a page would have asked; no bound of the explorer applies."""
    ask = told["ask"]
    return Ask.model_construct(
        scheme=ask["scheme"], against=ask["against"] or "none", citizens=ask["citizens"], frame=ask["frame"],
        start=month_text(ask["start"]), months=ask["months"], seed=ask["seed"], set=dict(ask["settings"]),
        reforms=[], files=[],
    )  # fmt: skip


def _bundle(name: str) -> str:
    path = STATIC / name
    if not path.is_file():
        raise FolderError(Problem(name, found="the page's bundle is not in this installation",
                                  remedy="install Xinyong again"))  # fmt: skip
    return path.read_text(encoding="utf-8")


def _inside(script: str) -> str:
    """A script that can stand inside a page: nothing in its strings ends it."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _sides(data: dict[str, Any], found: Contrast) -> list[dict[str, Any]]:
    titles = {"achieves": "What it achieves", "costs": "What it costs"}
    told = []
    for key, title in titles.items():
        rows = [_row(found, row["indicator"], row["title"]) for row in data["both_sides"][key]]
        told.append({"title": title, "rows": rows})
    return told


def _row(found: Contrast, name: str, title: str | None = None) -> dict[str, Any]:
    """One line of a table, in words."""
    each = INDICATORS[NUMBER[name]]
    told = figures(found, each)

    def known(key: str) -> float:
        return float("nan") if told[key] is None else float(told[key])

    apart = change(each, known("difference"))
    same = told["difference"] == 0 and told["low"] == told["high"] == 0
    bounds = f"{change(each, known('low'))} to {change(each, known('high'))}"
    return {
        "id": name, "title": title or each.label, "label": each.label, "unit": unit(each),
        "apart_unit": unit(each, apart=True), "scheme": level(each, known("scheme")),
        "twin": level(each, known("twin")), "difference": "the same" if same else apart,
        "interval": "exactly" if same else UNKNOWN if told["low"] is None else bounds, "thin": told["thin"],
    }  # fmt: skip


def _themes(found: Contrast) -> list[dict[str, Any]]:
    return [
        {"title": theme,
         "rows": [_row(found, each.id) for each in INDICATORS if each.theme == theme and each.key]}
        for theme in THEMES
    ]  # fmt: skip


def _for_whom(found: Contrast) -> dict[str, Any]:
    """Differences group by group, as the table at the end of a run has them."""
    rows = []
    for group in range(G_ALL, G_COMPANY):
        cells = []
        for name in FOR_WHOM:
            each = INDICATORS[NUMBER[name]]
            told = figures(found, each, group)
            apart = told["difference"]
            half = UNKNOWN if told["high"] is None or apart is None else change(each, told["high"] - apart)
            cells.append({"apart": UNKNOWN if apart is None else change(each, apart),
                          "half": half.lstrip("+"), "thin": told["thin"]})  # fmt: skip
        rows.append({"group": GROUPS[group], "cells": cells})
    return {"heads": list(FOR_WHOM.values()), "rows": rows}


def _charts() -> list[dict[str, str]]:
    told = [INDICATORS[NUMBER[name]] for name in SHOWN]
    return [{"id": each.id, "label": each.label, "unit": unit(each)} for each in told]
