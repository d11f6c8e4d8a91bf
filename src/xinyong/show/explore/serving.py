"""Opening the explorer: a port that is free, a folder, the server, the page in a browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from xinyong.errors import FolderError, Problem, UsageError
from xinyong.show.explore.guarding import is_loopback

#: Seconds after which an idle connection is closed; messages that may wait to be read.
_IDLE, _WAITING = 30, 8
_PORTS: Final = range(8765, 8785)


def serve(
    host: str, port: int | None, folder: str | None, browse: bool, say: Callable[[str], None]
) -> None:
    """Serve until Ctrl-C. Raises ``UsageError`` for a host or port that cannot be had.

    Without a port the first free one from 8765 on is taken; without a folder runs are forgotten at the end.
    """
    import uvicorn

    from xinyong.show.explore.app import application
    from xinyong.show.explore.state import Explorer

    listening = listen(host, port)
    home = _home(folder)
    explorer = Explorer(home)
    try:
        named = listening.getsockname()
        address = f"http://{_named(host, named[0])}:{named[1]}/"
        config = uvicorn.Config(
            application(explorer, host), log_level="warning", access_log=False, server_header=False,
            date_header=False, ws="websockets-sansio", ws_max_size=explorer.limits.body,
            ws_max_queue=_WAITING, ws_per_message_deflate=False, timeout_keep_alive=_IDLE,
            timeout_graceful_shutdown=2,
            limit_concurrency=4 * explorer.limits.clients, lifespan="on",
        )  # fmt: skip
        say(f"Xinyong's explorer is at {address}")
        if not is_loopback(host):
            say(f"It listens on {host}: whoever can reach this machine there can use it, read its runs and "
                "have it compute. It asks for no password and nothing is encrypted.")  # fmt: skip
        kept = "" if folder is None else f"; runs are kept in {home}"
        say(f"The engine is compiled in the background, once. Ctrl-C ends it{kept}.")
        if browse:
            threading.Timer(0.7, _browse, (address,)).start()
        # a wish to end is Ctrl-C, however it comes: what is only for now has to go
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()
        if folder is None:
            shutil.rmtree(home, ignore_errors=True)
        if explorer.runner.alive:
            # the compiler cannot be broken off, and an interpreter that ends beneath it may hang
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that is bound. Raises ``UsageError`` where that cannot be."""
    try:
        found = socket.getaddrinfo(host, port or 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise UsageError(Problem(
            path="--host", found=f"{host!r} is no address of this machine",
            remedy="leave it out for this machine alone, or give one of its addresses",
        )) from None  # fmt: skip
    family, kind, _, _, place = found[0]
    for each in _PORTS if port is None else (port,):
        one = socket.socket(family, kind)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((place[0], each, *place[2:]))
            return one
        except OSError as error:
            one.close()
            last = error
    if port is None:
        raise UsageError(Problem(path="--host", found=f"nothing can be opened at {host} ({last.strerror})",
                                 remedy="leave --host out, or give --port"))  # fmt: skip
    raise UsageError(Problem(path="--port", found=f"port {port} cannot be opened ({last.strerror})",
                             remedy="leave it out for the first that is free, or give another"))  # fmt: skip


def _home(folder: str | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="xinyong-explore-"))
    home = Path(folder)
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        raise FolderError(Problem(folder, path="--folder", found=f"cannot be written ({error.strerror})",
                                  remedy="choose another folder")) from None  # fmt: skip
    return home


def _named(host: str, bound: str) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
    return f"[{shown}]" if ":" in shown else shown


def _browse(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
