"""Mistakes: all at once, each where it stands, with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from xinyong.errors import (
    InputError,
    InterruptedRun,
    LanguageError,
    Problem,
    UnknownName,
    XinyongError,
    nearest,
)
from xinyong.scheme import load
from xinyong.scheme.check import check, check_library
from xinyong.scheme.library import book_files

#: Line and a word of each mistake planted in data/mistakes/rulebook.yaml.
PLANTED = [
    (9, "outside its range"),
    (10, "unit 'fortnights'"),
    (15, "overlaps"),
    (18, "unknown key 'chanels'"),
    (18, "no conduct 'red-lihgt'"),
    (19, "statute without a source"),
    (20, "lies before the book begins"),
    (21, "a bare number"),
    (23, "nobody could ever leave"),
    (25, "found 'blak'"),
    (29, "no list 'sham'"),
    (30, "is not after from"),
    (32, "stands twice"),
]


def test_all_planted_mistakes_are_reported_at_their_lines_and_nothing_else(data: Path) -> None:
    problems = check([data / "mistakes"])
    assert [each.line for each in problems] == [line for line, _ in PLANTED]
    for problem, (_, word) in zip(problems, PLANTED, strict=True):
        assert word in problem.found
        assert problem.remedy
        assert problem.file.endswith("rulebook.yaml")
    said = "\n".join(map(str, problems))
    for right in ("'channels'", "'red-light'", "'black'", "'shame'"):
        assert f"did you mean {right}?" in said


def test_loading_raises_the_same_problems(data: Path) -> None:
    with pytest.raises(LanguageError) as raised:
        load(data / "mistakes")
    assert list(raised.value.problems) == check([data / "mistakes"])


def test_the_library_and_the_small_schemes_hold(data: Path) -> None:
    assert check_library() == []
    assert check([data / "mine.yaml", data / "village"]) == []


BOOK = """
id: small
name: Small
operator: Somebody
setting: {setting}
kind: points
subjects: [person]
in_force: {{from: 2014-01}}
summary: A small book.
sources: [S13]
coverage: {coverage}
retention: none
standing: {standing}
score: {{base: 100, grades: [{{id: A, from: 50}}, {{id: B}}]}}
collects:
{rows}
"""


def small(
    folder: Path, rows: str, coverage: str = "0.5", setting: str = "FICT", standing: str = "choice"
) -> list[Problem]:
    path = folder / "rulebook.yaml"
    path.write_text(BOOK.format(rows=rows, coverage=coverage, setting=setting, standing=standing))
    return check([path])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{conduct: red-light, points: {value: 5, unit: yuan, standing: choice}}", ["unit 'yuan'", "points"]),
        ("{conduct: red-light, points: '5'}", ["no number"]),
        ("{conduct: red-light, points: true}", ["no number"]),
        ("{conduct: red-light, points: no}", ["no number"]),
        ("{conduct: red-light, points: 5, from_end_of_conduct: no}", ["true or false"]),
        ("{conduct: red-light, points: 5, from: 2014-13}", ["no month 13"]),
        ("{conduct: red-light, points: 5, from: 2014}", ["no date"]),
        ("{conduct: red-light, points: {value: 5, standing: assumption}}", ["without a range"]),
        ("{conduct: red-light, points: {value: 5, standing: report, source: S99999}}", ["no source"]),
        ("{conduct: red-light, points: 5, grade_at_best: Z}", ["no grade 'Z'"]),
        ("{conduct: red-light, points: 5, enters: somewhere}", ["no list 'somewhere'"]),
        ("{conduct: red-light, points: 5, channels: [bank]}", ["never seen"]),
        ("{conduct: red-light, points: 5, subjects: [company]}", ["nothing that company can do"]),
        ("{conduct: {domain: trafic}, points: 5}", ["did you mean 'traffic'"]),
        ("{points: 5}", ["no 'conduct'"]),
        ("{conduct: red-light, points: 5, retention: 900}", ["0 to 240"]),
        ("[]", ["a list of 0"]),
        ("red-light", ["found 'red-light'"]),
    ],
)
def test_one_mistake_a_row(tmp_path: Path, row: str, words: list[str]) -> None:
    good = "  - {conduct: littering, points: -5}\n"
    assert small(tmp_path, good) == []
    problems = small(tmp_path, f"{good}  - {row}\n{good}")
    assert [each.line for each in problems] == [17]
    for word in words:
        assert word in str(problems[0])


def test_choice_is_for_invented_schemes_only(tmp_path: Path) -> None:
    row = "  - {conduct: littering, points: -5}\n"
    assert all("'choice'" in each.found for each in small(tmp_path, row, setting="CITY"))
    assert len(small(tmp_path, row, setting="CITY")) == 5


def test_a_block_may_speak_for_its_bare_numbers_with_a_spread(tmp_path: Path) -> None:
    row = "  - {conduct: littering, points: -5, standing: assumption"
    assert small(tmp_path, f"{row}, spread: [0.5, 2]}}\n") == []
    scheme = load(tmp_path / "rulebook.yaml")
    moved = scheme.assumptions["book.small.collects.0.points"]
    assert (moved.low, moved.value, moved.high) == (-10, -5, -2.5)
    assert "without a range" in str(small(tmp_path, f"{row}}}\n")[0])


LISTS = """
lists:
  - {id: early, name: A, colour: black, from: 2014-01, exit: [expiry],
     publicity: named, entry: {conduct: red-light}}
  - {id: late, name: B, colour: black, from: 2014-01, exit: [expiry],
     publicity: named, entry: {conduct: red-light}}
