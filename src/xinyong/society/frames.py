"""Frames: the population that a run draws, and what it draws more often than its share.

A frame is a small YAML file. Those of the library are known by name; so is every city,
complete, without a file of its own; a user's file is read by its path. Reading is strict:
unknown or repeated keys, anchors, tags and values out of range are all reported at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

from xinyong.errors import InputError, Problem, UnknownName, did_you_mean, one_of
from xinyong.society.census import city_table

KEYS: Final = ("id", "name", "summary", "places", "citizens", "oversample", "carriers", "ages")
OVERSAMPLE: Final = ("companies", "borrowers")
AGES: Final = ("0-14", "15-59", "60+")
#: A frame file is a page, not a data set.
MOST_BYTES: Final = 65536


@dataclass(frozen=True, slots=True)
class Frame:
    """A population to draw.

    ``places`` are city ids (empty: the whole nation); ``citizens`` the number drawn where
    none is asked for; ``companies`` and ``borrowers`` how many times as often as their share
    they are drawn; ``carriers`` whether the air carriers are in it, complete; ``ages`` percent
    of residents under 15, 15 to 59, 60 and older, where they differ from the nation's.
    """

    id: str
    name: str
    summary: str
    places: tuple[str, ...] = ()
    citizens: int = 100_000
    companies: float = 1.0
    borrowers: float = 1.0
    carriers: bool = False
    ages: tuple[float, float, float] | None = None


def city_frame(city: str) -> Frame:
    """One city complete, every resident with weight one."""
    found = next(each for each in city_table() if each.id == city)
    summary = "One city complete, every resident with weight one."
    return Frame(found.id, f"{found.name} at full scale", summary, (found.id,), found.population)


@cache
def frames() -> Mapping[str, Frame]:
    """The frames of the library by id; any city id is a frame too (``frame``)."""
    folder = files(__package__).joinpath("library", "frames")
    found = [
        read(entry.read_text("utf-8"), entry.name)
        for entry in sorted(folder.iterdir(), key=lambda each: each.name)
        if entry.name.endswith(".yaml")
    ]
    return {each.id: each for each in found}


def frame(which: str | Path) -> Frame:
    """A frame by name, by city id, or from a file.

    Raises ``UnknownName`` for a name nobody knows, ``InputError`` for a file that does not hold.
    """
    text = str(which)
    if isinstance(which, str) and text in frames():
        return frames()[text]
    cities = [each.id for each in city_table()]
    if isinstance(which, str) and text in cities:
        return city_frame(text)
    path = Path(which)
    if isinstance(which, Path) or path.suffix in (".yaml", ".yml") or "/" in text:
        try:
            size = path.stat().st_size
            if size > MOST_BYTES:
                raise InputError(
                    Problem(
                        text,
                        found=f"a file of {size} bytes",
                        allowed=f"at most {MOST_BYTES} bytes",
                        remedy="a frame is a page of YAML",
                    )
                )
            return read(path.read_text("utf-8"), text)
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                Problem(text, found=f"cannot be read ({error})", remedy="name a frame or a YAML file")
            ) from error
    names = [*frames(), *cities]
    raise UnknownName(
        Problem(
            path="frame",
            found=f"unknown frame {text!r}",
            allowed=one_of(names),
            remedy=did_you_mean(text, names, "or give the path of a YAML file"),
        )
    )


def read(text: str, file: str) -> Frame:
    """The frame written in ``text``; ``file`` is named in problems. Raises ``InputError``."""
    reading = _Reading(file)
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                reading.add(token.start_mark.line + 1, "", "an anchor, alias or tag", "plain YAML")
        node = None if reading.problems else yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = str(getattr(error, "problem", error))
        reading.add(mark.line + 1 if mark else 0, "", f"not YAML ({said})", "a mapping of keys to values")
        node = None
    found = reading.frame(node) if node is not None else None
    if node is None and not reading.problems:
        reading.add(0, "", "an empty file", one_of(KEYS))
    if reading.problems or found is None:
        raise InputError(reading.problems)
    return found


class _Reading:
    """Walks the nodes of one file and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, line: int, path: str, found: str, allowed: str = "", remedy: str = "") -> None:
        self.problems.append(Problem(self.file, line, path, found, allowed, remedy))

    def mapping(self, node: Any, path: str, keys: tuple[str, ...]) -> dict[str, Any]:
        """The value nodes of a mapping by key; unknown and repeated keys are problems."""
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            self.add(line, path, "not a mapping", one_of(keys))
            return {}
        found: dict[str, Any] = {}
        for key, value in node.value:
            name, at = str(key.value), key.start_mark.line + 1
            if name not in keys:
                self.add(at, path, f"unknown key {name!r}", one_of(keys), did_you_mean(name, keys))
            elif name in found:
                self.add(at, f"{path}{name}", "the key a second time", "each key once")
            else:
                found[name] = value
        return found

    def text(self, nodes: dict[str, Any], key: str, default: str | None = None) -> str:
        node = nodes.get(key)
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return " ".join(str(node.value).split())
        if node is not None or default is None:
            line = node.start_mark.line + 1 if node is not None else 1
            self.add(line, key, "missing" if node is None else "not a text", "a text")
        return default or ""

    def number(self, node: Any, path: str, low: float, high: float) -> float:
        line = node.start_mark.line + 1
        try:
            if not isinstance(node, yaml.ScalarNode):
                raise ValueError
            value = float(node.value)
        except ValueError:
            self.add(line, path, "not a number", f"{low:g} to {high:g}")
            return low
        if not low <= value <= high:
            self.add(line, path, f"{value:g}", f"{low:g} to {high:g}")
        return value

    def places(self, node: Any) -> tuple[str, ...]:
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value == "all"):
            return ()
        known = [each.id for each in city_table()]
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.add(node.start_mark.line + 1, "places", "neither 'all' nor a list of cities", one_of(known))
            return ()
        found: list[str] = []
        for each in node.value:
            name, line = str(each.value), each.start_mark.line + 1
            if name not in known:
                self.add(line, "places", f"unknown city {name!r}", one_of(known), did_you_mean(name, known))
            elif name in found:
                self.add(line, "places", f"{name!r} a second time", "each city once")
            found.append(name)
        return tuple(found)

    def frame(self, node: Any) -> Frame:
        nodes = self.mapping(node, "", KEYS)
        name = self.text(nodes, "id")
        places = self.places(nodes.get("places"))
        default = sum(each.population for each in city_table() if each.id in places) or 100_000
        citizens = float(default)
        if "citizens" in nodes:
            citizens = self.number(nodes["citizens"], "citizens", 1000, 1e8)
            if citizens != int(citizens):
                self.add(nodes["citizens"].start_mark.line + 1, "citizens", "not a whole number")
        over = {}
        if "oversample" in nodes:
            over = self.mapping(nodes["oversample"], "oversample.", OVERSAMPLE)
        times = {key: self.number(value, f"oversample.{key}", 1, 100) for key, value in over.items()}
        carriers = self.text(nodes, "carriers", "none")
        if carriers not in ("none", "all"):
            self.add(nodes["carriers"].start_mark.line + 1, "carriers", repr(carriers), "none or all")
        if carriers == "all" and places:
            self.add(
                nodes["carriers"].start_mark.line + 1, "carriers", "all", "none, where places are cities"
            )
        return Frame(
            name,
            self.text(nodes, "name", name),
            self.text(nodes, "summary", ""),
            places,
            int(citizens),
            times.get("companies", 1.0),
            times.get("borrowers", 1.0),
            carriers == "all",
            self.ages(nodes.get("ages")),
        )

    def ages(self, node: Any) -> tuple[float, float, float] | None:
        if node is None:
            return None
        nodes = self.mapping(node, "ages.", AGES)
        values = [self.number(value, f"ages.{key}", 1, 98) for key, value in nodes.items()]
        if set(nodes) != set(AGES) or abs(sum(values) - 100) > 0.05:
            self.add(node.start_mark.line + 1, "ages", "no three shares that add up to 100", one_of(AGES))
            return None
        return tuple(float(nodes[key].value) for key in AGES)  # type: ignore[return-value]
