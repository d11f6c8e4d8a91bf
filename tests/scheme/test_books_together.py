"""Books that say something of other books: it holds where both do, and else does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import LIST, SCORE, WEIGHTED, Desk, lines_of

from xinyong import fields
from xinyong.dates import month_number
from xinyong.scheme import load
from xinyong.scheme.check import check
from xinyong.scheme.loading import load_books

LOAN, LEASE, LICENCE = (fields.ACCESS.index(gate) for gate in ("loan", "lease", "licence"))


def gates(desk: Desk, text: str, force: str = "{from: 2014-01}") -> None:
    desk.book("gates", "gatekeeper", f"measures:\n{text}", force=force)


@pytest.mark.parametrize("when", ["shame.shame", "{book: shame, list: shame}", "{list: shame.shame}"])
def test_a_measure_may_follow_from_another_books_list(desk: Desk, when: str) -> None:
    desk.book("shame", "list", LIST)
    gates(desk, f"  - {{when: {when}, gate: loan, does: refuse, strength: 0.5, from: 2016-01}}\n"
                f"  - {{when: {when}, gate: lease, does: refuse, reaches: household, strength: 0.25}}\n",
          )  # fmt: skip
    for month, bar, kin in (("2015-12", 0, 0.25), ("2016-01", 0.5, 0.25), ("2013-12", 0, 0)):
        made = desk.at(month, "shame\ngates")
        assert (made.bar[0, LOAN], made.kin_bar[0, LEASE]) == (bar, kin)
    later = desk.at("2016-01", "{book: shame, from: 2017-01}\ngates")
    assert not later.bar.any()
    alone = desk.at("2016-01", "gates")
    assert alone.bar.shape == (0, len(fields.ACCESS))


def test_a_measure_may_follow_from_grades_wherever_the_score_holds(desk: Desk) -> None:
    desk.book(
        "points",
        "points",
        SCORE + "measures: [{when: {grade: C}, gate: loan, does: refuse, strength: 0.5}]\n",
    )
    gates(
        desk,
        "  - {when: {book: points, grade: [B, C]}, gate: loan, does: refuse, strength: 0.5, from: 2016-01}\n",
    )
    uses = "{book: points, places: rongcheng}\ngates"
    for month, refused in (("2015-12", [0, 0, 0.5]), ("2016-01", [0, 0.5, 0.75])):
        made = desk.at(month, uses)
        assert made.grade_bar[1, 0, :3, LOAN].tolist() == refused
        assert not made.grade_bar[0].any()
    placed = desk.at("2016-01", "points\n{book: gates, places: rongcheng}")
    assert placed.grade_bar[:, 0, 1, LOAN].tolist() == [0, 0.5]


def test_a_measure_may_follow_from_a_score_or_a_bad_entry_of_another_book(desk: Desk) -> None:
    desk.book("stars", "weighted", WEIGHTED)
    desk.book("register", "register", "")
    gates(desk, "  - {when: {book: stars, score_from: 750}, gate: lease, does: grant, strength: 0.9}\n"
                "  - {when: {book: register, bad_entry: true}, gate: loan, does: refuse, strength: 0.2}\n",
          )  # fmt: skip
    made = desk.at("2016-01", "stars\nregister\ngates")
    assert (made.com_perk[LEASE], made.com_strength[LEASE], made.reg_bar[LOAN]) == (750, 0.9, 0.2)
    assert not desk.at("2013-12", "stars\nregister\ngates").com_perk.any()
    without = desk.at("2016-01", "gates")
    assert not without.com_perk.any()
    assert not without.reg_bar.any()


def test_one_score_a_gate_whoever_says_it(desk: Desk) -> None:
    desk.book(
        "stars",
        "weighted",
        WEIGHTED
        + "measures: [{when: {score_from: 600}, gate: lease, does: grant, strength: 1, until: 2016-01}]\n",
    )
    gates(desk, "  - {when: {book: stars, score_from: 750}, gate: lease, does: grant, strength: 0.9}\n")
    (problem,) = desk.wrong("stars\ngates")
    assert "from 750 at lease, where another measure grants from 600 (in 'stars')" in problem.found
    assert lines_of([problem]) == [("gates", 11)]
    gates(
        desk,
        "  - {when: {book: stars, score_from: 750}, gate: lease, does: grant, strength: 1, from: 2016-01}\n",
    )
    assert desk.wrong("stars\ngates") == []


def test_agreements_of_a_book_hold_while_it_does(desk: Desk) -> None:
    desk.book(
        "shame",
        "list",
        LIST + "agreements: [{list: shame, to: loan, coverage: 0.5, delay: 1, from: 2015-01}]\n",
    )
    desk.book(
        "portal",
        "hub",
        """agreements:
  - {list: shame.shame, to: [loan, lease], coverage: 0.5, delay: 0}
  - {list: shame.shame, to: licence, coverage: 0.4, delay: 0, book: memos}
