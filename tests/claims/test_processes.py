"""Processes that live through worlds do not outlive the one that started them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

#: Starts two that wait for work, as they do between two jobs, and waits too; each writes a line first.
PARENT = """\
import multiprocessing, os, sys, time
from pathlib import Path
from xinyong.experiments.posterior import ensemble_of
from xinyong.experiments.processing import _work

def work(*more):
    os.write(1, b"here\\n")
    _work(*more)

if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    todo, told, end = context.Queue(), context.Queue(), context.RawValue("b", 0)
    more = (todo, told, end, Path(sys.argv[1]), ensemble_of("prior"))
    for _ in range(2):
        context.Process(target=work, args=more, daemon=True).start()
    time.sleep(600)
"""


def test_a_process_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "a.sqlite")], stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        assert parent.stdout is not None
        assert [parent.stdout.readline() for _ in range(2)] == ["here\n"] * 2
        parent.kill()
        # the end of what they could write comes when the last of them has gone
        parent.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        pytest.fail("they are still there half a minute later")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(parent.pid, signal.SIGKILL)
        parent.wait()
