"""Opening the explorer: hosts and ports that cannot be had are told, and the server really serves."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from xinyong.cli import main
from xinyong.errors import UsageError
from xinyong.show.explore.serving import listen


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(["explore", "--no-open", *words])
    return int(left.value.code or 0), capsys.readouterr().err


def taken() -> socket.socket:
    one = socket.socket()
    one.bind(("127.0.0.1", 0))
    one.listen()
    return one


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with taken() as one:
        code, told = call(capsys, "--port", str(one.getsockname()[1]))
    assert code == 2
    assert "cannot be opened" in told
    assert "--port" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "99999"), ("--port", "x"), ("--prot", "1"),
                                   ("--host", "no.such.host.invalid"), ("--host", "203.0.113.7"),
                                   ("--host", "::::")])  # fmt: skip
def test_options_that_cannot_be(capsys: pytest.CaptureFixture[str], words: tuple[str, str]) -> None:
    code, told = call(capsys, *words)
    assert code == 2
    assert told
    assert "Traceback" not in told


def test_a_folder_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, told = call(capsys, "--folder", str(tmp_path / "file" / "below"))
    assert code == 1
    assert "cannot be written" in told


def test_the_first_free_port_is_taken() -> None:
    with listen("127.0.0.1", None) as one:
        one.listen()
        with listen("127.0.0.1", None) as two:
            assert two.getsockname()[1] > one.getsockname()[1]
            with pytest.raises(UsageError):
                listen("127.0.0.1", one.getsockname()[1])


def test_it_serves_and_ends(tmp_path: Path) -> None:
    with taken() as one:
        port = one.getsockname()[1]
    words = [sys.executable, "-m", "xinyong.cli", "explore", "--no-open", "--port", str(port)]
    words += ["--host", "0.0.0.0", "--folder", str(tmp_path / "kept")]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as running:
        try:
            end = time.monotonic() + 120
            while True:
                try:
                    answer = httpx.get(f"http://127.0.0.1:{port}/api/about", trust_env=False)
                    break
                except httpx.TransportError:
                    assert time.monotonic() < end
                    assert running.poll() is None
                    time.sleep(0.2)
            assert answer.json()["version"]
            raw = socket.create_connection(("127.0.0.1", port))
            raw.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
            assert b"400" in raw.recv(200)
            raw.close()
            assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).status_code == 200
        finally:
            running.send_signal(signal.SIGINT)
            _, told = running.communicate(timeout=60)
    assert "no password" in told, "it says what listening elsewhere means"
    assert f"http://127.0.0.1:{port}/" in told
    assert "Traceback" not in told
    assert running.returncode == 0


def test_it_ends_while_the_engine_is_compiled(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "xinyong.cli", "explore", "--no-open"]
    here = tmp_path / "now"
    here.mkdir()
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "XINYONG_CACHE": str(tmp_path / "empty"),
                                "TMPDIR": str(here)}  # fmt: skip
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stderr is not None
        address = running.stderr.readline().split()[-1]
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{address}api/about", trust_env=False).json()["ready"] is False:
                    break
            time.sleep(0.2)
        time.sleep(3)
        assert list(here.iterdir())
        running.send_signal(signal.SIGTERM)
        _, told = running.communicate(timeout=90)
    assert "Traceback" not in told
    assert running.returncode == 0
    assert not list(here.iterdir()), "runs that were not to be kept are gone"
