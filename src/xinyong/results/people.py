"""Who is in a run, and where they stand at its end: ``subjects`` and ``standings``.

Subjects are synthetic. They are numbered persons first, then companies, then offices,
each kind in the order of the neighbourhoods. ``subjects.parquet`` holds what was drawn
before the first month; what happened to it later is in the ledger and the lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xinyong import fields
from xinyong.quantities import WEIGHT_UNIT
from xinyong.results.ledger import Labels
from xinyong.results.store import Store, label, month_date, rows_of

_TRAITS: Final = tuple(enumerate(fields.TRAIT_NAMES))


class Layout(NamedTuple):
    """Where the subjects of each neighbourhood are: offsets [H + 1] by kind, and its block [H].

    ``cities`` are the numbers of the cities that have neighbourhoods, in order.
    """

    person_first: NDArray[np.int64]
    company_first: NDArray[np.int64]
    office_first: NDArray[np.int64]
    block: NDArray[np.uint8]
    cities: tuple[int, ...] = ()

    def counts(self) -> tuple[int, int, int]:
        """Persons, companies, offices."""
        return int(self.person_first[-1]), int(self.company_first[-1]), int(self.office_first[-1])

    def starts(self) -> NDArray[np.int64]:
        """First subject number of every (kind, neighbourhood), kinds one after another: [3 H]."""
        persons, companies, _ = self.counts()
        return np.concatenate(
            [
                self.person_first[:-1],
                persons + self.company_first[:-1],
                persons + companies + self.office_first[:-1],
            ]
        )


def block_of(
    subjects: NDArray[Any], starts: NDArray[np.int64], block: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Block of each subject number; ``starts`` from ``Layout.starts``, ``block`` [H]."""
    place = np.searchsorted(starts, subjects, side="right") - 1
    found: NDArray[np.uint8] = block[place % len(block)]
    return found


def write_subjects(store: Store, path: Path, society: Any, labels: Labels) -> str:
    """Write ``subjects.parquet``; returns its SHA-256. ``society`` is a ``society.Society``."""
    layout = Layout(society.person_first, society.company_first, society.office_first, society.block)
    all_kinds = " UNION ALL BY NAME ".join(_subjects_queries(labels).values())
    return store.write(path, f"SELECT * FROM ({all_kinds}) ORDER BY subject", **_subjects(society, layout))


def write_subjects_by_parts(
    store: Store, path: Path, societies: Iterable[Any], layout: Layout, labels: Labels
) -> str:
    """The same rows from stretches of a society, in order, of which one at a time is in memory.

    Each kind goes into files of its own, so that only a stretch is ever sorted.
    """
    queries = _subjects_queries(labels)
    parts: dict[str, list[Path]] = {kind: [] for kind in queries}
    try:
        for number, society in enumerate(societies):
            tables = _subjects(society, layout)
            for kind, query in queries.items():
                parts[kind].append(store.scratch / f"subjects-{kind}-{number}.parquet")
                ordered = f"{query} ORDER BY subject"
                store.write(parts[kind][-1], ordered, **{kind: tables[kind], "places": tables["places"]})
        rows = rows_of(*chain.from_iterable(parts.values()), more="union_by_name = true")
        return store.write(path, f"SELECT * FROM {rows}")
    finally:
        for part in chain.from_iterable(parts.values()):
            part.unlink(missing_ok=True)


