"""Whether what is asked for fits in memory, said before anything starts."""

from __future__ import annotations

import os
from pathlib import Path

from xinyong.errors import InputError, Problem


def memory_left() -> int | None:
    """Bytes that can be taken now without swapping; None where the system does not say."""
    try:
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def require_memory(needed: int) -> None:
    """Raise ``InputError`` where ``needed`` bytes are more than the memory left."""
    left = memory_left()
    if left is not None and needed > left:
        raise InputError(
            Problem(
                path="citizens",
                found=f"a society of {needed / 1e9:.1f} GB",
                allowed=f"{left / 1e9:.1f} GB of memory are free",
                remedy="ask for fewer citizens",
            )
        )
