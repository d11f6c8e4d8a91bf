"""What books do beside records and measures, as arrays: data, events, demands, publicity."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.scheme import tables
from xinyong.scheme.books import RuleBook
from xinyong.scheme.coding import Arrays, bits
from xinyong.scheme.collecting import months
from xinyong.scheme.guarding import capped, longest
from xinyong.scheme.regimes import Regimes, each_book, in_force
from xinyong.scheme.scoring import either
from xinyong.scheme.values import Dated

if TYPE_CHECKING:
    from xinyong.scheme.effects import Demand, Event
    from xinyong.scheme.loading import Scheme

_FLOWS = {
    ("firms", "state"): tables.FLOW_TO_STATE,
    ("state", "firms"): tables.FLOW_TO_FIRMS,
    ("firms", "firms"): tables.FLOW_BETWEEN_FIRMS,
}
_TELLS = {
    "privacy": tables.NEWS_PRIVACY,
    "aware": tables.NEWS_AWARE,
    "approval": tables.NEWS_APPROVAL,
    "speech": tables.NEWS_SPEECH,
    "trust": tables.NEWS_TRUST,
}
_Block = TypeVar("_Block", bound=Dated)
_Row = NDArray[np.float64]


def held(
    scheme: Scheme, month: int, of: Callable[[RuleBook], Sequence[_Block]]
) -> Iterator[tuple[RuleBook, _Block]]:
    """Blocks that hold in a month, of all books in force somewhere, each with its book."""
    for _, book in each_book(scheme, month):
        for block in of(book):
            if block.holds(month):
                yield book, block


def code_effects(scheme: Scheme, regimes: Regimes, month: int) -> Arrays:
    """Flows, leaks, news, demands, burdens, publicity, groups, maps and ratings of a month."""
    return {
        "flow": _flow(scheme, month),
        "breach": _breach(scheme, month),
        "news": _news(scheme, month),
        "demand": _demand(scheme, month),
        "burden": _burden(scheme, month),
        "campaign": np.array([_campaign(scheme, month)]),
        "group_size": np.array([_group_size(scheme, month)], np.int32),
        **_map(scheme, regimes, month),
        "rating": code_rating(scheme, regimes, month),
    }


def _flow(scheme: Scheme, month: int) -> _Row:
    found = np.zeros(4)
    for _, flow in held(scheme, month, lambda book: book.flows):
        place = _FLOWS[flow.who, flow.to]
        found[place] = either(found[place], flow.share.number)
    for _, limit in held(scheme, month, lambda book: book.limits):
        found[_FLOWS[limit.who, limit.to]] *= limit.times.number
    return np.minimum(found, 1.0)


def _breach(scheme: Scheme, month: int) -> _Row:
    """Leaks of one holder add up; what one of them exposes is the mean of those that leak."""
    rates, exposed = np.zeros(len(fields.HOLDERS)), np.zeros(len(fields.HOLDERS))
    for _, hold in held(scheme, month, lambda book: book.holds):
        place = fields.HOLDERS.index(hold.holder)
        rates[place] += hold.leaks.number
        exposed[place] += hold.leaks.number * hold.exposes.number
    mean = np.divide(exposed, rates, out=np.zeros_like(rates), where=rates > 0)
    for _, book in each_book(scheme, month):
        if book.holds_times is not None:
            rates *= book.holds_times.number
    chance = np.array([-math.expm1(-rate / 12.0) for rate in rates])
    return np.stack([chance, mean], axis=1)


def events_on(scheme: Scheme, month: int) -> list[Event]:
    """Events of the month, of all books in force then."""
    return [event for _, book in each_book(scheme, month) for event in book.events if event.weight(month) > 0]


def _news(scheme: Scheme, month: int) -> _Row:
    found = np.zeros(8)
    for event in events_on(scheme, month):
        for word, place in _TELLS.items():
            told = getattr(event.tells, word)
            if told is not None:
                found[place] += told.number * event.weight(month)
        if event.offline is not None:
            found[tables.NEWS_REACH_OFFLINE] = max(found[tables.NEWS_REACH_OFFLINE], event.offline.number)
    return np.clip(found, -1.0, 1.0)


def demands_on(scheme: Scheme, month: int) -> list[Demand]:
    """Demands that stand in the month, of all books in force then, the latest first."""
    standing = [
        demand
        for _, book in each_book(scheme, month)
        for demand in book.demands
        if demand.since <= month < demand.ends
    ]
    return sorted(standing, key=lambda demand: -demand.since)


def _demand(scheme: Scheme, month: int) -> _Row:
    found = np.zeros(12)
    for demand in demands_on(scheme, month)[:1]:
        found[tables.DEMAND_ON] = 1
        found[tables.DEMAND_SECTORS] = bits(demand.sectors, fields.SECTORS)
        found[tables.DEMAND_OWNERS] = bits(demand.owners, fields.OWNERS)
        found[tables.DEMAND_SINCE] = month - demand.since
        found[tables.DEMAND_LEFT] = demand.since + round(demand.deadline.number) - month
        found[tables.DEMAND_THREAT] = demand.threat.number
        found[tables.DEMAND_CREDIT] = demand.credit_share.number
    return found


def _burden(scheme: Scheme, month: int) -> _Row:
    found = np.zeros(len(fields.OWNERS))
    for _, burden in held(scheme, month, lambda book: book.burden):
        for owner in set(burden.owners):
            found[fields.OWNERS.index(owner)] += burden.share.number
    return np.minimum(found, 1.0)


def _campaign(scheme: Scheme, month: int) -> float:
    """Publicity is the plan's: none without one, and as ever where a plan says nothing of it."""
    plans = [book for _, book in each_book(scheme, month) if book.kind == "plan"]
    strength = float(bool(plans))
    for _, campaign in held(scheme, month, lambda book: book.campaign):
        strength *= campaign.times.number
    return strength


def _group_size(scheme: Scheme, month: int) -> int:
    sizes = [book.groups.households.number for _, book in each_book(scheme, month) if book.groups is not None]
    return round(max(sizes, default=0))


def _map(scheme: Scheme, regimes: Regimes, month: int) -> Arrays:
    """The first list that a map shows, and who looks at it where."""
    shown = -1
    looks = np.zeros(len(regimes.cities))
    for book, each in held(scheme, month, lambda book: book.map):
        word = each.list_ if "." in each.list_ else f"{book.id}.{each.list_}"
        if shown < 0 and word in scheme.lists:
            shown = scheme.lists.index(word)
    for regime, (city, area) in enumerate(regimes.spots if shown >= 0 else ()):
        for _, _, book in in_force(scheme, city, month, area):
            for each in book.map:
                if each.holds(month):
                    looks[regime] = either(looks[regime], each.looks.number)
    return {"map_list": np.array([shown], np.int16), "map": looks}


def code_rating(scheme: Scheme, regimes: Regimes, month: int) -> _Row:
    """``Tables.rating``."""
    found = np.zeros((len(regimes.cities), len(tables.RATING)))
    conducts = list(scheme.catalogue.conducts)
    most = longest(scheme, month)
    rated = any(book.kind == "rating" for _, book in each_book(scheme, month))
    for regime, (city, area) in enumerate(regimes.spots if rated else ()):
        for number, _, book in in_force(scheme, city, month, area):
            rating = book.rating
            if rating is None or book.kind != "rating" or rating.conduct not in conducts:
                continue
            found[regime] = (
                1.0, number, rating.scale.number, rating.weight.number, rating.flattery.number,
                rating.share.number, capped(months(rating.term), most), conducts.index(rating.conduct),
            )  # fmt: skip
    return found
