"""The published figures that the society is fitted to, read from ``library/``.

``figures.csv`` holds every marginal, one a line, with unit, standing (``report``, or
``assumption`` with low and high) and source; ``sources.csv`` says what the sources are.
``provinces.csv``, ``cities.csv``, ``carriers.csv`` and ``tiles.csv`` are places and
companies; ``seeds_*.csv`` are assumed associations (relative odds) that the margins are
raked onto. Nothing here is about a real person or a real company.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

#: The five-year ages of the census, with 15-19 cut where adulthood begins.
AGE_GROUPS: Final = (
    "0-4", "5-9", "10-14", "15-17", "18-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49",
    "50-54", "55-59", "60-64", "65-69", "70-74", "75-79", "80+",
)  # fmt: skip
#: First year of each age group.
AGE_FIRST: Final = (0, 5, 10, 15, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80)
#: Oldest age drawn, in years.
AGE_LAST: Final = 104
SEXES: Final = ("female", "male")
PLACES: Final = ("rural", "urban")


@dataclass(frozen=True, slots=True)
class Province:
    """A province: residents and urban residents (2020), mean income (yuan a year, 2020)."""

    id: str
    name: str
    region: str
    firm_region: str
    population: int
    urban: int
    income: float


@dataclass(frozen=True, slots=True)
class City:
    """A city (or a generic part of a province): residents and urban residents."""

    id: str
    name: str
    province: int
    population: int
    urban: int
    standing: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """An invented air carrier: ``home`` is china, us, europe, asia or other."""

    id: str
    home: str
    owner: str
    size: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One published or assumed number, with what is needed to dispute it."""

    table: str
    category: str
    value: float
    unit: str
    standing: str
    low: float
    high: float
    source: str


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of one CSV file of the library, as text by column."""
    with files(__package__).joinpath("library", name).open("r", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


@cache
def figures() -> tuple[Figure, ...]:
    """Every line of ``figures.csv``, in order."""
    found = []
    for row in rows("figures.csv"):
        value = float(row["value"])
        low, high = (float(row[key]) if row[key] else value for key in ("low", "high"))
        found.append(
            Figure(
                row["table"], row["category"], value, row["unit"], row["standing"], low, high, row["source"]
            )
        )
    return tuple(found)


@cache
def table(name: str) -> dict[str, float]:
    """One table of figures by category; ``KeyError`` where there is none."""
    found = {each.category: each.value for each in figures() if each.table == name}
    if not found:
        raise KeyError(name)
    return found


def figure(name: str, category: str) -> float:
    """One figure."""
    return table(name)[category]


@cache
def provinces() -> tuple[Province, ...]:
    """The 31 provinces in the order of the census; a province's number is its place here."""
    return tuple(
        Province(
            row["id"],
            row["name"],
            row["region"],
            row["firm_region"],
            int(row["population"]),
            # Hundredths of a percent are whole numbers: no rounding differs between machines.
            (int(row["population"]) * round(float(row["urban_percent"]) * 100) + 5000) // 10000,
            float(row["income"]),
        )
        for row in rows("provinces.csv")
    )


@cache
def city_table() -> tuple[City, ...]:
    """All cities, province by province; together they have exactly the province's residents."""
    number = {province.id: place for place, province in enumerate(provinces())}
    return tuple(
        City(
            row["id"],
            row["name"],
            number[row["province"]],
            int(row["population"]),
            int(row["urban"]),
            row["standing"],
        )
        for row in rows("cities.csv")
    )


@cache
def carriers() -> tuple[Carrier, ...]:
    """44 foreign air carriers and the domestic ones, all invented."""
    return tuple(Carrier(row["id"], row["home"], row["owner"], row["size"]) for row in rows("carriers.csv"))


@cache
def seeds(name: str) -> dict[str, dict[str, float]]:
    """A table of assumed relative odds: ``seeds("work")["urban"]["farmer"]``."""
    found: dict[str, dict[str, float]] = {}
    for row in rows(f"seeds_{name}.csv"):
        (_, key), *rest = row.items()
        found[key] = {column: float(value) for column, value in rest}
    return found
