"""A headless Chromium, spoken to over its DevTools protocol: enough to open a page and ask what is there."""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect


def chromium() -> str | None:
    """Where a Chromium is, if there is one."""
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


class Browser:
    """One tab. ``events`` is all that it told unasked."""

    def __init__(self, link: ClientConnection) -> None:
        self._link, self._ids = link, itertools.count(1)
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **more: Any) -> dict[str, Any]:
        id = next(self._ids)
        self._link.send(json.dumps({"id": id, "method": method, "params": more}))
        while True:
            told = json.loads(self._link.recv(timeout=120))
            if told.get("id") == id:
                assert "error" not in told, told
                return dict(told["result"])
            self.events.append(told)

    def open(self, address: str) -> None:
        self.events.clear()
        self.ask("Page.navigate", url=address)

    def value(self, script: str) -> Any:
        """What a script gives; a promise is waited for."""
        told = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def until(self, script: str, most: float = 60.0) -> float:
        """Seconds until a script gives what is true."""
        begun = time.monotonic()
        while time.monotonic() - begun < most:
            with contextlib.suppress(AssertionError):
                if self.value(script):
                    return time.monotonic() - begun
            time.sleep(0.05)
        raise AssertionError(f"not within {most} s: {script}; {self.complaints()}")

    def complaints(self) -> list[str]:
        """Errors of scripts, and whatever the policy kept out."""
        found = []
        for each in self.events:
            if each["method"] == "Runtime.exceptionThrown":
                found.append(str(each["params"]["exceptionDetails"]))
            if each["method"] == "Log.entryAdded" and each["params"]["entry"]["level"] == "error":
                found.append(str(each["params"]["entry"]["text"]))
        return found

    def asked(self) -> list[str]:
        """Addresses that were asked for."""
        return [each["params"]["request"]["url"] for each in self.events
                if each["method"] == "Network.requestWillBeSent"]  # fmt: skip


@contextlib.contextmanager
def browser(program: str, profile: Path) -> Iterator[Browser]:
    """A tab of a browser with a fresh profile."""
    words = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-proxy-server",
             "--disable-background-networking", "--remote-debugging-port=0", f"--user-data-dir={profile}",
             "--window-size=1280,900", "about:blank"]  # fmt: skip
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            port = profile / "DevToolsActivePort"
            end = time.monotonic() + 90
            while not port.is_file() or not port.read_text().strip():
                assert time.monotonic() < end, "the browser does not start"
                time.sleep(0.1)
            number = port.read_text().split()[0]
            with connect(f"ws://127.0.0.1:{number}{_tab(int(number))}", max_size=None, proxy=None) as link:
                yield Browser(link)
        finally:
            running.terminate()
            running.wait(30)


def _tab(port: int) -> str:
    import httpx

    tabs = httpx.get(f"http://127.0.0.1:{port}/json", trust_env=False).json()
    address = next(each["webSocketDebuggerUrl"] for each in tabs if each["type"] == "page")
    return "/" + str(address).split("/", 3)[3]
