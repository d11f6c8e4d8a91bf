"""From plain data to models: every mistake becomes a problem with its file and line.

One mistake must not hide the others. So where a block does not hold, what is wrong is
reported, a stand-in is put in its place, and the block is read again: what is left can
still be checked for everything else. Stand-ins never leave a load that has problems.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Final, Generic, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from xinyong.errors import Problem, did_you_mean, nearest, one_of
from xinyong.scheme import editing
from xinyong.scheme.reading import Document, Place
from xinyong.scheme.values import Refusal, Value

Model = TypeVar("Model", bound=BaseModel)

#: The note of a number that stands in for one that did not hold.
STAND_IN: Final = "(stand-in)"
#: A word that stands in for one that was told to be missing, or no word.
STAND_IN_WORD: Final = "stand-in"
_ROUNDS: Final = 12


@dataclass(frozen=True)
class Held(Generic[Model]):
    """A model and its document.

    ``document`` has the places of the model: where something did not hold and was left out,
    it is a copy without that; ``written`` is the data as it stands in the file. Both report
    problems to the same list.
    """

    model: Model
    document: Document
    written: Any

    def says(self, place: Place, key: str) -> bool:
        """Whether the file gives this key to the block at a place, be it misspelt or its value refused."""
        if (self.document.where(place), key) in self.document.dropped:
            return True
        try:
            return key in editing.at(self.document, place)
        except (KeyError, IndexError, TypeError):
            return False


def hold(document: Document, model: type[Model]) -> Held[Model] | None:
    """The document's data as a model; problems are added to the document's.

    A model is returned even where there are problems, if one can be made of the rest.
    """
    if not isinstance(document.data, dict):
        if not document.problems:
            document.complain((), "no block of keys", f"allowed: {', '.join(keys_of(model)[:8])} …")
        return None
    work = document
    tried: set[Place] = set()
    for _ in range(_ROUNDS):
        try:
            return Held(model.model_validate(work.data), work, document.data)
        except ValidationError as error:
            errors = [dict(each) for each in error.errors(include_url=False)]
        if work is document:
            document.problems += [_problem(document, model, each) for each in errors]
            work = document.copy()
            work.problems = document.problems
        for place, kind in sorted({(_place(each), str(each["type"])) for each in errors}, key=_late_first):
            _mend(work, model, place, kind, tried)
    return None


def _late_first(fault: tuple[Place, str]) -> tuple[Any, ...]:
    """Later items first, so that removing one leaves the places of the others right."""
    return tuple((0, -step, "") if isinstance(step, int) else (1, 0, step) for step in fault[0])


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that a block may have, as they are written."""
    return [info.alias or name for name, info in model.model_fields.items()]


