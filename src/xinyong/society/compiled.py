"""Compiling the kernel, with a cache that notices every edit.

Numba's own cache looks only at the file of the function that is compiled, not at the files
of the functions it calls. Here the cache folder is named by the hash of all of them, of
Numba's version, and Numba adds the processor.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

import numba

from xinyong.cache import cache_root, compiled_into

#: Every file whose text ends up in the machine code.
SOURCES: Final = (
    "society/neighbourhood.py", "society/firms.py", "society/traits.py", "society/households.py",
    "society/drawing.py", "society/tables.py", "society/census.py", "chance.py", "fields.py",
)  # fmt: skip


def fingerprint() -> str:
    """Hash of the kernel's sources and Numba's version."""
    found = sha256(numba.__version__.encode())
    for name in SOURCES:
        found.update(files("xinyong").joinpath(name).read_bytes())
    return found.hexdigest()[:20]


@cache
def kernel() -> Callable[..., None]:
    """``make_range``, compiled; with NUMBA_DISABLE_JIT=1 the plain function."""
    from xinyong.society.neighbourhood import make_range

    return compiled_into(cache_root() / f"society-{fingerprint()}", make_range)
