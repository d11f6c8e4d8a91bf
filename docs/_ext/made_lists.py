"""The reference's pages of what there is: indicators, assumptions, schemes, rule books."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from made_text import MADE, table

from xinyong.show import listings


def indicators() -> str:
    """Every indicator, by theme."""
    parts = ["# Indicators\n", MADE.format("the catalogue of indicators")]
    for theme, rows in groupby(listings.indicators(), key=lambda row: row["theme"]):
        parts.append(f"## {theme.replace('-', ' ').capitalize()}\n")
        parts.append(
            table(
                ["id", "label", "unit", "definition", "purpose"],
                (
                    [f"`{row['id']}`", row["label"], row["unit"], row["definition"], row["purpose"]]
                    for row in rows
                ),
            )
        )
    return "\n".join(parts)


def _ranges(rows: Iterable[dict[str, Any]]) -> str:
    return table(
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
        MADE.format("the register"),
        "`xinyong run --set ID=VALUE` moves one. How draws are made of them: `verdicts.md`.\n",
    ]
    own = [row for row in listings.assumptions() if row["phase"] != "rules"]
    for phase, rows in groupby(own, key=lambda row: row["phase"]):
        parts += [f"## {phase.replace('_', ' ').capitalize()}\n", _ranges(rows)]
    return "\n".join(parts)


def assumptions_of_rules() -> str:
    """The assumptions inside the rule books of china-2020, book by book."""
    parts = ["# Assumptions in rule books\n", MADE.format("the rule books of china-2020")]
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
        MADE.format("the library"),
        "`xinyong show ID` prints one with its sources.\n",
    ]
    for row in sorted(listings.schemes(), key=lambda row: row["id"]):
        facts = [f"setting {row['setting']}"]
        facts += ["fiction"] * row["fictional"] + ([f"a reform of `{row['base']}`"] if row["base"] else [])
        facts += [f"books: {', '.join(row['books'])}"] if row["books"] else []
        parts.append(f"## {row['id']}\n\n**{row['name']}.** {row['summary']}\n\n*{'; '.join(facts)}*\n")
    return "\n".join(parts)


def rule_books() -> str:
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
    return "\n".join(["# Rule books\n", MADE.format("the library"), told, table(head, rows)])
