"""How soon the explorer's page shows something: the first picture, and first months after a slider was moved.

    python benchmarks/explorer_page.py                  # 20,000 citizens, three times each
    python benchmarks/explorer_page.py --times 1 --json

A server is started on this machine, and Debian's Chromium opens it, each time in a new profile: once while
the engine is still being made ready, then after it. A slider is moved by a key, with "Run at every change"
on; what counts is when the line of the large picture is another. Exit code 1 where a median misses its bound.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import time

from playwright.sync_api import Browser, Page, sync_playwright

from served import served, wait

FIRST, REDRAWN = 3.0, 1.0
_PATIENCE = 120_000
#: The line of the scheme in the large picture: the one that is as thick as lines of data are.
_LINE = '.trend svg path[stroke-width="2.2"]'
#: Seconds from the next change of a slider to another line.
_WATCH = f"""() => {{
  const line = () => [...document.querySelectorAll('{_LINE}')].map((each) => each.getAttribute("d")).join();
  const was = line();
  window.redrawn = new Promise((done) => addEventListener("input", () => {{
    const begun = performance.now();
    const look = () => line() && line() !== was
      ? done((performance.now() - begun) / 1000) : requestAnimationFrame(look);
    look();
  }}, {{ capture: true, once: true }}));
}}"""


def opened(browser: Browser, address: str) -> tuple[Page, float]:
    """A page in a new profile, and the seconds from asking for it to its first line."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
    begun = time.perf_counter()
    page.goto(address)
    page.locator(_LINE).first.wait_for(state="attached", timeout=_PATIENCE)
    return page, time.perf_counter() - begun


def moved(page: Page) -> float:
    """Seconds from a slider's move to the first months of the new run."""
    page.get_by_role("searchbox").fill("noise")
    page.locator(".auto input").check()
    slider = page.locator(".knob input[type=range]").last
    page.evaluate(_WATCH)
    slider.press("ArrowRight")
    found = float(page.evaluate("window.redrawn"))
    page.get_by_role("button", name="Cancel").click()
    page.locator(".strip-text:has-text('%')").wait_for(state="detached", timeout=_PATIENCE)
    return found


def measured(address: str, times: int) -> dict[str, list[float]]:
    """Seconds of each opening and each move."""
    found: dict[str, list[float]]
    found = {"first_picture_unready_s": [], "first_picture_s": [], "first_months_s": []}
    with sync_playwright() as play:
        names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
        path = next(path for name in names if name and (path := shutil.which(name)))
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--no-proxy-server"])
        found["first_picture_unready_s"].append(opened(browser, address)[1])
        wait(address)
        for _ in range(times):
            page, seconds = opened(browser, address)
            found["first_picture_s"].append(seconds)
            found["first_months_s"].append(moved(page))
            page.context.close()
        browser.close()
    return found


def main() -> int:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with served() as (address, _):
        found = measured(address, asked.times)
    if asked.json:
        print(json.dumps(found, indent=1))
    else:
        for key, values in found.items():
            print(f"{key:<26}" + "  ".join(f"{value:.2f}" for value in values))
    middle = {key: statistics.median(values) for key, values in found.items()}
    return int(middle["first_picture_s"] > FIRST or middle["first_months_s"] > REDRAWN)


if __name__ == "__main__":
    sys.exit(main())
