"""Every command of the program that a page shows exists, with every option it is given. Nothing is run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from xinyong.cli import commands

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "docs").exists(), reason="the documents are not installed")
#: Made by the program or by a build, so they show what it told itself.
MADE = {"_build", "made"}
FENCE = re.compile(
    r"^ *(```+|~~~+)(?:sh|bash|console|\{shown\})?[^\n]*\n(.*?)^ *\1 *$", re.DOTALL | re.MULTILINE
)
INLINE = re.compile(r"`(xinyong [^`]+)`")


def pages() -> Iterator[Path]:
    yield ROOT / "README.md"
    yield from (page for page in sorted(ROOT.glob("docs/**/*.md")) if not MADE & set(page.parts))


def shown(text: str) -> Iterator[str]:
    """Lines that begin with the program's name in blocks, and code in running text that does."""
    for block in FENCE.finditer(text):
        joined = block[2].replace("\\\n", " ")
        for line in joined.splitlines():
            line = line.strip().removeprefix("$ ")
            if line.startswith("xinyong ") and "xinyong: " not in line:
                yield line
    yield from (" ".join(each.split()) for each in INLINE.findall(FENCE.sub("", text)))


SHOWN = [
    (page.relative_to(ROOT).as_posix(), line) for page in pages() for line in shown(page.read_text("utf-8"))
]


def parse(line: str, page: str) -> None:
    """Parse as the program does. In running text arguments may be left out, options may not be wrong."""
    own, _, _ = line.partition(" > ")  # where the shell puts what is printed is no word of the program
    words = shlex.split(own, comments=True)[1:]
    if words and words[0].startswith("-"):
        commands.make_context("xinyong", words, resilient_parsing=True)
        return
    assert words, line
    assert words[0] in commands.commands, f"{page}: {line}: no such command"
    command = commands.commands[words[0]]
    try:
        command.make_context(words[0], words[1:])
    except click.MissingParameter:
        pass  # `xinyong assess` alone names the command
    except click.UsageError as error:
        raise AssertionError(f"{page}: {line}: {error.format_message()}") from error


@pytest.mark.parametrize(("page", "line"), SHOWN)
def test_a_command_that_is_shown_can_be_called(page: str, line: str) -> None:
    parse(line, page)


def test_commands_are_found_in_blocks_and_in_running_text() -> None:
    text = (
        "say `xinyong show x` or\n\n```sh\nxinyong run a \\\n  --months 3   # why\nls\n```\n\n"
        "```{shown}\n:lines: 3\nxinyong month\n```\n"
    )
    assert sorted(shown(text)) == ["xinyong month", "xinyong run a    --months 3   # why", "xinyong show x"]
    assert len(SHOWN) > 50


@pytest.mark.parametrize(
    "line",
    ["xinyong rnu china-2020", "xinyong run --mnths 3", "xinyong run --months three", "xinyong show a b"],
)
def test_what_cannot_be_called_is_found(line: str) -> None:
    with pytest.raises(AssertionError):
        parse(line, "a page")
