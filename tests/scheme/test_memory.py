"""What is remembered is what would be made anew, whoever else remembers in the same place."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from desk import loaded as load

from xinyong.scheme import Tables
from xinyong.scheme.collecting import rows_of
from xinyong.scheme.compile import Timeline
from xinyong.scheme.loading import Scheme
from xinyong.scheme.moving import Mover
from xinyong.scheme.opportunities import chances
from xinyong.scheme.regimes import in_force

CITIES = ("rongcheng", "suzhou", "shanghai", "elsewhere")


class Forgetful(dict[Any, Any]):
    """A memory that never knows anything."""

    def __contains__(self, key: object) -> bool:
        return False


def forgetting(scheme: Scheme) -> Scheme:
    found = replace(scheme, catalogue=replace(scheme.catalogue))
    object.__setattr__(found, "known", Forgetful())
    found.catalogue.known = Forgetful()
    return found


def unlike(one: Tables, other: Tables) -> list[str]:
    return [
        name
        for name in Tables._fields
        if getattr(one, name).dtype != getattr(other, name).dtype
        or getattr(one, name).shape != getattr(other, name).shape
        or getattr(one, name).tobytes() != getattr(other, name).tobytes()
    ]


def periods(timeline: Timeline) -> list[int]:
    return [timeline.changes[0] - 1, *timeline.changes]


@pytest.mark.parametrize("name", ["china-2020", "law-plus", "federated"])
def test_tables_are_those_that_a_scheme_without_memory_has(name: str) -> None:
    scheme = load(name)
    first = Timeline(scheme, CITIES)
    months = periods(first)[::8]
    remembered = {month: first.at(month) for month in reversed(months)}
    anew = forgetting(scheme)
    for month in months:
        assert not unlike(remembered[month], Timeline(anew, CITIES).at(month)), month


def test_a_scheme_that_says_something_else_remembers_nothing_of_another() -> None:
    one = load("china-2020")
    month = 209
    here = in_force(one, "rongcheng", month)
    use, book = next((number, book.id) for number, _, book in here if book.kind == "points" and book.collects)
    patches: list[list[dict[str, Any]]] = [
        [{"set": f"book.{book}.collects.0.points", "to": -77}],
        [{"set": f"book.{book}.collects.0.coverage", "to": 0.123}],
        [{"set": f"book.{book}.score.base", "to": 77}],
        [{"set": "coverage.camera", "to": 0.321}],
        [{"remove": f"books.{use}"}],
        [{"set": "safeguards.expiry", "to": {"on": True, "months": {"value": 6, "unit": "months"}}}],
    ]
    move = Mover()
    first = move(one, {})
    before = Timeline(first, CITIES).at(month)
    for patch in patches:
        other = one.reform(patch)
        shared = move(other, {})
        assert shared.catalogue is first.catalogue
        made = Timeline(shared, CITIES).at(month)
        assert not unlike(made, Timeline(forgetting(other), CITIES).at(month)), patch
        assert unlike(made, before), patch


def test_rows_are_one_object_for_as_long_as_they_are_the_same() -> None:
    scheme = load("china-2020")
    timeline = Timeline(scheme, CITIES)
    change = next(a for a, b in zip(timeline.changes, timeline.changes[1:], strict=False) if b - a > 1)
    assert rows_of(scheme, "rongcheng", change) is rows_of(scheme, "rongcheng", change + 1)
    assert rows_of(scheme, "rongcheng", change) is rows_of(replace(scheme), "rongcheng", change)
    assert rows_of(scheme, "rongcheng", 209) != rows_of(scheme, "elsewhere", 209)


def exact(rates: list[float]) -> tuple[list[int], list[int]]:
    """The alias table in fractions, after Walker and Vose: thresholds and second outcomes."""
    size, weights = len(rates), [Fraction(rate) for rate in rates]
    share = [weight * size / sum(weights) for weight in weights]
    cut, other = [Fraction(1)] * size, list(range(size))
    small = [column for column in range(size) if share[column] < 1]
    large = [column for column in range(size) if share[column] >= 1]
    while small and large:
        low, high = small.pop(), large[-1]
        cut[low], other[low] = share[low], high
        share[high] -= 1 - share[low]
        if share[high] < 1:
            small.append(large.pop())
    return [min(2**32 - 1, int(part * 2**32)) for part in cut], other


def test_alias_tables_in_whole_numbers_are_those_in_fractions() -> None:
    luck = np.random.default_rng(5)
    rates = luck.random((6, 40)) ** 8
    rates[0, 5:] = 0.0
    rates[1] = 0.25
    made = chances(rates)
    for row, given in enumerate(rates.tolist()):
        cut, other = exact(given)
        assert made.alias_cut[row].tolist() == cut
        assert made.alias_b[row].tolist() == other


def test_equal_rates_have_one_table_and_other_rates_another() -> None:
    rates = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]])
    assert chances(rates) is chances(rates.copy())
    rates[0, 2] = np.nextafter(3.0, 4.0)
    changed = chances(rates)
    assert changed is not chances(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]]))
