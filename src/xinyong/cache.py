"""The folder for what can be made again: compiled code, and cells that were lived.

``XINYONG_CACHE`` moves it; by default it is in the user's cache folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., object])
#: Numba has one cache folder for all threads; shards of one process may compile at once.
_one_at_a_time = Lock()


def cache_root() -> Path:
    """The folder itself; it need not be there."""
    moved = os.environ.get("XINYONG_CACHE")
    if moved:
        return Path(moved)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xinyong"


def compiled_into(folder: Path, function: F, **options: Any) -> F:
    """``function`` compiled without the interpreter lock, its machine code kept in ``folder``.

    ``options`` are further ones of ``numba.njit``. With ``NUMBA_DISABLE_JIT=1`` the plain function
    comes back. Where the folder cannot be written the function is compiled afresh in each process.
    """
    # what keeps cells only need not wait for Numba
    import numba
    from numba.core import config as settings

    config: Any = settings
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    with _one_at_a_time:
        before = config.CACHE_DIR
        config.CACHE_DIR = str(folder)
        try:
            made = numba.njit(nogil=True, error_model="numpy", cache=writable, **options)(function)
        finally:
            config.CACHE_DIR = before
    return made  # type: ignore[no-any-return]
