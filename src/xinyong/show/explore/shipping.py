"""The run that comes with the program, so that a page has a picture at once: made, and checked.

    python -m xinyong.show.explore.shipping            # live through it again and write it
    python -m xinyong.show.explore.shipping --check    # is it of these rules and this engine?

It is the run that a page asks for first, with the lines of short tables alone, and with the dossiers of the
three subjects that can be picked. Whoever runs the same gets the same numbers.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xinyong.experiments.engine_sum import engine_sha256
from xinyong.experiments.picking import PICKS
from xinyong.show.explore.messages import Ask
from xinyong.show.explore.plain import known, text_of
from xinyong.show.explore.resolving import resolve
from xinyong.show.explore.run_answers import FILE, SHIPPED, dossier_data, shipped
from xinyong.show.explore.run_data import shown
from xinyong.show.explore.shelf import whole

#: What a page asks for first.
FIRST = Ask(scheme="china-2020", against="status-quo-2012", citizens=20_000, months=72, seed=1)


def made(folder: Path) -> dict[str, Any]:
    """Live through the run in ``folder``; returns all that is shipped of it."""
    from xinyong.errors import InputError
    from xinyong.experiments.running import perform
    from xinyong.show.portrayal import portrayal

    wanted = resolve(FIRST, folder)
    run = perform(wanted.ask, folder / "run", given=wanted.given)
    told = whole(SHIPPED, run, FIRST)
    few = set(shown())
    told["indicators"] = [each for each in told["indicators"] if each["id"] in few]
    picks: dict[str, int] = {}
    for how in PICKS:
        try:
            picks[how] = run.pick(how)
        except InputError:
            print(f"nobody is {how} in this run")
    dossiers = {str(each): dossier_data(run, run.dossier(each)) for each in picks.values()}
    return {"run": told, "picks": picks, "dossiers": dossiers, "stories": known(portrayal(str(run.path)))}


def stale(folder: Path) -> list[str]:
    """In what the shipped run is not of these rules and this engine."""
    hashes = shipped()["hashes"]
    given = resolve(FIRST, folder).given
    now = {"engine_sha256": engine_sha256(), "scheme_sha256": given[FIRST.scheme].sha256,
           "against_sha256": given[FIRST.against].sha256}  # fmt: skip
    return [name for name, value in now.items() if hashes[name] != value]


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with ``--check`` say whether it is up to date; returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="xinyong-shipping-") as name:
        if "--check" in arguments:
            unlike = stale(Path(name))
            print(f"stale: {', '.join(unlike)}" if unlike else f"{FILE.name} is up to date")
            return int(bool(unlike))
        text = text_of(made(Path(name)))
    FILE.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"{FILE.name}: {len(text):,} bytes, {FILE.stat().st_size:,} packed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
