"""Shared by the tests of the scheme language: where the small files of its own lie."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def data() -> Path:
    return Path(__file__).parent / "data"
