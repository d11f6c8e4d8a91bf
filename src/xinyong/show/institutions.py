"""The page on institutions, made from the rule books: ``python -m xinyong.show.institutions``.

It writes ``docs/institutions.md``, one section an institution, so that nobody has to keep it; a test
says whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xinyong.errors import LanguageError
from xinyong.scheme import library
from xinyong.scheme.books import RuleBook
from xinyong.scheme.histories import CaseFile
from xinyong.scheme.holding import hold
from xinyong.scheme.settling import settle
from xinyong.scheme.systems import sources as known_sources
from xinyong.show.book import head, refs, sections
from xinyong.show.keeping import keep

if TYPE_CHECKING:
    from xinyong.scheme.catalogue import SourceEntry
    from xinyong.scheme.histories import Case

PAGE: Final = Path("docs") / "institutions.md"
_SETTINGS: Final = {
    "LAW": "National lists, registers and laws", "CITY": "Cities and villages", "COM": "Commercial scores",
    "CORP": "Companies and offices", "FICT": "Comparators and fiction",
}  # fmt: skip
_PREFACE: Final = """# Institutions

Every institution that Xinyong models, as its rule book has it. This page is made from the rule books by
`python -m xinyong.show.institutions`; the books themselves are in `src/xinyong/scheme/library/`.

What stands in brackets is where a number comes from: its standing (*statute*, *report*, *assumption* or
*choice*), for assumptions the range that is swept, the source, and, where we did not see the text
ourselves, a mark of confidence (T2 a report of it, K general knowledge, C computed). Dates are first months.
Subjects are synthetic; nothing here is about anybody.
"""


def institutions() -> str:
    """The page, as Markdown."""
    books, known = list(_books()), known_sources()
    lines = [_PREFACE]
    for setting, title in _SETTINGS.items():
        lines += [f"* **{title}**: " + ", ".join(
            f"[{book.name}](#{book.id})" for book, _ in books if book.setting == setting
        )]  # fmt: skip
    for setting, title in _SETTINGS.items():
        lines += ["", f"## {title}"]
        for book, cases in books:
            if book.setting == setting:
                lines += _section(book, cases, known)
    return "\n".join(lines) + "\n"


def _books() -> Iterator[tuple[RuleBook, list[Case]]]:
    """Books of the library with their numbers settled, and their cases."""
    files, known = library.case_files(), list(known_sources())
    for name, path in library.book_files().items():
        held = hold(library.read(path), RuleBook)
        told = hold(library.read(files[name]), CaseFile) if name in files else None
        problems = [each for part in (held, told) if part is not None for each in part.document.problems]
        if held is None or problems:
            raise LanguageError(problems or library.read(path).problem((), "no rule book"))
        invented = held.model.setting == "FICT"
        settle(held.document, held.model, f"book.{held.model.id}", known, choice=invented)
        yield held.model, told.model.cases if told is not None else []


def _section(book: RuleBook, cases: Sequence[Case], known: Mapping[str, SourceEntry]) -> Iterator[str]:
    title, *rest = head(book)
    yield from ("", f'<a id="{book.id}"></a>', "", f"### {title}", "")
    yield from ("; ".join(rest) + ".", "", book.summary)
    for name, entries in sections(book):
        yield from ("", f"**{name}**", "")
        for entry in entries:
            yield f"* {_safe(entry.says)}" + (f" {_safe(entry.behind)}" if entry.behind else "")
    if cases:
        yield from ("", f"**Worked cases** ({len(cases)})", "")
        yield from (f"* {_safe(case.case)}" for case in cases)
    if book.moves:
        yield from ("", f"**Moves** {', '.join(f'`{each}`' for each in book.moves)}")
    named = refs(book)
    if named:
        yield from ("", "**Sources**", "")
    for ref in named:
        yield f"* {ref}: {_source(known.get(ref))}"


def _source(entry: SourceEntry | None) -> str:
    if entry is None:
        return "not in the list of sources"
    told = ", ".join(str(part) for part in (entry.author, entry.title, entry.date) if part)
    return _safe(told) + (f" <{entry.url}>" if entry.url else "")


def _safe(text: str) -> str:
    return text.replace("[", "\\[").replace("*", "\\*").replace("<", "&lt;")


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with ``--check`` say whether it is up to date."""
    return keep(arguments, PAGE, lambda place: institutions(), "xinyong.show.institutions")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
