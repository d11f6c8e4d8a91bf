"""Whose folder is this? An output folder is empty, or holds the very run that is asked for."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Literal

from xinyong import __version__
from xinyong.dates import month_text
from xinyong.errors import FolderError, Problem
from xinyong.experiments.asking import Ask
from xinyong.experiments.engine_sum import engine_sha256
from xinyong.experiments.worlds import World
from xinyong.results.durable import UNFINISHED, write_text
from xinyong.results.manifest import MANIFEST, read_manifest
from xinyong.results.recorder import STATE
from xinyong.results.sealing import sealed, unsealed

_CLAIM = "ask.json"
#: What options are called, where not by the names of an ask.
_WORDS: Final = {"scheme": "SCHEME", "settings": "--set", "past": "--from"}
#: What there is in a folder: nothing, a run that stopped early, a finished run.
Found = Literal["nothing", "unfinished", "finished"]
#: What is said of a world: scheme, assumptions, people (``Worlds.about``).
About = Callable[[World], dict[str, Any]]


def write_claim(folder: Path, ask: Ask, about: About) -> None:
    """Say, in a folder whose run begins, what run it is."""
    told = {"ask": ask.identity(), "rules": rules_of(ask, about)}
    write_text(folder / STATE / _CLAIM, sealed(told))


def check_folder(folder: Path, ask: Ask, resume: bool) -> Found:
    """What is in ``folder``; raises ``FolderError`` if this run may not go there. Writes nothing."""
    name = str(folder)
    try:
        name.encode()
    except UnicodeEncodeError:
        raise FolderError(
            Problem(ascii(name), path="--out", found="is no text in UTF-8", remedy="choose another name")
        ) from None
    if folder.exists() and not folder.is_dir():
        raise FolderError(Problem(name, path="--out", found="is a file", allowed="allowed: a folder"))
    if not folder.exists() or _is_bare(folder):
        _check_writable(folder)
        return "nothing"
    claim = _claimed(folder)
    if claim is None and ((folder / MANIFEST).exists() or (folder / STATE / _CLAIM).exists()):
        raise FolderError(
            Problem(
                name,
                path="--out",
                found=f"holds a run whose {_where(folder)} is damaged, so nobody can tell which run it is",
                remedy="remove the folder, or choose another; nothing was touched",
            )
        )
    if claim is None:
        raise FolderError(
            Problem(
                name,
                path="--out",
                found="is not empty and holds no run of Xinyong",
                remedy="choose another folder; nothing was touched",
            )
        )
    found: Found = "finished" if (folder / MANIFEST).is_file() else "unfinished"
    if not resume:
        told = "a finished run" if found == "finished" else "a run that is not finished"
        raise FolderError(
            Problem(
                name,
                path="--out",
                found=f"is not empty: it holds {told}",
                remedy="add --resume to go on with it, or choose another folder",
            )
        )
    asked = ask.identity()
    unlike = [
        Problem(
            name,
            path=_WORDS.get(key, f"--{key}"),
            found=f"the run in this folder has {_said(key, claim.get(key))}",
            allowed=f"asked for: {_said(key, asked[key])}",
            remedy="choose another folder, or ask for the same run",
        )
        for key in asked
        if claim.get(key) != asked[key]
    ]
    if unlike:
        raise FolderError(unlike)
    return found


def _said(key: str, value: Any) -> str:
    """A value of an ask as the command line has it."""
    if key == "start" and isinstance(value, int):
        return month_text(value)
    if key == "past":
        return f"the past of a run ({value['sha256'][:12]})" if value else "a past of its own"
    if key == "settings":
        return ", ".join(f"{name}={moved:g}" for name, moved in (value or {}).items()) or "nothing set"
    return "none" if value is None else str(value)


def check_rules(folder: Path, ask: Ask, about: About) -> None:
    """Raise ``FolderError`` where what decides the numbers changed since the run in ``folder`` began."""
    finished = (folder / MANIFEST).is_file()
    told = read_manifest(folder, verify=False) if finished else read_claim(folder) or {}
    then, now = told.get("rules", []), rules_of(ask, about)
    if then == now:
        return
    if then[:2] != now[:2]:
        what = "the program"
    elif then[2:-1] != now[2:-1]:
        what = "the rules"
    else:
        what = "the frame or assumptions"
    if finished:
        remedy = "run in another folder; the run that is here can be read with: xinyong report"
    else:
        remedy = "start again in another folder: half a run under each would mean nothing"
    raise FolderError(Problem(str(folder), found=f"{what} changed since this run began", remedy=remedy))


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder, which is made where it is missing. Raises ``FolderError``.

    A process that is killed holds nothing any more. Where the system cannot lock a folder nobody is kept out.
    Where an error leaves what was made here empty, it is removed again.
    """
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder) as mine:
        if not mine:
            raise FolderError(
                Problem(
                    str(folder),
                    path="--out",
                    found="another process runs here at this moment",
                    remedy="wait for it to end, or choose another folder; nothing was touched",
                )
            )
        # not before: what is there may be the other's
        with _emptied(made):
            yield


