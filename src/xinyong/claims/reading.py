"""Reading claim files: all that is wrong with any of them at once, each with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from xinyong.claims.measures import Measure
from xinyong.claims.models import SETTINGS, Claim, Condition, Test, WorldOf
from xinyong.dates import month_number
from xinyong.errors import LanguageError, Problem, UnknownName, XinyongError, did_you_mean, one_of
from xinyong.scheme.holding import Held, hold, missing_word
from xinyong.scheme.reading import Document, Place, read_file

#: Every claim of the thesis: disadvantages, advantages, premises.
IDS: Final = (
    *(f"D{number:02}" for number in range(1, 26)),
    *(f"A{number:02}" for number in range(1, 23)),
    *(f"P{number:02}" for number in range(1, 11)),
)
#: Files of claims are called by their ids; other files may stand beside them.
_NAMED: Final = re.compile(r"[A-Z][0-9]+")


def library_folder() -> Path:
    """Where the shipped claims are."""
    return Path(__file__).resolve().parent / "library"


@cache
def library() -> dict[str, Claim]:
    """The shipped claims by id, in the order of ``IDS``. Raises ``LanguageError`` with all problems."""
    return read_claims(library_folder())


def read_claims(folder: Path) -> dict[str, Claim]:
    """The claims of a folder by id, checked for all but what their schemes hold inside.

    Raises ``LanguageError`` with all problems of all files.
    """
    held = [read_claim(path) for path in sorted(folder.glob("*.yaml")) if _NAMED.fullmatch(path.stem)]
    problems = [problem for document, _ in held for problem in document.problems]
    if problems:
        raise LanguageError(sorted(problems, key=lambda each: (each.file, each.line, each.path)))
    found = {each.model.id: each.model for _, each in held if each is not None}
    return dict(sorted(found.items(), key=lambda pair: _order(pair[0])))


def _order(id: str) -> tuple[int, str]:
    return (IDS.index(id) if id in IDS else len(IDS), id)


def read_claim(path: Path) -> tuple[Document, Held[Claim] | None]:
    """One file; what is wrong with it is in the document's problems."""
    document = read_file(path)
    held = hold(document, Claim)
    if held is not None:
        if held.model.id != path.stem:
            held.document.complain(("id",), f"{held.model.id!r} in a file called {path.name}",
                                   f"allowed: {path.stem}", "name both alike")  # fmt: skip
        for number, test in enumerate(held.model.tests):
            check_test(held.document, ("tests", number), test)
        _check_once(held.document, held.model)
        _check_turning(held.document, held.model)
    return document, held


def _check_once(document: Document, claim: Claim) -> None:
    """A setting has one main test; parts have names of their own."""
    seen: set[tuple[str, str]] = set()
    for number, test in enumerate(claim.tests):
        if (test.setting, test.part) in seen:
            document.complain(
                ("tests", number), f"a second test of {test.setting} {test.part}".rstrip(),
                "allowed: one test of a setting, and parts with names of their own", "give it a 'part'",
            )  # fmt: skip
        seen.add((test.setting, test.part))


def _check_turning(document: Document, claim: Claim) -> None:
    """What would have to move is in the register of assumptions."""
    from xinyong.engine.assumptions import register

    known = [each.id for each in register()]
    for number, id in enumerate(claim.turned_by):
        if id not in known:
            missing_word(document, ("turned_by", number), id, known, "assumption")


def check_test(document: Document, place: Place, test: Test) -> None:
    """Complain of a frame, scheme, indicator or window that a test cannot have."""
    from xinyong.scheme import library as schemes
    from xinyong.society.frames import frame

    try:
        frame(test.frame)
    except XinyongError as error:
        problem = error.problems[0]
        document.complain((*place, "frame"), problem.found, problem.allowed, problem.remedy)
    known = list(schemes.scheme_files())
    if test.burn_in not in known:
        missing_word(document, (*place, "burn_in"), test.burn_in, known, "scheme")
    for where, world in _worlds(place, test):
        if world.scheme not in known:
            missing_word(document, (*where, "scheme"), world.scheme, known, "scheme")
    check_condition(document, place, test, test)
    for number, more in enumerate(test.more):
        check_condition(document, (*place, "more", number), more, test)
    if test.compare != "level" and test.twin is None:
        document.complain(
            place, f"compare {test.compare!r} without a twin", "allowed: compare: level", "name a twin"
        )


