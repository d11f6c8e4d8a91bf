"""Pictures of every view, for people to look at: two widths, both languages, light and dark.

    python tests/explore/pictures.py http://127.0.0.1:8765 FOLDER [VIEW ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

from browsing import LOOKS, VIEWS, chromium, tab


def main(base: str, folder: str, *views: str) -> int:
    Path(folder).mkdir(parents=True, exist_ok=True)
    faults = []
    with chromium() as browser:
        for look in LOOKS:
            for name in views or VIEWS:
                with tab(browser, base.rstrip("/"), look) as mine:
                    page = mine.view(name)
                    page.wait_for_timeout(300)
                    page.screenshot(path=Path(folder) / f"{name}-{look}.png", full_page=True)
                    found = mine.faults + mine.barriers() + ["wider than its window"] * mine.wide
                    faults += [f"{name} {look}: {each}" for each in found]
    print(*faults, f"{len(faults)} faults", sep="\n")
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
