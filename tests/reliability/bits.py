"""The same bits: on any number of threads, interpreted, and from a branch in any month."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from sessions import REAL

from xinyong.errors import InterruptedRun
from xinyong.experiments.asking import Ask
from xinyong.experiments.running import perform
from xinyong.experiments.trunk import branch, read_trunk

#: One month of each of two worlds after the burn-in, of few: what the interpreter can do.
FEW = replace(REAL, months=1, citizens=1000)

_PLAIN = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4"}
#: What hides from NumPy (arrays) or Numba (the month) what an x86 processor has learnt since 2008.
OLDER = {
    "arrays without AVX": _PLAIN,
    "month for any x86-64": {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""},
    "both as in 2008": _PLAIN | {"NUMBA_CPU_NAME": "nehalem"},
}


def threads_and_interpreter(threads: list[int], interpreted: list[int], citizens: int) -> dict[str, Any]:
    """A run on each number of threads; and interpreted, of a thousand citizens, against compiled."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        place, ask = Path(folder), replace(REAL, citizens=citizens)
        many = {n: _sha(perform(replace(ask, threads=n), place / f"t{n}")) for n in threads}
        failures += [f"{n} threads" for n in threads if many[n] != many[threads[0]]]
        few = _sha(perform(FEW, place / "few")) if interpreted else ""
        for n in interpreted:
            told = _apart(replace(FEW, threads=n), place / f"i{n}", {"NUMBA_DISABLE_JIT": "1"})
            if told != few:
                failures.append(f"interpreted, {n} threads: {told}")
    return {"threads": threads, "interpreted_on_threads": interpreted, "citizens": citizens,
            "failures": failures}  # fmt: skip


def processors(count: int) -> dict[str, Any]:
    """A run as on ``count`` older processors: the hash of this one."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        expected = _apart(REAL, Path(folder) / "this", {})
        for name, surroundings in [*OLDER.items()][:count]:
            told = _apart(REAL, Path(folder) / name, surroundings)
            if told != expected:
                failures.append(f"{name}: {told}")
    return {"processors": [*OLDER][:count], "failures": failures}


def _apart(ask: Ask, out: Path, surroundings: dict[str, str]) -> str:
    """The hash of a run in a process of its own, or the last that it said."""
    words = ["run", ask.scheme, "--against", str(ask.against), "--frame", ask.frame, "--json"]
    words += ["--citizens", str(ask.citizens), "--months", str(ask.months), "--threads", str(ask.threads)]
    told = subprocess.run(
        [sys.executable, "-m", "xinyong.cli", *words, "--out", str(out)],
        env=os.environ | surroundings, capture_output=True, text=True,
    )  # fmt: skip
    return told.stderr[-200:] if told.returncode else str(json.loads(told.stdout)["results_sha256"])


def shards(most: int, kills: int, citizens: int) -> dict[str, Any]:
    """A run in 1 to ``most`` shards on local workers, which are killed meanwhile: the hash of one process."""
    from chaos import hunted

    failures, lost = [], 0
    ask = replace(REAL, citizens=citizens, frame="national")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        begun = time.monotonic()
        whole = _sha(perform(ask, place / "whole"))
        pace = max(6.0, time.monotonic() - begun)
        for number in range(1, most + 1):
            spread, home = replace(ask, cluster="local:2", shards=number), place / f"s{number}"
            with hunted(kills, number, pace) as killed:
                while True:
                    try:
                        found = perform(spread, home, resume=True, every=1.0)
                        break
                    except InterruptedRun as error:
                        if "go on with" not in str(error):
                            failures.append(f"{number} shards: said only {error}")
            lost += killed[0]
            if _sha(found) != whole:
                failures.append(f"{number} shards, {killed[0]} kills")
    return {"shards": most, "kills": lost, "citizens": citizens, "failures": failures}


def branches(months: int) -> dict[str, Any]:
    """Branch a run in every month of it under its own scheme: the same hash, month for month."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        run = perform(replace(REAL, months=months), place / "run")
        trunk = read_trunk(run.path)
        for month in range(REAL.start, REAL.start + months):
            found = perform(branch(trunk, month), place / str(month), trunk=trunk)
            same = found.manifest["months_sha256"] == run.manifest["months_sha256"]
            if not same or found.manifest["worlds_sha256"][0] != run.manifest["worlds_sha256"][0]:
                failures.append(f"branch in month {month}")
    return {"months": months, "failures": failures}


def _sha(run: Any) -> str:
    return str(run.manifest["results_sha256"])
