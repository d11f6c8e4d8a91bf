"""What can go wrong, said so that a person can put it right.

The tree::

    XinyongError              something a user can act on; carries every problem found
    ├── InputError            the input is wrong; nothing was written         exit code 1
    │   ├── LanguageError     a rule book, scheme or case file does not hold
    │   ├── UnknownName       a scheme, institution or assumption nobody knows
    │   └── FolderError       an output folder that cannot be written or read
    ├── UsageError            the command itself is wrong                     exit code 2
    └── InterruptedRun        a run stopped early and can be resumed          exit code 3

A ``Problem`` says where, what was found, what is allowed and what to do. Checks collect
all problems before they raise, so that one look is enough to mend a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``file`` is a path ('' where no file is meant), ``line`` counts from 1 (0 = not known),
    ``path`` is the dotted place inside the file, ``found``, ``allowed`` and ``remedy`` are
    short phrases; any of them may be ''.
    """

    file: str = ""
    line: int = 0
    path: str = ""
    found: str = ""
    allowed: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """``file:line: path: found; allowed; remedy``, leaving out what is not known."""
        where = f"{self.file}:{self.line}" if self.file and self.line else self.file
        what = "; ".join(part for part in (self.found, self.allowed, self.remedy) if part)
        return ": ".join(part for part in (where, self.path, what) if part)

    def as_dict(self) -> dict[str, str | int]:
        """The six fields under their own names, as ``--json`` prints them."""
        return asdict(self)


class XinyongError(Exception):
    """Something a user can act on. ``problems`` has at least one entry."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        """Take one problem, a sentence that says it, or all problems found."""
        if isinstance(problems, str):
            problems = Problem(found=problems)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(XinyongError):
    """The input is wrong; nothing was written."""


class LanguageError(InputError):
    """A rule book, scheme, reform or case file does not hold."""


class UnknownName(InputError):  # noqa: N818
    """A scheme, institution, list or assumption that nobody knows."""


class FolderError(InputError):
    """An output folder that cannot be written, or a run folder that cannot be read."""


class UsageError(XinyongError):
    """The command itself is wrong."""

    exit_code: ClassVar[int] = 2


class InterruptedRun(XinyongError):  # noqa: N818
    """A run stopped before its end and can be resumed."""

    exit_code: ClassVar[int] = 3


def check_bounds(asked: Iterable[tuple[str, int, int, int]]) -> None:
    """Raise ``UsageError`` with all options (name, value, least, most) whose value is out of bounds."""
    problems = [
        Problem(path=name, found=str(value), allowed=f"allowed: {low:,} to {high:,}")
        for name, value, low, high in asked
        if not low <= value <= high
    ]
    if problems:
        raise UsageError(problems)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of ``words`` that ``word`` was probably meant to be, or None."""
    known = list(words)
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    if not found:
        lowered = {each.lower(): each for each in known}
        near = get_close_matches(word.lower().replace("_", "-"), list(lowered), n=1, cutoff=0.6)
        found = [lowered[near[0]]] if near else []
    return found[0] if found else None


def did_you_mean(word: str, words: Iterable[str], otherwise: str = "") -> str:
    """``did you mean 'x'?`` where something is near, else ``otherwise``."""
    near = nearest(word, words)
    return f"did you mean {near!r}?" if near is not None else otherwise


def one_of(words: Sequence[str], most: int = 12) -> str:
    """``allowed: a, b, c``, cut short where there are many."""
    shown = ", ".join(words[:most])
    return f"allowed: {shown}" + (f" … ({len(words)} in all)" if len(words) > most else "")
