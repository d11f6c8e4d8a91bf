"""Faults planted in the code: what is caught, what is not, and that a fault is one."""

from __future__ import annotations

import ast

import pytest
from catching import caught
from planting import ROOMS, SOURCE, Fault, faults, read

PERCEPTION = SOURCE / "engine" / "phases" / "perception.py"


def test_the_second_engine_notices_a_fault_and_nothing_where_there_is_none() -> None:
    text = PERCEPTION.read_text(encoding="utf-8")
    broken = text.replace("a[A.insecurity_base] + ", "a[A.insecurity_base] - ")
    assert broken != text
    none, fault = (Fault(PERCEPTION, 1, "", each) for each in (text, broken))
    assert [noticed for _, noticed in caught("phases", none, [fault], 1, worlds=(7,))] == [False, True]


@pytest.mark.parametrize("room", ROOMS)
def test_a_fault_changes_what_python_reads_and_can_be_read(room: str) -> None:
    pytest.importorskip("cosmic_ray", reason="scripts/reliability installs what plants faults")
    found = list(faults(room, 5))
    assert len(found) == 5 == len({(each.file, each.line, each.what) for each in found})
    for each in found:
        ast.parse(each.text)
        assert read(each.text) != read(each.file.read_text(encoding="utf-8"))
    assert found == list(faults(room, 5))


def test_annotations_and_docstrings_are_no_faults() -> None:
    text = 'def f(a: int | None) -> int | None:\n    """Says."""\n    b: int | None = a\n    return b\n'
    assert read(text) == read(text.replace("|", "+").replace("Says", "Says not"))
    assert read(text) != read(text.replace("= a", "= 1"))
