"""A cell: one world in one draw with one luck. What it is, and the key under which it is kept.

The key is made from everything that the result depends on: the scheme's own content, what is
held, the ranges of all that is drawn, frame, size, dates, draw, seed, and the text of all
sources that a run goes through. Two cells with one key are one result.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.errors import InputError, Problem, one_of
from xinyong.experiments.asking import BURN_IN
from xinyong.experiments.draws import Ensemble, Ranged, ranges_digest

if TYPE_CHECKING:
    from xinyong.experiments.aligning import Numbering
    from xinyong.scheme.loading import Scheme

_PACKAGE: Final = Path(__file__).resolve().parent.parent
#: What a run goes through; pictures and pages do not change a result.
_THROUGH: Final = ("engine", "society", "scheme", "chance.py", "dates.py", "fields.py", "quantities.py")
_TEXT: Final = (".py", ".csv", ".npz", ".yaml")
#: Schemes whose books are frozen copies under the ids of others, for measuring speed alone.
_FROZEN: Final = ("bench-first-light",)
Held = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Rules:
    """A scheme, changed: ``patches`` as JSON, one each; ``held`` assumptions by id."""

    scheme: str
    patches: tuple[str, ...] = ()
    held: Held = ()


@dataclass(frozen=True)
class Spot:
    """Where and when: frame, citizens, first month after the burn-in, months, and the burn-in's rules."""

    frame: str
    citizens: int
    start: int
    months: int
    burn_in: Rules


@dataclass(frozen=True)
class Lived:
    """A world to live through: its rules in a spot. With a draw and a seed it is a cell."""

    rules: Rules
    spot: Spot


@dataclass(frozen=True)
class Cell:
    """One world in one draw with one seed."""

    lived: Lived
    draw: int
    seed: int


@dataclass
class Series:
    """What a cell left: sums by month, [name, month] int64 in 1/256, and numbers of its last month.

    ``weights`` are what one effective person, company and office counts for, in 1/256.
    """

    names: tuple[str, ...]
    sums: Any
    endings: dict[str, float] = field(default_factory=dict)
    weights: tuple[float, float, float] = (256.0, 256.0, 256.0)


def rules_of(scheme: str, settings: Mapping[str, Any], patches: Sequence[Mapping[str, Any]] = ()) -> Rules:
    """Rules from what a claim says: ids of assumptions are held, everything else is a path to set.

    A number that an assumption's range does not hold is set as a reform sets it. Raises
    ``InputError`` where there is no such path, or the changed scheme does not hold.
    """
    from xinyong.engine.assumptions import register

    own = {entry.id: entry for entry in register()}
    known = base_scheme(scheme).assumptions
    held: dict[str, float] = {}
    changes: list[dict[str, Any]] = []
    for name, value in settings.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if name in own or (number and name in known and known[name].low <= value <= known[name].high):
            held[name] = _held(name, value, own.get(name) or known[name])
        else:
            changes.append({"set": name, "to": value})
    told = tuple(json.dumps(each, sort_keys=True) for each in [*changes, *patches])
    base_scheme(scheme, told)
    return Rules(scheme, told, tuple(sorted(held.items())))


def _held(name: str, value: Any, entry: Ranged) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InputError(Problem(path=name, found=f"{value!r}", allowed="allowed: a number"))
    if not entry.low <= value <= entry.high:
        raise InputError(
            Problem(path=name, found=f"{value:g}", allowed=f"allowed: {entry.low:g} to {entry.high:g}",
                    remedy="choose a value inside the range")
        )  # fmt: skip
    values: tuple[float, ...] = getattr(entry, "values", ())
    if values and value not in values:
        raise InputError(
            Problem(path=name, found=f"{value:g}", allowed=one_of([f"{each:g}" for each in values]),
                    remedy="it is a choice between structures; nothing lies between them")
        )  # fmt: skip
    return float(value)


def before(burn_in: str, held: Held) -> Rules:
    """The rules of a burn-in, with those of the held assumptions that it has."""
    from xinyong.engine.assumptions import register

    known = {entry.id for entry in register()} | set(base_scheme(burn_in).assumptions)
    return Rules(burn_in, (), tuple(each for each in held if each[0] in known))


@lru_cache(maxsize=1024)
def base_scheme(scheme: str, patches: tuple[str, ...] = ()) -> Scheme:
    """A scheme at its central values, with patches (JSON, one each) applied."""
    from xinyong.scheme.loading import load

    if not patches:
        return load(scheme)
    return base_scheme(scheme).reform([json.loads(each) for each in patches])


def numbering_of(rules: Iterable[Rules]) -> Numbering:
    """The numbers of books and lists in a cell: those of the whole library, others behind them.

    So all cells of library books number them alike, and can go on from the same burn-ins.
    """
    from xinyong.experiments.aligning import numbering

    known = _library_numbering()
    own = {(each.scheme, each.patches) for each in rules}
    schemes = [base_scheme(*each) for each in sorted(own)]
    if all(known.holds(scheme) for scheme in schemes):
        return known
    return numbering([*_library_schemes(), *schemes])


@cache
def _library_numbering() -> Numbering:
    from xinyong.experiments.aligning import numbering

    return numbering(_library_schemes())


@cache
def _library_schemes() -> tuple[Scheme, ...]:
    from xinyong.scheme import library

    return tuple(base_scheme(id) for id in library.scheme_files() if id not in _FROZEN)


def first_month(spot: Spot) -> int:
    """The month number in which a spot's burn-in begins."""
    return spot.start - BURN_IN


def key_of(cell: Cell, ensemble: Ensemble) -> str:
    """SHA-256 of all that a cell's result depends on."""
    told = f"{_lived_digest(cell.lived)}/{ensemble.name}/{cell.draw}/{cell.seed}"
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _lived_digest(lived: Lived) -> str:
    spot = lived.spot
    told = [
        source_digest(), _register_digest(), _frame_text(spot.frame), spot.citizens, spot.start, spot.months,
        *_told(lived.rules), *_told(spot.burn_in), numbering_of((lived.rules, spot.burn_in)).key,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _told(rules: Rules) -> list[Any]:
    scheme = base_scheme(rules.scheme, rules.patches)
    return [scheme.sha256, ranges_digest(scheme.assumptions.values()), rules.held]


@cache
def _register_digest() -> str:
    from xinyong.engine.assumptions import register

    return ranges_digest(register())


def _frame_text(word: str) -> str:
    """A frame's own content: a file that changed is another frame."""
    from xinyong.society.frames import frame

    return repr(frame(word))


@cache
def source_digest() -> str:
    """SHA-256 over the text of all that a run goes through: programs and fitted data.

    Rule books and the register are left out: they have their own part in a key.
    """
    digest = hashlib.sha256()
    for name in _THROUGH:
        path = _PACKAGE / name
        files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if _counts(each))
        for file in files:
            digest.update(file.relative_to(_PACKAGE).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _counts(path: Path) -> bool:
    parts = path.relative_to(_PACKAGE).parts
    rules = parts[:2] == ("scheme", "library") or parts[:2] == ("engine", "library")
    return path.suffix in _TEXT and path.is_file() and (not rules or path.name == "places.yaml")
