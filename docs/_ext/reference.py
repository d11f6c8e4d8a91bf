"""The reference, made from code and data when the site is built: never written by hand, never old.

Writes ``reference/made/*.md`` beside the sources (not in git), and only where a text has changed, so that
a second build is quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from inspect import cleandoc
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from sphinx.application import Sphinx

from xinyong.claims.models import Claim, Test
from xinyong.claims.reading import library as claims_library
from xinyong.cli import commands
from xinyong.show import listings

_SIDES = {"disadvantage": "Disadvantages", "advantage": "Advantages", "premise": "Premises"}
_MADE = "This page is made from {} when the site is built.\n"


def _cell(value: Any) -> str:
    text = " ".join(str("" if value is None else value).split())
    text = text.replace("|", "\\|")
    return text if "`" in text else text.replace("<", "&lt;").replace("*", "\\*")


def _table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines) + "\n"


def _prose(text: str) -> str:
    """Help of a command: paragraphs, and what click is told to leave alone as a block."""
    told = []
    for part in cleandoc(text).split("\n\n"):
        block = part.removeprefix("\b\n")
        told.append(part if block == part else f"```yaml\n{cleandoc(block)}\n```")
    return "\n\n".join(told)


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"xinyong {name}")
    rows = []
    for option in command.params:
        record = option.get_help_record(context)
        if isinstance(option, click.Option) and record is not None:
            rows.append([f"`{record[0]}`", record[1]])
    usage = " ".join(command.collect_usage_pieces(context))
    text = f"## xinyong {name}\n\n```sh\nxinyong {name} {usage}\n```\n\n{_prose(command.help or '')}\n"
    return text + ("\n" + _table(["option", "meaning"], rows) if rows else "")


def cli() -> str:
    """Every command with its options."""
    parts = ["# Commands\n", _MADE.format("the program's own commands"), _prose(commands.help or "") + "\n"]
    parts.append(
        "Exit codes: 0 done, 1 the input is wrong (all problems told, nothing written), "
        "2 usage, 3 a run was interrupted and can be resumed.\n"
    )
    parts += [_command(name, command) for name, command in sorted(commands.commands.items())]
    return "\n".join(parts)


def indicators() -> str:
    """Every indicator, by theme."""
    parts = ["# Indicators\n", _MADE.format("the catalogue of indicators")]
    for theme, rows in groupby(listings.indicators(), key=lambda row: row["theme"]):
        parts.append(f"## {theme.replace('-', ' ').capitalize()}\n")
        parts.append(
            _table(
                ["id", "label", "unit", "definition", "purpose"],
                (
                    [f"`{row['id']}`", row["label"], row["unit"], row["definition"], row["purpose"]]
                    for row in rows
                ),
            )
        )
    return "\n".join(parts)


def _ranges(rows: Iterable[dict[str, Any]]) -> str:
    return _table(
        ["id", "value", "range", "unit", "meaning", "source"],
        (
            [
                f"`{row['id']}`",
                f"{row['value']:g}",
                f"{row['low']:g} to {row['high']:g}",
                row["unit"],
                row["meaning"],
                row["source"],
            ]
            for row in rows
        ),
    )


def assumptions() -> str:
    """The engine's register, by phase."""
    parts = [
        "# Assumptions of the engine\n",
        _MADE.format("the register"),
        "`xinyong run --set ID=VALUE` moves one. How draws are made of them: `verdicts.md`.\n",
    ]
    own = [row for row in listings.assumptions() if row["phase"] != "rules"]
    for phase, rows in groupby(own, key=lambda row: row["phase"]):
        parts += [f"## {phase.replace('_', ' ').capitalize()}\n", _ranges(rows)]
    return "\n".join(parts)


