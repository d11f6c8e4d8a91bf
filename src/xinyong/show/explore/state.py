"""Everything that lasts as long as the server does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import CapacityLimiter

from xinyong.show.explore.limits import LIMITS, Limits
from xinyong.show.explore.runner import Runner
from xinyong.show.explore.shelf import Shelf

if TYPE_CHECKING:
    from xinyong.show.explore.socket import Page


class Explorer:
    """The folder, the finished runs in it, the thread that computes, the pages that are open."""

    def __init__(self, folder: Path, limits: Limits = LIMITS) -> None:
        """Take a folder, made where it is not there; what an earlier server left half done goes."""
        self.folder, self.limits = folder, limits
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("asked-*"):
            shutil.rmtree(stale, ignore_errors=True)
        self.shelf = Shelf(folder / "runs", limits.runs)
        self.runner = Runner(folder, self.shelf, limits)
        self.pages: set[Page] = set()
        #: Asks that are read at once; dossiers that are lived at once.
        self.readers = CapacityLimiter(2)
        self.tellers = CapacityLimiter(1)
