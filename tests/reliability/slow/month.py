"""What all phases of a month are given: the rules, the numbers, last month's boards, the sums."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

from slow import luck
from slow.people import Hood
from slow.rules import Place, Rules
from xinyong.fields import B_PERSONS


class Sums:
    """What leaves the month, weighted in 1/256."""

    def __init__(self) -> None:
        self.places: Counter[tuple[int, int, str]] = Counter()
        self.blocks: Counter[tuple[int, int, str]] = Counter()
        self.conducts: Counter[tuple[int, int]] = Counter()
        self.causes: Counter[tuple[int, int]] = Counter()
        self.grades: Counter[tuple[int, int]] = Counter()
        self.listed: Counter[tuple[int, int]] = Counter()
        self.institutions: Counter[tuple[int, int]] = Counter()


class Month:
    """One month of a world."""

    def __init__(
        self, number: int, seed: int, rules: Rules, a: SimpleNamespace, cities: dict[int, list[int]],
        nation: list[int], look: dict[int, list[float]],
    ) -> None:  # fmt: skip
        self.number, self.seed, self.rules, self.a = number, seed, rules, a
        self.cities, self.nation, self.look = cities, nation, look
        self.sums = Sums()

    def tag(self, purpose: int, always: bool = False) -> int:
        """The tag of a purpose this month, or for good."""
        return luck.tag(self.seed, 0 if always else self.number, purpose)

    def place(self, hood: Hood) -> Place:
        """What holds in a neighbourhood."""
        return self.rules.place(hood.regime)

    def around(self, hood: Hood, what: int) -> int:
        """Events last month among those whom the people of a neighbourhood see."""
        return self.nation[what] if self.a.rewired > 0.5 else hood.board_last[what]

    def seen_around(self, hood: Hood, what: int) -> float:
        """The same, a person."""
        return self.around(hood, what) / max(float(self.around(hood, B_PERSONS)), 1.0)


def per_person(board: list[int], what: int) -> float:
    """Events of a board, a person."""
    return board[what] / max(float(board[B_PERSONS]), 1.0)
