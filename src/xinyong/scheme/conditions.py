"""What holds in a month whoever acts: safeguards, coverage, flows, events and the like, as cases say it.

A case of a book that keeps no records expects something of the month itself. ``found`` reads it from
the tables of that month, which is what the engine reads, and, for what is there for readers alone (phases,
memoranda), from the books in force.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xinyong import fields
from xinyong.dates import month_number
from xinyong.scheme import tables
from xinyong.scheme.coding_effects import demands_on, events_on, held
from xinyong.scheme.regimes import each_book

if TYPE_CHECKING:
    from xinyong.scheme.compile import Timeline
    from xinyong.scheme.histories import Expected
    from xinyong.scheme.loading import Scheme
    from xinyong.scheme.tables import Tables

_FLOWS = ("firms-state", "state-firms", "firms-firms")
_DIGITS = 6


def found(
    expect: Expected, timeline: Timeline, month: int, regime: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a case expects of a month in a regime and what is so, under equal keys; numbers rounded."""
    want: dict[str, Any] = {}
    have: dict[str, Any] = {}
    made, scheme = timeline.at(month), timeline.scheme

    def number(name: str, wanted: float, real: float) -> None:
        want[name], have[name] = round(float(wanted), _DIGITS), round(float(real), _DIGITS)

    for name, words, real in (
        ("safeguards", expect.safeguards, _safeguards(made)),
        ("events", expect.events, [event.id for event in events_on(scheme, month)]),
        ("demands", expect.demands, [demand.id for demand in demands_on(scheme, month)]),
    ):
        if words is not None:
            want[name], have[name] = sorted(words), sorted(real)
    for channel, wanted in expect.coverage.items():
        number(f"coverage of {channel}", wanted, made.coverage[regime, fields.CHANNELS.index(channel)])
    for flow, wanted in expect.flows.items():
        number(f"flow {flow}", wanted, made.flow[_FLOWS.index(flow)])
    for owner, wanted in expect.burden.items():
        number(f"burden of {owner}", wanted, made.burden[fields.OWNERS.index(owner)])
    for holder, hold in expect.holds.items():
        chance, exposed = made.breach[fields.HOLDERS.index(holder)]
        number(f"leaks of {holder} a year", hold.leaks, -12.0 * math.log1p(-chance))
        if hold.exposes is not None:
            number(f"exposed by {holder}", hold.exposes, exposed)
    if expect.campaign is not None:
        number("campaign", expect.campaign, made.campaign[0])
    if expect.groups is not None:
        want["groups"], have["groups"] = expect.groups, int(made.group_size[0])
    if expect.map is not None:
        shown = int(made.map_list[0])
        want["map"], have["map"] = expect.map.list_, timeline.lists[shown] if shown >= 0 else "none"
        if expect.map.looks is not None:
            number("looks at the map", expect.map.looks, made.map[regime])
    if expect.phase is not None:
        want["phase"], have["phase"] = expect.phase, _phase(scheme, month)
    for kind, count in expect.memoranda.items():
        want[f"memoranda to {kind}"], have[f"memoranda to {kind}"] = count, _memoranda(scheme, month, kind)
    return want, have


def _safeguards(made: Tables) -> list[str]:
    return [name for name, on in zip(tables.GUARD, made.guard, strict=False) if on > 0]


def _phase(scheme: Scheme, month: int) -> str:
    """Names of the phases of the month, as a sentence would join them."""
    return ", ".join(str(phase.name) for _, phase in held(scheme, month, lambda book: book.phases)) or "none"


def _memoranda(scheme: Scheme, month: int, kind: str) -> int:
    return sum(
        each.kind == kind and month_number(each.date) <= month
        for _, book in each_book(scheme, month)
        for each in book.memoranda
    )
