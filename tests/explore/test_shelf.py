"""Finished runs on the shelf: found again by another server, the oldest forgotten, strangers left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pages_at_work import SMALL

from xinyong.errors import UnknownName
from xinyong.show.explore.messages import Ask
from xinyong.show.explore.shelf import Shelf


def copy(folder: Path, shelf: Shelf, key: str) -> None:
    place = shelf.place(key)
    shutil.copytree(folder, place / "run")
    shelf.put(key, Ask(**SMALL))


def test_the_oldest_is_forgotten(folder: Path, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "runs", 2)
    keys = [f"{number:016x}" for number in range(3)]
    copy(folder, shelf, keys[0])
    copy(folder, shelf, keys[1])
    shelf.data(keys[0])
    copy(folder, shelf, keys[2])
    assert shelf.keys() == [keys[0], keys[2]], "what was looked at last stays"
    assert not (shelf.folder / keys[1]).exists()
    with pytest.raises(UnknownName):
        shelf.data(keys[1])
    again = Shelf(tmp_path / "runs", 2)
    assert set(again.keys()) == {keys[0], keys[2]}
    assert again.data(keys[2]) == shelf.data(keys[2])
    assert again.asked(keys[0]) == Ask(**SMALL)


def test_what_is_no_run_is_left_alone(tmp_path: Path) -> None:
    strange = tmp_path / "runs" / "mine"
    strange.mkdir(parents=True)
    (strange / "data.json.gz").write_text("{}")
    half = tmp_path / "runs" / ("0" * 16)
    half.mkdir()
    shelf = Shelf(tmp_path / "runs", 1)
    assert shelf.keys() == []
    assert strange.is_dir()
    for key in ("mine", "../mine", "", "0" * 16):
        with pytest.raises(UnknownName):
            shelf.run(key)
