"""The reference's page of commands, made from the program's own."""

from __future__ import annotations

from inspect import cleandoc

import click
from made_text import MADE, table

from xinyong.cli import commands


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
    return text + ("\n" + table(["option", "meaning"], rows) if rows else "")


def page() -> str:
    """Every command with its options."""
    parts = ["# Commands\n", MADE.format("the program's own commands"), _prose(commands.help or "") + "\n"]
    parts.append(
        "Exit codes: 0 done, 1 the input is wrong (all problems told, nothing written), "
        "2 usage, 3 a run was interrupted and can be resumed.\n"
    )
    parts += [_command(name, command) for name, command in sorted(commands.commands.items())]
    return "\n".join(parts)
