"""The compiled month: cached on disk under a name that changes whenever it must.

Numba does not notice edits in a file that the compiled function merely calls, so the cache
folder is named by the SHA-256 of all engine sources (and the few they import), Numba's version
and the processor.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numba
from numba.core import config as settings

from xinyong.cache import F, cache_root, compiled_into

#: Numba's settings are made when it is imported, so type checkers do not see them.
config: Any = settings

_PACKAGE = Path(__file__).resolve().parent.parent

#: Files of the engine that no compiled function calls.
_NOT_COMPILED = {
    "assumptions", "capacity", "casework", "exits", "household", "judgement", "life", "measures", "outgoing",
    "packing", "parting", "run", "recounting", "single", "standings", "state",
}  # fmt: skip


def sources() -> list[Path]:
    """All files whose text the compiled month depends on, in order."""
    beside = [_PACKAGE / f"{stem}.py" for stem in ("chance", "fields", "quantities", "scheme/tables")]
    engine = [path for path in (_PACKAGE / "engine").rglob("*.py") if path.stem not in _NOT_COMPILED]
    return sorted(engine) + beside


def cache_key() -> str:
    """SHA-256 over the sources, Numba's version, and the processor it compiles for."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    digest.update(numba.__version__.encode())
    digest.update(str(config.CPU_NAME or "").encode())
    digest.update(str(config.CPU_FEATURES or "").encode())
    return digest.hexdigest()


def cache_folder() -> Path:
    """Where compiled code is kept."""
    return cache_root() / cache_key()[:32]


def compiled(function: F) -> F:
    """``function`` compiled, from the cache where it is there; see ``compiled_into``."""
    return compiled_into(cache_folder(), function, _nrt=False)
