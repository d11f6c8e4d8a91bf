"""A run on a cluster goes on when a worker is gone: from the last checkpoint, with the workers there are.

What a worker held is lost with it. The run is taken up as one that was killed would be, so there is no other
way of going on than the one that is proved under fire, and the bits are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xinyong.experiments.clusters import Cluster, WorkerLost
from xinyong.results.checkpoint import checkpoints
from xinyong.results.recorder import STATE

if TYPE_CHECKING:
    from xinyong.experiments.pair import Session
    from xinyong.experiments.watching import Stop

#: How often workers may be lost, in a row, before anything new is kept.
_LOSSES: Final = 3


def survive(
    session: Callable[[], Session], cluster: Cluster, folder: Path, stop: Stop, say: Callable[[str], None]
) -> None:
    """Run a session to its end, and a new one on the same folder after each loss of a worker.

    Raises ``InterruptedRun`` where no workers come back, or they go again and again, or somebody wished
    to stop meanwhile: then everything up to the last checkpoint is kept.
    """
    notes: list[str] = []
    kept, losses = "", 0
    while True:
        one = session()
        one.notes += notes
        try:
            one.run()
            return
        except WorkerLost as lost:
            newest = [path.name for path in checkpoints(folder / STATE)][-1:]
            same = kept == "".join(newest)
            losses, kept = losses + 1 if same else 1, "".join(newest)
            if stop.asked:
                raise cluster.broken_off("stopped while a worker was gone") from None
            if losses >= _LOSSES:
                raise cluster.broken_off(
                    f"workers were lost {losses} times in a row ({lost}): they may need more memory"
                ) from None
            notes.append(f"{lost}: gone on from the last checkpoint")
            say(notes[-1])
            cluster.back(say)
