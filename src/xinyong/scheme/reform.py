"""Reforms: patches that make another scheme; the original is never touched.

A patch is ``{set: path, to: value}``, ``{remove: path}`` or ``{add: path, item: value}``. A path
leads, key by key with dots, from

* ``book.<id>`` into a rule book,
* ``conduct.<id>``, ``access.<id>``, ``channel.<id>`` into the shared files,
* anything else into the scheme itself (``safeguards.speech``, ``agreements``, ``books.rongcheng``).

In a list a step is a position from 0, the item's ``id`` (``book`` for books), or
``[key=value]`` for all items with that value there; ``*`` means every item or key.
So ``book.*.measures[reaches=household]`` is every measure that reaches kin, anywhere.

A number that a patch sets needs no source: it is the reform's ``choice``. Opportunities
cannot be patched, because worlds are compared on the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from xinyong.errors import LanguageError, UnknownName, did_you_mean, one_of
from xinyong.scheme import editing, library
from xinyong.scheme.compositions import Patch, ReformFile
from xinyong.scheme.gathering import Parts, add_books, uses
from xinyong.scheme.gathering import gather as gather_base
from xinyong.scheme.holding import hold
from xinyong.scheme.reading import Document, Mark, Place

_STEP = re.compile(r"\[([^=\]]+)=([^\]]*)\]|([^.\[\]]+)")
_FIXED: Final = {"conduct": ("opportunities", "by", "needs", "work"), "access": ("attempts", "by")}
_EMPTY: Final[dict[str, type]] = {
    "capacity": dict,
    "coverage": dict,
    "safeguards": dict,
    "books": list,
    "agreements": list,
}
_LISTS: Final = {"conduct": "conducts", "access": "gatekeepers", "channel": "channels"}


def gather(document: Document, path: Path, chain: tuple[Path, ...]) -> Parts:
    """The documents of a reform's base with those patches applied that can be read."""
    held = hold(document, ReformFile)
    if held is None:
        raise LanguageError(document.problems)
    document, reform = held.document, held.model
    try:
        base = library.find_scheme(reform.base, path.parent)
    except UnknownName as error:
        first = error.problems[0]
        if "base" in held.written:
            document.complain(("base",), first.found, first.allowed, first.remedy)
        raise LanguageError(document.problems) from None
    if base.resolve() in chain:
        document.complain(("base",), "a reform based on itself", "", "name another base")
        raise LanguageError(document.problems)
    parts = gather_base(base, chain)
    parts.folders.insert(0, path.parent)
    apply(parts, reform, document)
    return parts


def _leave_out(parts: Parts) -> None:
    """Books that the scheme names no more are no part of it."""
    named = {word for _, word in uses(parts.scheme)}
    parts.books = {word: book for word, book in parts.books.items() if word in named}


def apply(parts: Parts, reform: ReformFile, document: Document, elsewhere: bool = False) -> None:
    """Apply a reform to documents of one's own, patch by patch; problems go to ``document``.

    ``elsewhere`` says that they are not of the reform's own base: what it removes may be missing there.
    """
    for key in ("id", "name", "summary"):
        editing.put(parts.scheme, (key,), deepcopy(document.data[key]), document.where((key,)))
    parts.reforms.append(document.file)
    misread = {where for where, _ in document.dropped}
    for index, patch in enumerate(reform.patch):
        given = document.data["patch"]
        keys = given[index] if isinstance(given, list) else given
        place: Place = ("patch", index) if isinstance(given, list) else ("patch",)
        if document.where(place) in misread:
            continue
        _patch(parts, patch, set(keys), document, place, elsewhere)
        add_books(parts)
    parts.scheme.problems += document.problems
    _leave_out(parts)


def _patch(
    parts: Parts, patch: Patch, keys: set[str], document: Document, here: Place, elsewhere: bool
) -> None:
    verbs = keys & {"set", "remove", "add"}
    if len(verbs) != 1:
        document.complain(here, f"{len(verbs)} of set, remove, add", "allowed: one", "split the patch")
        return
    verb = verbs.pop()
    needed = {"set": "to", "add": "item", "remove": None}[verb]
    if needed is not None and needed not in keys:
        document.complain(here, f"{verb} without {needed!r}", "", f"add the key {needed!r}")
        return
    path = str({"set": patch.set_, "remove": patch.remove, "add": patch.add}[verb])
    steps = _steps(path)
    if steps and steps[0] in _FIXED and len(steps) > 2 and steps[2] in _FIXED[str(steps[0])]:
        document.complain(
            (*here, verb),
            f"{steps[2]!r} cannot be patched",
            "",
            "opportunities are the same in every scheme; change what follows",
        )
        return
    if len(steps) == 2 and steps[0] == "book" and verb != "add":
        document.complain(
            (*here, verb),
            f"a whole book: {path!r}",
            "allowed: a part of it",
            f"to leave the book out, remove 'books.{steps[1]}'" if isinstance(steps[1], str) else "",
        )
        return
    told = Document("<nowhere>") if elsewhere and verb == "remove" else document
    before = len(told.problems)
    targets = list(_targets(parts, steps, verb, told, (*here, verb)))
    for target, place in reversed(targets):
        _change(target, place, verb, patch, document, here)
    if not targets and len(told.problems) == before:
        told.complain((*here, verb), f"nothing at {path!r}", "", "see the ids of the base scheme")


