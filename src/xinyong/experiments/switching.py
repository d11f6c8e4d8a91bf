"""Does every institution move what it says, and only what it can reach? A long check, run by hand.

    python -m xinyong.experiments.switching                      # every book of the library
    python -m xinyong.experiments.switching tax-credit no-fly    # some
    python -m xinyong.experiments.switching --citizens 200000 --json

Two worlds with and without a book part in the month in which it begins, from one past, and are
compared over some years: each indicator that its ``moves`` names must differ. Then the book is switched
off for one month, from a state in which it has been at work, while everybody expects what they
expected: only what it can reach (``experiments.reaching``) may differ, down to the last bit of every
subject out of its reach, by kind and by place.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from typing import Any

from xinyong.dates import month_text
from xinyong.experiments.staging import MONTHS
from xinyong.experiments.trials import CITIZENS, Finding, trials
from xinyong.scheme import library


def text(one: Finding) -> str:
    """A finding in a few lines."""
    trial = one.trial
    lines = [
        f"{trial.book}  ({trial.scheme}, {trial.frame}, {month_text(trial.first)} to "
        f"{month_text(trial.last - 1)}, {one.citizens:,} citizens): "
        f"{len({each.indicator for each in one.moved})} indicators move"
    ]
    lines += [
        f"    {each.indicator} ({each.kind}) "
        + ("only with it" if math.isnan(each.difference) else f"{each.difference:+.4g} ± {each.width:.2g}")
        for each in one.moved
        if each.indicator in one.said
    ]
    for title, names in (
        ("does not move", one.still),
        ("hardly moves", one.faint),
        ("OUT OF REACH", one.strayed),
    ):
        if names:
            lines.append(f"    {title}: {', '.join(names)}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Run the check; 0 where every book moves what it says and nothing beyond its reach."""
    parser = argparse.ArgumentParser(prog="python -m xinyong.experiments.switching", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("books", nargs="*", metavar="BOOK", help="ids of rule books; all of them if none")
    parser.add_argument("--citizens", type=int, default=CITIZENS)
    parser.add_argument("--months", type=int, default=MONTHS, help="how long the two worlds are compared")
    parser.add_argument("--json", action="store_true", help="one JSON document, and nothing else")
    asked = parser.parse_args(arguments)
    findings = []
    for one in trials(asked.books or list(library.book_files()), asked.citizens, asked.months):
        findings.append(one)
        if not asked.json:
            print(text(one), flush=True)
    if asked.json:
        print(json.dumps([_plain(one) for one in findings], indent=1))
    return int(any(one.still or one.strayed for one in findings))


def _plain(one: Finding) -> dict[str, Any]:
    told = one._asdict() | {"trial": one.trial._asdict(), "said": sorted(one.said)}
    told["moved"] = [each._asdict() for each in one.moved]
    return {name: told[name] for name in one._fields}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
