"""Loading a scheme: by name or path, with assumptions moved, ready to compile or reform."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from xinyong.dates import month_number
from xinyong.errors import LanguageError, Problem, UnknownName, did_you_mean
from xinyong.scheme import library, reform
from xinyong.scheme.assembling import Assembly, Catalogue, assemble
from xinyong.scheme.books import RuleBook
from xinyong.scheme.compile import Timeline
from xinyong.scheme.compositions import Agreement, BookUse, ReformFile, SchemeFile
from xinyong.scheme.freezing import freeze
from xinyong.scheme.gathering import Parts, gather_books, gather_named
from xinyong.scheme.holding import hold
from xinyong.scheme.memory import Memory
from xinyong.scheme.reading import Document
from xinyong.scheme.settling import Settled
from xinyong.scheme.values import Safeguard


@dataclass(frozen=True)
class Assumption:
    """A number that may be moved: its id, value, range, unit and meaning."""

    id: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    standing: str


@dataclass(frozen=True)
class Scheme:
    """A scheme, checked and ready: books in the order of their institution numbers."""

    id: str
    name: str
    summary: str
    setting: str
    uses: tuple[BookUse, ...]
    books: tuple[RuleBook, ...]
    lists: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    safeguards: Mapping[str, Safeguard]
    capacity: Mapping[str, float]
    coverage: Mapping[str, float]
    catalogue: Catalogue = field(repr=False)
    believed: Scheme | None
    assembly: Assembly = field(repr=False, compare=False)
    parts: Parts = field(repr=False, compare=False)
    overrides: Mapping[str, float] = field(default_factory=dict)
    known: Memory = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def assumptions(self) -> Mapping[str, Assumption]:
        """All numbers that may be moved, by id, at the values that they have here."""
        return _assumptions(self.assembly.numbers, self.believed)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the resolved content: rules and catalogue, whatever files they came from."""
        return _hash(self.assembly, self.believed)

    def compile(self, city_ids: Sequence[str] = ()) -> Timeline:
        """The rules of every month for a society with these cities."""
        return Timeline(self, city_ids)

    def moved(self, settings: Mapping[str, float]) -> Scheme:
        """The same scheme with assumptions moved, by their ids; raises as ``load`` does."""
        return build(self.parts.copy(), {**self.overrides, **settings})

    def reform(self, change: str | Path | Sequence[Mapping[str, Any]]) -> Scheme:
        """Another scheme: this one with a reform's patches (by name, path or as a list of patches)."""
        document, label = _reform_document(change, self.id)
        held = hold(document, ReformFile)
        if held is None:
            raise LanguageError(document.problems)
        parts = self.parts.copy()
        reform.apply(parts, held.model, held.document, elsewhere=held.model.base != self.id)
        if held.model.base != self.id:
            parts.scheme.data["id"] = label
        return build(parts, self.overrides)


def _reform_document(change: str | Path | Sequence[Mapping[str, Any]], of: str) -> tuple[Document, str]:
    if isinstance(change, str | Path):
        document = library.read(library.find_scheme(change))
        own = document.data.get("id", "reform") if isinstance(document.data, dict) else "reform"
        return document, f"{of}-{own}"
    patches = [dict(patch) for patch in change]
    data = {
        "id": f"{of}-reformed",
        "name": f"{of}, reformed",
        "summary": "A reform.",
        "base": of,
        "patch": patches,
    }
    return Document("<reform>", data), f"{of}-reformed"


def load(name_or_path: str | Path, overrides: Mapping[str, float] | None = None) -> Scheme:
    """A scheme by name (``china-2020``) or path, with some assumptions moved.

    Raises ``InputError`` with all problems of all its files at once; an unknown assumption
    or a value outside its range is a problem too.
    """
    return build(gather_named(name_or_path), dict(overrides or {}))


def load_books(words: Sequence[str], folder: Path | None = None) -> Scheme:
    """A scheme of some rule books and nothing else: ids of the library, or paths in ``folder``."""
    return build(gather_books(words, folder), {})


def names() -> list[str]:
    """Ids of the schemes of the library."""
    return list(library.scheme_files())


