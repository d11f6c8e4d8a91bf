"""One measurement in a process of its own: ``python -m benchmarks.peers.measure '{"program": ...}'``.

Prints one line of JSON. A month is ``step`` and ``outputs``. Before the clock starts the program has
been imported, has lived two months of a tiny society (which compiles what is to be compiled) and one
month of the society that is timed. Memory is the peak of the process since the tiny society, with
building, divided by citizens; it means little below some 100,000 citizens of a lean program.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path

from . import bandwidth, model
from .programs import PROGRAMS

TINY = 2_000


def memory(field: str) -> int:
    """Bytes of this process: ``VmRSS`` now, ``VmHWM`` at the peak; 0 where there is no /proc."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) * 1024


def forget_peak() -> None:
    """Let the peak be counted from now on, where the kernel can."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def measure(asked: dict) -> dict:
    """Seconds, processor seconds and bytes of one program at one size."""
    began = time.perf_counter()
    program, rules = PROGRAMS[asked["program"]], model.rules(asked["copies"])
    words = (asked["form"] == "local", asked["seed"], rules, asked["threads"])
    society = program.make(TINY, *words)
    for _ in range(2):
        society.step()
        society.outputs()
    compiled = time.perf_counter()
    del society
    forget_peak()
    before = memory("VmRSS")
    society = program.make(asked["citizens"], *words)
    built = time.perf_counter()
    society.step()
    society.outputs()
    once = time.perf_counter()
    months = min(max(int(asked["seconds"] / (once - built)), asked["least"]), 120)
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(months):
        society.step()
        found = society.outputs()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return asked | {
        "months": months, "wall": wall, "processor": processor, "compile": compiled - began,
        "build": built - compiled, "bytes": (memory("VmHWM") - before) / asked["citizens"],
        "means": found.mean(axis=1).tolist(),
    }  # fmt: skip


def main() -> None:
    """Measure what the first argument asks for."""
    asked = json.loads(sys.argv[1])
    found = bandwidth.measure(asked["threads"]) if asked["program"] == "memory" else measure(asked)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
