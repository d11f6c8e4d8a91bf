"""Files of studies that are replicated inside the model: read, checked, each with one role.

``prior``: the study set the assumptions that it names, so that the model agrees with it is no finding.
``target``: it is among the figures that are fitted. ``prediction``: neither. That none is two is checked
against the register of assumptions, which cites what an assumption was set by, and against the figures.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from xinyong.calibration.targets import figures
from xinyong.claims.citations import read_works
from xinyong.claims.models import Test, Untestable
from xinyong.claims.reading import check_test
from xinyong.errors import LanguageError, Problem, did_you_mean
from xinyong.scheme.holding import hold
from xinyong.scheme.reading import Document, read_file
from xinyong.scheme.values import Number, Part

_FOLDER: Final = Path(__file__).resolve().parent / "studies"


class Estimate(Part):
    """What the study found: a number with its interval, or a sign alone."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    sign: Literal["up", "down"] | None = None
    words: Annotated[str, Field(min_length=20)]


class Study(Part):
    """A study and its contrast in the model."""

    id: str
    what: Annotated[str, Field(min_length=20)]
    sources: Annotated[list[str], Field(min_length=1)]
    role: Literal["prior", "target", "prediction"]
    sets: Annotated[list[str], Field(default_factory=list)]
    """Of a prior: the assumptions whose centre or range was chosen by it."""
    cited: Annotated[list[str], Field(min_length=1)]
    """How the register of assumptions cites it, where it does."""
    datum: str | None = None
    """The same finding among the figures, where it is there."""
    estimate: Estimate
    differs: Annotated[str, Field(min_length=6)]
    """How the contrast in the model differs from the study's."""
    test: Test | None = None
    per: str | None = None
    """Divide the effect by this number of the world: the share that what is studied reaches."""
    untestable: Untestable | None = None


def study_files() -> list[Path]:
    """The files, in order."""
    return sorted(_FOLDER.glob("*.yaml"))


@cache
def studies() -> tuple[Study, ...]:
    """All studies; raises ``LanguageError`` with all problems."""
    found, problems = [], []
    for path in study_files():
        document = read_file(path)
        held = hold(document, Study)
        if held is not None and not document.problems:
            _check(held.document, held.model)
            found.append(held.model)
        problems += document.problems
        if held is None and not document.problems:
            problems.append(Problem(str(path), found="cannot be read"))
    if problems:
        raise LanguageError(problems)
    return tuple(found)


def _check(document: Document, study: Study) -> None:
    from xinyong.engine.assumptions import register

    known = {entry.id: entry for entry in register()}
    works = {work.id for work in read_works().values()}
    for id in study.sources:
        if id not in works:
            document.complain(("sources",), f"no work {id!r}", "", did_you_mean(id, works))
    citing = [id for id, entry in known.items() if any(word in entry.source for word in study.cited)]
    for id in study.sets:
        if id not in known:
            document.complain(("sets",), f"no assumption {id!r}", "", did_you_mean(id, known))
        elif id not in citing:
            document.complain(("sets",), f"{id} does not cite it", "", "cite it there, or take it out here")
    if study.role == "prior" and not study.sets:
        document.complain(("sets",), "nothing", "needed of a prior", "name what it set, or change the role")
    if study.role != "prior" and (citing or study.sets):
        document.complain(("role",), f"{study.role}, yet it set {', '.join(citing or study.sets)}",
                          "allowed: prior", "a study has one role")  # fmt: skip
    figure = next((each for each in figures().targets if each.id == study.datum), None)
    if study.datum is not None and (figure is None or figure.role != study.role):
        document.complain(("datum",), f"{study.datum}: {'not there' if figure is None else figure.role}",
                          f"needed: role {study.role}", "a datum has one role")  # fmt: skip
    if (study.test is None) == (study.untestable is None):
        document.complain((), "neither or both of test and untestable", "", "give one of the two")
    if study.test is not None:
        check_test(document, ("test",), study.test)
    if (study.estimate.value is None) == (study.estimate.sign is None):
        document.complain(("estimate",), "neither or both of value and sign", "", "give one of the two")
