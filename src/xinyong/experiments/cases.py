"""Worked cases: a history, what the rule book's author expects of it, and what the engine makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from xinyong.errors import LanguageError, Problem, UnknownName, did_you_mean, one_of

if TYPE_CHECKING:
    from xinyong.scheme.histories import Case


class Result(NamedTuple):
    """One case: its rule book, its sentence, where it stands, and what is not as expected."""

    book: str
    case: str
    file: str
    problems: list[str]


def run_cases(ids: Sequence[str] = ()) -> list[Result]:
    """Run the cases of some rule books, or of all; interpreted, one subject at a time.

    Raises ``UnknownName`` for books without cases, ``LanguageError`` where a file does not hold.
    """
    from xinyong.scheme import library

    files = library.case_files()
    unknown = [
        Problem(path=word, found="no rule book with cases has this id",
                allowed=one_of(list(files)), remedy=did_you_mean(word, files))
        for word in ids
        if word not in files
    ]  # fmt: skip
    if unknown:
        raise UnknownName(unknown)
    return [
        Result(book, case.case, str(files[book]), list(_differences(case)))
        for book in (ids or files)
        for case in _cases(book)
    ]


def _cases(book: str) -> list[Case]:
    from xinyong.scheme import library
    from xinyong.scheme.check import check
    from xinyong.scheme.histories import CaseFile
    from xinyong.scheme.holding import hold

    path = library.case_files()[book]
    problems = check([path])
    held = hold(library.read(path), CaseFile)
    if problems or held is None:
        raise LanguageError(problems)
    return held.model.cases


def _differences(case: Case) -> Iterator[str]:
    from xinyong.engine.single import judge
    from xinyong.scheme.loading import load
    from xinyong.society.census import city_table

    scheme = load(case.scheme)
    cities = tuple(city.id for city in city_table())
    found = judge(scheme.compile(cities), scheme, cities, case)
    want = case.expect
    for name, told, got in (
        ("score", want.scores, found.scores),
        ("grade", want.grades, found.grades),
        ("live records", want.live_records, found.live_records),
    ):
        for book, expected in told.items():
            if got.get(book) != expected:
                yield f"{name} in {book}: expected {_said(expected)}, got {_said(got.get(book))}"
    for name, listed, have in (
        ("lists", want.lists, found.lists),
        ("measures", want.measures, found.measures),
    ):
        if listed is not None and sorted(listed) != sorted(have):
            yield f"{name}: expected {_said(sorted(listed))}, got {_said(sorted(have))}"


def _said(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(value) or "none" if isinstance(value, list) else str(value)
