"""Finished runs, kept under their keys; the ones nobody looked at for longest are forgotten first."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import FolderError, Problem, UnknownName
from xinyong.results.manifest import MANIFEST
from xinyong.show.explore.messages import Ask
from xinyong.show.explore.plain import text_of
from xinyong.show.explore.run_data import run_data
from xinyong.show.explore.saying import said

if TYPE_CHECKING:
    from xinyong.experiments.lived import Run

_KEY: Final = re.compile(r"[0-9a-f]{16}")
_ASKED, _DATA, _RUN = "asked.json", "data.json.gz", "run"
#: Runs that stay opened.
_OPEN: Final = 6


class Shelf:
    """Runs in ``folder``, at most ``most`` of them."""

    def __init__(self, folder: Path, most: int) -> None:
        """Take up what is there already; folders that hold no finished run are left alone."""
        self.folder, self._most = folder, most
        self._lock = threading.Lock()
        self._opened: OrderedDict[str, Run] = OrderedDict()
        folder.mkdir(parents=True, exist_ok=True)
        there = [path for path in folder.iterdir() if _KEY.fullmatch(path.name) and (path / _DATA).is_file()]
        there.sort(key=lambda path: (path / _DATA).stat().st_mtime)
        self._order: OrderedDict[str, None] = OrderedDict((path.name, None) for path in there)

    def place(self, key: str) -> Path:
        """An empty folder for a run that begins; ``run`` inside it is the run folder to write."""
        place = self.folder / key
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        return place

    def drop(self, key: str) -> None:
        """Away with a run that was not finished."""
        if key not in self:
            shutil.rmtree(self.folder / key, ignore_errors=True)

    def put(self, key: str, asked: Ask) -> None:
        """A run in its place is finished: figure what a page shows of it, and forget the oldest."""
        from xinyong.experiments.lived import open_run

        place = self.folder / key
        run = open_run(place / _RUN, verify=False)
        (place / _ASKED).write_text(asked.model_dump_json(), encoding="utf-8")
        part = place / f"{_DATA}.part"
        part.write_bytes(gzip.compress(text_of(whole(key, run, asked)), 6, mtime=0))
        part.replace(place / _DATA)
        with self._lock:
            self._order[key] = None
            gone = [next(iter(self._order)) for _ in range(1) if len(self._order) > self._most]
            for each in gone:
                del self._order[each]
                self._opened.pop(each, None)
        for each in gone:
            shutil.rmtree(self.folder / each, ignore_errors=True)

    def __contains__(self, key: str) -> bool:
        with self._lock:
            if key in self._order:
                self._order.move_to_end(key)
                return True
            return False

    def keys(self) -> list[str]:
        """Ids of all runs, the one looked at last at the end."""
        with self._lock:
            return list(self._order)

    def data(self, key: str) -> bytes:
        """What a page shows of a run, as packed JSON. Raises ``UnknownName`` for a run that is not here."""
        self._known(key)
        try:
            return (self.folder / key / _DATA).read_bytes()
        except OSError:
            raise UnknownName(_forgotten(key)) from None

    def asked(self, key: str) -> Ask:
        """What was asked for."""
        self._known(key)
        return Ask.model_validate_json((self.folder / key / _ASKED).read_bytes())

    def run(self, key: str) -> Run:
        """A run, opened. Raises ``UnknownName`` for one that is not here."""
        from xinyong.experiments.lived import open_run

        self._known(key)
        with self._lock:
            if key in self._opened:
                self._opened.move_to_end(key)
                return self._opened[key]
        place = self.folder / key / _RUN
        if not (place / MANIFEST).is_file():
            raise FolderError(_forgotten(key))
        run = open_run(place, verify=False)
        with self._lock:
            self._opened[key] = run
            while len(self._opened) > _OPEN:
                self._opened.popitem(last=False)
        return run

    def _known(self, key: str) -> None:
        if not _KEY.fullmatch(key) or key not in self:
            raise UnknownName(_forgotten(key))


def whole(key: str, run: Run, asked: Ask) -> dict[str, Any]:
    """A run as a page gets it: what was asked, how to repeat it, what came out."""
    told = said(asked)
    ask = json.loads(asked.model_dump_json(exclude={"files"}))
    return {"run": key, "ask": ask, "share": told["share"], "command": told["command"],
            "python": told["python"], "files": told["files"], **run_data(run)}  # fmt: skip


def asked_of(run: Run) -> Ask | None:
    """What a page asked for, of a run that lies on a shelf; None for any other."""
    try:
        return Ask.model_validate_json((run.path.parent / _ASKED).read_bytes())
    except (OSError, ValueError):
        return None


def _forgotten(key: str) -> Problem:
    return Problem(path=key[:40], found="no such run here",
                   remedy="it was forgotten, or never made: run it again")  # fmt: skip
