"""Numba's own inlining once lost a whole quantity without a word (decision 0013): it stays out."""

from __future__ import annotations

import re
from pathlib import Path

import xinyong.engine

_ENGINE = Path(xinyong.engine.__file__).parent


def test_no_function_is_inlined_before_types_are_known() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(_ENGINE.rglob("*.py"))
        for line in path.read_text().splitlines()
        if re.search(r"inline\s*=\s*[\"']always", line)
    ]
    assert found == []
