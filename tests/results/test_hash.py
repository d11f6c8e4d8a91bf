"""The hash tells worlds apart, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from xinyong.results.digests import by_block, month_digest, name_keys, run_digest, world_digest

ROW = np.dtype([("subject", "<u4"), ("institution", "u1"), ("points", "<i2")])
BIG = np.dtype([("subject", ">u4"), ("institution", "u1"), ("points", ">i2")])
PADDED = np.dtype({"names": ["subject", "institution", "points"], "formats": ["<u4", "u1", "<i2"],
                   "offsets": [0, 8, 12], "itemsize": 24})  # fmt: skip


def world(names=("court", "bank"), change=None, dtype=ROW, order="C") -> bytes:
    rng = np.random.default_rng(5)
    months = []
    for month in range(3):
        places = np.array(rng.integers(0, 9, (31, 4, 5)), order=order)
        blocks = rng.integers(0, 9, (20, 4, 5))
        conducts = rng.integers(0, 9, (3, 6))
        ledger = np.zeros(40, ROW)
        ledger["subject"] = np.arange(40)
        ledger["points"] = rng.integers(-9, 9, 40)
        institution = np.array(["court", "bank"])[rng.integers(0, 2, 40)]
        ledger["institution"] = [names.index(name) for name in institution]
        if change is not None:
            change(month, places, blocks, conducts, ledger)
        keys = {"institution": name_keys(names)}
        parts = by_block(ledger.astype(dtype), (ledger["subject"] % 20).astype(np.uint8), 20)
        months.append(month_digest(month, places, blocks, conducts, parts, parts, keys))
    return world_digest(("a",), months, [b"end"])


def test_numbers_of_institutions_byte_order_padding_and_layout_do_not_count() -> None:
    assert world() == world(("bank", "court")) == world(dtype=BIG) == world(dtype=PADDED) == world(order="F")


@pytest.mark.parametrize("which", range(4))
def test_one_changed_number_counts(which: int) -> None:
    def change(month, *arrays) -> None:
        if month == 1:
            array = arrays[which] if which < 3 else arrays[3]["points"]
            array.flat[7] += 1

    assert world(change=change) != world()


def test_order_of_worlds_and_months_counts() -> None:
    one, two = world(), world(change=lambda month, *arrays: arrays[0].fill(0))
    assert run_digest([one, two]) != run_digest([two, one]) != run_digest([two])


def test_rows_of_a_block_keep_their_order() -> None:
    rows = np.zeros(50, ROW)
    rows["subject"] = np.arange(50)
    parts = by_block(rows, (np.arange(50) * 7 % 5).astype(np.uint8), 20)
    assert len(parts) == 20
    assert sum(len(part) for part in parts) == 50
    assert all((np.diff(part["subject"].astype(int)) > 0).all() for part in parts)
