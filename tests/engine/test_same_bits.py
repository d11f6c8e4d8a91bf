"""The same world gives the same bits: on any number of threads, resumed, short of room, uncompiled."""

from __future__ import annotations

from pathlib import Path

import by_hand
import numpy as np
import pytest
import worlds

import xinyong.scheme.tables as tables

MONTHS = 14


@pytest.mark.parametrize("threads", [2, 3])
@pytest.mark.parametrize("frame", ["national", "rongcheng"])
def test_threads_do_not_matter(frame: str, threads: int) -> None:
    people = worlds.society(frame, 40_000)
    one = worlds.world(people, worlds.timeline(), start=worlds.LATE)
    many = worlds.world(people, worlds.timeline(), start=worlds.LATE, threads=threads)
    assert one.hoods > 64, "too few neighbourhoods for the threads to share"
    assert worlds.outputs_differing(worlds.steps(one, MONTHS), worlds.steps(many, MONTHS)) == []
    assert worlds.differing(one.state, many.state) == []


@pytest.mark.parametrize(("frame", "start"), [("national", worlds.START), ("rongcheng", worlds.LATE)])
def test_saved_and_loaded_in_every_month_is_the_same_as_straight_on(
    tmp_path: Path, frame: str, start: int
) -> None:
    people = worlds.society(frame, 20_000)
    straight = worlds.world(people, worlds.timeline(), start=start)
    broken = worlds.world(people, worlds.timeline(), start=start)
    for month in range(MONTHS):
        assert worlds.outputs_differing([straight.step()], [broken.step()]) == []
        folder = tmp_path / str(month)
        folder.mkdir()
        broken.save(folder)
        broken = type(broken).load(broken.spec, folder, threads=1 + month % 2)
        assert worlds.differing(straight.state, broken.state) == []
        assert broken.month == straight.month
        assert broken.records == straight.records


def test_a_branch_is_the_same_from_memory_and_from_disk(tmp_path: Path) -> None:
    people, after = worlds.society("rongcheng", 4000), worlds.timeline("only-rongcheng")
    engine = worlds.world(people, worlds.timeline("law-only"), start=worlds.LATE)
    worlds.steps(engine, 4)
    engine.save(tmp_path)
    loaded = type(engine).load(engine.spec._replace(timeline=after), tmp_path)
    engine.enter(after)
    assert worlds.outputs_differing(worlds.steps(engine, 6), worlds.steps(loaded, 6)) == []
    assert worlds.differing(engine.state, loaded.state) == []


def test_lack_of_room_changes_nothing() -> None:
    people = worlds.society("rongcheng", 20_000)
    roomy = worlds.world(people, worlds.timeline(), start=worlds.LATE, threads=2)
    tight = worlds.world(people, worlds.timeline(), start=worlds.LATE, threads=2)
    start = worlds.differing(roomy.state, tight.state)
    least = int(worlds.rows_of(tight.state, "debts").max()) + 1
    tight.state = worlds.cramped(tight.state, least, 2)
    assert start == []
    assert worlds.outputs_differing(worlds.steps(roomy, 8), worlds.steps(tight, 8)) == []
    assert worlds.differing(roomy.state, tight.state) == []
    assert len(tight.state.live) > 2 * tight.hoods, "the tables never ran out of room"


@pytest.mark.parametrize(
    ("frame", "citizens", "hoods", "scheme"),
    [
        ("rongcheng", 1000, 1, "china-2020"),
        ("national", 1000, 24, "with-remedies"),
        ("debtors", 1000, 24, "status-quo-2012"),
        ("rongcheng", 1000, 1, "mine.yaml"),
    ],
)
def test_interpreted_is_compiled(frame: str, citizens: int, hoods: int, scheme: str) -> None:
    people, rules = worlds.corner(frame, citizens, hoods), worlds.timeline(scheme)
    assert 250 < people.persons < 650
    much = worlds.at_end("high", "backlog", "lists", "limits", "sue_rate")
    compiled = worlds.world(people, rules, start=worlds.LATE, dials=much)
    fast = worlds.steps(compiled, 6)
    with worlds.interpreted():
        plain = worlds.world(people, rules, start=worlds.LATE, dials=much)
        slow = worlds.steps(plain, 6)
    assert worlds.outputs_differing(fast, slow) == []
    assert worlds.differing(compiled.state, plain.state) == []


def test_two_seeds_differ() -> None:
    people = worlds.society("national", 2000)
    one, other = (worlds.world(people, worlds.timeline(), seed=seed) for seed in (7, 8))
    found = worlds.outputs_differing([one.step()], [other.step()])
    assert f"{worlds.START}: conducts" in found
    assert "pf" in worlds.differing(one.state, other.state)


def test_a_lasting_number_of_a_table_is_not_changed_by_a_run() -> None:
    """Worlds of a pair share tables: a month must leave them as they were."""
    rules = worlds.timeline()
    before = {name: np.asarray(part).copy() for name, part in rules.at(worlds.LATE)._asdict().items()}
    worlds.steps(worlds.world(worlds.society("rongcheng", 4000), rules, start=worlds.LATE), 3)
    after = rules.at(worlds.LATE)
    assert all(np.array_equal(before[name], getattr(after, name)) for name in tables.Tables._fields)


def test_with_every_mechanism_on_interpreted_is_compiled_and_threaded() -> None:
    people, rules = worlds.corner("rongcheng", 3000, 2), by_hand.everything(worlds.timeline())
    much = worlds.at_end("high", "backlog", "lists", "limits", "sue_rate")
    compiled = worlds.world(people, rules, start=worlds.LATE, dials=much, threads=2)
    fast = worlds.steps(compiled, 3)
    with worlds.interpreted():
        plain = worlds.world(people, rules, start=worlds.LATE, dials=much)
        slow = worlds.steps(plain, 3)
    assert worlds.outputs_differing(fast, slow) == []
    assert worlds.differing(compiled.state, plain.state) == []


def test_with_every_mechanism_on_many_threads_and_a_saved_run_are_the_same(tmp_path: Path) -> None:
    people, rules = worlds.society("rongcheng", 40_000), by_hand.everything(worlds.timeline())
    one = worlds.world(people, rules, start=worlds.LATE)
    many = worlds.world(people, rules, start=worlds.LATE, threads=3)
    assert one.hoods > 64
    assert worlds.outputs_differing(worlds.steps(one, 5), worlds.steps(many, 5)) == []
    one.save(tmp_path)
    again = type(one).load(one.spec, tmp_path, threads=2)
    assert worlds.outputs_differing(worlds.steps(again, 5), worlds.steps(many, 5)) == []
    assert worlds.differing(again.state, many.state) == []
