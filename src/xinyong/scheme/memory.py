"""What is worked out once: kept beside what it is about, under a key that says all it depends on.

A scheme remembers what holds where in a month; a catalogue remembers what is coded of books, for all
schemes that share it. What is remembered is only read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")
Memory = dict[Hashable, Any]


def remembered(known: Memory, key: Hashable, make: Callable[[], Made]) -> Made:
    """What is known under ``key``, made where it is not."""
    if key not in known:
        known[key] = make()
    found: Made = known[key]
    return found


def token(known: Memory, thing: object) -> int:
    """A number for an object that no other has while ``known`` lives: the object is kept with it."""
    known[id(thing)] = thing
    return id(thing)
