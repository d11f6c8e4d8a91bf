"""Running what was asked: checked first, then lived through, then opened."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import FolderError, InputError, Problem, XinyongError
from xinyong.experiments.asking import Ask
from xinyong.experiments.claiming import Found, check_folder, check_rules, fresh_folder, held
from xinyong.experiments.lived import Run
from xinyong.experiments.watching import Look, Stop, signals

if TYPE_CHECKING:
    from xinyong.experiments.preparing import Prepared
    from xinyong.experiments.trunk import Trunk
    from xinyong.scheme.loading import Scheme

#: How often a fresh folder is looked for, where another process takes it first.
_TRIES: Final = 100
#: What to see to before going on, by what the system said.
_FIRST: Final = {
    errno.EACCES: "allow writing there",
    errno.EPERM: "allow writing there",
    errno.EROFS: "allow writing there",
    errno.EIO: "see to the disk, which failed",
    errno.EEXIST: "choose another name",
    errno.ENOENT: "name a folder where files can be made",
    errno.ENOTDIR: "name a folder where files can be made",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def perform(
    ask: Ask,
    out: Path | None,
    resume: bool = False,
    look: Look | None = None,
    say: Callable[[str], None] | None = None,
    given: Mapping[str, Scheme] | None = None,
    already: Sequence[Problem] = (),
    stop: Stop | None = None,
    trunk: Trunk | None = None,
    **more: Any,
) -> Run:
    """Run an ask into a folder, a fresh one where ``out`` is None, and open it.

    ``resume`` goes on with what is there, and opens a finished run. ``look`` takes every
    month's step, ``say`` what is being done; ``already`` are problems found before, ``trunk`` is the run
    from which this one branches. ``stop`` may be wished for from another thread; ``more`` (``see``,
    ``every``) goes to the ``Session``. Raises
    ``InputError`` with all problems before anything is written, ``InterruptedRun`` after
    Ctrl-C, SIGTERM or that wish, with the state kept.
    """
    from xinyong.experiments.preparing import prepare

    tell = say or (lambda text: None)
    problems: list[Problem] = []
    prepared = None
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
        if out is not None:
            check_folder(out, ask, resume)
    except FolderError as error:
        problems += error.problems
    if problems or prepared is None:
        raise InputError(problems)
    with ExitStack() as until_done:
        place, found = _taken(until_done, ask, out, resume, prepared)
        if found == "finished":
            return Run(place)
        if resume and found == "nothing":
            tell(f"nothing to go on with in {place}: the run begins at its beginning")
        tell("getting the engine ready")
        live = _live if ask.cluster is None else _live_on_cluster
        live(ask, prepared, place, look, tell, stop or Stop(), more)
        return Run(place, verify=False)


def _taken(
    until_done: ExitStack, ask: Ask, out: Path | None, resume: bool, prepared: Prepared
) -> tuple[Path, Found]:
    """The folder of a run, held where anything is to be written, and what is in it.

    Without ``out`` it is a fresh one, and where another process was quicker the next. Raises ``FolderError``.
    """
    for left in reversed(range(1 if out is not None else _TRIES)):
        place = fresh_folder(resume=resume) if out is None else out
        try:
            with ExitStack() as taking:
                found = check_folder(place, ask, resume)
                if found != "finished":
                    with telling(place, ask):
                        taking.enter_context(held(place))
                    # what another process has made of it since
                    found = check_folder(place, ask, resume)
                if found != "nothing":
                    check_rules(place, ask, prepared.about)
                until_done.push(taking.pop_all())
                return place, found
        except FolderError:
            if not left:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _live(
    ask: Ask, prepared: Prepared, out: Path, look: Look | None,
    tell: Callable[[str], None], stop: Stop, more: dict[str, Any],
) -> None:  # fmt: skip
    from xinyong.experiments.building import RealWorlds
    from xinyong.experiments.pair import Session

    worlds = RealWorlds(prepared)
    with signals(stop), telling(out, ask):
        Session(ask, worlds, out, look, stop, say=tell, **more).run()


def _live_on_cluster(
    ask: Ask, prepared: Prepared, out: Path, look: Look | None,
    tell: Callable[[str], None], stop: Stop, more: dict[str, Any],
) -> None:  # fmt: skip
    from xinyong.experiments.clusters import local_threads, opened
    from xinyong.experiments.pair import Session
    from xinyong.experiments.sharded import ShardedWorlds
    from xinyong.experiments.surviving import survive

    word = str(ask.cluster)
    with opened(word, local_threads(word, ask.threads), ask.command(str(out))) as cluster:
        worlds = ShardedWorlds(prepared, cluster, ask.shards)

        def session() -> Session:
            return Session(ask, worlds, out, look, stop, say=tell, **more)

        try:
            with signals(stop), telling(out, ask):
                survive(session, cluster, out, stop, tell)
        finally:
            worlds.let_go()


@contextmanager
def telling(out: Path, ask: Ask) -> Iterator[None]:
    """Where a run cannot be written, say which file, why, and how to go on: raises ``FolderError``."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.IOException) as error:
        why = getattr(error, "strerror", None) or str(error).splitlines()[0]
        if why.endswith(" written"):
            # NumPy counts what went in, and forgets what the system said
            why = f"only a part went in, as where a disk is full ({why})"
        first = _FIRST.get(getattr(error, "errno", None) or 0, "make room")
        raise FolderError(
            Problem(
                str(getattr(error, "filename", None) or out),
                found=f"cannot be written: {why}",
                remedy=f"nothing that was kept is lost: {first}, then go on with: {ask.command(str(out))}",
            )
        ) from error
