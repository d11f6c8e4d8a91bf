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
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xinyong.engine.layout import State
    from xinyong.engine.rules import Rules

_FIRSTS = ("person_first", "company_first", "office_first")
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
    the commercial score: kind, then row within that kind, institution, score, grade of each subject;
    ``outcomes`` by name, arrays over persons.
    """

    sizes: tuple[int, int, int]
    standings: tuple[tuple[int, NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]], ...]
    outcomes: dict[str, NDArray[np.generic]]


def parts_of(s: State, r: Rules) -> Part:
    """Standings of all subjects, slot by slot, then the commercial score; rows counted within each kind."""
    alive = s.pu[ALIVE] == 1
    parts: list[tuple[int, NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]] = []
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
            parts.append((kind, who, r.score_institution[g, z], value, grades[who]))
    who = np.flatnonzero(alive & (s.pi[COM_SCORE] > 0) & (r.com_on[0] > 0))
    none = np.full(len(who), 255, np.uint8)
    parts.append((0, who, np.full(len(who), r.com_institution[0], np.uint8), s.pi[COM_SCORE, who], none))
    floats = {"livelihood": LIVELIHOOD, "ties": TIES, "approval": APPROVAL, "gaming": GAMING}
    ints = {"harm_done": HARM_DONE, "tried": TRIED, "refused": REFUSED, "perks_had": PERKS_HAD}
    outcomes: dict[str, NDArray[np.generic]] = {"alive": s.pu[ALIVE].copy()}
    outcomes |= {name: s.pf[row].copy() for name, row in floats.items()}
    outcomes |= {name: s.pi[row].copy() for name, row in ints.items()}
    outcomes |= {"past": s.pu[PAST].copy(), "known": s.pw[KNOWN].copy(), "done": s.pw[DONE].copy()}
    persons, companies, offices = sizes
    return Part((persons, companies, offices), tuple(parts), outcomes)


def final_of(parts: Sequence[Part]) -> Final:
    """The parts of a society, in the order of its neighbourhoods, as one."""
    sizes = np.array([part.sizes for part in parts], np.int64)
    kinds = np.concatenate([[0], np.cumsum(sizes.sum(axis=0))])
    begin = kinds[:-1] + np.cumsum(sizes, axis=0) - sizes
    columns: list[list[NDArray[Any]]] = [[], [], [], []]
    for entries in zip(*(part.standings for part in parts), strict=True):
        for (kind, who, *rest), first in zip(entries, begin, strict=True):
            for column, found in zip(columns, (who + first[kind], *rest), strict=True):
                column.append(found)
    named = {name: np.concatenate([part.outcomes[name] for part in parts]) for name in parts[0].outcomes}
    subject, institution, score, grade = (np.concatenate(found) for found in columns)
    return Final(
        subject.astype(np.uint32), institution.astype(np.uint8), score.astype(np.int32),
        grade.astype(np.uint8), named,
    )  # fmt: skip
