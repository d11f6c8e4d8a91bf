"""Every row of the inventory has its books, and every book moves what it says, and can.

The long form is ``python -m xinyong.experiments.switching``: worlds with and without each book.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from xinyong.experiments.reaching import FAMILIES, reach
from xinyong.experiments.staging import MAIN, loaded, trial, used, without
from xinyong.experiments.straying import strayed
from xinyong.experiments.trials import Lived
from xinyong.fields import KINDS
from xinyong.quantities import INDEX
from xinyong.results.catalogue import INDICATORS
from xinyong.show.listings import systems
from xinyong.society import build, plan

#: Rows of the inventory of institutions, and the rule books of each.
ROWS: Final = {
    "plan of 2014 to 2020, guidance of 2020, rules of repair": "umbrella-plan guidance-49 repair-rules",
    "the central bank's register": "pboc-register",
    "a commercial score": "zhima",
    "a fast lane at an airport": "airport-fast-lane",
    "hotels without deposit, visa and other perks, payment by face": "deposit-free travel-perks face-payment",
    "judgment defaulters": "spc-judgment-defaulters",
    "the map of debtors": "debtor-map",
    "university admission and kin": "university-check",
    "no-ride lists": "no-ride-trains no-fly",
    "red lists": "red-lists",
    "online morality": "online-morality",
    "lists of sectors": "tax-blacklist customs-classes wage-arrears-list food-drug-list environment-list",
    "cities": (
        "rongcheng suining-2010 fuzhou-jasmine xiamen-egret hangzhou-qianjiang suzhou-osmanthus nanjing-card"
    ),
    "villages": "village-tier",
    "civil aviation": "civil-aviation",
    "Credit China": "credit-china",
    "Credit Transportation": "credit-transportation",
    "publicity of enterprises": "enterprise-publicity enterprise-risk",
    "tax credit": "tax-credit",
    "customs classes": "customs-classes",
    "environmental credit": "environment-credit",
    "memoranda": "memoranda",
    "refusals of loans, cards, property": "everyday-refusals",
    "government sincerity": "government-sincerity",
    "video surveillance and faces": "video-surveillance face-payment",
    "access of the state to private data, and sharing": "state-access",
    "cybersecurity law": "cybersecurity-law",
    "personal-data law": "personal-data-law",
    "breaches of data": "data-breaches",
    "the face-swap app": "face-swap-app",
    "baojia": "baojia",
    "work units and informers": "work-unit",
    "the personal file": "dangan-1953 dangan-1980s dangan-2000s",
    "grid management": "grid-management",
    "peer rating of fiction": "nosedive",
    "stars of platforms": "platform-stars",
    "a Western credit score": "western-credit-score",
}  # fmt: skip
INDICATOR: Final = {each.id: each for each in INDICATORS}
#: What people do and think follows from anything, from the second month on.
_LATER: Final = {*FAMILIES["acts"], *FAMILIES["minds"], *FAMILIES["notices"], *FAMILIES["life"]}


def test_every_row_of_the_inventory_has_books_with_sources_cases_and_moves() -> None:
    shipped = {row["id"]: row for row in systems()}
    assert len(ROWS) == 37
    assert {book for books in ROWS.values() for book in books.split()} == set(shipped)
    for row in shipped.values():
        assert row["sources"], row["id"]
        assert row["cases"] >= 2, row["id"]
        assert row["moves"], row["id"]
        assert set(row["moves"]) <= set(INDICATOR), row["id"]


def test_families_hold_every_sum() -> None:
    assert {name for names in FAMILIES.values() for name in names} == set(INDEX)


def test_no_book_says_that_it_moves_what_it_cannot_reach() -> None:
    for book in {each.id: each for each in loaded(MAIN).books}.values():
        one = trial(loaded(MAIN), book.id)
        late = [reach(loaded(MAIN), book.id, month) for month in (one.first, one.last - 1)]
        within = {name for each in late for kind in KINDS for name in each.quantities(kind)} | _LATER
        for name in book.moves:
            sums = {
                word.removeprefix("-") for word in INDICATOR[name].numerator + INDICATOR[name].denominator
            }
            assert sums & within, f"{book.id}: {name}"


def test_reach_tells_kinds_and_gates_apart() -> None:
    carried = reach(loaded(MAIN), "credit-transportation", 225).families
    assert not carried["person"]
    assert not carried["office"]
    assert "permit" in carried["company"]
    flown = reach(loaded(MAIN), "no-fly", 225).families
    assert "flight" in flown["person"]
    assert "fast-train" not in flown["person"]
    assert not flown["company"]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lived, int]:
    """China in a thousand people, half a year of it, from mid-2018."""
    folder: Path = tmp_path_factory.mktemp("states")
    society = build(plan("firms", 2000, 7, 222))
    return Lived(loaded(MAIN), society, [227], folder, since=222), 227


@pytest.mark.parametrize("book", ["tax-credit", "no-fly", "credit-transportation"])
def test_a_book_switched_off_changes_nothing_beyond_its_reach(lived: tuple[Lived, int], book: str) -> None:
    world, month = lived
    cities = world.society.cities
    on, off = (each.compile(cities) for each in without(loaded(MAIN), book, month))
    pair = world.branch(on, month, plain=True), world.branch(off, month, plain=True)
    pair[1].expect(on.at(month))
    outs = pair[0].step(), pair[1].step()
    use = used(loaded(MAIN), book)[0]
    assert not list(strayed(pair, outs, reach(loaded(MAIN), book, month), use, cities))
