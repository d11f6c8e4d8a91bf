"""Confirming by setting: what turns a verdict is told from what does not; held is held everywhere."""

from dataclasses import replace

import numpy as np
import pytest
from test_store import claim

from xinyong.claims.board import Board, Made, read_board, write_board
from xinyong.claims.confirming import confirm, confirm_together, ends_of, held_everywhere, outcome, sign_test
from xinyong.claims.deciding import Decider, told_apart
from xinyong.claims.effects import Effects
from xinyong.claims.judging import DEPENDS, FAILS, HOLDS, UNRESOLVED
from xinyong.claims.models import More, WorldOf
from xinyong.claims.planning import cells_of, needs_of, plan
from xinyong.claims.running import Order
from xinyong.claims.sensitivity import Asked, answer, confirm_board, sensitivity
from xinyong.engine.assumptions import register
from xinyong.errors import FolderError, InputError, InterruptedRun, UsageError
from xinyong.experiments.cells import Series, base_scheme, key_of
from xinyong.experiments.draws import Ensemble, places
from xinyong.experiments.pooling import Passed
from xinyong.show.sensitivity import board_sets_text, sensitivity_text

LUCK = places("luck", 1, 60)
CONDITION = More.model_validate(
    {
        "indicator": "harm", "estimand": "mean", "compare": "relative", "direction": "up",
        "smallest": {"value": 0.5, "reason": "because it matters"},
    }
)  # fmt: skip


class One:
    id, value, low, high = "it", 0.5, 0.0, 1.0


def decider(variant=False):
    nan = (0.0, 1.0)
    return Decider("it", "", "", 0.0, 1.0, 0.5, nan, 0.5, nan, 0.5, 0.01, True, 0.5, 0.0, 1.0, variant)


def toy(effect):
    """A world whose effect [draw] follows from the value at which something is held."""
    asked = []

    def setting(held):
        ((id, value),) = held
        asked.append((id, value))
        draws = np.asarray(effect(value), dtype=float)
        return outcome([CONDITION], [Effects(np.stack([draws, draws], axis=1), 1e6, (0.0, 0.0))], held)

    return setting, asked


def test_what_turns_the_verdict_is_confirmed():
    setting, asked = toy(lambda value: value + 0 * LUCK)
    found = confirm(decider(), One, setting)
    assert found.confirmed is True
    assert found.turned == 1.0
    assert [end.word for end in found.ends] == [FAILS, HOLDS]
    assert [value for _, value in asked] == list(ends_of(One, False))
    assert 0.1 < ends_of(One, False)[0] < 0.3
    assert ends_of(One, True) == (0.0, 1.0)


def test_it_may_turn_from_depends_to_holds():
    setting, _ = toy(lambda value: LUCK + 0.6 * (value > 0.5))
    found = confirm(decider(), One, setting)
    assert [end.word for end in found.ends] == [DEPENDS, HOLDS]
    assert found.confirmed is True


@pytest.mark.parametrize(
    "effect",
    [
        lambda value: LUCK,
        lambda value: LUCK + 0.1 * value,
        # many draws change sides, all one way, and yet it depends at either end
        lambda value: LUCK + (0.25 if value > 0.5 else -0.25),
        lambda value: np.full(60, value / 10),
        # words differ, but by three draws: chance
        lambda value: np.where(np.arange(60) < (53 if value < 0.5 else 56), 1.0, 0.0),
    ],
)
def test_what_does_not_turn_it_is_not(effect):
    found = confirm(decider(), One, toy(effect)[0])
    assert found.confirmed is False
    assert found.ends


def test_what_turns_it_together_alone_does_not():
    """Either moves q within *depends*; both at once carry it from failing to holding."""

    def setting(held):
        values = dict(held)
        draws = LUCK + 0.8 * (values.get("a", 0.5) - 0.5) - 0.8 * (values.get("b", 0.5) - 0.5)
        return outcome([CONDITION], [Effects(np.stack([draws, draws], axis=1), 1e6, (0.0, 0.0))], held)

    a, b = (replace(decider(), id=name, below=below, above=1 - below) for name, below in (("a", 0), ("b", 1)))
    known = {name: type(name, (One,), {"id": name}) for name in "ab"}
    assert [confirm(one, known[one.id], setting).confirmed for one in (a, b)] == [False, False]
    joint = confirm_together([a, b], known, setting)
    low, high = ends_of(One, False)
    assert [end.held for end in joint.ends] == [(("a", low), ("b", high)), (("a", high), ("b", low))]
    assert joint.confirmed is True
    assert [end.probability for end in joint.ends] == sorted(end.probability for end in joint.ends)


