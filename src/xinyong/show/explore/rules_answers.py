"""Answers about rules: lists, pages, rule books in sections, who tells whom, checks and assessments."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xinyong.dates import month_number
from xinyong.errors import InputError, Problem, UnknownName, did_you_mean, one_of
from xinyong.scheme import library
from xinyong.scheme.reading import read_text
from xinyong.show import listings
from xinyong.show.explore.messages import AssessBody, CheckBody
from xinyong.show.explore.plain import in_text, known
from xinyong.show.explore.resolving import known_scheme
from xinyong.show.explore.sent import outside

if TYPE_CHECKING:
    from xinyong.scheme.books import RuleBook

#: Kinds of files that a page writes, and where their schemas are.
SCHEMAS: Final = {"book": "rulebook", "scheme": "scheme", "reform": "reform", "record": "history"}
LISTS: Final = ("systems", "schemes", "conducts", "gatekeepers", "channels", "indicators", "assumptions",
                "frames", "reforms")  # fmt: skip
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._*-]*")
#: Where the months of the date slider begin and end.
FIRST, LAST = "2002-01", "2040-12"


@cache
def listed(what: str) -> list[dict[str, Any]]:
    """Rows of a list. Raises ``UnknownName`` for a list that there is not."""
    if what not in LISTS:
        raise UnknownName(Problem(path=what[:60], found="no such list", allowed=one_of(LISTS),
                                  remedy=did_you_mean(what[:60], LISTS)))  # fmt: skip
    if what == "reforms":
        return _local(listings.reforms())
    return _local(listings.LISTS[what]())


def _local(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without paths of this machine."""
    root = str(library.root())
    return [
        {key: each[len(root) + 1 :] if isinstance(each, str) and each.startswith(root) else each
         for key, each in row.items()}
        for row in rows
    ]  # fmt: skip


@lru_cache(maxsize=256)
def shown(word: str) -> dict[str, Any]:
    """What an id stands for: ``{id, text, data}``. Raises ``UnknownName``; a path is no id."""
    if not _WORD.fullmatch(word) or word.endswith((".yaml", ".yml")):
        raise UnknownName(Problem(path=word[:60], found="no id", allowed="allowed: an id of the library",
                                  remedy="see the lists"))  # fmt: skip
    if word in listings.LISTS:
        text, data = "", listed(word)
        return {"id": word, "text": text or listings.rows_text(data), "data": data}
    names = (*library.scheme_files(), *library.book_files())
    # a folder beside the server may be called anything; only the library is meant
    text, data = listings.show(word) if word in names or not Path(word).exists() else _nothing(word)
    return {"id": word, "text": text.replace(f"{library.root()}/", ""), "data": known(data)}


def _nothing(word: str) -> tuple[str, Any]:
    raise UnknownName(Problem(path=word, found="nothing has this id", remedy="see the lists"))


@lru_cache(maxsize=128)
def book(word: str, month: str | None) -> dict[str, Any]:
    """A rule book in sections, each entry a sentence with what is behind it.

    ``month`` says whether it holds then. Raises ``UnknownName`` for a book that there is not.
    """
    from xinyong.scheme.loading import load
    from xinyong.show.book import head, refs, sections

    if word not in library.book_files():
        names = list(library.book_files())
        raise UnknownName(Problem(path=word[:60], found="no such rule book", allowed=one_of(names),
                                  remedy=did_you_mean(word[:60], names)))  # fmt: skip
    scheme = load(word)
    one: RuleBook = scheme.books[0]
    sources = scheme.catalogue.sources
    cited = [
        {"ref": ref, **({key: getattr(sources[ref], key) for key in ("author", "title", "date", "url")}
                        if ref in sources else {})}
        for ref in refs(one)
    ]  # fmt: skip
    return {
        "id": one.id, "name": one.name.en, "name_zh": one.name.zh, "kind": one.kind,
        "operator": one.operator, "setting": one.setting, "subjects": list(one.subjects),
        "from": one.in_force.from_, "until": one.in_force.until,
        "in_force": None if month is None else one.in_force.holds(_month(month)),
        "head": head(one), "summary": one.summary,
        "sections": [{"title": title, "entries": [each._asdict() for each in entries]}
                     for title, entries in sections(one)],
        "moves": list(one.moves), "sources": cited, "cases": shown(word)["data"]["cases"],
    }  # fmt: skip


def _month(text: str) -> int:
    try:
        found = month_number(text)
    except ValueError as error:
        raise InputError(Problem(path="month", found=str(error), remedy="write 2014-01, say")) from None
    if not month_number(FIRST) <= found <= month_number(LAST):
        raise InputError(Problem(path="month", found=text, allowed=f"allowed: {FIRST} to {LAST}"))
    return found


