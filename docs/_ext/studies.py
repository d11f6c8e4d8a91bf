"""Pages that run: the code of a gallery page, block after block, and what it prints and draws.

A page's blocks share one namespace and one empty folder. ``python`` blocks are executed, ``sh`` blocks are
run by bash, and a ``yaml`` block becomes the file that its first line names. What block N prints is
``N.txt`` and every figure is an SVG file; the page includes both from ``made/PAGE/``, so that no number on
it is typed. ``gallery.py`` writes them.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

GALLERY = Path(__file__).resolve().parents[1] / "gallery"
_BLOCK = re.compile(r"^```(python|sh|yaml)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# (\S+\.yaml)\n")
_SHOWN = re.compile(r"^```\{literalinclude\} made/(\S+)$|^!\[[^\]]+\]\(made/(\S+)\)$", flags=re.MULTILINE)
#: A date of all figures, so that drawing again changes nothing.
_EPOCH = "0"


class Block(NamedTuple):
    """A block of code: its language, its text, and the line of the page where the text begins."""

    language: str
    text: str
    line: int


def pages() -> list[Path]:
    """The studies, in order of their names."""
    return [page for page in sorted(GALLERY.glob("*.md")) if page.stem != "index"]


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page that run, in order."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        yield Block(found[1], found[2], text.count("\n", 0, found.start(2)) + 1)


def shown(page: Path) -> list[str]:
    """Names of the outputs and figures that a page includes, below ``made/``."""
    return [one or other for one, other in _SHOWN.findall(page.read_text(encoding="utf-8"))]


def run(page: Path, folder: Path) -> dict[str, bytes]:
    """Run a page in an empty ``folder``; what it showed, by name below ``made/``.

    Raises what a block raises: an assertion, where the page states a law that does not hold.
    """
    made: dict[str, bytes] = {}
    names: dict[str, Any] = {"__name__": "__main__"}
    os.environ.setdefault("SOURCE_DATE_EPOCH", _EPOCH)
    with contextlib.chdir(folder), _drawing():
        for number, block in enumerate(blocks(page), 1):
            told = _run(block, page, names)
            if told.strip():
                made[f"{page.stem}/{number}.txt"] = (told.rstrip() + "\n").encode()
        for figure in sorted(folder.glob("*.svg")):
            made[f"{page.stem}/{figure.name}"] = figure.read_bytes()
    return made


def _run(block: Block, page: Path, names: dict[str, Any]) -> str:
    if block.language == "yaml":
        name = _FILE.match(block.text)
        if name is None:
            raise ValueError(f"{page.name}:{block.line}: the first line of a yaml block names its file")
        Path(name[1]).write_text(block.text, encoding="utf-8")
        return ""
    if block.language == "sh":
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block.text],
            stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "PATH": path},
        )  # fmt: skip
        return done.stdout
    # Empty lines before the text: a traceback then names lines of the page.
    code = compile("\n" * (block.line - 1) + block.text, str(page), "exec")
    with contextlib.redirect_stdout(io.StringIO()) as told:
        exec(code, names)
    return told.getvalue()


@contextlib.contextmanager
def _drawing() -> Iterator[None]:
    """Figures of one look, without a screen, the same bytes each time; none left open."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    from xinyong.show.paper import look

    with look(), mpl.rc_context({"figure.figsize": (7.2, 3.0), "figure.constrained_layout.use": True}):
        yield
    plt.close("all")
