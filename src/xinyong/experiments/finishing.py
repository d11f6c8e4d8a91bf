"""The end of a run: lists joined, indicators made, manifests written."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any

from xinyong.dates import month_text
from xinyong.experiments.claiming import rules_of
from xinyong.experiments.engine_sum import engine_sha256
from xinyong.results.data import write_indicators
from xinyong.results.digests import run_digest
from xinyong.results.durable import digest
from xinyong.results.indicators import group_weights
from xinyong.results.manifest import MANIFEST, write_manifest
from xinyong.results.recorder import Recorder
from xinyong.results.run import AGAINST

if TYPE_CHECKING:
    from xinyong.experiments.pair import Session
    from xinyong.experiments.worlds import Engine, World

#: Bumped when the same ask gives other results.
RESULTS_VERSION = 1
_PACKAGES = ("numpy", "numba", "duckdb", "h5netcdf", "h5py")


def finish_world(session: Session, world: World, recorder: Recorder, engine: Engine) -> dict[str, Any]:
    """Write what comes at the end of a world; returns its hash and files."""
    world_hash = recorder.finish(engine.standings(), engine.outcomes())
    lived = [month for month in recorder.months if month >= session.ask.start]
    scheme = session.worlds.about(world)["scheme"]["id"]
    recorder.files["indicators.nc"] = write_indicators(
        recorder.folder / "indicators.nc",
        [recorder.folder / name for name in recorder.tallies()],
        lived,
        recorder.labels,
        group_weights(session.worlds.effective_weights),
        {"scheme": scheme, "seed": str(session.ask.seed), "frame": session.ask.frame},
    )
    hashes = [each.hex() for each in recorder.digests]
    return {"hash": world_hash.hex(), "months": hashes, "files": dict(sorted(recorder.files.items()))}


def finish_run(session: Session, done: dict[str, Any], spent: dict[str, float], resumed: int | None) -> None:
    """Write the manifests, the twin's first; the run is finished when its own is there."""
    ask = session.ask
    hashes = [bytes.fromhex(done[world]["hash"]) for world in ("a", "b") if world in done]
    persons, companies, offices = session.worlds.layout.counts()
    common: dict[str, Any] = {
        "xinyong": _version("xinyong"),
        "ask": ask.identity(),
        "results_version": RESULTS_VERSION,
        "engine_sha256": engine_sha256(),
        "rules": rules_of(ask, session.worlds.about),
        "citizens": ask.citizens,
        "frame": ask.frame,
        "seed": ask.seed,
        "start": month_text(ask.start),
        "months": ask.months,
        "last_month": month_text(ask.start + ask.months - 1),
        **_past(session),
        "settings": dict(sorted(ask.settings.items())),
        "subjects": {"person": persons, "company": companies, "office": offices},
        "effective_weights": list(session.worlds.effective_weights),
        "provinces": list(session.worlds.labels.provinces),
        "command": ask.anyhow().command(str(session.folder)).removesuffix(" --resume"),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}},
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "citizen_months_per_second": round(ask.citizens * spent["months"] / max(spent["seconds"], 1e-9)),
        "loop_seconds": round(spent["seconds"], 3),
        "notes": session.notes,
        "resumed_at_month": None if resumed is None else month_text(resumed),
    }
    files = dict(done["a"]["files"])
    if "b" in done:
        home = session.home("b")
        own = {
            **common, **session.worlds.about("b"), "against": None, "world": "b",
            "results_sha256": run_digest(hashes[1:]), "months_sha256": done["b"]["months"],
            "files": done["b"]["files"],
        }  # fmt: skip
        write_manifest(home, own)
        files |= {f"{AGAINST}/{name}": sha for name, sha in done["b"]["files"].items()}
        files[f"{AGAINST}/{MANIFEST}"] = digest(home / MANIFEST)
    twin = session.worlds.about("b")["scheme"] if "b" in done else None
    whole = {
        **common, **session.worlds.about("a"), "against": twin, "world": "a",
        "results_sha256": run_digest(hashes), "worlds_sha256": [each.hex() for each in hashes],
        "months_sha256": done["a"]["months"], "files": files,
    }  # fmt: skip
    write_manifest(session.folder, whole)


def _past(session: Session) -> dict[str, Any]:
    """What the worlds have behind them: the burn-in, and the run that this one branches from."""
    ask, about = session.ask, session.worlds.about
    begin, stretches = ask.first, []
    for world, end in ask.shared:
        scheme = about(world)["scheme"]
        stretches.append({"scheme": scheme, "months": end - begin, "from": month_text(begin)})
        begin = end
    first = stretches[0]
    told: dict[str, Any] = {"burn_in": {**first, "scheme": first["scheme"]["id"]}, "branched_from": None}
    if ask.past is not None:
        told["branched_from"] = {
            "folder": ask.past.folder, "month": month_text(ask.start),
            "past_sha256": ask.past.sha256, "schemes": stretches[1:],
        }  # fmt: skip
    return told


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
