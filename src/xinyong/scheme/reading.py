"""Strict YAML: what is written is what is read, and every line can be found again.

Files of the scheme language are a small, safe part of YAML:

* plain words follow YAML 1.2: ``no``, ``on``, ``12:30``, ``012`` and dates stay text,
  ``1e-3`` is a number, ``true`` and ``false`` alone are truth values;
* keys are text, and a key stands once in its block;
* no aliases, anchors, tags or second documents; at most 40 levels deep and 1 MB long.

The file is read as a stream of parser events, so nothing is ever expanded or built from a
tag. All that is wrong is collected, and reading goes on wherever it can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from xinyong.errors import Problem

#: Where something stands in a file: keys and list positions from the top.
Place = tuple[str | int, ...]

MOST_BYTES: Final = 1_000_000
MOST_LEVELS: Final = 40

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_TRUTH: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mark(NamedTuple):
    """Where a part was written: file, line (from 1) and place in that file."""

    file: str
    line: int
    place: Place


@dataclass
class Document:
    """Plain data, where each part of it was written, and what is wrong with it.

    Parts that came from elsewhere, a reform for one, keep the mark they came with.
    """

    file: str
    data: Any = None
    marks: dict[Place, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dropped: set[tuple[Mark, str | int]] = field(default_factory=set)
    """What was left out because it did not hold: the block's mark and the key."""

    def as_written(self, place: Place) -> Place:
        """A place as it stands in the text, where one word or block may stand for a list of one."""
        if not any(isinstance(step, int) for step in place):
            return place
        written: list[str | int] = []
        data = self.data
        for step in place:
            if isinstance(step, int) and isinstance(data, dict | str | int | float):
                continue
            written.append(step)
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                data = None
        return tuple(written)

    def where(self, place: Place) -> Mark:
        """The mark of a place; inside what has none, that of the nearest block around it."""
        place = self.as_written(place)
        for length in range(len(place), -1, -1):
            mark = self.marks.get(place[:length])
            if mark is not None:
                return Mark(mark.file, mark.line, (*mark.place, *place[length:]))
        return Mark(self.file, 1 if self.data is not None else 0, place)

    def problem(self, place: Place, found: str, allowed: str = "", remedy: str = "") -> Problem:
        """A problem at a place of this document."""
        mark = self.where(place)
        return Problem(mark.file, mark.line, dotted(mark.place), found, allowed, remedy)

    def complain(self, place: Place, found: str, allowed: str = "", remedy: str = "") -> None:
        """Add a problem at a place of this document."""
        self.problems.append(self.problem(place, found, allowed, remedy))

    def copy(self) -> Document:
        """A document of its own, with the same content."""
        return Document(
            self.file, copied(self.data), dict(self.marks), list(self.problems), set(self.dropped)
        )


def copied(data: Any) -> Any:
    """Plain data of its own: blocks and lists are copied, words and numbers are shared."""
    if isinstance(data, dict):
        return {key: copied(each) for key, each in data.items()}
    return [copied(each) for each in data] if isinstance(data, list) else data


def dotted(place: Place) -> str:
    """A place as people write it: ``collects.3.points``."""
    return ".".join(str(part) for part in place)


def plain_scalar(text: str) -> Any:
    """The value of an unquoted word: None, truth, whole number, number or the text itself."""
    if text in _NOTHING:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if len(text) <= 40 and _DECIMAL.fullmatch(text):
        number = float(text)
        return number if abs(number) != float("inf") else text
    return text


