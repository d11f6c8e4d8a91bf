"""The library's own texts in Chinese: pairs in ``chinese/``, keyed by the English text itself.

    python -m xinyong.show.explore.texts            # texts without Chinese, as pairs to be filled in
    python -m xinyong.show.explore.texts --check    # what is missing, unused or wrong

A text that is changed has no pair any more: a Chinese page then shows the English, and says that it is.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from xinyong.scheme import library
from xinyong.show import listings

FOLDER: Final = Path(__file__).resolve().parent / "chinese"
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LETTERS: Final = re.compile(r"[A-Za-z]{2}")
_NUMBER: Final = re.compile(r"(?<![A-Za-z\d.])(\d[\d,]*(?:\.\d+)?)\s*(million|billion|亿|万)?")
_TIMES: Final = {"": 1.0, "million": 1e6, "billion": 1e9, "亿": 1e8, "万": 1e4}
#: English says "16.93 of 18.84 million": the first number is one of millions too.
_MANY: Final = (1.0, 1e6)


def _claims() -> Iterable[str]:
    from xinyong.claims.reading import library as claims

    for each in claims().values():
        yield from (each.statement, each.mechanism, each.why_not_a_knob)
        for test in each.tests:
            yield test.smallest.reason
        if each.fact is not None:
            yield each.fact.reason
            for one in each.fact.evidence:
                yield from (one.what, str(one.value))
        if each.untestable is not None:
            yield f"{each.untestable.reason} It would need: {each.untestable.would_need}"


def _notes() -> Iterable[str]:
    from xinyong.claims.reading import library as claims

    for each in claims().values():
        yield from each.notes


def _schemes() -> Iterable[str]:
    return (row["summary"] for row in listings.schemes() if not row["id"].startswith("bench-"))


def _books() -> Iterable[str]:
    for row in listings.systems():
        yield from (row["summary"], row["operator"])
    for path in library.book_files().values():
        for phase in library.read(path).data.get("phases", []):
            yield from (phase["name"], phase["does"])


def _cases() -> Iterable[str]:
    for path in library.case_files().values():
        yield from (each["case"] for each in library.read(path).data["cases"])


def _assumptions() -> Iterable[str]:
    for row in listings.assumptions():
        yield from (row["meaning"], row["source"], row["unit"])


def _figures() -> Iterable[str]:
    from xinyong.claims.weighing.reading import frontier
    from xinyong.show.explore.claims_answers import headline
    from xinyong.show.explore.run_data import GROUPINGS

    yield from (told for _, _, told, _ in GROUPINGS)
    yield from (axis.smallest.reason for axis in frontier().axes)
    for entry in headline()["data"]["entries"]:
        yield from (part["smallest"]["reason"] for part in entry["parts"])


#: What has Chinese, by the name of its file: the texts, in the order in which they are read.
KINDS: Final[dict[str, Callable[[], Iterable[str]]]] = {
    "claims": _claims, "claims-notes": _notes, "schemes": _schemes, "books": _books,
    "books-cases": _cases, "assumptions": _assumptions, "figures": _figures,
}  # fmt: skip


def texts(kind: str) -> list[str]:
    """English texts of a kind, each once; numbers and codes alone are none."""
    return [each for each in dict.fromkeys(KINDS[kind]()) if each and _LETTERS.search(each)]


@cache
def pairs(kind: str) -> dict[str, str]:
    """English and Chinese of a kind, as its file has them."""
    path = FOLDER / f"{kind}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


@cache
def chinese() -> dict[str, Any]:
    """What a Chinese page asks for: texts by their English, and names that the library has of its own.

    ``names`` has lists by their ids, other things by their English names.
    """
    told = {english: said for kind in KINDS for english, said in pairs(kind).items()}
    names: dict[str, str] = {}
    for word, path in library.book_files().items():
        data = library.read(path).data
        for each in data.get("lists", []):
            names |= {f"{word}.{each['id']}": said for _, said in _named(each.get("name"))}
        names |= dict(_named(data))
    return {"texts": told, "names": names}


def _named(data: Any) -> Iterator[tuple[str, str]]:
    """All names in English and Chinese that stand anywhere in a file."""
    if isinstance(data, dict):
        if isinstance(data.get("en"), str) and data.get("zh"):
            yield data["en"], data["zh"]
        for each in data.values():
            yield from _named(each)
    elif isinstance(data, list):
        for each in data:
            yield from _named(each)


def missing(kind: str) -> list[str]:
    """Texts without Chinese."""
    return [each for each in texts(kind) if not pairs(kind).get(each)]


def unused(kind: str) -> list[str]:
    """Pairs whose English is no text any more."""
    return sorted(set(pairs(kind)) - set(texts(kind)))


def faults(english: str, said: str) -> list[str]:
    """What is wrong with a pair: nothing Chinese in it, or a number that it lost."""
    found = ["nothing Chinese in it"] if _LETTERS.search(said) and not _HAN.search(said) else []
    there = numbers(said)
    lost = [each for each in sorted(numbers(english)) if not any(each * many in there for many in _MANY)]
    return found + [f"without the number {each:g}" for each in lost]


def numbers(text: str) -> set[float]:
    """Numbers in digits; 18.84 million and 1884 万 are the same."""
    return {
        round(float(digits.rstrip(",").replace(",", "")) * _TIMES[unit], 6)
        for digits, unit in _NUMBER.findall(text)
    }


def main(arguments: Sequence[str]) -> int:
    """Print what lacks Chinese, or with ``--check`` all that is wrong; returns the exit code."""
    if "--check" not in arguments:
        wanted = {kind: dict.fromkeys(missing(kind), "") for kind in KINDS}
        print(json.dumps({kind: each for kind, each in wanted.items() if each}, ensure_ascii=False, indent=1))
        return 0
    told = [f"{kind}: missing: {each}" for kind in KINDS for each in missing(kind)]
    told += [f"{kind}: unused: {each}" for kind in KINDS for each in unused(kind)]
    told += [f"{kind}: {fault}: {english}" for kind in KINDS for english, said in pairs(kind).items()
             for fault in faults(english, said)]  # fmt: skip
    print(*told, f"{len(told)} faults", sep="\n")
    return int(bool(told))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
