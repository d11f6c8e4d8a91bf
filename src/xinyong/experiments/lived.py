"""A finished run that can be asked about any of its subjects."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xinyong.results.run import AGAINST
from xinyong.results.run import Run as _Run

if TYPE_CHECKING:
    from xinyong.experiments.dossier import Dossier


class Run(_Run):
    """A run folder. Files are checked when it is opened and read when they are asked for."""

    @cached_property
    def against(self) -> Run | None:
        """The paired world, or None."""
        twin = self.path / AGAINST
        return Run(twin, verify=False) if self.manifest.get("against") and twin.is_dir() else None

    def dossier(self, subject: int) -> Dossier:
        """The whole story of one subject, beside its twin's: acts, records, lists, measures, costs.

        Its neighbourhood is lived again, which takes seconds, and held against the files. Raises
        ``InputError`` for a number outside the run, ``FolderError`` where the files are not those of the
        run.
        """
        from xinyong.experiments.dossier import dossier

        return dossier(self, subject)

    def pick(self, how: str) -> int:
        """A subject worth looking at: ``worst-hit``, ``wrongly-listed`` or ``median``."""
        from xinyong.experiments.picking import pick

        return pick(self, how)


def open_run(path: str | Path, verify: bool = True) -> Run:
    """Open a finished run folder. ``verify=False`` skips checking every file's SHA-256."""
    return Run(path, verify)
