"""A finished run as a page shows it: lines, groups, map, both sides. Every number is the run folder's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xinyong.claims.weighing.reading import frontier
from xinyong.dates import month_number, month_text
from xinyong.quantities import G_AGE, G_ALL, G_COMPANY, G_EDUCATION, G_QUINTILE, GROUPS
from xinyong.results.catalogue import INDICATORS, NUMBER, Indicator
from xinyong.results.indicators import THIN, definition
from xinyong.show.bands import F64, Lived, happens, monthly, yearly
from xinyong.show.explore.plain import number, single
from xinyong.show.tiles import LETTERS, layout

if TYPE_CHECKING:
    from xinyong.results.contrast import Contrast
    from xinyong.results.run import Run

#: Groups that are looked at together: id, title, what they are, their places in GROUPS.
GROUPINGS: Final = (
    ("income", "By income", "Fifths of adults by their income in the year before the first month, within the "
     "whole population drawn: fifth 1 has least. Persons are counted, not households; nobody changes fifth.",
     range(G_QUINTILE, G_COMPANY)),
    ("area", "By town and country", "Where a person lives: the town or the countryside of a city.",
     range(1, 3)),
    ("age", "By age", "Age in the first month.", range(G_AGE, G_EDUCATION)),
    ("education", "By education", "Highest level of schooling of an adult.", range(G_EDUCATION, G_QUINTILE)),
    ("kind", "Persons, companies, offices", "All persons; companies; offices, that is bodies of government.",
     (G_ALL, G_COMPANY, G_COMPANY + 1)),
)  # fmt: skip
_TILES: Final = (
    "Schematic, shows no borders: each tile stands for synthetic people of a province-level unit, by its ISO "
    f"letters. Last 12 months. Thin: fewer than {THIN} effective events."
)


def sides() -> dict[str, dict[str, Any]]:
    """Gains and costs, by indicator: which side, and which way counts as more of it (``frontier.yaml``)."""
    found: dict[str, dict[str, Any]] = {}
    for axis in frontier().axes:
        if axis.indicator in NUMBER and axis.indicator not in found:
            found[axis.indicator] = {"side": axis.side, "counts": axis.counts, "title": axis.name}
    return found


def shown() -> list[str]:
    """Indicators that are told group by group and on the map: those of short tables, and both sides."""
    known = sides()
    return [each.id for each in INDICATORS if each.key or each.id in known]


def run_data(run: Run, only: Sequence[str] | None = None) -> dict[str, Any]:
    """All that a page shows of a run; ``only`` some indicators' lines where named."""
    found = run.contrast()
    return {
        "span": _span(run, found),
        "hashes": _hashes(run),
        "indicators": lines(run, only),
        "groups": {"by": _groups(found)},
        "map": _map(run, found),
        "both_sides": _both_sides(found),
    }


