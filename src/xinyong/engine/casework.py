"""Worked cases: a history, what the rule book's author expects of it, and what the engine finds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from xinyong.errors import LanguageError, Problem, UnknownName, did_you_mean, one_of
from xinyong.scheme import library
from xinyong.scheme.check import check
from xinyong.scheme.histories import CaseFile
from xinyong.scheme.holding import hold

if TYPE_CHECKING:
    from xinyong.engine.judgement import Judgement
    from xinyong.scheme.compile import Timeline
    from xinyong.scheme.histories import Case


class Outcome(NamedTuple):
    """One case: its rule book, its sentence, its file; what it expects and what was found.

    ``expected`` and ``found`` have the same keys: those parts that the case looks at.
    """

    book: str
    case: str
    file: str
    passed: bool
    expected: dict[str, Any]
    found: dict[str, Any]

    @property
    def problems(self) -> list[str]:
        """What is not as expected, one line each."""
        return [
            f"{name}: expected {_said(self.expected[name])}, found {_said(self.found[name])}"
            for name in self.expected
            if self.expected[name] != self.found[name]
        ]


def cases(ids: Sequence[str] = ()) -> list[Outcome]:
    """Run the worked cases of some rule books, or of all; interpreted, one subject at a time.

    Raises ``UnknownName`` for books without cases, ``LanguageError`` where a file does not hold.
    """
    files = library.case_files()
    unknown = [
        Problem(path=word, found="no rule book with cases has this id", allowed=one_of(list(files)),
                remedy=did_you_mean(word, files))
        for word in ids
        if word not in files
    ]  # fmt: skip
    if unknown:
        raise UnknownName(unknown)
    given = {book: cases_of(book) for book in ids or files}

    @cache
    def timeline(scheme: str) -> Timeline:
        from xinyong.scheme.loading import load

        return load(scheme).compile(library.places())

    return [
        outcome(timeline(case.scheme), case, book, str(files[book]))
        for book, found in given.items()
        for case in found
    ]


def cases_of(book: str) -> list[Case]:
    """The cases of a rule book of the library. Raises ``LanguageError`` with all that is wrong there."""
    path = library.case_files()[book]
    problems = check([path])
    held = hold(library.read(path), CaseFile)
    if problems or held is None:
        raise LanguageError(problems)
    return held.model.cases


def outcome(timeline: Timeline, case: Case, book: str = "", file: str = "") -> Outcome:
    """One case under the rules of ``timeline``, whatever scheme it names."""
    from xinyong.engine.single import judge

    want, got = case.expect, judge(timeline, case)
    expected: dict[str, Any] = {}
    found: dict[str, Any] = {}
    for institution, value in want.scores.items():
        score = got.scores.get(institution)
        expected[f"score in {institution}"] = value
        found[f"score in {institution}"] = None if score is None else float(score.value)
    for institution, grade in want.grades.items():
        score = got.scores.get(institution)
        expected[f"grade in {institution}"] = grade
        found[f"grade in {institution}"] = None if score is None else score.grade
    for institution, count in want.live_records.items():
        expected[f"live records in {institution}"] = count
        found[f"live records in {institution}"] = got.live_records.get(institution, 0)
    for name, words, have in (
        ("lists", want.lists, got.on_lists()),
        ("measures", want.measures, _words(got, own=True)),
        ("others", want.others, _words(got, own=False)),
    ):
        if words is not None:
            expected[name], found[name] = sorted(words), sorted(have)
    return Outcome(book, case.case, file, expected == found, expected, found)


def _words(judgement: Judgement, *, own: bool) -> set[str]:
    """Measures as cases write them: ``refuse flight``; those that reach others with whom they reach."""
    return {
        f"{each.does} {each.gate}" + ("" if own else f" {each.reaches}")
        for each in judgement.measures
        if (each.reaches == "self") == own
    }


def _said(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(value) or "none" if isinstance(value, list) else str(value)
