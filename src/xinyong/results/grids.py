"""Labelled arrays on disk: NetCDF-4 files that xarray opens, with unit and meaning on everything.

A NetCDF-4 file is an HDF5 file whose dimensions are HDF5 dimension scales. They are
written with h5py itself, which for hundreds of variables is several times faster, and in
memory first: HDF5 does not survive a full disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import h5py
import numpy as np
from numpy.typing import NDArray

from xinyong.dates import month_text

#: Version of the layout of the files in a run folder.
SCHEMA: Final = "1"
_ORIGIN: Final = "2000-01-01"


def month_days(months: Sequence[int]) -> NDArray[np.int64]:
    """Days from 2000-01-01 to the first of each month number: [month] int64."""
    firsts = np.array([month_text(month) for month in months], "datetime64[M]").astype("datetime64[D]")
    return (firsts - np.datetime64(_ORIGIN, "D")).astype(np.int64)


def month_numbers(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The other way: month numbers of days since 2000-01-01."""
    dates = np.datetime64(_ORIGIN, "D") + days.astype("timedelta64[D]")
    return dates.astype("datetime64[M]").astype(np.int64) - 360


class Grid:
    """A NetCDF file being written, or one group of it; use it as a context."""

    def __init__(self, path: Path, title: str) -> None:
        """Begin a file that is written to ``path`` in the end; what was there is lost."""
        self._path = path
        self._file = h5py.File(
            path.name, "w", libver=("earliest", "v110"), driver="core", backing_store=False
        )
        self.attributes({"title": title, "Conventions": "CF-1.10", "schema_version": SCHEMA})

    def __enter__(self) -> Grid:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.flush()
        whole = self._file.id.get_file_image() if kind is None else b""
        self._file.close()
        if kind is None:
            self._path.write_bytes(whole)

    def attributes(self, values: Mapping[str, str | float | int], group: str = "") -> None:
        """Say something about the file or one of its groups."""
        self._group(group).attrs.update(values)

    def months(self, months: Sequence[int], group: str = "") -> None:
        """The coordinate ``month``: the first day of each month number."""
        made = self._group(group).create_dataset("month", data=month_days(months))
        made.attrs.update(
            {"units": f"days since {_ORIGIN}", "calendar": "proleptic_gregorian", "long_name": "month"}
        )
        made.make_scale("month")

    def names(self, dim: str, labels: Sequence[str], meaning: str, group: str = "") -> None:
        """A coordinate of labels; it makes the dimension."""
        texts = np.array(labels, object)
        made = self._group(group).create_dataset(dim, data=texts, dtype=h5py.string_dtype())
        made.attrs["long_name"] = meaning
        made.make_scale(dim)

    def texts(self, name: str, dims: tuple[str, ...], values: Sequence[Sequence[str]], meaning: str) -> None:
        """A table of words over ``dims``."""
        made = self._file.create_dataset(name, data=np.array(values, object), dtype=h5py.string_dtype())
        made.attrs["long_name"] = meaning
        for axis, dim in enumerate(dims):
            made.dims[axis].attach_scale(self._file[dim])

    def variable(
        self,
        name: str,
        dims: tuple[str, ...],
        dtype: type[np.generic],
        attributes: Mapping[str, str | float | int],
        chunk: tuple[int, ...],
        group: str = "",
    ) -> Any:
        """A packed array over ``dims``, to be filled with ``variable[...] = values``."""
        place = self._group(group)
        shape = tuple(len(place[dim]) for dim in dims)
        made = place.create_dataset(
            name, shape, dtype, chunks=chunk, compression="gzip", compression_opts=1, shuffle=True,
            fillvalue=np.nan if np.issubdtype(dtype, np.floating) else None,
        )  # fmt: skip
        made.attrs.update(attributes)
        for axis, dim in enumerate(dims):
            made.dims[axis].attach_scale(place[dim])
        return made

    def _group(self, name: str) -> Any:
        return self._file.require_group(name) if name else self._file
