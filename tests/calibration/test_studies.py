"""Studies made again inside the model, and bounds of what no figure tells."""

import math

import numpy as np
import pytest

from xinyong.calibration import study_files
from xinyong.calibration.bounding import STATED, approval_bounds, carriers_bounds, private
from xinyong.calibration.study_files import Study, studies
from xinyong.calibration.studying import replicated
from xinyong.calibration.targets import held_against
from xinyong.errors import LanguageError
from xinyong.experiments.cellstore import CellStore
from xinyong.experiments.draws import Ensemble
from xinyong.show.calibration_more import not_told


def test_each_study_has_one_role_and_is_run_or_says_why_not():
    assert {each.id for each in studies() if each.test is not None} >= {
        "information-experiment", "staggered-adoption",
    }  # fmt: skip
    for each in studies():
        assert (each.test is None) != (each.untestable is None)
        assert bool(each.sets) == (each.role == "prior")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("blood", "role: prior\nsets: [crowding]", "role: prediction", "yet it set crowding"),
        ("blood", "sets: [crowding]", "sets: [demand_noise]", "does not cite it"),
        ("blood", "sources: [S75]", "sources: [S0]", "no work"),
        ("information", "role: prior\nsets: [approve_privacy]", "role: target", "a study has one role"),
        ("adoption", "scheme: no-points", "scheme: no-pointz", "no-points"),
        ("default-risk", "sign: down", "value: 1, sign: down", "value and sign"),
    ],
)
def test_a_study_with_two_roles_or_none_is_a_mistake(tmp_path, monkeypatch, file, old, new, told):
    path = next(each for each in study_files.study_files() if each.stem == file)
    text = path.read_text("utf-8")
    assert old in text
    (tmp_path / path.name).write_text(text.replace(old, new), "utf-8")
    monkeypatch.setattr(study_files, "_FOLDER", tmp_path)
    studies.cache_clear()
    try:
        with pytest.raises(LanguageError, match=told):
            studies()
    finally:
        studies.cache_clear()


@pytest.fixture(scope="module")
def small_store(tmp_path_factory):
    with CellStore(tmp_path_factory.mktemp("studies") / "s.sqlite") as store:
        yield store


def _cut(id: str) -> Study:
    """A study in a short world, so that it is lived through in seconds."""
    return next(each for each in studies() if each.id == id)


def test_a_contrast_is_run_and_stands_beside_what_was_found(small_store):
    chosen = tuple(_cut(id) for id in ("information-experiment", "default-risk"))
    rows = replicated(2, 1, small_store, Ensemble(), 1, chosen=chosen, citizens=1000)
    told, unrun = rows
    assert told["draws"] == 2
    assert told["model"][0] <= told["model"][1] <= told["model"][2] < 0
    assert told["estimate"] == -0.12
    assert "model" not in unrun
    seen = []
    again = replicated(2, 1, small_store, Ensemble(), 1, seen.append, chosen=chosen, citizens=1000)
    assert again == rows
    assert not seen


def test_an_effect_of_nothing_told_is_nothing(small_store):
    # the same world twice: whatever the study's arithmetic does, no effect may come of it
    one = _cut("information-experiment")
    nothing = one.model_copy(update={"test": one.test.model_copy(update={"world": one.test.twin})})
    rows = replicated(1, 1, small_store, Ensemble(), 1, chosen=(nothing,), citizens=1000)
    assert rows[0]["model"] == [0.0, 0.0, 0.0]


def test_private_approval_is_read_where_stated_approval_meets_the_figure():
    stated = next(each for each in held_against(("target",)) if each.target.id == STATED)
    assert "approves" in private([stated]).measure.indicator
    assert "states-approval" not in private([stated]).measure.indicator
    luck = np.random.default_rng(1)
    withheld = luck.uniform(0.0, 0.3, 4000)
    said = luck.uniform(0.3, 1.0, 4000)
    bound = approval_bounds(stated, said, said - withheld)
    spread = math.hypot(stated.spread, 0.3 / math.sqrt(12))
    # published less what is withheld, give or take both
    assert np.mean(bound["model"]) == pytest.approx(0.8 - 0.15, abs=0.04)
    assert bound["model"][1] - bound["model"][0] == pytest.approx(3.29 * spread, rel=0.25)
    assert bound["as_on_the_regime"] == pytest.approx([0.4, 0.6])
    assert approval_bounds(stated, np.full(50, 0.1), np.full(50, 0.1))["model"] is None


def test_the_credit_records_part_lies_between_none_and_all(small_store):
    bound = carriers_bounds(6, 1, small_store, Ensemble(), 1, citizens=1000)
    assert bound["draws"] >= 4
    low, high = bound["widest"]
    assert 0 <= low <= high <= 1


def test_studies_and_bounds_are_printed_in_eighty_columns():
    row = {"id": "a-study-with-a-long-id", "estimate": -0.12, "between": [-0.2, -0.05], "sign": None,
           "model": [-0.3, -0.1, 0.05], "role": "prior", "untestable": None}  # fmt: skip
    unrun = {**row, "id": "b", "model": None, "untestable": "Companies of a run do not fail at all."}
    bounds = {
        "private-approval": {"stated": 0.8, "model": [0.4, 0.8], "as_on_the_regime": [0.4, 0.6]},
        "carriers": {"model": [0.1, 0.6], "widest": [0.0, 1.0]},
    }
    lines = list(not_told({"studies": [row, unrun], "bounds": bounds}))
    assert all(len(line) <= 80 for line in lines)
    text = "\n".join(lines)
    assert "-30 to 5 %" in text
    assert "not run" in text
    assert "40 to 80 % in the model" in text
