"""One history judged: what follows from rules and dates alone, worked out here by other means."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinyong.dates import month_number, month_text
from xinyong.engine.household import regime_of
from xinyong.engine.judgement import Judgement
from xinyong.engine.life import Life
from xinyong.engine.phases.access import company_attempt, person_attempt
from xinyong.engine.single import MOST_ACTS, judge
from xinyong.errors import InputError
from xinyong.fields import ACCESS
from xinyong.scheme import library, load
from xinyong.scheme.books import Collects, RuleBook
from xinyong.scheme.compile import Timeline
from xinyong.scheme.histories import History

FIRST, LAST = month_number("2014-01"), month_number("2020-12")


@cache
def timeline(scheme: str = "china-2020") -> Timeline:
    return load(scheme).compile(library.places())


@cache
def city() -> RuleBook:
    return next(book for book in timeline().scheme.books if book.id == "rongcheng")


def history(**given: Any) -> History:
    return History.model_validate({"born": "1980-05", "as_of": "2019-06"} | given)


def told(judgement: Judgement) -> set[tuple[str, str, str]]:
    return {(each.does, each.gate, each.reaches) for each in judgement.measures}


# ---------------------------------------------------------------- scores, recomputed from the rule book
ROWS = [(part, name) for part in city().collects for name in part.conduct.ids if name != "judgment-default"]


def counts(part: Collects, month: int, now: int) -> bool:
    """Whether a record of a row made in ``month`` counts in ``now``."""
    kept = part.retention or city().retention
    assert kept is not None
    return part.holds(month) and now < month + kept.number


@settings(max_examples=25, deadline=None)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(range(len(ROWS))), st.integers(FIRST, LAST), st.integers(1, 3)), max_size=6
    ),
    later=st.integers(0, 40),
)
def test_a_city_score_is_base_plus_the_points_that_count(
    acts: list[tuple[int, int, int]], later: int
) -> None:
    now = max([month for _, month, _ in acts], default=LAST) + later
    done = [
        {"month": month_text(month), "conduct": ROWS[row][1], "times": times,
         "channel": ROWS[row][0].channels[0]}
        for row, month, times in acts
    ]  # fmt: skip
    found = judge(timeline(), history(place="rongcheng", as_of=month_text(now), history=done))
    live = [
        (part, times)
        for row, month, times in acts
        for part in city().collects
        if ROWS[row][1] in part.conduct.ids and ROWS[row][0].channels[0] in part.channels
        if counts(part, month, now)
    ]
    rule = city().score
    assert rule is not None
    assert rule.base is not None
    expected = rule.base.number + sum(part.points.number * times for part, times in live if part.points)
    order = [grade.id for grade in rule.grades]
    by_points = next(
        place for place, grade in enumerate(rule.grades)
        if grade.from_ is None or expected >= grade.from_.number
    )  # fmt: skip
    floor = max([order.index(part.grade_at_best) for part, _ in live if part.grade_at_best], default=0)
    score = found.scores["rongcheng"]
    assert (score.value, score.grade) == (expected, order[max(by_points, floor)])
    assert found.live_records["rongcheng"] == sum(times for _, times in live)
    assert score.base is not None
    assert score.value == score.base + sum(step.points for step in score.path if step.why is None)
    for step in score.path:
        assert (step.why is None) == (step.until is None or month_number(step.until) > now)
        assert step.rule.startswith("book.rongcheng.collects.")


# ---------------------------------------------------------------- measures, asked of the gatekeepers
STANDINGS: list[dict[str, Any]] = [
    {"history": [{"month": "2018-03", "conduct": "judgment-default", "ground": "evades"}]},
    {"history": [{"month": "2018-03", "conduct": "judgment-default"}]},
    {"history": [{"month": "2018-03", "conduct": "card-late-payment", "times": 2}], "place": "rongcheng"},
    {"history": [{"month": "2018-03", "conduct": "drunk-driving"}], "place": "rongcheng", "opted_in": True},
    {
        "kind": "company",
        "history": [{"month": "2018-03", "conduct": "judgment-default", "ground": "obstructs"}],
    },
    {"kind": "company", "history": [{"month": "2018-03", "conduct": "loan-late-payment"}]},
    {"opted_in": True, "history": [{"month": "2018-03", "conduct": "score-boosting", "times": 12}]},
    {},
]


@pytest.mark.parametrize("standing", STANDINGS)
def test_measures_are_what_gatekeepers_do_when_they_apply_every_rule(standing: dict[str, Any]) -> None:
    given = history(**standing)
    life = Life(*regime_of(timeline(), given), given)
    life.run()
    sure = life.rules.copy()
    for name in ("bar", "perk", "kin_bar", "reg_bar", "grade_bar", "grade_perk", "com_strength"):
        sure[name][sure[name] > 0] = 1.0
    sure["beyond"] = 0.0
    follows = told(judge(timeline(), given))
    gates = timeline().scheme.catalogue.gates
    attempt = {"person": person_attempt, "company": company_attempt}
    tries = [("self", given.kind, 0)] + [("representative", "person", 0)] * (given.kind == "company")
    for place, gate in enumerate(ACCESS):
        for reaches, kind, row in tries:
            if kind not in gates[gate].subjects:
                continue
            more = (life.dials,) if kind == "person" else ()
            with np.errstate(over="ignore"):
                outcome = attempt[kind](life.state, 0, row, place, np.uint64(5), sure, *more)
            refused, granted = (("refuse", gate, reaches) in follows), (("grant", gate, reaches) in follows)
            assert (outcome >= 0) == refused
            assert (outcome == -2) == (granted and not refused)


# ---------------------------------------------------------------- dates
@pytest.mark.parametrize("ended", ["2016-03", "2016-04", "2017-11"])
def test_five_years_from_the_end_to_the_month(ended: str) -> None:
    last = month_number(ended) + 60
    done = [{"month": "2016-03", "conduct": "card-late-payment", "ended": ended}]
    for now, live in ((last - 1, 1), (last, 0), (last + 1, 0)):
        found = judge(timeline("pboc-register"), history(as_of=month_text(now), history=done))
        assert found.live_records["pboc-register"] == live
        assert bool(found.measures) == bool(live)
        assert found.records[0].until == month_text(last)


@pytest.mark.parametrize("end", ["performance", "settlement", "creditor-request", "correction"])
def test_a_listing_begins_and_ends_in_the_months_stated(end: str) -> None:
    done = [{"month": "2018-03", "conduct": "judgment-default", "ground": "obstructs",
             "exit": end, "exit_month": "2018-09"}]  # fmt: skip
    found = judge(timeline(), history(history=done))
    assert {(each.entered, each.ended) for each in found.lists} == {("2018-03", "2018-09")}
    assert len(found.lists) == 2
    assert told(found) == set()
    assert judge(timeline(), history(history=done, as_of="2018-09")).on_lists() == []
    assert len(judge(timeline(), history(history=done, as_of="2018-08")).on_lists()) == 2


def test_nobody_is_twice_on_a_list_and_one_case_holds_the_place_of_another() -> None:
    done = [
        {"month": "2018-03", "conduct": "judgment-default", "ground": "evades", "exit": "performance",
         "exit_month": "2018-09"},
        {"month": "2018-05", "conduct": "judgment-default", "ground": "able-but-refuses", "times": 2},
    ]  # fmt: skip
    found = judge(timeline(), history(history=done))
    assert [(each.entered, each.ended) for each in found.lists] == [("2018-03", None)] * 2
    assert found.live_records["spc-judgment-defaulters"] == 2


def test_death_ends_everything() -> None:
    done = [
        {"month": "2018-03", "conduct": "judgment-default", "ground": "evades"},
        {"month": "2018-04", "conduct": "card-late-payment", "exit": "death", "exit_month": "2019-01"},
    ]
    found = judge(timeline(), history(history=done, place="rongcheng"))
    assert not found.scores
    assert not found.measures
    assert not any(found.live_records.values())
    assert {each.ended for each in found.lists} == {"2019-01"}


def test_repair_waits_as_long_as_the_list_says() -> None:
    rules = "book.spc-judgment-defaulters.lists.defaulters"
    patch = [
        {"set": f"{rules}.repair_after", "to": {"value": 6, "unit": "months", "standing": "choice"}},
        {"add": f"{rules}.exit", "item": "repair"},
    ]
    mild = load("china-2020").reform(patch).compile(library.places())
    for asked, ended in (("2019-10", "2019-10"), ("2019-09", None)):
        done = [{"month": "2019-04", "conduct": "judgment-default", "ground": "evades", "exit": "repair",
                 "exit_month": asked}]  # fmt: skip
        found = judge(mild, history(history=done, as_of="2019-12"))
        ends = {each.list.partition(".")[2]: each.ended for each in found.lists}
        assert ends == {"limited": None, "defaulters": ended}


@pytest.mark.parametrize(("how", "left"), [("performance", False), ("settlement", True)])
def test_a_listing_ends_only_in_a_way_that_its_list_names(how: str, left: bool) -> None:
    patch = {"set": "book.spc-judgment-defaulters.lists.defaulters.exit", "to": ["settlement", "death"]}
    strict = load("china-2020").reform([patch]).compile(library.places())
    done = [{"month": "2019-04", "conduct": "judgment-default", "ground": "evades", "exit": how,
             "exit_month": "2019-10"}]  # fmt: skip
    on = judge(strict, history(history=done, as_of="2019-12")).on_lists()
    assert ("spc-judgment-defaulters.defaulters" not in on) == left


# ---------------------------------------------------------------- input
def test_all_that_nobody_could_do_is_told_at_once() -> None:
    given = history(
        place="rongchen",
        born="2018-01",
        history=[
            {"month": "2017-01", "conduct": "red-lihgt"},
            {"month": "2018-01", "conduct": "company-loan-default", "times": 1000},
            {"month": "2018-01", "conduct": "red-light", "times": 1000},
            {"month": "2018-01", "conduct": "speeding"},
        ],
    )
    with pytest.raises(InputError) as raised:
        judge(timeline(), given)
    said = str(raised.value)
    for word in ("did you mean 'rongcheng'", "did you mean 'red-light'", "began in 2018-01", "kind person",
                 f"at most {MOST_ACTS}"):  # fmt: skip
        assert word in said


def test_as_many_acts_as_are_allowed_fit() -> None:
    done = [{"month": "2018-01", "conduct": "red-light", "times": 1000}] * 2
    found = judge(timeline("rongcheng"), history(history=done, as_of="2018-02"))
    assert found.live_records["rongcheng"] == MOST_ACTS
    assert found.scores["rongcheng"].value == -5000


def test_an_act_without_a_channel_takes_one_that_serves() -> None:
    for part, name in ROWS:
        with_one = judge(
            timeline("rongcheng"), history(place="rongcheng", history=[{"month": "2019-01", "conduct": name}])
        )
        assert with_one.live_records["rongcheng"] == 1, part.conduct


def test_a_timeline_that_does_not_know_the_place_is_compiled_for_it() -> None:
    given = history(place="rongcheng", history=[{"month": "2019-01", "conduct": "red-light"}])
    assert judge(load("china-2020").compile(), given) == judge(timeline(), given)