def build(parts: Parts, overrides: Mapping[str, float], chain: tuple[str, ...] = ()) -> Scheme:
    """The scheme that some documents make, with some assumptions moved.

    ``chain`` are the schemes that believe in this one. Raises ``InputError`` with all problems.
    """
    kept = parts.copy()
    assembly = assemble(parts)
    model = assembly.scheme
    if assembly.problems or model is None:
        raise LanguageError(assembly.problems)
    believed: Scheme | None = None
    if model.believed is not None and model.id not in chain:
        believed = build(gather_named(model.believed), {}, (*chain, model.id))
        mine = {name: each for name, each in overrides.items() if name in believed.assumptions}
        if mine:
            believed = build(gather_named(model.believed), mine, (*chain, model.id))
    for number, value in overridden(assembly.numbers, overrides, believed):
        number.value.value = value
    if model.as_of is not None:
        freeze(model, assembly.books, month_number(model.as_of))
    return scheme_of(model, assembly, believed, kept, overrides)


def scheme_of(
    model: SchemeFile, assembly: Assembly, believed: Scheme | None, parts: Parts,
    overrides: Mapping[str, float],
) -> Scheme:  # fmt: skip
    """The scheme that models make which were checked, and whose assumptions were moved."""
    books = tuple(assembly.books[use.book] for use in model.books)
    return Scheme(
        model.id,
        model.name.en,
        model.summary,
        model.setting,
        tuple(model.books),
        books,
        tuple(dict.fromkeys(f"{book.id}.{rule.id}" for book in books for rule in book.lists)),
        tuple(model.agreements),
        {str(name): guard for name, guard in model.safeguards.items()},
        {name: each.number for name, each in model.capacity.items()},
        {name: each.number for name, each in model.coverage.items()},
        assembly.catalogue,
        believed,
        assembly,
        parts,
        dict(overrides),
    )


def _movable(number: Settled) -> bool:
    return number.value.range is not None and number.value.value is not None


def _assumptions(numbers: Sequence[Settled], believed: Scheme | None) -> dict[str, Assumption]:
    found = dict(believed.assumptions) if believed is not None else {}
    for number in numbers:
        if _movable(number):
            low, high = number.value.range or [number.value.number] * 2
            found[number.id] = Assumption(
                number.id,
                number.value.number,
                low,
                high,
                number.measured.unit,
                number.meaning,
                number.value.standing or "",
            )
    return found


def fixed(path: str, number: Settled) -> Problem:
    """What to answer whoever would move a number that is no assumption."""
    return Problem(
        "",
        0,
        path,
        f"{number.id!r} is no assumption: it stands on {number.value.standing}",
        "only numbers with a range can be moved",
        "write a reform to change a rule",
    )


def overridden(
    numbers: Sequence[Settled], overrides: Mapping[str, float], believed: Scheme | None
) -> list[tuple[Settled, float]]:
    """The numbers to be moved with their values.

    Raises ``UnknownName`` for unknown ones (``believed`` may know them) and values out of range.
    """
    known = {number.id: number for number in numbers}
    found: list[tuple[Settled, float]] = []
    problems: list[Problem] = []
    further: Mapping[str, Assumption] = believed.assumptions if believed is not None else {}
    for name, value in overrides.items():
        if name not in known or not _movable(known[name]):
            if name in further:
                continue
            movable = [each for each, number in known.items() if _movable(number)]
            remedy = did_you_mean(name, movable, "see: xinyong show SCHEME")
            unknown = Problem("", 0, name, f"no assumption {name!r}", f"{len(movable)} can be moved", remedy)
            problems.append(fixed(name, known[name]) if name in known else unknown)
            continue
        low, high = known[name].value.range or [value, value]
        if not low <= value <= high:
            unit = known[name].measured.unit
            problems.append(
                Problem(
                    "",
                    0,
                    name,
                    f"{value:g} {unit}",
                    f"allowed: {low:g} to {high:g} {unit}",
                    "choose a value inside the range",
                )
            )
            continue
        found.append((known[name], float(value)))
    if problems:
        raise UnknownName(problems)
    return found


def _hash(assembly: Assembly, believed: Scheme | None) -> str:
    catalogue = assembly.catalogue

    def plain(part: BaseModel) -> Any:
        return part.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    content = {
        "scheme": plain(assembly.scheme) if assembly.scheme else {},
        "books": [plain(book) for book in assembly.books.values()],
        "conducts": [plain(each) for each in catalogue.conducts.values()],
        "gates": [plain(each) for each in catalogue.gates.values()],
        "channels": [plain(each) for each in catalogue.channels.values()],
        "believed": believed.sha256 if believed else None,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
