"""Frames: known by name, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from xinyong.errors import InputError, UnknownName
from xinyong.society import frames, plan
from xinyong.society.frames import frame, read


def test_the_frames_of_the_design_are_there() -> None:
    assert {"national", "rongcheng", "debtors", "firms", "carriers"} == set(frames())


def test_a_city_is_a_frame_of_its_own() -> None:
    assert frame("hangzhou").places == ("hangzhou",)
    assert frame("hangzhou").citizens == 11_936_010


def test_a_frame_can_be_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("id: mine\nplaces: [yiwu, xiamen]\ncitizens: 5000\noversample: {companies: 2}\n")
    made = plan(str(file), None, seed=1)
    assert made.persons == 5000
    assert {made.cities[city] for city in made.city} == {"yiwu", "xiamen"}


def test_ages_of_a_frame_are_kept() -> None:
    shares = frame("rongcheng").ages
    assert shares == (10.7, 57.8, 31.5)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'national'"):
        frame("nationl")


def test_a_missing_file_says_so() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        frame("nowhere/mine.yaml")


@pytest.mark.parametrize(
    ("text", "says", "line"),
    [
        ("", "empty", 0),
        ("- 1\n", "not a mapping", 1),
        ("id: a\nid: b\n", "second time", 2),
        ("id: a\ncitizen: 5000\n", "unknown key 'citizen'.*did you mean 'citizens'", 2),
        ("id: a\ncitizens: few\n", "not a number", 2),
        ("id: a\ncitizens: 1000.5\n", "not a whole number", 2),
        ("id: a\ncitizens: 10\n", "1000 to", 2),
        ("id: a\nplaces: [atlantis]\n", "unknown city 'atlantis'", 2),
        ("id: a\nplaces: [yiwu, yiwu]\n", "second time", 2),
        ("id: a\nplaces: yiwu\n", "neither 'all' nor a list", 2),
        ("id: a\noversample: {firms: 2}\n", "unknown key 'firms'", 2),
        ("id: a\noversample: {companies: 0}\n", "1 to 100", 2),
        ("id: a\ncarriers: some\n", "none or all", 2),
        ("id: a\nplaces: [yiwu]\ncarriers: all\n", "where places are cities", 3),
        ("id: a\nages: {0-14: 50, 15-59: 30}\n", "add up to 100", 2),
        ("id: &x a\nname: *x\n", "anchor", 1),
        ("id: !!python/name:os.system a\n", "tag", 1),
        ("id: [a\n", "not YAML", 2),
        ("name: x\n", "missing", 1),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, says: str, line: int) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read(text, "f.yaml")
    assert line in [problem.line for problem in caught.value.problems]
    assert all(problem.file == "f.yaml" for problem in caught.value.problems)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read("id: a\ncitizens: few\nplaces: [atlantis]\ncolour: red\ncarriers: some\n", "f.yaml")
    assert len(caught.value.problems) == 4
