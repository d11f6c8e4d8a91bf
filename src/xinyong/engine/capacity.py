"""What share of its work each city's courts and offices can handle, from last month's boards.

Courts keep so many cases moving (``court_capacity``), the other offices keep an eye on so much
activity (``office_capacity``, times the effort of the city's offices), both times what a scheme
spends on them. Between months, in plain NumPy: the only place that sets ``State.look``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xinyong.engine import dials as A  # noqa: N812
from xinyong.engine.derived import GRID, INSPECTION, POLICE, TAX
from xinyong.fields import B_ADULTS, B_COURT_LOAD, B_OFFICE_EFFORT, B_OFFICES, B_OPPORTUNITIES

if TYPE_CHECKING:
    from xinyong.engine.layout import F64, State
    from xinyong.scheme.tables import Tables


def set_look(s: State, tables: Tables, a: F64) -> None:
    """Fill ``s.look`` [cities, channels], 0..1; 1 for channels that belong to no office."""
    adults = np.maximum(s.city_last[:, B_ADULTS].astype(np.float64), 1.0)
    load = s.city_last[:, B_COURT_LOAD] / adults
    s.look[:] = 1.0
    can = a[A.court_capacity] * tables.capacity[0] * 0.001
    s.look[:, 0] = np.where(load > can, can / np.maximum(load, 1e-12), 1.0)
    work = s.city_last[:, B_OPPORTUNITIES] / adults
    offices = s.city_last[:, B_OFFICES]
    effort = s.city_last[:, B_OFFICE_EFFORT] / (65536.0 * np.maximum(offices, 1))
    effort[offices == 0] = 1.0
    for channel in (POLICE, TAX, INSPECTION, GRID):
        most = a[A.office_capacity] * tables.capacity[channel] * effort
        s.look[:, channel] = np.where(work > most, most / np.maximum(work, 1e-12), 1.0)
