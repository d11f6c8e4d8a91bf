"""Every key of a rule book moves the tables in its own dates, or is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from desk import loaded

from xinyong import fields
from xinyong.dates import month_number
from xinyong.errors import LanguageError
from xinyong.scheme import Tables, tables

COURT, PERKS = "spc-judgment-defaulters", "only-commercial-score"
VILLAGE = "book.village"
SHAME = f"{VILLAGE}.lists.shame"
DEFAULTERS = "book.spc-judgment-defaulters.lists.defaulters"
LITTERING = f"{VILLAGE}.collects.2"
Patch = Mapping[str, Any]


def changed(scheme: str | Path, month: str, *patch: Patch) -> Tables:
    return loaded(scheme).reform(patch).compile(["rongcheng"]).at(month_number(month))


def refused(scheme: str | Path, *patch: Patch) -> str:
    with pytest.raises(LanguageError) as raised:
        loaded(scheme).reform(patch)
    return "\n".join(map(str, raised.value.problems))


def to(path: str, value: object) -> Patch:
    return {"set": path, "to": value}


def months(value: object) -> dict[str, object]:
    return {"value": value, "unit": "months", "standing": "choice"}


def kinds(*words: str) -> int:
    return sum(1 << fields.KINDS.index(word) for word in words)


def ways(*words: str) -> int:
    return sum(1 << tables.LIST_EXITS.index(word) for word in words)


# ---------------------------------------------------------------- who may be on a list
@pytest.mark.parametrize(
    ("month", "holds"),
    [("2016-11", False), ("2016-12", True), ("2018-12", True), ("2019-01", False)],
)
def test_a_list_holds_somebody_while_it_is_in_force(data: Path, month: str, holds: bool) -> None:
    made = changed(data / "mine.yaml", month)
    assert made.list_kinds[0] == (kinds("person") if holds else 0)
    assert made.list_exit[0] == (ways("expiry", "correction", "repair") if holds else 255)


def test_a_list_that_ends_before_its_book_holds_nobody_after(data: Path) -> None:
    until = to(f"{SHAME}.until", "2017-06")
    assert changed(data / "mine.yaml", "2017-05", until).list_kinds[0] == kinds("person")
    assert changed(data / "mine.yaml", "2017-06", until).list_kinds[0] == 0


def test_the_list_says_for_whom_it_is_else_the_book() -> None:
    month = "2018-01"
    scheme = loaded(COURT)
    place = scheme.lists.index("spc-judgment-defaulters.defaulters")
    book = next(each for each in scheme.books if each.id == "spc-judgment-defaulters")
    assert changed(COURT, month).list_kinds[place] == kinds(*book.subjects)
    firms = changed(COURT, month, to(f"{DEFAULTERS}.subjects", ["company"]))
    assert firms.list_kinds[place] == kinds("company")
    assert changed(COURT, "2013-09").list_kinds[place] == 0


def test_a_record_enters_only_a_list_that_is_for_its_kinds(data: Path) -> None:
    both = to(f"{VILLAGE}.subjects", ["person", "company"])
    mine = data / "mine.yaml"
    number = list(loaded(mine).catalogue.conducts).index("littering")
    for who, listed in ((["person"], 0), (["company"], -1)):
        made = changed(mine, "2017-06", both, to(f"{SHAME}.subjects", who))
        assert made.row_list[made.first[1, number]] == listed
        assert (made.stake_list[0, 1, number] > 0) == (listed == 0)
        assert made.row_term[made.first[1, number]] == (6 if listed == 0 else 24)


def test_a_list_is_for_nobody_whom_its_book_is_not_for(data: Path) -> None:
    said = refused(data / "mine.yaml", to(f"{SHAME}.subjects", ["company"]))
    assert "'company' on a list of a book that is not for it" in said


# ---------------------------------------------------------------- how long
@pytest.mark.parametrize(
    ("retention", "term", "expected"),
    [
        (None, [{"months": months(6)}], 6),
        (None, [{"months": months("none")}], 0),
        (None, [], 24),
        (None, [{"months": months(6), "until": "2017-06"}, {"months": months(9), "from": "2017-06"}], 9),
        (None, [{"months": months(6), "until": "2017-06"}], 24),
        (3, [{"months": months(6)}], 3),
        ("none", [{"months": months(6)}], 0),
    ],
)
def test_the_row_then_the_list_then_the_book_say_how_long(
    data: Path, retention: object, term: list[object], expected: int
) -> None:
    mine = data / "mine.yaml"
    patch = [to(f"{SHAME}.term", term)]
    if retention is not None:
        patch.append(to(f"{LITTERING}.retention", months(retention)))
    made = changed(mine, "2017-06", *patch)
    number = list(loaded(mine).catalogue.conducts).index("littering")
    assert made.row_term[made.first[1, number]] == expected


def court_terms(month: str, *terms: object) -> tuple[float, float]:
    """Months of a listing on ground 1 and on the others."""
    patch = [to(f"{DEFAULTERS}.term", list(terms))] if terms else []
    court = changed(COURT, month, *patch).court
    return float(court[tables.COURT_TERM_ABLE]), float(court[tables.COURT_TERM])


def test_each_ground_has_its_term_in_its_dates() -> None:
    assert court_terms("2013-09") == (0, 0)
    assert court_terms("2016-01") == (0, 240)
    assert court_terms("2018-01") == (0, 24)
    able = {"grounds": ["able-but-refuses"], "months": months(36)}
    others = {"grounds": ["others"], "months": months(12)}
    assert court_terms("2018-01", able, others) == (36, 12)
    assert court_terms("2018-01", {**able, "from": "2018-02"}, others) == (12, 12)
    assert court_terms("2018-02", {**able, "from": "2018-02"}, others) == (36, 12)
    assert court_terms("2018-01", {"months": months(18)}) == (18, 18)
    evades = {"grounds": ["evades"], "months": months(8)}
    assert court_terms("2018-01", evades) == (0, 8)


def test_a_term_for_the_first_ground_alone_is_nobody_elses() -> None:
    able = {"grounds": ["able-but-refuses"], "months": months(36)}
    assert court_terms("2018-01", able) == (36, 0)


# ---------------------------------------------------------------- ways out
def test_ways_out_are_bits_in_the_order_of_their_names() -> None:
    bits = (
        tables.EXIT_PERFORMANCE, tables.EXIT_SETTLEMENT, tables.EXIT_CREDITOR, tables.EXIT_TERM,
        tables.EXIT_CORRECTION, tables.EXIT_REPAIR, tables.EXIT_CLOSURE, tables.EXIT_DEATH,
    )  # fmt: skip
    assert bits == tuple(ways(word) for word in tables.LIST_EXITS)
    assert sum(bits) == 255


@pytest.mark.parametrize("word", [*tables.LIST_EXITS, "none"])
def test_a_list_lets_go_in_the_ways_that_it_names(word: str) -> None:
    scheme = loaded(COURT)
    place = scheme.lists.index("spc-judgment-defaulters.limited")
    # a list without an end may not rest on its end alone
    words = [word, "death"] if word == "expiry" else [word]
    exits = to("book.spc-judgment-defaulters.lists.limited.exit", words)
    made = changed(COURT, "2018-01", exits)
    assert made.list_exit[place] == (0 if word == "none" else ways(*words))
    assert changed(COURT, "2010-09", exits).list_exit[place] == 255


def test_a_repair_needs_a_way_out() -> None:
    said = refused(COURT, to(f"{DEFAULTERS}.repair_after", months(6)))
    assert "no way out by repair" in said
    assert "add repair to exit" in said
    both = {"add": f"{DEFAULTERS}.exit", "item": "repair"}
    made = changed(COURT, "2018-01", to(f"{DEFAULTERS}.repair_after", months(6)), both)
    place = loaded(COURT).lists.index("spc-judgment-defaulters.defaulters")
    assert made.list_exit[place] & tables.EXIT_REPAIR
    assert made.list_min[place] == 6


# ---------------------------------------------------------------- what follows
def test_a_commercial_perk_has_its_strength_in_its_dates() -> None:
    def perks(month: str, *patch: Patch) -> dict[str, tuple[int, float]]:
        made = changed(PERKS, month, *patch)
        return {
            gate: (int(made.com_perk[place]), round(float(made.com_strength[place]), 12))
            for place, gate in enumerate(fields.ACCESS)
            if made.com_strength[place] > 0 or made.com_perk[place] > 0
        }

    assert perks("2014-12") == {}
    granted = {"deposit-waiver": (600, 0.9), "lease": (650, 0.6), "fast-lane": (750, 0.9), "loan": (600, 0.3)}
    assert granted.items() <= perks("2018-01").items()
    weaker = to("book.deposit-free.measures.1.strength.value", 0.25)
    assert perks("2018-01", weaker)["lease"] == (650, 0.25)
    ended = to("book.deposit-free.measures.1.until", "2018-01")
    assert perks("2017-12", ended)["lease"] == (650, 0.6)
    assert "lease" not in perks("2018-01", ended)


def test_one_gate_grants_from_one_score_at_a_time() -> None:
    gate = to("book.deposit-free.measures.1.gate", "fast-lane")
    said = refused(PERKS, gate)
    assert "at fast-lane, where another measure grants from" in said
    apart = (
        to("book.deposit-free.measures.1.until", "2018-01"),
        to("book.airport-fast-lane.measures.0.from", "2018-01"),
    )
    place = fields.ACCESS.index("fast-lane")
    assert changed(PERKS, "2017-12", gate, *apart).com_perk[place] == 650
    assert changed(PERKS, "2018-01", gate, *apart).com_perk[place] == 750
    same = changed(PERKS, "2018-01", gate, to("book.deposit-free.measures.1.when.score_from", 750))
    assert same.com_strength[place] == pytest.approx(1 - 0.4 * 0.1)


@pytest.mark.parametrize("number", [0, 2, 9])
def test_a_measure_reaches_no_representative_by_itself(number: int) -> None:
    said = refused(
        COURT, to(f"book.spc-judgment-defaulters.measures.{number}.reaches", "representative")
    )
    assert "'representative': no measure has that reach by itself" in said
    assert "court: representative" in said


@pytest.mark.parametrize("word", ["end-of-conduct", "amnesty", "tears"])
def test_ways_out_that_mean_nothing_are_no_words(word: str) -> None:
    assert f"found '{word}'" in refused(COURT, to(f"{DEFAULTERS}.exit", [word]))
