"""Xinyong: a policy laboratory for social credit systems, on a synthetic society.

>>> import xinyong as xy
>>> world = xy.World(scheme="china-2020", citizens=20_000, seed=7)
>>> pair = xy.compare(world, world.reform("no-kin"), months=24)   # doctest: +SKIP

Names are imported when they are first used: ``import xinyong`` itself loads nothing heavy.
"""

from __future__ import annotations

# Not from typing: that module takes longer to load than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from xinyong.errors import InputError, InterruptedRun, Problem, XinyongError
    from xinyong.experiments.lived import Run
    from xinyong.experiments.lived import open_run as open
    from xinyong.experiments.world import Pair, World, compare
    from xinyong.results.catalogue import INDICATORS
    from xinyong.scheme.loading import Scheme, load

__version__ = "0.1.0"

__all__ = [
    "INDICATORS",
    "InputError",
    "InterruptedRun",
    "Pair",
    "Problem",
    "Run",
    "Scheme",
    "World",
    "XinyongError",
    "compare",
    "load",
    "open",
]

_HOMES = {
    "INDICATORS": ("results.catalogue", "INDICATORS"),
    "InputError": ("errors", "InputError"),
    "InterruptedRun": ("errors", "InterruptedRun"),
    "Pair": ("experiments.world", "Pair"),
    "Problem": ("errors", "Problem"),
    "Run": ("experiments.lived", "Run"),
    "Scheme": ("scheme.loading", "Scheme"),
    "World": ("experiments.world", "World"),
    "XinyongError": ("errors", "XinyongError"),
    "compare": ("experiments.world", "compare"),
    "load": ("scheme.loading", "load"),
    "open": ("experiments.lived", "open_run"),
}


def __getattr__(name: str) -> Any:
    """Import a public name's module when the name is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, inside = _HOMES[name]
    return getattr(import_module(f"{__name__}.{module}"), inside)


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]
