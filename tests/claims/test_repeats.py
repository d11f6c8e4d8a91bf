"""A test with repeats takes so many times as many seeds; worlds are lived for whoever needs most."""

from __future__ import annotations

from dataclasses import replace

from xinyong.claims.planning import cells_of, needs_of, plan, seeds_of
from xinyong.claims.reading import library


def planned(*ids):
    tests = [(library()[id], test) for id in ids for test in library()[id].tests if not test.part]
    return plan(tests, needs_of([test for _, test in tests]))[0]


def test_repeats_multiply_seeds_and_the_greediest_test_of_a_world_counts():
    found = planned("D14", "D04")
    many, few = found[0], found[1]
    assert many.test.repeats == 2
    assert few.test.repeats == 1
    shared = set(many.lived) & set(few.lived)
    assert shared
    assert all(seeds_of(found, 2)[lived] == 4 for lived in shared)
    assert set(seeds_of([few], 2).values()) == {2}


def test_more_seeds_go_on_from_the_same_ones_and_never_reach_the_next_draw():
    one = planned("D14")[0]
    few, more = (cells_of(one.lived[0], 3, seeds, 1) for seeds in (2, one.seeds(2)))
    assert set(few) < set(more)
    greedy = replace(one, test=one.test.model_copy(update={"repeats": 8}))
    every = cells_of(one.lived[0], 3, greedy.seeds(32), 1)
    assert len({cell.seed for cell in every}) == len(every)
