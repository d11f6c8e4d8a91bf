"""The joint table of persons: age, sex, education, internet and work, by place.

Margins come from ``figures.csv``, associations from ``seeds_*.csv`` (assumptions), and
``ipf.rake`` joins them. The figures are of 2020 and do not agree in everything; where
two contradict, the note beside the margin says which one gave way.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong.fields import EDUCATION_LEVELS, WORK_KINDS
from xinyong.society import census
from xinyong.society.census import AGE_FIRST, AGE_GROUPS, PLACES, SEXES, figure, seeds, table
from xinyong.society.ipf import Margin, Weights, rake

SHAPE = (2, len(AGE_GROUPS), 2, len(EDUCATION_LEVELS), 2, len(WORK_KINDS))
#: Most of an age group that can be online; the report's 20-29 would exceed 100 percent.
MOST_ONLINE = 0.975
PUPIL = WORK_KINDS.index("pupil")


class Axes(NamedTuple):
    """Codes of every cell along each axis, [cells] int64."""

    place: NDArray[np.int64]
    age: NDArray[np.int64]
    sex: NDArray[np.int64]
    education: NDArray[np.int64]
    online: NDArray[np.int64]
    work: NDArray[np.int64]


def axes() -> Axes:
    """The six codes of each of the 5,760 cells, in C order of ``SHAPE``."""
    return Axes(*(code.ravel().astype(np.int64) for code in np.indices(SHAPE)))


def residents() -> tuple[int, int]:
    """Rural and urban residents of the 31 provinces."""
    urban = sum(province.urban for province in census.provinces())
    return sum(province.population for province in census.provinces()) - urban, urban


def ages() -> Weights:
    """Persons by age group of the model: 15-19 is split where adulthood begins."""
    split = figure("age-split", "15-17 of 15-19")
    found = []
    for group in AGE_GROUPS:
        if group in ("15-17", "18-19"):
            found.append(figure("age", "15-19") * (split if group == "15-17" else 1 - split))
        else:
            found.append(figure("age", group))
    return np.array(found)


def start(axis: Axes) -> Weights:
    """The seed: assumed associations, and zeros where a combination can not be."""
    men = np.array([table("men-per-100-women")[group] for group in AGE_GROUPS])
    by_education = np.array([list(seeds("education")[group].values()) for group in AGE_GROUPS])
    odds = {key: row["odds"] for key, row in seeds("online").items()}
    work = {key: list(row.values()) for key, row in seeds("work").items()}
    online = (
        np.array([odds[group] for group in AGE_GROUPS])[axis.age]
        * np.array([odds[place] for place in PLACES])[axis.place]
        * np.array([odds[level] for level in EDUCATION_LEVELS])[axis.education]
    )
    cells = np.where(axis.sex == 1, men[axis.age] / 100, 1.0)
    cells = cells * by_education[axis.age, axis.education]
    # Urban residents have more schooling: relative odds, an assumption; margins fix the rest.
    more = np.array([[1.6, 1.35, 1.0, 0.75, 0.35], [0.6, 0.75, 1.0, 1.2, 1.6]])
    cells = cells * np.where(axis.age >= 3, more[axis.place, axis.education], 1.0)
    cells = cells * np.where(axis.online == 1, online, 1.0) / (1.0 + online)
    kinds = (
        np.array([work[group] for group in AGE_GROUPS])[axis.age, axis.work]
        * np.array([work[place] for place in PLACES])[axis.place, axis.work]
        * np.array([work[sex] for sex in SEXES])[axis.sex, axis.work]
        * np.array([work[level] for level in EDUCATION_LEVELS])[axis.education, axis.work]
    )
    return np.asarray(cells * kinds, dtype=np.float64)


def margins(axis: Axes) -> list[Margin]:
    """Every margin of the persons' table, in persons of the 31 provinces."""
    rural, urban = residents()
    total = float(rural + urban)
    age = ages() * (total / ages().sum())
    first = np.array(AGE_FIRST)
    old = age[first >= 60].sum()
    rural_old = figure("sixty-or-older", "rural") / 100 * rural
    by_old = [rural - rural_old, rural_old, urban - (old - rural_old), old - rural_old]
    male = figure("sex", "male") / 100 * total
    levels = np.array([0.0, *(table("education")[name] for name in EDUCATION_LEVELS[1:])]) / 100 * total
    levels[0] = total - levels.sum()
    return [
        Margin("place and 60+", axis.place * 2 + (axis.age >= 13), np.array(by_old)),
        Margin("age", axis.age, age),
        Margin("sex", axis.sex, np.array([total - male, male])),
        Margin("education", axis.education, levels),
        *_internet(axis, age, (float(rural), float(urban))),
        *_work(axis, age, total),
    ]


