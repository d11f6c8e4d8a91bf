"""Debian's Chromium, driven by Playwright: tabs with profiles of their own, and all that went wrong."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

#: Each view: how its link ends, and what must be there before it is looked at.
VIEWS = {
    "run": ("#/run", ".sides li"),
    "claims": ("#/claims?id=D04", ".claim-card .facts dd:nth-of-type(2)"),
    "lives": ("#/lives", ".timeline .row:nth-child(3)"),
    "systems": ("#/systems?month=2019-06&book=rongcheng", ".book section h3"),
    "portrayal": ("#/portrayal", "svg.bars"),
    "headline": ("#/headline?reform=no-points", ".reform-list button"),
    "assess": ("#/assess", ".score .big"),
    "build": ("#/build", ".checks .fine"),
}
#: Said where no test can be run.
LACKING = "no Chromium here: scripts/setup dev installs Debian's where it may, or set CHROMIUM"
#: Nothing but the page asks for anything, and nothing is kept.
_WORDS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server",
          "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
#: Milliseconds that a slow machine may take for what comes at once: it compiles the engine meanwhile.
SLOW = 120_000
_GRAVE = ("serious", "critical")


@dataclass(frozen=True)
class Look:
    """A reader: width of the window, light or dark, language."""

    width: int = 1280
    shade: str = "light"
    language: str = "en-GB"

    def __str__(self) -> str:
        return f"{self.width}-{self.language[:2]}-{self.shade}"


LOOKS = (Look(), Look(390, "dark", "zh-CN"), Look(1280, "dark", "zh-CN"), Look(390))


@dataclass
class Tab:
    """A page in a profile of its own. ``faults`` is what its console and its requests gave to complain of."""

    page: Page
    base: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda told: self.faults.append(told.text)
                     if told.type in ("error", "warning") else None)  # fmt: skip
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda asked: self._asked(asked.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.base}/", self.base.replace("http", "ws"), "data:", "blob:", "file:")):
            self.faults.append(f"a request to {url}")

    def open(self, end: str, until: str) -> Page:
        """Until something is there. It need not be visible: the first line of a picture is a flat axis."""
        self.page.goto(f"{self.base}/{end}", timeout=SLOW)
        self.page.locator(until).first.wait_for(timeout=SLOW, state="attached")
        return self.page

    def view(self, name: str) -> Page:
        return self.open(*VIEWS[name])

    @property
    def wide(self) -> bool:
        """Whether the page is wider than its window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"))

    def barriers(self) -> list[str]:
        """What axe-core finds that keeps people out."""
        found = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0]['failureSummary']}"
                for each in found if each["impact"] in _GRAVE]  # fmt: skip


def program() -> str | None:
    """Where Chromium is, if it is anywhere."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def unwanted() -> str:
    """Why there are no browser tests now; empty where there are.

    ``XINYONG_BROWSER=0`` leaves them out, ``1`` wants them: they fail then where no Chromium is.
    """
    asked = os.environ.get("XINYONG_BROWSER", "")
    if asked == "0":
        return "XINYONG_BROWSER=0 leaves the browser out"
    return "" if asked or program() else LACKING


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    path = program()
    assert path, LACKING
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=_WORDS, timeout=SLOW)
        yield browser
        browser.close()


@contextlib.contextmanager
def tab(browser: Browser, base: str, look: Look = LOOKS[0]) -> Iterator[Tab]:
    """A tab in a new profile, as a reader has it."""
    context = browser.new_context(
        viewport={"width": look.width, "height": 900}, color_scheme=look.shade, locale=look.language
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    try:
        context.set_default_timeout(60_000)
        yield Tab(context.new_page(), base)
    finally:
        context.close()
