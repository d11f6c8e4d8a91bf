"""Pages written to be read in the repository, made to hang together on the site.

Anchors that are plain HTML become targets, and names of pages in code type become links.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

_ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>$', flags=re.MULTILINE)
_PAGE = re.compile(r"(?<!\[)`((?:docs/)?(?:[a-z]+/)?[\w-]+\.md)`(?!\])")
_FENCE = re.compile(r"^(```+|~~~+|:::+)[\s\S]*?^\1 *$", flags=re.MULTILINE)


def _linked(text: str, folder: Path) -> str:
    """``text`` with names of pages as links, where there is such a page."""

    def link(match: re.Match[str]) -> str:
        name = match[1].removeprefix("docs/")
        return f"[`{match[1]}`](/{name})" if (folder / name).is_file() else match[0]

    return _PAGE.sub(link, text)


def _read(app: Sphinx, name: str, source: list[str]) -> None:
    text = _ANCHOR.sub(r"(\1)=", source[0])
    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_linked(text[end : fence.start()], Path(app.srcdir)), fence[0]]
        end = fence.end()
    source[0] = "".join(parts) + _linked(text[end:], Path(app.srcdir))


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    app.connect("source-read", _read)
    return {"version": "1", "parallel_read_safe": True}
