"""Where everybody stands at the end: scores and grades by institution, and what became of each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from xinyong.fields import (
    ACTIVE,
    ALIVE,
    APPROVAL,
    CITY_GRADE,
    CITY_SCORE,
    COM_SCORE,
    DONE,
    FIRM_GRADE,
    FIRM_SCORE,
    GAMING,
    HARM_DONE,
    KNOWN,
    LIVELIHOOD,
    OFFICE_GRADE,
    OFFICE_SCORE,
    PAST,
    PERKS_HAD,
    REFUSED,
    SLOT_FIRST,
    TIES,
    TRIED,
    VILLAGE_GRADE,
    VILLAGE_SCORE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from xinyong.engine.layout import State
    from xinyong.engine.rules import Rules

_FIRSTS = ("person_first", "company_first", "office_first")
#: Types of the columns of standings.
_TYPES = (np.uint32, np.uint8, np.int32, np.uint8)
OUTCOMES = (
    "alive", "livelihood", "ties", "approval", "gaming", "harm_done", "tried", "refused", "perks_had",
    "past", "known", "done",
)  # fmt: skip


class Final(NamedTuple):
    """Standings (a row a subject and scoring institution; grade 255 = none) and outcomes of persons.

    ``subject`` uint32, ``institution`` uint8, ``score`` int32, ``grade`` uint8; ``outcomes`` by
    name, arrays over persons.
    """

    subject: NDArray[np.uint32]
    institution: NDArray[np.uint8]
    score: NDArray[np.int32]
    grade: NDArray[np.uint8]
    outcomes: dict[str, NDArray[np.generic]]


def _columns_of(s: State, kind: int, slot: int) -> tuple[NDArray[np.uint8], NDArray[np.int16]]:
    """Grades and live points of all subjects of a kind in one of its slots."""
    if kind == 0:
        return (
            (s.pu[CITY_GRADE], s.pi[CITY_SCORE]) if slot == 0 else (s.pu[VILLAGE_GRADE], s.pi[VILLAGE_SCORE])
        )
    if kind == 1:
        return s.cu[FIRM_GRADE + slot], s.ci[FIRM_SCORE + slot]
    return s.ou[OFFICE_GRADE], s.oi[OFFICE_SCORE]


class Part(NamedTuple):
    """What one stretch of neighbourhoods has to say of its subjects.

    ``sizes`` are its persons, companies and offices. ``standings`` has an entry for every slot and one for
    the commercial score: kind, then row within that kind, institution, score, grade of each subject, in
    the types of ``Final``; ``outcomes`` by name, arrays over persons.
    """

    sizes: tuple[int, int, int]
    standings: tuple[tuple[int, tuple[NDArray[Any], ...]], ...]
    outcomes: dict[str, NDArray[np.generic]]


def parts_of(s: State, r: Rules) -> Part:
    """Standings of all subjects, slot by slot, then the commercial score; rows counted within each kind."""
    alive = s.pu[ALIVE] == 1
    parts: list[tuple[int, tuple[NDArray[Any], ...]]] = []
    sizes = []
    for kind, (firsts, slots) in enumerate(zip(_FIRSTS, pairwise(SLOT_FIRST), strict=True)):
        each = np.diff(s.hoods[firsts])
        sizes.append(int(each.sum()))
        regime = np.repeat(s.hoods["regime"][:-1].astype(np.int64), each)
        there = (alive, s.cu[ACTIVE] == 1, np.ones(sizes[-1], bool))[kind]
        for z in range(*slots):
            grades, points = _columns_of(s, kind, z - slots[0])
            who = np.flatnonzero(there & (r.points[regime, z] == 1) & (grades != 255))
            g = regime[who]
            value = np.clip(r.score_base[g, z] + points[who], r.lowest[g, z], r.highest[g, z])
            parts.append((kind, _typed(who, r.score_institution[g, z], value, grades[who])))
    who = np.flatnonzero(alive & (s.pi[COM_SCORE] > 0) & (r.com_on[0] > 0))
    none = np.full(len(who), 255, np.uint8)
    parts.append((0, _typed(who, np.full(len(who), r.com_institution[0]), s.pi[COM_SCORE, who], none)))
    floats = {"livelihood": LIVELIHOOD, "ties": TIES, "approval": APPROVAL, "gaming": GAMING}
    ints = {"harm_done": HARM_DONE, "tried": TRIED, "refused": REFUSED, "perks_had": PERKS_HAD}
    outcomes: dict[str, NDArray[np.generic]] = {"alive": s.pu[ALIVE].copy()}
    outcomes |= {name: s.pf[row].copy() for name, row in floats.items()}
    outcomes |= {name: s.pi[row].copy() for name, row in ints.items()}
    outcomes |= {"past": s.pu[PAST].copy(), "known": s.pw[KNOWN].copy(), "done": s.pw[DONE].copy()}
    persons, companies, offices = sizes
    return Part((persons, companies, offices), tuple(parts), outcomes)


def _typed(*columns: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    return tuple(column.astype(kind) for column, kind in zip(columns, _TYPES, strict=True))


def final_of(parts: Iterable[Part], persons: int) -> Final:
    """The parts of a society of so many persons, in the order of its neighbourhoods, as one.

    Parts are looked at one after another, and none is kept.
    """
    past = np.zeros(3, np.int64)
    rows: list[tuple[int, list[tuple[NDArray[Any], ...]]]] = []
    outcomes: dict[str, NDArray[np.generic]] = {}
    for part in parts:
        rows = rows or [(kind, []) for kind, _ in part.standings]
        for (kind, found), (_, (who, *rest)) in zip(rows, part.standings, strict=True):
            found.append((who + np.uint32(past[kind]), *(each.copy() for each in rest)))
        begin, end = int(past[0]), int(past[0]) + part.sizes[0]
        for name, column in part.outcomes.items():
            if name not in outcomes:
                outcomes[name] = np.empty(persons, column.dtype)
            outcomes[name][begin:end] = column
        past += part.sizes
    before = np.cumsum(past) - past
    subject, institution, score, grade = (
        np.concatenate([entry[column] for _, found in rows for entry in found])
        for column in range(len(_TYPES))
    )
    lengths = [sum(len(entry[0]) for entry in found) for _, found in rows]
    subject += np.repeat(before[[kind for kind, _ in rows]].astype(np.uint32), lengths)
    return Final(subject, institution, score, grade, outcomes)
