"""Worked cases: the shipped ones hold, each fails when its rule is changed, and none waits for a compiler."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from changed_rules import CHANGES, Patch

from xinyong.cli import main
from xinyong.engine.casework import cases, cases_of, outcome
from xinyong.errors import UnknownName
from xinyong.scheme import library, load
from xinyong.scheme.compile import Timeline
from xinyong.scheme.histories import Case

SHIPPED = [(book, case) for book in library.case_files() for case in cases_of(book)]


def named(case: object) -> str:
    return case.case[:40] if isinstance(case, Case) else str(case)


@cache
def timeline(scheme: str) -> Timeline:
    return load(scheme).compile(library.places())


def change_of(book: str, case: Case) -> Patch:
    found = [patch for words, patch in CHANGES[book].items() if case.case.startswith(words)]
    assert len(found) == 1, f"{len(found)} changes for: {case.case}"
    return found[0]


def test_every_book_has_cases_and_every_change_its_case() -> None:
    assert set(library.case_files()) == set(library.book_files()) == set(CHANGES)
    for book, changes in CHANGES.items():
        assert len(changes) == len(cases_of(book))


@pytest.mark.parametrize(("book", "case"), SHIPPED, ids=named)
def test_a_shipped_case_holds(book: str, case: Case) -> None:
    found = outcome(timeline(case.scheme), case, book)
    assert found.passed, found.problems
    assert not found.problems


@pytest.mark.parametrize(("book", "case"), SHIPPED, ids=named)
def test_a_shipped_case_fails_when_its_rule_is_changed(book: str, case: Case) -> None:
    changed = load(case.scheme).reform([change_of(book, case)]).compile(library.places())
    found = outcome(changed, case, book)
    assert not found.passed
    assert found.problems


def test_nothing_is_compiled() -> None:
    """Running all cases neither imports the compiled month nor compiles anything else."""
    program = (
        "import sys\n"
        "from numba.core.dispatcher import Dispatcher\n"
        "def refuse(*words): raise AssertionError('compiling')\n"
        "Dispatcher.compile = refuse\n"
        "from xinyong.engine.casework import cases\n"
        "assert all(each.passed for each in cases())\n"
        "assert 'xinyong.engine.month' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_some_books_only_and_unknown_ones() -> None:
    assert {each.book for each in cases(["zhima", "credit-china"])} == {"zhima", "credit-china"}
    with pytest.raises(UnknownName, match="did you mean 'rongcheng'"):
        cases(["rongchen", "nobody"])


def test_the_command_line_says_which_case_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = library.case_files()
    text = files["rongcheng"].read_text(encoding="utf-8")
    (tmp_path / "cases.yaml").write_text(text.replace("rongcheng: 960}", "rongcheng: 961}"), encoding="utf-8")
    for given, code, told in ((files, 0, ", 0 failed"), (files | {"rongcheng": tmp_path / "cases.yaml"}, 1,
                              "score in rongcheng: expected 961, found 960")):  # fmt: skip
        monkeypatch.setattr(library, "case_files", lambda given=given: given)
        with pytest.raises(SystemExit) as left:
            main(["cases", "rongcheng"])
        assert int(left.value.code or 0) == code
        assert told in capsys.readouterr().out