def _change(target: Document, place: Place, verb: str, patch: Patch, document: Document, here: Place) -> None:
    if verb == "remove":
        editing.remove(target, place)
        return
    key = "to" if verb == "set" else "item"
    value = deepcopy(getattr(patch, key))
    mark = document.where((*here, key))
    if verb == "set" and not isinstance(value, bool) and (value == "none" or isinstance(value, int | float)):
        value = _chosen(target, place, value)
    if verb == "set":
        editing.put(target, place, value, mark)
    else:
        items = editing.at(target, place)
        if isinstance(items, dict) and isinstance(value, dict):
            for name, item in value.items():
                editing.put(target, (*place, name), item, mark)
            return
        if not isinstance(items, list):
            document.complain((*here, verb), "no list", "allowed: the path of a list", "use set")
            return
        place = editing.append(target, place, value, mark)
    _origins(target, place, document, (*here, key), mark)


def _origins(target: Document, place: Place, document: Document, root: Place, mark: Mark) -> None:
    editing.graft(target, place, document, root)
    target.marks[place] = mark


def _chosen(target: Document, place: Place, value: float | str) -> Any:
    """A bare number that takes the place of a value: the reform's own choice, in the same unit."""
    try:
        before = editing.at(target, place)
    except (KeyError, IndexError):
        return value
    if not isinstance(before, dict) or "value" not in before:
        return value
    unit = {"unit": before["unit"]} if "unit" in before else {}
    return {"value": value, "standing": "choice", **unit}


def _steps(path: str) -> list[str | tuple[str, str]]:
    return [
        (found[1].strip(), found[2].strip()) if found[1] is not None else found[3]
        for found in _STEP.finditer(path)
    ]


def _targets(
    parts: Parts, steps: list[str | tuple[str, str]], verb: str, document: Document, here: Place
) -> Iterator[tuple[Document, Place]]:
    """Each document and place that a path means."""
    head, rest = (steps[0], steps[1:]) if steps else ("", [])
    if head == "book" and rest:
        books = {_id(book, word): book for word, book in parts.books.items()}
        wanted = rest[0]
        for name, book in books.items():
            if wanted in ("*", name):
                for place in _places(book.data, (), rest[1:], verb):
                    yield book, place
        if wanted != "*" and wanted not in books:
            document.complain(
                here,
                f"no book {wanted!r} in the base",
                one_of(sorted(books)),
                did_you_mean(str(wanted), books),
            )
    elif isinstance(head, str) and head in _LISTS and rest:
        shared = {"conduct": parts.conduct, "access": parts.access, "channel": parts.channels}[head]
        for place in _places(shared.data, (), [_LISTS[head], *rest], verb):
            yield shared, place
    else:
        if verb != "remove" and head in _EMPTY and head not in parts.scheme.data:
            editing.put(parts.scheme, (str(head),), _EMPTY[str(head)](), document.where(here))
        for place in _places(parts.scheme.data, (), steps, verb):
            yield parts.scheme, place


def _id(book: Document, word: str) -> str:
    own = book.data.get("id") if isinstance(book.data, dict) else None
    return own if isinstance(own, str) else word


def _places(data: Any, place: Place, steps: list[str | tuple[str, str]], verb: str) -> Iterator[Place]:
    if not steps:
        yield place
        return
    step, rest = steps[0], steps[1:]
    if isinstance(data, dict):
        if step == "*":
            keys = list(data)
        else:
            keys = [step] if isinstance(step, str) and (step in data or (verb == "set" and not rest)) else []
        for key in keys:
            yield from _places(data.get(key), (*place, key), rest, verb)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            if _meant(item, index, step):
                yield from _places(item, (*place, index), rest, verb)


def _meant(item: Any, index: int, step: str | tuple[str, str]) -> bool:
    if isinstance(step, tuple):
        key, wanted = step
        value = item.get(key) if isinstance(item, dict) else None
        return str(value) == wanted or (isinstance(value, list) and wanted in value)
    names = {str(index), "*"}
    if isinstance(item, dict):
        names |= {str(item[key]) for key in ("id", "book") if key in item}
    elif isinstance(item, str):
        names.add(item)
    return step in names