def lines(run: Run, only: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Every indicator by month, in both worlds, with the difference and its 95 % band.

    ``year``, of things that happen: the same of the twelve months that end with each.
    """
    lived = Lived(run)
    twin = None if run.against is None else Lived(run.against)
    told, known = [month_text(each) for each in lived.months], sides()
    found = []
    for each in INDICATORS:
        if only is not None and each.id not in only:
            continue
        row: dict[str, Any] = {
            "id": each.id, "title": each.label, "unit": each.unit, "theme": each.theme,
            "side": known.get(each.id, {}).get("side"), "counts": known.get(each.id, {}).get("counts"),
            "happens": happens(each), "key": each.key, "definition": definition(each),
            "purpose": each.purpose, "months": told,
            "scheme": _singles(monthly(each, lived)[0]),
            "twin": [], "difference": [], "low": [], "high": [],
        }  # fmt: skip
        if twin is not None:
            apart, half = monthly(each, lived, twin)
            row |= {"twin": _singles(monthly(each, twin)[0]), "difference": _numbers(apart),
                    "low": _numbers(apart - half), "high": _numbers(apart + half)}  # fmt: skip
        if happens(each):
            row["year"] = _year(each, lived, twin)
        found.append(row)
    return found


def _year(each: Indicator, lived: Lived, twin: Lived | None) -> dict[str, list[float | None]]:
    """The same of the twelve months that end with each, with the band of such a figure."""
    told: dict[str, list[float | None]] = {"scheme": _numbers(yearly(each, lived)[0]), "twin": [],
                                           "difference": [], "low": [], "high": []}  # fmt: skip
    if twin is not None:
        apart, half = yearly(each, lived, twin)
        told |= {"twin": _numbers(yearly(each, twin)[0]), "difference": _numbers(apart),
                 "low": _numbers(apart - half), "high": _numbers(apart + half)}  # fmt: skip
    return told


def _numbers(values: F64) -> list[float | None]:
    return [number(one, 6) for one in values]


def _singles(values: Any) -> list[float | None]:
    return [single(each) for each in np.asarray(values, np.float32)]


def figures(found: Contrast, each: Indicator, group: int = G_ALL, place: int = 0) -> dict[str, Any]:
    """One contrast over the last twelve months; bounds where the run has an interval."""
    n = NUMBER[each.id]
    apart = found.difference[n, place, group]
    half = found.width[n, group] if place == 0 else np.nan
    return {
        "scheme": number(found.a[n, place, group]), "twin": number(found.b[n, place, group]),
        "difference": number(apart), "low": number(apart - half), "high": number(apart + half),
        "n": number(found.events[n, place, group], 4), "thin": bool(found.events[n, place, group] < THIN),
    }  # fmt: skip


def _span(run: Run, found: Contrast) -> dict[str, Any]:
    last = month_number(run.manifest["last_month"])
    return {"from": month_text(last - found.months + 1), "to": run.manifest["last_month"],
            "months": found.months}  # fmt: skip


def _groups(found: Contrast) -> list[dict[str, Any]]:
    names = shown()
    return [
        {
            "id": id, "title": title, "definition": told,
            "rows": [
                {"group": GROUPS[group], "label": GROUPS[group], "indicator": name,
                 **figures(found, INDICATORS[NUMBER[name]], group)}
                for name in names for group in groups
            ],
        }
        for id, title, told, groups in GROUPINGS
    ]  # fmt: skip


def _map(run: Run, found: Contrast) -> dict[str, Any]:
    places, provinces = layout(), list(run.manifest["provinces"])
    tiles = [
        {"id": each, "name": LETTERS.get(each, each[:2].upper()), "row": places[each][0],
         "col": places[each][1]}
        for each in provinces if each in places
    ]  # fmt: skip
    values: dict[str, Mapping[str, Any]] = {}
    for name in shown():
        n = NUMBER[name]
        values[name] = {
            each: {"difference": number(found.difference[n, place, G_ALL], 6),
                   "thin": bool(found.events[n, place, G_ALL] < THIN)}
            for place, each in enumerate(provinces, 1) if each in places
        }  # fmt: skip
    return {"caption": _TILES, "tiles": tiles, "values": values}


def _both_sides(found: Contrast) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = {"achieves": [], "costs": []}
    for name, side in sides().items():
        each = INDICATORS[NUMBER[name]]
        row = {"indicator": name, "title": side["title"], "label": each.label, "unit": each.unit,
               "counts": side["counts"], **figures(found, each)}  # fmt: skip
        told["achieves" if side["side"] == "gain" else "costs"].append(row)
    return told


def _hashes(run: Run) -> dict[str, Any]:
    told = run.manifest
    return {
        "results_sha256": told["results_sha256"], "scheme_sha256": told["scheme"]["sha256"],
        "against_sha256": told["against"]["sha256"] if told["against"] else None,
        "engine_sha256": told["engine_sha256"], "xinyong": told["xinyong"],
    }  # fmt: skip
