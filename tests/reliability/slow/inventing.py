"""Random worlds: schemes put together and reformed at random, numbers in their ranges, small societies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from slow.stirring import Stirred
from xinyong.engine.assumptions import register, values
from xinyong.errors import XinyongError
from xinyong.experiments.aligning import align
from xinyong.fields import ACCESS, CHANNELS
from xinyong.scheme import library, load
from xinyong.scheme.compile import Timeline
from xinyong.scheme.tables import GUARD
from xinyong.society import Society, make, plan

_FRAMES = ("national", "national", "rongcheng", "firms", "debtors", "carriers")
#: Kinds of books whose rows have points.
_SCORING = ("points", "weighted")
Patch = dict[str, Any]


class Shuffled:
    """A compiled scheme whose regimes hold in other places: in a random town as if it were Rongcheng."""

    def __init__(self, given: Timeline, seed: int) -> None:
        self.given = given
        kinds = len(given.regimes.spots)
        drawn = np.random.default_rng(seed).integers(0, kinds, given.regime_of_place.shape)
        self.regime_of_place = drawn.astype(given.regime_of_place.dtype)

    def at(self, month: int) -> Any:
        """The rules in force in a month."""
        return self.given.at(month)


class Case(NamedTuple):
    """A random world: people, one scheme and perhaps a second that is entered after ``turn`` months."""

    about: str
    society: Society
    timelines: tuple[Any, ...]
    dials: Any
    seed: int
    start: int
    months: int
    turn: int


def case(number: int) -> Case:
    """The random world of a number."""
    r = random.Random(number)
    start = r.randrange(144, 252)
    society = _society(r, start)
    schemes = {word: scheme(r) for word in ("a", "b")[: 1 + (r.random() < 0.4)]}
    aligned = align({word: each for word, (each, _) in schemes.items()})
    timelines: list[Any] = [each.compile(society.cities) for each in aligned.values()]
    if r.random() < 0.7:
        timelines = [Shuffled(each, number) for each in timelines]
    about = " then ".join(said for _, said in schemes.values())
    if r.random() < 0.5:
        about += ", stirred"
        timelines = [Stirred(each, number) for each in timelines]
    settings = _settings(r)
    about = f"world {number}: {about}; {len(settings)} settings"
    months = r.randrange(6, 25)
    dials = values(settings)
    if r.random() < 0.4:
        about += ", courts in a hurry"
        _hurry(r, dials)
    return Case(
        about, society, tuple(timelines), dials, r.randrange(2**32), start, months,
        r.randrange(1, months) if len(timelines) > 1 else months,
    )  # fmt: skip


def _society(r: random.Random, start: int) -> Society:
    """Some neighbourhoods, one after another, of a small society: some 20 to 350 persons."""
    whole = plan(r.choice(_FRAMES), r.choice((1000, 2000)), r.randrange(1000), start)
    low = r.randrange(whole.hoods)
    high = low + 1
    most = r.randrange(30, 160)
    while high < whole.hoods and whole.person_first[high + 1] - whole.person_first[low] <= most:
        high += 1
    return make(whole, low, high)


def _settings(r: random.Random) -> dict[str, float]:
    """Assumptions moved inside the ranges of the register; ends are drawn more often than chance would."""
    part = r.choice((0.0, 0.1, 0.4, 1.0))
    found = {}
    for entry in register():
        if r.random() < part:
            ends = (entry.low, entry.high, r.uniform(entry.low, entry.high))
            found[entry.id] = r.choice(entry.values) if entry.values else r.choice(ends)
    return found


#: What courts, those wronged and leavers of lists do within months in a world in a hurry: past any range.
_HURRIED = (
    "sue_rate", "trial_rate", "enforcement_rate", "lists", "lists_unable", "limits", "extends", "revives",
    "notice_told", "notice_found", "appeals", "appeal_success", "seeks_repair", "cures", "puts_right",
    "creditor_relents", "settles", "remedy_capacity", "court_capacity", "shock_rate",
)  # fmt: skip


def _hurry(r: random.Random, dials: Any) -> None:
    """Set chances that the register keeps low to any share, some of them to one."""
    places = {entry.id: place for place, entry in enumerate(register())}
    for word in _HURRIED:
        if r.random() < 0.7:
            dials[places[word]] = r.choice((1.0, r.random(), r.random()))
    dials[places["pays_late"]] *= r.random()
    dials[places["search_months"]] = float(r.randrange(4))


@cache
def _bases() -> tuple[str, ...]:
    return tuple(sorted(library.scheme_files()))


@cache
def _loaded(word: str) -> Any:
    return load(word)


def scheme(r: random.Random) -> tuple[Any, str]:
    """A scheme of the library with random changes; those that the language refuses are left out."""
    word = r.choice(("china-2020", "china-2026", r.choice(_bases()), r.choice(_bases())))
    found, made = _loaded(word), 0
    wanted = list(_patches(r, found, r.randrange(0, 7)))
    try:
        return found.reform(wanted) if wanted else found, f"{word} with {len(wanted)} patches"
    except XinyongError:
        pass
    for patch in wanted:
        try:
            found = found.reform([patch])
            made += 1
        except XinyongError:
            continue
    return found, f"{word} with {made} patches"


def _patches(r: random.Random, base: Any, many: int) -> Iterator[Patch]:
    books = sorted({book.id for book in base.books})
    measuring = sorted({book.id for book in base.books if book.measures})
    collecting = sorted({book.id for book in base.books if book.collects})
    scoring = sorted({book.id for book in base.books if book.collects and book.kind in _SCORING})
    more = sorted(set(library.book_files()) - set(books))
    for _ in range(many):
        book = r.choice(books) if books else ""
        kind = r.randrange(9)
        if kind == 0 and book:
            yield {"remove": f"books.{book}"}
        elif kind == 1:
            yield {"add": "books", "item": r.choice(more)}
        elif kind == 2:
            yield {"set": f"safeguards.{r.choice(GUARD)}", "to": r.random() < 0.5}
        elif kind == 3:
            yield {"set": f"access.{r.choice(ACCESS)}.{r.choice(('check', 'beyond'))}", "to": _share(r)}
        elif kind == 4:
            yield {"set": f"channel.{r.choice(CHANNELS)}.{r.choice(('coverage', 'wrong', 'phantom'))}",
                   "to": _share(r)}  # fmt: skip
        elif kind == 5:
            yield _of_conduct(r, base)
        elif kind == 6 and measuring:
            yield {"set": f"book.{r.choice(measuring)}.measures.*.strength", "to": _share(r)}
        elif kind == 7 and scoring:
            yield {"set": f"book.{r.choice(scoring)}.collects.*.points", "to": r.randrange(-60, 61)}
        elif kind == 8 and collecting:
            yield {"set": f"book.{r.choice(collecting)}.collects.*.coverage", "to": _share(r)}


def _share(r: random.Random) -> float:
    return r.choice((0.0, 1.0, round(r.random(), 3)))


def _of_conduct(r: random.Random, base: Any) -> Patch:
    conduct = r.choice(sorted(base.catalogue.conducts))
    what = r.choice(("gain", "conscience", "fine", "harm", "norm"))
    top = 1.0 if what == "norm" else r.choice((10.0, 1000.0, 100000.0))
    return {"set": f"conduct.{conduct}.{what}", "to": round(r.uniform(0.0, top), 2)}
