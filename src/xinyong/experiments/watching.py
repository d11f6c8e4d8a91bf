"""Looking on while a run goes, and stopping it between two months."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xinyong.experiments.worlds import World
    from xinyong.results.recorder import MonthOut


class Step(NamedTuple):
    """How far a run is: ``done`` of ``total`` months over all worlds; which world, which month."""

    done: int
    total: int
    world: str
    month: int


#: Called after every month.
Look = Callable[[Step], None]
#: Called with the sums and rows that a month left, before ``Look`` hears of it.
See = Callable[["World", "MonthOut"], None]


class Stop:
    """A wish to stop, heard between two months."""

    def __init__(self) -> None:
        """Nobody wishes it yet."""
        self._asked = threading.Event()

    def __call__(self) -> None:
        """Wish it."""
        self._asked.set()

    @property
    def asked(self) -> bool:
        """Whether somebody wished it."""
        return self._asked.is_set()


@contextmanager
def signals(stop: Stop) -> Iterator[None]:
    """While inside, Ctrl-C and SIGTERM wish for a stop; a second Ctrl-C stops at once.

    A month changes the state in place, so it must not be broken off in the middle. Outside
    the main thread signals are left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(number: int, frame: FrameType | None) -> None:
        if stop.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop()

    before = {number: signal.signal(number, heard) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
