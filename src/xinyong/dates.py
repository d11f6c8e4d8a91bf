"""Months as whole numbers: month 0 is January 2000, so 2014-01 is month 168."""

from __future__ import annotations

import re

_PATTERN = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))?$")


def month_number(text: str) -> int:
    """Month number of ``YYYY-MM`` (a day, ``YYYY-MM-DD``, is allowed and ignored).

    Raises ``ValueError`` when the text is no such date.
    """
    found = _PATTERN.match(text)
    if found is None:
        raise ValueError(f"{text!r} is not a month written YYYY-MM")
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        raise ValueError(f"{text!r} has no month {month}")
    if found[3] is not None and not 1 <= int(found[3]) <= 31:
        raise ValueError(f"{text!r} has no day {found[3]}")
    if not 1900 <= year <= 2100:
        raise ValueError(f"{text!r}: years run from 1900 to 2100")
    return (year - 2000) * 12 + month - 1


def month_text(number: int) -> str:
    """``YYYY-MM`` of a month number."""
    year, month = divmod(number, 12)
    return f"{2000 + year:04d}-{month + 1:02d}"
