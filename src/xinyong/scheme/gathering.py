"""Gathering the documents that a scheme is made of, reforms already applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xinyong.errors import LanguageError, Problem, did_you_mean, one_of
from xinyong.scheme import files, library
from xinyong.scheme.reading import Document, Mark, Place


@dataclass
class Parts:
    """The documents of one scheme.

    ``books`` is by the word that the scheme uses for the book; ``folders`` are where paths of
    books are looked up; ``reforms`` are the files of the reforms that were applied.
    """

    scheme: Document
    conduct: Document
    access: Document
    channels: Document
    sources: Document
    books: dict[str, Document] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)
    reforms: list[str] = field(default_factory=list)

    @property
    def documents(self) -> list[Document]:
        """All of them, shared ones first."""
        return [self.conduct, self.access, self.channels, self.sources, *self.books.values(), self.scheme]

    def copy(self) -> Parts:
        """Parts of their own: nothing done to the copy reaches the original."""
        return Parts(
            self.scheme.copy(),
            self.conduct.copy(),
            self.access.copy(),
            self.channels.copy(),
            self.sources.copy(),
            {word: book.copy() for word, book in self.books.items()},
            list(self.folders),
            list(self.reforms),
        )


def around_library(scheme: Document) -> Parts:
    """A scheme's document with the library's shared ones, no books yet."""
    return Parts(
        scheme,
        library.shared("conduct"),
        library.shared("access"),
        library.shared("channels"),
        library.shared("sources"),
    )


def gather(path: Path, chain: tuple[Path, ...] = ()) -> Parts:
    """The documents of the scheme, reform or rule book in a file."""
    document = library.read(path)
    if not isinstance(document.data, dict):
        document.problems = document.problems or [document.problem((), "nothing to read here")]
        raise LanguageError(document.problems)
    kind = files.kind_of(document)
    if kind is files.REFORM:
        from xinyong.scheme import reform

        return reform.gather(document, path, (*chain, path.resolve()))
    if kind not in (files.RULE_BOOK, files.SCHEME):
        raise LanguageError(
            Problem(str(path), 1, "", f"a file of {kind.name}", "allowed: a scheme, reform or rule book")
        )
    scheme = _around(document) if kind is files.RULE_BOOK else document
    parts = around_library(scheme)
    parts.folders.append(path.parent)
    if kind is files.RULE_BOOK:
        parts.books[scheme.data["books"][0]["book"]] = document
    add_books(parts)
    return parts


def _around(book: Document) -> Document:
    """A scheme made of one rule book alone."""
    data: dict[str, Any] = book.data
    own = data.get("id") if isinstance(data.get("id"), str) else "book"
    scheme = {
        "id": own,
        "name": data.get("name", own),
        "summary": data.get("summary", "One rule book alone."),
        "setting": data.get("setting", "FICT"),
        "books": [{"book": own}],
        "fictional": data.get("setting") == "FICT",
    }
    marks: dict[Place, Mark] = {(key,): book.where((key,)) for key in ("id", "name", "summary", "setting")}
    marks[()] = Mark(book.file, 1, ())
    return Document(book.file, scheme, marks)


def uses(scheme: Document) -> list[tuple[int, str]]:
    """Place and word of each book that a scheme names, as far as it can be read."""
    data = scheme.data.get("books") if isinstance(scheme.data, dict) else None
    found: list[tuple[int, str]] = []
    for index, use in enumerate(data if isinstance(data, list) else []):
        word = use.get("book") if isinstance(use, dict) else use
        if isinstance(word, str):
            found.append((index, word))
    return found


def add_books(parts: Parts) -> None:
    """Read the books that the scheme names and that are not there yet."""
    for index, word in uses(parts.scheme):
        if word in parts.books:
            continue
        path = library.find_book(word, parts.folders)
        if path is None:
            known = sorted(library.book_files())
            problem = parts.scheme.problem(
                ("books", index),
                f"no book {word!r}",
                f"{one_of(known)}; or a path beside the scheme",
                did_you_mean(word, known, "give the path of its folder"),
            )
            if problem not in parts.scheme.problems:
                parts.scheme.problems.append(problem)
            continue
        parts.books[word] = library.read(path)


def gather_books(words: Sequence[str], folder: Path | None = None) -> Parts:
    """The documents of a scheme made of some rule books and nothing else.

    They are ids of the library, or names of folders in ``folder`` or beside it.
    """
    data: dict[str, Any] = {
        "id": "these-books",
        "name": " + ".join(words),
        "summary": "Some rule books and nothing else.",
        "books": list(words),
    }
    parts = around_library(Document("<books>", data))
    parts.folders += [folder, folder.absolute().parent] if folder is not None else []
    add_books(parts)
    return parts


def gather_named(word: str | Path) -> Parts:
    """The documents of a scheme by name or path."""
    return gather(library.find_scheme(word))