def read_file(path: Path) -> Document:
    """Read one file; what is wrong, an unreadable file included, is in ``problems``."""
    file = str(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            return _refused(file, f"{size} bytes", f"allowed: at most {MOST_BYTES}", "split the file")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _refused(file, f"byte {error.start} is not UTF-8", "", "save the file as UTF-8")
    except OSError as error:
        return _refused(file, error.strerror or str(error), "", "give the path of a file that can be read")
    return read_text(text, file)


def _refused(file: str, found: str, allowed: str, remedy: str) -> Document:
    return Document(file, problems=[Problem(file, 0, "", found, allowed, remedy)])


def read_text(text: str, file: str = "<text>") -> Document:
    """Read one document of strict YAML from text; ``file`` is the name used in problems."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return _refused(file, "the text is too long", f"allowed: at most {MOST_BYTES} bytes", "split it")
    document = Document(file)
    reader = _Reader(document)
    try:
        reader.run(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        document.problems.append(
            Problem(
                file,
                mark.line + 1 if mark else 0,
                "",
                f"not YAML: {said}",
                "",
                "check quotes, colons and indentation",
            )
        )
    except (yaml.YAMLError, UnicodeError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        document.problems.append(Problem(file, 0, "", f"not YAML: {said}", "", "remove what is no text"))
    except _TooDeep:
        document.data = None
    return document


class _TooDeep(Exception):  # noqa: N818
    """The file nests deeper than anybody would write."""


class _Reader:
    """Builds plain data from parser events, keeping the line of every part."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def run(self, events: Iterator[Any]) -> None:
        self.events = events
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.complain(
                        (),
                        event,
                        "a second document",
                        "allowed: one document a file",
                        "move it to a file of its own",
                    )
                    return
                self.document.data = self.part(next(events), (), 1)

    def complain(self, place: Place, event: Any, found: str, allowed: str = "", remedy: str = "") -> None:
        line = event.start_mark.line + 1
        self.document.problems.append(
            Problem(self.document.file, line, dotted(place), found, allowed, remedy)
        )

    def part(self, event: Any, place: Place, level: int) -> Any:
        """The value that begins with ``event``."""
        if level > MOST_LEVELS:
            self.complain(place, event, f"more than {MOST_LEVELS} levels deep", "", "flatten the file")
            raise _TooDeep
        self.document.marks.setdefault(place, Mark(self.document.file, event.start_mark.line + 1, place))
        if isinstance(event, yaml.AliasEvent):
            self.complain(
                place,
                event,
                f"an alias, *{event.anchor}",
                "allowed: values written out",
                "repeat the value here",
            )
            return None
        if event.anchor is not None:
            self.complain(
                place,
                event,
                f"an anchor, &{event.anchor}",
                "allowed: values written out",
                "remove the anchor",
            )
        if event.tag is not None:
            self.complain(place, event, f"a tag, {event.tag}", "allowed: plain values", "remove the tag")
        if isinstance(event, yaml.ScalarEvent):
            return plain_scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(place, level)
        return self.block(place, level)

    def items(self, place: Place, level: int) -> list[Any]:
        found: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self.part(event, (*place, len(found)), level + 1))
        return found

    def block(self, place: Place, level: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, usable = self.key(event, place, level)
            if usable and key in found:
                first = self.document.marks[(*place, key)].line
                self.complain(
                    (*place, key),
                    event,
                    f"the key {key!r} stands twice",
                    f"first in line {first}",
                    "remove one of them",
                )
                usable = False
            where = (*place, key) if usable else (*place, key, "(second)")
            if usable:
                self.document.marks[where] = Mark(self.document.file, event.start_mark.line + 1, where)
            value = self.part(next(self.events), where, level + 1)
            if usable:
                found[key] = value
        return found

    def key(self, event: Any, place: Place, level: int) -> tuple[str, bool]:
        """The text of a key, and whether it can serve as one."""
        if not isinstance(event, yaml.ScalarEvent):
            self.complain(place, event, "a key that is no text", "allowed: text", "write a word as key")
            self.part(event, (*place, "(key)"), level + 1)
            return "(key)", False
        if event.anchor is not None or event.tag is not None:
            self.complain(place, event, f"a key with a tag or anchor, {event.value}", "", "remove it")
        value = plain_scalar(event.value) if event.implicit[0] else event.value
        if not isinstance(value, str):
            self.complain(
                (*place, event.value),
                event,
                f"the key {event.value} is no text",
                "allowed: text",
                "write it in quotes, if it is meant",
            )
        return str(event.value), True
