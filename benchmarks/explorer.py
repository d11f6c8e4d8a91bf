"""How the explorer stands a hundred pages: its memory, and how soon it answers while they watch a run.

    python benchmarks/explorer.py                       # a hundred pages, 20,000 citizens
    python benchmarks/explorer.py --clients 20 --citizens 2000 --months 24 --json

A server is started on this machine. All pages ask for one run and watch it to its end; meanwhile another
page asks for small things. Then every page asks for a run of its own, as many as the queue takes, and all of
them leave in the middle: the server must be idle again soon. Exit code 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import connect

from served import served, wait

MOST_BYTES, MOST_SECONDS = 1e9, 1.0


def rss(pid: int, peak: bool = False) -> int:
    """Bytes of memory that a process holds, or held at most."""
    text = Path(f"/proc/{pid}/status").read_text()
    found = re.search(rf"{'VmHWM' if peak else 'VmRSS'}:\s+(\d+) kB", text)
    return int(found[1]) * 1024 if found else 0


def cpu(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def part(values: list[float], share: float) -> float:
    """The value below which a share of values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


async def watch(address: str, ask: dict[str, Any]) -> dict[str, Any]:
    """One page from its ask to the end: when months first came, and the longest silence."""
    async with connect(f"{address.replace('http', 'ws')}/ws", max_size=None, proxy=None) as socket:
        begun = last = time.perf_counter()
        await socket.send(json.dumps({"do": "run", "id": "r", "ask": ask}))
        told: dict[str, Any] = {"first": None, "gap": 0.0, "bytes": 0, "kind": "", "months": 0}
        while told["kind"] not in ("done", "failed", "refused"):
            text = await socket.recv()
            now = time.perf_counter()
            message = json.loads(text)
            told["bytes"] += len(text)
            if message["kind"] == "months":
                told["first"] = told["first"] or now - begun
                told["months"] += len(next(iter(next(iter(message["values"].values())).values())))
            told["gap"], last, told["kind"] = max(told["gap"], now - last), now, message["kind"]
        return told | {"run": message.get("run"), "seconds": now - begun}


async def ask_meanwhile(address: str, end: asyncio.Event) -> list[float]:
    """Seconds that small questions take, one after another."""
    found = []
    paths = ["/", "/api/about", "/api/list/schemes", "/api/shipped", "/api/claims/D12", "/api/books/no-fly"]
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as client:
        for path in paths:
            await client.get(path)
        while not end.is_set():
            for path in paths:
                begun = time.perf_counter()
                (await client.get(path)).raise_for_status()
                found.append(time.perf_counter() - begun)
                await asyncio.sleep(0.02)
    return found


async def leave(address: str, clients: int, ask: dict[str, Any]) -> dict[str, Any]:
    """Every page asks for a run of its own and leaves; how many had a place, how soon a run begins after."""
    async def one(seed: int) -> str:
        async with connect(f"{address.replace('http', 'ws')}/ws", max_size=None, proxy=None) as socket:
            await socket.send(json.dumps({"do": "run", "id": "r", "ask": ask | {"seed": seed}}))
            kind = str(json.loads(await socket.recv())["kind"])
            await asyncio.sleep(2)
            return kind

    kinds = await asyncio.gather(*(one(1000 + number) for number in range(clients)))
    begun = time.perf_counter()
    after = await watch(address, ask | {"seed": 7, "citizens": 1000, "months": 1})
    return {"queued": kinds.count("queued"), "refused": kinds.count("refused"), "after": after["kind"],
            "seconds": time.perf_counter() - begun}  # fmt: skip


async def load(address: str, pid: int, asked: argparse.Namespace) -> dict[str, Any]:
    ask = {"scheme": "china-2020", "against": "status-quo-2012", "citizens": asked.citizens,
           "months": asked.months, "seed": 3}  # fmt: skip
    begun = cpu(pid)
    one = await watch(address, ask | {"seed": 2})
    lonely, alone, end = cpu(pid) - begun, rss(pid), asyncio.Event()
    begun = cpu(pid)
    meanwhile = asyncio.create_task(ask_meanwhile(address, end))
    pages = await asyncio.gather(*(watch(address, ask) for _ in range(asked.clients)))
    crowded = cpu(pid) - begun
    end.set()
    times = await meanwhile
    found = {
        "clients": asked.clients, "citizens": asked.citizens, "months": asked.months,
        "finished": sum(page["kind"] == "done" for page in pages),
        "whole": sum(page["months"] == 2 * asked.months for page in pages),
        "first_months_s": part([page["first"] or 0.0 for page in pages], 0.95),
        "longest_silence_s": max(page["gap"] for page in pages), "run_s": max(p["seconds"] for p in pages),
        "bytes_a_page": max(page["bytes"] for page in pages), "answers": len(times),
        "answer_median_s": part(times, 0.5), "answer_99_s": part(times, 0.99), "answer_max_s": max(times),
        "alone_s": one["seconds"], "alone_cpu_s": lonely, "crowd_cpu_s": crowded, "memory_before": alone,
        "memory_after": rss(pid),
    }  # fmt: skip
    found["left"] = await leave(address, asked.clients, ask)
    return found | {"memory_peak": rss(pid, peak=True)}


def main() -> int:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--citizens", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=72)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with served() as (address, pid):
        wait(address)
        found = asyncio.run(load(address, pid, asked))
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        for key, value in found.items():
            told = f"{value / 1e6:,.0f} MB" if key.startswith("memory") else value
            print(f"{key:<20}{told:.3f}" if isinstance(told, float) else f"{key:<20}{told}")
    held = found["memory_peak"] < MOST_BYTES and found["answer_99_s"] < MOST_SECONDS
    return int(not (held and found["whole"] == asked.clients and found["left"]["after"] == "done"))


if __name__ == "__main__":
    sys.exit(main())
