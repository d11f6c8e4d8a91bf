"""All figures of a run, as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xinyong.show.court import court
from xinyong.show.groups import groups
from xinyong.show.paper import look
from xinyong.show.tiles import tiles
from xinyong.show.trends import differences, trends

if TYPE_CHECKING:
    from xinyong.results.run import Run


def figures(run: Run, folder: Path | None = None) -> list[Path]:
    """Draw all figures into ``folder`` (default: ``figures`` in the run's own); returns the files."""
    place = run.path / "figures" if folder is None else folder
    with look():
        return [path for draw in (trends, differences, tiles, groups, court) for path in draw(run, place)]
