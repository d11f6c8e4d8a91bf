"""Running what was asked: checked first, then lived through, then opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinyong.errors import FolderError, InputError, Problem, XinyongError
from xinyong.experiments.asking import Ask
from xinyong.experiments.claiming import Found, check_folder, check_rules
from xinyong.experiments.lived import Run
from xinyong.experiments.watching import Look, Stop, signals

if TYPE_CHECKING:
    from xinyong.experiments.trunk import Trunk
    from xinyong.scheme.loading import Scheme


def perform(
    ask: Ask,
    out: Path,
    resume: bool = False,
    look: Look | None = None,
    say: Callable[[str], None] | None = None,
    given: Mapping[str, Scheme] | None = None,
    already: Sequence[Problem] = (),
    trunk: Trunk | None = None,
    **more: Any,
) -> Run:
    """Run an ask into a folder and open it.

    ``resume`` goes on with what is there, and opens a finished run. ``look`` takes every
    month's step, ``say`` what is being done; ``already`` are problems found before, ``trunk`` is the run
    from which this one branches. Raises
    ``InputError`` with all problems before anything is written, ``InterruptedRun`` after
    Ctrl-C or SIGTERM, with the state kept.
    """
    from xinyong.experiments.preparing import prepare

    tell = say or (lambda text: None)
    problems: list[Problem] = []
    prepared, found = None, None
    tell("reading the rules")
    try:
        rules = {**(given or {}), **(trunk.given if trunk is not None else {})}
        prepared = prepare(ask, rules, already)
        if trunk is not None:
            trunk.check_people(prepared.plan)
            more["known"] = trunk.months[: ask.start - ask.first]
    except XinyongError as error:
        problems += error.problems
    try:
        found = check_folder(out, ask, resume)
    except FolderError as error:
        problems += error.problems
    if problems or prepared is None:
        raise InputError(problems)
    if found == "finished":
        return Run(out)
    return _live(ask, prepared, out, found, look, tell, more)


def _live(
    ask: Ask, prepared: Any, out: Path, found: Found | None, look: Look | None,
    tell: Callable[[str], None], more: dict[str, Any],
) -> Run:  # fmt: skip
    tell("getting the engine ready")
    import duckdb

    from xinyong.experiments.building import RealWorlds
    from xinyong.experiments.pair import Session

    worlds = RealWorlds(prepared)
    if found == "unfinished":
        check_rules(out, ask, worlds)
    stop = Stop()
    try:
        with signals(stop):
            Session(ask, worlds, out, look, stop, say=tell, **more).run()
    except (OSError, duckdb.IOException) as error:
        told = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise FolderError(
            Problem(
                str(out),
                found=f"cannot be written: {told}",
                remedy=f"make room, then go on with: {ask.command(str(out))}",
            )
        ) from error
    return Run(out, verify=False)