def _worlds(place: Place, test: Test) -> Iterable[tuple[Place, WorldOf]]:
    """Every world that a test names, with where it stands."""
    yield (*place, "world"), test.world
    if test.twin is not None:
        yield (*place, "twin"), test.twin
    for number, further in enumerate(test.less):
        yield (*place, "less", number, "world"), further.world
        if further.twin is not None:
            yield (*place, "less", number, "twin"), further.twin
    for number, more in enumerate(test.more):
        for key, world in (("world", more.world), ("twin", more.twin)):
            if world is not None:
                yield (*place, "more", number, key), world
        for at, further in enumerate(more.less or []):
            yield (*place, "more", number, "less", at, "world"), further.world
            if further.twin is not None:
                yield (*place, "more", number, "less", at, "twin"), further.twin


def check_condition(document: Document, place: Place, condition: Condition, test: Test) -> None:
    """Complain of an indicator, group, window or size that a condition of a test cannot have."""
    try:
        Measure.of(condition, month_number(test.start), test.months).check()
    except XinyongError as error:
        for problem in error.problems:
            key = problem.path.split(",")[0] or "indicator"
            document.complain((*place, key), problem.found, problem.allowed, problem.remedy)
    if condition.fails is not None and not _milder(condition):
        document.complain(
            (*place, "fails", "value"), f"{condition.fails_bar:g} beside {condition.bar:g}",
            "allowed: a bar that is easier to reach than 'smallest'",
            "'smallest' says from when on the claim holds, 'fails' what it must reach not to fail",
        )  # fmt: skip
    if condition.compare != "level" and condition.bar < 0:
        document.complain(
            (*place, "smallest", "value"), f"{condition.bar:g}", "allowed: not below zero",
            "the direction says which way; write the size",
        )  # fmt: skip


def _milder(condition: Condition) -> bool:
    """Whether a claim reaches its second bar more easily than its first."""
    down = condition.compare == "level" and condition.direction == "down"
    eased = condition.fails_bar - condition.bar
    return eased > 0 if down or condition.direction in ("not-up", "not-down", "neither") else eased < 0


def choose(
    claims: dict[str, Claim], ids: Sequence[str] = (), setting: str | None = None
) -> list[tuple[Claim, Test | None]]:
    """Claims and their tests by id and setting; a claim without tests comes with None.

    Raises ``UnknownName`` with all ids that nothing bears, and an unknown setting.
    """
    wanted = {id: id.upper() for id in ids}
    problems = [
        Problem(path=id, found=f"no claim {id!r}", allowed="D01-D25, A01-A22, P01-P10",
                remedy=did_you_mean(wanted[id], claims, "see: xinyong claims"))
        for id in ids
        if wanted[id] not in claims
    ]  # fmt: skip
    chosen = None if setting is None else setting.upper()
    if chosen is not None and chosen not in SETTINGS:
        problems.append(
            Problem(path="--setting", found=f"no setting {setting!r}", allowed=one_of(SETTINGS),
                    remedy=did_you_mean(chosen, SETTINGS))
        )  # fmt: skip
    if problems:
        raise UnknownName(problems)
    found: list[tuple[Claim, Test | None]] = []
    for claim in claims.values():
        if ids and claim.id not in wanted.values():
            continue
        tests = [test for test in claim.tests if chosen in (None, test.setting)]
        found += [(claim, test) for test in tests]
        if not claim.tests and (chosen is None or chosen in claim.settings):
            found.append((claim, None))
    return found
