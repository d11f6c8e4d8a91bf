"""The fitted tables of a society, as whole numbers: what ``fit`` writes and the draws read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: A chance of one, in the units of thresholds.
FRACTION: Final = 1 << 32
#: Companies per resident are counted in this fraction.
RATE_UNIT: Final = 1 << 40
#: Amounts of income are counted in this fraction of a yuan a month.
YUAN: Final = 256
#: Length of the table of normal deviates.
NORMALS: Final = 4096


class Fitted(NamedTuple):
    """Tables of the society; n cells of the persons' table, rows by place (0 rural, 1 urban).

    cell_code [n, 5] uint8: age group, sex, education, online, work.
    cell_weight [2, n] int64: share of the residents, of 2**32.
    borrower, driver, party [2, n] uint32: chance of the trait, of 2**32.
    pays, shops [18] uint32: chance that a user pays or shops online, by age group.
    income_upto [62, 6, 100] uint32: cumulative chance of each national percentile of income
        by stratum (province by province, rural first) and education (5 = minors).
    income_low, income_width [100] int32: bounds of a percentile, yuan/month in 1/256.
    household_upto [10] uint32: cumulative share of households by size.
    old_upto [25] uint32: cumulative share of ages 80, 81 ... within 80+.
    company_upto [192] uint32: cumulative share of companies by owner, size, sector.
    company_rate [62] int64: companies per resident by stratum, of 2**40.
    company_age [256] int16: quantiles of months since registration.
    normal [4096] int32: equally likely standard normal deviates, in 1/65536.
    spread [4096] int32: equally likely log-normal factors of mean one, in 1/65536.
    """

    cell_code: NDArray[np.uint8]
    cell_weight: NDArray[np.int64]
    borrower: NDArray[np.uint32]
    driver: NDArray[np.uint32]
    party: NDArray[np.uint32]
    pays: NDArray[np.uint32]
    shops: NDArray[np.uint32]
    income_upto: NDArray[np.uint32]
    income_low: NDArray[np.int32]
    income_width: NDArray[np.int32]
    household_upto: NDArray[np.uint32]
    old_upto: NDArray[np.uint32]
    company_upto: NDArray[np.uint32]
    company_rate: NDArray[np.int64]
    company_age: NDArray[np.int16]
    normal: NDArray[np.int32]
    spread: NDArray[np.int32]


@cache
def load() -> Fitted:
    """The shipped tables."""
    with files(__package__).joinpath("library", "fitted.npz").open("rb") as stream, np.load(stream) as found:
        return Fitted(**{name: found[name] for name in Fitted._fields})
