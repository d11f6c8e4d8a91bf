"""What a society of any size takes: one shard measured, the rest on paper, and a rehearsal.

    python -m benchmarks.scale                          # measure a shard, print what the whole of China takes
    python -m benchmarks.scale rehearse                 # the largest society that fits here, on local workers
    python -m benchmarks.scale rehearse --citizens 20000 --months 2

A shard's month does not depend on the others but for one exchange, so a society of any size takes as many
shards as there are machines to hold them. What is measured is one thread's time for a citizen's month, the
bytes that last, the ledger rows, and what a shard sends and is told each month. The rest is multiplication,
and is printed as such. A shard's time is processor time, so that others on the machine disturb it little; a
rehearsal's is the clock's, and wants the machine for itself.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import statistics
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from xinyong.engine.assumptions import values
from xinyong.engine.layout import LEDGER_ROW, NO_RECORD
from xinyong.errors import XinyongError
from xinyong.experiments.asking import MOST as MOST_CITIZENS
from xinyong.experiments.asking import Ask
from xinyong.experiments.running import perform
from xinyong.experiments.shard import Before, Conditions, Shard, stretches
from xinyong.scheme.loading import load
from xinyong.society.memory import memory_left
from xinyong.society.planning import plan

#: China at the census of 2020, and companies registered in 2021.
PERSONS, COMPANIES = 1_410_000_000, 46_000_000
#: Ten years, and the two of the burn-in before them.
MONTHS, BURN_IN = 120, 24
#: Memory that is not the state: scratch space, rows of the month, the interpreter.
HEADROOM = 1.25
#: The month when a run of 2014 to 2023 has gone half-way: nearly all books are in force.
START = 228


@dataclass(frozen=True)
class Shares:
    """What was measured of one shard, on one thread.

    ``ns`` a citizen's month; ``bytes`` that last a citizen, its share of companies and offices included;
    ``rows`` of the ledger a citizen's month; ``built`` ns to make a citizen; ``said`` bytes that a shard
    sends each month beside its rows, ``told`` bytes that it is told; ``sent`` bytes a ledger row.
    """

    scheme: str
    citizens: int
    companies: int
    months: int
    ns: float
    bytes: float
    rows: float
    built: float
    said: int
    told: int
    sent: float


def measured(citizens: int, months: int, scheme: str) -> Shares:
    """Live through some months of one shard."""
    people = plan("national", citizens, 1, START)
    timeline = load(scheme).compile(people.cities)
    shard = Shard(stretches(people, 1)[0], threads=1)
    began = time.process_time()
    shard.begin(people, Conditions(timeline, values(), 1, START))
    built = time.process_time() - began
    before, seconds, rows, first = None, [], 0, 0
    for month in range(months + 2):
        began = time.process_time()
        lived = shard.live(before)
        # the first waits for the compiler, the second makes room in short tables
        if month > 1:
            seconds.append(time.process_time() - began)
            rows += lived.written
        before = Before(first, lived.cities)
        first += lived.written
    columns = shard.columns(before)
    none = lived.out._replace(ledger=lived.out.ledger[:0], listings=lived.out.listings[:0])
    fixed = lived._replace(out=none)
    whole, said = len(pickle.dumps(lived, 5)), len(pickle.dumps(fixed, 5))
    return Shares(
        scheme, citizens, people.companies, months, statistics.median(seconds) / citizens * 1e9,
        sum(np.asarray(each).nbytes for each in columns.values()) / citizens,
        rows / citizens / months, built / citizens * 1e9, said, len(pickle.dumps(before, 5)),
        (whole - said) / max(lived.written, 1),
    )  # fmt: skip


@dataclass(frozen=True)
class Bill:
    """What a society takes, worked out from ``Shares``."""

    machines: int
    gib: float
    society_gib: float
    hours: float
    exchange_hours: float
    ledger_rows: float
    ledger_gib: float
    checkpoint_minutes: float
    most_citizens: float


def billed(
    shares: Shares, persons: int, months: int, cores: int, gib: float, gigabits: float, machines: int = 0
) -> Bill:
    """Machines with so many cores and so much memory, on a network of so many gigabits a second.

    ``machines`` 0 is as few as hold the society.
    """
    state = persons * shares.bytes
    number = machines or max(1, int(np.ceil(state * HEADROOM / (gib * 2**30))))
    wire = gigabits * 1e9 / 8
    loop = persons * months * shares.ns * 1e-9 / (number * cores)
    exchange = months * (number * (shares.said + shares.told) + persons * shares.rows * shares.sent) / wire
    rows = persons * months * shares.rows
    return Bill(
        number, state * HEADROOM / number / 2**30, state / 2**30, loop / 3600, exchange / 3600, rows,
        rows * LEDGER_ROW.itemsize / 2**30, state / wire / 60, NO_RECORD / (months * shares.rows),
    )  # fmt: skip


def told(shares: Shares, bill: Bill, persons: int, months: int, machine: str) -> str:
    """The measurement and the bill as text."""
    lines = [
        f"one shard: {shares.citizens:,} citizens, {shares.companies:,} companies, {shares.scheme}, "
        f"{shares.months} months, one thread",
        f"  {shares.ns:,.0f} ns a citizen's month, {shares.bytes:,.0f} bytes a citizen, "
        f"{shares.rows:.4f} ledger rows a citizen's month",
        f"  made in {shares.built:,.0f} ns a citizen; each month it sends {shares.said / 2**20:.2f} MiB and "
        f"{shares.sent:.0f} bytes a row, and is told {shares.told / 2**20:.2f} MiB",
        "",
        f"on paper: {persons:,} persons, {months} months, machines of {machine}",
        f"  state {bill.society_gib:,.0f} GiB: {bill.machines} machines, {bill.gib:,.0f} GiB used on each",
        f"  month loop {bill.hours:,.2f} hours, if all cores run like the one that was measured",
        f"  exchange {bill.exchange_hours:,.2f} hours, all through one machine",
        f"  ledger {bill.ledger_rows:,.0f} rows, {bill.ledger_gib:,.0f} GiB before they are packed",
        f"  a checkpoint through that machine {bill.checkpoint_minutes:,.1f} minutes",
    ]
    if bill.ledger_rows > NO_RECORD:
        lines.append(
            f"  not as it stands: ledger rows are numbered in 32 bits, which is enough for "
            f"{bill.most_citizens:,.0f} persons over so many months"
        )
    return "\n".join(lines)


def rehearsed(citizens: int, months: int, scheme: str, workers: int, shards: int) -> dict[str, Any]:
    """A run on local workers, into a folder that goes again."""
    steps: list[float] = []

    def look(step: Any) -> None:
        steps.append(time.perf_counter())

    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="xinyong-scale-") as folder:
        ask = Ask(scheme=scheme, citizens=citizens, months=months, cluster=f"local:{workers}", shards=shards)
        run = perform(ask, Path(folder) / "run", look=look)
        files = sum(each.stat().st_size for each in Path(folder).rglob("*") if each.is_file())
        sha = run.manifest["results_sha256"]
    each = np.diff(steps)
    mine, theirs = (
        resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "citizens": citizens, "months": months, "workers": workers, "shards": shards or workers,
        "seconds_to_first_month": round(steps[0] - began, 1),
        "seconds_a_month": round(float(np.median(each)), 3) if len(each) else None,
        "ns_a_citizen_month": round(float(np.median(each)) / citizens * 1e9) if len(each) else None,
        "seconds": round(time.perf_counter() - began, 1), "gib_here": round(mine, 2),
        "gib_largest_worker": round(theirs, 2), "folder_bytes": files, "results_sha256": sha,
    }  # fmt: skip


def largest(shares: Shares) -> int:
    """The largest society, in whole millions, that fits in the memory that is free now and that is taken."""
    left = memory_left() or 0
    return min(MOST_CITIZENS, max(10**6, int(left * 0.8 / (shares.bytes * HEADROOM) // 10**6 * 10**6)))


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("what", nargs="?", choices=("measure", "rehearse"), default="measure")
    parser.add_argument("--citizens", type=int, help="of the shard [500000], of the rehearsal [what fits]")
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--scheme", default="china-2020")
    parser.add_argument("--persons", type=int, default=PERSONS, help="on paper")
    parser.add_argument("--cores", type=int, default=64, help="of a machine, on paper")
    parser.add_argument("--gib", type=float, default=256.0, help="of a machine's memory, on paper")
    parser.add_argument("--gigabits", type=float, default=10.0, help="of the network a second, on paper")
    parser.add_argument("--machines", type=int, default=0, help="on paper [as few as hold it]")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="of the rehearsal")
    parser.add_argument("--shards", type=int, help="of the rehearsal [one a worker]")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args()
    if asked.what == "rehearse":
        citizens = asked.citizens or largest(measured(100_000, 3, asked.scheme))
        try:
            found: dict[str, Any] = rehearsed(
                citizens, asked.months, asked.scheme, asked.workers, asked.shards
            )
        except XinyongError as error:
            parser.error(str(error))
        print(json.dumps(found, indent=1))
    else:
        shares = measured(asked.citizens or 500_000, asked.months, asked.scheme)
        months = MONTHS + BURN_IN
        bill = billed(shares, asked.persons, months, asked.cores, asked.gib, asked.gigabits, asked.machines)
        machine = f"{asked.cores} cores, {asked.gib:g} GiB, {asked.gigabits:g} Gbit/s"
        print(told(shares, bill, asked.persons, months, machine))
        found = {"shares": asdict(shares), "bill": asdict(bill)}
    if asked.json is not None:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
