"""The reliability suite: ``scripts/reliability`` runs it for hours, the tests for a minute.

``python tests/reliability/suite.py`` runs every check at its long size and puts the figures into
``docs/reliability.json``, from which ``docs/reliability.md`` is written. ``--only NAME`` runs some,
``--share 0.1`` a tenth of each, ``--count 50`` so many of each. What was not run keeps its figures, and
so does what was run in a larger size before, unless something failed.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import sessions
from hands import shared
from page import page

ROOT = Path(__file__).resolve().parent.parent.parent
FIGURES, PAGE = ROOT / "docs" / "reliability.json", ROOT / "docs" / "reliability.md"
#: Writes that one part of a check fails at.
_WRITES = 20


class Check(NamedTuple):
    """A check: its name, what it promises, how large it is in tests and at length, what runs it."""

    name: str
    promise: str
    short: int
    long: int
    run: Callable[[int], dict[str, Any]]


def _kills(make: sessions.Make) -> Callable[[int], dict[str, Any]]:
    def run(count: int) -> dict[str, Any]:
        from killing import kills

        return shared(partial(kills, make), count, 25)

    return run


def _fault(kind: str, lasting: bool) -> Callable[[int], dict[str, Any]]:
    def run(count: int) -> dict[str, Any]:
        from faults import writes

        number = writes(sessions.fake)
        step = max(1, round(number / count))
        work = partial(_at_writes, kind, lasting, step)
        tried = len(range(1, number + 1, step))
        return {"writes": number, "every_write": step == 1, **shared(work, tried, _WRITES)}

    return run


def _at_writes(kind: str, lasting: bool, step: int, part: int, count: int) -> dict[str, Any]:
    from faults import at_writes

    first = 1 + step * part * _WRITES
    return at_writes(sessions.fake, kind, lasting, range(first, first + step * count, step))


def _damage(where: str, how: str) -> Callable[[int], dict[str, Any]]:
    def run(count: int) -> dict[str, Any]:
        import damage

        return dict(getattr(damage, where)(getattr(damage, how), count))

    return run


def _mutants(count: int) -> dict[str, Any]:
    from mutants import files

    return shared(files, count, 500)


def _closed(draws: int) -> dict[str, Any]:
    from closed import z_scores

    return z_scores(draws, 12 if draws < 1_000_000 else 60, 20_000)


def _coverage(studies: int) -> dict[str, Any]:
    from closed import coverage

    return coverage(studies)


def _threads(citizens: int) -> dict[str, Any]:
    from bits import threads_and_interpreter

    long = citizens >= 20_000
    return threads_and_interpreter([1, 2, 3, 4, 8] if long else [1, 2], [1, 2] if long else [], citizens)


def _processors(count: int) -> dict[str, Any]:
    from bits import processors

    return processors(count)


def _branches(months: int) -> dict[str, Any]:
    from bits import branches

    return branches(months)


def _client(count: int) -> dict[str, Any]:
    from chaos import client

    return client(count)


def _workers(count: int) -> dict[str, Any]:
    from chaos import workers

    return workers(count)


def _cluster_client(count: int) -> dict[str, Any]:
    from chaos import client

    return client(count, hands="local:2")


def _cluster_workers(count: int) -> dict[str, Any]:
    from chaos import workers

    return workers(count, hands="local:2")


def _shards(most: int) -> dict[str, Any]:
    from bits import shards

    return shards(most, 1 if most < 4 else 5, 2000 if most < 4 else 20_000)


def _full_store(cells: int) -> dict[str, Any]:
    from chaos import full_store

    return full_store(cells)


def _slow(count: int) -> dict[str, Any]:
    from slow.check import slow

    return slow(count)


def _swapped(count: int) -> dict[str, Any]:
    from damage import swapped

    return swapped()


def _planted(room: str) -> Callable[[int], dict[str, Any]]:
    def run(count: int) -> dict[str, Any]:
        from catching import planted

        return planted(room, count)

    return run


CHECKS = (
    Check("kills", "killed with signal 9 at random moments and resumed, a run has the same hash",
          2, 500, _kills(sessions.real)),
    Check("kills-at-writes", "killed at its n-th write, for every n, and resumed: the same hash",
          3, 10**6, _fault("kill", False)),
    Check("full-disk", "the disk is full from the n-th write on, for every n: it is said, nothing is lost",
          3, 10**6, _fault("ENOSPC", True)),
    Check("broken-disk", "the n-th write fails with an input/output error, for every n",
          2, 10**6, _fault("EIO", False)),
    Check("forbidden", "the n-th write is not allowed, for every n",
          2, 10**6, _fault("EACCES", False)),
    Check("flips-finished", "one bit flipped in any file of a finished run: the file is named on opening",
          60, 6000, _damage("in_finished", "flip")),
    Check("flips-unfinished", "one bit flipped in any file of an unfinished run: an older state is used",
          100, 3000, _damage("in_unfinished", "flip")),
    Check("flips-store", "one bit flipped in a store of cells: what is read is what was written",
          100, 1000, _damage("in_store", "flip")),
    Check("cuts-finished", "any file of a finished run cut off", 20, 500, _damage("in_finished", "cut")),
    Check("cuts-unfinished", "any file of an unfinished run cut off",
          40, 300, _damage("in_unfinished", "cut")),
    Check("cuts-store", "a store of cells cut off", 40, 200, _damage("in_store", "cut")),
    Check("swaps", "a file in the place of another of its kind", 1, 1, _swapped),
    Check("mutants", "mangled rule books and schemes: read, or refused with file and line; no traceback",
          100, 100_000, _mutants),
    Check("threads", "the same hash on any number of threads, and interpreted", 1000, 20_000, _threads),
    Check("processors", "the same hash where arrays or the month must do without newer instructions",
          1, 3, _processors),
    Check("slow", "a second engine in plain Python, written apart: the same numbers in random schemes",
          8, 1000, _slow),
    Check("branches", "stopped and branched in every month, under the same scheme: the same hash",
          3, 24, _branches),
    Check("client", "the program that runs a board is killed at random moments: the same board",
          1, 100, _client),
    Check("workers", "processes that run a board are killed: others go on, the same board", 1, 30, _workers),
    Check("shards", "the same hash in any number of shards, on workers that are killed", 2, 16, _shards),
    Check("cluster-client", "the program that runs a board on a cluster is killed: the same board",
          1, 100, _cluster_client),
    Check("cluster-workers", "workers of a cluster that run a board are killed: the same board",
          1, 30, _cluster_workers),
    Check("full-store", "a store that may not grow, for every size: said, and no cell lost",
          20, 60, _full_store),
    Check("closed-forms", "z-scores against closed forms, one false alarm in a million suites",
          100_000, 4_000_000, _closed),
    Check("planted-phases", "a fault planted in a phase is noticed, in 85 of 100 at least",
          0, 300, _planted("phases")),
    Check("planted-scheme", "the same in what reads, checks and compiles rule books",
          0, 300, _planted("scheme")),
    Check("planted-ledger", "the same in what writes and opens a run",
          0, 300, _planted("ledger")),
    Check("coverage", "95 % intervals hold the truth in 93 to 97 % of studies", 2000, 20_000, _coverage),
)  # fmt: skip


def main() -> int:
    """Run what is asked, keep the figures, write the page; 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=[each.name for each in CHECKS], help="run these alone")
    parser.add_argument("--share", type=float, default=1.0, help="this part of each check's long size")
    parser.add_argument("--count", type=int, help="this size instead of each check's long size")
    parser.add_argument("--page", action="store_true", help="run nothing, write the page again")
    asked = parser.parse_args()
    told = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    failed = False
    for check in () if asked.page else CHECKS:
        if asked.only and check.name not in asked.only:
            continue
        print(f"{check.name}: {check.promise} ...", flush=True)
        begun = time.perf_counter()
        size = asked.count or max(1, round(check.long * asked.share))
        figures = check.run(size)
        failures = figures.pop("failures")
        new = {
            **figures, "failures": len(failures), "first_failures": failures[:5],
            "seconds": round(time.perf_counter() - begun), "share": min(size / check.long, 1.0),
            "day": datetime.now(UTC).date().isoformat(), "python": platform.python_version(),
        }  # fmt: skip
        failed |= bool(failures)
        print(f"  { {key: each for key, each in new.items() if key != 'z'} }", flush=True)
        if told.get(check.name, {}).get("share", 0.0) > new["share"] and not failures:
            print("  a larger figure stays on the page", flush=True)
            continue
        told[check.name] = new
        FIGURES.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(CHECKS, told), encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
