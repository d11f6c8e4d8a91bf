"""What the machine's memory gives: a triad (after STREAM) and gathers from far memory, on some threads.

The triad is a[i] = b[i] + s * c[i] over arrays of 256 MiB; it counts 24 bytes an element (STREAM's rule: what
the processor reads besides in order to write is not counted). The gather reads 4 bytes anywhere in 512 MiB.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

ELEMENTS, GATHERS, REPEATS = 1 << 25, 1 << 22, 5


def _kernels():
    import numba

    @numba.njit(nogil=True)
    def triad(a, b, c, s):
        for i in range(len(a)):
            a[i] = b[i] + s * c[i]

    @numba.njit(nogil=True)
    def gather(where, count, start):
        # a step through all of memory that no prefetcher foresees, and that does not wait for what it read
        found, x = np.float32(0), np.uint64(start)
        for _ in range(count):
            x = x * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            found += where[np.int64((x >> np.uint64(32)) * np.uint64(len(where)) >> np.uint64(32))]
        return found

    return triad, gather


def measure(threads: int) -> dict:
    """Best of five: bytes a second of the triad, nanoseconds a gather on each thread."""
    triad, gather = _kernels()
    a, b, c = np.zeros(ELEMENTS), np.ones(ELEMENTS), np.ones(ELEMENTS)
    where = np.ones(4 * ELEMENTS, np.float32)
    cut = [ELEMENTS * k // threads for k in range(threads + 1)]
    parts = [slice(*cut[k : k + 2]) for k in range(threads)]
    triad(a[:8], b[:8], c[:8], 3.0)
    gather(where[:8], 8, 1)
    best = [float("inf"), float("inf")]
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(REPEATS):
            began = time.perf_counter()
            list(pool.map(lambda part: triad(a[part], b[part], c[part], 3.0), parts))
            best[0] = min(best[0], time.perf_counter() - began)
            began = time.perf_counter()
            list(pool.map(lambda k: gather(where, GATHERS, k), range(threads)))
            best[1] = min(best[1], time.perf_counter() - began)
    return {"threads": threads, "triad": 24 * ELEMENTS / best[0], "gather": 1e9 * best[1] / GATHERS}
