"""What sums cannot say: how things lie among the persons of a world's last month.

Correlations are of ranks (Spearman), over adults alive, each counted once. ``None`` where
they are too few, or all alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.experiments.endings_by_rule import Kin, adults, bad_share, in_lane, social_share
from xinyong.fields import ALIVE, CITY_GRADE, CITY_SCORE, COM_SCORE, HARM_DONE, PAST, QUINTILE

if TYPE_CHECKING:
    from xinyong.engine.layout import State
    from xinyong.scheme.tables import Tables

F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]
_FEWEST: Final = 30
_NO_GRADE: Final = 255


class Ending(NamedTuple):
    """A number made from persons: its id and what it means."""

    id: str
    meaning: str


class _People:
    """Columns of the adults alive, as float64."""

    def __init__(self, state: State) -> None:
        self.who = np.flatnonzero((state.pu[ALIVE] == 1) & (state.pu[fields.AGE_BAND] >= 1))
        self._state = state

    def real(self, row: int) -> F64:
        return np.asarray(self._state.pf[row, self.who], np.float64)

    def whole(self, row: int) -> F64:
        return np.asarray(self._state.pi[row, self.who], np.float64)

    def code(self, row: int) -> F64:
        return np.asarray(self._state.pu[row, self.who], np.float64)

    def has(self, trait: int) -> Mask:
        """Who has a trait of TRAITS."""
        return np.asarray((self.code(fields.TRAITS).astype(np.int64) & trait) != 0)

    @property
    def scored(self) -> Mask:
        return np.asarray(self.code(CITY_GRADE) != _NO_GRADE)

    @property
    def access(self) -> F64:
        """What one got of what one tried for, perks on top; nan for those who never tried."""
        tried = self.whole(fields.TRIED)
        got = tried - self.whole(fields.REFUSED) + self.whole(fields.PERKS_HAD)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(tried > 0, got / tried, np.nan))


def gini(values: F64) -> float | None:
    """Gini coefficient of values that are not negative; None for fewer than 30."""
    held = np.sort(values[np.isfinite(values)])
    if held.size < _FEWEST or held.sum() <= 0:
        return None
    ranks = np.arange(1, held.size + 1)
    return float((2 * ranks - held.size - 1) @ held / (held.size * held.sum()))


def palma(values: F64) -> float | None:
    """What the tenth with most has over what the four tenths with least have."""
    held = np.sort(values[np.isfinite(values)])
    if held.size < _FEWEST:
        return None
    low = held[: held.size * 4 // 10].sum()
    return float(held[held.size - held.size // 10 :].sum() / low) if low > 0 else None


def ranks(values: F64) -> F64:
    """Ranks from 0, equal values sharing the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count + 1) / 2.0)[place])


def rank_correlation(a: F64, b: F64, among: Mask | None = None) -> float | None:
    """Spearman's correlation; None for fewer than 30, or where all are alike."""
    if among is not None:
        a, b = a[among], b[among]
    if a.size < _FEWEST:
        return None
    x, y = ranks(a), ranks(b)
    x, y = x - x.mean(), y - y.mean()
    spread = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / spread if spread > 0 else None


def slope(y: F64, x: F64, among: Mask, beside: F64 | None = None) -> float | None:
    """Least-squares slope of y on x, with the ranks of ``beside`` held equal where given."""
    y, x = y[among], x[among]
    if y.size < _FEWEST or np.ptp(x) == 0:
        return None
    columns = [np.ones_like(x), x]
    if beside is not None:
        columns.append(ranks(beside[among]) / y.size)
    found, *_ = np.linalg.lstsq(np.stack(columns, axis=1), y, rcond=None)
    return float(found[1])


def _at_equal_harm(p: _People) -> float | None:
    """Partial rank correlation of score with views at equal harm done."""
    ab = rank_correlation(p.whole(CITY_SCORE), p.code(fields.VIEWS), p.scored)
    ac = rank_correlation(p.whole(CITY_SCORE), p.whole(HARM_DONE), p.scored)
    bc = rank_correlation(p.code(fields.VIEWS), p.whole(HARM_DONE), p.scored)
    if ab is None:
        return None
    ac, bc = ac or 0.0, bc or 0.0
    rest = (1 - ac * ac) * (1 - bc * bc)
    return (ab - ac * bc) / float(np.sqrt(rest)) if rest > 0 else None


