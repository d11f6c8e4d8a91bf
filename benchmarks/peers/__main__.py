"""The command: ``python -m benchmarks.peers {sit,trial,dock,docs,lines}``, from the root of the repository.

sit    time every program that is installed (hours; nothing else may run) and write sitting.json
trial  the same at tiny sizes, to see that the harness works; writes trial.json
dock   compare distributions of all programs with NumPy's; exit code 1 if one differs
docs   put the figures of sitting.json (else trial.json) into docs/performance.md
lines  lines of code
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from . import report
from .lines import lines
from .programs import PROGRAMS, present

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "performance.md"


def kept() -> Path:
    """The sitting that the docs show: the real one, or a trial as long as there is none."""
    real = HERE / "sitting.json"
    return real if real.exists() else HERE / "trial.json"


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("what", choices=("sit", "trial", "dock", "docs", "lines"))
    parser.add_argument("--programs", nargs="+", choices=list(PROGRAMS), default=None)
    parser.add_argument("--rounds", type=int, default=3, help="times that each is measured")
    parser.add_argument("--largest", type=int, default=10**8, help="citizens at most")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seeds", type=int, default=40, help="societies a program, in docking")
    parser.add_argument(
        "--own", action="store_true", help="Xinyong's own month as well (compiles for a minute)"
    )
    parser.add_argument("--out", type=Path, default=None)
    asked = parser.parse_args()
    for name, least in (("rounds", 1), ("largest", 10**4), ("cores", 1), ("seeds", 2)):
        if getattr(asked, name) < least:
            parser.error(f"--{name}: {getattr(asked, name)}; allowed: {least} or more")
    for name in asked.programs or PROGRAMS:
        if PROGRAMS[name].version() is None:
            print(f"{PROGRAMS[name].label} is not installed: left out", file=sys.stderr)
    return {"sit": sit, "trial": sit, "dock": dock, "docs": docs, "lines": count}[asked.what](asked)


def sit(asked: argparse.Namespace) -> int:
    """Time everything and keep it."""
    from . import sitting

    if asked.what == "trial":
        plan = sitting.trial(asked.cores)
    else:
        plan = sitting.full(asked.rounds, asked.cores, asked.largest)
    path = asked.out or HERE / ("trial.json" if plan.trial else "sitting.json")
    before = json.loads(path.read_text()) if path.exists() else {}
    part = path.with_suffix(".part.json")
    found = sitting.sit(plan, asked.programs, part)
    if asked.own:
        found["own"] = sitting.own_month(plan)
    if "docking" in before:
        found["docking"] = before["docking"]
    del found["machine"]["started"]
    path.write_text(json.dumps(found, indent=1) + "\n")
    part.unlink(missing_ok=True)
    print(report.page(found))
    return 0


def dock(asked: argparse.Namespace) -> int:
    """Dock, print the z-scores, and put them into the sitting that is kept."""
    from . import dock as docking

    found = docking.dock([name for name in asked.programs or PROGRAMS if name in present()], asked.seeds)
    for each in found:
        print(f"{each.program:12s} {each.form:6s}", "docked " if each.docked else "DIFFERS", end=" ")
        print(f"(|z| < {each.limit:.1f}):", *(f"{z:5.1f}" for z in each.z))
    path = asked.out or kept()
    if path.exists():
        told = [each._asdict() for each in found]
        path.write_text(json.dumps(json.loads(path.read_text()) | {"docking": told}, indent=1) + "\n")
    return 0 if all(each.docked for each in found) else 1


def docs(asked: argparse.Namespace) -> int:
    """Write the docs page."""
    report.write(PAGE, json.loads((asked.out or kept()).read_text()))
    return 0


def count(asked: argparse.Namespace) -> int:
    """Print lines of code."""
    for name in asked.programs or PROGRAMS:
        print(f"{lines(PROGRAMS[name].text):5d}  {PROGRAMS[name].label}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
