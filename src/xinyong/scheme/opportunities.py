"""Chances and temptations: how many come in a month, and which, by segment of subjects.

They come from the catalogue alone, never from a scheme, so paired worlds meet the same
ones. How many is Poisson; which one follows an alias table (Walker 1977; Vose 1991): a
column is drawn uniformly and split in two at a threshold. All arithmetic is done so that every
machine gets the same integers: sums in a fixed order, exponentials in decimal.

Segments: persons ``age4 * 8 + urban * 4 + online * 2 + borrower`` with age4 0 minor, 1 of
18-34, 2 of 35-59, 3 of 60 and more; companies ``32 + size * 4 + owner``; offices ``48 + kind``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.scheme.catalogue import Conduct, Gatekeeper, Splitter

SEGMENTS: Final = 64
COMPANY_SEGMENT: Final = 32
OFFICE_SEGMENT: Final = 48
#: More opportunities than this in one month are not counted.
MOST: Final = 32
_FULL: Final = 2**32 - 1


class Segment(NamedTuple):
    """A segment: the kind of subject and the words that multiply its opportunities."""

    kind: str
    words: tuple[str, ...]


class Chances(NamedTuple):
    """Tables of the month's opportunities; see ``Tables`` for shapes and meanings."""

    poisson: NDArray[np.uint32]
    alias_cut: NDArray[np.uint32]
    alias_a: NDArray[np.int32]
    alias_b: NDArray[np.int32]


def segment(number: int) -> Segment | None:
    """What a segment number stands for; None where it is not used."""
    if number < COMPANY_SEGMENT:
        age = ("minor", "young", "middle", "old")[number // 8]
        return Segment(
            "person",
            (
                age,
                "urban" if number & 4 else "rural",
                "online" if number & 2 else "offline",
                "borrower" if number & 1 else "non-borrower",
            ),
        )
    if number < OFFICE_SEGMENT:
        size, owner = divmod(number - COMPANY_SEGMENT, 4)
        return Segment("company", (fields.SIZES[size], fields.OWNERS[owner]))
    if number - OFFICE_SEGMENT < len(fields.OFFICES):
        return Segment("office", (fields.OFFICES[number - OFFICE_SEGMENT],))
    return None


def monthly_rate(
    number: int, subjects: Sequence[str], per_year: float, by: Mapping[Splitter, float]
) -> float:
    """Opportunities a month of one kind that come to a subject of a segment."""
    here = segment(number)
    if here is None or here.kind not in subjects:
        return 0.0
    multipliers = {str(word): factor for word, factor in by.items()}
    rate = per_year / 12.0
    for word in here.words:
        rate *= multipliers.get(word, 0.0 if word == "minor" else 1.0)
    return rate


def rates(conducts: Iterable[Conduct], gates: Iterable[Gatekeeper]) -> NDArray[np.float64]:
    """Rates ``[S, K + D]`` a month: conducts first, then attempts at gatekeepers."""
    kinds = [(list(each.subjects), each.opportunities.number, dict(each.by)) for each in conducts]
    kinds += [(list(each.subjects), each.attempts.number, dict(each.by)) for each in gates]
    table = [
        [monthly_rate(number, subjects, per_year, by) for subjects, per_year, by in kinds]
        for number in range(SEGMENTS)
    ]
    return np.array(table, dtype=np.float64).reshape(SEGMENTS, len(kinds))


def chances(table: NDArray[np.float64]) -> Chances:
    """Integer tables of rates ``[S, A]``; the same for the same rates, and only to be read."""
    return _chances(table.tobytes(), len(table))


@lru_cache(maxsize=16)
def _chances(told: bytes, segments: int) -> Chances:
    rows: list[list[float]] = np.frombuffer(told, np.float64).reshape(segments, -1).tolist()
    alias = [_alias(row) for row in rows]
    return Chances(
        np.array([_poisson(row) for row in rows], dtype=np.uint32).reshape(len(rows), MOST),
        np.array([each[0] for each in alias], dtype=np.uint32),
        np.array([each[1] for each in alias], dtype=np.int32),
        np.array([each[2] for each in alias], dtype=np.int32),
    )


def _poisson(row: Sequence[float]) -> list[int]:
    """Thresholds below 2**32 of the chance that at most 0, 1, 2 ... come."""
    with localcontext() as context:
        context.prec = 40
        mean = sum((Decimal(rate) for rate in row), Decimal(0))
        term = (-mean).exp()
        below = term
        found: list[int] = []
        for count in range(1, MOST + 1):
            found.append(min(_FULL, int(below * 2**32)))
            term = term * mean / count
            below += term
    return found


def _alias(row: Sequence[float]) -> tuple[list[int], list[int], list[int]]:
    """Threshold, first and second outcome of each column; exact, in whole numbers.

    A column's share of the mean is ``part / total``, and a whole column ``total``.
    """
    size = len(row)
    own = list(range(size))
    ratios = [rate.as_integer_ratio() for rate in row]
    common = max((below for _, below in ratios), default=1)  # powers of two: the largest is a multiple
    part = [above * (common // below) * size for above, below in ratios]
    total = sum(part) // max(size, 1)
    if total == 0:
        return [_FULL] * size, own, own
    cut, other = [total] * size, list(own)
    small = [column for column in own if part[column] < total]
    large = [column for column in own if part[column] >= total]
    while small and large:
        low, high = small.pop(), large[-1]
        cut[low], other[low] = part[low], high
        part[high] -= total - part[low]
        if part[high] < total:
            small.append(large.pop())
    thresholds = [min(_FULL, (each << 32) // total) for each in cut]
    return thresholds, own, other
