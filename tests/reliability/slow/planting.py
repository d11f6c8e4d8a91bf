"""Faults planted in the slow engine, one at a time: would the two engines have been seen to part?

``python -m slow.planting 100`` (in ``tests/reliability``) turns a comparison or a sign round in so many
places of the slow engine, drawn at random, and holds each such engine against the first on random worlds
until they part. What is never found is said with its line: either it makes no difference, or no world
comes to it.
"""

from __future__ import annotations

import ast
import importlib
import multiprocessing
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from slow.inventing import Case, case

_HERE = Path(__file__).resolve().parent
_MODULES = (
    "choosing", "counting", "court", "gates", "lives", "minds", "month", "noticing", "occasions", "people",
    "rating", "rules", "standing", "world", "writing",
)  # fmt: skip
_TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub,
    ast.Sub: ast.Add, ast.Mult: ast.Add, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


class Fault(NamedTuple):
    """A place: a module and the number of its node, in the order in which they are walked."""

    module: str
    node: int
    line: int


def places() -> list[Fault]:
    """Every comparison and sign that may be turned round."""
    return [
        Fault(module, number, line)
        for module in _MODULES
        for number, (_, _, line) in enumerate(_turnable(ast.parse(_text(module))))
    ]


def _text(module: str) -> str:
    return (_HERE / f"{module}.py").read_text(encoding="utf-8")


def _turnable(tree: ast.Module) -> Iterator[tuple[Any, str, int]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
                yield node, "ops", node.lineno
            elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)) and type(node.op) in _TURNED:
                yield node, "op", node.lineno


def planted(fault: Fault) -> Any:
    """The code of a module with a fault."""
    tree = ast.parse(_text(fault.module))
    node, what, _ = next(islice(_turnable(tree), fault.node, None))
    if what == "ops":
        node.ops[0] = _TURNED[type(node.ops[0])]()
    else:
        node.op = _TURNED[type(node.op)]()
    return compile(ast.fix_missing_locations(tree), f"slow/{fault.module}.py", "exec")


def _try(fault: Fault, cases: list[Case], told: Any) -> None:
    """In a process of its own: the number of the world in which the fault was found, or -1."""
    check = importlib.import_module("slow.check")
    module = importlib.import_module(f"slow.{fault.module}")
    before = {name: value for name, value in vars(module).items() if not name.startswith("__")}
    exec(planted(fault), vars(module))
    after = {name: vars(module)[name] for name in before}
    # modules that took a function or class by name must see the faulty one
    for name, other in list(sys.modules.items()):
        if name.startswith("slow."):
            for key, value in list(vars(other).items()):
                hits = [each for each, old in before.items() if old is value and callable(value)]
                if hits and other is not module:
                    setattr(other, key, after[hits[0]])
    world = importlib.import_module("slow.world")
    phases = tuple((name, getattr(sys.modules[do.__module__], do.__name__)) for name, do in world.PHASES)
    world.PHASES = phases
    for number, given in enumerate(cases):
        try:
            parted = next(iter(check.differences(given)), None) is not None
        except Exception:
            parted = True
        if parted:
            told.put(number)
            return
    told.put(-1)


def main() -> None:
    """Plant so many faults; tell which were found, and after how many worlds."""
    count, worlds = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60
    importlib.import_module("slow.check")
    cases = [case(number) for number in range(worlds)]
    fork = multiprocessing.get_context("fork")
    missed = 0
    for fault in random.Random(1).sample(places(), count):
        told = fork.Queue()
        process = fork.Process(target=_try, args=(fault, cases, told))
        process.start()
        found = told.get()
        process.join()
        missed += found < 0
        after = f"found in world {found}" if found >= 0 else f"NOT FOUND in {worlds} worlds"
        print(f"{fault.module}.py:{fault.line} {after}", flush=True)
    print(f"{count - missed} of {count} found; {len(places())} places")


if __name__ == "__main__":
    main()
