"""The calibrated ensemble that comes with the program: places of the assumptions that figures inform."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from xinyong.errors import FolderError, Problem
from xinyong.experiments.draws import Ensemble

F64 = NDArray[np.float64]
#: Ensembles by name: the ranges alone, or what the figures leave of them.
ENSEMBLES: Final = ("posterior", "prior")
Which = Literal["posterior", "prior"]
_FOLDER: Final = Path(__file__).resolve().parent / "library"


def places_file() -> Path:
    """Where the places are."""
    return _FOLDER / "posterior.npz"


def report_file() -> Path:
    """Where it is told how they came about."""
    return _FOLDER / "calibration.json"


def is_shipped() -> bool:
    """Whether a calibrated ensemble comes with the program."""
    return places_file().is_file()


def ensemble_of(which: str | None = None) -> Ensemble:
    """An ensemble by name; None is the posterior where one is shipped, else the prior.

    Raises ``FolderError`` where the posterior is asked for and is not there, or cannot be read.
    """
    if which == "prior" or (which is None and not is_shipped()):
        return Ensemble()
    try:
        with np.load(places_file(), allow_pickle=False) as kept:
            ids, places = [str(each) for each in kept["ids"]], np.asarray(kept["places"], np.float64)
    except (OSError, ValueError, KeyError) as error:
        raise FolderError(
            Problem(str(places_file()), found=f"no calibrated ensemble ({error})",
                    remedy="make one: xinyong calibrate --draws 200, or use --ensemble prior")
        ) from error  # fmt: skip
    return Ensemble(label="posterior", table={id: places[:, k] for k, id in enumerate(ids)})


def read_report(file: Path | None = None) -> dict[str, Any]:
    """How the shipped ensemble, or that of another file, came about. Raises ``FolderError``."""
    path = file or report_file()
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FolderError(
            Problem(str(path), found=f"no report of a calibration ({error})",
                    remedy="make one: xinyong calibrate --draws 200")
        ) from error  # fmt: skip
    return told


def write(folder: Path, table: dict[str, F64], report: dict[str, Any]) -> list[Path]:
    """Write places and report into a folder, each all of it or nothing; returns the files."""
    from xinyong.results.durable import write_file, write_text

    ids = sorted(table)
    inside = io.BytesIO()
    np.savez_compressed(
        inside, ids=np.array(ids), places=np.stack([table[id] for id in ids], axis=1).astype(np.float32)
    )
    files = [folder / places_file().name, folder / report_file().name]
    write_file(files[0], lambda part: part.write_bytes(inside.getvalue()))
    write_text(files[1], json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    return files
