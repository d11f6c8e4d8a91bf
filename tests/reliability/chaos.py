"""Boards of claims under fire: the program and its processes are killed, and the store is full."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from killing import child, ended

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "claims"))

from test_store import claim

from xinyong.claims.running import Order, run
from xinyong.errors import FolderError, XinyongError
from xinyong.experiments.cells import Series
from xinyong.experiments.cellstore import CellStore
from xinyong.experiments.pooling import Hands

#: Seconds after which a program that nobody kills is held to hang, however busy the machine is.
_LONG = 3600.0


def _board(store: Path, processes: Hands, draws: int) -> list[dict[str, Any]]:
    order = Order(draws=draws, processes=processes, store=store)
    return run(order, claims={"D01": claim("status-quo-2012")}).entries


def _begun(store: Path, hands: Hands, draws: int) -> int:
    """A board begun in a process of its own; its id. One with a cluster cannot be forked: it has threads."""
    if isinstance(hands, int):
        return child(lambda: _board(store, hands, draws))
    return subprocess.Popen([sys.executable, __file__, str(store), hands, str(draws)]).pid


def client(kills: int, draws: int = 2, seed: int = 1, hands: Hands = 1) -> dict[str, Any]:
    """Kill the program that runs a board at random moments, until so many kills are done."""
    chance, failures, killed, boards = random.Random(seed), [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        straight = _board(Path(folder) / "straight.sqlite", 1, draws)
        begun = time.monotonic()
        ended(_begun(Path(folder) / "timed.sqlite", hands, draws), _LONG)
        whole = time.monotonic() - begun
        hurt = False
        while (killed < kills or hurt) and not failures:
            path = Path(folder) / f"{boards}.sqlite"
            patience = chance.uniform(0.0, 1.2 * whole) if killed < kills else _LONG
            code = ended(_begun(path, hands, draws), patience)
            if code is None:
                killed, hurt = killed + 1, True
                continue
            boards, hurt = boards + 1, False
            if code or _board(path, 1, draws) != straight:
                failures.append(f"board {boards} came out otherwise (code {code})")
    return {"kills": killed, "boards": boards, "failures": failures}


@contextmanager
def hunted(kills: int, seed: int, pace: float = 6.0) -> Iterator[list[int]]:
    """Inside, processes that this one started are killed, one within every ``pace`` seconds; how many so far.

    They are killed while they start too: a machine may take longer over that than over the work.
    """
    chance, killed, done = random.Random(seed), [0], threading.Event()

    def hunt() -> None:
        while not done.is_set() and killed[0] < kills:
            time.sleep(chance.uniform(0.5, pace))
            alive = multiprocessing.active_children()
            if alive and not done.is_set():
                victim = chance.choice(alive)
                if victim.pid is not None:
                    os.kill(victim.pid, signal.SIGKILL)
                    killed[0] += 1

    hunter = threading.Thread(target=hunt, daemon=True)
    hunter.start()
    try:
        yield killed
    finally:
        done.set()
        hunter.join(10.0)


def workers(kills: int, draws: int = 2, seed: int = 1, hands: Hands = 2) -> dict[str, Any]:
    """Kill processes of a board; others must go on with what is left, and every cell is there once."""
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as left:
        straight = _board(Path(folder) / "straight.sqlite", 1, draws)
        begun = time.monotonic()
        if _board(Path(folder) / "timed.sqlite", hands, draws) != straight:
            failures.append("the board comes out otherwise when nothing happens to it")
        killed = left.enter_context(hunted(kills, seed, max(6.0, 1.2 * (time.monotonic() - begun))))
        boards = refused = 0
        while (killed[0] < kills or boards == 0) and not failures:
            path = Path(folder) / f"{boards}.sqlite"
            try:
                found = _board(path, hands, draws)
            except XinyongError as error:
                # three deaths in a row are told; the same command goes on
                refused += 1
                if not any(word in str(error) for word in ("goes on", "go on with", "tried again with")):
                    failures.append(f"said only: {error}")
                continue
            boards += 1
            if found != straight:
                failures.append(f"board {boards} came out otherwise")
    return {"kills": killed[0], "boards": boards, "told_and_taken_up_again": refused, "failures": failures}


def full_store(cells: int = 60) -> dict[str, Any]:
    """A store that may not grow beyond n pages, for every n until it is large enough."""
    rng, failures, tried = np.random.default_rng(1), [], 0
    series = {
        f"{n:064x}": Series(("x", "y"), rng.integers(-(2**60), 2**60, (2, 24)), {"g": 0.5}, (1.0, 2.0, 3.0))
        for n in range(cells)
    }
    with tempfile.TemporaryDirectory() as folder:
        for pages in range(1, 1000):
            path, put = Path(folder) / f"{pages}.sqlite", []
            with CellStore(path) as store:
                store._base.execute(f"PRAGMA max_page_count = {pages}")
                try:
                    for key, each in series.items():
                        store.put(key, each, 0.1)
                        put.append(key)
                except FolderError as error:
                    if "full" not in str(error) or "make room" not in str(error):
                        failures.append(f"{pages} pages: said only {error}")
            whole = len(put) == len(series)
            tried += not whole
            with CellStore(path) as store:
                there = dict(store.several(series))
                if set(there) != set(put):
                    failures.append(f"{pages} pages: {len(put)} cells put, {len(there)} there")
                for key in set(series) - set(put):
                    store.put(key, series[key], 0.1)
                again = dict(store.several(series))
            if any(not np.array_equal(again[key].sums, each.sums) for key, each in series.items()):
                failures.append(f"{pages} pages: a cell is not what was put")
            if whole:
                break
    return {"sizes": tried, "failures": failures}


if __name__ == "__main__":
    _board(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
