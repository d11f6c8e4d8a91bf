"""Both engines side by side: every column, row and sum, after a month or after a phase."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slow.people import COLUMNS, GRADES, Debt, Record, Subject, attribute
from slow.world import Out, World
from xinyong import fields as F  # noqa: N812
from xinyong.fields import COMPANY, KINDS, OFFICE, PERSON
from xinyong.quantities import QUANTITIES

_ARRAYS = {
    PERSON: ("pf", "pi", "pu", "pw"), COMPANY: ("cf", "ci", "cu", "cw"), OFFICE: ("of", "oi", "ou", "ow"),
}  # fmt: skip
_SLOT_OF = {
    "city-score": 0, "village-score": 1, "office-score": 6,
    **{f"firm-score-{n}": 2 + n for n in range(4)},
}  # fmt: skip
Difference = str


def kept(subject: Subject, column: str, world: World, rules: Any) -> Any:
    """What the slow engine has in a column; None where nothing is kept that anybody may read."""
    if column in GRADES:
        return subject.grades[GRADES[column]]
    if column in _SLOT_OF:
        for score in rules.place(subject.hood.regime).scores[subject.kind]:
            if score.z == _SLOT_OF[column]:
                return subject.points(score.institution)
        return None
    if column in ("com-history", "com-behaviour"):
        return subject.dimension(1 if column == "com-history" else 2)
    return getattr(subject, attribute(column))


def columns_differing(state: Any, world: World, rules: Any, h: int) -> Iterator[Difference]:
    """Columns of the living of neighbourhood ``h`` in which the engines differ."""
    hood = world.hoods[h]
    firsts = [int(state.hoods[h][name]) for name in ("person_first", "company_first", "office_first")]
    for kind in (PERSON, COMPANY, OFFICE):
        for array, columns in zip(_ARRAYS[kind], COLUMNS[kind], strict=True):
            values = getattr(state, array)
            for place, field in enumerate(columns):
                for subject in hood.of_kind(kind):
                    if not subject.living:
                        continue
                    mine = kept(subject, field.name, world, rules)
                    theirs = values[place, firsts[kind] + subject.row].item()
                    if mine is not None and mine != theirs:
                        who = f"{KINDS[kind]} {subject.row} of neighbourhood {h}"
                        yield f"{field.name} of {who}: {theirs} in the engine, {mine} in the slow one"


def rows_differing(state: Any, world: World, h: int) -> Iterator[Difference]:
    """Obligations, live records and the board of neighbourhood ``h``."""
    hood, row = world.hoods[h], state.hoods[h]
    debts = [tuple(state.debts[d].item()) for d in range(int(row.debt_first), int(row.debt_end))]
    yield from _lists(f"obligation of neighbourhood {h}", debts, [_debt(each) for each in hood.debts])
    live = [tuple(state.live[x].item()) for x in range(int(row.live_first), int(row.live_end))]
    yield from _lists(f"live record of neighbourhood {h}", live, [_record(each) for each in hood.records])
    yield from _lists(f"board of neighbourhood {h}", state.board[h].tolist(), hood.board)


def _lists(what: str, theirs: list[Any], mine: list[Any]) -> Iterator[Difference]:
    if len(theirs) != len(mine):
        yield f"{what}: {len(theirs)} in the engine, {len(mine)} in the slow one"
    for place, (one, other) in enumerate(zip(theirs, mine, strict=False)):
        if one != other:
            yield f"{what}, {place}: {one} in the engine, {other} in the slow one"


def _debt(debt: Debt) -> tuple[Any, ...]:
    marks = [debt.limited, debt.wrong, debt.extended, debt.backlog, debt.named, debt.fresh, debt.granted]
    record = 0xFFFFFFFF if debt.record is None else debt.record.place if debt.fresh else debt.record.number
    return (
        debt.amount, record, debt.id, debt.subject.row, debt.opened, debt.since, debt.until,
        debt.subject.kind, debt.stage, debt.ability, debt.ground, debt.creditor,
        sum(bit << place for place, bit in enumerate(marks)),
        255 if debt.record is None else debt.record.conduct,
        255 if debt.record is None else debt.record.institution,
    )  # fmt: skip


def _record(record: Record) -> tuple[Any, ...]:
    marks = [record.wrong, record.noticed, record.appealed, record.granted, record.ended, record.new]
    counts = F.LIVE_BAD_ENTRY if record.bad_entry else record.dimension
    state = sum(bit << place for place, bit in enumerate(marks)) | counts << 6
    return (
        record.row.place if record.new else record.row.number, record.subject.row, record.points,
        record.expires, record.entered, record.subject.kind, record.conduct, record.institution,
        255 if record.list is None else record.list, record.channel, state,
    )  # fmt: skip


def out_differing(theirs: Any, mine: Out) -> Iterator[Difference]:
    """Ledger, lists and sums that left a month."""
    ledger = [
        (row.subject.number, row.refers.number if row.refers else 0xFFFFFFFF, row.conduct, row.institution,
         row.channel + (0 if row.genuine else 128), row.reason, row.points, row.term, row.ended)
        for row in mine.ledger
    ]  # fmt: skip
    yield from _lists("row of the ledger", [tuple(row) for row in theirs.ledger.tolist()], ledger)
    listings = [
        (who.number, row.number if row is not None else 0xFFFFFFFF, number, int(enters))
        for who, number, enters, row in mine.listings
    ]
    yield from _lists("entry of a list", [tuple(row) for row in theirs.listings.tolist()], listings)
    for name in ("places", "blocks"):
        yield from _sums(name, getattr(theirs, name), {
            (at, group, _ROW[what]): amount for (at, group, what), amount in getattr(mine.sums, name).items()
        })  # fmt: skip
    for name in ("conducts", "causes", "grades", "listed", "institutions"):
        yield from _sums(name, getattr(theirs, name), getattr(mine.sums, name))


_ROW = {quantity.name: row for row, quantity in enumerate(QUANTITIES)}


def _sums(name: str, theirs: Any, mine: dict[tuple[int, ...], int]) -> Iterator[Difference]:
    found = {tuple(int(x) for x in at): int(theirs[tuple(at)]) for at in zip(*theirs.nonzero(), strict=True)}
    for at in sorted(found.keys() | {at for at, amount in mine.items() if amount}):
        if found.get(at, 0) != mine.get(at, 0):
            where = (*at[:-1], QUANTITIES[at[-1]].name) if len(at) == 3 else at
            yield f"{name} {where}: {found.get(at, 0)} in the engine, {mine.get(at, 0)} in the slow one"
