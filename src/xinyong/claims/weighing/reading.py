"""Reading what is weighed: all that is wrong with a file at once, each with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from xinyong.claims.models import Test, WorldOf
from xinyong.claims.reading import check_condition
from xinyong.claims.weighing.asked import axis_test, part_tests
from xinyong.claims.weighing.models import Frontier, Headline
from xinyong.errors import LanguageError, XinyongError
from xinyong.scheme import library as schemes
from xinyong.scheme.holding import Held, hold, missing_word
from xinyong.scheme.reading import Document, Place, read_file

Model = TypeVar("Model", bound=BaseModel)


def library_folder() -> Path:
    """Where the shipped files are."""
    return Path(__file__).resolve().parent / "library"


@cache
def frontier() -> Frontier:
    """The shipped axes and reforms. Raises ``LanguageError`` with all problems."""
    return read_frontier(library_folder() / "frontier.yaml")


@cache
def headline() -> Headline:
    """The shipped indices. Raises ``LanguageError`` with all problems."""
    return read_headline(library_folder() / "headline.yaml")


def read_frontier(path: Path) -> Frontier:
    """A file of axes and reforms. Raises ``LanguageError`` with all that is wrong with it."""
    held = _held(path, Frontier)
    model, document = held.model, held.document
    named: list[tuple[Place, WorldOf]] = [(("base",), model.base), (("twin",), model.twin)]
    named += [(("reforms", at, "world"), each.world) for at, each in enumerate(model.reforms)]
    _check_schemes(document, named, model.burn_in)
    _check_once(document, "reforms", [each.id for each in model.reforms])
    _check_once(document, "axes", [each.id for each in model.axes])
    for at, axis in enumerate(model.axes):
        _check_measured(document, ("axes", at), axis_test(model, axis, model.base, model.twin))
    for side in ("gain", "cost"):
        if not any(axis.side == side for axis in model.axes):
            document.complain(("axes",), f"no axis of side {side!r}", "", f"add a {side}")
    return _sound(held)


def read_headline(path: Path) -> Headline:
    """A file of indices. Raises ``LanguageError`` with all that is wrong with it."""
    held = _held(path, Headline)
    model, document = held.model, held.document
    named: list[tuple[Place, WorldOf]] = []
    for at, pair in enumerate(model.pairs):
        named += [(("pairs", at, "world"), pair.world), (("pairs", at, "twin"), pair.twin)]
    _check_schemes(document, named, model.burn_in)
    _check_once(document, "parts", [each.id for each in model.parts])
    _check_once(document, "pairs", [each.setting for each in model.pairs])
    for at, pair in enumerate(model.pairs):
        for index in ("control", "harmony"):
            own = [each for part in model.parts if part.index == index for each in part.measured]
            if not any(pair.setting in each.settings for each in own):
                document.complain(("pairs", at), f"no part of {index} is measured in {pair.setting}", "",
                                  "name the setting with a part, or leave it out")  # fmt: skip
    for at, part in enumerate(model.parts):
        seen = Counter(setting for measured in part.measured for setting in measured.settings)
        for setting, count in seen.items():
            if count > 1:
                document.complain(("parts", at), f"{setting} measured {count} times", "allowed: once")
        for number, measured in enumerate(part.measured):
            place: Place = ("parts", at, "measured", number)
            tests = part_tests(model, measured)
            for test in tests:
                before = len(document.problems)
                _check_measured(document, place, test)
                if len(document.problems) > before:
                    break
    return _sound(held)


def _held(path: Path, model: type[Model]) -> Held[Model]:
    document = read_file(path)
    held = hold(document, model)
    if held is None or document.problems:
        raise LanguageError(document.problems)
    return held


def _sound(held: Held[Model]) -> Model:
    if held.document.problems:
        raise LanguageError(sorted(held.document.problems, key=lambda each: (each.line, each.path)))
    return held.model


def _check_schemes(document: Document, named: Iterable[tuple[Place, WorldOf]], burn_in: str) -> None:
    known = list(schemes.scheme_files())
    for place, world in named:
        if world.scheme not in known:
            missing_word(document, (*place, "scheme"), world.scheme, known, "scheme")
    if burn_in not in known:
        missing_word(document, ("burn_in",), burn_in, known, "scheme")


def _check_once(document: Document, where: str, names: Sequence[str]) -> None:
    for at, name in enumerate(names):
        if name in names[:at]:
            document.complain((where, at), f"a second {name!r}", "allowed: one of each name", "rename it")


def _check_measured(document: Document, place: Place, test: Test) -> None:
    from xinyong.society.frames import frame

    try:
        frame(test.frame)
    except XinyongError as error:
        problem = error.problems[0]
        document.complain((*place, "frame"), problem.found, problem.allowed, problem.remedy)
    check_condition(document, place, test, test)
