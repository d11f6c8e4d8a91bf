"""How far a run is, on stderr: a bar for a terminal, a few lines for a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from xinyong.dates import month_text

if TYPE_CHECKING:
    from xinyong.experiments.pooling import Passed
    from xinyong.experiments.watching import Step

_WORLD: Final = {"burn-in": "shared past", "a": "scheme", "b": "twin"}
_PAST: Final = "the run's own past"


@contextmanager
def progress(quiet: bool = False) -> Iterator[tuple[Callable[[str], None], Callable[[Step], None]]]:
    """Two functions: one says what is being done, one takes every month's step."""
    if quiet:
        yield _nothing, _nothing
    elif sys.stderr.isatty():
        with _bar() as both:
            yield both
    else:
        yield _say, _lines()


@contextmanager
def counting(what: str) -> Iterator[tuple[Callable[[str], None], Callable[[Passed], None]]]:
    """The same for many worlds at once: how many of ``what`` are done, and how long the rest may take."""
    if not sys.stderr.isatty():
        yield _say, _portions(what)
        return
    with _shown("{task.completed:,.0f} of {task.total:,.0f}") as (shown, task):
        yield (
            lambda text: shown.update(task, description=text),
            lambda step: shown.update(task, completed=step.done, total=step.total, description=what),
        )


def _portions(what: str) -> Callable[[Passed], None]:
    """A line at every twentieth part."""
    begun = time.monotonic()
    told = 0

    def look(step: Passed) -> None:
        nonlocal told, begun
        if step.done <= 1:
            # another lot of worlds
            told, begun = 0, time.monotonic()
        part = 20 * step.done // step.total
        if part > told:
            told = part
            left = (time.monotonic() - begun) * (step.total - step.done) / step.done
            _say(f"{what}: {step.done:,} of {step.total:,}; about {left / 60:.1f} minutes left")

    return look


def _nothing(told: object) -> None:
    pass


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _lines() -> Callable[[Step], None]:
    """A line whenever another world begins."""
    seen: set[str] = set()

    def look(step: Step) -> None:
        if step.world not in seen:
            seen.add(step.world)
            world, done = _WORLD.get(step.world, _PAST), f"{step.done} of {step.total} months"
            _say(f"{world}: from {month_text(step.month)}; {done}")

    return look


@contextmanager
def _shown(text: str = "") -> Iterator[tuple[Any, Any]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<30}"), BarColumn(), TextColumn(text or "{task.percentage:>3.0f} %"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield shown, shown.add_task("getting ready", total=None)


@contextmanager
def _bar() -> Iterator[tuple[Callable[[str], None], Callable[[Step], None]]]:
    with _shown() as (shown, task):
        drawn = 0.0

        def look(step: Step) -> None:
            nonlocal drawn
            if time.monotonic() - drawn < 0.1 and step.done < step.total:
                return
            drawn = time.monotonic()
            told = f"{_WORLD.get(step.world, _PAST)}, {month_text(step.month)}"
            shown.update(task, completed=step.done, total=step.total, description=told)

        yield lambda text: shown.update(task, description=text), look
