"""Machine code is kept in its own folder, however many threads ask for it at once."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread
from typing import Any

import numba
import pytest
from numba.core import config

from xinyong.engine import caching
from xinyong.society import compiled


def test_threads_that_compile_at_once_do_not_move_each_others_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[str] = []

    def slow(**options: Any) -> Any:
        time.sleep(0.05 * (1 + len(found)))
        found.append(config.CACHE_DIR)
        return lambda function: function

    monkeypatch.setenv("XINYONG_CACHE", str(tmp_path))
    monkeypatch.setattr(numba, "njit", slow)
    before = config.CACHE_DIR
    people, month = compiled.kernel.__wrapped__, lambda: caching.compiled(print)
    threads = [Thread(target=each) for each in (people, month, people)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    folders = (f"society-{compiled.fingerprint()}", caching.cache_key()[:32])
    assert sorted(found) == sorted(str(tmp_path / name) for name in (folders[0], *folders))
    assert before == config.CACHE_DIR
