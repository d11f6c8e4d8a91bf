"""The command that runs the worked studies and writes what they show: ``scripts/gallery [PAGE ...]``."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from studies import GALLERY, pages, run


def write(page: Path) -> list[str]:
    """Run a page and put what it shows in place; returns the names."""
    with tempfile.TemporaryDirectory() as folder:
        made = run(page, Path(folder).resolve())
    home = GALLERY / "made" / page.stem
    home.mkdir(parents=True, exist_ok=True)
    for old in home.iterdir():
        if f"{page.stem}/{old.name}" not in made:
            old.unlink()
    for name, data in made.items():
        (GALLERY / "made" / name).write_bytes(data)
    return list(made)


def _spent() -> float:
    """Seconds of processor time of this process and of those it has waited for."""
    return sum(os.times()[:4])


def main(words: Sequence[str]) -> int:
    """The command: run the pages that are named, or all; 1 where one stops, 2 where there is no such page."""
    there = {page.stem: page for page in pages()}
    if unknown := [word for word in words if word not in there]:
        print(f"no such page: {', '.join(unknown)}; there are {', '.join(there)}", file=sys.stderr)
        return 2
    failed = 0
    for name in words or there:
        begun = _spent()
        try:
            made = write(there[name])
        except Exception:
            # A law that no longer holds on one page must not leave the others old.
            traceback.print_exc()
            print(f"{name}: stopped, and shows what it showed", file=sys.stderr)
            failed = 1
            continue
        print(f"{name}: {', '.join(made)} ({_spent() - begun:.0f} s of processor)")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
