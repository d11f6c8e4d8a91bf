"""A finished run, opened: its figures, its ledger, its manifest, its twin.

>>> run = xinyong.open("xinyong-run")            # doctest: +SKIP
>>> run.data["listed"].sel(place="all", group="all").plot()   # doctest: +SKIP
>>> run.ledger.filter("genuine = false").count("*")           # doctest: +SKIP
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xinyong.dates import month_number, month_text
from xinyong.quantities import GROUPS
from xinyong.results.catalogue import INDICATORS
from xinyong.results.contrast import Contrast, read_contrast
from xinyong.results.data import EVERYWHERE
from xinyong.results.indicators import THIN, group_weights
from xinyong.results.manifest import read_manifest
from xinyong.results.store import rows_of

if TYPE_CHECKING:
    import duckdb
    import xarray

#: Where the paired world lives inside a run folder.
AGAINST: Final = "against"


class Run:
    """A run folder. Files are checked when it is opened and read when they are asked for."""

    def __init__(self, path: str | Path, verify: bool = True) -> None:
        """Open a finished run; raises ``FolderError`` if it is none, or not as it was written."""
        self.path: Path = Path(path)
        #: Kept as long as the run is: the folder of a run without one of its own.
        self.keep: object = None
        self.manifest: dict[str, Any] = read_manifest(self.path, verify)

    def __repr__(self) -> str:
        told = f"{self.manifest['scheme']['id']}, {self.months} months from {self.manifest['start']}"
        return f"Run({str(self.path)!r}: {told})"

    @property
    def months(self) -> int:
        """How many months it has, burn-in not counted."""
        return int(self.manifest["months"])

    @cached_property
    def against(self) -> Run | None:
        """The paired world, or None."""
        twin = self.path / AGAINST
        return Run(twin, verify=False) if self.manifest.get("against") and twin.is_dir() else None

    @cached_property
    def data(self) -> xarray.Dataset:
        """Indicators (month, place, group), read lazily; nan where nobody is counted."""
        return self._dataset(None)

    @cached_property
    def events(self) -> xarray.DataArray:
        """The effective number of events behind each figure (indicator, month, place, group)."""
        return self._dataset("events")["events"]

    @cached_property
    def blocks(self) -> xarray.DataArray:
        """Indicators by random block of neighbourhoods (indicator, month, block), for intervals."""
        return self._dataset("blocks")["value"]

    @cached_property
    def ledger(self) -> duckdb.DuckDBPyRelation:
        """All records, burn-in included, as a lazy table."""
        return self._table("ledger")

    @cached_property
    def subjects(self) -> duckdb.DuckDBPyRelation:
        """Who is in the run, as drawn before the first month."""
        return self._table("subjects")

    @cached_property
    def listings(self) -> duckdb.DuckDBPyRelation:
        """Every stay on a list."""
        return self._table("listings")

    @cached_property
    def standings(self) -> duckdb.DuckDBPyRelation:
        """Scores and grades at the end."""
        return self._table("standings")

    @cached_property
    def outcomes(self) -> duckdb.DuckDBPyRelation:
        """What became of every person, at the end."""
        return self._table("outcomes")

    def contrast(self, first: str | None = None, last: str | None = None) -> Contrast:
        """Figures over a span of months (default: the last twelve), against the twin if there is one."""
        end = month_number(last) if last else month_number(self.manifest["last_month"])
        start = month_number(first) if first else max(end - 11, month_number(self.manifest["start"]))
        weights = group_weights(tuple(self.manifest["effective_weights"]))
        twin = self.against.tallies() if self.against is not None else None
        return read_contrast(self.tallies(), twin, weights, start, end)

    def tallies(self) -> list[Path]:
        """The files of monthly sums, in order."""
        return sorted((self.path / "tallies").glob("*.nc"))

    @cached_property
    def difference(self) -> xarray.Dataset:
        """This world less its twin over the last twelve months: by indicator, place and group.

        Variables a, b, difference, low, high, events and thin (too few events to say). The
        interval (low, high) is given for all places together.
        """
        import xarray

        if self.against is None:
            raise ValueError("this run has no paired world: run it with --against")
        found = self.contrast()
        dims = ("indicator", "place", "group")
        low, high = (np.full_like(found.difference, np.nan) for _ in range(2))
        low[:, 0], high[:, 0] = found.difference[:, 0] - found.width, found.difference[:, 0] + found.width
        end = self.manifest["last_month"]
        return xarray.Dataset(
            {
                "a": (dims, found.a),
                "b": (dims, found.b),
                "difference": (dims, found.difference),
                "low": (dims, low),
                "high": (dims, high),
                "events": (dims, found.events),
                "thin": (dims, found.events < THIN),
            },
            coords={
                "indicator": [each.id for each in INDICATORS],
                "place": [EVERYWHERE, *self.manifest["provinces"]],
                "group": list(GROUPS),
                "label": ("indicator", [each.label for each in INDICATORS]),
                "units": ("indicator", [each.unit for each in INDICATORS]),
            },
            attrs={
                "scheme": self.manifest["scheme"]["id"],
                "against": self.manifest["against"]["id"],
                "months": f"{month_text(month_number(end) - found.months + 1)} to {end}",
            },
        )

    def _dataset(self, group: str | None) -> xarray.Dataset:
        import xarray

        path = self.path / "indicators.nc"
        return xarray.open_dataset(path, engine="h5netcdf", group=group)

    def sql(self, table: str) -> str:
        """What stands in a query for a table: ledger, subjects, listings, standings or outcomes."""
        files = sorted((self.path / table).glob("*.parquet")) or [self.path / f"{table}.parquet"]
        return rows_of(*files)

    def _table(self, name: str) -> duckdb.DuckDBPyRelation:
        import duckdb

        return duckdb.connect(":memory:").sql(f"SELECT * FROM {self.sql(name)}")


def open_run(path: str | Path, verify: bool = True) -> Run:
    """Open a finished run folder. ``verify=False`` skips checking every file's SHA-256."""
    return Run(path, verify)
