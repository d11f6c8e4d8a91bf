"""What tests of the explorer share: an address, a small run, talking over the socket."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray
from starlette.testclient import TestClient

HERE = "http://127.0.0.1:8765"
#: The small run: a thousand people, four months, both worlds.
SMALL: dict[str, Any] = {
    "scheme": "china-2020", "against": "status-quo-2012", "citizens": 1000, "start": "2016-01", "months": 4,
    "seed": 5, "set": {"noise": 0.3}, "reforms": ["no-kin"],
}  # fmt: skip


def opened(client: TestClient, **headers: str) -> Any:
    """The socket of a page."""
    return client.websocket_connect(f"{HERE.replace('http', 'ws')}/ws", headers=headers)


def hear(socket: Any, *until: str, most: float = 300.0) -> list[dict[str, Any]]:
    """Messages up to the first of a kind."""
    found: list[dict[str, Any]] = []
    end = time.monotonic() + most
    while time.monotonic() < end:
        found.append(json.loads(socket.receive_text()))
        if found[-1]["kind"] in until:
            return found
    raise AssertionError(f"none of {until} within {most} s: {found[-3:]}")


def lived(client: TestClient, ask: dict[str, Any], id: str = "r") -> list[dict[str, Any]]:
    """A run from the first message to the last."""
    with opened(client) as socket:
        socket.send_text(json.dumps({"do": "run", "id": id, "ask": ask}))
        return hear(socket, "done", "failed", "refused", "cancelled")


def written(world: Path, indicator: str) -> NDArray[np.float32]:
    """What a world's folder has of an indicator, of all persons everywhere [month]."""
    with h5py.File(world / "indicators.nc", "r") as source:
        found: NDArray[np.float32] = source[indicator][:, 0, 0]
    return found
