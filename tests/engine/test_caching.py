"""The compiled month is kept under a name that changes with every text it is made from."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import xinyong
from xinyong.engine import caching

PACKAGE = Path(xinyong.__file__).parent
#: Read when the month is made, without a line of it being compiled into it.
NOT_COMPILED = {"__init__.py", "cache.py", "errors.py", "dates.py", "scheme/__init__.py"}


def caching_of(package: Path) -> ModuleType:
    """The caching module of another copy of the package, by its file."""
    spec = importlib.util.spec_from_file_location("copied_caching", package / "engine" / "caching.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    target = tmp_path / "xinyong"
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__", "library"))
    return target


EDITED = (
    "engine/phases/conduct.py", "engine/phases/tally.py", "engine/court.py", "engine/dials.py",
    "engine/month.py", "engine/purposes.py", "chance.py", "fields.py", "quantities.py", "scheme/tables.py",
)  # fmt: skip


def test_a_copy_has_the_same_key(copied: Path) -> None:
    assert caching_of(copied).cache_key() == caching.cache_key()


@pytest.mark.parametrize("name", EDITED)
def test_an_edit_changes_the_key(copied: Path, name: str) -> None:
    before = caching_of(copied).cache_key()
    path = copied / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# another thought\n", encoding="utf-8")
    assert caching_of(copied).cache_key() != before


def test_a_new_phase_and_a_lost_one_change_the_key(copied: Path) -> None:
    before = caching_of(copied).cache_key()
    (copied / "engine" / "phases" / "gossip.py").write_text("", encoding="utf-8")
    with_one = caching_of(copied).cache_key()
    (copied / "engine" / "phases" / "gossip.py").unlink()
    (copied / "engine" / "phases" / "sharing.py").rename(copied / "engine" / "phases" / "sharing_.py")
    renamed = caching_of(copied).cache_key()
    assert len({before, with_one, renamed}) == 3


def test_what_is_not_compiled_does_not_change_the_key(copied: Path) -> None:
    before = caching_of(copied).cache_key()
    (copied / "cli.py").write_text("", encoding="utf-8")
    assert caching_of(copied).cache_key() == before


def test_every_module_that_the_month_imports_is_in_the_key() -> None:
    """In a fresh process: what importing the month loads is what its name is made of."""
    code = (
        "import json, sys, xinyong.engine.month; "
        "print(json.dumps([m.__file__ for n, m in sys.modules.items() if n.split('.')[0] == 'xinyong']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    root = PACKAGE.resolve()
    loaded = {Path(name).resolve().relative_to(root).as_posix() for name in json.loads(done.stdout)}
    named = {path.resolve().relative_to(root).as_posix() for path in caching.sources()}
    assert loaded - named <= NOT_COMPILED
    assert {f"engine/phases/{path.name}" for path in (PACKAGE / "engine" / "phases").glob("*.py")} <= named


def test_the_folder_moves_with_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XINYONG_CACHE", str(tmp_path))
    assert caching.cache_folder() == tmp_path / caching.cache_key()[:32]
