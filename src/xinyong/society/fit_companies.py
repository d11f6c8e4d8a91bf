"""The joint table of companies: owner, size and sector; and how large households are."""

from __future__ import annotations

import numpy as np

from xinyong.fields import OWNERS, SECTORS, SIZES
from xinyong.society import census
from xinyong.society.census import figure, seeds, table
from xinyong.society.ipf import Margin, Weights, rake

COMPANY_SHAPE = (len(OWNERS), len(SIZES), len(SECTORS))
#: Largest household drawn.
LARGEST = 10


def companies() -> Weights:
    """Share of each (owner, size, sector), [4 * 4 * 12] float64, adding up to one.

    Air carriers are a frame of their own (``carriers.csv``): none is drawn here.
    """
    owner, size, sector = (code.ravel().astype(np.int64) for code in np.indices(COMPANY_SHAPE))
    seed = seeds("company")
    by_size = np.array([[seed[each][name] for name in SIZES] for each in OWNERS])
    by_sector = np.array([[seed[each][name] for name in SECTORS] for each in OWNERS])
    owners = np.array([0.0, *(table("company-owner")[name] for name in OWNERS[1:])]) / 100
    owners[0] = 1 - owners.sum()
    sizes = np.array([table("company-size")[name] for name in SIZES])
    sectors = np.array([table("company-sector").get(name, 0.0) for name in SECTORS])
    margins = [
        Margin("owner", owner, owners),
        Margin("size", size, sizes / sizes.sum()),
        Margin("sector", sector, sectors / sectors.sum()),
    ]
    start = by_size[owner, size] * by_sector[owner, sector] * sizes[size] * (sectors[sector] + 1e-12)
    return rake(np.where(sectors[sector] > 0, start, 0.0), margins)


def rates() -> Weights:
    """Companies per resident of each stratum, [62]: by region and by place."""
    total = figure("companies", "companies") * 1e6
    region = table("company-region")
    urban = figure("company-urban", "urban") / 100
    persons: dict[str, float] = {}
    for each in census.provinces():
        persons[each.firm_region] = persons.get(each.firm_region, 0.0) + each.population
    urban_all = sum(each.urban for each in census.provinces())
    rural_all = sum(each.population - each.urban for each in census.provinces())
    seed, margins_region, margins_place, held = [], [], [], []
    names = list(region)
    for each in census.provinces():
        for place, count in enumerate((each.population - each.urban, each.urban)):
            density = region[each.firm_region] / persons[each.firm_region]
            seed.append(count * density * (urban / urban_all if place else (1 - urban) / rural_all))
            margins_region.append(names.index(each.firm_region))
            margins_place.append(place)
            held.append(count)
    shares = np.array([region[name] for name in names])
    met = rake(
        np.array(seed),
        [
            Margin("region", np.array(margins_region, dtype=np.int64), shares / shares.sum() * total),
            Margin("place", np.array(margins_place, dtype=np.int64), np.array([1 - urban, urban]) * total),
        ],
    )
    return np.asarray(met / np.array(held, dtype=np.float64), dtype=np.float64)


def household_sizes() -> Weights:
    """Share of households with 1 .. 10 members, [10], meeting the published mean size.

    The figures end at "6 or more", and leave the mean open: the large sizes fall off
    geometrically, at the rate that makes the mean right. Collective households (8 percent
    of residents) are not modelled; their residents live in family households here.
    """
    mean = figure("households", "persons in them") / figure("households", "family households")
    shares = np.array([table("household-size")[str(n)] for n in range(1, 6)])
    rest = 100.0 - shares.sum()
    sizes = np.arange(6, LARGEST + 1)
    low, high = 1e-6, 1.0
    for _ in range(100):
        fall = (low + high) / 2
        tail = fall ** (sizes - 6)
        tail *= rest / tail.sum()
        found = (np.concatenate([shares, tail]) * np.arange(1, LARGEST + 1)).sum() / 100
        low, high = (fall, high) if found < mean else (low, fall)
    return np.concatenate([shares, tail]) / 100