@contextmanager
def _emptied(folders: Sequence[Path]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for each in folders:
                each.rmdir()
        raise


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether the folder's lock was to be had; it is let go at the end."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield True
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # one that another has removed meanwhile is nobody's folder
            mine = os.path.samestat(os.fstat(handle), os.stat(folder))
        except (BlockingIOError, FileNotFoundError):
            mine = False
        except OSError:
            mine = True
        yield mine
    finally:
        os.close(handle)


def _is_free(folder: Path) -> bool:
    with _locked(folder) as free:
        return free


def fresh_folder(name: str = "xinyong-run", resume: bool = False) -> Path:
    """The default output folder: ``name``, or with the first free number where that is taken.

    To resume, the first one that is not finished and that nobody runs in, else ``name``.
    """
    tried = [Path(name), *(Path(f"{name}-{number}") for number in range(2, 10_000))]
    if resume:
        open_runs = (path for path in tried[:100] if _is_unfinished(path) and _is_free(path))
        return next(open_runs, Path(name))
    return next(
        path for path in tried if not path.exists() or (path.is_dir() and _is_bare(path) and _is_free(path))
    )


def rules_of(ask: Ask, about: About) -> list[str]:
    """What decides a run's numbers beside its ask: sums of program, schemes, and all said of its worlds."""
    which = [world for world, _ in ask.shared] + (["a"] if ask.against is None else ["a", "b"])
    worlds = [about(world) for world in which]
    whole = hashlib.sha256(json.dumps(worlds, sort_keys=True).encode()).hexdigest()
    return [__version__, engine_sha256(), *(each["scheme"]["sha256"] for each in worlds), whole]


def _is_unfinished(folder: Path) -> bool:
    return (folder / STATE / _CLAIM).is_file() and not (folder / MANIFEST).is_file()


def _is_bare(folder: Path) -> bool:
    """Nothing there, or only what a run leaves that was killed in its very first moment."""
    return all(
        inside.name == STATE and all(deeper.name.endswith(UNFINISHED) for deeper in inside.iterdir())
        for inside in folder.iterdir()
    )


def _claimed(folder: Path) -> dict[str, Any] | None:
    """The ask of the run that a folder holds, or None."""
    if not (folder / MANIFEST).is_file():
        claim = read_claim(folder)
        return None if claim is None else claim["ask"]
    try:
        ask: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["ask"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return ask


def read_claim(folder: Path) -> dict[str, Any] | None:
    """What an unfinished run says of itself, ``ask`` and ``rules``, or None where there is none."""
    try:
        told = unsealed((folder / STATE / _CLAIM).read_text(encoding="utf-8"))
        return {"ask": dict(told["ask"]), "rules": list(told["rules"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _where(folder: Path) -> str:
    return MANIFEST if (folder / MANIFEST).exists() else f"{STATE}/{_CLAIM}"


def _check_writable(folder: Path) -> None:
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        raise FolderError(
            Problem(str(folder), path="--out", found="cannot be written", remedy="choose another folder")
        )
