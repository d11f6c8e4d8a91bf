"""How all figures look: colours that everybody can tell apart, small type, SVG and PNG."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Okabe and Ito's colours: the scheme, its twin, what was published, what is neither.
SCHEME: Final = "#0072B2"
TWIN: Final = "#D55E00"
PUBLISHED: Final = "#000000"
QUIET: Final = "#8A8A8A"
#: Width of a page of text, inches.
PAGE: Final = 7.2

_LOOK: Final[Any] = {
    "font.size": 8,
    "axes.titlesize": 7.5,
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.grid": True,
    "grid.color": "#E4E4E4",
    "grid.linewidth": 0.5,
    "axes.axisbelow": True,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.3,
    "svg.hashsalt": "xinyong",
    "svg.fonttype": "path",
}


@contextmanager
def look() -> Iterator[None]:
    """While inside, figures look as they do everywhere in Xinyong."""
    with mpl.rc_context(_LOOK):
        yield


def sheet(rows: int, columns: int, height: float, **more: Any) -> tuple[Figure, list[Axes]]:
    """An empty page of panels, row by row; ``height`` in inches."""
    figure = Figure(figsize=(PAGE, height), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(rows, columns, squeeze=False, **more)
    return figure, list(panels.flat)


def head(panel: Axes, text: str, unit: str, width: int = 30) -> None:
    """A panel's title, broken where it is long, its unit below."""
    panel.set_title("\n".join([*textwrap.wrap(text, width), f"({unit})"]))


def years(panel: Axes) -> None:
    """A time axis with few, short labels."""
    locator = AutoDateLocator(minticks=3, maxticks=6)  # type: ignore[no-untyped-call]
    panel.xaxis.set_major_locator(locator)
    panel.xaxis.set_major_formatter(
        ConciseDateFormatter(locator, show_offset=False)  # type: ignore[no-untyped-call]
    )


class Grouped(ScalarFormatter):
    """Numbers of an axis, with commas in long ones: 340,000."""

    def __call__(self, x: float, pos: int | None = None) -> str:
        """What stands at ``x``."""
        return f"{x:,.0f}".replace("-", "\N{MINUS SIGN}") if abs(x) >= 10_000 else super().__call__(x, pos)


def title(figure: Figure, text: str, note: str) -> None:
    """The figure's own title, and small print below."""
    figure.suptitle(text, x=0.01, ha="left", fontsize=10, fontweight="bold")
    small = textwrap.fill(note, 135)
    figure.supxlabel(small, x=0.01, ha="left", fontsize=6.5, color="#555555")


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Write ``name.svg`` and ``name.png``; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.svg", folder / f"{name}.png"]
    figure.draw_without_rendering()
    # The layout is found; without this every file would find it again.
    figure.set_layout_engine(None)
    figure.savefig(paths[0], metadata={"Date": None, "Creator": "Xinyong"})
    figure.savefig(paths[1], dpi=200)
    return paths
