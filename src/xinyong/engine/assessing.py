"""Assessing one record: read strictly, judged under a scheme, forgotten.

A record is a history (``scheme.histories``) on its own: what a subject did, when, how it became known.
It is about nobody: whatever could tell who it is about is refused, and so is more than one record. The
judging is that of worked cases (``single``), interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from xinyong.errors import InputError, Problem, XinyongError, did_you_mean, one_of
from xinyong.scheme import library
from xinyong.scheme.histories import Happening, History
from xinyong.scheme.holding import hold, keys_of
from xinyong.scheme.loading import load
from xinyong.scheme.reading import Document, Place

if TYPE_CHECKING:
    from xinyong.engine.judgement import Judgement
    from xinyong.scheme.loading import Scheme

#: Words in a key that would tell who a record is about.
_TELLING: Final = (
    "name", "alias", "identity", "id-number", "id-card", "passport", "phone", "mobile", "mail", "address",
    "street", "photo", "face", "fingerprint", "account", "plate", "employer", "wechat", "weibo", "姓名",
    "身份证", "手机", "电话", "地址",
)  # fmt: skip
_TELLING_WHOLE: Final = ("id", "uscc", "ssn", "tel", "dob", "qq", "who")
#: Values that look like somebody: identity and company numbers, phones, mail addresses.
_LOOKS: Final = (
    (re.compile(r"\d{17}[\dXx]"), "an identity number"),
    (re.compile(r"\d{15}"), "an identity number"),
    (re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}"), "the number of a company"),
    (re.compile(r"(\+?86[- ]?)?1[3-9]\d{9}"), "a telephone number"),
    (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "a mail address"),
    (re.compile(r"[\u4e00-\u9fff]{2,4}"), "a Chinese name"),
)
_NOBODY: Final = "records are about nobody: no name, number, face or address"
_LEAVE: Final = "leave it out; nothing that follows depends on it"


class Assessment(NamedTuple):
    """What a scheme makes of a record."""

    scheme: Scheme
    record: History
    judgement: Judgement

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON: scores, lists and measures, each with rule and source; and the record."""
        told = self.judgement.as_dict()
        return {
            "scheme": self.scheme.id,
            "kind": self.record.kind,
            "place": self.record.place,
            **{key: told[key] for key in ("as_of", "scores", "lists", "measures", "records", "live_records")},
        }


def assess(scheme: str | Path, record: str | Path) -> Assessment:
    """Judge the record in a file under a scheme, by name or path, as if all that it says was noticed.

    Raises ``InputError`` with every problem of both: an unknown scheme, a record that tells who it is
    about, unknown keys and names, dates out of order.
    """
    problems: list[Problem] = []
    rules: Scheme | None = None
    try:
        rules = load(scheme)
    except XinyongError as error:
        problems += error.problems
    document = library.read(Path(record))
    history = read_record(document)
    problems += document.problems
    problems += list(_unknown(document, rules))
    if rules is not None and history is not None and not problems:
        from xinyong.engine.single import judge

        known = rules.catalogue.cities
        timeline = rules.compile([each for each in (history.place,) if each in known])
        try:
            return Assessment(rules, history, judge(timeline, history))
        except InputError as error:
            problems += [_placed(document, each) for each in error.problems]
    raise InputError(sorted(dict.fromkeys(problems), key=lambda each: (each.file, each.line)))


def _unknown(document: Document, rules: Scheme | None) -> Iterator[Problem]:
    """Conducts and places that nobody knows, and what lies after the end, however little else holds."""
    data = document.data if isinstance(document.data, dict) else {}
    conducts = _ids("conduct", "conducts") if rules is None else list(rules.catalogue.conducts)
    places = library.places() if rules is None else rules.catalogue.cities
    place = data.get("place", "none")
    if isinstance(place, str) and place != "none" and places and place not in places:
        yield document.problem(
            ("place",), f"no place {place!r}", one_of(["none", *places]),
            did_you_mean(place, places, "write none for anywhere else"),
        )  # fmt: skip
    history = data.get("history")
    for index, each in enumerate(history if isinstance(history, list) else []):
        happening = each if isinstance(each, dict) else {}
        conduct, month, end = happening.get("conduct"), happening.get("month"), data.get("as_of")
        if isinstance(conduct, str) and conduct not in conducts:
            yield document.problem(
                ("history", index, "conduct"), f"no conduct {conduct!r}", f"{len(conducts)} conducts",
                did_you_mean(conduct, conducts, "see: xinyong show conducts"),
            )  # fmt: skip
        if isinstance(month, str) and isinstance(end, str) and month[:7] > end[:7]:
            yield document.problem(
                ("history", index, "month"), f"{month} lies after as_of {end}", "", "put as_of at the end"
            )


def _ids(file: str, key: str) -> list[str]:
    data = library.shared(file).data
    return [each["id"] for each in data[key]]


def read_record(document: Document) -> History | None:
    """The record in a document, or None; all that is wrong with it is in the document's problems."""
    if isinstance(document.data, list):
        found = f"a list of {len(document.data)}"
        document.complain((), found, "allowed: one record", "assess one at a time: no rosters")
        return None
    telling = list(_telling(document, document.data, ()))
    held = hold(document, History)
    told = {problem.path for problem in telling}
    document.problems[:] = [*telling, *(each for each in document.problems if each.path not in told)]
    return held.model if held is not None else None


def _telling(document: Document, data: Any, place: Place) -> Iterator[Problem]:
    """Keys and values that would tell who a record is about."""
    if isinstance(data, dict):
        for key, value in data.items():
            if _is_telling(str(key)):
                yield document.problem((*place, key), f"a key {key!r}", _NOBODY, _LEAVE)
            else:
                yield from _telling(document, value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _telling(document, value, (*place, index))
    elif isinstance(data, str | int) and not isinstance(data, bool):
        text = str(data).strip()
        for pattern, what in _LOOKS:
            if pattern.fullmatch(text):
                yield document.problem(place, f"what looks like {what}", _NOBODY, _LEAVE)
                return
        if place[-1:] == ("born",) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            yield document.problem(place, "a day of birth", "allowed: YYYY-MM", f"write {text[:7]}")


def _is_telling(key: str) -> bool:
    if key in _keys():
        return False
    word = key.lower().replace("_", "-")
    return word in _TELLING_WHOLE or any(part in word for part in _TELLING)


def _keys() -> set[str]:
    """Keys that a record may have anywhere."""
    return {*keys_of(History), *keys_of(Happening)}


def _placed(document: Document, problem: Problem) -> Problem:
    """A problem of the judging, with the file and line of what it is about."""
    steps = [int(step) if step.isdigit() else step for step in problem.path.split(".")]
    return document.problem(tuple(steps), problem.found, problem.allowed, problem.remedy)
