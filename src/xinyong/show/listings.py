"""What is modelled: institutions, schemes, and whatever else has an id."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from xinyong.errors import Problem, UnknownName, did_you_mean


def systems() -> list[dict[str, Any]]:
    """Every institution of the library, with where its rules and cases are."""
    from xinyong.scheme import library

    known = _sources()
    cases = library.case_files()
    found = []
    for name, path in library.book_files().items():
        data = library.read(path).data
        counted = library.read(cases[name]).data["cases"] if name in cases else []
        dates = data.get("in_force", {})
        found.append(
            {
                "id": name,
                "name": _name(data["name"]),
                "name_zh": data["name"].get("zh", "") if isinstance(data["name"], dict) else "",
                "kind": data["kind"],
                "operator": data["operator"],
                "settings": [data["setting"]],
                "subjects": _many(data["subjects"]),
                "rulebook": str(path),
                "cases": len(counted),
                "sources": [_cited(each, known) for each in _many(data.get("sources", []))],
                "moves": _many(data.get("moves", [])),
                "from": dates.get("from"),
                "until": dates.get("until"),
                "summary": data.get("summary", ""),
            }
        )
    return found


def schemes() -> list[dict[str, Any]]:
    """Every scheme and reform of the library."""
    from xinyong.scheme import library

    found = []
    for name, path in library.scheme_files().items():
        data = library.read(path).data
        books = [each if isinstance(each, str) else each.get("book", "") for each in data.get("books", [])]
        found.append(
            {
                "id": name,
                "name": _name(data["name"]),
                "summary": data.get("summary", ""),
                "setting": data.get("setting", "LAW"),
                "fictional": bool(_set_to(data, "fictional")),
                "base": data.get("base"),
                "books": books,
                "file": str(path),
            }
        )
    return found


def reforms() -> list[dict[str, Any]]:
    """Patches on ``china-2020``, but for those that are the same rules of another month, and fiction."""
    from xinyong.scheme import library

    files = library.scheme_files()
    return [
        row
        for row in schemes()
        if row["base"] == "china-2020"
        and not row["fictional"]
        and _set_to(library.read(files[row["id"]]).data, "as_of") is None
    ]


def _set_to(data: dict[str, Any], key: str) -> Any:
    """What a scheme's file sets a key to, itself or by its patch; None where it does not."""
    patched = [step.get("to") for step in data.get("patch", []) if step.get("set") == key]
    return patched[-1] if patched else data.get(key)


def assumptions(scheme: str = "china-2020") -> list[dict[str, Any]]:
    """Every number that ``--set`` can move: the engine's, then those of a scheme."""
    from xinyong.engine.assumptions import register
    from xinyong.scheme.loading import load

    own = [
        {"id": each.id, "value": each.value, "low": each.low, "high": each.high, "unit": each.unit,
         "meaning": each.meaning, "source": each.source, "phase": each.phase}
        for each in register()
    ]  # fmt: skip
    rest = [
        {"id": each.id, "value": each.value, "low": each.low, "high": each.high, "unit": each.unit,
         "meaning": each.meaning, "source": each.standing, "phase": "rules"}
        for each in load(scheme).assumptions.values()
    ]  # fmt: skip
    return own + rest


def indicators() -> list[dict[str, Any]]:
    """Every indicator with its formula and purpose."""
    from xinyong.results.catalogue import INDICATORS
    from xinyong.results.indicators import definition

    return [
        {"id": each.id, "theme": each.theme, "label": each.label, "unit": each.unit,
         "definition": definition(each), "purpose": each.purpose}
        for each in INDICATORS
    ]  # fmt: skip


def _catalogue(kind: str) -> list[dict[str, Any]]:
    from xinyong.scheme.loading import load

    entries = getattr(load("none").catalogue, kind)
    return [
        {"id": name, "name": str(each.name or name), "name_zh": each.name.zh if each.name else ""}
        for name, each in entries.items()
    ]


def conducts() -> list[dict[str, Any]]:
    """Every conduct of the catalogue."""
    from xinyong.scheme.loading import load

    return [
        {"id": name, "name": str(each.name), "name_zh": each.name.zh, "domain": each.domain,
         "valence": each.valence, "lawful": each.lawful, "subjects": list(each.subjects)}
        for name, each in load("none").catalogue.conducts.items()
    ]  # fmt: skip


