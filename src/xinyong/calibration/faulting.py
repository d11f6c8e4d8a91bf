"""What does not go together in the file of figures: roles, reasons, instruments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xinyong.errors import did_you_mean, one_of
from xinyong.scheme.reading import Place

if TYPE_CHECKING:
    from xinyong.calibration.targets import Figures, Target

Fault = tuple[Place, str, str, str]
#: Where a run begins; said in place of an assumption.
START = "start"


def faults(known: Figures) -> Iterator[Fault]:
    """All of them: (place, found, allowed, what to do)."""
    for name, misses in known.misses.items():
        if (misses.relative is None) == (misses.absolute is None):
            yield ("misses", name), "neither or both", "allowed: relative or absolute", "give one of the two"
        if not any(each.misses == name for each in known.targets):
            yield ("misses", name), "no figure has it", "", "take it out, or name it at a figure"
    if known.alike.world > known.alike.same:
        yield ("alike", "world"), f"{known.alike.world}", f"at most same, {known.alike.same}", "make it less"
    ids: set[str] = set()
    read: dict[tuple[object, ...], Target] = {}
    for number, each in enumerate(known.targets):
        place: Place = ("targets", number)
        if each.id in ids:
            yield (*place, "id"), f"a second {each.id!r}", "", "a datum has one role"
        ids.add(each.id)
        what = (each.world, each.indicator, each.group, each.from_, each.until)
        other = read.setdefault(what, each)
        if each.until is not None and other.role != each.role:
            yield (*place, "role"), f"{each.role}, and {other.role} as {other.id}", "", "a datum has one role"
        yield from _own(known, each, place)


def _own(known: Figures, each: Target, place: Place) -> Iterator[Fault]:
    if each.world not in known.worlds:
        yield ((*place, "world"), f"no world {each.world!r}", one_of(list(known.worlds)),
               did_you_mean(each.world, known.worlds, "name one of the file's"))  # fmt: skip
    if each.misses is not None and each.misses not in known.misses:
        yield ((*place, "misses"), f"no {each.misses!r}", one_of(list(known.misses)),
               did_you_mean(each.misses, known.misses, "name one of the file's"))  # fmt: skip
    elif each.misses is not None and each.unit != "share" and known.misses[each.misses].absolute:
        yield (*place, "misses"), "points of a share", f"the unit is {each.unit}", "give it as relative"
    elif (each.misses is None) != (each.role == "prior"):
        yield ((*place, "misses"), "none" if each.misses is None else f"{each.misses!r}",
               "needed where a figure is fitted or foretold, and only there",
               "say what the model may miss, with a reason")  # fmt: skip
    if each.role != "prior" and each.until is None:
        yield (*place, "until"), "none", "needed where a figure is fitted or foretold", "say the months read"
    yield from _sets(known, each, place)
    if each.instrument is None:
        return
    for where, found, allowed in each.instrument.faults(each.indicator, each.group):
        steps: Place = (*place, "instrument", *where.split("."))
        yield steps, found, allowed, "make instrument and figure agree"
    if each.role == "target" and each.instrument.reads != "exactly":
        yield ((*place, "role"), f"fitted, though read {each.instrument.reads!r}",
               "allowed: prediction, prior", "only what is the same thing is fitted")  # fmt: skip


def _sets(known: Figures, each: Target, place: Place) -> Iterator[Fault]:
    from xinyong.engine.assumptions import register
    from xinyong.experiments.cells import base_scheme

    if bool(each.sets) != (each.role == "prior"):
        yield ((*place, "sets"), ", ".join(each.sets) or "nothing", "needed of a prior, and only there",
               "name the assumptions that it set, or give it another role")  # fmt: skip
    world = known.worlds.get(each.world)
    books = [] if world is None else list(base_scheme(world.scheme).assumptions)
    allowed = [START, *(entry.id for entry in register()), *books]
    for number, id in enumerate(each.sets):
        if id not in allowed:
            yield (*place, "sets", number), f"no assumption {id!r}", "", did_you_mean(id, allowed)
