"""Numbers and problems as JSON holds them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import ValidationError

from xinyong.errors import Problem, did_you_mean
from xinyong.scheme import library
from xinyong.show.explore.messages import FORMS

_MEAN: Final = "did you mean"
_SHOWN: Final = 60


def number(value: float, digits: int = 9) -> float | None:
    """A number to some digits; None where it is not known."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else None


def single(value: np.float32) -> float | None:
    """A number of a file of single precision, in the fewest digits that give it back."""
    return float(str(value)) if np.isfinite(value) else None


def text_of(data: Any) -> bytes:
    """One JSON document without white space; it cannot hold what is no number."""
    return json.dumps(
        data, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=str
    ).encode("utf-8", "replace")


def known(data: Any) -> Any:
    """The same data with None for numbers that are none."""
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, dict):
        return {str(key): known(each) for key, each in data.items()}
    if isinstance(data, list | tuple):
        return [known(each) for each in data]
    return data.item() if isinstance(data, np.generic) else data


def told(problems: Iterable[Problem], folder: Path | None = None) -> list[dict[str, Any]]:
    """Problems for a page: files by their names in the library or in ``folder``, no path of this machine."""
    return [{**each.as_dict(), "file": _named(each.file, folder)} for each in problems]


def in_text(problems: Iterable[Problem], text: str, folder: Path) -> list[dict[str, Any]]:
    """Problems of a text that is being written, each with line and column (from 1; 0 not known)."""
    lines = text.splitlines()
    found = []
    for each in problems:
        line = lines[each.line - 1] if 0 < each.line <= len(lines) else ""
        meant = each.remedy.startswith(_MEAN)
        found.append({
            "line": each.line,
            "column": len(line) - len(line.lstrip(" -")) + 1 if line.strip() else 0,
            "where": each.path or _named(each.file, folder), "found": each.found, "allowed": each.allowed,
            "did_you_mean": each.remedy if meant else "", "what_to_do": "" if meant else each.remedy,
        })  # fmt: skip
    return found


#: What is allowed where pydantic found something else, by its name of the fault; the bounds are filled in.
_ALLOWED: Final = {
    "int_type": "a whole number", "int_parsing": "a whole number", "int_from_float": "a whole number",
    "float_type": "a number", "float_parsing": "a number", "finite_number": "a number",
    "string_type": "text", "list_type": "a list", "bool_type": "true or false",
    "dict_type": "a block of keys", "model_type": "a block of keys",
    "model_attributes_type": "a block of keys",
    "greater_than_equal": "{ge} or more", "less_than_equal": "{le} at most", "literal_error": "{expected}",
    "too_short": "{min_length} or more", "too_long": "{max_length} at most",
    "string_too_short": "{min_length} or more characters",
    "string_too_long": "{max_length} characters at most",
    "union_tag_invalid": "{expected_tags}",
}  # fmt: skip


def invalid(error: ValidationError, keys: Sequence[str] = ()) -> list[Problem]:
    """What pydantic found wrong, as problems in the words of the rest of the program."""
    found = []
    for each in error.errors(include_url=False):
        place = [str(step) for step in each["loc"]]
        fault, bounds = each["type"], each.get("ctx", {})
        if fault == "extra_forbidden":
            remedy = did_you_mean(place[-1], keys, "remove it") if place else ""
            found.append(Problem(path=".".join(place), found="a key that nobody knows", remedy=remedy))
        elif fault == "missing":
            name = place[-1] if place else ""
            found.append(Problem(path=".".join(place[:-1]), found=f"no {name!r}", remedy=f"add {name!r}"))
        else:
            known = _ALLOWED.get(fault, "").format(**bounds) or FORMS.get(str(bounds.get("pattern")))
            allowed = f"allowed: {known or each['msg']}"
            found.append(Problem(path=".".join(place), found=shown(each.get("input")), allowed=allowed))
    return found


def shown(value: Any) -> str:
    """A value in a few words."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _named(file: str, folder: Path | None) -> str:
    path = Path(file)
    for root in (folder, library.root()):
        if root is not None and path.is_absolute() and path.is_relative_to(root):
            return str(path.relative_to(root))
    return path.name if path.is_absolute() else file
