"""Which rule says so, where it is written, and where it comes from.

A rule is named by its dotted path (``book.rongcheng.collects.3``), as reforms write it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinyong.scheme.crosscheck_books import selected
from xinyong.scheme.library import root

if TYPE_CHECKING:
    from xinyong.scheme.books import ListRule
    from xinyong.scheme.loading import Scheme
    from xinyong.scheme.values import Source, Sourced, Value

#: A rule's path, where it is written, its source.
Reference = tuple[str, str | None, str | None]


def written_at(scheme: Scheme, rule: str) -> str | None:
    """File and line in which a rule of a book is written, or the file alone; None where it has no file.

    Files of the shipped library are named from its folder on.
    """
    _, book, *steps = rule.split(".")
    for document in scheme.parts.books.values():
        data: Any = document.data
        if not isinstance(data, dict) or data.get("id") != book:
            continue
        place: list[str | int] = []
        for step in steps:
            key = _inside(data, step)
            if key is None:
                break
            place.append(key)
            data = data[key]
        mark = document.where(tuple(place))
        path = Path(mark.file)
        file = str(path.relative_to(root()) if path.is_relative_to(root()) else path)
        return f"{file}:{mark.line}" if document.marks else file
    return None


def _inside(data: Any, step: str) -> str | int | None:
    """The key or position that a step of a rule's path means: a key, a number, or an item's id."""
    if isinstance(data, dict):
        return step if step in data else None
    if not isinstance(data, list):
        return None
    if step.isdigit():
        return int(step) if int(step) < len(data) else None
    return next((n for n, item in enumerate(data) if isinstance(item, dict) and item.get("id") == step), None)


def cited(scheme: Scheme, *parts: Value | Sourced | None) -> str | None:
    """The first source that one of some numbers or blocks names, as one line."""
    for part in parts:
        if part is not None and part.source is not None:
            return _named(scheme, part.source)
    return None


def _named(scheme: Scheme, source: Source) -> str:
    entry = scheme.catalogue.sources.get(source.ref or "")
    title = source.title or (entry.title if entry else source.ref or "")
    date = source.date or (entry.date if entry else None)
    named = f"{source.ref}: {title}" if source.ref else title
    return ", ".join(filter(None, (named, source.article, date)))


def collecting_rule(
    scheme: Scheme, number: int, conduct: str, channel: str, kind: str, points: int, month: int
) -> Reference:
    """Path, place and source of the row of book ``number`` that made a record in ``month``."""
    book = scheme.books[number]
    for index, part in enumerate(book.collects):
        if (
            part.holds(month)
            and conduct in selected(part.conduct, scheme.catalogue.conducts)
            and kind in (part.subjects or book.subjects)
            and (not part.channels or channel in part.channels)
            and (round(part.points.number) if part.points else 0) == points
        ):
            rule = f"book.{book.id}.collects.{index}"
            source = cited(scheme, part.points, part, part.retention, book.retention)
            return rule, written_at(scheme, rule), source
    return f"book.{book.id}", written_at(scheme, f"book.{book.id}"), None


def list_rule(scheme: Scheme, number: int, month: int) -> Reference:
    """Path, place and source of list ``number``, as entered in ``month``.

    A list that cites nothing rests on what its terms cite, the rows that put one there, or the book.
    """
    word = scheme.lists[number]
    own, _, name = word.partition(".")
    book = next(each for each in scheme.books if each.id == own)
    rule = next(rule for rule in book.lists if rule.id == name)
    path = f"book.{own}.lists.{name}"
    rows = [part for row in book.collects if row.enters == name for part in (row, row.retention)]
    source = cited(scheme, rule, *_terms(rule, month), *rows)
    if source is None and book.sources:
        source = _named(scheme, book.sources[0])
    return path, written_at(scheme, path), source


def _terms(rule: ListRule, month: int) -> list[Value | Sourced | None]:
    """Where the terms of a list in force stand; one made for some grounds says what the list is for."""
    return [part for term in rule.term if term.holds(month) for part in (term, term.months)]
