"""A CENSUS BECOMES PEOPLE: synthetic persons, households, companies and offices.

``plan`` says how many of what live where and what each stands for; ``build`` (all of it)
and ``make`` (any part) draw them. A society is a pure function of plan and seed, from
tables that were fitted to published margins beforehand (``fit``) and are shipped as whole
numbers. The figures are those of 2020 and are used as they stand at the society's start,
2012-01: the model does not turn the clock of the census back. Persons exist only as
synthetic ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.society.census import City
from xinyong.society.census import city_table as cities
from xinyong.society.frames import Frame, frames

if TYPE_CHECKING:
    from xinyong.society.planning import Plan, plan
    from xinyong.society.population import Society, build, make

__all__ = ["City", "Frame", "Plan", "Society", "build", "cities", "frames", "make", "plan"]

_LATE = {"Plan": "planning", "plan": "planning"} | dict.fromkeys(("Society", "build", "make"), "population")


def __getattr__(name: str) -> object:
    """Load what needs Numba only when it is asked for: listings do not wait for a compiler."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
