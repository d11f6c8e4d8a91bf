"""A long check cut into parts, which go to all processors at once; what they found is added up."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from operator import add
from typing import Any

#: Of these the largest of the parts counts, not their sum.
_LARGEST = ("slowest_s", "most_kills_of_one_run")


def shared(work: Callable[[int, int], dict[str, Any]], count: int, size: int) -> dict[str, Any]:
    """``work(number of the part, its size)`` for parts of ``size`` until they make up ``count``.

    What is found depends on the parts, not on how many processors there are.
    """
    sizes = [min(size, count - at) for at in range(0, count, size)]
    if len(sizes) == 1:
        return work(0, sizes[0])
    found: list[dict[str, Any]] = []
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as pool:
        for each in pool.map(work, range(len(sizes)), sizes):
            found.append(each)
            bad = sum(len(one["failures"]) for one in found)
            print(f"  {len(found)} of {len(sizes)} parts, {bad} failures", file=sys.stderr, flush=True)
    return {key: _together(key, [each[key] for each in found]) for key in found[0]}


def _together(key: str, values: Sequence[Any]) -> Any:
    return max(values) if key in _LARGEST else reduce(add, values)
