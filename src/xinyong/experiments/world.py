"""Worlds in Python: a scheme, a society and a seed; run one, reform it, compare two.

>>> world = World(scheme="china-2020", citizens=20_000, seed=7)   # doctest: +SKIP
>>> pair = compare(world, world.reform("no-kin"), months=24)      # doctest: +SKIP
>>> pair.difference.sel(indicator="refused", place="all")         # doctest: +SKIP
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinyong.dates import month_number
from xinyong.errors import InputError, InterruptedRun, Problem
from xinyong.experiments.asking import Ask, given_word
from xinyong.experiments.lived import Run
from xinyong.experiments.running import perform
from xinyong.experiments.watching import Look

if TYPE_CHECKING:
    import xarray

    from xinyong.scheme.loading import Scheme


@dataclass(frozen=True)
class World:
    """Scheme, society, assumptions and seed. ``start`` is the first month after the burn-in.

    ``scheme`` is a name of the library, a path, or a ``Scheme``; ``frame`` the population that
    is drawn; ``settings`` moves assumptions by their ids.
    """

    scheme: str | Path | Scheme = "china-2020"
    citizens: int = 100_000
    seed: int = 1
    frame: str | Path = "national"
    start: str = "2014-01"
    settings: Mapping[str, float] = field(default_factory=dict)

    def run(
        self, months: int = 120, out: str | Path | None = None, threads: int = 0, look: Look | None = None,
        resume: bool = False, cluster: str | None = None, shards: int | None = None,
    ) -> Run:  # fmt: skip
        """Live through ``months`` months. Without ``out`` the folder lasts as long as the ``Run``.

        ``cluster`` is ``local:N`` or the address of a Dask scheduler, ``shards`` the parts of the society
        there; neither changes a number.
        """
        return _run(self, None, months, out, threads, look, resume, cluster, shards)

    def reform(self, change: str | Path | Sequence[Mapping[str, Any]]) -> World:
        """The same world under a reformed scheme; this one is not touched."""
        return replace(self, scheme=self._loaded().reform(change))

    def _loaded(self) -> Scheme:
        if not isinstance(self.scheme, str | Path):
            return self.scheme
        from xinyong.scheme.loading import load

        scheme = load(self.scheme)
        mine = {name: value for name, value in self.settings.items() if name in scheme.assumptions}
        return scheme.moved(mine) if mine else scheme

    def _word(self) -> str:
        """What stands for the scheme in an ask; one that is given is not taken for the library's own."""
        return str(self.scheme) if isinstance(self.scheme, str | Path) else given_word(self.scheme.id)


@dataclass(frozen=True)
class Pair:
    """Two worlds that share everything but their schemes, run."""

    a: Run
    b: Run

    @property
    def difference(self) -> xarray.Dataset:
        """``a`` less ``b``: by indicator, place and group (``Run.difference``)."""
        return self.a.difference


def compare(
    world: World, other: World, months: int = 120, out: str | Path | None = None, threads: int = 0,
    look: Look | None = None, resume: bool = False, cluster: str | None = None, shards: int | None = None,
) -> Pair:  # fmt: skip
    """Run two worlds that differ in their schemes alone, from one shared past.

    Raises ``InputError`` where they differ in anything else.
    """
    unlike = [
        Problem(path=name, found=f"{getattr(world, name)!r} and {getattr(other, name)!r}",
                allowed="paired worlds differ in their schemes alone")
        for name in ("citizens", "seed", "frame", "start", "settings")
        if getattr(world, name) != getattr(other, name)
    ]  # fmt: skip
    if unlike:
        raise InputError(unlike)
    run = _run(world, other, months, out, threads, look, resume, cluster, shards)
    twin = run.against
    if twin is None:
        raise InputError("the run in this folder has no twin")
    return Pair(run, twin)


def _run(
    world: World, other: World | None, months: int, out: str | Path | None, threads: int,
    look: Look | None, resume: bool, cluster: str | None, shards: int | None,
) -> Run:  # fmt: skip
    words = [world._word()] + ([] if other is None else [other._word()])
    if other is not None and words[0] == words[1] and world.scheme != other.scheme:
        words[1] += " (other)"
    given: dict[str, Any] = {
        word: each.scheme
        for word, each in zip(words, [world, other], strict=False)
        if each is not None and not isinstance(each.scheme, str | Path)
    }
    ask = Ask(
        words[0], words[1] if other is not None else None, frame=str(world.frame), cluster=cluster,
        **_numbers(world, months=months, threads=threads, shards=shards),
    )  # fmt: skip
    if out is not None:
        return perform(ask, Path(out), resume, look, given=given)
    home = _Home()
    try:
        run = perform(ask, home.path / "run", resume, look, given=given)
    except InterruptedRun:
        raise InterruptedRun(
            Problem(found="stopped; nothing is kept", remedy="name a folder with out= to go on after a stop")
        ) from None
    run.keep = home
    if run.against is not None:
        run.against.keep = home
    return run


def _numbers(world: World, **more: int | None) -> dict[str, Any]:
    """The numbers of a run as Python's own, whatever library they come from. Raises ``InputError``."""
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name, value in {"citizens": world.citizens, "seed": world.seed, **more}.items():
        try:
            found[name] = None if name == "shards" and value is None else index(value)  # type: ignore[arg-type]
        except TypeError:
            problems.append(Problem(path=name, found=repr(value), allowed="allowed: a whole number"))
    try:
        found["start"] = month_number(world.start)
    except (TypeError, ValueError) as error:
        told = str(error) if isinstance(error, ValueError) else repr(world.start)
        problems.append(Problem(path="start", found=told, allowed="allowed: a month, as '2014-01'"))
    found["settings"] = {}
    for name, moved in world.settings.items():
        try:
            found["settings"][str(name)] = float(moved)
        except (TypeError, ValueError):
            problems.append(Problem(path=f"settings {name}", found=repr(moved), allowed="allowed: a number"))
    if problems:
        raise InputError(problems)
    return found


class _Home:
    """A folder that goes when nobody holds it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="xinyong-"))
        weakref.finalize(self, shutil.rmtree, self.path, True)