def _subjects(society: Any, layout: Layout) -> dict[str, dict[str, NDArray[Any]]]:
    """Columns of a society, or of a stretch of one; subjects are numbered as ``layout`` says."""
    persons, companies, _ = layout.counts()
    low, count = society.first, len(society.block)
    hoods = np.arange(low, low + count, dtype=np.int32)

    def base(kind: str, offset: int) -> dict[str, NDArray[Any]]:
        first: NDArray[np.int64] = getattr(layout, f"{kind}_first")
        own = first[low : low + count + 1]
        hood = np.repeat(hoods, np.diff(own))
        return {
            "subject": np.arange(offset + int(own[0]), offset + int(own[-1]), dtype=np.int64),
            "hood": hood,
            "start": first[hood],
        }

    people = base("person", 0)
    people |= {
        "weight": society.weight[people["hood"] - low, society.person_uint8[fields.WCLASS]],
        "income": society.person_floats[fields.INCOME],
        "employer_start": persons + layout.company_first[people["hood"]],
        **{
            name: society.person_int16[row] for row, name in _named(fields.PERSON_INT16, "born home employer")
        },
        **{
            name: society.person_uint8[row]
            for row, name in _named(fields.PERSON_UINT8, "sex education quintile work traits")
        },
    }
    firms = base("company", persons)
    firms |= {
        "weight": society.company_weight[firms["hood"] - low],
        "person_start": layout.person_first[firms["hood"]],
        **{
            name: society.company_int16[row]
            for row, name in _named(fields.COMPANY_INT16, "founded representative")
        },
        **{
            name: society.company_uint8[row]
            for row, name in _named(fields.COMPANY_UINT8, "sector size owner")
        },
    }
    offices = base("office", persons + companies)
    offices |= {
        "weight": society.office_weight[offices["hood"] - low],
        "office": society.office_uint8[fields.OFFICE_KIND],
    }
    places = {
        "province": society.province,
        "city": society.city,
        "urban": society.urban,
        "block": society.block,
        "number": hoods,
    }
    return {"persons": people, "companies": firms, "offices": offices, "places": places}


def _named(columns: tuple[fields.Field, ...], names: str) -> list[tuple[int, str]]:
    rows = {field.name: row for row, field in enumerate(columns)}
    return [(rows[name], name) for name in names.split()]


def _subjects_queries(labels: Labels) -> dict[str, str]:
    """What makes the rows of each kind from its table."""
    traits = ", ".join(f"(traits & {1 << bit}) > 0 AS {name.replace('-', '_')}" for bit, name in _TRAITS)
    where = f"""{label("places.province", labels.provinces)} AS province,
        {label("places.city", labels.cities)} AS city, hood AS neighbourhood,
        places.urban > 0 AS urban, places.block AS block, weight / {WEIGHT_UNIT}.0 AS weight"""
    join = "JOIN places ON places.number = hood"
    return {
        "persons": f"""SELECT subject, 'person' AS kind, {where}, start + home AS household,
            {month_date("born::INTEGER")} AS born, CASE sex WHEN 1 THEN 'male' ELSE 'female' END AS sex,
            {label("education", fields.EDUCATION_LEVELS)} AS education,
            quintile::INTEGER + 1 AS income_quintile, income, {label("work", fields.WORK_KINDS)} AS work,
            CASE WHEN employer >= 0 THEN employer_start + employer END AS employer, {traits}
            FROM persons {join}""",
        "companies": f"""SELECT subject, 'company' AS kind, {where},
            {month_date("founded::INTEGER")} AS founded, {label("sector", fields.SECTORS)} AS sector,
            {label("size", fields.SIZES)} AS size, {label("owner", fields.OWNERS)} AS owner,
            CASE WHEN representative >= 0 THEN person_start + representative END AS representative
            FROM companies {join}""",
        "offices": f"""SELECT subject, 'office' AS kind, {where}, {label("office", fields.OFFICES)} AS office
            FROM offices {join}""",
    }  # fmt: skip


def write_standings(store: Store, path: Path, standings: dict[str, NDArray[Any]], labels: Labels) -> str:
    """Write ``standings.parquet``: subject, institution, score, grade (empty = none).

    ``standings`` has columns subject, institution (codes), score and grade (0 = best, 255 = none).
    """
    graded = [
        f"WHEN {number} THEN {label('grade', names)}" for number, names in enumerate(labels.grades) if names
    ]
    grade = f"CASE institution {' '.join(graded)} END" if graded else "NULL::VARCHAR"
    query = f"""SELECT subject::BIGINT AS subject, {label("institution", labels.institutions)} AS institution,
        score::INTEGER AS score, {grade} AS grade FROM rows"""
    return store.write(path, query, rows=standings)


def write_outcomes(store: Store, path: Path, outcomes: dict[str, NDArray[Any]]) -> str:
    """Write ``outcomes.parquet``: what became of every person, a row each."""
    persons = len(next(iter(outcomes.values())))
    rows = {"subject": np.arange(persons, dtype=np.int64), **outcomes}
    return store.write(path, "SELECT * FROM rows", rows=rows)
