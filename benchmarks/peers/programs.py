"""The programs of the reference model: what each is called, where it is, and what it can do."""

from __future__ import annotations

import importlib
import importlib.metadata
import shutil
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Program(NamedTuple):
    """``package``: the distribution whose version is told; ``usual``: citizens of the main table.

    ``threads``: ``argument`` if a society takes a number of threads, ``polars`` if Polars' own pool helps it.
    """

    label: str
    how: str
    module: str
    package: str
    usual: int
    threads: str = ""
    source: str = ""
    options: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> Path:
        """The file that a user would write."""
        return HERE / (self.source or f"{self.module}.py")

    def make(self, citizens: int, local: bool, seed: int, rules, threads: int = 1):
        """A society of this program; raises ImportError where its package is missing."""
        words = dict(self.options)
        if self.threads == "argument":
            words["threads"] = threads
        module = importlib.import_module(f"benchmarks.peers.{self.module}")
        make = getattr(module, "make", module.Society)
        return make(citizens, local, seed, rules, **words)

    def version(self) -> str | None:
        """The version of the package, or None where this program cannot run."""
        if self.package == "g++":
            return "compiler" if shutil.which("g++") else None
        try:
            return importlib.metadata.version(self.package)
        except importlib.metadata.PackageNotFoundError:
            return None


MANY, FEW = 1_000_000, 10_000
PROGRAMS = {
    "mesa": Program("Mesa", "AgentSet.do, one object a citizen", "in_mesa", "mesa", FEW),
    "agentpy": Program("AgentPy", "AgentList, one object a citizen", "in_agentpy", "agentpy", FEW),
    "starsim": Program("Starsim", "module arrays, common random numbers", "in_starsim", "starsim", MANY),
    "mesa-frames": Program("mesa-frames", "Polars frame", "in_mesa_frames", "mesa-frames", MANY, "polars"),
    "ambr": Program("ambr", "vectorised, Polars columns", "in_ambr", "ambr", MANY, "polars"),
    "numpy": Program("NumPy", "vectorised, SFC64", "in_numpy", "numpy", MANY),
    "cpp": Program(
        "C++ OpenMP, plain", "citizen by citizen, mt19937", "in_cpp", "g++", MANY, "argument", "plain.cpp",
        (("program", "plain"),),
    ),
    "cpp-tuned": Program(
        "C++ OpenMP, tuned", "phase by phase, draws by key", "in_cpp", "g++", MANY, "argument", "tuned.cpp",
        (("program", "tuned"),),
    ),
    "xinyong": Program("Xinyong", "phase by phase, draws by key", "in_xinyong", "xinyong", MANY, "argument"),
}  # fmt: skip


def present() -> list[str]:
    """The names of the programs that can run here."""
    return [name for name, program in PROGRAMS.items() if program.version() is not None]
