"""Who bears it, who gains: the difference group by group."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from xinyong.quantities import G_COMPANY, GROUPS
from xinyong.results.catalogue import INDICATORS, NUMBER
from xinyong.results.indicators import THIN
from xinyong.show.paper import QUIET, SCHEME, head, save, sheet, title
from xinyong.show.wording import unit

if TYPE_CHECKING:
    from xinyong.results.run import Run

#: The four columns.
SHOWN: Final = ("listed", "refused", "livelihood", "approves")
#: Groups after which a gap is left.
_GAPS: Final = (0, 2, 7, 12)


def groups(run: Run, folder: Path) -> list[Path]:
    """A dot and an interval for every group, four indicators side by side."""
    twin = run.against
    if twin is None:
        return []
    found = run.contrast()
    heights, at = [], 0.0
    for group in range(G_COMPANY):
        heights.append(at)
        at -= 1.6 if group in _GAPS else 1.0
    figure, panels = sheet(1, len(SHOWN), 4.2, sharey=True)
    for panel, name in zip(panels, SHOWN, strict=True):
        n = NUMBER[name]
        each = INDICATORS[n]
        scale = 100.0 if each.unit == "share" else 1.0
        panel.axvline(0, color=QUIET, linewidth=0.8)
        for group, height in enumerate(heights):
            apart = scale * found.difference[n, 0, group]
            half = scale * found.width[n, group]
            if not np.isfinite(apart):
                continue
            thin = found.events[n, 0, group] < THIN
            colour = QUIET if thin else SCHEME
            if np.isfinite(half):
                panel.plot([apart - half, apart + half], [height, height], color=colour, linewidth=1.2)
            face = "white" if thin else colour
            panel.plot([apart], [height], "o", markersize=4, color=colour, markerfacecolor=face)
        head(panel, each.label, unit(each, apart=True), 24)
        panel.grid(axis="y", visible=False)
    panels[0].set_yticks(heights, [name for name in GROUPS[:G_COMPANY]])
    names = (run.manifest["scheme"]["id"], twin.manifest["scheme"]["id"])
    note = (
        "Last 12 months; bars: 95 % intervals over random groups of neighbourhoods. "
        f"Hollow: fewer than {THIN} effective events."
    )
    title(figure, f"Who bears it: {names[0]} less {names[1]}", note)
    return save(figure, folder, "groups")
