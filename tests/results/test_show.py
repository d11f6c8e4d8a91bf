"""Tables and figures: readable at 80 columns, honest where there is nothing to say."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from fake_worlds import ASK, FakeWorlds, run

from xinyong.dates import month_number, month_text
from xinyong.quantities import INDEX, QUANTITIES
from xinyong.results.catalogue import INDICATORS, NUMBER, THEMES
from xinyong.results.run import Run
from xinyong.show.bands import Lived, happens, monthly, yearly
from xinyong.show.court import PANELS, targets
from xinyong.show.table import FOR_WHOM, summary, table
from xinyong.show.tiles import LETTERS
from xinyong.show.trends import SHOWN
from xinyong.show.wording import UNKNOWN, change, level, rounded


def province_names() -> tuple[str, ...]:
    text = files("xinyong.society").joinpath("library", "tiles.csv").read_text("utf-8")
    return tuple(row["id"] for row in csv.DictReader(text.splitlines()))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("show") / "run"
    before = FakeWorlds.labels
    FakeWorlds.labels = before._replace(provinces=province_names())
    run(folder)
    FakeWorlds.labels = before
    return Run(folder)


def test_the_table_fits_and_names_every_theme(pair: Run) -> None:
    for everything in (False, True):
        lines = table(pair, everything).splitlines()
        assert max(map(len, lines)) <= 90
        assert all(any(line.startswith(theme.upper()) for line in lines) for theme in THEMES)
    assert max(map(len, table(pair).splitlines()[:2])) <= 80


def test_equal_worlds_are_told_to_be_the_same(tmp_path: Path) -> None:
    run(tmp_path / "run", (0, 4, 4))
    told = table(Run(tmp_path / "run"))
    assert "the same" in told
    assert "+" not in "".join(line for line in told.splitlines() if "exactly" in line)
    found = summary(Run(tmp_path / "run"))
    assert {each["difference"] for each in found.values()} <= {0.0, None}


def test_one_world_alone_has_a_table_too(tmp_path: Path) -> None:
    from dataclasses import replace

    run(tmp_path / "run", ask=replace(ASK, against=None, months=5))
    alone = Run(tmp_path / "run")
    assert alone.against is None
    assert "difference" not in table(alone).split("Shares in")[0]
    with pytest.raises(ValueError, match="no paired world"):
        _ = alone.difference


def test_figures_are_drawn_for_both_uses(pair: Run, tmp_path: Path) -> None:
    from xinyong.show.figures import figures

    names = {path.name for path in figures(pair, tmp_path)}
    stems = {"trends", "difference", "provinces", "groups", "court-list"}
    assert names == {f"{stem}.{kind}" for stem in stems for kind in ("svg", "png")}
    assert all(path.stat().st_size > 5000 for path in tmp_path.iterdir())


def test_points_of_lines_are_figures_of_their_span(pair: Run) -> None:
    """A line and its band say what a table of the same months says: of a month, or of what a year brought."""
    assert pair.against is not None
    one, two = Lived(pair), Lived(pair.against)
    last = len(one.months) - 1
    for point in (11, 17, last):
        first, end = month_text(one.months[point - 11]), month_text(one.months[point])
        for found, drawn in ((pair.contrast(end, end), monthly), (pair.contrast(first, end), yearly)):
            for n, each in enumerate(INDICATORS):
                if drawn is monthly or happens(each):
                    level, half = drawn(each, one)
                    apart, width = drawn(each, one, two)
                    told = [level[point], half[point], apart[point], width[point]]
                    table = [found.a[n, 0, 0], found.a_width[n, 0]]
                    table += [found.difference[n, 0, 0], found.width[n, 0]]
                    np.testing.assert_allclose(told, table, rtol=1e-12, atol=1e-15, err_msg=each.id)
    assert all(np.isnan(yearly(each, one)[0][:11]).all() for each in INDICATORS if happens(each))


def test_a_year_is_its_acts_over_its_occasions_not_a_mean_of_months() -> None:
    """One month with one judgment, performed, must not outweigh eleven with a hundred, of which none were."""
    lived = object.__new__(Lived)
    lived.sums = np.zeros((12, 4, len(QUANTITIES)), np.int64)
    lived.sums[..., INDEX["persons"]] = 1
    lived.sums[:11, :, INDEX["judgments"]] = 100
    lived.sums[11, 0, INDEX["judgments"]] = lived.sums[11, 0, INDEX["performed"]] = 4
    level, half = yearly(INDICATORS[NUMBER["judgment-compliance"]], lived)
    assert level[-1] == 4 / 4404
    assert half[-1] > 0, "a band is never nothing where one block alone has what happened"


def test_what_is_shown_exists() -> None:
    ids = {each.id for each in INDICATORS}
    assert set(SHOWN) | set(FOR_WHOM) <= ids
    assert set(LETTERS) == set(province_names())
    assert len(set(LETTERS.values())) == 31


def test_targets_are_dated_sourced_and_shown() -> None:
    found = targets()
    assert len(found) >= 20
    assert {each.series for each in found} == {panel[1] for panel in PANELS} - {""}
    for each in found:
        assert month_number(each.date) > 0
        assert each.value > 0
        assert each.source
        assert each.confidence in ("T", "T2", "K", "C")
    sums = [each for each in found if each.series.endswith("cumulative") and each.confidence == "T"]
    assert len({each.series for each in sums}) >= 4


def test_numbers_as_a_person_reads_them() -> None:
    share = next(each for each in INDICATORS if each.unit == "share")
    rate = next(each for each in INDICATORS if each.kind == "rate")
    assert level(share, 0.4567) == "45.7 %"
    assert level(rate, 12345.678) == "12,346"
    assert change(share, -0.0123) == "-1.23"
    assert change(rate, 0.0) == "0"
    assert level(rate, float("nan")) == UNKNOWN
    assert rounded(0.00012345) == "0.000123"
