"""A sitting: every program timed on one machine, one after another, each time in a process of its own.

Rounds go through all programs before they come to the same one again, so that what else the machine does
hits all alike. Figures are medians over rounds.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from . import model
from .lines import lines
from .programs import PROGRAMS, present

ROOT = Path(__file__).parent.parent.parent


class Plan(NamedTuple):
    """What a sitting measures. Usual sizes are divided by ``divide``; ``seconds`` of each timing."""

    trial: bool
    rounds: int
    divide: int
    sizes: tuple[int, ...]
    copies: tuple[int, ...]
    seconds: float
    least: int
    longest: float
    cores: int


def full(rounds: int, cores: int, largest: int) -> Plan:
    """The sitting that is published: hours, on a machine that does nothing else."""
    sizes = tuple(size for size in (10**4, 10**5, 10**6, 10**7, 10**8) if size <= largest)
    return Plan(False, rounds, 1, sizes, (1, 2, 4, 8), 3.0, 3, 120.0, cores)


def trial(cores: int) -> Plan:
    """A sitting that only shows that the harness works; its figures say nothing."""
    return Plan(True, 1, 500, (2_000, 4_000), (1, 2), 0.02, 1, 60.0, cores)


def child(asked: dict, cache: str, limit: float) -> dict:
    """One measurement; what failed has ``failed`` instead of figures."""
    threads = str(asked["threads"])
    pools = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")
    path = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    surroundings = os.environ | dict.fromkeys(pools, threads) | {"XINYONG_CACHE": cache, "PYTHONPATH": path}
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.peers.measure", json.dumps(asked)]
    try:
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=limit + 900)
    except subprocess.TimeoutExpired:
        return asked | {"failed": "too slow"}
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return asked | {"failed": said[-1] if said else f"ended with {done.returncode}"}
    return json.loads(done.stdout.splitlines()[-1])


def cases(plan: Plan, names: list[str]) -> list[dict]:
    """The measurements of one round, part by part: the main table, growth in citizens, growth in rules."""
    found = []
    for name in names:
        program = PROGRAMS[name]
        counts = sorted({1, plan.cores}) if program.threads else [1]
        usual = max(program.usual // plan.divide, 2_000)
        shared = {"program": name, "seconds": plan.seconds, "least": plan.least, "seed": 1}
        for form in model.FORMS:
            for threads in counts:
                one = {"part": "main", "form": form, "citizens": usual, "copies": 1, "threads": threads}
                found.append(shared | one)
            for size in plan.sizes:
                more = {
                    "part": "citizens",
                    "form": form,
                    "citizens": size,
                    "copies": 1,
                    "threads": counts[-1],
                }
                found.append(shared | more)
        for copies in plan.copies:
            more = {
                "part": "rules",
                "form": "local",
                "citizens": usual,
                "copies": copies,
                "threads": counts[-1],
            }
            found.append(shared | more)
    return found


def too_much(case: dict, before: list[dict], longest: float) -> str | None:
    """Why a case is left out, judged by the same program's earlier runs: time or memory."""
    same = [run for run in before if run["program"] == case["program"] and "wall" in run]
    smaller = [run for run in same if run["form"] == case["form"] and run["citizens"] < case["citizens"]]
    if not smaller:
        return None
    last = max(smaller, key=lambda run: run["citizens"])
    times = case["citizens"] / last["citizens"]
    seconds = times * (last["build"] + (case["least"] + 1) * last["wall"] / last["months"])
    if seconds > longest:
        return f"would take {seconds:.0f} s"
    if times * last["citizens"] * last["bytes"] > 0.7 * free_memory():
        return "needs more memory"
    return None


def free_memory() -> int:
    """Bytes that programs may still take."""
    told = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    return int(told["MemAvailable"].split()[0]) * 1024


def machine() -> dict:
    """What the figures were measured on."""
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model_name = next((line.split(":")[1].strip() for line in told if line.startswith("model name")), "")
    return {
        "processor": model_name, "cores": os.cpu_count(), "memory": free_memory(), "load": os.getloadavg()[0],
        "system": platform.system(), "python": platform.python_version(), "date": time.strftime("%Y-%m-%d"),
        "started": Path("/proc/sys/kernel/random/boot_id").read_text().strip(),
    }  # fmt: skip


