"""The bill for a country follows from what was measured of a shard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.scale import Shares, billed, told

SHARES = Shares("x", 1000, 30, 12, 250.0, 160.0, 0.05, 900.0, 10**6, 10**5, 20.0)


def test_time_and_memory_are_multiplied_out() -> None:
    bill = billed(SHARES, 10**9, 100, cores=10, gib=50, gigabits=8)
    assert bill.machines == 4
    assert bill.gib <= 50
    assert bill.hours == pytest.approx(10**9 * 100 * 250e-9 / 40 / 3600)
    assert bill.ledger_rows == pytest.approx(5e9)
    assert bill.exchange_hours == pytest.approx((100 * 4 * 1.1e6 + 5e9 * 20) / 1e9 / 3600)


def test_more_machines_are_quicker_and_said_to_be_too_many_rows() -> None:
    few, many = (billed(SHARES, 10**9, 100, 10, 50, 8, machines) for machines in (4, 8))
    assert many.hours == pytest.approx(few.hours / 2)
    assert "32 bits" in told(SHARES, few, 10**9, 100, "any kind")
    rare = replace(SHARES, rows=0.001)
    assert "32 bits" not in told(rare, billed(rare, 10**9, 100, 10, 50, 8), 10**9, 100, "any kind")
