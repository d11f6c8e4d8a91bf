"""From what a page asks for to an ask that the engine takes: schemes loaded, reforms laid on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xinyong.dates import month_number
from xinyong.errors import InputError, Problem, UnknownName, XinyongError, did_you_mean, one_of
from xinyong.experiments.asking import BURN_IN, Ask
from xinyong.experiments.finishing import RESULTS_VERSION
from xinyong.scheme import library
from xinyong.show.explore.limits import LIMITS
from xinyong.show.explore.messages import Ask as Asked
from xinyong.show.explore.sent import place_files

if TYPE_CHECKING:
    from xinyong.scheme.loading import Scheme

#: Digits of a run's id.
_DIGITS: Final = 16


@dataclass(frozen=True)
class Resolved:
    """An ask with its schemes; ``key`` is the same where the same is asked and the same rules are meant."""

    asked: Asked
    ask: Ask
    given: Mapping[str, Scheme]
    key: str


def resolve(asked: Asked, folder: Path) -> Resolved:
    """Load what is asked for; files sent along are written into ``folder``.

    Raises ``InputError`` with all problems: names that nobody knows, files that do not hold, too much work.
    """
    problems = list(_too_much(asked))
    files: Mapping[str, Path] = {}
    try:
        files = place_files(asked.files, folder)
    except XinyongError as error:
        raise InputError([*problems, *error.problems]) from None
    words: list[str] = []
    given: dict[str, Scheme] = {}
    for word, reforms in _worlds(asked, files):
        try:
            scheme = _scheme(word, reforms, files, asked.set)
        except XinyongError as error:
            problems += error.problems
            continue
        words.append(_word(scheme, given) if reforms or word in files else word)
        given[words[-1]] = scheme
    if problems:
        raise InputError(dict.fromkeys(problems))
    ask = Ask(words[0], words[1] if len(words) > 1 else None, asked.citizens, asked.frame, asked.seed,
              month_number(asked.start), asked.months, dict(asked.set))  # fmt: skip
    # the page's own words too: a run is shown with what was asked for
    asked_for = asked.model_dump(mode="json", exclude={"files"})
    told = [asked_for, [given[word].sha256 for word in words], RESULTS_VERSION]
    key = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:_DIGITS]
    return Resolved(asked, ask, given, key)


def _worlds(asked: Asked, files: Mapping[str, Path]) -> list[tuple[str, list[str]]]:
    """The scheme with what is laid on it, and its twin; a library reform of its own base goes by its name."""
    word, reforms = asked.scheme, list(asked.reforms)
    if reforms and word not in files and base_of(reforms[0], files) == word:
        word = reforms.pop(0)
    return [(word, reforms), *([] if asked.against == "none" else [(asked.against, [])])]


def base_of(word: str, files: Mapping[str, Path]) -> str | None:
    """Base of a reform of the library; None for whatever is none."""
    if word in files or word not in library.scheme_files():
        return None
    data = library.read(library.scheme_files()[word]).data
    return str(data["base"]) if isinstance(data, dict) and "base" in data else None


def _too_much(asked: Asked) -> list[Problem]:
    lived = asked.citizens * (asked.months + BURN_IN)
    if lived <= LIMITS.citizen_months:
        return []
    most = LIMITS.citizen_months // (asked.months + BURN_IN)
    return [
        Problem(
            path="citizens, months",
            found=f"{asked.citizens:,} citizens over {asked.months} months",
            allowed=f"allowed here: {LIMITS.citizen_months:,} citizen-months, burn-in included",
            remedy=f"ask for at most {most:,} citizens, or take the command to a terminal",
        )
    ]


def known_scheme(word: str, files: Mapping[str, Path]) -> str | Path:
    """What ``load`` takes for a name: a file sent along, or a name of the library. No other path."""
    if word in files:
        return files[word]
    known = [*library.scheme_files(), *library.book_files()]
    if word in known:
        return word
    raise UnknownName(
        Problem(path=word, found=f"no scheme {word!r}", allowed=one_of(sorted(library.scheme_files()), 30),
                remedy=did_you_mean(word, known, "see the list of schemes"))
    )  # fmt: skip


def _scheme(
    word: str, reforms: list[str], files: Mapping[str, Path], settings: Mapping[str, float]
) -> Scheme:
    from xinyong.scheme.loading import build, load

    known = known_scheme(word, files)
    scheme = _of_library(known) if isinstance(known, str) else load(known)
    for each in reforms:
        scheme = scheme.reform(known_scheme(each, files))
    mine = {name: value for name, value in settings.items() if name in scheme.assumptions}
    return build(scheme.parts, mine) if mine else scheme


@lru_cache(maxsize=16)
def _of_library(word: str) -> Scheme:
    """A scheme of the library at its central values, read once: runs do not change it."""
    from xinyong.scheme.loading import load

    return load(word)


def _word(scheme: Scheme, given: dict[str, Scheme]) -> str:
    """A word for a scheme that is none of the library's, and no other scheme's of this run."""
    word = scheme.id
    if word in (*library.scheme_files(), *library.book_files()):
        word += " (changed)"
    while word in given and given[word].sha256 != scheme.sha256:
        word += " (other)"
    return word
