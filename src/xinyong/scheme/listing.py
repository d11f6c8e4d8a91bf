"""Lists as arrays: what being listed does, who is told of it, and how the court's list works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from xinyong import fields
from xinyong.scheme import tables
from xinyong.scheme.books import Court, ListRule, RuleBook
from xinyong.scheme.coding import Arrays, bits
from xinyong.scheme.collecting import kinds_of, list_term, months
from xinyong.scheme.guarding import capped, longest
from xinyong.scheme.regimes import each_book
from xinyong.scheme.scoring import either

if TYPE_CHECKING:
    from xinyong.scheme.consequences import MeasureRule
    from xinyong.scheme.loading import Scheme

_GATES = len(fields.ACCESS)
_NONE = 255
_ALL_EXITS = (1 << len(tables.LIST_EXITS)) - 1


def code_lists(scheme: Scheme, month: int) -> Arrays:
    """Lists and the measures that follow from them; lists not in force do nothing and hold nobody."""
    size = len(scheme.lists)
    found: Arrays = {
        "list_institution": np.full(size, _NONE, np.uint8),
        "list_colour": np.zeros(size, np.int8),
        "list_named": np.zeros(size),
        "list_min": np.full(size, -1, np.int16),
        "list_kinds": np.zeros(size, np.uint8),
        "list_exit": np.full(size, _ALL_EXITS, np.uint8),
        "bar": np.zeros((size, _GATES)),
        "perk": np.zeros((size, _GATES)),
        "kin_bar": np.zeros((size, _GATES)),
        "group_bar": np.zeros((size, _GATES)),
        "work_bar": np.zeros(size),
        "list_rep": np.zeros(size, np.uint8),
        # from the name, so that a list more or less moves nobody's luck on the others
        "list_luck": np.array([crc32(word.encode()) for word in scheme.lists], np.uint32),
    }
    for number, book in enumerate(scheme.books):
        for rule in book.lists:
            place = scheme.lists.index(f"{book.id}.{rule.id}")
            found["list_institution"][place] = number
            found["list_colour"][place] = -1 if rule.colour == "black" else 1
    holding = [book for _, book in each_book(scheme, month)]
    measures: dict[str, list[MeasureRule]] = {}
    for book in holding:
        for measure in book.measures:
            if measure.when.list_ is not None and measure.holds(month):
                measures.setdefault(measure.when.list_word(book.id), []).append(measure)
    for book in holding:
        for rule in book.lists:
            if rule.holds(month):
                word = f"{book.id}.{rule.id}"
                place = scheme.lists.index(word)
                _code_list(found, place, rule, book)
                _code_measures(found, place, measures.get(word, ()))
    return found


def _code_list(found: Arrays, place: int, rule: ListRule, book: RuleBook) -> None:
    found["list_kinds"][place] = kinds_of(rule, book)
    if rule.exit:
        found["list_exit"][place] = bits((way for way in rule.exit if way != "none"), tables.LIST_EXITS)
    share, how = rule.publicity.share, rule.publicity.how
    found["list_named"][place] = share.number if share else float(how == "named")
    if rule.repair_after is not None and rule.repair_after.value is not None:
        found["list_min"][place] = round(rule.repair_after.value)


def _code_measures(found: Arrays, place: int, measures: Iterable[MeasureRule]) -> None:
    """What follows from a list, by whatever book it is said."""
    tables_by_reach = {"household": "kin_bar", "group": "group_bar"}
    for measure in measures:
        strength = measure.strength.number
        if measure.does == "dismiss":
            found["work_bar"][place] = either(found["work_bar"][place], strength)
            continue
        if measure.reaches == "representative":
            found["list_rep"][place] = 1
        table = found["perk" if measure.does == "grant" else tables_by_reach.get(measure.reaches, "bar")]
        for gate in measure.gate:
            where = (place, fields.ACCESS.index(gate))
            table[where] = either(table[where], strength)


def code_sharing(scheme: Scheme, month: int) -> Arrays:
    """Agreements: coverage and mean delay from each list to each gatekeeper."""
    size = len(scheme.lists)
    share, delay = np.zeros((size, _GATES)), np.zeros((size, _GATES))
    holding = {book.id: book for _, book in each_book(scheme, month)}
    in_force = {
        f"{book.id}.{rule.id}" for book in holding.values() for rule in book.lists if rule.holds(month)
    }
    agreed = [("", agreement) for agreement in scheme.agreements]
    agreed += [(book.id, agreement) for book in holding.values() for agreement in book.agreements]
    for own, agreement in agreed:
        if not agreement.holds(month) or (agreement.book is not None and agreement.book not in holding):
            continue
        for name in agreement.list_:
            word = name if "." in name else f"{own}.{name}"
            if word not in in_force:
                continue
            for gate in agreement.to:
                where = (scheme.lists.index(word), fields.ACCESS.index(gate))
                wait = agreement.delay.number
                delay[where] = min(delay[where], wait) if share[where] > 0 else wait
                share[where] = either(share[where], agreement.coverage.number)
    return {"share": share, "delay": delay}


def code_court(scheme: Scheme, month: int) -> Arrays:
    """``Tables.court``: the court's book in force, periods laid over each other in order."""
    court = np.zeros(len(tables.COURT))
    none = (
        tables.COURT_LIST,
        tables.COURT_LIMIT_LIST,
        tables.COURT_INSTITUTION,
        tables.COURT_CONDUCT,
    )
    court[list(none)] = -1.0
    for number, book in each_book(scheme, month):
        periods = [period for period in book.court if period.holds(month)]
        if periods:
            _code_court(court, scheme, number, book, _laid_over(periods), month)
    most = longest(scheme, month)
    if most and court[tables.COURT_LISTS] > 0:
        for place in (tables.COURT_TERM, tables.COURT_TERM_ABLE):
            court[place] = capped(int(court[place]), most)
    return {"court": court}