def test_what_cannot_be_told_is_left_open():
    found = confirm(decider(), One, toy(lambda value: np.full(60, np.nan))[0])
    assert found.confirmed is None
    assert found.ends[0].verdict == UNRESOLVED


def test_a_few_draws_more_one_way_are_chance():
    assert sign_test(0, 0) == 1.0
    assert sign_test(3, 3) == 1.0
    assert sign_test(0, 6) == pytest.approx(2 / 64)
    assert sign_test(10, 1) == pytest.approx(2 * 12 / 2**11)


@pytest.fixture(scope="module")
def planned():
    one = claim("status-quo-2012")
    test = one.tests[0].model_copy(update={"world": WorldOf(scheme="china-2020")})
    (found,), _ = plan([(one, test)], needs_of([test]))
    return found


def test_held_is_held_in_world_twin_and_burn_in(planned):
    held, names = held_everywhere(planned, (("norm_pull", 0.2),))
    assert len(held.lived) == len(planned.lived)
    for lived in held.lived:
        assert dict(lived.rules.held)["norm_pull"] == 0.2
        assert dict(lived.spot.burn_in.held)["norm_pull"] == 0.2
        assert names[lived] == tuple(sorted(planned.asked[0].measure.names))
    other, _ = held_everywhere(planned, (("norm_pull", 0.9),))
    keys = {key_of(cell, Ensemble()) for one in (planned, held, other) for lived in one.lived
            for cell in cells_of(lived, 1, 1, 1)}  # fmt: skip
    assert len(keys) == 3 * len(planned.lived)


def test_worlds_without_the_assumption_stay_what_they_are(planned):
    twin = planned.asked[0].contrasts[0].twin
    own = set(base_scheme("china-2020").assumptions) - set(base_scheme(twin.rules.scheme).assumptions)
    id = sorted(own)[0]
    held, _ = held_everywhere(planned, ((id, base_scheme("china-2020").assumptions[id].low),))
    assert held.asked[0].contrasts[0].twin is twin
    assert held.asked[0].contrasts[0].world != planned.asked[0].contrasts[0].world


def test_what_no_world_has_is_refused(planned):
    with pytest.raises(InputError, match="is not drawn"):
        held_everywhere(planned, (("no-such-thing", 1.0),))


def test_what_is_asked_must_make_sense():
    for asked in (Asked(), Asked(("D12",), "board.json"), Asked(("D12",), draws=0)):
        with pytest.raises(UsageError):
            answer(asked, lambda step: None, lambda text: None)


def test_a_claim_that_nothing_runs_is_one_message():
    with pytest.raises(InputError, match="no test is run"):
        answer(Asked(("P08",), draws=2), lambda step: None, lambda text: None)


def lived_through(jobs, store, ensemble, processes, look, again):
    """Instead of worlds: harm that follows from two assumptions alone, one of the register, one of a book."""
    done, total = 0, sum(len(job.cells) for job in jobs)
    for job in jobs:
        for cell in job.cells:
            scheme = base_scheme(cell.lived.rules.scheme)
            entries = [each for each in (*register(), *scheme.assumptions.values()) if each.id in DECIDE]
            values = ensemble.values(entries, cell.draw) | dict(cell.lived.rules.held)
            norm, fine = (
                (values[each.id] - each.low) / (each.high - each.low)
                for each in sorted(entries, key=lambda each: DECIDE.index(each.id))
            )
            rows = {"adults": 1.0, "harm": 0.5 + 1.5 * norm + 0.6 * (fine > 0.4) + 0.001 * (cell.seed % 64)}
            found = [rows.get(name.split("[")[0].strip(), 0.1) for name in job.names]
            sums = [[int(1e6 * value)] * cell.lived.spot.months for value in found]
            store.put(key_of(cell, ensemble), Series(job.names, np.array(sums), {}, (1.0, 1.0, 1.0)), 0.0)
            done += 1
            look(Passed(done, total))


DECIDE = ("norm_pull", "conduct.bank-debt-default.fine")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A claim about harm by itself, ranked and set in worlds of two assumptions."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("xinyong.claims.running.live", lived_through)
        yield _small(tmp_path_factory.mktemp("small") / "a.sqlite")


def _small(store):
    one = claim("status-quo-2012")
    test = one.tests[0].model_copy(update={"compare": "level", "direction": "up", "twin": None})
    bar = test.smallest.model_copy(update={"value": 17.0})
    claims = {"D01": one.model_copy(update={"tests": [test.model_copy(update={"smallest": bar})]})}
    order = Order(("D01",), draws=80, processes=1, store=store)
    return claims, order, sensitivity(order, claims=claims)


KEYS = {
    "id", "statement", "setting", "part", "verdict", "note", "probability", "interval", "draws", "seeds",
    "held_draws", "looked_at", "assumptions", "together", "regions", "variants",
}  # fmt: skip


