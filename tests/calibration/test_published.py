"""Published figures: one role each, measurable, on a scale; ensembles; the shipped report."""

import math
from dataclasses import replace

import numpy as np
import pytest

from xinyong.calibration import targets
from xinyong.calibration.asking import answer
from xinyong.calibration.calibrating import check
from xinyong.calibration.checking import foretold
from xinyong.calibration.narrowing import Order
from xinyong.calibration.simulating import simulated
from xinyong.calibration.targets import aim_of, figures, held_against
from xinyong.engine.assumptions import register
from xinyong.errors import FolderError, LanguageError, UsageError
from xinyong.experiments import posterior
from xinyong.experiments.cellstore import CellStore
from xinyong.experiments.draws import Ensemble


def test_a_datum_has_one_role_and_a_source():
    ids = [each.id for each in figures().targets]
    assert len(ids) == len(set(ids))
    assert {each.role for each in figures().targets} == {"target", "prior", "prediction"}
    assert all(each.source for each in figures().targets)


def test_no_datum_is_fitted_and_foretold_under_another_name():
    def what(each):
        return (each.world, each.indicator, each.group, each.from_, each.until)

    fitted = {what(each) for each in figures().targets if each.role == "target"}
    assert not fitted & {what(each) for each in figures().targets if each.role == "prediction"}


def test_a_survey_is_read_from_the_quantity_that_its_item_and_mode_ask_for():
    asked = [each for each in figures().targets if each.instrument is not None]
    assert len(asked) > 10
    for each in asked:
        assert not list(each.instrument.faults(each.indicator, each.group)), each.id
    aloud = [e for e in asked if e.instrument.item.asks == "approval" and e.instrument.item.answer == "share"]
    assert {e.instrument.quantity() for e in aloud} == {"states-approval"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"stands": "rural"}, "stands"),
        ({"aloud": False}, "aloud"),
        ({"mode": "list experiment"}, "aloud"),
        ({"item": {"cut": 0.7}}, "item.cut"),
        ({"item": {"cut": None}}, "item.cut"),
        ({"item": {"answer": "mean", "cut": None}}, "reads"),
        ({"item": {"asks": "awareness", "cut": None}}, "item"),
        ({"reads": "at most"}, "reads"),
    ],
)
def test_an_instrument_that_does_not_go_with_its_indicator_is_a_mistake(change, where):
    figure = next(each for each in figures().targets if each.id == "approve-online-2018")
    change = dict(change)
    item = figure.instrument.item.model_copy(update=change.pop("item", {}))
    changed = figure.instrument.model_copy(update={**change, "item": item})
    assert where in [each[0] for each in changed.faults(figure.indicator, figure.group)]
    # what is hidden must be read in private, and the other way round
    hidden = figure.instrument.model_copy(update={"mode": "list experiment", "aloud": False})
    assert list(hidden.faults("states-approval / adults", "urban"))
    assert not list(hidden.faults("approves / adults", "urban"))


def test_what_is_fitted_or_foretold_says_what_the_model_may_miss():
    for each in held_against(("target", "prediction")):
        assert each.missed > 0
        assert len(each.misses.reason) > 20
        assert each.target.misses is not None
    # relative to a count in the logarithm; points of a share as they are
    count = next(each for each in held_against(("target",)) if each.target.id == "listed-2017-02")
    assert count.missed == pytest.approx(math.log1p(count.misses.relative))
    share = next(each for each in held_against(("target",)) if each.target.id == "approve-online-2018")
    assert share.missed == pytest.approx(share.misses.absolute)


def test_figures_that_share_a_reason_miss_together_and_a_series_counts_as_little_more_than_one():
    held = held_against(("target",))
    aim = aim_of(held)
    ids = [each.target.id for each in held]
    size = np.sqrt(np.diag(aim.own))
    together = aim.own / np.outer(size, size)
    a, b = ids.index("listed-2017-02"), ids.index("listed-2017-11")
    assert together[a, b] > 0.8
    assert 0 < together[a, ids.index("flights-2017-02")] < together[a, b]
    assert together[a, ids.index("tax-a-2018")] == 0
    assert (np.linalg.eigvalsh(aim.own) > 0).all()
    assert size[a] == pytest.approx(held[a].spread)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("misses: listings", "misses: listing", "did you mean 'listings'"),
        ("    relative: 0.25", "    relative: 0.25\n    absolute: 0.1", "give one of the two"),
        ("sets: [falsification]", "sets: [falsificatio]", "did you mean 'falsification'"),
        ("    sets: [acceptable]\n", "", "name the assumptions that it set"),
        ("aloud: true", "aloud: false", "a list experiment hides"),
        ("  world: 0.3", "  world: 0.95", "at most same"),
    ],
)
def test_what_does_not_go_together_is_told_with_what_to_do(tmp_path, monkeypatch, old, new, told):
    text = targets.figures_file().read_text("utf-8")
    assert old in text
    (tmp_path / "targets.yaml").write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(targets, "figures_file", lambda: tmp_path / "targets.yaml")
    figures.cache_clear()
    try:
        with pytest.raises(LanguageError, match=told):
            figures()
    finally:
        figures.cache_clear()


