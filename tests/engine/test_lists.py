"""Lists: nobody twice, nobody without a ground, nobody before the list or after it."""

from __future__ import annotations

import audit
import numpy as np
import pytest
from test_books import Run, every, run

from xinyong.engine.layout import CAUSES
from xinyong.fields import ACCESS, ALIVE, FIRM_LISTS, LISTS, OFFICE_LISTS, R_ENTRY, REPRESENTATIVE
from xinyong.scheme.tables import COURT_LIMIT_LIST, COURT_LIST, COURT_REP


def heads(found: Run) -> dict[int, set[int]]:
    """Companies (subject numbers) that a person represents, by person."""
    s = found.engine.state
    represented: dict[int, set[int]] = {}
    for h in range(found.engine.hoods):
        lo, hi = int(s.hoods["company_first"][h]), int(s.hoods["company_first"][h + 1])
        for c in range(lo, hi):
            row = int(s.ci[REPRESENTATIVE, c])
            if row >= 0:
                person = int(s.hoods["person_first"][h]) + row
                represented.setdefault(person, set()).add(s.pu.shape[1] + c)
    return represented


@every
def test_nobody_enters_twice_and_nobody_leaves_who_has_not_entered(name: str) -> None:
    found = run(name)
    on: set[tuple[int, int]] = set()
    for month, subject, number, enters, _ in audit.listings(found.outs):
        if enters:
            assert (subject, number) not in on, (month, subject, number)
            on.add((subject, number))
        else:
            assert (subject, number) in on, (month, subject, number)
            on.remove((subject, number))
    s = found.engine.state
    bits = np.concatenate([s.pw[LISTS], s.cw[FIRM_LISTS], s.ow[OFFICE_LISTS]])
    held = {(int(who), n) for n in range(32) for who in np.flatnonzero(bits >> np.uint32(n) & np.uint32(1))}
    assert held == on


@every
def test_an_entry_names_an_earlier_record_of_its_subject_or_the_company_it_represents(name: str) -> None:
    found = run(name)
    b, represented, entries = found.books, heads(found), 0
    for month, subject, number, enters, record in audit.listings(found.outs):
        if not enters:
            continue
        entries += 1
        assert record < len(b), (month, subject, number)
        assert b.month[record] <= month
        owner = int(b.subject[record])
        tables = found.rules.at(month)
        reaches = tables.court[COURT_REP] > 0 and number == tables.court[COURT_LIMIT_LIST]
        reaches = reaches or tables.list_rep[number] == 1
        assert owner == subject or (reaches and owner in represented.get(subject, set()))
        assert tables.list_institution[number] == b.institution[record]
    assert entries > 5 or name == "only-rongcheng"


@every
def test_whoever_is_on_a_list_has_an_open_record_behind_it(name: str) -> None:
    """Month by month: a court's list needs an open case, another list a live record that enters it."""
    found = run(name)
    b, represented = found.books, heads(found)
    case = audit.case_rows(b, found.rules)
    on: set[tuple[int, int]] = set()
    for out in found.outs:
        for row in out.listings:
            (on.add if row["enters"] else on.discard)((int(row["subject"]), int(row["list"])))
        if not on:
            continue
        tables, live = found.rules.at(out.month), b.live(out.month)
        limit = int(tables.court[COURT_LIMIT_LIST])
        current = _in_force(found, out.month)
        cases = set(b.subject[live & case].tolist())
        others: set[tuple[int, int]] = set()
        for n in np.flatnonzero(live & ~case):
            others |= {(int(b.subject[n]), number) for number in _enters(found, int(n))}
        for subject, number in on:
            assert number in current, f"{out.month}: {subject} is still on {found.rules.lists[number]}"
            if number in (limit, int(tables.court[COURT_LIST])):
                head_of = represented.get(subject, set()) if number == limit else set()
                backed = subject in cases or bool(head_of & cases)
            else:
                backed = (subject, number) in others
                if tables.list_rep[number] == 1:
                    firms = represented.get(subject, set())
                    backed = backed or any((firm, number) in others for firm in firms)
            assert backed, (out.month, subject, number)


