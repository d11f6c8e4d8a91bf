"""The reference, made from code and data when the site is built: never written by hand, never old.

Writes ``reference/made/*.md`` beside the sources (not in git), and only where a text has changed, so that
a second build is quick. What a page says is made in ``made_*.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import made_claims
import made_commands
import made_lists
from sphinx.application import Sphinx

PAGES: dict[str, Callable[[], str]] = {
    "commands": made_commands.page,
    "indicators": made_lists.indicators,
    "assumptions": made_lists.assumptions,
    "assumptions-of-rules": made_lists.assumptions_of_rules,
    "schemes": made_lists.schemes,
    "rule-books": made_lists.rule_books,
    "claims": made_claims.page,
}


def _write(app: Sphinx, *_: Any) -> None:
    folder = Path(app.srcdir) / "reference" / "made"
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        path, text = folder / f"{name}.md", make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    app.connect("builder-inited", _write)
    return {"version": "1", "parallel_read_safe": True}