def test_a_figure_that_is_only_a_bound_is_outside_on_one_side_alone():
    held = [each for each in held_against(("prediction",)) if each.target.id == "support-2019"]
    assert held[0].target.instrument.reads == "at most"
    below = foretold(held, np.full((50, 1), 0.3), 1)[0]
    above = foretold(held, np.full((50, 1), 0.99), 1)[0]
    assert below["inside"]
    assert not above["inside"]


def test_all_that_is_fitted_or_foretold_can_be_measured():
    held = held_against(("target", "prediction"))
    wanted = [e for e in figures().targets if e.role != "prior" and e.until is not None]
    assert [each.target.id for each in held] == [each.id for each in wanted]
    assert all(each.measure.names for each in held)


def test_mistakes_are_told_all_at_once(tmp_path, monkeypatch):
    text = targets.figures_file().read_text("utf-8")
    broken = text.replace("role: target", "role: guess", 1).replace("world: court", "world: nowhere", 1)
    (tmp_path / "targets.yaml").write_text(broken, "utf-8")
    monkeypatch.setattr(targets, "figures_file", lambda: tmp_path / "targets.yaml")
    figures.cache_clear()
    try:
        with pytest.raises(LanguageError) as told:
            figures()
        assert all(problem.line for problem in told.value.problems)
    finally:
        figures.cache_clear()


def test_counts_are_compared_in_their_logarithm_and_shares_as_they_are():
    count = next(each for each in figures().targets if each.id == "listed-2017-02")
    share = next(each for each in figures().targets if each.id == "sesame-hangzhou-2018")
    assert count.scaled(math.e) == pytest.approx(1.0) or count.scaled(math.e) > 1
    assert count.scaled(2e6) - count.scaled(1e6) == pytest.approx(math.log(2))
    assert share.scaled(0.5) == 0.5
    assert math.isfinite(count.scaled(0.0))


def test_numbers_that_no_calibration_could_have_are_refused():
    for wrong in (Order(draws=3), Order(waves=0), Order(checks=1)):
        with pytest.raises(UsageError):
            check(wrong)


def test_ensembles_differ_in_the_calibrated_places_alone():
    table = {"lists": np.array([0.25, 0.75])}
    one, other = Ensemble(), Ensemble(label="posterior", table=table)
    assert one.name != other.name
    assert replace(other, table={"lists": np.array([0.25, 0.5])}).name != other.name
    for draw in range(3):
        a, b = one.values(register(), draw), other.values(register(), draw)
        moved = {id for id in a if a[id] != b[id]}
        assert moved == ({"lists"} if draw < 2 else set())


def test_structures_are_drawn_as_one_of_their_values():
    ensemble = Ensemble()
    found = {ensemble.values(register(), draw)["habit_rule"] for draw in range(100)}
    assert found == {0.0, 1.0}


def test_the_shipped_report_opens_without_a_run_and_the_ensemble_is_the_one_it_tells_of():
    def ran(step):
        raise AssertionError

    if not posterior.is_shipped():
        with pytest.raises(FolderError):
            answer(None, None, ran, ran, waves=1, checks=20, seed=1, store=None, processes=1)
        return
    report = answer(None, None, ran, ran, waves=1, checks=20, seed=1, store=None, processes=1)
    table = posterior.ensemble_of("posterior").table
    assert table is not None
    assert {row["id"] for row in report["learnt"]} == set(table)
    for row in report["learnt"]:
        low, _, high = row["place"]
        own = table[row["id"]]
        assert ((own >= 0) & (own <= 1)).all()
        assert np.quantile(own, 0.05) == pytest.approx(low, abs=0.002)
        assert np.quantile(own, 0.95) == pytest.approx(high, abs=0.002)


def test_what_is_written_comes_back(tmp_path, monkeypatch):
    table = {"b": np.array([0.1, 0.2]), "a": np.array([0.3, 0.4])}
    files = posterior.write(tmp_path, table, {"command": "none"})
    monkeypatch.setattr(posterior, "places_file", lambda: files[0])
    back = posterior.ensemble_of("posterior").table
    assert back is not None
    assert {id: own.tolist() for id, own in back.items()} == {
        id: own.astype(np.float32).astype(float).tolist() for id, own in table.items()
    }


def test_what_is_on_store_is_not_lived_through_again(tmp_path):
    held = [each for each in held_against(("target",)) if each.lived.spot.frame == "national"]
    small = []
    for each in held:
        spot = replace(each.lived.spot, citizens=1000)
        small.append(each._replace(lived=replace(each.lived, spot=spot)))
    seen = []
    with CellStore(tmp_path / "s.sqlite") as store:
        one = simulated(small, Ensemble(), 2, 1, store, 1, seen.append)
        count = len(seen)
        again = simulated(small, Ensemble(), 2, 1, store, 1, seen.append)
    assert count == 2
    assert len(seen) == count
    assert np.array_equal(one, again, equal_nan=True)
