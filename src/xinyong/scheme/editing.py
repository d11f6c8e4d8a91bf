"""Changing a document in place, so that every part keeps the line it was written on."""

from __future__ import annotations

from typing import Any

from xinyong.scheme.reading import Document, Mark, Place


def at(document: Document, place: Place) -> Any:
    """The data at a place; raises KeyError, IndexError or TypeError where there is none."""
    data = document.data
    for step in document.as_written(place):
        data = data[step]
    return data


def put(document: Document, place: Place, value: Any, mark: Mark | None = None) -> None:
    """Put a value at a place (a new key, or in place of what was there)."""
    place = document.as_written(place)
    at(document, place[:-1])[place[-1]] = value
    _forget(document, place)
    if mark is not None:
        document.marks[place] = mark


def append(document: Document, place: Place, value: Any, mark: Mark | None = None) -> Place:
    """Append a value to the list at a place; returns where it stands now."""
    items = at(document, place)
    items.append(value)
    where = (*place, len(items) - 1)
    if mark is not None:
        document.marks[where] = mark
    return where


def remove(document: Document, place: Place) -> None:
    """Remove a key or an item; the marks of later items move up with them."""
    place = document.as_written(place)
    *around, last = place
    holder = at(document, tuple(around))
    del holder[last]
    _forget(document, place)
    if isinstance(last, int):
        level = len(around)
        moved: dict[Place, Mark] = {}
        for where in [each for each in document.marks if each[:level] == tuple(around)]:
            step = where[level] if len(where) > level else None
            if isinstance(step, int) and step > last:
                moved[(*where[:level], step - 1, *where[level + 1 :])] = document.marks.pop(where)
        document.marks.update(moved)


def graft(document: Document, place: Place, origin: Document, root: Place) -> None:
    """Give what now stands at ``place`` the marks that it has in ``origin`` under ``root``."""
    for where, mark in origin.marks.items():
        if where[: len(root)] == root:
            document.marks[(*place, *where[len(root) :])] = mark


def _forget(document: Document, place: Place) -> None:
    for where in [each for each in document.marks if each[: len(place)] == place]:
        del document.marks[where]