@lru_cache(maxsize=64)
def flows(month: str, scheme: str) -> dict[str, Any]:
    """Institutions and agreements that hold in a month, as a graph: ``{nodes, links}``."""
    from xinyong.scheme.loading import load
    from xinyong.scheme.regimes import each_book

    number = _month(month)
    rules = load(known_scheme(scheme, {}))
    held = {one.id: one for _, one in each_book(rules, number)}
    links = list(_links(held, number))
    own = [("", each) for each in rules.agreements if each.holds(number)]
    for hub, each in own:
        links += list(_told(hub, each))
    ends = {end for link in links for end in (link["from"], link["to"])}
    gates = rules.catalogue.gates
    nodes = [
        {"id": one.id, "title": one.name.en, "title_zh": one.name.zh, "kind": one.kind,
         "setting": one.setting, "operator": one.operator, "since": one.in_force.from_}
        for one in held.values()
    ]  # fmt: skip
    nodes += [
        {"id": f"gate:{name}", "title": str(gates[name].name or name), "title_zh": "", "kind": "gate",
         "setting": "", "operator": "", "since": None}
        for name in gates if f"gate:{name}" in ends
    ]  # fmt: skip
    there = {each["id"] for each in nodes}
    nodes += [
        {"id": each, "title": each.removeprefix("holder:"), "title_zh": "", "kind": "holder", "setting": "",
         "operator": "", "since": None}
        for each in sorted(ends - there)
    ]  # fmt: skip
    return {"month": month, "scheme": scheme, "nodes": nodes, "links": links}


def _links(held: dict[str, RuleBook], number: int) -> Iterator[dict[str, Any]]:
    for one in held.values():
        for each in one.agreements:
            if each.holds(number):
                yield from _told(one.id, each)
        for flow in one.flows:
            if flow.holds(number):
                yield {"from": f"holder:{flow.who}", "to": f"holder:{flow.to}", "what": "data",
                       "agreement": one.id, "since": flow.from_, "until": flow.until,
                       "source": _source(flow)}  # fmt: skip
        for rule in one.measures:
            if rule.holds(number) and rule.when.book_of(one.id) in held:
                of = rule.when.list_word(one.id) or ("grade" if rule.when.grade else "score or record")
                for gate in rule.gate:
                    yield {"from": rule.when.book_of(one.id), "to": f"gate:{gate}", "what": of,
                           "does": rule.does, "reaches": rule.reaches, "agreement": one.id,
                           "since": rule.from_, "until": rule.until, "source": _source(rule)}  # fmt: skip


def _told(hub: str, each: Any) -> Iterator[dict[str, Any]]:
    for word in each.list_:
        whole = word if "." in word else f"{hub}.{word}"
        for gate in each.to:
            yield {"from": whole.partition(".")[0], "to": f"gate:{gate}", "what": whole, "does": "tells",
                   "agreement": each.book or hub or "scheme", "since": each.from_, "until": each.until,
                   "coverage": each.coverage.number, "delay_months": each.delay.number,
                   "source": _source(each)}  # fmt: skip


def _source(part: Any) -> str:
    from xinyong.show.telling import behind

    return behind(part) or behind(*(getattr(part, name, None) for name in ("coverage", "strength", "share")))


def checked(body: CheckBody) -> dict[str, Any]:
    """All that is wrong with a text that is being written."""
    from xinyong.engine.assessing import read_record
    from xinyong.scheme.check import check

    with tempfile.TemporaryDirectory(prefix="xinyong-check-") as name:
        folder = Path(name)
        path = folder / ("rulebook.yaml" if body.kind == "book" else f"{body.kind}.yaml")
        document = read_text(body.text, str(path))
        problems = document.problems or outside(document)
        if not problems and document.data is None:
            problems = [document.problem((), "nothing written yet")]
        if not problems and body.kind == "record":
            read_record(document)
            problems = document.problems
        if not problems:
            path.write_text(body.text, encoding="utf-8")
            problems = check([path])
        return {"problems": in_text(problems, body.text, folder)}


def assessed(body: AssessBody) -> dict[str, Any]:
    """What a scheme makes of one record. Raises ``InputError`` with all problems of both."""
    from xinyong.engine.assessing import assess

    with tempfile.TemporaryDirectory(prefix="xinyong-record-") as name:
        path = Path(name) / "record.yaml"
        text = body.record if isinstance(body.record, str) else json.dumps(body.record, ensure_ascii=False)
        path.write_text(text, encoding="utf-8", errors="replace")
        told: dict[str, Any] = known(assess(known_scheme(body.scheme, {}), path).as_dict())
        return told


@cache
def schema(kind: str) -> dict[str, Any]:
    """JSON Schema of a kind of file, and the words that it may use."""
    from xinyong.scheme.schema import schemas

    if kind not in SCHEMAS:
        raise UnknownName(Problem(path=kind[:60], found="no such kind of file",
                                  allowed=one_of(list(SCHEMAS))))  # fmt: skip
    lists = ("conducts", "gatekeepers", "channels", "indicators", "systems", "schemes")
    words = {name: [row["id"] for row in listed(name)] for name in lists}
    words |= {"places": list(library.places()), "provinces": list(library.provinces()),
              "sources": [each["id"] for each in library.shared("sources").data["sources"]]}  # fmt: skip
    return {"kind": kind, "schema": schemas()[f"{SCHEMAS[kind]}.schema.json"], "words": words}
