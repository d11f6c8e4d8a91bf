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
from xinyong.experiments.running import perform
from xinyong.experiments.trunk import branch, read_trunk

#: One month of each of two worlds after the burn-in, of few: what the interpreter can do.
FEW = replace(REAL, months=1, citizens=1000)


def threads_and_interpreter(threads: list[int], interpreted: list[int], citizens: int) -> dict[str, Any]:
    """A run on each number of threads; and interpreted, of a thousand citizens, against compiled."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        place, ask = Path(folder), replace(REAL, citizens=citizens)
        many = {n: _sha(perform(replace(ask, threads=n), place / f"t{n}")) for n in threads}
        failures += [f"{n} threads" for n in threads if many[n] != many[threads[0]]]
        few = _sha(perform(FEW, place / "few")) if interpreted else ""
        for n in interpreted:
            words = ["run", FEW.scheme, "--against", str(FEW.against), "--frame", FEW.frame]
            words += ["--citizens", str(FEW.citizens), "--months", str(FEW.months)]
            words += ["--threads", str(n), "--json"]
            told = subprocess.run(
                [sys.executable, "-m", "xinyong.cli", *words, "--out", str(place / f"i{n}")],
                env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True,
            )  # fmt: skip
            if told.returncode or json.loads(told.stdout)["results_sha256"] != few:
                failures.append(f"interpreted, {n} threads: {told.stderr[-200:]}")
    return {"threads": threads, "interpreted_on_threads": interpreted, "citizens": citizens,
            "failures": failures}  # fmt: skip


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
