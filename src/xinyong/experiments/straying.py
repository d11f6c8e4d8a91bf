"""What differs between two worlds after one month that should not: subjects, sums and places out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xinyong import fields
from xinyong.engine.run import Engine, MonthOut
from xinyong.experiments.reaching import Reach, beyond
from xinyong.quantities import G_ALL, G_COMPANY, G_OFFICE, QUANTITIES
from xinyong.scheme.regimes import AREAS, bounded, here

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.scheme.compositions import BookUse

_GROUP: Final = {"person": G_ALL, "company": G_COMPANY, "office": G_OFFICE}
_COLUMNS: Final = {
    "person": (
        ("pf", fields.PERSON_FLOATS), ("pi", fields.PERSON_INT16), ("pu", fields.PERSON_UINT8),
        ("pw", fields.PERSON_UINT32),
    ),
    "company": (
        ("cf", fields.COMPANY_FLOATS), ("ci", fields.COMPANY_INT16), ("cu", fields.COMPANY_UINT8),
        ("cw", fields.COMPANY_UINT32),
    ),
    "office": (("of", fields.OFFICE_FLOATS), ("ou", fields.OFFICE_UINT8), ("ow", fields.OFFICE_UINT32)),
}  # fmt: skip
_TABLES: Final = ("live", "debts")


def strayed(
    engines: tuple[Engine, Engine], outs: tuple[MonthOut, MonthOut], reach: Reach, use: BookUse,
    cities: Sequence[str],
) -> Iterator[str]:  # fmt: skip
    """What differs between two worlds beyond ``reach`` of the book used as ``use``, in words.

    Columns of kinds of subject that it does not reach at all, and of everybody where it does not
    hold; rows of live records and obligations of the same; sums of those it reaches.
    """
    hoods = engines[0].state.hoods[:-1]
    outside = np.array(
        [bounded(use) and not here(use, cities[city], AREAS[int(urban)])
         for city, urban in zip(hoods["city"].tolist(), hoods["urban"].tolist(), strict=True)]
    )  # fmt: skip
    for number, kind in enumerate(fields.KINDS):
        untouched = outside if reach.families[kind] else np.ones(len(outside), bool)
        where = "elsewhere" if reach.families[kind] else "all"
        for name in _columns(engines, kind, untouched):
            yield f"{kind} {name} ({where})"
        for table in _TABLES:
            one, two = (_rows(engine.state, table, number, untouched) for engine in engines)
            if not np.array_equal(one, two):
                yield f"{table} of {kind} ({where})"
        apart = (outs[0].places != outs[1].places)[:, _GROUP[kind]].any(axis=0)
        for row in beyond(reach, kind):
            if apart[row]:
                yield f"{kind}: {QUANTITIES[row].name}"


def _columns(engines: tuple[Engine, Engine], kind: str, hoods: NDArray[np.bool_]) -> Iterator[str]:
    """Names of the columns that differ in some neighbourhoods."""
    first = engines[0].state.hoods[f"{kind}_first"].astype(np.int64)
    mine = np.repeat(hoods, np.diff(first))
    for block, names in _COLUMNS[kind]:
        one, two = (getattr(engine.state, block)[:, mine] for engine in engines)
        for row in np.flatnonzero((one != two).any(axis=1)):
            yield names[row].name


def _rows(state: Any, table: str, kind: int, hoods: NDArray[np.bool_]) -> NDArray[np.void]:
    """Rows of a table that still count, in some neighbourhoods; ledger numbers, which shift, left out."""
    rows, places = np.asarray(getattr(state, table)), state.hoods
    spans = [
        rows[int(first) : int(last)]
        for first, last, asked in zip(places[f"{_word(table)}_first"][:-1],
                                      places[f"{_word(table)}_end"][:-1], hoods, strict=True)
        if asked
    ]  # fmt: skip
    found = np.concatenate([rows[:0], *spans])
    found = found[found["kind"] == kind]
    if table == "live":
        found = found[found["state"] & fields.LIVE_ENDED == 0]
    names = [name for name in found.dtype.names or () if name != "record"]
    return np.array(found[names].tolist())


def _word(table: str) -> str:
    return {"live": "live", "debts": "debt"}[table]
