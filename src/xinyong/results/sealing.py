"""Small JSON files that know their own sum: one changed bit anywhere, and they are not read."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

_SUM: Final = "sha256"


def sealed(told: dict[str, Any]) -> str:
    """Plain data as a line of JSON with a sum over itself; ``told`` may not have a key ``sha256``."""
    text = _text(told)
    return _text({**told, _SUM: hashlib.sha256(text.encode()).hexdigest()}) + "\n"


def unsealed(text: str) -> dict[str, Any]:
    """What was sealed; raises ``ValueError`` if the text is not, letter for letter, what was written."""
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("holds no table")
    told = {key: value for key, value in found.items() if key != _SUM}
    if sealed(told) != text:
        raise ValueError("is not as it was written")
    return told


def _text(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