def test_a_claim_is_ranked_set_and_told_in_eighty_columns(small):
    _, _, found = small
    told = [each.as_dict() for each in found]
    assert set(told[0]) == KEYS
    assert told[0]["verdict"] == DEPENDS
    assert told[0]["held_draws"] == 50
    confirmed = {one["id"]: one["confirmed"] for one in told[0]["assumptions"]}
    assert confirmed.pop("norm_pull") is True
    assert set(confirmed.values()) <= {True, False}
    assert all(id in DECIDE for id, turned in confirmed.items() if turned)
    for one in told[0]["assumptions"]:
        assert [end["held"][0][0] for end in one["ends"]] == [one["id"]] * 2
        # what changes nothing is given up early
        assert {end["draws"] for end in one["ends"]} == ({20} if one["turned"] == 0 else {50})
    text = sensitivity_text(told)
    assert max(map(len, text.splitlines())) <= 80
    assert "Set in 50 draws, at" in text


def test_what_was_run_is_not_run_again(small):
    claims, order, found = small

    def ran(step):
        raise AssertionError("a world was lived through twice")

    assert sensitivity(order, look=ran, claims=claims) == found


def test_a_boards_file_is_set_and_written(small, tmp_path):
    claims, order, found = small
    told = found[0].as_dict()
    flips = {"assumptions": [one | {"confirmed": None, "ends": [], "turned": None} for one in
                             told["assumptions"]]}  # fmt: skip
    entry = {"id": "D01", "setting": "LAW", "part": None, "verdict": DEPENDS, "flips": flips}
    path = tmp_path / "board.json"
    made = Made("xinyong claims", 60, 2, 1, None, Ensemble().name)
    write_board(Board(made, [entry, entry | {"verdict": HOLDS}]), path)
    confirm_board(path, 50, order.store, 1, claims=claims)
    first, second = read_board(path).entries
    assert first["flips"] == told_apart(told["assumptions"]) | {"together": None}, "one turns it alone"
    assert first["flips"]["turned_nothing"], "what turned nothing is told, and not as what decides"
    assert all(one["confirmed"] for one in first["flips"]["assumptions"])
    assert second["flips"] == flips
    assert max(map(len, board_sets_text([first, second]).splitlines())) <= 80


def test_setting_goes_on_where_it_stopped(small, tmp_path):
    claims, order, found = small
    ranked = found[0].as_dict()["assumptions"]
    done = told_apart(ranked) | {"together": None}
    left = {"assumptions": [one | {"confirmed": None, "ends": [], "turned": None} for one in ranked]}
    entry = {"id": "D01", "setting": "LAW", "part": None, "verdict": DEPENDS}
    path = tmp_path / "board.json"
    made = Made("xinyong claims", 60, 2, 1, None, Ensemble().name)
    write_board(Board(made, [entry | {"flips": done}, entry | {"flips": left}]), path)
    said = []
    confirm_board(path, 50, order.store, 1, say=said.append, claims=claims)
    assert said.count("D01 LAW") == 1, "what is set is not set again"
    again = [each["flips"] for each in read_board(path).entries]
    assert again == [done, done]

    begun = []

    def stopped(text):
        begun.append(text)
        if begun.count("D01 LAW") == 2:
            raise InterruptedRun("stopped")

    write_board(Board(made, [entry | {"flips": left}, entry | {"flips": left}]), path)
    with pytest.raises(InterruptedRun):
        confirm_board(path, 50, order.store, 1, say=stopped, claims=claims)
    assert [each["flips"] for each in read_board(path).entries] == [done, left], "what was set is kept"


@pytest.mark.parametrize(
    ("change", "made", "why"),
    [
        ({"setting": "CITY"}, {}, "no test any more"),
        ({"flips": {"assumptions": [{"id": "norm_pull", "rank": 0.3}]}}, {}, "in another way"),
        ({}, {"ensemble": "other"}, "draws called other"),
    ],
)
def test_a_board_of_another_version_is_left_alone(small, tmp_path, change, made, why):
    claims, order, found = small
    entry = {"id": "D01", "setting": "LAW", "part": None, "verdict": DEPENDS,
             "flips": {"assumptions": found[0].as_dict()["assumptions"]}}  # fmt: skip
    path = tmp_path / "board.json"
    whole = replace(Made("xinyong claims", 60, 2, 1, None, Ensemble().name), **made)
    write_board(Board(whole, [entry | change]), path)
    before = path.read_text()
    with pytest.raises(FolderError, match=why):
        confirm_board(path, 50, order.store, 1, claims=claims)
    assert path.read_text() == before
