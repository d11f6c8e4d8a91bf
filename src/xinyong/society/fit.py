"""``python -m xinyong.society.fit`` fits every table of the society and writes ``library/fitted.npz``.

All that needs a logarithm, an exponential or an iteration happens here, once; what is
shipped are whole numbers, so that a society has the same bits on every processor. A test
holds the shipped file against a fresh fit.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from xinyong.society.census import AGE_GROUPS, AGE_LAST, figure
from xinyong.society.fit_companies import companies, household_sizes, rates
from xinyong.society.fit_income import edges, percentiles
from xinyong.society.fit_people import Axes, axes, people, shares
from xinyong.society.fitted import FRACTION, NORMALS, RATE_UNIT, YUAN, Fitted
from xinyong.society.ipf import Weights, integers

MINORS = "chance to pay or shop relative to adults"


def upto(shares: Weights) -> NDArray[np.uint32]:
    """Cumulative thresholds below 2**32 along the last axis; the last one is 2**32 - 1."""
    flat = shares.reshape(-1, shares.shape[-1])
    cut = np.stack([np.cumsum(integers(row, FRACTION)) for row in flat])
    return np.minimum(cut, FRACTION - 1).astype(np.uint32).reshape(shares.shape)


def chances(shares: Weights) -> NDArray[np.uint32]:
    """Chances as thresholds below 2**32."""
    return np.minimum(np.round(shares * FRACTION), FRACTION - 1).astype(np.uint32)


def online_use(cells: Weights, axis: Axes, kind: str) -> Weights:
    """Chance that a user pays or shops online, by age group; minors less often, the total as reported."""
    target = figure("internet-use", kind) / figure("internet-use", "users")
    users = np.bincount(axis.age, cells * axis.online, minlength=len(AGE_GROUPS))
    factor = np.where(np.arange(len(AGE_GROUPS)) < 4, figure("minors-online", MINORS), 1.0)
    level = target * users.sum() / (factor * users).sum()
    return np.asarray(np.minimum(factor * level, 1.0), dtype=np.float64)


def normals() -> Weights:
    """Means of the standard normal over ``NORMALS`` equally likely slices, scaled to unit variance."""
    points = NormalDist()
    values = np.array([points.inv_cdf((i + 0.5) / NORMALS) for i in range(NORMALS)])
    return np.asarray(values / np.sqrt((values**2).mean()), dtype=np.float64)


def fit() -> Fitted:
    """Every table, fitted from ``library/*.csv``. Pure; takes a few seconds."""
    axis = axes()
    cells = people()
    place = [np.flatnonzero(axis.place == code) for code in (0, 1)]
    weight = np.stack([integers(cells[rows], FRACTION) for rows in place])
    held = np.flatnonzero(weight.sum(0) > 0)

    def trait(name: str, category: str) -> NDArray[np.uint32]:
        both = shares(cells, axis, name, figure(name, category) / 100)
        return chances(np.stack([both[rows] for rows in place])[:, held])

    first = place[0][held]
    codes = np.stack([axis.age, axis.sex, axis.education, axis.online, axis.work], axis=1)[first]
    low, mean = edges()
    years = figure("oldest", "share left after a year") ** np.arange(AGE_LAST - 80 + 1)
    standard = normals()
    spread = np.exp(figure("spread", "assets") * standard)
    waits = -figure("company-age", "mean") * np.log(1 - (np.arange(256) + 0.5) / 256)
    return Fitted(
        cell_code=codes.astype(np.uint8),
        cell_weight=weight[:, held],
        borrower=trait("borrower", "adults"),
        driver=trait("driver", "adults"),
        party=trait("party-member", "adults"),
        pays=chances(online_use(cells, axis, "pay")),
        shops=chances(online_use(cells, axis, "shop")),
        income_upto=upto(percentiles(cells)),
        income_low=np.round(low / 12 * YUAN).astype(np.int32),
        income_width=np.round(2 * (mean - low) / 12 * YUAN).astype(np.int32),
        household_upto=upto(household_sizes()),
        old_upto=upto(years / years.sum()),
        company_upto=upto(companies()),
        company_rate=np.round(rates() * RATE_UNIT).astype(np.int64),
        company_age=np.maximum(np.round(waits), 1).astype(np.int16),
        normal=np.round(standard * 65536).astype(np.int32),
        spread=np.round(spread / spread.mean() * 65536).astype(np.int32),
    )


def main() -> None:
    """Fit and rewrite ``library/fitted.npz``."""
    target = Path(str(files(__package__).joinpath("library", "fitted.npz")))
    np.savez_compressed(target, **fit()._asdict())
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
