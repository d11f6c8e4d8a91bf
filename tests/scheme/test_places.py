"""Places of the library and cities of the society are the same; the shipped schemes compose what they say."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from xinyong.scheme import library, load, names

SOCIETY = resources.files("xinyong.society").joinpath("library")


def rows(name: str) -> list[dict[str, str]]:
    text = SOCIETY.joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_schemes_name_the_cities_that_the_society_has() -> None:
    assert library.city_provinces() == {row["id"]: row["province"] for row in rows("cities.csv")}


def test_provinces_are_those_of_the_society() -> None:
    data = library.read(library.root() / "places.yaml").data
    assert [each["id"] for each in data["provinces"]] == [row["id"] for row in rows("provinces.csv")]


@pytest.mark.parametrize("kind", ["ladder", "reforms", "comparators"])
def test_the_schemes_of_the_library_are_there(kind: str) -> None:
    wanted = {
        "ladder": {"status-quo-2012", "law-only", "law-plus", "rumour", "none"},
        "reforms": {
            "no-kin", "private-lists", "with-remedies", "speech-protected", "speech-counts", "opt-in",
            "rewards-only", "punish-only", "federated", "full-surveillance", "political-switch",
            "national-score",
        },
        "comparators": {
            "only-baojia", "only-work-unit", "only-dangan-1953", "only-dangan-1980s", "only-dangan-2000s",
            "only-grid-management", "only-nosedive", "only-platform-stars", "only-western-credit-score",
        },
    }  # fmt: skip
    assert wanted[kind] <= set(names())


def test_china_composes_every_institution_but_comparators() -> None:
    used = {use.book for use in load("china-2020").uses}
    apart = {
        "baojia", "work-unit", "dangan-1953", "dangan-1980s", "dangan-2000s", "nosedive", "platform-stars",
        "western-credit-score",
    }  # fmt: skip
    assert used == set(library.book_files()) - apart


def test_nothing_of_social_credit_is_in_the_status_quo() -> None:
    quo = load("status-quo-2012")
    kinds = {book.kind for book in quo.books}
    assert not kinds & {"points", "weighted", "rating", "hub", "plan", "gatekeeper"}
    assert quo.lists == ("spc-judgment-defaulters.limited",)
    assert {use.book for use in quo.uses} <= {use.book for use in load("china-2020").uses}
