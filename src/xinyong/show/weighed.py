"""A finding as the command line shows it: text or JSON, with figures where a folder was named."""

from __future__ import annotations

from pathlib import Path

from xinyong.claims.weighing.findings import FRONTIER, Finding, as_data
from xinyong.show.report import as_json as text_of


def show_weighed(finding: Finding, text: str, out: str | None, as_json: bool) -> str:
    """What is printed; figures are drawn into the folder ``out``, unless it is a .json file."""
    files = [] if out is None or Path(out).suffix == ".json" else _figures(finding, Path(out))
    if as_json:
        return text_of(as_data(finding) | {"figures": [str(each) for each in files]})
    return "\n".join([text, *(f"Written: {each}" for each in files)])


def _figures(finding: Finding, folder: Path) -> list[Path]:
    from xinyong.show.paper import look

    with look():
        if finding.kind == FRONTIER:
            from xinyong.show.frontier_figure import frontier_figures

            return frontier_figures(finding, folder)
        from xinyong.show.headline_figure import headline_figure

        return headline_figure(finding, folder)
