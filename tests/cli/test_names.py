"""The public names are a list, and the list is what there is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import xinyong


def test_public_names() -> None:
    assert set(xinyong.__all__) == {
        "INDICATORS", "InputError", "InterruptedRun", "Pair", "Problem", "Run", "Scheme", "World",
        "XinyongError", "compare", "load", "open",
    }  # fmt: skip
    assert set(dir(xinyong)) == {*xinyong.__all__, "__version__"}
    for name in xinyong.__all__:
        assert getattr(xinyong, name) is not None


def test_the_version_is_said_once() -> None:
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text())["project"]
    assert project["version"] == xinyong.__version__
