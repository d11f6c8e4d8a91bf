"""Columns of a society by name, as tests want to read them."""

from __future__ import annotations

import numpy as np

from xinyong import fields as f
from xinyong.society import Society


class Look:
    """One value for each person (or company) of a society."""

    def __init__(self, society: Society) -> None:
        self.society = society
        self.hood = np.repeat(np.arange(society.hoods), np.diff(society.person_first))
        self.weight = society.person_weight / 256
        self.age = (society.plan.start_month - society.person_int16[f.BORN].astype(int)) // 12
        self.urban = society.urban[self.hood]
        self.province = society.province[self.hood]
        self.home = society.person_first[self.hood] + society.person_int16[f.HOME]
        self.row = np.arange(society.persons)
        self.head = self.row == self.home
        self.members = society.person_uint8[f.HOME_SIZE].astype(int)
        self.firm_hood = np.repeat(np.arange(society.hoods), np.diff(society.company_first))
        self.firm_weight = society.company_weight[self.firm_hood] / 256

    def code(self, row: int) -> np.ndarray:
        return np.asarray(self.society.person_uint8[row].astype(int))

    def trait(self, bit: int) -> np.ndarray:
        return np.asarray((self.code(f.TRAITS) & bit) > 0)

    def firm(self, row: int) -> np.ndarray:
        return np.asarray(self.society.company_uint8[row].astype(int))


def allowed(share: float, weight: np.ndarray, design: float = 1.0, tests: int = 200) -> float:
    """How far a weighted share of independent draws may lie from its expectation.

    Bernstein's bound, at one in a million for ``tests`` tests together. Draws that are spread
    over a table vary less; ``design`` is for those that households share.
    """
    z2 = 2 * np.log(2 * tests / 1e-6)
    n = weight.sum() ** 2 / (weight**2).sum() / design
    return float(np.sqrt(z2 * share * (1 - share) / n) + z2 / (3 * n))