def frames() -> list[dict[str, Any]]:
    """The frames by name; every city is one too."""
    from xinyong.society.frames import frames as known

    return [
        {"id": each.id, "name": each.name, "summary": each.summary, "citizens": each.citizens}
        for each in known().values()
    ]


#: What ``xinyong show`` lists by a word of its own.
LISTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "systems": systems,
    "schemes": schemes,
    "conducts": conducts,
    "gatekeepers": lambda: _catalogue("gates"),
    "channels": lambda: _catalogue("channels"),
    "assumptions": assumptions,
    "indicators": indicators,
    "frames": frames,
}


def show(word: str) -> tuple[str, Any]:
    """What an id stands for: a page to read, and the same as plain data.

    Schemes, rule books, conducts, gatekeepers, channels, indicators, assumptions, frames, and
    the lists of them by their plural. Raises ``UnknownName`` with the nearest id.
    """
    from xinyong.scheme import library

    if word in LISTS:
        rows = LISTS[word]()
        return rows_text(rows), rows
    if (
        word in library.scheme_files()
        or word in library.book_files()
        or "/" in word
        or word.endswith(".yaml")
    ):
        return _rules(word)
    return _entry(word)


def rows_text(rows: list[dict[str, Any]]) -> str:
    """A line for each row: its id and what it is called or means."""
    lines = []
    for row in rows:
        told = row.get("name") or row.get("label") or row.get("meaning") or ""
        if "low" in row:
            told = f"{row['value']:g} {row['unit']} ({row['low']:g} to {row['high']:g})  {told}"
        lines.append(f"{row['id']:<34}{told}")
    return "\n".join(lines)


def _rules(word: str) -> tuple[str, Any]:
    from xinyong.scheme import library
    from xinyong.scheme.loading import load
    from xinyong.show.schemes import scheme_page

    if word in library.book_files() or Path(word).name == "rulebook.yaml" or Path(word).is_dir():
        return _book(word)
    return scheme_page(load(word))


def _book(word: str) -> tuple[str, Any]:
    """A rule book, of the library or by its path, with its worked cases."""
    from xinyong.engine.casework import cases_in
    from xinyong.scheme import library
    from xinyong.scheme.loading import load
    from xinyong.show.book import page

    scheme = load(word)
    book = scheme.books[0]
    path = library.find_scheme(word).parent / "cases.yaml"
    cases = cases_in(path) if path.is_file() else []
    data = book.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    told = [{"case": case.case, "as_of": case.as_of} for case in cases]
    return page(book, scheme.catalogue.sources, cases), data | {"cases": told}


def _entry(word: str) -> tuple[str, Any]:
    from xinyong.scheme.loading import load
    from xinyong.show.reading import page

    catalogue = load("none").catalogue
    for entries in (catalogue.conducts, catalogue.gates, catalogue.channels):
        if word in entries:
            model: Any = entries[word]
            return page(model, catalogue.sources), model.model_dump(mode="json", by_alias=True)
    rows = [row for listed in (indicators, assumptions, frames) for row in listed()]
    for row in rows:
        if row["id"] == word:
            return "\n".join(f"{key}: {value}" for key, value in row.items()), row
    known = [*LISTS, *(row["id"] for row in [*schemes(), *systems(), *rows])]
    known += [*catalogue.conducts, *catalogue.gates, *catalogue.channels]
    raise UnknownName(
        Problem(
            path=word,
            found="nothing has this id",
            remedy=did_you_mean(word, known, f"try one of: {', '.join(LISTS)}"),
        )
    )


def _sources() -> dict[str, str]:
    from xinyong.scheme import library

    entries = library.shared("sources").data["sources"]
    return {
        each["id"]: ", ".join(str(each[key]) for key in ("author", "title", "date") if key in each)
        for each in entries
    }


def _name(name: Any) -> str:
    return str(name.get("en", "")) if isinstance(name, dict) else str(name)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _cited(source: Any, known: dict[str, str]) -> str:
    """A source in full: its id, then author, title and date; an article where one is meant."""
    ref = _ref(source)
    told = f"{ref}: {known[ref]}" if ref in known else ref
    article = source.get("article") if isinstance(source, dict) else None
    return f"{told}, {article}" if article else told


def _ref(source: Any) -> str:
    return str(source.get("ref") or source.get("title")) if isinstance(source, dict) else str(source)