""",
        force="{from: 2016-01, until: 2018-01}",
    )
    desk.book(
        "memos",
        "hub",
        "memoranda: [{id: one, name: One, kind: punish, date: 2016-02, lists: shame.shame, gates: loan}]\n",
    )
    shares = {
        month: desk.at(month, "shame\nportal").share[0, [LOAN, LEASE, LICENCE]].tolist()
        for month in ("2014-12", "2015-01", "2016-01", "2018-01")
    }
    assert shares == {
        "2014-12": [0, 0, 0],
        "2015-01": [0.5, 0, 0],
        "2016-01": [0.75, 0.5, 0],
        "2018-01": [0.5, 0, 0],
    }
    assert desk.at("2016-01", "shame\nportal\nmemos").share[0, LICENCE] == 0.4
    assert desk.at("2016-01", "portal\nmemos").share.shape == (0, len(fields.ACCESS))


def test_some_books_alone_are_a_scheme(desk: Desk) -> None:
    desk.book("shame", "list", LIST)
    gates(desk, "  - {when: shame.shame, gate: loan, does: refuse, strength: 0.5}\n")
    scheme = load_books(["shame", "gates", "zhima"], desk.folder)
    assert [book.id for book in scheme.books] == ["shame", "gates", "zhima"]
    assert scheme.compile().at(month_number("2018-01")).bar[0, LOAN] == 0.5


def test_what_a_reform_takes_out_of_a_book_may_still_be_named() -> None:
    """A gatekeeper of the library does nothing where the list that it names has gone."""
    scheme = load_books(["spc-judgment-defaulters", "university-check"])
    number = scheme.lists.index("spc-judgment-defaulters.defaulters")
    kin = scheme.compile().at(month_number("2018-08")).kin_bar
    assert kin[number, fields.ACCESS.index("university")] > 0
    book = "book.spc-judgment-defaulters"
    without = scheme.reform([
        {"remove": f"{book}.lists.defaulters"},
        {"remove": f"{book}.measures[when=defaulters]"}, {"remove": f"{book}.court.*.lists"},
        {"remove": f"{book}.agreements"},
    ])  # fmt: skip
    assert "spc-judgment-defaulters.defaulters" not in without.lists
    kin = without.compile().at(month_number("2018-08")).kin_bar
    assert not kin[:, fields.ACCESS.index("university")].any()


MISTAKES = """measures:
  - {when: shame.shamee, gate: loan, does: refuse, strength: 1}
  - {when: {book: points, grade: [Z]}, gate: loan, does: refuse, strength: 1}
  - {when: {book: points, score_from: 600}, gate: loan, does: grant, strength: 1}
  - {when: {book: shame, bad_entry: true}, gate: loan, does: refuse, strength: 1}
  - {when: nowhere.shame, gate: loan, does: refuse, strength: 1}
  - {when: shame, gate: loan, does: refuse, strength: 1}
  - {when: shame.shame, gate: loan, does: refuse, strength: 1, from: 2013-01}
  - {when: {book: shame, list: shame.shame}, gate: loan, does: refuse, strength: 1}
  - {when: shame.shame, does: refuse, strength: 1}
  - {when: shame.shame, gate: job, does: dismiss, reaches: employer, strength: 1}
  - {when: shame.shame, gate: job, does: refuse, reaches: employer, strength: 1}
  - {when: shame.shame, gate: loan, does: grant, reaches: group, strength: 1}
  - {when: {book: points, grade: A}, gate: loan, does: refuse, reaches: household, strength: 1}
  - {when: shame.shame, gate: flight, does: refuse, reaches: representative, strength: 1}
agreements:
  - {list: shame.other, to: loan, coverage: 1, delay: 0}
  - {list: shame.shame, to: loan, coverage: 1, delay: 0, from: 2013-01}
  - {list: own, to: loan, coverage: 1, delay: 0}