def _in_force(found: Run, month: int) -> set[int]:
    """Lists of books that hold somewhere in a month."""
    scheme = found.rules.scheme
    books = {
        book.id
        for use, book in zip(scheme.uses, scheme.books, strict=True)
        if use.holds(month) and book.in_force.holds(month)
    }
    return {n for n, word in enumerate(found.rules.lists) if word.partition(".")[0] in books}


def _enters(found: Run, row: int) -> set[int]:
    """Lists that the rules of the month in which a row (or the one it continues) was entered put it on.

    A rule that an office stretched to conduct that none names: any list of the rule's institution.
    """
    b = found.books
    while b.reason[row] != R_ENTRY:
        row = int(b.refers[row])
    t, k = found.rules.at(int(b.month[row])), b.conduct[row]
    mine = (t.row_institution == b.institution[row]) & (t.row_list >= 0)
    named = [e for g in range(len(t.first)) for e in range(t.first[g, k], t.first[g, k + 1])]
    rows = [e for e in named if mine[e]]
    if not rows and not b.genuine[row]:
        rows = np.flatnonzero(mine).tolist()
    return {int(t.row_list[e]) for e in rows}


@every
def test_no_list_before_its_date_or_after_it(name: str) -> None:
    found = run(name)
    scheme = found.rules.scheme
    for month, _, number, enters, _ in audit.listings(found.outs):
        book, _, rule = found.rules.lists[number].partition(".")
        place = [each.id for each in scheme.books].index(book)
        parts = [scheme.uses[place], scheme.books[place].in_force]
        parts += [each for each in scheme.books[place].lists if each.id == rule]
        if enters:
            assert all(part.holds(month) for part in parts), (month, found.rules.lists[number])


@every
def test_the_dead_are_on_no_list_and_in_no_score(name: str) -> None:
    found = run(name)
    s = found.engine.state
    dead = np.flatnonzero(s.pu[ALIVE] == 0)
    assert len(dead) > 10
    assert (s.pw[LISTS, dead] == 0).all()
    final = found.engine.final()
    assert not np.isin(final.subject, dead).any()


@every
def test_a_refusal_needs_a_measure_in_force(name: str) -> None:
    """What refuses: a list with a rule at that gate, a grade, a bad entry; what looks up: a check."""
    found = run(name)
    total = np.zeros((CAUSES, len(ACCESS)), np.int64)
    for out in found.outs:
        t = found.rules.at(out.month)
        total += out.causes
        by_list = out.causes[: len(t.list_colour)]
        assert (t.bar[by_list > 0] > 0).all() if (by_list > 0).any() else True
        carried = (t.share > 0).any(axis=0)
        assert (carried | (by_list.sum(axis=0) == 0)).all(), "refused on a list that nobody carries"
        assert not out.causes[len(t.list_colour) : 32].any()
        barred = (t.grade_bar > 0).any(axis=(0, 1, 2))
        assert (barred | (out.causes[32] == 0)).all()
        assert ((t.reg_bar > 0) | (out.causes[33] == 0)).all()
        assert ((t.kin_check > 0) | (out.causes[35] == 0)).all()
        assert ((t.beyond > 0) | (out.causes[36] == 0)).all()
        assert (out.causes[:37].sum(axis=0) <= out.causes[37]).all(), "refused without being looked up"
    assert total[37].sum() > 0


@pytest.mark.parametrize("name", ["remedies", "debtors"])
def test_the_court_did_list_and_release(name: str) -> None:
    """The worlds above are no empty stages."""
    found = run(name)
    seen = {(number, enters) for _, _, number, enters, _ in audit.listings(found.outs)}
    court = found.rules.at(found.engine.month - 1).court
    lists = {int(court[COURT_LIST]), int(court[COURT_LIMIT_LIST])}
    assert {(number, enters) for number in lists for enters in (0, 1)} <= seen


def test_a_list_lasts_as_long_as_its_term() -> None:
    """The village's board of shame: six months from the record, a month or two to be read in."""
    found = run("village")
    number = found.rules.lists.index("village.shame")
    entered: dict[int, int] = {}
    lasted = []
    for month, subject, which, enters, _ in audit.listings(found.outs):
        if which == number and enters:
            entered[subject] = month
        elif which == number:
            lasted.append(month - entered.pop(subject))
    assert lasted
    assert max(lasted) <= 6
