"""What is weighed: a world beside itself is nothing, more of a cost is more of it, masses add to one."""

from zlib import crc32

import numpy as np
import pytest

from xinyong.claims.effects import Effects
from xinyong.claims.planning import asked_of, needs_of
from xinyong.claims.weighing import frontier as frontiers
from xinyong.claims.weighing import headline as headlines
from xinyong.claims.weighing.asked import headline_tests
from xinyong.claims.weighing.findings import FRONTIER, HEADLINE, Finding, read_finding, write_finding
from xinyong.claims.weighing.frontier import FREE, LITTLE, PRICE, SHIFTS, WORDS, Sides
from xinyong.claims.weighing.headline import BOTH, CONTROL, CORNERS, HARMONY, NEITHER, PartOf, corners
from xinyong.claims.weighing.models import Reform
from xinyong.claims.weighing.numbers import Sample, counting, effect_of, numbers_of
from xinyong.claims.weighing.reading import frontier, headline
from xinyong.claims.weighing.running import pairs_of, sides_of
from xinyong.experiments.cells import Series

DRAWS = 60
NOTHING = np.zeros(DRAWS)


@pytest.fixture(scope="module")
def fake():
    """The shipped axes with one reform that is the base, one that protects, one end; luck for series."""
    file = frontier()
    same = Reform.model_validate({"id": "same", "name": "The base again", "world": "china-2020"})
    end = next(each for each in file.reforms if each.id == "status-quo-2012")
    reforms = [same, next(each for each in file.reforms if each.id == "no-kin"), end]
    pairs = pairs_of(file, reforms)
    needs, names = needs_of([pair.test for pair in pairs]), {}
    asked = [asked_of(pair.test, None, needs, names)[0] for pair in pairs]

    def load(cells):
        for cell in cells:
            luck = np.random.default_rng([crc32(repr(cell.lived).encode()), cell.seed])
            kept = tuple(sorted(names[cell.lived]))
            sums = luck.integers(256_000, 512_000, (len(kept), cell.lived.spot.months))
            yield cell, Series(kept, sums, {"access-gini": float(luck.random())})

    numbers = numbers_of(asked, Sample(4, 2, 1), load)
    return file, reforms, sides_of(pairs, asked, numbers)


def test_a_reform_equal_to_the_base_is_exactly_nothing_everywhere(fake):
    file, reforms, sides = fake
    for axis in file.axes:
        assert (sides["same"].base[axis.id] == 0).all(), axis.id
        assert (sides["same"].twin[axis.id] == sides["base"].twin[axis.id]).all()
        assert (sides["status-quo-2012"].twin[axis.id] == 0).all()
        assert (sides["no-kin"].base[axis.id] != 0).any()
    told = frontiers.weigh(file, sides, reforms)
    same = told["reforms"][0]
    assert same["verdict"] == LITTLE
    assert same["keeps"]["share"] == 1.0
    assert [same[key] for key in ("spares", "raises", "loses", "wins")] == [[]] * 4
    assert same["index"] == told["base_index"]


def sides(base=None, twin=None):
    """Sides with counted effects by axis, 0 where none is given."""
    file = frontier()
    both = []
    for given in (twin or {}, base or {}):
        both.append({axis.id: NOTHING + given.get(axis.id, 0.0) for axis in file.axes})
    effects = {axis.id: Effects(np.zeros((DRAWS, 2)), 1.0, (0.0, 0.0)) for axis in file.axes}
    return Sides(both[0], both[1], effects, effects)


def weighed(**found):
    file = frontier()
    named = [id for id in found if id != "base"]
    reforms = [Reform.model_validate({"id": id, "name": id, "world": "china-2020"}) for id in named]
    return frontiers.weigh(file, {"base": sides(), **found}, reforms)


@pytest.mark.parametrize(
    ("apart", "word"),
    [
        ({"exposure": -2.0}, FREE),
        ({"exposure": -2.0, "speech": 2.0}, SHIFTS),
        ({"exposure": -2.0, "compliance": -2.0}, PRICE),
        ({"exposure": -2.0, "compliance": -0.9}, FREE),
        ({"exposure": -0.9}, LITTLE),
        ({"compliance": 5.0}, LITTLE),
    ],
)
def test_a_safeguard_costs_nothing_where_no_gain_is_lost_and_a_cost_is_lower(apart, word):
    assert weighed(one=sides(apart))["reforms"][0]["verdict"] == word


def test_one_draw_in_five_with_a_loss_is_a_price():
    lost = np.where(np.arange(DRAWS) % 5 == 0, -2.0, 0.0)
    told = weighed(one=sides({"exposure": -2.0, "harm": lost}))["reforms"][0]
    assert told["verdict"] == PRICE
    assert told["keeps"]["share"] == pytest.approx(0.8)
    assert told["loses"] == ["harm"]


def test_a_gain_needs_a_cost_until_a_reform_keeps_the_one_without_the_other():
    base = sides(twin={"compliance": 3.0, "exposure": 4.0, "innocents": 2.0})
    half = sides({"exposure": -4.0, "compliance": -2.5}, {"compliance": 0.5, "innocents": 2.0})
    free = sides({"innocents": -2.0}, {"compliance": 3.0, "exposure": 4.0})
    rows = {(row["gain"], row["cost"]): row for row in weighed(base=base, half=half, free=free)["needs"]}
    assert rows["compliance", "exposure"]["bond"] == "needs"
    assert rows["compliance", "innocents"]["bond"] == "can be had without"
    assert rows["compliance", "innocents"]["freed_by"] == ["free"]
    assert rows["compliance", "speech"]["bond"] == "not both"


