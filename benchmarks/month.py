"""Speed and memory of the month: citizen-months a second, medians of three.

    python benchmarks/month.py                     # 1,000,000 citizens, 60 months, 1 and 2 threads
    python benchmarks/month.py --flat              # cost per citizen-month from 10^5 to 10^7

Only the month loop is timed (ledger rows put in order included, files excluded); compiling and
building the society are reported apart. Memory is what lasts: state, tables, boards, by subject.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from xinyong import scheme
from xinyong.engine import Engine, WorldSpec
from xinyong.engine.assumptions import values
from xinyong.society import build, plan

START = 144


def engine_of(citizens: int, threads: int, name: str, frame: str = "national") -> Engine:
    """A world in January 2012, ready to run."""
    society = build(plan(frame, citizens, 1), threads=threads)
    timeline = scheme.load(name).compile(society.cities)
    return Engine(WorldSpec(society, timeline, values(), 7, START), threads)


def timed(engine: Engine, months: int) -> tuple[float, int]:
    """Seconds of the month loop, and ledger rows written."""
    rows = 0
    began = time.perf_counter()
    for _ in range(months):
        rows += len(engine.step().ledger)
    return time.perf_counter() - began, rows


def bytes_per_subject(engine: Engine) -> float:
    """Bytes that last, for each person, company and office."""
    state = engine.state
    last = state.hoods[-1]
    subjects = int(last.person_first + last.company_first + last.office_first)
    return sum(np.asarray(part).nbytes for part in state) / subjects


def report(citizens: int, months: int, threads: int, name: str, repeats: int, skip: int) -> None:
    """Print one line."""
    speeds = []
    for _ in range(repeats):
        engine = engine_of(citizens, threads, name)
        timed(engine, skip)
        seconds, rows = timed(engine, months)
        speeds.append(citizens * months / seconds)
    middle = statistics.median(speeds)
    print(
        f"{name:18s} {citizens:>11,} citizens {months:>4} months {threads} threads: "
        f"{middle / 1e6:6.2f} million citizen-months/s "
        f"({1e9 / middle:5.0f} ns each; {min(speeds) / 1e6:.2f} .. {max(speeds) / 1e6:.2f}); "
        f"{bytes_per_subject(engine):5.0f} bytes a subject, {rows / citizens / months:.4f} rows each"
    )


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--flat", action="store_true")
    parser.add_argument("--citizens", type=int, default=1_000_000)
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--scheme", default="bench-first-light")
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    began = time.perf_counter()
    engine_of(1000, 1, asked.scheme).step()
    print(f"compile or load: {time.perf_counter() - began:.1f} s")
    if asked.flat:
        for citizens in (100_000, 1_000_000, 10_000_000):
            report(citizens, 12, 2, asked.scheme, 1 if citizens > 10**6 else asked.repeats, 3)
    else:
        for threads in (1, 2):
            report(asked.citizens, asked.months, threads, asked.scheme, asked.repeats, 0)


if __name__ == "__main__":
    main()
