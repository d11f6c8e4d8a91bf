"""Compiling the kernel, with a cache that notices every edit.

Numba's own cache looks only at the file of the function that is compiled, not at the files
of the functions it calls. Here the cache folder is named by the hash of all of them, of
Numba's version, and Numba adds the processor.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numba
from numba.core import config as settings

#: Numba's settings, which are made at run time.
config: Any = settings
#: Numba has one cache folder for all threads; shards of one process may make their people at once.
_one_at_a_time = Lock()

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

    if config.DISABLE_JIT:
        return make_range
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(root) / "xinyong" / f"society-{fingerprint()}"
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    with _one_at_a_time:
        kept = config.CACHE_DIR
        try:
            folder.mkdir(parents=True, exist_ok=True)
            config.CACHE_DIR = str(folder)
            return numba.njit(cache=True, **options)(make_range)  # type: ignore[no-any-return]
        except OSError:  # nowhere to keep it: compile each time
            return numba.njit(**options)(make_range)  # type: ignore[no-any-return]
        finally:
            config.CACHE_DIR = kept
