"""A tiny engine of random whole numbers with the real one's shapes; run as a script, a run to kill."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from xinyong.experiments.asking import Ask
from xinyong.experiments.pair import Session
from xinyong.fields import ACCESS, BOARD
from xinyong.quantities import BLOCKS, GROUPS, INDEX, QUANTITIES
from xinyong.results.boards import Boards
from xinyong.results.durable import write_text
from xinyong.results.ledger import Labels
from xinyong.results.people import Layout
from xinyong.results.store import Store
from xinyong.results.tallies import block_groups

LEDGER = np.dtype(
    [("subject", "<u4"), ("refers", "<u4"), ("conduct", "u1"), ("institution", "u1"), ("channel", "u1"),
     ("reason", "u1"), ("points", "<i2"), ("term", "u1"), ("ended", "u1")]
)  # fmt: skip
LISTING = np.dtype([("subject", "<u4"), ("record", "<u4"), ("list", "u1"), ("enters", "u1")])
HOODS, PERSONS, FIRMS, OFFICES = 40, 1000, 60, 10
PROVINCES = tuple(f"province-{n}" for n in range(31))


def first(total: int) -> np.ndarray:
    return np.linspace(0, total, HOODS + 1).astype(np.int64)


class FakeEngine:
    def __init__(self, seed: int, month: int, dial: int, groups: int = len(GROUPS)) -> None:
        self.month, self.dial, self.seed, self.groups = month, dial, seed, groups
        self.state = np.arange(8, dtype=np.int64) + seed
        self.on_list = np.zeros(PERSONS, bool)
        self.records = 0

    def step(self) -> SimpleNamespace:
        rng = np.random.default_rng([self.seed, self.month, self.dial, int(self.state.sum()) & 0xFFFF])
        self.state = self.state * 3 % 1_000_003 + self.dial
        places = rng.integers(0, 50, (31, len(GROUPS), len(QUANTITIES)), dtype=np.int64) * 256
        places[..., INDEX["persons"]] = places[..., INDEX["adults"]] = 25_600
        # the same in blocks: each has its share, and passes some of it on to the next
        kept = block_groups(np.empty((BLOCKS, self.groups, 1)))
        total = places.sum(axis=0)[list(kept)]
        passed = rng.integers(0, 16, (BLOCKS, *total.shape), dtype=np.int64) * 256
        passed[..., INDEX["persons"]] = passed[..., INDEX["adults"]] = 0
        blocks = total // BLOCKS + passed - np.roll(passed, 1, axis=0)
        blocks[0] += total % BLOCKS
        number = int(rng.integers(5, 40))
        ledger = np.zeros(number, LEDGER)
        ledger["subject"] = np.sort(rng.integers(0, PERSONS + FIRMS + OFFICES, number))
        ledger["refers"] = np.where(
            rng.random(number) < 0.2, rng.integers(0, self.records + 1, number), 2**32 - 1
        )
        ledger["conduct"] = rng.integers(0, 3, number)
        ledger["channel"] = rng.integers(0, 12, number) + 128 * (rng.random(number) < 0.1)
        ledger["points"] = rng.integers(-50, 31, number)
        ledger["term"] = np.where(rng.random(number) < 0.3, 255, 24)
        ledger["ended"] = np.where(rng.random(number) < 0.5, 255, rng.integers(0, 3, number))
        moved = np.unique(rng.integers(0, PERSONS, 6))
        listings = np.zeros(len(moved), LISTING)
        listings["subject"], listings["enters"] = moved, ~self.on_list[moved]
        listings["record"] = self.records
        self.on_list[moved] ^= True
        out = SimpleNamespace(
            causes=rng.integers(0, 9, (40, len(ACCESS)), dtype=np.int64), month=self.month,
            grades=rng.integers(0, 900, (9, 16), dtype=np.int64) * 256,
            listed=rng.integers(0, 900, (32, 3), dtype=np.int64) * 256,
            institutions=rng.integers(0, 900, (9, 4), dtype=np.int64) * 256,
            places=places, blocks=blocks, ledger=ledger, listings=listings,
            conducts=rng.integers(0, 99, (3, 6), dtype=np.int64), first_record=self.records,
        )  # fmt: skip
        self.records += number
        self.month += 1
        return out

    def boards(self) -> Boards:
        """The city of place 1 has nobody."""
        rng = np.random.default_rng([self.seed, self.month - 1, self.dial, 5])
        cities = rng.integers(0, 99, (3, len(BOARD)), dtype=np.int64)
        cities[1] = 0
        return Boards(self.month - 1, cities)

    def save(self, folder: Path) -> None:
        np.savez(folder / "state.npz", state=self.state, on_list=self.on_list,
                 numbers=np.array([self.seed, self.month, self.records, self.groups]))  # fmt: skip

    def standings(self) -> dict[str, np.ndarray]:
        return {
            "subject": np.arange(8, dtype=np.uint32), "institution": np.zeros(8, np.uint8),
            "score": self.state.astype(np.int32), "grade": np.full(8, 255, np.uint8),
        }  # fmt: skip

    def outcomes(self) -> dict[str, np.ndarray]:
        return {"alive": np.ones(PERSONS, np.uint8), "ties": np.full(PERSONS, 0.5, np.float32)}


class FakeWorlds:
    labels = Labels(
        ("a", "b", "it's"), ("court",), ("court.defaulters",), PROVINCES, ("x", "y", "z"), (("A", "B"),)
    )
    layout = Layout(
        first(PERSONS), first(FIRMS), first(OFFICES), (np.arange(HOODS) % BLOCKS).astype(np.uint8),
        (0, 2),
    )
    effective_weights = (256.0, 256.0, 256.0)

    def __init__(self, dials: dict[str, int], groups: int = len(GROUPS), scheme: str = "s") -> None:
        self.dials, self.groups, self.scheme = dials, groups, scheme

    def about(self, world: str) -> dict:
        dial = self.dials[world]
        return {"scheme": {"id": f"{self.scheme}{dial}", "name": "x", "sha256": str(dial)}, "assumptions": {}}

    def write_subjects(self, store: Store, path: Path) -> str:
        rows = {"subject": np.arange(PERSONS + FIRMS + OFFICES), "weight": np.ones(PERSONS + FIRMS + OFFICES)}
        return store.write(path, "SELECT * FROM rows", rows=rows)

    def write_rules(self, path: Path) -> str:
        return write_text(path, "{}\n")

    def begin(self, first: int) -> FakeEngine:
        return FakeEngine(7, first, self.dials["burn-in"], self.groups)

    def enter(self, world: str, engine: FakeEngine) -> None:
        engine.dial = self.dials[world]

    def resume(self, world: str, folder: Path) -> FakeEngine:
        with np.load(folder / "state.npz") as kept:
            seed, month, records, groups = (int(n) for n in kept["numbers"])
            engine = FakeEngine(seed, month, self.dials[world], groups)
            engine.state, engine.on_list, engine.records = kept["state"], kept["on_list"], records
        return engine


ASK = Ask(scheme="s1", against="s2", citizens=1000, months=30, start=172)


def run(folder: Path, dials: tuple[int, int, int] = (0, 1, 2), ask: Ask = ASK, **more) -> Session:
    worlds = FakeWorlds(dict(zip(("burn-in", "a", "b"), dials, strict=True)), more.pop("groups", len(GROUPS)))
    session = Session(ask, worlds, folder, **more)
    session.run()
    return session


if __name__ == "__main__":
    run(Path(sys.argv[1]), every=0.0)
