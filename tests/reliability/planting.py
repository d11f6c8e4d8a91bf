"""Faults planted in the code, one at a time: a sign, a bound, a number, a condition; some check must notice.

``python tests/reliability/planting.py ROOM [COUNT]`` shows them. Faults are Cosmic Ray's; a place in the text
is drawn first, then a fault for it, so that places with many possible faults do not count more. What Python
reads as the same text (annotations, docstrings) is no fault, nor is what a decorator asks of the compiler.
"""

from __future__ import annotations

import ast
import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "xinyong"

#: What is asked of each room, and the files that it has.
ROOMS = {
    "scheme": ("scheme/*.py",),
    "ledger": (
        "results/ledger.py", "results/recorder.py", "results/tallies.py", "results/boards.py",
        "results/people.py", "results/checkpoint.py", "results/digests.py", "results/durable.py",
        "results/manifest.py", "results/sealing.py", "results/store.py", "results/run.py",
    ),
    "phases": ("engine/phases/*.py",),
}  # fmt: skip

#: Faults that change nothing here: small integers and singletons are what they are equal to.
_SAME = ("_Is", "_IsNot", "RemoveDecorator", "VariableReplacer", "VariableInserter")


class Fault(NamedTuple):
    """One fault: its file, where and what it is, and the whole text of the file with it."""

    file: Path
    line: int
    what: str
    text: str

    @property
    def module(self) -> str:
        """The dotted name of the file."""
        words = self.file.relative_to(SOURCE.parent).with_suffix("").parts
        return ".".join(words[:-1] if words[-1] == "__init__" else words)

    def __str__(self) -> str:
        return f"{self.file.relative_to(SOURCE)}:{self.line}: {self.what}"


def faults(room: str, count: int, seed: int = 1) -> Iterator[Fault]:
    """``count`` faults of a room, drawn without repeating a place; the same for the same seed."""
    places = [
        (file, place)
        for pattern in ROOMS[room]
        for file in sorted(SOURCE.glob(pattern))
        for place in sorted(_places(file))
    ]
    chance, found = random.Random(f"{room} {seed}"), 0
    chance.shuffle(places)
    for file, place in places:
        fault = _planted(file, place, chance)
        if fault is not None:
            yield fault
            found += 1
            if found == count:
                return


@cache
def _places(file: Path) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """Where in a file faults can be, and which: a kind of fault and its number among those of its kind."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    nodes = list(ast_nodes(get_ast(file.read_text(encoding="utf-8"))))
    found: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for name in operator_names():
        if any(name.endswith(word) or word in name for word in _SAME):
            continue
        kind = get_operator(name)()
        spots = [begin for node in nodes for begin, _ in kind.mutation_positions(node)]
        for number, begin in enumerate(spots):
            found.setdefault(begin, []).append((name, number))
    return found


def _planted(file: Path, place: tuple[int, int], chance: random.Random) -> Fault | None:
    """A fault at a place, or None where no fault there changes what Python reads."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    text = file.read_text(encoding="utf-8")
    possible = list(_places(file)[place])
    chance.shuffle(possible)
    for name, number in possible:
        kind = get_operator(name)()
        new = mutate_code(text, kind, number)
        if new is None or read(new) in (None, read(text)):
            continue
        before, after = _changed(text, new)
        return Fault(file, place[0], f"{name.removeprefix('core/')}: {before} -> {after}", new)
    return None


def read(text: str) -> str | None:
    """What is read of a text, without annotations, docstrings and decorators; None where it is no Python."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
            node.decorator_list = []
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(value=None)
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            if isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
                body[0].value.value = ""
    return ast.dump(tree)


def _changed(old: str, new: str) -> tuple[str, str]:
    """The first lines that differ."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    return next(((a.strip(), b.strip()) for a, b in pairs if a != b), ("", ""))


def main() -> None:
    """``planting.py ROOM [COUNT]``: the faults, a line each."""
    for fault in faults(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20):
        print(fault)


if __name__ == "__main__":
    main()
