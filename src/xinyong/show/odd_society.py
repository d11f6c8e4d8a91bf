"""The drawn society against the published figures: a table for the ODD page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from xinyong import fields as f
from xinyong.show.markdown import table
from xinyong.society import build, plan
from xinyong.society.census import figure, figures, provinces
from xinyong.society.census import table as published

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xinyong.society import Society

_CITIZENS: Final = 100_000
_SEED: Final = 1
_YUAN: Final = "yuan a year"
#: Millions of residents that the figures in millions belong to (servicemen included).
_RESIDENTS: Final = 1411.778724
_TRUSTS: Final = (
    (f.TRUST_STRANGERS, "strangers"), (f.TRUST_GENERAL, "general"), (f.TRUST_GOVERNMENT, "government"),
    (f.TRUST_MARKET, "market"),
)  # fmt: skip
Row = tuple[str, float, float, str, str]


def margins() -> Iterator[str]:
    """Published figures beside those of a society drawn at the standard size."""
    society = build(plan("national", _CITIZENS, _SEED))
    yield f"A national society of {_CITIZENS:,} persons, seed {_SEED}. By its weights it has the residents of"
    yield f"each province, in town and countryside, exactly{_exactly(society)}."
    yield ""
    yield from table(
        ("figure", "published", "drawn", "unit", "standing"),
        (
            (name, f"{wanted:,.{_digits(unit)}f}", f"{found:,.{_digits(unit)}f}", unit, standing)
            for name, wanted, found, unit, standing in (*_persons(society), *_companies(society))
        ),
    )


def _digits(unit: str) -> int:
    return 0 if unit == _YUAN else 2 if unit == "share" else 1


def _standing(table_name: str, category: str) -> str:
    return next(each.standing for each in figures() if (each.table, each.category) == (table_name, category))


def _exactly(society: Society) -> str:
    """What to add if that is not so."""
    hood = np.repeat(np.arange(society.hoods), np.diff(society.person_first))
    for number, province in enumerate(provinces()):
        own = society.province[hood] == number
        town = own & (society.urban[hood] == 1)
        found = int(society.person_weight[own].sum()), int(society.person_weight[town].sum())
        if found != (province.population * 256, province.urban * 256):
            return f" (but not in {province.name})"
    return ""


def _persons(society: Society) -> Iterator[Row]:
    weight = society.person_weight.astype(np.float64)
    codes = society.person_uint8
    age = (society.plan.start_month - society.person_int16[f.BORN].astype(np.int64)) // 12
    hood = np.repeat(np.arange(society.hoods), np.diff(society.person_first))

    def percent(mask: NDArray[np.bool_], of: NDArray[np.bool_] | None = None) -> float:
        whole = weight if of is None else weight * of
        return float(100.0 * (weight * mask).sum() / whole.sum())

    traits = codes[f.TRAITS].astype(np.int64)
    adult = age >= 18
    yield "men", figure("sex", "male"), percent(codes[f.SEX] == 1), "percent", _standing("sex", "male")
    ages = published("age")
    for name, low, high in (("under 15", 0, 15), ("60 and older", 60, 200)):
        first = {group: int(group.rstrip("+").partition("-")[0]) for group in ages}
        wanted = sum(count for group, count in ages.items() if low <= first[group] < high)
        share = 100.0 * wanted / sum(ages.values())
        yield f"aged {name}", share, percent((age >= low) & (age < high)), "percent", "assumption"
    urban = sum(each.urban for each in provinces()) / sum(each.population for each in provinces())
    yield "in town", 100.0 * urban, percent(society.urban[hood] == 1), "percent", "report"
    for level, wanted in published("education").items():
        found = percent(codes[f.EDUCATION] == f.EDUCATION_LEVELS.index(level))
        yield f"education {level}", wanted, found, "percent", _standing("education", level)
    users = published("internet-use")
    online = figure("internet", "all")
    yield "online", online, percent(traits & f.TRAIT_ONLINE > 0), "percent", _standing("internet", "all")
    for name, category, bit in (
        ("pay online", "pay", f.TRAIT_PAYS_ONLINE), ("shop online", "shop", f.TRAIT_SHOPS_ONLINE),
    ):  # fmt: skip
        wanted = online * users[category] / users["users"]
        yield name, wanted, percent(traits & bit > 0), "percent", _standing("internet-use", category)
    work = codes[f.WORK]
    employed = 100.0 * figure("employed", "all") / _RESIDENTS
    yield "employed", employed, percent(work >= 2), "percent", _standing("employed", "all")
    for name, millions in published("work").items():
        found = percent(work == f.WORK_KINDS.index(name))
        yield f"work {name}", 100.0 * millions / _RESIDENTS, found, "percent", _standing("work", name)
    for name, bit in (
        ("borrower", f.TRAIT_BORROWER), ("driver", f.TRAIT_DRIVER), ("party-member", f.TRAIT_PARTY),
    ):  # fmt: skip
        found = percent((traits & bit > 0) & adult, adult)
        yield f"{name}, of adults", figure(name, "adults"), found, "percent", _standing(name, "adults")
    income = society.person_floats[f.INCOME].astype(np.float64) * 12.0
    for fifth in range(5):
        own = codes[f.QUINTILE] == fifth
        category = str(fifth + 1)
        mean = float(np.average(income[own], weights=weight[own]))
        standing = _standing("income-quintile", category)
        yield f"income of quintile {category}", figure("income-quintile", category), mean, _YUAN, standing
    for row, name in _TRUSTS:
        mean = float(np.average(society.person_floats[row].astype(np.float64), weights=weight))
        yield f"trust: {name}", figure("trust", name), mean, "share", _standing("trust", name)


def _companies(society: Society) -> Iterator[Row]:
    hood = np.repeat(np.arange(society.hoods), np.diff(society.company_first))
    weight = society.company_weight[hood].astype(np.float64)
    for name, row, labels in (
        ("company-owner", f.OWNER, f.OWNERS), ("company-size", f.SIZE, f.SIZES),
        ("company-sector", f.SECTOR, f.SECTORS),
    ):  # fmt: skip
        for label, wanted in published(name).items():
            own = society.company_uint8[row] == labels.index(label)
            found = float(100.0 * (weight * own).sum() / weight.sum())
            yield f"{name.replace('-', ' ')} {label}", wanted, found, "percent", _standing(name, label)
