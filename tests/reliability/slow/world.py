"""A world of objects goes through its months, neighbourhood by neighbourhood, phase by phase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slow import choosing, counting, court, gates, lives, minds, noticing, occasions, standing, writing
from slow.month import Month, Sums
from slow.people import COLUMNS, Hood, LedgerRow, Subject
from slow.rules import Rules, dials
from xinyong import fields as F  # noqa: N812
from xinyong.fields import CHANNELS, COMPANY, OFFICE, PERSON

#: The month in order.
PHASES: tuple[tuple[str, Callable[[Hood, Month], None]], ...] = (
    ("events", occasions.events), ("opportunity", occasions.opportunity), ("encounter", occasions.encounter),
    ("conduct", choosing.conduct), ("detection", noticing.detection), ("records", writing.records),
    ("standing", standing.standing), ("sharing", gates.sharing), ("access", gates.access),
    ("consequences", lives.consequences), ("remedies", lives.remedies), ("perception", minds.perception),
    ("adaptation", minds.adaptation), ("opinion", minds.opinion), ("tally", counting.tally),
)  # fmt: skip
_ARRAYS = {
    PERSON: ("person_floats", "person_int16", "person_uint8", "person_uint32"),
    COMPANY: ("company_floats", "company_int16", "company_uint8", "company_uint32"),
    OFFICE: ("office_floats", "", "office_uint8", "office_uint32"),
}
_OFFICES = [CHANNELS.index(name) for name in ("police", "tax-office", "inspection", "grid")]


class Out:
    """What leaves a month: sums, rows of the ledger in order, entries and exits of lists."""

    def __init__(self, month: int, sums: Sums, hoods: list[Hood]) -> None:
        self.month, self.sums = month, sums
        self.ledger: list[LedgerRow] = [row for hood in hoods for row in hood.ledger]
        self.listings = [entry for hood in hoods for entry in hood.listings]


class World:
    """A society under a scheme. ``month`` is the next month."""

    def __init__(self, society: Any, timeline: Any, values: Any, seed: int, start: int) -> None:
        self.seed, self.month, self.records = seed & (2**64 - 1), start, 0
        self.a = dials(values)
        self.hoods = people_of(society)
        self._rules: tuple[Any, Rules] | None = None
        self.enter(timeline)
        self.cities = {hood.city: [0] * len(F.BOARD) for hood in self.hoods}
        self.nation = [0] * len(F.BOARD)
        for hood in self.hoods:
            court.backlog(hood, start, self.seed, self.a)
            hood.sums.clear()

    def enter(self, timeline: Any) -> None:
        """From now on another scheme holds."""
        self.timeline = timeline
        for hood in self.hoods:
            hood.regime = int(timeline.regime_of_place[hood.city, hood.urban])

    def begin(self) -> Month:
        """The month that comes next: its rules, and what its offices can look at."""
        tables = self.timeline.at(self.month)
        if self._rules is None or self._rules[0] is not tables:
            self._rules = tables, Rules(tables, self.a)
        rules = self._rules[1]
        look = {city: self._look(rules, board) for city, board in self.cities.items()}
        return Month(self.month, self.seed, rules, self.a, self.cities, self.nation, look)

    def _look(self, rules: Rules, board: list[int]) -> list[float]:
        """Share of its work that each channel's office can handle; 1 where it belongs to none."""
        found = [1.0] * len(CHANNELS)
        adults = max(float(board[F.B_ADULTS]), 1.0)
        offices = board[F.B_OFFICES]
        effort = board[F.B_OFFICE_EFFORT] / (65536.0 * offices) if offices else 1.0
        load, able = board[F.B_COURT_LOAD] / adults, self.a.court_capacity * rules.capacity[0] * 0.001
        work = board[F.B_OPPORTUNITIES] / adults
        limits = [(0, load, able)]
        limits += [(c, work, self.a.office_capacity * rules.capacity[c] * effort) for c in _OFFICES]
        for channel, asked, can in limits:
            found[channel] = can / max(asked, 1e-12) if asked > can else 1.0
        return found

    def open(self, hood: Hood) -> None:
        """Drop what has ended, clear the board."""
        hood.records = [record for record in hood.records if not record.ended]
        hood.debts = [debt for debt in hood.debts if debt.stage != F.S_ENDED]
        for record in hood.records:
            record.new = False
        for debt in hood.debts:
            debt.fresh = False
        for subject in hood.everybody():
            subject.records = subject.live()
        hood.board = [0] * len(F.BOARD)
        hood.ledger, hood.listings = [], []

    def close(self, m: Month) -> Out:
        """Number the month's rows in order of neighbourhood; pass the boards on."""
        out = Out(m.number, m.sums, self.hoods)
        for number, row in enumerate(out.ledger, self.records):
            row.number = number
        self.records += len(out.ledger)
        self.cities = {hood.city: [0] * len(F.BOARD) for hood in self.hoods}
        self.nation = [0] * len(F.BOARD)
        for hood in self.hoods:
            hood.board_last = hood.board
            for what, amount in enumerate(hood.board):
                self.cities[hood.city][what] += amount
                self.nation[what] += amount
        self.month += 1
        return out

    def step(self) -> Out:
        """One month."""
        m = self.begin()
        for hood in self.hoods:
            self.open(hood)
            for _, phase in PHASES:
                phase(hood, m)
        return self.close(m)


def people_of(society: Any) -> list[Hood]:
    """The society's columns as objects."""
    before = (0, society.persons, society.persons + society.companies)
    firsts = (society.person_first, society.company_first, society.office_first)
    found = []
    for h in range(society.hoods):
        weights = [int(society.weight[h, 0]), int(society.weight[h, 1]), int(society.company_weight[h]),
                   int(society.office_weight[h])]  # fmt: skip
        hood = Hood(
            int(society.key[h]), int(society.city[h]), int(society.urban[h]), int(society.province[h]),
            int(society.block[h]), weights,
        )  # fmt: skip
        for kind in (PERSON, COMPANY, OFFICE):
            for row, column in enumerate(range(int(firsts[kind][h]), int(firsts[kind][h + 1]))):
                values = _values(society, kind, column)
                hood.of_kind(kind).append(Subject(hood, kind, row, before[kind] + column, values))
        hood.baptise()
        found.append(hood)
    return found


def _values(society: Any, kind: int, column: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for array, columns in zip(_ARRAYS[kind], COLUMNS[kind], strict=True):
        given = getattr(society, array) if array else None
        for place, field in enumerate(columns):
            here = given is not None and place < len(given)
            values[field.name] = given[place, column].item() if here else 0  # type: ignore[index]
    return values
