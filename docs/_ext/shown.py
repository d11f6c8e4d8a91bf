"""``{shown}``: a command of the program with what it prints, run when the site is built.

For commands that look up what is shipped and run nothing; so a page never tells an old board. Options:
``from`` and ``until`` are words of the first line told and of the first line left out, ``lines`` the
most lines told. What is left out is marked by dots.
"""

from __future__ import annotations

import shlex
from typing import Any

from click.testing import CliRunner
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from xinyong.cli import commands


def output_of(line: str) -> str:
    """What ``xinyong ...`` prints. Raises ``ValueError`` where it fails."""
    words = shlex.split(line, comments=True)
    if words[:1] != ["xinyong"]:
        raise ValueError(f"{line}: a command of xinyong is shown, and nothing else")
    result = CliRunner().invoke(commands, words[1:])
    if result.exit_code:
        raise ValueError(f"{line}: {result.exception or result.output}")
    return result.stdout.rstrip("\n")


def cut(text: str, first: str, until: str, most: int) -> str:
    """The lines from the one with ``first`` to before the one with ``until``, at most ``most``."""
    lines = text.splitlines()
    start = next((n for n, line in enumerate(lines) if first in line), None)
    if start is None:
        raise ValueError(f"no line has {first!r}")
    end = next((n for n, line in enumerate(lines) if until and n > start and until in line), len(lines))
    end = min(end, start + most)
    told = [line.rstrip() for line in lines[start:end]]
    return "\n".join([*(["..."] if start else []), *told, *(["..."] if end < len(lines) else [])])


class Shown(SphinxDirective):
    """The directive."""

    has_content = True
    option_spec = {  # noqa: RUF012 (docutils wants it so)
        "from": directives.unchanged, "until": directives.unchanged, "lines": directives.positive_int,
    }  # fmt: skip

    def run(self) -> list[nodes.Node]:
        """A block with the command, and a block with its output."""
        line = "\n".join(self.content).strip()
        try:
            told = cut(
                output_of(line),
                self.options.get("from", ""),
                self.options.get("until", ""),
                self.options.get("lines", 200),
            )
        except ValueError as error:
            raise self.error(str(error)) from error
        command = nodes.literal_block(line, line, language="sh", classes=["command"])
        return [command, nodes.literal_block(told, told, language="text", classes=["output"])]


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    app.add_directive("shown", Shown)
    return {"version": "1", "parallel_read_safe": True}