def parts(**counted):
    """Parts of the city in a year, with counted effects by id."""
    found = []
    for part in headline().parts:
        measured = next(each for each in part.measured if "CITY" in each.settings)
        effects = Effects(np.zeros((DRAWS, 2)), 1.0, (0.0, 0.0))
        own = NOTHING + counted.get(part.id, 0.0)
        found.append(PartOf(part.id, part.index, part.name, measured, own, effects))
    return found


def entry(**counted):
    return headlines.weigh(headline(), "CITY", "a city", 2020, parts(**counted))


def test_more_of_any_part_raises_its_own_index_alone():
    still = entry()
    for part in headline().parts:
        told = entry(**{part.id: 2.0})
        other = HARMONY if part.index == CONTROL else CONTROL
        assert told[part.index]["median"] > still[part.index]["median"], part.id
        assert told[other] == still[other]


def test_what_chills_complies_or_is_trusted_counts_the_right_way():
    """Half of every sum that is worse, or better, moves its part up; the direction is in the file."""
    down = {"critical-spoken", "harmful-share", "cheated", "debts", "harmful-acts", "judgments / persons"}
    for test in headline_tests(headline()):
        assert test.direction == ("down" if test.indicator in down else "up"), test.indicator
    speech = next(test for test in headline_tests(headline()) if test.indicator == "critical-spoken")
    needs = needs_of([speech])
    asked = asked_of(speech, None, needs, {})[0]
    world, twin = asked.lived
    numbers = {(world, asked.measure): np.full((1, 2), 0.08), (twin, asked.measure): np.full((1, 2), 0.1)}
    assert counting(asked, effect_of(asked, numbers))[0] == pytest.approx(0.2 / speech.bar)


@pytest.mark.parametrize("seed", range(3))
def test_masses_add_to_one_and_each_corner_is_where_it_should_be(seed):
    luck = np.random.default_rng(seed)
    control, harmony = luck.normal(1, 2, (2, 500))
    masses = corners(control, harmony, 1.0)
    assert sum(each["share"] for each in masses.values()) == pytest.approx(1.0, abs=1e-5)
    assert set(masses) == set(CORNERS)
    high, low = np.full(9, 2.0), np.zeros(9)
    where = ((high, low, CONTROL), (low, high, HARMONY), (high, high, BOTH), (low, low, NEITHER))
    for one, two, corner in where:
        assert corners(one, two, 1.0)[corner]["share"] == 1.0


def test_no_part_alone_carries_an_index_and_leaving_one_out_can_turn_it():
    assert entry(speech=100.0)["leading"] == NEITHER
    told = entry(speech=3.0, grip=3.0)
    assert told["leading"] == CONTROL
    rows = {row["how"]: row for row in told["sensitivity"]}
    assert set(rows) == {*(f"without {part.id}" for part in headline().parts), "no part cut"}
    assert [how for how, row in rows.items() if row["turns"]] == []
    told = entry(speech=3.0, grip=1.1)
    assert [row["how"] for row in told["sensitivity"] if row["turns"]] == ["without speech"]


def test_a_part_that_cannot_be_told_leaves_its_draws_out():
    blank = np.where(np.arange(DRAWS) < 6, np.nan, 5.0)
    told = entry(speech=blank, grip=3.0)
    assert (told["draws"], told["untold"]) == (DRAWS - 6, 6)
    assert len(told["points"]) == DRAWS - 6


def test_findings_come_back_as_they_were_written(tmp_path):
    from xinyong.claims.board import Made
    from xinyong.errors import FolderError
    from xinyong.show.both_sides import frontier_text
    from xinyong.show.headline import headline_text

    made = Made("xinyong frontier --draws 60", DRAWS, 2, 1, None, "prior")
    both = {"compliance": 3.0, "exposure": 4.0}
    data = weighed(base=sides(twin=both), one=sides({"exposure": -2.0}), two=sides(twin=both))
    longest = max((each.id for each in frontier().reforms), key=len)
    data["reforms"] += [data["reforms"][0] | {"id": longest, "verdict": word} for word in WORDS]
    one = Finding(FRONTIER, made, data)
    entries = [entry(speech=3.0, grip=np.linspace(-5, 5, DRAWS)), entry()]
    two = Finding(HEADLINE, made, {"question": "?", "cut": 1.0, "cut_reason": "a.", "most": 3.0,
                                   "most_reason": "b.", "entries": entries})  # fmt: skip
    for finding, text in ((one, frontier_text), (two, headline_text)):
        write_finding(finding, tmp_path / "f.json")
        assert read_finding(tmp_path / "f.json", finding.kind) == finding
        for full in (False, True):
            assert max(map(len, text(finding, full).splitlines())) <= 80
    with pytest.raises(FolderError, match="not a frontier"):
        read_finding(tmp_path / "f.json", FRONTIER)
    assert WORDS.index(FREE) == 0