map: {list: points.shame, looks: 0.1}
"""
#: Line of the gatekeeper's file and a word of what is wrong there.
SAID = [
    (11, "no list 'shamee'"), (12, "no grade 'Z'"), (13, "'points' is a points book"),
    (14, "'shame' is a list book"), (15, "no book 'nowhere'"), (16, "condition of a gatekeeper's own"),
    (17, "before the book begins"), (17, "before 'shame' begins"), (18, "two books"), (19, "no 'gate'"),
    (20, "a gate for a dismissal"), (21, "'refuse' with reaches: employer"), (22, "that reaches the group"),
    (23, "'household' of a grade or score"), (24, "of those who have none"), (26, "no list 'other'"),
    (27, "before the book begins"), (27, "before 'shame' begins"), (28, "no list 'own'"),
    (29, "no list 'shame'"),
]  # fmt: skip


def test_mistakes_between_books_are_all_reported_at_their_lines(desk: Desk) -> None:
    desk.book("shame", "list", LIST)
    desk.book("points", "points", SCORE)
    desk.book("gates", "gatekeeper", MISTAKES)
    problems = desk.wrong("shame\npoints\ngates")
    assert {Path(each.file).parent.name for each in problems} == {"gates"}
    found = [(each.line, each.found) for each in problems]
    for line, word in SAID:
        assert any(where == line and word in text for where, text in found), (line, word, found)
    assert {where for where, _ in found} == {line for line, _ in SAID}
    assert "did you mean 'shame'?" in str(problems[0])


@pytest.mark.parametrize(
    ("kind", "text", "word"),
    [
        ("law", LIST, "lists in a law book"),
        ("plan", LIST, "collects in a plan book"),
        ("plan", "measures: [{when: a.b, gate: loan, does: refuse, strength: 1}]\n", "measures in a plan"),
        ("law", "campaign: 1\n", "campaign in a law book"),
        ("law", "memoranda: [{id: a, name: A, kind: punish, date: 2016-01}]\n", "memoranda in a law book"),
        ("hub", "gaming: 2\n", "gaming in a hub book"),
        ("hub", SCORE, "score in a hub book"),
        ("sensing", "flows: []\n", "a sensing book without channels"),
        ("gatekeeper", "flows: []\n", "a gatekeeper book without measures"),
        ("rating", SCORE, "a rating book without rating"),
        ("rating", SCORE, "a rating book without 'lowest'"),
        ("points", "rating: {scale: 1, weight: 1, flattery: 1, share: 1, term: 1, conduct: bribery}\n",
         "rating in a points book"),
        ("law", "flows: [{who: state, to: state, share: 0.5}]\n", "from the state to the state"),
        ("law", "flows: [{who: firms, to: state, share: 0.5, from: 2013-01}]\n", "before the book begins"),
        ("law", "channels: [{channel: camera}]\n", "neither or both of coverage and times"),
        ("law", "channels: [{channel: camera, coverage: 0.1, times: 2}]\n", "neither or both"),
        ("law", "channels: [{channel: eyes, times: 2}]\n", "found 'eyes'"),
        ("law", "events: [{id: a, name: A, month: 2013-01, lasts: 1, tells: {}}]\n", "outside the book"),
        ("law", "events: [{id: a, name: A, month: 2015-01, lasts: 1, tells: {fear: 1}}]\n", "key 'fear'"),
        ("law", "events: [{id: a, name: A, month: 2015-01, lasts: 1, tells: {trust: 2}}]\n", "2 share"),
        ("law", "holds: [{holder: cities, leaks: 1, exposes: 1}]\n", "found 'cities'"),
        ("law", "burden: [{owners: [], share: 0.1}]\n", "a list of 0"),
        ("law", "safeguards: {notice: {from: 2015-01, months: 3}}\n", "months of 'notice'"),
        ("law", "safeguards: {notice: [{from: 2015-01}, {from: 2013-01}]}\n", "before the book begins"),
        ("law", "safeguards: {notice: {until: 2013-01, from: 2015-01}}\n", "is not after from"),
        ("list", LIST.replace("retention: none", "enters: none"), "no 'retention'"),
        ("points", SCORE.replace("base", "inspections: [{grade: [Z], times: 2}], base"), "no grade 'Z'"),
        ("points", SCORE.replace("base", "newcomer: {grade: Z, months: 2}, base"), "no grade 'Z'"),
    ],
)  # fmt: skip
def test_a_block_that_does_not_belong_is_refused(desk: Desk, kind: str, text: str, word: str) -> None:
    found = [each.found for each in check([desk.book("wrong", kind, text)])]
    assert any(word in each for each in found), found


def test_a_key_misspelt_at_the_head_is_one_mistake_and_not_one_a_row(desk: Desk) -> None:
    rows = "".join(f"  - {{conduct: {each}, channels: camera}}\n" for each in ("littering", "red-light"))
    found = check([desk.book("wrong", "points", f"{SCORE}retenton: none\ncoverge: 1\ncollects:\n{rows}")])
    said = sorted(each.remedy for each in found)
    assert said == ["did you mean 'coverage'?", "did you mean 'retention'?"], found


def test_a_book_that_is_not_invented_names_its_sources(desk: Desk) -> None:
    path = desk.book("law", "law", "holds_times: 0.5\n")
    assert check([path]) == []
    path.write_text(path.read_text().replace("setting: FICT", "setting: LAW"))
    assert any("no 'sources'" in each.found for each in check([path]))


def test_a_rating_of_companies_is_refused(desk: Desk) -> None:
    text = SCORE.replace("base", "lowest: 0, highest: 200, base")
    rating = "rating: {scale: 4, weight: 1, flattery: 0.6, share: 0.5, term: 12, conduct: nothing}\n"
    found = [
        each.found for each in check([desk.book("stars", "rating", text + rating, subjects="[company]")])
    ]
    assert "a rating of others than persons" in found
    assert "no conduct 'nothing'" in found


def test_a_book_beside_may_be_named_where_it_is_no_part_of_the_scheme(desk: Desk) -> None:
    desk.book("shame", "list", LIST)
    gates(desk, "  - {when: shame.shame, gate: loan, does: refuse, strength: 0.5}\n")
    assert check([desk.folder / "gates"]) == []
    assert not load(desk.folder / "gates").lists
