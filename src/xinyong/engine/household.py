"""One household and rules without luck: what ``single`` works on.

A history is judged in a neighbourhood of its own: the subject, one member of the household, and,
for a company or an office, its row beside them (person 0 is then the company's legal
representative). The rules are those of the month, with everything that the engine leaves to
chance made certain: whatever is noticed is recorded, every listing arrives where an agreement
carries it, at once, nothing is recorded wrongly and nothing happens that the history does not say.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from xinyong import fields
from xinyong.dates import month_number
from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.assumptions import values
from xinyong.engine.layout import F64, State
from xinyong.engine.rules import Rules, packed
from xinyong.engine.state import state_of
from xinyong.scheme.regimes import AREAS, regimes_of
from xinyong.scheme.tables import COURT_CAPACITY, COURT_ROLLOUT

if TYPE_CHECKING:
    from xinyong.scheme.compile import Timeline
    from xinyong.scheme.histories import History
    from xinyong.society.population import Society

#: Rows of the persons: the subject (or the company's representative), and kin under the same roof.
SUBJECT, KIN = 0, 1
#: Age in months of a person whose birth the history does not tell.
ADULT: Final = 480
#: Hazards that a history states instead: what ends a case, a life, an open conduct.
_STILL: Final = (
    A.mortality, A.shock_rate, A.pays_late, A.sue_rate, A.gives_up, A.trial_rate, A.enforcement_rate,
    A.pays_anyway, A.pressure_response, A.seizure, A.search, A.settles, A.creditor_relents, A.revives,
    A.forgotten, A.lists_unable, A.extends, A.cures, A.puts_right, A.kin_beyond, A.overreach,
)  # fmt: skip
#: Orders that a court gives wherever its rules allow them.
_SURE: Final = (A.limits, A.lists)


def certain_dials() -> F64:
    """The engine's assumptions with every hazard of a single life at 0 and every order at 1."""
    dials = values()
    dials[list(_STILL)] = 0.0
    dials[list(_SURE)] = 1.0
    dials[A.search_months] = 1e9
    return dials


def certain_rules(timeline: Timeline, month: int) -> Rules:
    """The rules of a month without chance: coverage 1, delay 0, no errors, no rollout. Not to be changed."""
    return _certain(timeline, bisect_right(timeline.changes, month))


@lru_cache(maxsize=48)
def _certain(timeline: Timeline, period: int) -> Rules:
    """The same by period: the months before, between and after the timeline's changes."""
    changes = timeline.changes or [1]
    # nobody chooses here, so the temperature of choice may be anything
    rules = packed(timeline.at(changes[period - 1] if period else changes[0] - 1), values())
    for name in ("row_coverage", "share"):
        rules[name][rules[name] > 0.0] = 1.0
    for name in ("delay", "wait", "wrong", "phantom"):
        rules[name] = 0.0
    rules["capacity"] = 1.0
    rules["court"][COURT_CAPACITY] = 1.0
    # every court does what it may
    rules["court"][COURT_ROLLOUT] = 0.0
    return rules


def regime_of(timeline: Timeline, history: History) -> tuple[Timeline, int]:
    """The regime of a history's place, in the timeline or, if it was not compiled for it, in one that is."""
    if history.place == "none":
        return timeline, 0
    area = AREAS.index(history.where)
    known = timeline.regimes.cities
    number = int(regimes_of(timeline.scheme, (*known[1:], history.place)).of_place[-1, area])
    if number < len(known):
        return timeline, number
    alone = timeline.scheme.compile((history.place,))
    return alone, int(alone.regimes.of_place[0, area])


def _columns(columns: tuple[fields.Field, ...], count: int, kind: type[np.generic], **given: float) -> object:
    """Columns of ``count`` equal subjects: 0, or what is given by the field's name."""
    found = np.zeros((len(columns), count), kind)
    for row, field in enumerate(columns):
        found[row] = given.get(field.name.replace("-", "_"), 0)
    return found


def household_of(history: History, regime: int, month: int) -> State:
    """The state in which a history begins in ``month``: nothing on record, nothing listed.

    Traits that no history tells are those in the middle: junior high school, the third
    income quintile, a household of two.
    """
    born, founded = (
        month_number(date) if date is not None else month - ADULT for date in (history.born, history.founded)
    )
    company, office = int(history.kind == "company"), int(history.kind == "office")
    traits = fields.TRAIT_OPTED_IN if history.opted_in else 0
    one = np.ones(1, np.int64)
    society = SimpleNamespace(
        hoods=1,
        key=one.astype(np.uint64),
        province=np.zeros(1, np.uint8),
        city=np.zeros(1, np.int16),
        urban=one.astype(np.uint8),
        block=np.zeros(1, np.uint8),
        person_first=np.array([0, 2]),
        company_first=np.array([0, company]),
        office_first=np.array([0, office]),
        weight=np.full((1, 2), 256),
        company_weight=256 * one,
        office_weight=256 * one,
        person_floats=_columns(
            fields.PERSON_FLOATS, 2, np.float32, income=3000, livelihood=1, ties=1, intrinsic=1, approval=1
        ),
        person_int16=_columns(fields.PERSON_INT16, 2, np.int16, born=born, employer=-1),
        person_uint8=_columns(
            fields.PERSON_UINT8, 2, np.uint8, education=2, quintile=2, work=4, home_size=2, alive=1,
            city_grade=255, village_grade=255, thrift=128, traits=traits,
        ),
        person_uint32=_columns(fields.PERSON_UINT32, 2, np.uint32),
        company_floats=_columns(
            fields.COMPANY_FLOATS, company, np.float32, revenue=1e5, diligence=1, market=1
        ),
        company_int16=_columns(fields.COMPANY_INT16, company, np.int16, founded=founded),
        company_uint8=_columns(
            fields.COMPANY_UINT8, company, np.uint8, active=1,
            **{f"firm_grade_{slot}": 255 for slot in range(fields.FIRM_SLOTS)},
        ),
        company_uint32=_columns(fields.COMPANY_UINT32, company, np.uint32),
        office_floats=_columns(fields.OFFICE_FLOATS, office, np.float32, effort=1),
        office_uint8=_columns(fields.OFFICE_UINT8, office, np.uint8, office_grade=255),
        office_uint32=_columns(fields.OFFICE_UINT32, office, np.uint32),
    )  # fmt: skip
    return state_of(cast("Society", society), np.full((1, 2), regime, np.int16))