def assumptions_of_rules() -> str:
    """The assumptions inside the rule books of china-2020, book by book."""
    parts = ["# Assumptions in rule books\n", _MADE.format("the rule books of china-2020")]
    rules = [row for row in listings.assumptions() if row["phase"] == "rules"]

    def of(row: dict[str, Any]) -> str:
        words = row["id"].split(".")
        return str(words[1]) if words[0] == "book" else "The scheme and its agreements"

    for book, rows in groupby(sorted(rules, key=of), key=of):
        parts += [f"## {book}\n", _ranges(rows)]
    return "\n".join(parts)


def schemes() -> str:
    """Schemes, twins and reforms."""
    parts = [
        "# Schemes, twins and reforms\n",
        _MADE.format("the library"),
        "`xinyong show ID` prints one with its sources.\n",
    ]
    for row in sorted(listings.schemes(), key=lambda row: row["id"]):
        facts = [f"setting {row['setting']}"]
        facts += ["fiction"] * row["fictional"] + ([f"a reform of `{row['base']}`"] if row["base"] else [])
        facts += [f"books: {', '.join(row['books'])}"] if row["books"] else []
        parts.append(f"## {row['id']}\n\n**{row['name']}.** {row['summary']}\n\n*{'; '.join(facts)}*\n")
    return "\n".join(parts)


def systems() -> str:
    """Rule books, with a link to each one's page."""
    rows = [
        [
            f"[{row['id']}](#{row['id']})",
            f"{row['name']} {row['name_zh']}",
            row["kind"],
            ", ".join(row["settings"]),
            ", ".join(row["subjects"]),
            f"{row['from'] or ''} to {row['until'] or 'now'}",
            row["cases"],
        ]
        for row in listings.systems()
    ]
    head = ["id", "name", "kind", "setting", "subjects", "in force", "worked cases"]
    told = "Each id leads to the book in full on [Institutions](/institutions.md).\n"
    return "\n".join(["# Rule books\n", _MADE.format("the library"), told, _table(head, rows)])


def _test(test: Test) -> list[str]:
    twin = test.twin.scheme if test.twin else "no twin"
    bar = (
        f"{test.direction} by {test.smallest.value:g}"
        if test.compare != "level"
        else (f"{test.direction} of {test.smallest.value:g}")
    )
    return [
        f"{test.setting} {test.part}",
        f"`{test.world.scheme}`",
        f"`{twin}`",
        f"`{test.indicator}` ({test.group}), {test.estimand}, {test.compare}",
        f"{bar}. {test.smallest.reason}",
        f"{test.frame}, {test.citizens:,}, {test.months} months",
    ]


def _claim(claim: Claim) -> str:
    said = "; ".join(f"{each.name} ({each.outlet})" for each in claim.said_by)
    parts = [
        f"### {claim.id}\n",
        f"**{claim.statement}**\n",
        f"*Said by* {said}\n",
        f"*Mechanism.* {claim.mechanism}\n",
        f"*Kind.* {claim.kind}; themes: {', '.join(claim.themes)}\n",
    ]
    if claim.fact is not None:
        parts.append(f"*What the figures say.* {claim.fact.finding}: {claim.fact.reason}\n")
    if claim.untestable is not None:
        parts.append(f"*Cannot be run.* {claim.untestable.reason}\n")
    parts += [f"*Why it is no knob.* {claim.why_not_a_knob}\n"] if claim.why_not_a_knob else []
    parts += [f"*Note.* {note}\n" for note in claim.notes]
    if claim.tests:
        head = ["setting", "world", "twin", "measured", "smallest effect that matters", "frame"]
        parts.append(_table(head, map(_test, claim.tests)))
    return "\n".join(parts)


def claims() -> str:
    """Every claim with its tests; verdicts are the board's."""
    parts = ["# Claims\n", _MADE.format("the claim files"), "Verdicts: `xinyong claims`.\n"]
    for side, found in groupby(claims_library().values(), key=lambda claim: claim.side):
        parts += [f"## {_SIDES[side]}\n", *map(_claim, found)]
    return "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "commands": cli,
    "indicators": indicators,
    "assumptions": assumptions,
    "assumptions-of-rules": assumptions_of_rules,
    "schemes": schemes,
    "rule-books": systems,
    "claims": claims,
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
