"""What cases expect of a month itself, and cases of one's own books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk import SCORE, Desk

from xinyong.dates import month_number
from xinyong.scheme import Scheme, conditions
from xinyong.scheme.check import check
from xinyong.scheme.histories import Case, Expected

LAW = """safeguards: {repair: {from: 2016-01}, notice: true}
flows: [{who: firms, to: state, share: 0.5}]
holds: [{holder: city, leaks: 2, exposes: 0.1}]
burden: [{owners: foreign, share: 0.02}]
events: [{id: zao, name: Zao, month: 2016-01, lasts: 1, tells: {privacy: 0.1}}]
demands: [{id: letter, name: L, month: 2016-01, sectors: trade, owners: foreign, deadline: 1, threat: 1,
           credit_share: 1, until: 2016-02}]
channels: [{channel: camera, coverage: 0.22}]
map: {list: shame.shame, looks: 0.02}
groups: {households: 10}
"""
PLAN = """campaign: 0.5
phases:
  - {name: One, from: 2014-01, until: 2016-01, does: Begins.}
  - {name: Two, from: 2016-01, does: Goes on.}
"""
HUB = """memoranda:
  - {id: a, name: A, kind: punish, date: 2015-12}
  - {id: b, name: B, kind: punish, date: 2016-01}
  - {id: c, name: C, kind: both, date: 2016-01}
"""
LIST = """collects: [{conduct: littering, coverage: 1, retention: none, channels: camera}]
lists:
  - {id: shame, name: Shame, colour: black, entry: {conduct: littering}, exit: death, publicity: named}
"""
#: What is so in January 2016, and before.
SO: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"safeguards": ["repair", "notice"]}, {"safeguards": ["notice"]}),
    ({"flows": {"firms-state": 0.5, "state-firms": 0}}, {"flows": {"firms-state": 0.5}}),
    ({"holds": {"city": {"leaks": 2, "exposes": 0.1}}}, {"holds": {"firms": {"leaks": 0}}}),
    ({"burden": {"foreign": 0.02, "state": 0}}, {"burden": {"foreign": 0.02}}),
    ({"events": ["zao"]}, {"events": []}),
    ({"demands": ["letter"]}, {"demands": []}),
    ({"coverage": {"camera": 0.22}}, {"coverage": {"camera": 0.22}}),
    ({"map": {"list": "shame.shame", "looks": 0.02}}, {"map": {"list": "shame.shame"}}),
    ({"groups": 10}, {"groups": 10}),
    ({"campaign": 0.5}, {"campaign": 0.5}),
    ({"phase": "Two"}, {"phase": "One"}),
    ({"memoranda": {"punish": 2, "both": 1, "reward": 0}}, {"memoranda": {"punish": 1, "both": 0}}),
]


@pytest.fixture
def scheme(desk: Desk) -> Scheme:
    for name, kind, text in (
        ("law", "law", LAW),
        ("plan", "plan", PLAN),
        ("hub", "hub", HUB),
        ("shame", "list", LIST),
    ):
        desk.book(name, kind, text)
    return desk.load("law\nplan\nhub\nshame")


@pytest.mark.parametrize(("now", "before"), SO, ids=lambda each: next(iter(each)))
def test_what_is_expected_of_a_month_is_looked_up_there(
    scheme: Scheme, now: dict[str, Any], before: dict[str, Any]
) -> None:
    timeline = scheme.compile()
    for month, expect in (("2016-01", now), ("2015-12", before)):
        wanted, found = conditions.found(Expected.model_validate(expect), timeline, month_number(month), 0)
        assert wanted
        assert wanted == found
    wrong = {"safeguards": ["appeal"], "events": ["x"], "demands": ["x"], "phase": "Three", "groups": 9,
             "campaign": 0.4, "map": {"list": "none"}, "flows": {"firms-state": 0.4},
             "memoranda": {"punish": 9}, "holds": {"city": {"leaks": 1}}, "burden": {"foreign": 0.1},
             "coverage": {"camera": 0.2}}  # fmt: skip
    key = next(iter(now))
    wanted, found = conditions.found(Expected.model_validate({key: wrong[key]}), timeline, 192, 0)
    assert wanted != found
    assert wanted.keys() == found.keys()


def test_nothing_said_is_nothing_looked_at(scheme: Scheme) -> None:
    silent = Expected.model_validate({"lists": []})
    assert not silent.conditions()
    assert conditions.found(silent, scheme.compile(), 192, 0) == ({}, {})
    assert Expected.model_validate({"events": []}).conditions()


def cases_file(path: Path, *cases: str) -> Path:
    path.write_text("cases:\n" + "".join(f"  - {each}\n" for each in cases))
    return path


def test_a_case_names_its_scheme_and_the_change_that_breaks_it() -> None:
    case = Case.model_validate({
        "case": "S", "as_of": "2016-01", "scheme": ["a", "b"], "where": "rural", "expect": {"events": []},
        "fails_if": {"set": "book.a.coverage", "to": 0.5},
    })  # fmt: skip
    assert (case.scheme, case.where, case.fails_if[0].set_) == (["a", "b"], "rural", "book.a.coverage")
    plain = Case.model_validate({"case": "S", "as_of": "2016-01", "expect": {}})
    assert (plain.scheme, plain.where, plain.fails_if) == (["china-2020"], "urban", [])


def test_cases_of_ones_own_books_are_run_by_path(desk: Desk) -> None:
    from xinyong.engine.casework import cases

    desk.book("mine", "points", SCORE + "retention: 12\ncoverage: 1\n"
              "collects: [{conduct: littering, points: -20}]\n"
              "safeguards: {appeal: {from: 2015-01}}\n", force="{from: 2014-01}")  # fmt: skip
    path = cases_file(
        desk.folder / "mine" / "cases.yaml",
        "{case: One, as_of: 2016-01, history: [{month: 2015-06, conduct: littering}], "
        "expect: {scores: {mine: 80}, grades: {mine: B}, safeguards: [appeal]}}",
        "{case: Two, as_of: 2014-12, expect: {scores: {mine: 100}, safeguards: [appeal]}}",
        "{case: Three, scheme: [mine, hub-of-mine], as_of: 2016-01, expect: {flows: {state-firms: 0.5}}}",
    )
    assert any("hub-of-mine" in each.found for each in check([path]))
    desk.book("hub-of-mine", "hub", "flows: [{who: state, to: firms, share: 0.5}]\n")
    assert check([path]) == []
    one, two, three = cases([str(path)])
    assert (one.passed, two.passed, three.passed) == (True, False, True)
    assert two.problems == ["safeguards: expected appeal, found none"]


def test_mistakes_in_cases_are_all_reported(desk: Desk) -> None:
    desk.book("mine", "points", SCORE)
    path = cases_file(
        desk.folder / "mine" / "cases.yaml",
        "{case: One, scheme: nowhere, as_of: 2016-01, expect: {scores: {other: 1}}}",
        "{case: Two, place: hebei, as_of: 2016-01, expect: {coverage: {eyes: 1}}}",
        "{case: Three, as_of: 2016-01, where: woods, expect: {flows: {state-state: 1}}}",
        "{case: Four, as_of: 2016-01, name: Somebody, expect: {}}",
    )
    found = [(each.line, each.found) for each in check([path])]
    for line, word in ((2, "no scheme 'nowhere'"), (2, "no book 'other'"), (3, "no place 'hebei'"),
                       (3, "'eyes'"), (4, "'woods'"), (4, "state-state"), (5, "unknown key")):  # fmt: skip
        assert any(where == line and word in text for where, text in found), (line, word, found)
