"""Phase 15: sums by place and group leave the month; the neighbourhood leaves its board."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

from slow.luck import held
from slow.minds import asked
from slow.month import Month
from slow.people import Hood, Subject
from xinyong import fields as F  # noqa: N812
from xinyong.fields import PERSON
from xinyong.quantities import G_AGE, G_ALL, G_COMPANY, G_URBAN
from xinyong.scheme import tables as T  # noqa: N812

_SHARES = (
    "trust-strangers", "trust-general", "trust-government", "trust-market", "legitimacy", "approval", "aware",
    "censor", "intrinsic", "gaming", "insecurity", "livelihood", "ties", "privacy",
)  # fmt: skip


def units(x: float) -> int:
    """A share in 1/65536."""
    return int(x * 65536.0 + 0.5)


def ones(bits: int) -> int:
    """Number of domains among the lower 14 bits."""
    return bin(bits & 0x3FFF).count("1")


def tally(hood: Hood, m: Month) -> None:
    """Count everybody, then weigh."""
    board = hood.board
    for person in hood.persons:
        for what, amount in person.told.items():
            person.count(what, amount)
        if person.living:
            person.count("persons")
            board[F.B_PERSONS] += 1
            if person.age_band > 0:
                _adult(m, person)
    for subject in hood.everybody():
        for number in subject.on_lists():
            m.sums.listed[number, subject.kind] += subject.weight()
    for debt in hood.debts:
        if debt.stage in (F.S_ENFORCED, F.S_LISTED, F.S_CLOSED):
            debt.subject.count("debtors")
    for company in hood.companies:
        if company.living:
            _company(m, company)
    for office in hood.offices:
        office.count("persons")
        board[F.B_OFFICE_BUDGET] += int(office.budget * 16.0)
        board[F.B_OFFICE_EFFORT] += units(office.effort)
        board[F.B_OFFICE_PADDING] += units(office.padding)
        board[F.B_OFFICES] += 1
    _weigh(hood, m)


def _adult(m: Month, who: Subject) -> None:
    a, board = m.a, who.hood.board
    board[F.B_ADULTS] += 1
    board[F.B_TRUST] += units(who.trust_strangers)
    for column in _SHARES:
        who.count(column, units(getattr(who, column.replace("-", "_"))))
    risk = (who.risk_money + who.risk_public + who.risk_speech) * (1.0 / 3.0)
    aloud = held(who.approval + a.falsification * who.risk_speech * (a.acceptable - who.approval))
    changed = ones(who.done >> 16)
    for what, amount in (
        ("adults", 1), ("approves", who.approval > 0.5), ("states-approval", aloud > 0.5),
        ("changed", changed > 0), ("changed-kinds", changed), ("done", ones(who.done)),
        ("known-state", ones(who.known)), ("known-firms", ones(who.known >> 16)),
        ("tried", who.tried), ("refused-ever", who.refused), ("risk", units(risk)),
        ("anxiety", units(risk * who.aware)), ("com-score", who.com_score),
        ("com-scored", who.com_score > 0), ("earnings", int(who.income * who.livelihood)),
        ("bad-credit", who.bad_credit > 0), ("past-kin", bool(who.past & F.PAST_KIN)),
        ("low-fallen", bool(who.past & F.PAST_LOW)),
    ):  # fmt: skip
        who.count(what, int(amount))
    _scored(m, who)
    _listed(m, who)


def _scored(m: Month, who: Subject) -> None:
    """Stocks of the score of one's city."""
    for score in m.place(who.hood).scores[PERSON]:
        if score.z == 0 and who.grades[0] < 16:
            who.count("scored")
            who.count("score", score.value(who.points(score.institution)))
            who.count("top-grade", int(who.grades[0] < 3))
            who.count("low-grade", int(who.grades[0] >= score.low()))


def _listed(m: Month, who: Subject) -> None:
    """Stocks of the listed, once listed, limited, praised, wronged, and kin of the listed."""
    black, left, ties = m.rules.black, units(who.livelihood), units(who.ties)
    wrong = who.suspect > 0
    if who.on(black):
        who.hood.board[F.B_LISTED] += 1
        who.count("listed")
        who.count("listed-livelihood", left)
        who.count("listed-ties", ties)
        who.count("wrong-listed", int(wrong))
    elif who.past & F.PAST_LISTED:
        who.count("once-listed")
        who.count("once-livelihood", left)
        who.count("once-ties", ties)
    if not who.on(black) and any(kin.on(black) and kin.living for kin in who.household()):
        who.count("kin-listed")
        who.count("kin-livelihood", left)
    if wrong:
        who.count("wronged")
        who.count("wronged-livelihood", left)
    limit = m.rules.court_number(T.COURT_LIMIT_LIST)
    who.count("limited", int(limit is not None and bool(who.lists >> limit & 1)))
    who.count("praised", int(who.on(m.rules.red)))


def _company(m: Month, company: Subject) -> None:
    limit = m.rules.court_number(T.COURT_LIMIT_LIST)
    for what, amount in (
        ("persons", 1), ("livelihood", units(company.market)),
        ("earnings", int(company.revenue * company.market)), ("listed", company.on(m.rules.black)),
        ("limited", limit is not None and bool(company.lists >> limit & 1)),
        ("bad-credit", company.bad_credit > 0), ("asked", asked(m, company)),
        ("yielded-part", company.yielded == 1), ("yielded-full", company.yielded == 2),
    ):  # fmt: skip
        company.count(what, int(amount))


def _weigh(hood: Hood, m: Month) -> None:
    """The neighbourhood's sums, weighted, in those of its province and block."""
    rows: dict[int, Counter[str]] = {}
    for (c, group), counted in hood.sums.items():
        weight = hood.weights[c] if group < 15 else hood.weights[2 + group - 15]
        row = rows.setdefault(group, Counter())
        for what, amount in counted.items():
            row[what] += amount * weight
    town = G_URBAN + 1 - hood.urban
    for group, row in rows.items():
        _price(row, m.a)
        into = [G_AGE + group] if group < 15 else [G_COMPANY + group - 15]
        if group < 5:
            into += [G_ALL, town]
        for what, amount in row.items():
            for each in into:
                m.sums.places[hood.province, each, what] += amount
                m.sums.blocks[hood.block, each, what] += amount
    hood.sums.clear()


def _price(row: Counter[str], a: SimpleNamespace) -> None:
    """What checks, entries and appeals cost, in hundredths of a yuan; prices are whole."""
    row["agency-cost"] = (
        int(a.check_yuan * 100.0 + 0.5) * row["checks"]
        + int(a.entry_yuan * 100.0 + 0.5) * row["records"]
        + int(a.review_yuan * 100.0 + 0.5) * row["appeals"]
    )
