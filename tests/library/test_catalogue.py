"""The catalogue keeps to its budget: how many moments come, and how many people act."""

from __future__ import annotations

import math
from typing import Any

import pytest

from xinyong import fields
from xinyong.scheme import library

CONDUCTS: list[dict[str, Any]] = library.shared("conduct").data["conducts"]
BY_ID = {conduct["id"]: conduct for conduct in CONDUCTS}
NOTICED = 0.25


def rate(conduct: dict[str, Any], *words: str) -> float:
    """Moments a year that a conduct brings to a subject whom ``words`` describe."""
    by = conduct.get("by", {})
    missing = {"minor": 0.0}
    return float(conduct["opportunities"]["value"]) * math.prod(
        float(by.get(word, missing.get(word, 1.0))) for word in words
    )


def acts(conduct: dict[str, Any]) -> float:
    """Share of moments that an average subject takes when the perceived risk is ``NOTICED``."""
    gain, inner = float(conduct["gain"]["value"]), float(conduct["conscience"]["value"])
    worth = gain - inner - NOTICED * float(conduct["fine"]["value"])
    return 1.0 / (1.0 + math.exp(-worth / (0.35 * (abs(gain) + abs(inner) + 1.0))))


def of(kind: str) -> list[dict[str, Any]]:
    return [conduct for conduct in CONDUCTS if kind in conduct["subjects"]]


def test_every_domain_and_kind_of_subject_is_there() -> None:
    assert {conduct["domain"] for conduct in CONDUCTS} == set(fields.DOMAINS)
    assert all(of(kind) for kind in fields.KINDS)
    assert 64 <= len(CONDUCTS) <= 128


def test_an_urban_online_adult_meets_two_to_three_and_a_half_moments_a_month() -> None:
    for age in ("young", "middle"):
        for loan in ("borrower", "non-borrower"):
            total = sum(rate(each, age, "urban", "online", loan) for each in of("person")) / 12
            assert 2.0 <= total <= 3.5


def test_children_meet_none() -> None:
    assert sum(rate(each, "minor", "urban", "online", "non-borrower") for each in of("person")) == 0


def test_about_one_adult_in_a_hundred_leaves_a_debt_that_could_reach_a_court() -> None:
    """Shares of adults who borrow and who trade alone are rough: two fifths and a tenth."""
    having = {"borrower": 0.42, "sole-trader": 0.094}
    total = 0.0
    for each in of("person"):
        if each["creates_debt"] == "none":
            continue
        share = math.prod(having[word] for word in [*each.get("needs", []), *each.get("work", [])])
        total += rate(each) * share * acts(each)
    assert 0.006 <= total <= 0.018


def test_most_people_let_most_unlawful_moments_pass() -> None:
    for each in CONDUCTS:
        if not each["lawful"] and each["opportunities"]["value"] > 0:
            assert acts(each) < 0.5, each["id"]
            if each["creates_debt"] == "none" and each["valence"] == "harmful":
                assert acts(each) <= 0.35, each["id"]


@pytest.mark.parametrize("name", [each["id"] for each in CONDUCTS if each["valence"] == "good"])
def test_good_conduct_costs_and_warms(name: str) -> None:
    each = BY_ID[name]
    assert each["gain"]["value"] < 0
    assert each["conscience"]["value"] < 0
    assert each["fine"]["value"] == 0
    assert each["lawful"]


def test_the_share_written_beside_an_entry_is_the_share_that_the_numbers_give() -> None:
    text = (library.root() / "conduct.yaml").read_text(encoding="utf-8")
    current, seen = "", 0
    for line in text.splitlines():
        if line.startswith("  - id: "):
            current = line.removeprefix("  - id: ")
        if "acts in about" in line:
            said = int(line.split("about ")[1].split()[0])
            assert said == round(100 * acts(BY_ID[current])), current
            seen += 1
    assert seen == sum(each["opportunities"]["value"] > 0 for each in CONDUCTS)


def test_speech_that_is_protected_is_lawful() -> None:
    assert all(each["lawful"] for each in CONDUCTS if each.get("protected_speech"))