def _opened(annotation: Any) -> list[Any]:
    """What an annotation is made of, with Annotated and unions opened."""
    if get_origin(annotation) is Annotated:
        return _opened(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [part for each in get_args(annotation) for part in _opened(each)]
    return [annotation]


def _field(block: type[BaseModel], key: str | int) -> FieldInfo | None:
    for name, info in block.model_fields.items():
        if (info.alias or name) == key:
            return info
    return None


def model_at(model: type[BaseModel], steps: Sequence[str | int]) -> type[BaseModel] | None:
    """The model of the block that ``steps`` lead to."""
    here: list[Any] = [model]
    for step in steps:
        further: list[Any] = []
        for each in here:
            if isinstance(each, type) and issubclass(each, BaseModel):
                info = _field(each, step)
                further += _opened(info.annotation) if info else []
            elif get_origin(each) is list:
                further += _opened(get_args(each)[0])
            elif get_origin(each) is dict:
                further += _opened(get_args(each)[1])
        here = further
    return next((each for each in here if isinstance(each, type) and issubclass(each, BaseModel)), None)


def _mend(work: Document, model: type[BaseModel], place: Place, kind: str, tried: set[Place]) -> None:
    """Put something at a place that lets the rest be read."""
    while place:
        block = model_at(model, place[:-1])
        info = _field(block, place[-1]) if block else None
        again = place in tried
        tried.add(place)
        try:
            holder = editing.at(work, place[:-1])
        except (KeyError, IndexError, TypeError):
            place = place[:-1]
            continue
        if info is not None and info.is_required() and isinstance(holder, dict) and not again:
            stand_in = _stand_in(info.annotation, holder.get(place[-1]))
            editing.put(work, place, stand_in, work.where(place[:-1]))
            return
        if (info is not None and info.is_required()) or not isinstance(holder, dict | list):
            place = place[:-1]
            continue
        if kind != "missing" and _there(holder, place[-1]):
            where = work.where(place[:-1])
            work.dropped.add((where, place[-1]))
            meant = nearest(str(place[-1]), keys_of(block)) if block and info is None else None
            if meant is not None:
                work.dropped.add((where, meant))
            editing.remove(work, place)
            return
        place = place[:-1]


def _there(holder: Any, step: str | int) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(step, int) and step < len(holder)


def _stand_in(annotation: Any, written: Any = None) -> Any:
    """What a required key may be taken for, where it cannot be what is ``written``: the nearest word."""
    for each in _opened(annotation):
        if get_origin(each) is Literal:
            words = get_args(each)
            return nearest(str(written), words) or words[0]
        if get_origin(each) is list:
            inner = _stand_in(get_args(each)[0])
            return [inner] if isinstance(inner, str) else []
        if get_origin(each) is dict:
            return {}
        if each is bool:
            return False
        if isinstance(each, type) and issubclass(each, Value):
            return {"value": 0, "standing": "choice", "note": STAND_IN}
        if isinstance(each, type) and issubclass(each, BaseModel):
            return {}
    return STAND_IN_WORD


def _place(error: dict[str, Any]) -> Place:
    return tuple(step for step in error["loc"] if step != "[key]")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return f"a block with {', '.join(map(str, list(value)[:4])) or 'nothing'}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def _problem(document: Document, model: type[BaseModel], error: dict[str, Any]) -> Problem:
    place = _place(error)
    kind, context, value = error["type"], error.get("ctx", {}), error.get("input")
    found, allowed, remedy = f"found {_shown(value)}", "", ""
    if kind == "extra_forbidden":
        block = model_at(model, place[:-1])
        words = keys_of(block) if block else []
        found, allowed = f"unknown key {place[-1]!r}", one_of(words, 30)
        remedy = did_you_mean(str(place[-1]), words, "remove it")
    elif kind == "missing":
        found, remedy = f"no {place[-1]!r}", f"add the key {place[-1]!r}"
        block = model_at(model, place[:-1])
        here = editing.at(document, place[:-1])
        if block is not None and isinstance(here, dict):
            unknown = [key for key in here if key not in keys_of(block)]
            near = nearest(str(place[-1]), unknown)
            remedy = f"is {near!r} meant to be it?" if near else remedy
        place = place[:-1]
    elif kind in ("literal_error", "enum"):
        words = re.findall(r"'([^']*)'", context.get("expected", ""))
        allowed, remedy = one_of(words, 30), did_you_mean(str(value), words, "choose one of these")
    elif kind == "value_error" and isinstance(context.get("error"), Refusal):
        refusal: Refusal = context["error"]
        found, allowed, remedy = refusal.found, refusal.allowed, refusal.remedy
    elif kind in ("bool_type", "bool_parsing"):
        allowed, remedy = "allowed: true or false", "write true or false"
    elif kind == "string_pattern_mismatch":
        allowed, remedy = "allowed: small letters, digits and single hyphens", "spell it so"
    elif kind == "string_type":
        allowed, remedy = "allowed: text", "write a word, or the number in quotes"
    elif kind in ("model_type", "model_attributes_type", "dict_type"):
        block = model_at(model, place)
        allowed = f"allowed: a block with {', '.join(keys_of(block)[:8])}" if block else "allowed: a block"
        remedy = "write keys and values"
    elif kind == "list_type":
        allowed, remedy = "allowed: a list", "put it in [ ] or begin lines with '- '"
    else:
        allowed = f"allowed: {error['msg'].removeprefix('Input should be ')}"
    return document.problem(place, found, allowed, remedy)


def missing_word(document: Document, place: Place, word: str, words: Sequence[str], what: str) -> None:
    """Complain of a name that nothing bears: what it could name, and the nearest that is there.

    Of a stand-in that is not said: what it stands for was told.
    """
    if word == STAND_IN_WORD:
        return
    document.complain(
        place, f"no {what} {word!r}", one_of(sorted(words)), did_you_mean(word, words, f"name a {what}")
    )
