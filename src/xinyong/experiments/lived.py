"""A finished run that can be asked about any of its subjects."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xinyong.results.run import AGAINST
from xinyong.results.run import Run as _Run

if TYPE_CHECKING:
    from xinyong.experiments.dossier import Dossier
    from xinyong.experiments.replaying import Replay
    from xinyong.scheme.loading import Scheme


class Run(_Run):
    """A run folder. Files are checked when it is opened and read when they are asked for."""

    @cached_property
    def against(self) -> Run | None:
        """The paired world, or None."""
        twin = self.path / AGAINST
        return Run(twin, verify=False) if self.manifest.get("against") and twin.is_dir() else None

    @cached_property
    def replay(self) -> Replay:
        """What it takes to live its neighbourhoods again; raises ``FolderError`` where that cannot be."""
        from xinyong.experiments.replaying import Replay

        return Replay(self)

    def dossier(self, subject: int) -> Dossier:
        """The whole story of one subject, beside its twin's: acts, records, lists, measures, costs.

        Its neighbourhood is lived again, which takes seconds, and held against the files. Raises
        ``InputError`` for a number outside the run, ``FolderError`` where the files are not those of the
        run.
        """
        from xinyong.experiments.dossier import dossier

        return dossier(self, subject)

    def branch(
        self, month: str, out: str | Path, scheme: str | Path | Scheme | None = None,
        against: str | None = None, months: int | None = None, threads: int = 0,
    ) -> Run:  # fmt: skip
        """Another run with this one's past, from ``month`` on under ``scheme``, beside this one going on.

        ``scheme`` None is this run's own, ``against`` "none" no twin, ``months`` None as many as this run has
        left. This run's months are lived again and proved. Raises ``InputError`` for a month that it does not
        have, ``FolderError`` where it cannot be lived again.
        """
        from xinyong.dates import month_number
        from xinyong.experiments.asking import given_word
        from xinyong.experiments.running import perform
        from xinyong.experiments.trunk import branch, read_trunk

        trunk = read_trunk(self.path)
        given: dict[str, Scheme] = {}
        word = None
        if isinstance(scheme, str | Path):
            word = str(scheme)
        elif scheme is not None:
            word = given_word(scheme.id)
            given[word] = scheme
        ask = branch(trunk, month_number(month), word, against, months, threads)
        return perform(ask, Path(out), given=given, trunk=trunk)

    def pick(self, how: str) -> int:
        """A subject worth looking at: ``worst-hit``, ``wrongly-listed`` or ``median``."""
        from xinyong.experiments.picking import pick

        return pick(self, how)


def open_run(path: str | Path, verify: bool = True) -> Run:
    """Open a finished run folder. ``verify=False`` skips checking every file's SHA-256."""
    return Run(path, verify)
