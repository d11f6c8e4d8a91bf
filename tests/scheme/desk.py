"""A desk to write small rule books and schemes on, for one test each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xinyong.dates import month_number
from xinyong.errors import Problem
from xinyong.scheme import Scheme, Tables, Timeline, load
from xinyong.scheme.check import check

#: Schemes of the library as they are shipped, each loaded once; not to be changed.
loaded = cache(load)
#: A score of points with three grades.
SCORE = "score: {base: 100, grades: [{id: A, from: 90}, {id: B, from: 50}, {id: C}]}\n"
#: A list of those who litter, and a score that is weighed.
LIST = """collects: [{conduct: littering, coverage: 1, retention: none, channels: camera}]
lists:
  - {id: shame, name: Shame, colour: black, entry: {conduct: littering}, exit: death, publicity: named}
"""
WEIGHTED = """score:
  lowest: 350
  highest: 950
  weights: {identity: 0.2, ability: 0.2, history: 0.2, behaviour: 0.2, contacts: 0.2}
  scale: {history: 100, behaviour: 100}
  start: {history: 0.5, behaviour: 0.5}
  opt_in: 0.1
"""


class Desk:
    """Rule books and schemes written for one test, each in its place as a user would have them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.timelines: dict[tuple[object, ...], Timeline] = {}

    def book(
        self, name: str, kind: str, text: str, subjects: str = "[person]", force: str = "{from: 2014-01}"
    ) -> Path:
        """Write a rule book; ``text`` is what stands below its head."""
        path = self.folder / name / "rulebook.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"id: {name}\nname: {name}\noperator: Somebody\nsetting: FICT\nkind: {kind}\n"
            f"subjects: {subjects}\nin_force: {force}\nsummary: For a test.\nstanding: choice\n{text}"
        )
        return path

    def scheme(self, uses: str, more: str = "") -> Path:
        """Write a scheme of some uses of books, one a line."""
        path = self.folder / "scheme.yaml"
        lines = "".join(f"  - {line.strip()}\n" for line in uses.strip().splitlines())
        path.write_text(
            f"id: mine\nname: Mine\nsummary: For a test.\nfictional: true\nsetting: FICT\n"
            f"standing: choice\nbooks:\n{lines}{more}"
        )
        return path

    def load(self, uses: str, more: str = "") -> Scheme:
        return load(self.scheme(uses, more))

    def at(self, month: str, uses: str, more: str = "", cities: tuple[str, ...] = ("rongcheng",)) -> Tables:
        """The tables of a month; what has not been written anew is not read anew."""
        written = tuple(path.read_text() for path in sorted(self.folder.glob("*/rulebook.yaml")))
        key = (uses, more, cities, written)
        if key not in self.timelines:
            self.timelines[key] = self.load(uses, more).compile(cities)
        return self.timelines[key].at(month_number(month))

    def wrong(self, uses: str, more: str = "") -> list[Problem]:
        """All that is wrong with a scheme of these books."""
        return check([self.scheme(uses, more)])


def lines_of(problems: list[Problem]) -> list[tuple[str, int]]:
    """File name's folder and line of each problem."""
    return [(Path(each.file).parent.name, each.line) for each in problems]
