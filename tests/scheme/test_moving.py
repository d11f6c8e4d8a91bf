"""A scheme whose assumptions are moved is the scheme that is built with them in their new places."""

from __future__ import annotations

from typing import Any

import pytest
from desk import loaded as load

from xinyong.errors import UnknownName
from xinyong.scheme import Tables
from xinyong.scheme.compile import Timeline
from xinyong.scheme.loading import Scheme, build
from xinyong.scheme.moving import Mover

CITIES = ("rongcheng", "suzhou", "shanghai", "elsewhere")
SHIFT: list[dict[str, Any]] = [{"set": "book.rongcheng.collects.0.points", "to": -77}]


def shifted(scheme: Scheme, share: float) -> dict[str, float]:
    """All assumptions at one place of their ranges."""
    return {name: each.low + share * (each.high - each.low) for name, each in scheme.assumptions.items()}


def tables_of(scheme: Scheme, month: int) -> list[bytes]:
    made = Timeline(scheme, CITIES).at(month)
    return [getattr(made, name).tobytes() for name in Tables._fields]


@pytest.mark.parametrize("name", ["china-2020", "china-2014", "rumour"])
def test_moved_is_built(name: str) -> None:
    scheme = load(name)
    move = Mover()
    for share in (0.25, 0.8):
        values = shifted(scheme, share)
        moved, built = move(scheme, values), build(scheme.parts.copy(), values)
        assert moved.sha256 == built.sha256
        assert dict(moved.assumptions) == dict(built.assumptions)
        assert moved.uses == built.uses
        assert moved.overrides == built.overrides
        assert tables_of(moved, 209) == tables_of(built, 209)
    assert scheme.sha256 == load(name).sha256 == build(scheme.parts.copy(), {}).sha256


def test_what_says_the_same_and_is_moved_alike_is_one_object() -> None:
    scheme, move = load("china-2020"), Mover()
    other = scheme.reform(SHIFT)
    one, two = (move(each, shifted(each, 0.5)) for each in (scheme, other))
    assert one.catalogue is two.catalogue
    for a, b in zip(one.books, two.books, strict=True):
        assert (a is b) == (a.id != "rongcheng")
    third = move(scheme, shifted(scheme, 0.5) | {name: each.high for name, each in scheme.assumptions.items()
                                                 if name.startswith("book.rongcheng.")})  # fmt: skip
    assert [a.id for a, b in zip(one.books, third.books, strict=True) if a is not b] == ["rongcheng"]
    assert tables_of(one, 209) != tables_of(third, 209)
    assert tables_of(two, 209) == tables_of(build(other.parts.copy(), shifted(other, 0.5)), 209)


def test_moves_outside_their_ranges_or_of_nothing_are_refused() -> None:
    scheme, move = load("china-2020"), Mover()
    name, each = next(iter(scheme.assumptions.items()))
    for wrong in ({name: each.high + 1.0}, {"book.rongcheng.nothing": 1.0}):
        with pytest.raises(UnknownName) as refused:
            move(scheme, wrong)
        with pytest.raises(UnknownName) as built:
            build(scheme.parts.copy(), wrong)
        assert refused.value.problems == built.value.problems
