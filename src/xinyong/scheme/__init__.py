"""The scheme language: rule books become the tables that the engine reads.

``load(name_or_path)`` gives a ``Scheme``, ``scheme.compile(city_ids)`` a ``Timeline``,
``timeline.at(month)`` the ``Tables`` of one month. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xinyong.scheme.compile import Timeline
    from xinyong.scheme.loading import Assumption, Scheme, load, names
    from xinyong.scheme.tables import Tables

__all__ = ["Assumption", "Scheme", "Tables", "Timeline", "load", "names"]

_HOMES = {
    "Assumption": "loading",
    "Scheme": "loading",
    "load": "loading",
    "names": "loading",
    "Timeline": "compile",
    "Tables": "tables",
}


def __getattr__(name: str) -> Any:
    """Import a public name's module when the name is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