"""


@pytest.mark.parametrize(("entered", "kept", "endless"), [
    ("early", "12", ["late"]), ("late", "12", ["early"]), ("early", "none", ["early", "late"]),
])  # fmt: skip
def test_a_list_without_a_term_ends_with_what_brought_one_onto_it(
    tmp_path: Path, entered: str, kept: str, endless: list[str]
) -> None:
    retention = kept if kept == "none" else f"{{value: {kept}, unit: months}}"
    row = f"  - {{conduct: littering, points: -5, enters: {entered}, retention: {retention}}}\n"
    row += "  - {conduct: red-light, points: -1}\n"
    problems = small(tmp_path, row + LISTS)
    assert all("only expiry, but no term ends" in each.found for each in problems)
    first = BOOK.count("\n") + 2 + LISTS.count("\n", 0, LISTS.index("early"))
    assert [each.line - first for each in problems] == [2 * ["early", "late"].index(name) for name in endless]


def test_a_problem_reads_as_one_line() -> None:
    problem = Problem("book.yaml", 3, "collects.0", "found this", "allowed: that", "do so")
    assert str(problem) == "book.yaml:3: collects.0: found this; allowed: that; do so"
    assert set(problem.as_dict()) == {"file", "line", "path", "found", "allowed", "remedy"}
    assert nearest("red-lihgt", ["red-light", "littering"]) == "red-light"
    assert nearest("Red_Light", ["red-light", "littering"]) == "red-light"
    assert nearest("zzz", ["red-light"]) is None


def test_exit_codes_follow_the_tree() -> None:
    assert (InputError("x").exit_code, InterruptedRun("x").exit_code) == (1, 3)
    assert XinyongError([Problem(found="a"), Problem(found="b")]).problems[1].found == "b"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("china-2002", "china-2020"), ("status-quo", "status-quo-2012"), ("no-such.yaml", "path")],
)
def test_an_unknown_scheme_says_what_was_meant(name: str, remedy: str) -> None:
    with pytest.raises(InputError) as raised:
        load(name)
    assert remedy in str(raised.value)


def test_what_cannot_be_moved_is_told_with_what_can_be_done_about_it() -> None:
    asked = {
        "book.rongcheng.score.base": ("no assumption: it stands on report", "write a reform"),
        "book.rongcheng.coverag": ("no assumption", "did you mean 'book.rongcheng.coverage'?"),
        "far.from.everything": ("no assumption", "see: xinyong show"),
        "book.rongcheng.coverage": ("7 share", "choose a value inside the range"),
    }
    with pytest.raises(UnknownName) as raised:
        load("china-2020", dict.fromkeys(asked, 7.0))
    assert [each.path for each in raised.value.problems] == list(asked)
    for problem, (found, remedy) in zip(raised.value.problems, asked.values(), strict=True):
        assert found in problem.found
        assert problem.remedy.startswith(remedy)


@pytest.mark.parametrize(("was", "now", "words"), [
    ("looks: {", "look: {", ["map: no 'looks'", "map.look: unknown key"]),
    ("{value: 0.01", "{valu: 0.01", ["map.looks: no 'value'", "map.looks.valu: unknown key"]),
])  # fmt: skip
def test_a_block_that_stands_for_a_list_of_one_is_told_at_its_own_lines(
    tmp_path: Path, was: str, now: str, words: list[str]
) -> None:
    text = book_files()["debtor-map"].read_text(encoding="utf-8")
    path, line = tmp_path / "rulebook.yaml", text.split("\n").index("map:") + 1
    path.write_text(text.replace(was, now), encoding="utf-8")
    missing, unknown = check([path])
    for problem, word in zip((missing, unknown), words, strict=True):
        assert f"{problem.path}: {problem.found}".startswith(word)
    assert missing.line in (line, line + 3)
    assert unknown.line == line + 3


def test_a_number_that_is_missing_does_not_hide_what_else_is_wrong_with_its_block(tmp_path: Path) -> None:
    text = book_files()["debtor-map"].read_text(encoding="utf-8")
    text = text.replace("spc-judgment-defaulters.defaulters", "spc-judgment-defaulters.defaulter")
    path = tmp_path / "rulebook.yaml"
    path.write_text("\n".join(line for line in text.split("\n") if "looks:" not in line), encoding="utf-8")
    found = [each.found for each in check([path])]
    assert sorted(found) == ["no 'looks'", "no list 'defaulter'"]


def test_a_kind_misspelt_is_one_mistake_and_not_one_a_block(tmp_path: Path) -> None:
    """What is written is read as the word that was meant, so nothing else is held against it."""
    text = book_files()["rongcheng"].read_text(encoding="utf-8")
    path = tmp_path / "rulebook.yaml"
    path.write_text(text.replace("kind: points", "kind: poinst").replace("in_force:", "in_forse:", 1))
    problems = check([path])
    assert sorted(each.remedy for each in problems) == [
        "did you mean 'in_force'?", "did you mean 'points'?", "is 'in_forse' meant to be it?",
    ]  # fmt: skip


PATCHES = """id: mine
name: Mine
base: china-2020
summary: Many mistakes.
patch:
  - {set: safeguards.no-kim, to: true}
  - {remov: "book.*.measures[reaches=household]"}
  - {remove: "book.*.measurs"}
  - {remove: "book.rongchen.measures"}
  - {set: safeguards.expiry, to: {on: true, months: -24}}
  - {set: 4, to: 3}
  - {set: safeguards.no-kin}
  - {set: safeguards.no-kin, to: true, nte: mine}
  - {set: safeguards.appeal, remove: x}
  - safeguards.appeal
  - {remove: book.rongcheng}
  - {set: book.*, to: 5}
"""
#: Line of each mistake above, and a word of what is said of it.
SAID = {
    6: "'no-kin'", 7: "'remove'", 8: "nothing at", 9: "'rongcheng'", 10: "-24 months", 11: "found 4",
    12: "'to'", 13: "'note'", 14: "2 of set", 15: "a block with set", 16: "remove 'books.rongcheng'",
    17: "a whole book",
}  # fmt: skip


def test_patches_that_cannot_be_read_hide_no_mistake_of_the_others(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(PATCHES)
    problems = check([file])
    assert [each.line for each in problems] == list(SAID)
    for problem, word in zip(problems, SAID.values(), strict=True):
        assert word in str(problem)
    # laid on another scheme what it removes may be missing there; all else is said
    with pytest.raises(LanguageError) as raised:
        load("law-only").reform(file)
    assert {each.line for each in raised.value.problems} == set(SAID) - {8, 9}
    # a base that is not there is said beside what is wrong with the patches by themselves
    file.write_text(PATCHES.replace("china-2020", "china-2021"))
    assert [each.line for each in check([file])] == [3, 7, 11, 13, 15]
    file.write_text(PATCHES.replace("base: china-2020\n", ""))
    assert [each.line for each in check([file])] == [1, 6, 10, 12, 14]
