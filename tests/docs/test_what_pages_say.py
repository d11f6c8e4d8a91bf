"""What the pages say is there is there: commands, schemes, files, phases, kinds, notes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import get_args

import click
import pytest

from xinyong import fields
from xinyong.cli import commands
from xinyong.engine.assumptions import register
from xinyong.engine.month import PHASES
from xinyong.experiments.picking import PICKS
from xinyong.quantities import INDEX
from xinyong.results.catalogue import NUMBER
from xinyong.scheme import library
from xinyong.scheme.books import Kind, SafeguardName
from xinyong.society.census import city_table
from xinyong.society.frames import frames

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "docs").exists(), reason="the documents are not installed")
PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")),
    *sorted(ROOT.glob("docs/**/*.md")),
]
NOTES = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def told_commands() -> Iterator[tuple[str, list[str]]]:
    """Lines of the README and CONTRIBUTING that call the program: page, words."""
    for name in ("README.md", "CONTRIBUTING.md"):
        for block in re.findall(r"^```sh\n(.*?)^```$", read(name), flags=re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                words = shlex.split(line, comments=True)
                if words and words[0] == "xinyong":
                    yield name, words[1:]


@pytest.mark.parametrize(("page", "words"), list(told_commands()), ids=lambda each: " ".join(each)[:40])
def test_a_command_on_a_page_can_be_called(page: str, words: list[str]) -> None:
    command = commands.commands[words[0]]
    own = command.make_context(words[0], words[1:], resilient_parsing=False)
    known = {*library.scheme_files(), *library.book_files()}
    for name in ("scheme", "against", "id"):
        word = own.params.get(name)
        assert word is None or "." in str(word) or word in known, f"{page}: {word}"
    populations = {*frames(), *(city.id for city in city_table())}
    assert (own.params.get("frame") or "national") in populations
    assert own.params.get("pick") in {None, *PICKS}
    movable = {each.id for each in register()}
    assert {each.partition("=")[0] for each in own.params.get("settings") or ()} <= movable


def test_the_readme_names_every_command() -> None:
    assert set(re.findall(r"(?:^|`|; )xinyong ([a-z]+)", read("README.md"), flags=re.MULTILINE)) == set(
        commands.commands
    )


def test_the_first_screen_says_what_it_is_what_it_never_does_and_two_commands() -> None:
    screen = "\n".join(read("README.md").splitlines()[:18])
    for words in ("A policy laboratory", "The line not crossed", "scripts/run", "scripts/test"):
        assert words in screen
    for script in ("run", "test"):
        assert (ROOT / "scripts" / script).is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if page.name == "institutions.md":
        text = ""  # made from the rule books
    for name in re.findall(r"`((?:src|docs|tests|scripts|benchmarks)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"`((?:engine|scheme|society|results|experiments|show)/[\w./-]+)`", text):
        assert (ROOT / "src" / "xinyong" / name).exists(), name
    for name in re.findall(r"`(only-[a-z0-9-]+|[a-z]+-[a-z]+-?20\d\d|china-20\d\d)`", text):
        assert name in library.scheme_files(), name


def test_notes_are_numbered_and_have_one_shape() -> None:
    assert [int(note.name[:4]) for note in NOTES] == list(range(1, len(NOTES) + 1))
    for note in NOTES:
        text = note.read_text(encoding="utf-8")
        assert text.startswith(f"# {note.name[:4]} "), note.name
        for part in ("**Question.**", "**Choice.**", "**What would change our mind.**"):
            assert part in text, f"{note.name}: {part}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_notes_that_are_cited_are_there(page: Path) -> None:
    cited = re.findall(r"[Nn]otes? (0\d\d\d)", page.read_text(encoding="utf-8"))
    assert set(cited) <= {note.name[:4] for note in NOTES}


def rows(text: str, head: str) -> list[str]:
    """First cells of the table whose head begins so."""
    _, _, rest = text.partition(f"| {head} |")
    lines = rest.split("\n\n")[0].splitlines()[2:]
    return [line.split("|")[1].strip() for line in lines]


def test_architecture_tells_the_phases_kinds_and_safeguards_there_are() -> None:
    text = read("docs/architecture.md")
    assert rows(text, "phase") == list(PHASES)
    assert set(rows(text, "kind")) == set(get_args(Kind))
    safeguards = re.search(r"^\| safeguard \| (.*) \|$", text, flags=re.MULTILINE)
    assert safeguards is not None
    told = safeguards[1].replace("speech protected", "speech").replace("purpose limit", "purpose").split(", ")
    assert set(told) == set(get_args(SafeguardName))


def test_numbers_of_slots_and_domains_are_as_told() -> None:
    words = {1: "one", 2: "two", 4: "four"}
    first = fields.SLOT_FIRST
    persons, companies, offices = (words[b - a] for a, b in pairwise(first))
    told = f"a place has {persons} for persons, {companies} for companies, {offices} for offices"
    assert told in read("docs/architecture.md")
    assert f"{len(fields.DOMAINS)} domains" in read("docs/limits.md")
    assert "state, register, commercial score, city, firms" in read("docs/architecture.md")
    assert fields.HOLDERS == ("state", "register", "commercial", "city", "firms")


def test_quantities_and_indicators_in_the_changelog_exist() -> None:
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", read("CHANGELOG.md")))
    others = {*library.scheme_files(), *library.book_files()}
    assert named <= {*INDEX, *NUMBER, *others}


def test_every_change_says_whether_results_changed() -> None:
    _, _, entries = read("CHANGELOG.md").partition("## [Unreleased]")
    found = re.findall(r"^- .*?(?=^- |^###|\Z)", entries, flags=re.DOTALL | re.MULTILINE)
    assert len(found) > 20
    for entry in found:
        assert re.search(r"\*\*results changed: (yes|no)\*\*", entry), entry[:80]
        more = re.search(r"\*\*results changed: yes\*\*([^.]*)", entry)
        assert more is None or more[1].strip(), f"say which kind of change: {entry[:80]}"


def test_click_is_what_reads_the_commands() -> None:
    """The commands above are parsed by the program's own parser, so a wrong option fails."""
    with pytest.raises(click.UsageError):
        commands.commands["run"].make_context("run", ["china-2020", "--agianst", "none"])