def _trap(p: _People) -> float | None:
    past = p.code(PAST).astype(np.int64)
    fell = (past & fields.PAST_LOW) != 0
    if fell.sum() < _FEWEST:
        return None
    grades = p.code(CITY_GRADE)
    worst = grades[p.scored].max(initial=0.0)
    return float(((grades >= worst - 1) & p.scored)[fell].mean())


def _foresight(p: _People) -> float | None:
    borrower = p.has(fields.TRAIT_BORROWER)
    bad = (p.code(fields.BAD_CREDIT) > 0).astype(np.float64)
    found = rank_correlation(p.whole(CITY_SCORE), bad, p.scored & borrower)
    return None if found is None else abs(found)


def _approving(p: _People, among: Mask) -> float | None:
    """Share whose private approval is above one half."""
    return float((p.real(fields.APPROVAL)[among] > 0.5).mean()) if among.sum() >= _FEWEST else None


_TAKEN: Final[dict[Ending, Callable[[_People], float | None]]] = {
    Ending("access-gini", "Gini of what one got of what one tried for (perks on top)"): lambda p: gini(
        p.access
    ),
    Ending("access-palma", "the best served tenth over the worst served four tenths"): lambda p: palma(
        p.access
    ),
    Ending("score-validity", "rank correlation of the city's score with good less harm done"): (
        lambda p: rank_correlation(p.whole(CITY_SCORE), -p.whole(HARM_DONE), p.scored)
    ),
    Ending("com-score-validity", "rank correlation of the commercial score with good less harm done"): (
        lambda p: rank_correlation(p.whole(COM_SCORE), -p.whole(HARM_DONE), p.whole(COM_SCORE) > 0)
    ),
    Ending("gaming-mean", "mean effort spent on the score"): lambda p: float(p.real(fields.GAMING).mean()),
    Ending("grade-class-gap", "grades worse for each income quintile up, at equal conduct"): (
        lambda p: slope(p.code(CITY_GRADE), p.code(QUINTILE), p.scored, p.whole(HARM_DONE))
    ),
    Ending("trap-share", "of those who ever fell to a low grade, in one of the two worst now"): _trap,
    Ending("score-conscience", "rank correlation of the city's score with integrity"): (
        lambda p: rank_correlation(p.whole(CITY_SCORE), p.real(fields.INTEGRITY), p.scored)
    ),
    Ending("views-score", "rank correlation of score with critical views, at equal conduct"): _at_equal_harm,
    Ending("moral-financial", "rank correlation of integrity with thrift, as drawn"): (
        lambda p: rank_correlation(p.real(fields.INTEGRITY), p.code(fields.THRIFT))
    ),
    Ending("borrower-foresight", "rank correlation, without sign, of score and bad credit of borrowers"): (
        _foresight
    ),
    Ending("approves-online", "of adults online, private approval above one half"): (
        lambda p: _approving(p, p.has(fields.TRAIT_ONLINE))
    ),
    Ending("approves-students", "of those of 18 to 29 drawn as pupils or students: the same"): (
        lambda p: _approving(p, p.has(fields.TRAIT_STUDENT) & (p.code(fields.AGE_BAND) == 1))
    ),
}
_BY_RULE: Final[dict[Ending, Callable[[State, Tables], float | None]]] = {
    Ending("kin-gap", "attempts not refused: share of others alike less that of innocent kin of listed"): (
        lambda state, tables: Kin(state).access()
    ),
    Ending("kin-earning-gap", "earning power left: of others alike less that of innocent kin of listed"): (
        lambda state, tables: Kin(state).earning()
    ),
    Ending("bad-in-lane", "of adults let into the fast lane, in the fifth with the weakest integrity"): (
        lambda state, tables: bad_share(state, in_lane(state, tables))
    ),
    Ending("bad-beside-lane", "of all other adults, in that fifth"): (
        lambda state, tables: bad_share(state, adults(state) & ~in_lane(state, tables))
    ),
    Ending("social-share", "share of the variance of city points from words, online, family, civic deeds"): (
        social_share
    ),
}
#: All endings by id.
ENDINGS: Final = {each.id: each for each in (*_TAKEN, *_BY_RULE)}


def endings(state: State, tables: Tables) -> dict[str, float]:
    """The endings of a state under the rules in force, by id; those that cannot be told are left out."""
    people = _People(state)
    found = {each.id: take(people) for each, take in _TAKEN.items()}
    found |= {each.id: take(state, tables) for each, take in _BY_RULE.items()}
    return {name: value for name, value in found.items() if value is not None and np.isfinite(value)}