def _laid_over(periods: list[Court]) -> Court:
    """Later periods say only what changes."""
    merged: dict[str, object] = {}
    for period in periods:
        given = {name: getattr(period, name) for name in period.model_fields_set}
        merged |= {name: value for name, value in given.items() if value is not None}
    return Court.model_construct(**merged)  # type: ignore[arg-type]


def _code_court(
    court: np.ndarray[tuple[int], np.dtype[np.float64]],
    scheme: Scheme,
    number: int,
    book: RuleBook,
    rules: Court,
    month: int,
) -> None:
    in_force = {rule.id: rule for rule in book.lists if rule.holds(month)}
    listing, limits = in_force.get(rules.lists or ""), in_force.get(rules.limits or "")
    if listing is not None:
        court[tables.COURT_LISTS] = 1
        court[tables.COURT_LIST] = scheme.lists.index(f"{book.id}.{listing.id}")
    if limits is not None:
        court[tables.COURT_LIMITS] = 1
        court[tables.COURT_LIMIT_LIST] = scheme.lists.index(f"{book.id}.{limits.id}")
    court[tables.COURT_INSTITUTION] = number
    conducts = list(scheme.catalogue.conducts)
    conduct = rules.conduct or "judgment-default"
    court[tables.COURT_CONDUCT] = conducts.index(conduct) if conduct in conducts else -1
    term = list_term(listing, month) if listing is not None else None
    court[tables.COURT_TERM] = months(rules.term) if term is None else term
    if listing is not None:
        court[tables.COURT_TERM_ABLE] = list_term(listing, month, able=True) or 0
        court[tables.COURT_BEGAN] = listing.since
    court[tables.COURT_ROLLOUT] = months(rules.rollout)
    court[tables.COURT_EXTENSION] = rules.extension.number if rules.extension else 0
    court[tables.COURT_REP] = bool(rules.representative)
    court[tables.COURT_STUDENTS] = bool(rules.students_spared)
    court[tables.COURT_DELETE_DAYS] = rules.delete_days.number if rules.delete_days else 0
    court[tables.COURT_CAPACITY] = rules.capacity.number if rules.capacity else 1.0
    court[tables.COURT_CREDITOR_EXIT] = bool(rules.creditor_exit)
    court[tables.COURT_SETTLEMENT_EXIT] = bool(rules.settlement_exit)
    court[tables.COURT_CLOSURE] = bool(rules.closure)
