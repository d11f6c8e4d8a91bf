"""Where everybody stands at the end: scores and grades by institution, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xinyong.fields import (
    ALIVE,
    APPROVAL,
    CITY_GRADE,
    CITY_SCORE,
    COM_SCORE,
    DONE,
    GAMING,
    HARM_DONE,
    KNOWN,
    LIVELIHOOD,
    PAST,
    PERKS_HAD,
    REFUSED,
    TIES,
    TRIED,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.engine.layout import State
    from xinyong.engine.rules import Rules

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


def final_of(s: State, r: Rules) -> Final:
    """Standings of all persons alive, by subject within institution."""
    regime = np.repeat(s.hoods["regime"][:-1].astype(np.int64), np.diff(s.hoods["person_first"]))
    alive = s.pu[ALIVE] == 1
    parts = []
    scored = alive & (r.points[regime] == 1) & (s.pu[CITY_GRADE] != 255)
    if scored.any():
        who = np.flatnonzero(scored)
        g = regime[who]
        value = np.clip(r.score_base[g] + s.pi[CITY_SCORE, who], r.lowest[g], r.highest[g])
        parts.append((who, r.score_institution[g], value, s.pu[CITY_GRADE, who]))
    if r.com_on[0]:
        who = np.flatnonzero(alive & (s.pi[COM_SCORE] > 0))
        none = np.full(len(who), 255, np.uint8)
        parts.append((who, np.full(len(who), r.com_institution[0], np.uint8), s.pi[COM_SCORE, who], none))
    if not parts:
        parts = [(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.int32), np.zeros(0, np.uint8))]
    floats = {"livelihood": LIVELIHOOD, "ties": TIES, "approval": APPROVAL, "gaming": GAMING}
    ints = {"harm_done": HARM_DONE, "tried": TRIED, "refused": REFUSED, "perks_had": PERKS_HAD}
    outcomes: dict[str, NDArray[np.generic]] = {"alive": s.pu[ALIVE].copy()}
    outcomes |= {name: s.pf[row].copy() for name, row in floats.items()}
    outcomes |= {name: s.pi[row].copy() for name, row in ints.items()}
    outcomes |= {"past": s.pu[PAST].copy(), "known": s.pw[KNOWN].copy(), "done": s.pw[DONE].copy()}
    return Final(
        np.concatenate([part[0] for part in parts]).astype(np.uint32),
        np.concatenate([part[1] for part in parts]).astype(np.uint8),
        np.concatenate([part[2] for part in parts]).astype(np.int32),
        np.concatenate([part[3] for part in parts]).astype(np.uint8),
        outcomes,
    )
