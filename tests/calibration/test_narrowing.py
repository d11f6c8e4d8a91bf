"""A whole calibration in a world of which all is known."""

import json

import numpy as np
import pytest

from xinyong.calibration.calibrating import told_of
from xinyong.calibration.narrowing import Known, Order, narrowed
from xinyong.calibration.targets import held_against
from xinyong.errors import UsageError
from xinyong.show.calibration import calibration_text

IDS = [f"a{k}" for k in range(60)]


def made_world(held, deaf=()):
    """Each figure moves with an assumption of its own around what was published; some with none."""

    def live(some, ensemble, draws, seed, luck=0):
        noise = np.random.default_rng([seed, luck])
        found = np.empty((draws, len(some)))
        for column, each in enumerate(some):
            published = each.target.scaled(float(each.target.value))
            own = [0.5 if each.target.id in deaf else ensemble.place(IDS[column], n) for n in range(draws)]
            found[:, column] = published + 2 * (np.array(own) - 0.4) + noise.normal(0, 0.1, draws)
        return found

    return live


@pytest.fixture(scope="module")
def calibrated():
    held = held_against(("target",))
    live = made_world(held, deaf=("customs-certified-2020",))
    known = Known(IDS)
    fit = narrowed(held, known, live, Order(draws=60, waves=2))
    return held, fit, known, live


def test_a_figure_that_nothing_foretells_is_not_fitted_and_it_is_said(calibrated):
    held, fit, _, _ = calibrated
    assert [row["id"] for row in fit.unfit] == ["customs-certified-2020"]
    assert [each.target.id for each in fit.fitted] == [
        each.target.id for each in held if each.target.id != "customs-certified-2020"
    ]


def test_what_moves_the_figures_is_narrowed_to_where_they_are(calibrated):
    held, fit, _, _ = calibrated
    for column, each in enumerate(held):
        place = fit.table.get(IDS[column])
        if each in fit.fitted:
            assert place is not None
            assert place.mean() == pytest.approx(0.4, abs=0.12)
            assert place.std() < 0.25


def test_luck_is_told_apart_from_all_else(calibrated):
    _, fit, _, _ = calibrated
    luck = fit.waves[0]["luck"]
    assert luck["customs-certified-2020"] > 0.4
    assert luck["listed-2017-02"] < 0.15


def test_the_report_can_be_kept_and_printed(calibrated):
    held, fit, known, live = calibrated
    from xinyong.experiments.draws import Ensemble

    numbers = live(held, Ensemble(label="posterior", table=fit.table), 40, 51)
    report = told_of(fit, known, held, numbers, 1, truths=4)
    text = calibration_text({"command": "xinyong calibrate", **json.loads(json.dumps(report))})
    assert "Not fitted, since no emulator foretells it" in text
    assert "miss together" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    assert report["coverage"]["assumptions"]["covered"] > 0.7
    assert 1 < report["together"]["counted"] < len(report["fitted"])


def test_a_calibration_without_any_figure_says_so():
    held = held_against(("target",))
    live = made_world(held, deaf=[each.target.id for each in held])
    with pytest.raises(UsageError, match="nothing can be fitted"):
        narrowed(held, Known(IDS), live, Order(draws=200, waves=1))
