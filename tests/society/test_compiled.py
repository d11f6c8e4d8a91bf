"""The compiled kernel is kept in its own folder, however many threads ask for it at once."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread
from typing import Any

import numba
import pytest

from xinyong.society import compiled


def test_threads_that_compile_at_once_do_not_move_each_others_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []

    def slow(**options: Any) -> Any:
        time.sleep(0.05 * (1 + len(found)))
        found.append(compiled.config.CACHE_DIR)
        return lambda function: function

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(compiled.config, "DISABLE_JIT", 0)
    monkeypatch.setattr(numba, "njit", slow)
    before = compiled.config.CACHE_DIR
    threads = [Thread(target=compiled.kernel.__wrapped__) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [str(tmp_path / "xinyong" / f"society-{compiled.fingerprint()}")] * 3
    assert before == compiled.config.CACHE_DIR
