"""Worked cases: a history, what the rule book's author expects of it, and what the engine finds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xinyong.dates import month_number
from xinyong.errors import LanguageError, Problem, UnknownName, XinyongError, did_you_mean, one_of
from xinyong.scheme import library
from xinyong.scheme.check import check
from xinyong.scheme.histories import CaseFile
from xinyong.scheme.holding import hold

if TYPE_CHECKING:
    from xinyong.engine.judgement import Judgement
    from xinyong.scheme.compile import Timeline
    from xinyong.scheme.histories import Case
    from xinyong.scheme.loading import Scheme

_CASES = "cases.yaml"


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
            f"{name}: expected {_said(self.expected[name])}, found {_said(self.found.get(name))}"
            for name in self.expected
            if self.expected[name] != self.found.get(name)
        ]


def cases(ids: Sequence[str] = ()) -> list[Outcome]:
    """Run the worked cases of some rule books, or of all; interpreted, one subject at a time.

    A word is the id of a rule book of the library, or the path of a book's folder or of a file of cases
    of one's own. Raises ``UnknownName`` for books without cases, ``LanguageError`` where a file does
    not hold, each with all problems.
    """
    files = _files(ids)
    problems: list[Problem] = []
    given: dict[str, list[Case]] = {}
    for word, path in files.items():
        try:
            given[word] = cases_in(path)
        except LanguageError as error:
            problems += error.problems
    if problems:
        raise LanguageError(problems)

    @cache
    def timeline(words: tuple[str, ...], folder: Path | None) -> Timeline:
        return scheme_of(words, folder).compile(library.places())

    found = []
    for word, path in files.items():
        folder = None if word in library.book_files() else path.parent
        for case in given[word]:
            words = _words_of(case, folder)
            found.append(outcome(timeline(words, folder), case, _book_id(word, path), str(path)))
    return found


def _files(ids: Sequence[str]) -> dict[str, Path]:
    """Files of cases by the word that means them."""
    files = library.case_files()
    if not ids:
        return files
    found: dict[str, Path] = {}
    unknown = []
    for word in ids:
        path = Path(word)
        if word in files:
            found[word] = files[word]
        elif (path / _CASES).is_file():
            found[word] = path / _CASES
        elif path.is_file() and path.name == "rulebook.yaml" and (path.parent / _CASES).is_file():
            found[word] = path.parent / _CASES
        elif path.is_file():
            found[word] = path
        elif path.is_dir():
            found_none = f"this folder has no {_CASES}"
            unknown.append(Problem(str(path), found=found_none, remedy="write some cases"))
        else:
            unknown.append(
                Problem(
                    path=word, found="no rule book with cases has this id", allowed=one_of(list(files)),
                    remedy=did_you_mean(word, files, "or give the path of a book's folder"),
                )
            )  # fmt: skip
    if unknown:
        raise UnknownName(unknown)
    return found


def _book_id(word: str, path: Path) -> str:
    """The id of the rule book beside a file of cases."""
    if word in library.book_files():
        return word
    beside = path.parent / "rulebook.yaml"
    data = library.read(beside).data if beside.is_file() else None
    own = data.get("id") if isinstance(data, dict) else None
    return own if isinstance(own, str) else path.parent.name


def cases_of(book: str) -> list[Case]:
    """The cases of a rule book of the library. Raises ``LanguageError`` with all that is wrong there."""
    return cases_in(library.case_files()[book])


def cases_in(path: Path) -> list[Case]:
    """The cases of a file. Raises ``LanguageError`` with all that is wrong there."""
    problems = check([path])
    held = hold(library.read(path), CaseFile)
    if problems or held is None:
        raise LanguageError(problems)
    return held.model.cases


def _words_of(case: Case, folder: Path | None) -> tuple[str, ...]:
    """What a case is judged under; beside a book of one's own that book, if nothing is said."""
    if folder is not None and "scheme" not in case.model_fields_set and (folder / "rulebook.yaml").is_file():
        return ("rulebook.yaml",)
    return tuple(case.scheme)


def scheme_of(words: Sequence[str], folder: Path | None = None) -> Scheme:
    """The scheme that a case means: one by name, or some rule books that are the whole scheme."""
    from xinyong.scheme.loading import load, load_books

    if len(words) > 1:
        return load_books(words, folder)
    if folder is not None:
        path = library.find_book(words[0], [folder])
        if path is not None and words[0] not in library.scheme_files():
            return load(path)
        if (folder / words[0]).is_file():
            return load(folder / words[0])
    return load(words[0])


def outcome(timeline: Timeline, case: Case, book: str = "", file: str = "") -> Outcome:
    """One case under the rules of ``timeline``, whatever scheme it names."""
    from xinyong.engine.single import judge

    try:
        got = judge(timeline, case)
    except XinyongError as error:
        told = {"judged": "; ".join(str(problem) for problem in error.problems)}
        return Outcome(book, case.case, file, False, {"judged": "yes"}, told)
    expected, found = _of_subject(case, got)
    if case.expect.conditions():
        more = _of_month(timeline, case)
        expected, found = expected | more[0], found | more[1]
    return Outcome(book, case.case, file, expected == found, expected, found)


def _of_subject(case: Case, got: Judgement) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is expected of the subject, and what was found."""
    want = case.expect
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
    return expected, found


def _of_month(timeline: Timeline, case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is expected of the rules of the month themselves, and what is so."""
    from xinyong.engine.household import regime_of
    from xinyong.scheme.conditions import found

    here, regime = regime_of(timeline, case)
    return found(case.expect, here, month_number(case.as_of), regime)


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