def sit(plan: Plan, names: list[str] | None = None, kept: Path | None = None) -> dict:
    """Measure everything; progress goes to standard error.

    What ``kept`` holds of the same sitting (same plan and programs, the machine not started anew since) is
    not measured again, and each measurement is put there at once: a sitting that was stopped goes on.
    """
    names = names or present()
    found: dict = {"trial": plan.trial, "plan": plan._asdict(), "machine": machine()}
    found["versions"] = {name: PROGRAMS[name].version() for name in names}
    found["lines"] = {name: lines(PROGRAMS[name].text) for name in names}
    before = json.loads(kept.read_text()) if kept is not None and kept.exists() else {}
    if not same_sitting(before, found):
        before = {}
    found["machine"] = before.get("machine", found["machine"])
    found |= {"memory": [], "runs": []}
    known = {json.dumps(asked(run)): run for run in before.get("memory", []) + before.get("runs", [])}

    def measured(name: str, case: dict, measure) -> None:
        run = known.get(json.dumps(asked(case))) or measure(case)
        found[name].append(run | case)
        if kept is not None:
            kept.write_text(json.dumps(found, indent=1) + "\n")
        if name == "runs":
            print(case["round"], said(run), file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as cache:

        def timed(case: dict) -> dict:
            why = too_much(case, found["runs"], plan.longest) if "citizens" in case else None
            return case | {"failed": why} if why else child(case, cache, plan.longest)

        for round_ in range(plan.rounds):
            for threads in sorted({1, plan.cores}):
                measured("memory", {"program": "memory", "threads": threads, "round": round_}, timed)
            for case in cases(plan, names):
                if not round_ or quick(case, found["runs"]):  # what takes long is measured once
                    measured("runs", case | {"round": round_}, timed)
    return found


def quick(case: dict, before: list[dict]) -> bool:
    """Whether a case took less than twenty seconds when it was first measured."""
    first = next(run for run in before if asked(run)[1:] == asked(case)[1:])
    return "wall" in first and first["build"] + first["wall"] * (1 + 1 / first["months"]) < 20.0


def same_sitting(before: dict, now: dict) -> bool:
    """Whether measurements that are kept belong to this sitting."""

    def told(found: dict) -> str:
        return json.dumps([found.get("plan"), found.get("versions"), found.get("machine", {}).get("started")])

    return told(before) == told(now)


def asked(run: dict) -> list:
    """What tells one measurement from the others."""
    return [run.get(key) for key in ("round", "part", "program", "form", "citizens", "copies", "threads")]


def said(run: dict) -> str:
    """One line about a run."""
    head = "{part:9s} {program:12s} {form:6s} {citizens:>11,} x {copies} rules, {threads} threads".format(
        **run
    )
    return f"{head}: {run['failed']}" if "failed" in run else f"{head}: {cost(run):8.1f} ns a citizen-month"


def cost(run: dict) -> float:
    """Nanoseconds a citizen-month."""
    return 1e9 * run["wall"] / run["months"] / run["citizens"]


def middle(found: dict, figure, **where) -> float | None:
    """The median of ``figure`` over the runs that match, or None where there is none."""
    same = [r for r in found["runs"] if "failed" not in r and all(r[key] == v for key, v in where.items())]
    return statistics.median(map(figure, same)) if same else None


def own_month(plan: Plan) -> dict:
    """Xinyong's own month under ``bench-first-light``, which does far more than the reference model."""
    from benchmarks.month import engine_of, timed

    citizens, months = max(10**6 // plan.divide, 2_000), 3 if plan.trial else 24
    timed(engine_of(citizens, plan.cores, "bench-first-light"), 1)
    speeds = []
    for _ in range(plan.rounds):
        seconds, _ = timed(engine_of(citizens, plan.cores, "bench-first-light"), months)
        speeds.append(citizens * months / seconds / 1e6)
    return {"citizens": citizens, "threads": plan.cores, "months": months, "speed": statistics.median(speeds)}
