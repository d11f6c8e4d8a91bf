"""Pages written to be read in the repository, made to hang together on the site.

Anchors that are plain HTML become targets, names of pages in code type become links, and the front page
lists no gallery where there is none. A figure that a page draws when it is run is told in words until
then.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

_ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>$', flags=re.MULTILINE)
_PAGE = re.compile(r"(?<!\[)`((?:docs/)?(?:[a-z]+/)?[\w-]+\.md)`(?!\])")
_GALLERY = re.compile(r"^```\{toctree\}\n(?:(?!^```)[^\n]*\n)*?gallery/\*\n```\n", flags=re.MULTILINE)
_FIGURE = re.compile(r"^!\[([^\]]*)\]\(([\w./-]+)\)$", flags=re.MULTILINE)
_FENCE = re.compile(r"^(```+|~~~+|:::+)[\s\S]*?^\1 *$", flags=re.MULTILINE)


def _linked(text: str, folder: Path) -> str:
    """``text`` with names of pages as links, where there is such a page."""

    def link(match: re.Match[str]) -> str:
        name = match[1].removeprefix("docs/")
        return f"[`{match[1]}`](/{name})" if (folder / name).is_file() else match[0]

    return _PAGE.sub(link, text)


def _drawn(text: str, folder: Path) -> str:
    """``text`` with the words of figures that are not there."""

    def figure(match: re.Match[str]) -> str:
        there = (folder / match[2]).is_file()
        return match[0] if there else f"*Figure, drawn when this page is run: {match[1]}.*"

    return _FIGURE.sub(figure, text)


def _read(app: Sphinx, name: str, source: list[str]) -> None:
    if name == app.config.root_doc and not any(Path(app.srcdir).glob("gallery/*.md")):
        source[0] = _GALLERY.sub("", source[0])
    folder = Path(app.env.doc2path(name)).parent
    text = _drawn(_ANCHOR.sub(r"(\1)=", source[0]), folder)
    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_linked(text[end : fence.start()], Path(app.srcdir)), fence[0]]
        end = fence.end()
    source[0] = "".join(parts) + _linked(text[end:], Path(app.srcdir))


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    app.connect("source-read", _read)
    return {"version": "1", "parallel_read_safe": True}
