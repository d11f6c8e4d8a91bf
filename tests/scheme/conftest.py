"""Shared by the tests of the scheme language: where the small files of its own lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk


@pytest.fixture
def data() -> Path:
    return Path(__file__).parent / "data"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
