"""Files of the language that were mangled: each is read, or refused with a file and a line, and no more."""

from __future__ import annotations

import random
import re
import signal
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any

from xinyong.errors import XinyongError
from xinyong.scheme import library
from xinyong.scheme.check import check

#: Seconds after which a check counts as hanging. How long the slowest took is told, not judged.
HANGS = 60
_WORDS = (
    "null", "true", "[]", "{}", "-1", "0", "1e400", "nan", ".inf", "9" * 40, "2014-13", "1900-01", "''", "~",
    "&a", "*a", "!!python/object:os.system", "|", ">", "- -", "? :", "\t", "\x00", "\ufeff", "\u202e",
    "statute", "persons", "court.defaulters", "{value: 5}", "<<: *a",
)  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    """One to four random changes: of bytes, of words, of lines, of indents, of numbers."""
    for _ in range(chance.randint(1, 4)):
        text = chance.choice((_byte, _word, _number, _lines, _indent, _key))(text, chance)
    return text


def _byte(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    new = chance.choice(("", chr(chance.randrange(1, 256)), chance.choice(":-#'\"[]{},&*|>%@`\n ")))
    return text[:at] + new + text[at + chance.randint(0, 2) :]


def _word(text: str, chance: random.Random) -> str:
    words = list(re.finditer(r"[^\s:,\[\]{}]+", text))
    if not words:
        return text
    hit = chance.choice(words)
    new = chance.choice((chance.choice(_WORDS), chance.choice(words).group(), hit.group()[::-1]))
    return text[: hit.start()] + new + text[hit.end() :]


def _number(text: str, chance: random.Random) -> str:
    numbers = list(re.finditer(r"-?\d+(\.\d+)?", text))
    if not numbers:
        return text
    hit = chance.choice(numbers)
    new = chance.choice(("-" + hit.group(), hit.group() * 3, "0", "0.5", "1e9", "x" + hit.group(), ""))
    return text[: hit.start()] + new + text[hit.end() :]


def _lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at, size = chance.randrange(len(lines)), chance.randint(1, 6)
    part = lines[at : at + size]
    how = chance.randrange(3)
    if how == 0:
        del lines[at : at + size]
    elif how == 1:
        lines[at:at] = part
    else:
        del lines[at : at + size]
        to = chance.randrange(len(lines) + 1)
        lines[to:to] = part
    return "\n".join(lines)


def _indent(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(("  ", " ", "\t", "")) + lines[at].lstrip(" ")
    return "\n".join(lines)


def _key(text: str, chance: random.Random) -> str:
    keys = list(re.finditer(r"([\w-]+):", text))
    if not keys:
        return text
    hit, other = chance.choice(keys), chance.choice(keys)
    new = chance.choice((other.group(1), hit.group(1)[:-1], hit.group(1) + "s"))
    return text[: hit.start()] + new + text[hit.start() + len(hit.group(1)) :]


def files(part: int, count: int) -> dict[str, Any]:
    """Check mutated files of the library: no traceback, no hang, and every error has a file and a line.

    Rule books, worked cases, schemes, reforms and what all books share, by chance.
    """
    chance, failures = random.Random(part), []
    root = library.root()
    sources = sorted(root.rglob("*.yaml"))
    refused = errors = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            source = chance.choice(sources)
            path = Path(folder) / source.name
            text = mutated(source.read_text(encoding="utf-8"), chance)
            path.write_text(text, encoding="utf-8", newline="")
            begun = time.process_time()
            problems, wrong = _checked(path)
            slowest = max(slowest, time.process_time() - begun)
            wrong = wrong or _without_line(problems)
            refused += bool(problems)
            errors += len(problems)
            if wrong:
                failures.append(f"mutant {number} of part {part}, {source.relative_to(root)}: {wrong}")
            path.unlink()
    return {"mutants": count, "refused": refused, "errors": errors, "slowest_s": round(slowest, 2),
            "failures": failures}  # fmt: skip


def _checked(path: Path) -> tuple[list[Any], str]:
    def rings(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, rings)
    signal.alarm(HANGS)
    try:
        return list(check([path])), ""
    except TimeoutError:
        return [], "hangs"
    except XinyongError as error:
        return list(error.problems), ""
    except BaseException as error:
        return [], f"a traceback: {type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _without_line(problems: list[Any]) -> str:
    # an empty file has no lines; one with control characters is refused as a whole, before there are any
    whole = ("an empty file", "no block of keys", "unacceptable character")
    bare = [
        str(problem)
        for problem in problems
        if not problem.file or (problem.line < 1 and not any(word in problem.found for word in whole))
    ]
    return f"an error without file or line: {bare[0]}" if bare else ""
