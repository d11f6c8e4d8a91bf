"""One sum over the engine's text: has the engine changed since a run was made?"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import xinyong


@cache
def engine_sha256() -> str:
    """SHA-256 of all that decides what a month does to people: engine, society, their tables."""
    root = Path(xinyong.__file__).parent
    files = [root / f"{stem}.py" for stem in ("chance", "fields", "quantities")]
    for folder in ("engine", "society"):
        files += sorted(path for path in (root / folder).rglob("*") if path.suffix in (".py", ".csv", ".npz"))
    files += sorted((root / "scheme").glob("*.py"))
    found = hashlib.sha256()
    for path in files:
        found.update(path.relative_to(root).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()
