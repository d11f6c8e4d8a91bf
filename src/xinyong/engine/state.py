"""Setting a world up: a society becomes the columns and tables of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from xinyong.engine.layout import DEBT_ROW, HOOD_ROW, LIVE_ROW, MOST_SUBJECTS, TALLY, WORK, State, Tally, Work
from xinyong.errors import InputError
from xinyong.fields import (
    BOARD,
    CHANNELS,
    COMPANY_FLOATS,
    COMPANY_INT16,
    COMPANY_UINT8,
    COMPANY_UINT32,
    OFFICE_FLOATS,
    OFFICE_INT16,
    OFFICE_UINT8,
    OFFICE_UINT32,
    PERSON_FLOATS,
    PERSON_INT16,
    PERSON_UINT8,
    PERSON_UINT32,
)

K = TypeVar("K", bound=np.generic)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.society.population import Society


def _columns(given: NDArray[np.generic], rows: int, kind: type[K]) -> NDArray[K]:
    """A copy of the society's columns with room for those that the engine adds."""
    full = np.zeros((rows, given.shape[1]), dtype=kind)
    full[: given.shape[0]] = given
    return full


def _hoods(society: Society, regime_of_place: NDArray[np.int16]) -> np.recarray:
    """Rows of places: offsets, weights, codes; one more row than places, for the ends."""
    count = society.hoods
    rows = np.zeros(count + 1, HOOD_ROW)
    for name in ("person_first", "company_first", "office_first"):
        rows[name] = getattr(society, name)
    inner = rows[:count]
    for name in ("key", "province", "city", "urban", "block", "company_weight", "office_weight"):
        inner[name] = getattr(society, name)
    inner["weight"], inner["weight_one"] = society.weight[:, 0], society.weight[:, 1]
    inner["regime"] = regime_of_place[society.city, society.urban.astype(np.int64)]
    return rows.view(np.recarray)


def state_of(society: Society, regime_of_place: NDArray[np.int16]) -> State:
    """The state of a society in which nothing has happened yet.

    Raises ``InputError`` if a neighbourhood holds more subjects than the engine has room for.
    """
    people = np.diff(society.person_first)
    others = np.diff(society.company_first) + np.diff(society.office_first)
    sizes = people + others
    largest = int(sizes.max(initial=1))
    if largest > MOST_SUBJECTS:
        raise InputError(
            f"a neighbourhood of this frame holds {largest} subjects; at most {MOST_SUBJECTS} fit: "
            "lower the frame's multiple of companies"
        )
    cities = max(len(regime_of_place), 1)
    boards = len(BOARD)
    hoods = _hoods(society, regime_of_place)
    hoods["debt_first"][1:] = np.cumsum(16 + sizes // 24)
    hoods["live_first"][1:] = np.cumsum(32 + sizes // 16)
    hoods["debt_end"], hoods["live_end"] = hoods["debt_first"], hoods["live_first"]
    return State(
        pf=_columns(society.person_floats, len(PERSON_FLOATS), np.float32),
        pi=_columns(society.person_int16, len(PERSON_INT16), np.int16),
        pu=_columns(society.person_uint8, len(PERSON_UINT8), np.uint8),
        pw=_columns(society.person_uint32, len(PERSON_UINT32), np.uint32),
        cf=_columns(society.company_floats, len(COMPANY_FLOATS), np.float32),
        ci=_columns(society.company_int16, len(COMPANY_INT16), np.int16),
        cu=_columns(society.company_uint8, len(COMPANY_UINT8), np.uint8),
        cw=_columns(society.company_uint32, len(COMPANY_UINT32), np.uint32),
        of=_columns(society.office_floats, len(OFFICE_FLOATS), np.float32),
        oi=np.zeros((len(OFFICE_INT16), society.office_uint8.shape[1]), np.int16),
        ou=_columns(society.office_uint8, len(OFFICE_UINT8), np.uint8),
        ow=_columns(society.office_uint32, len(OFFICE_UINT32), np.uint32),
        hoods=hoods,
        debts=np.zeros(int(hoods["debt_first"][-1]), DEBT_ROW).view(np.recarray),
        live=np.zeros(int(hoods["live_first"][-1]), LIVE_ROW).view(np.recarray),
        board=np.zeros((society.hoods, boards), np.int64),
        board_last=np.zeros((society.hoods, boards), np.int64),
        city_last=np.zeros((cities, boards), np.int64),
        nation_last=np.zeros(boards, np.int64),
        look=np.ones((cities, len(CHANNELS)), np.float64),
    )


def room(s: State, table: str) -> NDArray[np.int64]:
    """Places that each neighbourhood has [H] in its table: ``debt`` or ``live``."""
    found: NDArray[np.int64] = np.diff(s.hoods[f"{table}_first"].astype(np.int64))
    return found


def grown(s: State, debts: NDArray[np.int64], live: NDArray[np.int64]) -> State:
    """The same state with room for so many obligations and live records in each neighbourhood [H].

    No neighbourhood loses room that it has.
    """
    hoods = s.hoods.copy()

    def moved(table: np.recarray, name: str, wanted: NDArray[np.int64]) -> np.recarray:
        first, end = f"{name}_first", f"{name}_end"
        have = room(s, name)
        if (wanted <= have).all():
            return table
        hoods[first][1:] = np.cumsum(np.maximum(wanted, have))
        shift = (hoods[first] - s.hoods[first])[:-1]
        hoods[end][:-1] += shift
        full = np.zeros(int(hoods[first][-1]), table.dtype)
        # rows as they lie in memory: field by field would take ten times as long
        whole = np.dtype((np.void, table.dtype.itemsize))
        full.view(whole)[np.arange(len(table)) + np.repeat(shift, have)] = np.asarray(table).view(whole)
        return full.view(np.recarray)

    return s._replace(debts=moved(s.debts, "debt", debts), live=moved(s.live, "live", live), hoods=hoods)


def work_of() -> Work:
    """Scratch space for one worker."""
    return np.zeros(1, WORK)[0]  # type: ignore[no-any-return]


def tally_of() -> Tally:
    """Empty sums for one worker."""
    return np.zeros(1, TALLY)[0]  # type: ignore[no-any-return]
