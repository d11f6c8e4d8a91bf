"""ONE MONTH, MANY TIMES. ``month.py`` is the page to read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xinyong.engine.run import Engine, MonthOut, WorldSpec

__all__ = ["Engine", "MonthOut", "WorldSpec"]


def __getattr__(name: str) -> object:
    """Load the compiler only when the engine is wanted."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("xinyong.engine.run"), name)