def _internet(axis: Axes, age: Weights, place: tuple[float, float]) -> list[Margin]:
    """Users by place, age and education.

    The report's urban and rural rates rest on an older urban share, so that with the
    census they would give 71.2 percent: both are scaled alike to keep its 70.4 percent.
    """
    total = sum(place)
    users = figure("internet", "all") / 100 * total
    rates = np.array([figure("internet", name) / 100 for name in PLACES]) * np.array(place)
    rates *= users / rates.sum()
    band = np.searchsorted([5, 7, 9, 11], np.arange(len(AGE_GROUPS)), side="right")
    persons = np.bincount(band, age)
    share = np.array([0.0, *(figure("internet-age", name) for name in ("20-29", "30-39", "40-49", "50+"))])
    share[0] = 100 - share.sum()
    by_age = share / 100 * users
    for _ in range(50):  # what an age group can not hold goes to the others in proportion
        over = by_age > MOST_ONLINE * persons
        by_age[over] = MOST_ONLINE * persons[over]
        by_age[~over] *= (users - by_age[over].sum()) / by_age[~over].sum()
    keys = ("primary or none", "junior-high", "senior-high")
    level = np.array([*(figure("internet-education", name) for name in keys), 0.0])
    level[3] = 100 - level.sum()
    fold = np.maximum(axis.education - 1, 0)
    off = axis.online == 0
    return [
        Margin("users by place", np.where(off, -1, axis.place), rates),
        Margin("users by age", np.where(off, -1, band[axis.age]), by_age),
        Margin("users by education", np.where(off, -1, fold), level / 100 * users),
    ]


def _work(axis: Axes, age: Weights, total: float) -> list[Margin]:
    """Work by kind, place and sex; pupils by age. Employment counts include servicemen: scaled."""
    scale = total / 1411.778724
    jobs = {name: figure("work", name) * scale for name in table("work")}
    employed = figure("employed", "all") * scale
    jobs["private-firm"] = employed - sum(jobs.values())
    kinds = np.array([jobs.get(name, 0.0) for name in WORK_KINDS])
    urban = figure("employed", "urban") * scale
    women = figure("employed-women", "all") / 100 * employed
    works = axis.work >= 2
    pupils = np.array(
        [figure("pupils", name) / 100 if name in table("pupils") else 0.0 for name in AGE_GROUPS]
    )
    return [
        Margin("work by kind", np.where(works, axis.work, -1), kinds),
        Margin("workers by place", np.where(works, axis.place, -1), np.array([employed - urban, urban])),
        Margin("workers by sex", np.where(works, axis.sex, -1), np.array([women, employed - women])),
        Margin("pupils by age", np.where(axis.work == PUPIL, axis.age, -1), pupils * age),
    ]


def people() -> Weights:
    """Persons in each cell, [cells] float64."""
    axis = axes()
    return rake(start(axis), margins(axis))


def shares(cells: Weights, axis: Axes, trait: str, target: float) -> Weights:
    """Chance of a trait in each cell: assumed odds by ``seeds_traits.csv``, ``target`` of all adults."""
    row = {key: value[trait] for key, value in seeds("traits").items()}
    kinds = ["no-work", *WORK_KINDS[1:]]
    chance = (
        np.array([row[group] for group in AGE_GROUPS])[axis.age]
        * np.array([row[place] for place in PLACES])[axis.place]
        * np.array([row[sex] for sex in SEXES])[axis.sex]
        * np.array([row[level] for level in EDUCATION_LEVELS])[axis.education]
        * np.array([row[kind] for kind in kinds])[axis.work]
    )
    adult = cells * (axis.age >= 4)
    low, high = 0.0, 10.0
    for _ in range(100):
        middle = (low + high) / 2
        held = float((np.minimum(chance * middle, 0.95) * adult).sum() / adult.sum())
        low, high = (middle, high) if held < target else (low, middle)
    return np.asarray(np.minimum(chance * low, 0.95), dtype=np.float64)
