"""An explorer of this machine to be measured: its server, in an empty folder, until the measuring is done."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """The address of a server that listens, and its process; the engine may not be ready yet."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "xinyong.cli", "explore", "--no-open", "--folder", folder]
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
            try:
                assert server.stderr is not None
                address = re.search(r"http://\S+", server.stderr.readline())
                assert address is not None
                yield address[0].rstrip("/"), server.pid
            finally:
                server.terminate()


def wait(address: str) -> None:
    """Until the engine of a server is ready."""
    while not httpx.get(f"{address}/api/about", trust_env=False).json()["ready"]:
        time.sleep(0.5)
