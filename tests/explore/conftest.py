"""A server in this process, with its engine, and one small run that all tests look at."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from pages_at_work import HERE, SMALL, lived
from starlette.testclient import TestClient

from xinyong.show.explore.app import application
from xinyong.show.explore.serving import listen
from xinyong.show.explore.state import Explorer


@pytest.fixture(scope="session")
def explorer(tmp_path_factory: pytest.TempPathFactory) -> Explorer:
    return Explorer(tmp_path_factory.mktemp("explorer"))


@pytest.fixture(scope="session")
def client(explorer: Explorer) -> Iterator[TestClient]:
    with TestClient(application(explorer), base_url=HERE) as client:
        yield client
        # an interpreter that ends while the engine is being compiled may hang
        explorer.runner.ready.wait(300)


@pytest.fixture(scope="session")
def listener(tmp_path_factory: pytest.TempPathFactory) -> Explorer:
    """What a server that listens shows."""
    return Explorer(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def served(listener: Explorer) -> Iterator[str]:
    """Address of a server that listens, for what needs a network."""
    # a port of the system's choice: several of these may listen at once
    listening = listen("127.0.0.1", 0)
    config = uvicorn.Config(application(listener), log_level="error", ws="websockets-sansio",
                            ws_max_size=listener.limits.body)  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    end = time.monotonic() + 60
    while not server.started and time.monotonic() < end:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    listener.runner.ready.wait(300)
    server.should_exit = True
    thread.join(60)
    listening.close()


@pytest.fixture(scope="session")
def small(client: TestClient) -> list[dict[str, Any]]:
    """Messages of the small run, the last of which says its id."""
    return lived(client, SMALL)


@pytest.fixture(scope="session")
def key(small: list[dict[str, Any]]) -> str:
    assert small[-1]["kind"] == "done", small[-1]
    return str(small[-1]["run"])


@pytest.fixture(scope="session")
def folder(explorer: Explorer, key: str) -> Path:
    """The run folder of the small run."""
    return explorer.shelf.folder / key / "run"
