"""Answers about one run: its dossiers, its tables as CSV, its stories; and the run that is shipped."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import FolderError, InputError, Problem, UnknownName, one_of
from xinyong.show.explore.plain import known
from xinyong.show.explore.shelf import Shelf

if TYPE_CHECKING:
    from xinyong.experiments.dossier import Dossier
    from xinyong.experiments.lived import Run

#: What the shipped run goes by.
SHIPPED: Final = "shipped"
FILE: Final = Path(__file__).resolve().parent / "shipped.json.gz"
_ONLY: Final = "run it again to see anybody else: that takes a moment"


@cache
def _shipped() -> dict[str, Any]:
    if not FILE.is_file():
        raise FolderError(Problem(found="no run is shipped with this version", remedy="start one"))
    found: dict[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return found


def shipped() -> dict[str, Any]:
    """The shipped run, as any other. Raises ``FolderError`` where there is none."""
    told: dict[str, Any] = _shipped()["run"]
    return told


def picked(shelf: Shelf, key: str, how: str) -> dict[str, Any]:
    """A subject worth looking at. Raises ``InputError`` where nobody is such."""
    if key == SHIPPED:
        picks = _shipped()["picks"]
        if how not in picks:
            raise InputError(Problem(path="how", found=f"no way {how[:40]!r} to pick",
                                     allowed=one_of(list(picks))))  # fmt: skip
        return {"subject": picks[how]}
    return {"subject": shelf.run(key).pick(how)}


def dossier(shelf: Shelf, key: str, subject: int) -> dict[str, Any]:
    """One subject's whole story beside its twin's, with who could see it and how to get out."""
    if key == SHIPPED:
        found: dict[str, Any] | None = _shipped()["dossiers"].get(str(subject))
        if found is None:
            raise InputError(Problem(
                path="subject", found=f"subject {subject} of the run that is shipped",
                allowed=one_of(sorted(_shipped()["dossiers"])), remedy=_ONLY,
            ))  # fmt: skip
        return found
    run = shelf.run(key)
    try:
        return dossier_data(run, run.dossier(subject))
    except XINYONG_ERRORS as error:
        raise type(error)([_hidden(each, run) for each in error.problems]) from None


XINYONG_ERRORS: Final = (InputError, FolderError)


def _hidden(problem: Problem, run: Run) -> Problem:
    file = problem.file.replace(str(run.path), "run")
    return Problem(file, problem.line, problem.path, problem.found, problem.allowed, problem.remedy)


def dossier_data(run: Run, found: Dossier) -> dict[str, Any]:
    """A dossier as plain data, with ways out: what the books it touches say on getting off."""
    told: dict[str, Any] = known(found.as_dict())
    told["ways_out"] = ways_out(run, found)
    return told


def ways_out(run: Run, found: Dossier) -> list[dict[str, Any]]:
    """For each list and score of the subject: exits, terms, repair, as the rules of the run have them."""
    from xinyong.show.telling import number

    scheme = run.replay.scheme
    lists = {stay.list for stay in found.story.lists}
    books = {each.institution for each in found.story.records} | {each.institution
                                                                  for each in found.story.life.scores}
    ways = []
    for book in scheme.books:
        for rule in book.lists:
            word = f"{book.id}.{rule.id}"
            if word in lists:
                ways.append({"list": word, "book": book.id, "name": rule.name.en, "colour": rule.colour,
                             "exits": list(rule.exit),
                             "terms": [number(term.months) for term in rule.term],
                             "repair_after": number(rule.repair_after) or None})  # fmt: skip
        if book.id in books and not book.lists:
            kept = [number(part.retention or book.retention) for part in book.collects
                    if part.retention or book.retention]  # fmt: skip
            ways.append({"list": None, "book": book.id, "name": book.name.en, "colour": None,
                         "exits": ["expiry"] if kept else [], "terms": sorted(set(kept)),
                         "repair_after": None})  # fmt: skip
    return ways


def months_csv(told: dict[str, Any]) -> bytes:
    """All monthly indicators of a run: a row an indicator and month."""
    rows = (
        (each["id"], month, *(each[key][n] if each[key] else "" for key in
                              ("scheme", "twin", "difference", "low", "high")), each["unit"])
        for each in told["indicators"] for n, month in enumerate(each["months"])
    )  # fmt: skip
    return _csv(("indicator", "month", "scheme", "twin", "difference", "low", "high", "unit"), rows)


def groups_csv(told: dict[str, Any]) -> bytes:
    """Groups over the last twelve months: a row a grouping, group and indicator."""
    keys = ("group", "indicator", "scheme", "twin", "difference", "low", "high", "n", "thin")
    rows = ((by["id"], *(row[key] for key in keys)) for by in told["groups"]["by"] for row in by["rows"])
    return _csv(("by", *keys), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()


def stories(shelf: Shelf, key: str) -> dict[str, Any]:
    """What outlets would report of a run, as ``xinyong portrayal RUN --json``."""
    from xinyong.show.portrayal import portrayal

    if key == SHIPPED:
        told: dict[str, Any] = _shipped()["stories"]
        return told
    return known(portrayal(str(shelf.run(key).path)))  # type: ignore[no-any-return]


def whole(shelf: Shelf, key: str) -> dict[str, Any]:
    """What a page shows of a run, as data."""
    if key == SHIPPED:
        return shipped()
    told: dict[str, Any] = json.loads(gzip.decompress(shelf.data(key)))
    return told


def no_page(path: str) -> UnknownName:
    """An address at which nothing is."""
    return UnknownName(Problem(path=path[:80], found="nothing is here", remedy="begin at /"))
