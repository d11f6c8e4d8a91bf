"""Pages of the documents that are made from code or data: written, or held against what is there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from xinyong.errors import XinyongError


def keep(arguments: Sequence[str], page: Path, make: Callable[[Path], str], module: str) -> int:
    """Write a page, or with ``--check`` say whether it is up to date; returns the exit code.

    The last argument may name another place than ``page``. ``make`` gets that place and gives the text.
    """
    place = Path(arguments[-1]) if arguments and not arguments[-1].startswith("-") else page
    try:
        text = make(place)
    except (OSError, XinyongError) as error:
        print(error, file=sys.stderr)
        return 1
    if "--check" in arguments:
        fresh = place.is_file() and place.read_text(encoding="utf-8") == text
        print(f"{place} is {'up to date' if fresh else f'stale: run python -m {module}'}")
        return 0 if fresh else 1
    place.write_text(text, encoding="utf-8")
    print(f"{place}: {len(text.splitlines())} lines")
    return 0
