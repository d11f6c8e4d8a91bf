"""What a run needs from the layers below, as one small interface.

``Worlds`` is a society with the schemes that are laid on it. ``building.py`` makes it from
the real layers; tests make tiny ones.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from xinyong.results.boards import Boards
from xinyong.results.ledger import Labels
from xinyong.results.people import Layout
from xinyong.results.recorder import MonthOut
from xinyong.results.store import Store

#: ``burn-in``, then ``past-1`` and so on: the shared past; ``a``: the world asked for; ``b``: its twin.
World = str


class Engine(Protocol):
    """Months of one world, one after another."""

    @property
    def month(self) -> int:
        """The next month."""
        ...

    def step(self) -> MonthOut:
        """Live through a month."""
        ...

    def boards(self) -> Boards | None:
        """What could be seen from afar in the month just lived, or None where nobody looks."""
        ...

    def save(self, folder: Path) -> None:
        """Write the whole state into a folder."""
        ...

    def standings(self) -> dict[str, NDArray[Any]]:
        """Columns subject, institution, score, grade (255 none) as they are now."""
        ...

    def outcomes(self) -> dict[str, NDArray[Any]]:
        """Columns over persons: what became of each."""
        ...


class Worlds(Protocol):
    """A society and its schemes, ready to run."""

    labels: Labels
    layout: Layout
    #: Persons, companies, offices: what one effective subject counts for, in 1/256.
    effective_weights: tuple[float, float, float]

    def about(self, world: World) -> dict[str, Any]:
        """What the manifest says of a world: scheme {id, name, sha256}, assumptions, people_sha256."""
        ...

    def write_subjects(self, store: Store, path: Path) -> str:
        """Write ``subjects.parquet``; returns its SHA-256."""
        ...

    def write_rules(self, path: Path) -> str:
        """Write ``rules.json``; returns its SHA-256."""
        ...

    def begin(self, first: int) -> Engine:
        """An engine at the beginning of the burn-in, whose first month is given."""
        ...

    def enter(self, world: World, engine: Any) -> None:
        """Let an engine go on under the rules of another stretch of the shared past."""
        ...

    def resume(self, world: World, folder: Path) -> Engine:
        """The engine that was saved, under the rules of ``world``: another world branches off."""
        ...
