"""Subjects, obligations, records and neighbourhoods as plain objects."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from slow.luck import name
from xinyong import fields as F  # noqa: N812
from xinyong.fields import COMPANY, OFFICE, PERSON, SLOT_FIRST

#: Columns that are counted from live records whenever they are asked for, and those kept elsewhere.
COUNTED = {
    "city-score", "village-score", "com-history", "com-behaviour", "bad-credit", "suspect", "firm-bad-credit",
    "office-score", *(f"firm-score-{n}" for n in range(F.FIRM_SLOTS)),
}  # fmt: skip
GRADES = {
    "city-grade": 0, "village-grade": 1, "office-grade": 0,
    **{f"firm-grade-{n}": n for n in range(F.FIRM_SLOTS)},
}  # fmt: skip
COLUMNS = {
    PERSON: (F.PERSON_FLOATS, F.PERSON_INT16, F.PERSON_UINT8, F.PERSON_UINT32),
    COMPANY: (F.COMPANY_FLOATS, F.COMPANY_INT16, F.COMPANY_UINT8, F.COMPANY_UINT32),
    OFFICE: (F.OFFICE_FLOATS, F.OFFICE_INT16, F.OFFICE_UINT8, F.OFFICE_UINT32),
}
RISKS = ("risk_money", "risk_public", "risk_speech")


def attribute(column: str) -> str:
    """The name under which an object keeps a column."""
    if column == "office-kind":
        return "sort"
    return column.removeprefix("firm-").removeprefix("office-").replace("-", "_")


class Subject:
    """A person, company or office: its columns as attributes, its live records, what befell it this month."""

    def __init__(self, hood: Hood, kind: int, row: int, number: int, values: dict[str, Any]) -> None:
        self.hood, self.kind, self.row, self.number = hood, kind, row, number
        self.key = 0
        self.records: list[Record] = []
        self.wrong_cases = 0
        self.grades = [0] * (SLOT_FIRST[kind + 1] - SLOT_FIRST[kind])
        for column, value in values.items():
            if column in GRADES:
                self.grades[GRADES[column]] = value
            elif column not in COUNTED:
                setattr(self, attribute(column), value)
        self.backed: set[int] = set()
        self.floors: dict[int, int] = {}
        self.clear()

    def clear(self) -> None:
        """Forget what befell it last month."""
        self.dies = self.shocked = self.named = self.praised = self.perk = False
        self.cheated = self.helped = self.extorted = False
        self.noticed: set[int] = set()
        self.passed: set[int] = set()
        self.refusals: set[int] = set()
        self.told: Counter[str] = Counter()

    @property
    def living(self) -> bool:
        """Alive, in business; an office always."""
        if self.kind == PERSON:
            return bool(self.alive)
        return self.kind == OFFICE or bool(self.active)

    def age(self, month: int) -> int:
        """Months since birth."""
        return month - self.born

    def on(self, some: set[int]) -> bool:
        """Is it on one of some lists?"""
        return any(self.lists >> number & 1 for number in some)

    def on_lists(self) -> list[int]:
        """Numbers of the lists that it is on."""
        return [number for number in range(32) if self.lists >> number & 1]

    def live(self) -> list[Record]:
        """Records that count."""
        return [record for record in self.records if not record.ended]

    def points(self, institution: int) -> int:
        """Live points with an institution."""
        total = sum(each.points for each in self.live() if each.institution == institution)
        return max(-9999, min(9999, total))

    def dimension(self, which: int) -> int:
        """Live points of the commercial score: 1 history, 2 behaviour."""
        total = sum(each.points for each in self.live() if each.dimension == which)
        return max(-9999, min(9999, total))

    @property
    def bad_credit(self) -> int:
        """Live bad entries in the credit register."""
        return min(sum(each.bad_entry for each in self.records if not each.ended), 255)

    @property
    def suspect(self) -> int:
        """Wrong records standing, wrong court cases among them."""
        return min(sum(each.wrong for each in self.records if not each.ended) + self.wrong_cases, 255)

    def household(self) -> list[Subject]:
        """All who live under one roof with a person."""
        return self.hood.persons[self.home : self.home + self.home_size]

    def weight(self) -> int:
        """How many it stands for, in 1/256."""
        if self.kind == PERSON:
            return self.hood.weights[self.weight_class]
        return self.hood.weights[1 + self.kind]

    def count(self, what: str, amount: int = 1) -> None:
        """Count something in the sums of its groups."""
        for group in self.groups():
            self.hood.sums[group][what] += amount

    def groups(self) -> list[tuple[int, int]]:
        """Its groups: (weight class, number); persons have three: age, education, income."""
        if self.kind != PERSON:
            return [(0, 14 + self.kind)]
        c = self.weight_class
        return [(c, self.age_band), (c, 5 + self.education), (c, 10 + self.quintile)]


class LedgerRow:
    """A row of the ledger; it gets its number when the month is put together."""

    def __init__(
        self, subject: Subject, refers: LedgerRow | None, conduct: int, institution: int, channel: int,
        genuine: bool, reason: int, points: int, term: int, ended: int,
    ) -> None:  # fmt: skip
        self.subject, self.refers, self.conduct, self.institution = subject, refers, conduct, institution
        self.channel, self.genuine, self.reason, self.points = channel, genuine, reason, points
        self.term, self.ended = term, ended
        self.number = -1
        self.place = len(subject.hood.ledger)
        subject.hood.ledger.append(self)


class Record:
    """A live record: a row of the ledger that still counts."""

    def __init__(
        self, subject: Subject, row: LedgerRow, expires: int, month: int, number: int | None
    ) -> None:
        self.subject, self.row, self.expires, self.entered, self.list = subject, row, expires, month, number
        self.conduct, self.institution, self.channel = row.conduct, row.institution, row.channel
        self.points, self.wrong = row.points, not row.genuine
        self.noticed = self.appealed = self.granted = self.ended = self.bad_entry = False
        self.new = True
        self.dimension = 0
        subject.records.append(self)
        subject.hood.records.append(self)

    def luck(self) -> int:
        """Key of its own luck: subject, conduct, channel and month."""
        part = self.conduct * 65536 + self.channel * 8192 + self.entered + 4096
        return (self.subject.key + part) & (2**64 - 1)


class Debt:
    """An obligation."""

    def __init__(
        self, subject: Subject, month: int, amount: float, ability: int, creditor: int, own: int
    ) -> None:
        self.subject, self.amount, self.ability, self.creditor = subject, amount, ability, creditor
        self.id = own
        self.opened = self.since = month
        self.until = F.FOREVER
        self.stage, self.ground = F.S_DUE, 0
        self.record: LedgerRow | None = None
        self.limited = self.wrong = self.extended = self.backlog = self.named = self.granted = False
        self.fresh = False
        subject.hood.debts.append(self)

    def key(self) -> int:
        """Key of its own luck."""
        return (self.subject.hood.key + self.id) & (2**64 - 1)


class Hood:
    """A neighbourhood."""

    def __init__(
        self, key: int, city: int, urban: int, province: int, block: int, weights: list[int]
    ) -> None:
        self.key, self.city, self.urban, self.province, self.block = key, city, urban, province, block
        self.weights = weights
        self.regime = 0
        self.persons: list[Subject] = []
        self.companies: list[Subject] = []
        self.offices: list[Subject] = []
        self.debts: list[Debt] = []
        self.records: list[Record] = []
        self.ledger: list[LedgerRow] = []
        self.listings: list[tuple[Subject, int, bool, LedgerRow | None]] = []
        self.board = [0] * len(F.BOARD)
        self.board_last = [0] * len(F.BOARD)
        self.sums: defaultdict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self.chances: list[Any] = []
        self.attempts: list[Any] = []
        self.watched: list[float] = []
        self.errors: list[float] = []

    def of_kind(self, kind: int) -> list[Subject]:
        """Its subjects of a kind."""
        return (self.persons, self.companies, self.offices)[kind]

    def everybody(self) -> list[Subject]:
        """Persons, companies, offices."""
        return [*self.persons, *self.companies, *self.offices]

    def baptise(self) -> None:
        """Name the subjects: kinds count apart."""
        for number, person in enumerate(self.persons):
            person.key = name(self.key, number)
        for number, other in enumerate([*self.companies, *self.offices]):
            other.key = name(self.key, 1000000 + number)
