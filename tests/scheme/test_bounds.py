"""Each rule of the language on both sides of its line: what holds is read, what just does not is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from desk import LIST, SCORE, WEIGHTED, Desk
from pydantic import TypeAdapter, ValidationError

from xinyong.scheme import library, values
from xinyong.scheme.check import check, main
from xinyong.scheme.crosscheck import MOST_CODES
from xinyong.scheme.values import Measured, SourceDate

ROW = "{conduct: littering, coverage: 1, retention: none, channels: camera}"
GRADES = "grades: [{id: A, from: 90}, {id: B, from: 50}, {id: C}]"
RATING = "score: {base: 100, lowest: 0, highest: 200, grades: [{id: A, from: 90}, {id: C}]}\n"
STARS = "rating: {scale: 4, weight: 1, flattery: 0.6, share: 0.5, term: 12, conduct: littering}\n"


def score(text: str) -> str:
    return f"score: {{{text}}}\n"


def many(number: int) -> str:
    return "grades: [" + ", ".join(f"{{id: G{n}, from: {900 - n}}}" for n in range(number)) + "]"


def rows(text: str) -> str:
    return f"{SCORE}collects: [{text}]\n"


def listed(old: str, new: str) -> str:
    assert old in LIST
    return LIST.replace(old, new)


def measure(text: str) -> str:
    return f"measures: [{{{text}, strength: 0.5}}]\n"


def grants(first: str, second: str) -> str:
    head = "gate: lease, does: grant, strength: 0.5, when: {score_from: "
    return f"{WEIGHTED}measures:\n  - {{{head}{first}}}\n  - {{{head}{second}}}\n"


def demand(text: str) -> str:
    rest = "sectors: trade, owners: foreign, deadline: 1, threat: 0.2, credit_share: 0.5"
    return f"demands: [{{id: a, name: A, {rest}, {text}}}]\n"


def maps(second: str) -> str:
    line = next(line for line in LIST.splitlines() if "id: shame" in line)
    two = LIST + line.replace("shame", "blame") + "\n"
    shown = "  - {{list: {}, looks: 0.1, {}: 2015-01}}\n"
    return two + "map:\n" + shown.format("shame", "until") + shown.format(second, "from")


#: Kind of book, what just holds, what just does not, a word of what is said then, and for whom the book is.
LINES: list[tuple[str, str, str, str, str]] = [
    ("points", score(f"base: 100, lowest: 100, highest: 101, {GRADES}"),
     score(f"base: 100, lowest: 100, highest: 100, {GRADES}"), "is not above lowest", "person"),
    ("points", score(f"base: 101, lowest: 100, highest: 101, {GRADES}"),
     score(f"base: 100, lowest: 200, highest: 100, {GRADES}"), "is not above lowest", "person"),
    ("points", score(f"base: 100, lowest: 100, highest: 200, {GRADES}"),
     score(f"base: 99, lowest: 100, highest: 200, {GRADES}"), "outside the score's bounds", "person"),
    ("points", score(f"base: 200, lowest: 100, highest: 200, {GRADES}"),
     score(f"base: 201, lowest: 100, highest: 200, {GRADES}"), "outside the score's bounds", "person"),
    ("points", score(f"base: 100, {many(16)}"), score(f"base: 100, {many(17)}"), "17 grades", "person"),
    ("points", score("base: 100, grades: [{id: A, from: 90}, {id: B, from: 89}]"),
     score("base: 100, grades: [{id: A, from: 90}, {id: B, from: 90}]"), "overlaps the one before", "person"),
    ("points", score("base: 100, grades: [{id: A, from: 90}, {id: B}]"),
     score("base: 100, grades: [{id: A}, {id: B}]"), "grade 'A' without 'from'", "person"),
    ("points", SCORE, SCORE.replace("id: B", "id: A"), "a second grade 'A'", "person"),
    ("points", SCORE.replace("base", "newcomer: {grade: B, months: 2}, base"),
     SCORE.replace("base", "newcomer: {grade: D, months: 2}, base"), "no grade 'D'", "company"),
    ("weighted", WEIGHTED.replace("identity: 0.2", "identity: 0.2000005"),
     WEIGHTED.replace("identity: 0.2", "identity: 0.21"), "weights add up to 1.01", "person"),
    ("weighted", WEIGHTED.replace("identity: 0.2", "identity: 0.1999995"),
     WEIGHTED.replace("identity: 0.2", "identity: 0.19"), "weights add up to 0.99", "person"),
    ("weighted", WEIGHTED, WEIGHTED.replace("  opt_in: 0.1\n", ""), "without 'opt_in'", "person"),
    ("weighted", WEIGHTED + measure("when: {score_from: 600}, gate: lease, does: grant"),
     WEIGHTED + measure("when: {score_from: 600}, gate: lease, does: refuse"), "'refuse' from a score",
     "person"),
    ("weighted", grants("600}", "600.4}"), grants("600}", "601}"), "from 601 at lease", "person"),
    ("weighted", grants("600}, until: 2016-01", "601}, from: 2016-01"),
     grants("600}, until: 2016-02", "601}, from: 2016-01"), "from 601 at lease", "person"),
    ("weighted", grants("600}, from: 2016-01", "601}, until: 2016-01"),
     grants("600}, from: 2016-01", "601}, until: 2016-02"), "from 601 at lease", "person"),
    ("register", measure("when: {bad_entry: true}, gate: loan, does: refuse"),
     measure("when: {bad_entry: true}, gate: loan, does: grant"), "a bad entry", "person"),
    ("points", SCORE + measure("when: {grade: A}, gate: loan, does: grant"),
     SCORE + measure("when: {grade: D}, gate: loan, does: grant"), "no grade 'D'", "person"),
    ("points", SCORE + measure("when: {grade: A}, gate: loan, does: grant"),
     SCORE + measure("when: {score_from: 600}, gate: loan, does: grant"), "condition in a points book",
     "person"),
    ("points", SCORE + measure("when: {grade: A}, gate: loan, does: grant"),
     SCORE + measure("when: {grade: A}, gate: loan, does: refuse, reaches: household"),
     "'household' of a grade or score", "person"),
    ("list", LIST + measure("when: shame, gate: loan, does: refuse, reaches: representative"),
     LIST + measure("when: shame, gate: loan, does: grant, reaches: representative"),
     "a grant that reaches the representative", "person, company"),
    ("list", LIST + measure("when: shame, gate: loan, does: refuse, reaches: household"),
     LIST + measure("when: shame, gate: loan, does: grant, reaches: household"),
     "a grant that reaches the household", "person"),
    ("list", LIST + measure("when: shame, does: dismiss, reaches: employer"),
     LIST + measure("when: shame, does: dismiss"), "'dismiss' with reaches: self", "person"),
    ("list", LIST + measure("when: shame, does: dismiss, reaches: employer"),
     LIST + measure("when: shame, gate: job, does: dismiss, reaches: employer"), "a gate for a dismissal",
     "person"),
    ("list", LIST + measure("when: shame, gate: job, does: refuse"),
     LIST + measure("when: shame, does: refuse"), "no 'gate'", "person"),
    ("points", rows(ROW), rows(ROW.replace("coverage: 1, ", "")), "no 'coverage'", "person"),
    ("points", rows(ROW), rows(ROW.replace("retention: none, ", "")), "no 'retention'", "person"),
    ("points", rows(ROW), rows(ROW.replace("camera", "bank")), "never seen through", "person"),
    ("points", rows(ROW), rows(ROW), "nothing that office can do", "office"),
    ("points", rows(ROW[:-1] + ", from: 2014-01}"), rows(ROW[:-1] + ", from: 2013-12}"),
     "before the book begins", "person"),
    ("points", rows(ROW[:-1] + ", from: 2015-01, until: 2015-02}"),
     rows(ROW[:-1] + ", from: 2015-01, until: 2015-01}"), "is not after from", "person"),
    ("register", f"collects: [{ROW[:-1]}, points: 0}}]\n", f"collects: [{ROW[:-1]}, points: 1}}]\n",
     "points in a register book", "person"),
    ("weighted", f"{WEIGHTED}collects: [{ROW[:-1]}, points: 1, dimension: history}}]\n",
     f"{WEIGHTED}collects: [{ROW[:-1]}, points: 1}}]\n", "points without 'dimension'", "person"),
    ("list", listed("exit: death", "exit: none"), listed("exit: death", "exit: []"), "nobody could ever",
     "person"),
    ("list", listed("exit: death", "exit: none"), listed("exit: death, ", ""), "nobody could ever", "person"),
    ("list", listed("exit: death", "exit: none"), listed("exit: death", "exit: [none, death]"),
     "'none' beside a way out", "person"),
    ("list", listed("exit: death", "exit: none, term: [{months: none}]"),
     listed("exit: death", "exit: none, term: [{months: 6}]"), "'none' beside a way out", "person"),
    ("list", listed("exit: death", "exit: expiry, term: [{months: 6}]"),
     listed("exit: death", "exit: expiry, term: [{months: none}]"), "no term ends", "person"),
    ("list", listed("exit: death", "exit: expiry").replace("retention: none", "retention: 6"),
     listed("exit: death", "exit: expiry"), "no term ends", "person"),
    ("list", listed("exit: death", "exit: [death, repair], repair_after: 6"),
     listed("exit: death", "exit: death, repair_after: 6"), "no way out by repair", "person"),
    ("list", LIST, listed("entry: {conduct: littering}", "entry: {grounds: [evades]}"),
     "grounds in a book without a court", "person"),
    ("list", LIST, listed("entry: {conduct: littering}", "entry: {conduct: red-light}"),
     "'red-light' is not collected", "person"),
    ("law", demand("month: 2015-01, until: 2015-02"), demand("month: 2015-01, until: 2015-01"),
     "is not after month", "person"),
    ("law", demand("month: 2014-01"), demand("month: 2013-12"), "outside the book's own dates", "person"),
    ("rating", RATING + STARS, RATING + STARS, "a rating of others than persons", "person, company"),
    ("list", maps("shame"), maps("blame"), "a map of two lists", "person"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "word", "subjects"),
    LINES,
    ids=[f"{n}: {line[3]}" for n, line in enumerate(LINES)],
)
def test_the_line_lies_where_it_is_said_to_lie(
    desk: Desk, kind: str, right: str, wrong: str, word: str, subjects: str
) -> None:
    first = "person" if right == wrong else subjects
    assert check([desk.book("right", kind, right, subjects=f"[{first}]")]) == []
    problems = check([desk.book("wrong", kind, wrong, subjects=f"[{subjects}]")])
    assert [word in each.found for each in problems] == [True], problems
    assert problems[0].remedy or problems[0].allowed


USES: list[tuple[str, str, str]] = [
    ("{book: shame, from: 2014-01}", "{book: shame, from: 2013-12}", "lies before the book 'shame' begins"),
    ("{book: shame, from: 2014-01, until: 2014-02}", "{book: shame, until: 2014-01}", "never in force"),
    ("{book: ended, from: 2015-12}", "{book: ended, from: 2016-01}", "never in force"),
    ("early\nlate", "early\nsoon", "'soon' stands while 'early' does"),
    ("late\nearly", "soon\nearly", "'early' stands while 'soon' does"),
    ("{book: one, until: 2016-01}\n{book: two, from: 2016-01}",
     "{book: one, until: 2016-02}\n{book: two, from: 2016-01}", "two of a register"),
    ("{book: shame, places: hebei}\n{book: shame, places: [jiangsu, ningxia]}",
     "{book: shame, places: hebei}\n{book: shame, places: [jiangsu, hebei-03]}", "two of a book"),
    ("{book: shame, where: rural}\n{book: shame, where: urban}",
     "{book: shame, where: rural}\n{book: shame, where: rural}", "two of a book"),
    ("{book: shame, adopts: {cities: 3, from: 2015-01, until: 2015-02}}",
     "{book: shame, adopts: {cities: 3, from: 2015-01, until: 2015-01}}", "is not after from 2015-01"),
    ("{book: points, places: hebei}", "{book: one, places: hebei}", "places for a register book"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "word"), USES, ids=[each[2] for each in USES])
def test_books_stand_beside_each_other_up_to_a_line(desk: Desk, right: str, wrong: str, word: str) -> None:
    desk.book("shame", "list", LIST)
    desk.book("ended", "list", LIST, force="{from: 2014-01, until: 2016-01}")
    desk.book("points", "points", SCORE)
    for name in ("one", "two"):
        desk.book(name, "register", "")
    for name, dates in (("early", "month: 2015-01, until: 2016-01"), ("late", "month: 2016-01"),
                        ("soon", "month: 2015-12")):  # fmt: skip
        desk.book(name, "law", demand(dates).replace("id: a", f"id: {name}"))
    assert desk.wrong(right) == []
    problems = desk.wrong(wrong)
    assert [word in each.found for each in problems] == [True], problems


def test_a_book_that_clashes_is_told_though_one_before_it_does_not(desk: Desk) -> None:
    """What is well beside one book may still be ill beside the next."""
    desk.book("points", "points", SCORE)
    for name in ("one", "two"):
        desk.book(name, "register", "")
    problems = desk.wrong("points\none\npoints\ntwo")
    said = [(each.path, each.found.partition(":")[0]) for each in problems]
    assert said == [("books.2", "'points' beside 'points'"), ("books.3", "'two' beside 'one'")]


def test_every_book_without_room_is_told_once(desk: Desk) -> None:
    for name in ("one", "two", "three", "four"):
        desk.book(name, "points", SCORE)
    uses = "{book: one, places: hebei}\n{book: two, places: hebei}\n{book: three, places: hebei}\n"
    problems = desk.wrong(f"{uses}{{book: four, places: hebei-03}}")
    assert [each.path for each in problems] == ["books.2", "books.3"]


@pytest.mark.parametrize(("number", "word"), [(32, ""), (33, "33 lists")])
def test_lists_have_a_bit_each(desk: Desk, number: int, word: str) -> None:
    more = "".join(
        f"  - {{id: l{n}, name: L, colour: black, entry: {{conduct: littering}}, "
        "exit: death, publicity: named}\n"
        for n in range(number - 1)
    )
    desk.book("shame", "list", LIST + more)
    found = [each.found for each in desk.wrong("shame")]
    assert found == ([word] if word else [])


def test_a_scheme_believed_in_is_another(desk: Desk) -> None:
    desk.book("points", "points", SCORE)
    assert desk.wrong("points", "believed: none\n") == []
    assert any(each.found == "the scheme itself" for each in desk.wrong("points", "believed: mine\n"))


# ---------------------------------------------------------------- numbers, units and dates
#: What a unit is in the engine's own, where that is not the same for every kind of number.
UNITS = {
    "share": 1.0, "percent": 0.01, "share a month": 1.0, "1": 1.0, "times": 1.0, "points": 1.0,
    "agencies": 1.0, "signatories": 1.0, "households": 1.0, "yuan": 1.0, "thousand yuan": 1000.0,
    "million yuan": 1_000_000.0, "month": 1.0, "months": 1.0, "year": 12.0, "years": 12.0, "per year": 1.0,
    "working days": 1.0,
}  # fmt: skip
KINDS = {
    name: next(each for each in get_args(kind) if isinstance(each, Measured))
    for name, kind in vars(values).items()
    if any(isinstance(each, Measured) for each in get_args(kind))
}


def test_a_unit_is_what_its_word_says() -> None:
    for name, measured in KINDS.items():
        own = {
            "per month": 12.0 if name == "Rate" else 1.0,
            "days": 1.0 if name == "Days" else 12 / 365,
        }
        for unit, factor in measured.factors.items():
            assert factor == (UNITS | own)[unit], (name, unit)
        assert measured.factors[measured.unit] == 1.0
        assert measured.low <= 0.0 < measured.high
    assert len(KINDS) > 10


def test_a_number_holds_up_to_both_its_bounds(desk: Desk) -> None:
    """A share, a span of months and points, each at its bound and one step beyond."""
    for right, wrong in (
        ("coverage: 0", "coverage: -0.001"), ("coverage: 1", "coverage: 1.001"),
        ("coverage: {value: 100, unit: percent}", "coverage: {value: 100.1, unit: percent}"),
        ("retention: 240", "retention: 241"),
        ("retention: {value: 20, unit: years}", "retention: {value: 20.1, unit: years}"),
        ("points: -9999", "points: -10000"), ("points: 9999", "points: 10000"),
        ("coverage: 0", "coverage: none"), ("points: 0", "points: none"),
    ):  # fmt: skip
        key = right.partition(":")[0]
        row = "conduct: littering, " + ", ".join(
            word for word in ("coverage: 1", "retention: none") if not word.startswith(key)
        )
        assert check([desk.book("right", "points", rows(f"{{{row}, {right}}}"))]) == [], right
        assert len(check([desk.book("wrong", "points", rows(f"{{{row}, {wrong}}}"))])) == 1, wrong


@pytest.mark.parametrize("date", [1900, 2100, 2014, "2014", "2014/15", "2014/2015", "2014-01", "2014-01-31"])
def test_a_source_may_have_its_year_alone(date: Any) -> None:
    assert TypeAdapter(SourceDate).validate_python(date) == str(date)


@pytest.mark.parametrize(
    "date", [1899, 2101, True, "201", "2014/1", "2014-13", "soon", None, 2014.5, ["2014"]]
)
def test_what_is_no_date_is_refused(date: Any) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(SourceDate).validate_python(date)


# ---------------------------------------------------------------- the program
def test_the_checker_reads_what_it_is_given_and_says_what_is_wrong(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    right = desk.book("right", "points", SCORE)
    wrong = desk.book("wrong", "points", SCORE.replace("base: 100", "base: many"))
    assert (main([str(right)]), capsys.readouterr().out) == (0, "")
    assert main([str(wrong)]) == 1
    assert "wrong/rulebook.yaml:10: score.base" in capsys.readouterr().out
    assert (main([]), capsys.readouterr().out) == (0, "")


def test_what_is_checked_may_be_a_name_a_file_or_a_folder(desk: Desk, tmp_path: Path) -> None:
    file = desk.book("right", "points", SCORE)
    assert check(["law-only", file, str(file), file.parent, str(file.parent)]) == []
    for word, told in (("law-onyl", "did you mean 'law-only'?"), ("nothing.yaml", "no such file"),
                       (tmp_path / "nothing.yaml", "No such file")):  # fmt: skip
        (problem,) = check([word])
        assert told in str(problem)


def test_kinds_of_conduct_are_counted_in_a_byte(tmp_path: Path) -> None:
    text = library.shared("conduct").data
    one = text["conducts"][0]
    for number, wrong in ((MOST_CODES, []), (MOST_CODES + 1, ["255 conducts"])):
        text = text | {"conducts": [one | {"id": f"act-{n}"} for n in range(number)]}
        (tmp_path / "conduct.yaml").write_text(json.dumps(text, ensure_ascii=False))
        # nobody could collect what the library's own files name, but those who count are asked first
        found = [each.found for each in check([tmp_path / "conduct.yaml"])]
        assert [each for each in found if "conducts" in each] == wrong
    assert MOST_CODES < 255, "255 is none"
