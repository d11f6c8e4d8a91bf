"""The shipped library of institutions and schemes, and files of one's own beside it.

``library/conduct.yaml``, ``access.yaml``, ``channels.yaml`` and ``sources.yaml`` are shared by all;
every folder with a ``rulebook.yaml`` is an institution, every file of ``schemes/`` a scheme.
Adding one is adding a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from xinyong.errors import Problem, UnknownName, did_you_mean, one_of
from xinyong.scheme.reading import Document, read_file


@cache
def root() -> Path:
    """The folder of the shipped library."""
    return Path(str(resources.files("xinyong.scheme").joinpath("library")))


@cache
def _read(path: Path, changed: int) -> Document:
    return read_file(path)


def read(path: Path) -> Document:
    """One file, as a document of the caller's own; files that did not change are read once."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = -1
    return _read(path, changed).copy()


def shared(name: str) -> Document:
    """``conduct``, ``access``, ``channels`` or ``sources``."""
    return read(root() / f"{name}.yaml")


def book_files() -> dict[str, Path]:
    """Rule books of the library by id (the name of their folder)."""
    return {path.parent.name: path for path in sorted(root().glob("*/rulebook.yaml"))}


def case_files() -> dict[str, Path]:
    """Files of worked cases by the id of their rule book."""
    return {path.parent.name: path for path in sorted(root().glob("*/cases.yaml"))}


def scheme_files() -> dict[str, Path]:
    """Schemes and reforms of the library by id (the name of the file)."""
    return {path.stem: path for path in sorted(root().glob("schemes/*.yaml"))}


def places() -> tuple[str, ...]:
    """Ids of the cities that schemes may name (``places.yaml``)."""
    return tuple(city_provinces())


def provinces() -> tuple[str, ...]:
    """Ids of the provinces: each stands for all its cities."""
    return tuple(dict.fromkeys(province for province in city_provinces().values() if province))


@cache
def city_provinces() -> Mapping[str, str]:
    """The province of each city of ``places.yaml`` ('' where none is said)."""
    path = root() / "places.yaml"
    data = read(path).data if path.is_file() else None
    entries = data.get("places", []) if isinstance(data, dict) else []
    named = [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
    return MappingProxyType({entry["id"]: str(entry.get("province", "")) for entry in named})


def _looks_like_path(word: str) -> bool:
    return "/" in word or "\\" in word or word.endswith((".yaml", ".yml"))


def find_scheme(word: str | Path, beside: Path | None = None) -> Path:
    """The file that a name or path means: a scheme, a reform or a rule book (or its folder).

    Raises ``UnknownName`` with what is there and the nearest spelling.
    """
    text = str(word)
    if not isinstance(word, Path) and text in scheme_files():
        return scheme_files()[text]
    for folder in filter(None, (beside, Path())):
        path = folder / text
        if path.is_dir() and (path / "rulebook.yaml").is_file():
            return path / "rulebook.yaml"
        if path.is_file() and (_looks_like_path(text) or isinstance(word, Path)):
            return path
    if text in book_files():
        return book_files()[text]
    if _looks_like_path(text) or isinstance(word, Path):
        raise UnknownName(Problem(text, 0, "", "no such file", "", "give the path of a scheme or rule book"))
    known = sorted(scheme_files())
    raise UnknownName(
        Problem(
            "",
            0,
            "",
            f"no scheme {text!r}",
            one_of(known, 30),
            did_you_mean(text, [*known, *book_files()], "see: xinyong schemes"),
        )
    )


def find_book(word: str, beside: list[Path]) -> Path | None:
    """The file of a book named in a scheme: a library id, or a path beside the scheme."""
    if word in book_files():
        return book_files()[word]
    for folder in beside:
        path = folder / word
        for each in (path / "rulebook.yaml", path):
            if each.is_file():
                return each
    return None
