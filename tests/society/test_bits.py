"""A society has the same bits in pieces, on threads and interpreted; seeds differ."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from xinyong import fields as f
from xinyong.society import Society, build, compiled, make, plan
from xinyong.society.neighbourhood import make_range
from xinyong.society.population import _made

PERSONS = ("person_floats", "person_int16", "person_uint8", "person_uint32")
COMPANIES = ("company_floats", "company_int16", "company_uint8", "company_uint32", "company_home")
OFFICES = ("office_floats", "office_uint8", "office_uint32")


def same(one: Society, other: Society) -> None:
    for name in (*PERSONS, *COMPANIES, *OFFICES):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@pytest.mark.parametrize("frame", ["national", "debtors", "carriers", "firms"])
def test_pieces_are_parts_of_the_whole(frame: str) -> None:
    made = plan(frame, 30_000, seed=6)
    whole = build(made)
    for low, high in ((0, 1), (1, 20), (20, made.hoods)):
        part = make(made, low, high)
        for names, first in (
            (PERSONS, made.person_first),
            (COMPANIES, made.company_first),
            (OFFICES, made.office_first),
        ):
            for name in names:
                cut = getattr(whole, name)[..., first[low] : first[high]]
                np.testing.assert_array_equal(getattr(part, name), cut, err_msg=name)
        np.testing.assert_array_equal(part.weight, whole.weight[low:high])
        assert part.person_first[0] == 0


def test_threads_change_nothing() -> None:
    made = plan("national", 120_000, seed=6)
    same(build(made, 1), build(made, 3))


@pytest.mark.parametrize("frame", ["national", "debtors", "carriers"])
def test_interpreted_equals_compiled(frame: str) -> None:
    made = plan(frame, 1_500, seed=6)
    same(build(made), _made(made, 0, made.hoods, 1, make_range))


def test_seeds_differ_and_the_same_seed_does_not() -> None:
    one, again, other = (build(plan("national", 5_000, seed=seed)) for seed in (1, 1, 2))
    same(one, again)
    np.testing.assert_array_equal(one.key, other.key)
    assert (one.person_floats[f.INTEGRITY] == other.person_floats[f.INTEGRITY]).mean() < 0.01
    assert (one.person_int16[f.BORN] == other.person_int16[f.BORN]).mean() < 0.1


def test_a_neighbourhood_does_not_depend_on_the_others() -> None:
    made = plan("national", 40_000, seed=6)
    part = make(made, 17, 18)
    late = make(made, 5, 30)
    first, last = late.person_first[12], late.person_first[13]
    np.testing.assert_array_equal(part.person_uint8, late.person_uint8[:, first:last])


def test_months_of_birth_move_with_the_start() -> None:
    early, late = (build(plan("national", 2_000, seed=1, start_month=month)) for month in (144, 168))
    np.testing.assert_array_equal(late.person_int16[f.BORN] - early.person_int16[f.BORN], 24)
    np.testing.assert_array_equal(early.person_uint8, late.person_uint8)


def test_an_edit_in_any_source_gives_another_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = compiled.fingerprint()
    for name in compiled.SOURCES:
        copy = tmp_path / "xinyong"
        shutil.copytree(Path(str(files("xinyong"))), copy, dirs_exist_ok=True)
        (copy / name).write_text((copy / name).read_text() + "\n# edited\n")
        monkeypatch.setattr(compiled, "files", lambda _, copy=copy: copy)
        assert compiled.fingerprint() != before, name
        monkeypatch.undo()
        shutil.rmtree(copy)


def test_every_source_of_the_kernel_is_in_the_fingerprint() -> None:
    """What neighbourhood.py imports from this package, and what that imports in turn."""
    import ast

    root = Path(str(files("xinyong")))
    seen: set[str] = set()
    todo = ["society/neighbourhood.py"]
    skip = {"society/fitted.py", "society/frames.py", "errors.py", "quantities.py"}  # run before the kernel
    while todo:
        name = todo.pop()
        if name in seen or name in skip:
            continue
        seen.add(name)
        for node in ast.walk(ast.parse((root / name).read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("xinyong"):
                for each in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
                    file = "/".join(each.split(".")[1:]) + ".py"
                    if (root / file).is_file():
                        todo.append(file)
    assert seen == set(compiled.SOURCES)
