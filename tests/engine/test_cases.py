"""Worked cases: the shipped ones hold, each fails when its rule is changed, and none waits for a compiler."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from xinyong.cli import main
from xinyong.engine.casework import cases, cases_of, outcome, scheme_of
from xinyong.errors import UnknownName
from xinyong.scheme import Scheme, library
from xinyong.scheme.compile import Timeline
from xinyong.scheme.histories import Case

SHIPPED = [(book, case) for book in library.case_files() for case in cases_of(book)]


def named(case: object) -> str:
    return case.case[:40] if isinstance(case, Case) else str(case)


@cache
def scheme(words: tuple[str, ...]) -> Scheme:
    return scheme_of(words)


@cache
def timeline(words: tuple[str, ...]) -> Timeline:
    return scheme(words).compile(library.places())


def test_every_book_has_two_cases_and_every_case_its_change() -> None:
    assert set(library.case_files()) == set(library.book_files())
    for book in library.book_files():
        given = cases_of(book)
        assert len(given) >= 2, book
        assert [case.case for case in given if not case.fails_if] == [], book


@pytest.mark.parametrize(("book", "case"), SHIPPED, ids=named)
def test_a_shipped_case_holds(book: str, case: Case) -> None:
    found = outcome(timeline(tuple(case.scheme)), case, book)
    assert found.passed, found.problems
    assert not found.problems


@pytest.mark.parametrize(("book", "case"), SHIPPED, ids=named)
def test_a_shipped_case_fails_when_its_rule_is_changed(book: str, case: Case) -> None:
    patches = [patch.model_dump(by_alias=True, exclude_unset=True) for patch in case.fails_if]
    # places are compiled as they are asked for: only one is
    changed = scheme(tuple(case.scheme)).reform(patches).compile()
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
