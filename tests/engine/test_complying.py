"""Payments by the debtor's own will are told from those that a court took."""

from __future__ import annotations

import numpy as np
import worlds

from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.assumptions import values
from xinyong.engine.run import Engine, WorldSpec
from xinyong.quantities import INDEX

NAMES = ("performed", "performed-listed", "complied", "complied-listed")


def _sums(*without: int) -> np.ndarray:
    """Judgments performed, while listed, by own will, by own will while listed, over four years."""
    people, rules, dials = worlds.society("debtors", 60_000), worlds.timeline("china-2020"), values()
    dials[list(without)] = 0.0
    found = worlds.steps(Engine(WorldSpec(people, rules, dials, 7, worlds.START), threads=1), 48)
    return np.sum([each.places[..., [INDEX[name] for name in NAMES]].sum((0, 1)) for each in found], axis=0)


def test_own_will_is_a_part_of_what_is_performed() -> None:
    performed, listed, complied, complied_listed = _sums()
    assert 0 < complied < performed
    assert 0 < complied_listed < listed
    assert complied_listed <= complied


def test_where_courts_take_nothing_all_is_own_will() -> None:
    performed, listed, complied, complied_listed = _sums(A.seizure, A.search)
    assert performed == complied > 0
    assert listed == complied_listed > 0


def test_where_nobody_is_willing_courts_alone_collect() -> None:
    performed, _, complied, complied_listed = _sums(A.pays_anyway, A.pressure_response)
    assert performed > 0
    assert complied == complied_listed == 0
