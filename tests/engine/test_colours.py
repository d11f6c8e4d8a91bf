"""A red list is no black one: nobody is refused, shunned, denied a loan or pitied for being praised."""

from __future__ import annotations

import by_hand
import numpy as np
import worlds

from xinyong.engine.assumptions import values
from xinyong.engine.layout import U_ATTEMPTS
from xinyong.engine.phases.access import BY_BEYOND, BY_KIN, shies
from xinyong.engine.rules import packed
from xinyong.fields import LISTS, PAST, PAST_NAMED
from xinyong.quantities import INDEX
from xinyong.scheme.tables import Tables

COURTS = worlds.at_end("high", "backlog", "lists", "limits", "lists_unable", "shunning", "credit_rationing")
EVERYWHERE: by_hand.Change = lambda t: np.ones_like(t.share)  # noqa: E731


def painted(colour: int) -> by_hand.ByHand:
    """Courts whose lists all have one colour; whoever is told checks, and goes beyond the rule."""
    changes: dict[str, by_hand.Change] = {
        "check": lambda t: np.ones_like(t.check), "beyond": lambda t: np.ones_like(t.beyond),
        "kin_check": lambda t: np.ones_like(t.kin_check), "share": EVERYWHERE,
        "delay": lambda t: np.zeros_like(t.delay), "guard": by_hand.guarded(off=("proportionality",)),
        "list_colour": lambda t: np.full_like(t.list_colour, colour),
    }  # fmt: skip
    bare = ("bar", "kin_bar", "group_bar", "work_bar", "grade_bar", "reg_bar")
    for name in bare:
        changes[name] = lambda t, name=name: np.zeros_like(getattr(t, name))  # type: ignore[misc]
    return by_hand.by_hand(worlds.timeline(), **changes)


def causes(colour: int) -> tuple[int, int]:
    """Refusals beyond the rule of those who stand on a list now, and for kin, in a year."""
    people = worlds.corner("debtors", 100_000, 1)
    engine = worlds.world(people, painted(colour), start=worlds.LATE, dials=COURTS)
    w, beyond, kin = engine._work[0], 0, 0
    for _ in range(12):
        engine.step()
        used = w.used[U_ATTEMPTS]
        persons = w.at_kind[:used] == 0
        mine = engine.state.pw[LISTS, w.at_who[:used]] != 0
        beyond += int((persons & mine & (w.at_cause[:used] == BY_BEYOND)).sum())
        kin += int((persons & (w.at_cause[:used] == BY_KIN)).sum())
    return beyond, kin


def test_only_black_lists_refuse_beyond_the_rule_and_for_kin() -> None:
    black, red = causes(-1), causes(1)
    assert min(black) > 0, "the occasion is not rare"
    assert red == (0, 0)


def test_a_gate_shies_at_black_and_ended_listings_not_at_praise() -> None:
    rules = packed(painted(-1).at(worlds.LATE), values())
    rules.red, rules.black = 2, 5
    black, red = int(rules.black), int(rules.red)
    rules.guard[:] = 0.0
    bits = np.uint64(12345)
    assert shies(rules, black & -black, 8, bits)
    assert shies(rules, (red & -red) | (black & -black), 8, bits), "praise does not wash a listing off"
    assert shies(rules, 0, 8, bits), "a listing that has ended may still be known"
    assert not shies(rules, red & -red, 8, bits)


def test_colours_are_what_the_tables_say() -> None:
    tables: Tables = worlds.timeline().at(worlds.LATE)
    rules = packed(tables, values())
    assert rules.black
    assert rules.red
    assert not rules.black & rules.red
    for number, colour in enumerate(tables.list_colour):
        assert bool(int(rules.black) >> number & 1) == (colour < 0)
        assert bool(int(rules.red) >> number & 1) == (colour > 0)


def avoided(colour: int, named: bool) -> int:
    """Neighbours avoided in a month in which half of all stand on a list, named in public or not."""
    rules = by_hand.by_hand(
        painted(colour), list_named=lambda t: np.zeros_like(t.list_named), rating=lambda t: 0 * t.rating
    )
    people = worlds.society("rongcheng", 6000)
    engine = worlds.world(people, rules, start=worlds.LATE, dials={"shunning": 0.6})
    s = engine.state
    s.pw[LISTS, ::2] = 1
    s.pu[PAST] = PAST_NAMED if named else 0
    return sum(int(out.places[:, 0, INDEX["avoided"]].sum()) for out in worlds.steps(engine, 1))


def test_only_those_named_for_a_black_listing_are_shunned() -> None:
    shunned = avoided(-1, named=True)
    assert shunned > 0
    assert avoided(1, named=True) == avoided(-1, named=False) == avoided(1, named=False) < shunned
