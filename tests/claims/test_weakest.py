"""Where a verdict is weak: each point is told where it is so, and nowhere else; the weakest come first."""

import pytest

from xinyong.claims.before import beside
from xinyong.claims.board import SETTLED, read_board, shipped_file
from xinyong.claims.judging import DEPENDS, FAILS, HOLDS, UNRESOLVED
from xinyong.claims.reading import library
from xinyong.claims.weakness import (
    beside_itself,
    doubts_of,
    name_of,
    other_draws,
    points_of,
    turning,
    weakest,
    why_of,
)
from xinyong.show.weakest import weakest_data, weakest_text


def entry(verdict=HOLDS, q=1.0, **more):
    """An entry of 100 draws with nothing against it."""
    bar = {"value": 0.05, "compare": "relative", "direction": "up", "further": [], "fails": None}
    return {
        "id": "D12", "setting": "LAW", "part": None, "kind": "emergent", "verdict": verdict,
        "probability": q, "draws": 100, "seeds": 2, "events": 5000.0, "seed_share": 0.01, "flags": [],
        "prior": {"probability": q, "draws": 100}, "posterior": {"probability": q}, "milder": None,
        "threshold": bar | more.pop("bar", {}), "effect": {"low": 0.2, "median": 0.3, "high": 0.4},
        "flips": {"holds_up_to": 0.2, "fails_from": 0.4, "assumptions": []}, "evidence": [], "note": None,
        **more,
    }  # fmt: skip


def told(each, doubts=None):
    return "; ".join(point.text for point in points_of(each, doubts or {}))


def decider(**more):
    return {"id": "shaming", "clear": True, "confirmed": True, "below": 0.3, "above": 0.7} | more


def test_a_sound_verdict_is_weak_in_nothing():
    assert told(entry()) == ""


@pytest.mark.parametrize(
    ("each", "words"),
    [
        (entry(q=0.96), "1 of 100 draws on the other side"),
        (entry(events=40.0), "40 effective events"),
        (entry(events=None), "is not counted"),
        (entry(seed_share=0.5), "luck is 50 %"),
        (entry(seed_share=1.7), "luck is all"),
        (entry(flags=[SETTLED]), "every draw is on one side"),
        (entry(prior={"probability": 0.5, "draws": 20}), "before calibration q was 0.50 (20 draws)"),
        (entry(kind="calibrated"), "set with this effect in view"),
        (entry(kind="entailed"), "only the size is found"),
        (entry(flips={"holds_up_to": 0.06, "fails_from": 0.4, "assumptions": []}), "20 % larger would turn"),
        (entry(FAILS, 0.0, effect={"low": 0.0, "median": 0.0, "high": 1e-5}), "it hardly happens"),
        (entry(DEPENDS, 0.5), "no assumption was found"),
        (entry(DEPENDS, 0.02, milder=0.9), "between its two bars"),
        (entry(DEPENDS, 0.5, flips={"assumptions": [decider(confirmed=None)]}), "not yet set"),
        (entry(DEPENDS, 0.5, flips={"turned_nothing": [decider(confirmed=False)]}), "turned nothing"),
        (entry(DEPENDS, 0.5, flips={"assumptions": [decider(id="consents")]}), "no figure was found for"),
        (entry(DEPENDS, 0.5, flips={"assumptions": [decider(below=1.0, above=0.05)]}), "one assumption"),
    ],
)  # fmt: skip
def test_each_point_is_told_where_it_is_so(each, words):
    assert words in told(each)


def test_what_was_set_and_has_a_source_is_no_point():
    assert told(entry(DEPENDS, 0.5, flips={"assumptions": [decider()]})) == ""


def test_a_claim_may_fail_though_its_own_effect_is_there():
    more = {"further": [{"indicator": "harm"}]}
    old = entry(FAILS, 0.0, bar=more, note="negligible")
    assert beside_itself(old)
    assert "harm" in told(old)
    assert why_of(old) == "its own effect reaches the bar; a further condition is not met"
    new = entry(FAILS, 0.0, bar=more, note="by harm", alone=[0.95, 0.02])
    assert "so in 0.02 of draws" in told(new)
    assert why_of(new) == "by harm"
    assert not beside_itself(entry(FAILS, 0.0, bar=more, alone=[0.05, 0.02]))
    assert not beside_itself(entry(FAILS, 0.0))


def test_draws_on_the_other_side_are_as_few_as_the_rule_says():
    assert other_draws(entry(q=0.96)) == 1
    assert other_draws(entry(q=1.0)) == 5
    assert other_draws(entry(FAILS, 0.03)) == 2
    assert other_draws(entry(DEPENDS, 0.5)) > 20


def test_what_a_claim_file_says_against_its_test_is_a_point_and_weighs_more_where_it_holds():
    doubts = {("D12", "LAW", None): "It counts something else."}
    assert told(entry(), doubts) == "it counts something else"
    (holds,), (fails,) = points_of(entry(), doubts), points_of(entry(FAILS, 0.0), doubts)
    assert holds.weight > fails.weight


def test_the_weakest_come_first_and_what_is_open_is_no_verdict():
    some = [entry(id="A01"), entry(id="A02", q=0.96), entry(id="A03", events=35.0, q=0.96),
            entry(UNRESOLVED, 0.9, id="A04", events=3.0)]  # fmt: skip
    assert [each.entry["id"] for each in weakest(some, {})] == ["A03", "A02"]


def test_every_verdict_of_the_shipped_board_is_looked_at(board):
    boards = [board, *([read_board(shipped_file())] if shipped_file().is_file() else [])]
    for each in boards:
        text = weakest_text(each, all_of_them=True)
        assert max(map(len, text.splitlines())) <= 80
        found = weakest_data(each)
        assert [one["weight"] for one in found] == sorted((one["weight"] for one in found), reverse=True)
        names = {name_of(one) for one in each.entries if one["verdict"] in (HOLDS, FAILS, DEPENDS)}
        assert {name_of(one) for one in found} <= names


def test_a_turning_bar_needs_a_verdict():
    assert turning(entry()) == (0.05, 0.2)
    assert turning(entry(DEPENDS, 0.5)) is None


def test_doubts_are_about_main_tests_and_short():
    for (id, _, part), text in doubts_of(library().values()).items():
        assert part is None, id
        assert text.endswith("."), id


def test_what_a_draw_of_the_prior_lies_across_is_not_settled():
    bar = {"value": 0.05, "compare": "relative", "direction": "up", "indicator": "harm", "group": "all",
           "estimand": "mean", "further": [], "fails": None}  # fmt: skip
    effect = {"median": 0.3, "low": 0.2, "high": 0.4}
    now = entry(flags=["entailed", SETTLED], bar=bar, interval=[0.96, 1.0], effect=effect)
    same, across = (now | {"probability": q} for q in (1.0, 0.95))
    assert SETTLED in beside([now], "posterior", [same])[0]["flags"]
    assert beside([now], "posterior", [across])[0]["flags"] == ["entailed"]
