"""The portrayal: counts come from the files, selection is odds over odds, access invents nothing."""

from collections import Counter

import numpy as np
import pytest
import yaml

from xinyong.claims.citations import citations, p10, read_works, tabled
from xinyong.claims.outlets import read_outlets
from xinyong.claims.portrayal import portrayal
from xinyong.claims.reading import library, library_folder
from xinyong.claims.selecting import (
    Counts,
    ledger_share,
    odds_ratio,
    portray,
    read_counts,
    recounted,
    share,
    sides,
)
from xinyong.errors import LanguageError, UnknownName, UsageError
from xinyong.experiments.asking import Ask
from xinyong.experiments.running import perform


def test_counts_are_those_of_the_files():
    files = library_folder().glob("[ADP][0-9][0-9].yaml")
    plain = [yaml.safe_load(path.read_text("utf-8")) for path in files]
    own = Counter((said["outlet"], claim["side"]) for claim in plain for said in claim["said_by"])
    found, wrong = citations(library(), read_works())
    table = tabled(found, "outlet")
    assert {(outlet, side): n for outlet, row in table.items() for side, n in row.items()} == own
    assert wrong == []
    near = {"privacy", "surveillance", "political-use"}
    cited = sum(len(each["said_by"]) for each in plain
                if each["side"] == "disadvantage" and near & set(each["themes"]))  # fmt: skip
    assert p10(library(), found)["citations"]["count"] == cited


def test_the_odds_ratio_brings_the_base_to_the_reported_share():
    for base in (0.1, 0.5, 0.8):
        for reported in (0.028, 0.5, 0.9):
            ratio = odds_ratio(reported, base)
            assert share(base * ratio, 1 - base) == pytest.approx(reported)
    assert np.isnan(odds_ratio(0.5, 1.0))


def counts_of(data, block):
    return Counts("a test", [each.id for each in data.stories], [list(block)] * 20)


def test_an_outlet_without_selection_reports_what_the_ledger_has():
    data = read_outlets()
    even = data.outlets[2].model_copy(
        update={"access": {each.id: [0.5, 0.5] for each in data.stories}}
    )
    data = data.model_copy(update={"outlets": [even]})
    counts = counts_of(data, range(1, len(data.stories) + 1))
    (found,) = portray(counts, data, 5, 1)
    truth = ledger_share(counts, data)[0]
    assert 0 < truth < 1
    assert found["reported"] == pytest.approx([truth] * 3)


def test_access_only_takes_stories_away():
    data = read_outlets()
    whole = np.arange(len(data.stories)) - 5.0
    every = sides(whole, data)
    chance = np.random.default_rng(3)
    for _ in range(20):
        some = sides(whole, data, chance.uniform(0, 1, len(whole)))
        assert some[0] <= every[0]
        assert some[1] <= every[1]
    assert sides(whole, data, np.zeros(len(whole))) == (0.0, 0.0)


def test_fewer_losses_than_the_twin_are_good_news():
    data = read_outlets()
    at = [each.id for each in data.stories].index("cheated")
    counts = np.zeros(len(data.stories))
    counts[at] = -3
    assert sides(counts, data) == (0.0, 3.0)


def test_bad_outlets_are_told_with_file_and_line(tmp_path):
    text = (library_folder() / "outlets.yaml").read_text("utf-8")
    text = text.replace("quantity: padded", "quantity: paded")
    text = text.replace("news: {negative: [1, 10]", "news: {negative: [9, 1]")
    path = tmp_path / "outlets.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(LanguageError) as caught:
        read_outlets(path)
    told = caught.value.problems
    assert len(told) == 2
    assert all(each.file == str(path) and each.line > 1 for each in told)


def test_an_unknown_outlet_is_one_clear_message():
    with pytest.raises(UnknownName, match="no outlet 'tabloid'"):
        portrayal(outlet="tabloid")


def test_the_shipped_counts_open_and_the_same_seed_says_the_same():
    assert portrayal(draws=20) == portrayal(draws=20)


def test_counting_anew_writes_what_opens_again_and_needs_a_run(tmp_path):
    ask = Ask(scheme="china-2020", against="status-quo-2012", citizens=1000, months=2)
    run = perform(ask, tmp_path / "run")
    made = recounted(str(run.path), tmp_path / "stories.json")
    assert read_counts(tmp_path / "stories.json", read_outlets()) == made
    assert "2 months" in made.made
    with pytest.raises(UsageError, match="no RUN"):
        recounted(None, tmp_path / "other.json")
    assert not (tmp_path / "other.json").exists()
