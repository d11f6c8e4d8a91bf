"""Names of places are only names: renaming provinces permutes the results and changes nothing else."""

from __future__ import annotations

import dataclasses

import numpy as np
import worlds


def test_renaming_provinces_permutes_the_results() -> None:
    people = worlds.society("national", 20_000)
    names = np.random.default_rng(1).permutation(31).astype(np.uint8)
    renamed = dataclasses.replace(people, province=names[people.province])
    assert (renamed.province != people.province).mean() > 0.8
    rules = worlds.timeline()
    one, other = (worlds.world(each, rules, start=worlds.LATE) for each in (people, renamed))
    for before, after in zip(worlds.steps(one, 8), worlds.steps(other, 8), strict=True):
        assert np.array_equal(before.places, after.places[names])
        assert before.ledger.tobytes() == after.ledger.tobytes()
        for part in ("blocks", "conducts", "causes", "grades", "listed", "institutions"):
            assert np.array_equal(getattr(before, part), getattr(after, part)), part
