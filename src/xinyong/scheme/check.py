"""Checking files of the scheme language: all problems of all files at once.

``python -m xinyong.scheme.check FILE...`` prints them, one a line, and exits 1 if there are any;
without a file it checks the whole library.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from xinyong.errors import Problem, XinyongError
from xinyong.scheme import files, library
from xinyong.scheme.assembling import assemble, in_reading_order
from xinyong.scheme.catalogue import PlaceFile
from xinyong.scheme.crosscheck import named, once
from xinyong.scheme.gathering import around_library, gather
from xinyong.scheme.histories import CaseFile, Happening, History
from xinyong.scheme.holding import hold
from xinyong.scheme.reading import Document, Place

#: Files that all schemes share.
_SHARED = ("conduct", "access", "channels", "sources", "places")


def check(paths: Sequence[str | Path]) -> list[Problem]:
    """All problems of some files: schemes, rule books or their folders, reforms, cases, histories.

    A word that is the id of a scheme or institution of the library stands for its file. Shared
    files (the catalogue) are checked along with whatever rests on them.
    """
    problems: list[Problem] = []
    for path in paths:
        try:
            problems += _check_one(_file(path))
        except XinyongError as error:
            problems += error.problems
    return in_reading_order(problems)


def check_library() -> list[Problem]:
    """All problems of the shipped library."""
    books, cases, schemes = library.book_files(), library.case_files(), library.scheme_files()
    shared = [library.root() / f"{name}.yaml" for name in _SHARED]
    problems = check([*shared, *books.values(), *cases.values(), *schemes.values()])
    for name, path in [*books.items(), *schemes.items()]:
        data = library.read(path).data
        if isinstance(data, dict) and data.get("id") != name:
            problems.append(
                Problem(
                    str(path),
                    1,
                    "id",
                    f"id {data.get('id')!r}",
                    f"allowed: {name!r}, as it is filed",
                    "rename one of them",
                )
            )
    return problems


def _file(path: str | Path) -> Path:
    each = Path(path)
    if each.is_dir() or each.is_file() or not isinstance(path, str):
        return each / "rulebook.yaml" if each.is_dir() else each
    return library.find_scheme(path)


def _check_one(path: Path) -> list[Problem]:
    document = library.read(path)
    kind = files.kind_of(document)
    if kind in (files.CASES, files.HISTORY):
        return _check_histories(document, kind)
    if kind is files.PLACES:
        return _check_places(document)
    if kind in (files.CONDUCTS, files.ACCESS, files.CHANNELS, files.SOURCES):
        return _check_shared(document, kind)
    if document.data is None:
        return document.problems or [document.problem((), "an empty file", "allowed: a scheme or rule book")]
    return assemble(gather(path)).problems


def _check_shared(document: Document, kind: files.FileKind) -> list[Problem]:
    """A shared file in the place of the library's own."""
    nothing = {"id": "nothing", "name": "Nothing", "summary": "No books."}
    parts = around_library(Document(document.file, nothing))
    if kind is files.CONDUCTS:
        parts.conduct = document
    elif kind is files.ACCESS:
        parts.access = document
    elif kind is files.CHANNELS:
        parts.channels = document
    else:
        parts.sources = document
    return assemble(parts).problems


def _check_places(document: Document) -> list[Problem]:
    """Cities and provinces once each, and provinces that exist."""
    held = hold(document, PlaceFile)
    if held is None:
        return document.problems
    provinces = [each.id for each in held.model.provinces]
    once(held.document, ("provinces",), provinces, "province")
    once(held.document, ("places",), [each.id for each in held.model.places], "place")
    for index, city in enumerate(held.model.places):
        if city.province is not None:
            named(held.document, ("places", index, "province"), city.province, provinces, "province")
    return held.document.problems


def _check_histories(document: Document, kind: files.FileKind) -> list[Problem]:
    """Cases or a history: names that exist in the library."""
    conducts = library.shared("conduct").data
    entries = conducts.get("conducts", []) if isinstance(conducts, dict) else []
    known = [each["id"] for each in entries if isinstance(each, dict) and "id" in each]
    held = hold(document, kind.model)
    if held is None:
        return document.problems

    def history(each: History, place: Place) -> None:
        if each.place != "none":
            named(held.document, (*place, "place"), each.place, library.places(), "place")
        for index, happening in enumerate(each.history):
            conduct(happening, (*place, "history", index))

    def conduct(happening: Happening, place: Place) -> None:
        named(held.document, (*place, "conduct"), happening.conduct, known, "conduct")

    folder = Path(document.file).absolute().parent
    books = [*library.book_files(), *own_books(folder)]
    if isinstance(held.model, CaseFile):
        for index, case in enumerate(held.model.cases):
            history(case, ("cases", index))
            for word in case.scheme:
                if library.find_book(word, [folder, folder.parent]) is None:
                    schemes = [*library.scheme_files(), *library.book_files()]
                    named(held.document, ("cases", index, "scheme"), word, schemes, "scheme")
            for key in (*case.expect.scores, *case.expect.grades, *case.expect.live_records):
                named(held.document, ("cases", index, "expect"), key, books, "book")
    elif isinstance(held.model, History):
        history(held.model, ())
    return held.document.problems


def own_books(folder: Path) -> list[str]:
    """Ids of the rule books that lie in a folder or in folders beside it, where it is not the library's."""
    if library.root() in folder.parents:
        return []
    files = [*folder.glob("rulebook.yaml"), *folder.parent.glob("*/rulebook.yaml")]
    data = [library.read(path).data for path in files]
    return [each["id"] for each in data if isinstance(each, dict) and isinstance(each.get("id"), str)]


def main(arguments: Sequence[str]) -> int:
    """Print the problems of the files named; 0 if there are none."""
    problems = check(arguments) if arguments else check_library()
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
