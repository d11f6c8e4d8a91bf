"""The worked example of CONTRIBUTING.md is a real one: it checks, its cases hold, and each can fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xinyong.engine.casework import cases, cases_in, outcome, scheme_of
from xinyong.experiments.asking import Ask
from xinyong.experiments.preparing import prepare
from xinyong.scheme import library
from xinyong.scheme.check import check
from xinyong.scheme.loading import load

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"
TEXT = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the documents are not installed")
#: Blocks of YAML that say in their first line which file they are.
BLOCKS = dict(re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", TEXT, flags=re.DOTALL | re.MULTILINE))
BOOK, CASES, SCHEME = "lantern-card/rulebook.yaml", "lantern-card/cases.yaml", "baoji-lanterns.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in BLOCKS.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_example_is_whole() -> None:
    assert set(BLOCKS) == {BOOK, CASES, SCHEME}


def test_it_checks(folder: Path) -> None:
    assert check([folder / name for name in BLOCKS]) == []


def test_its_cases_hold(folder: Path) -> None:
    found = cases([str(folder / "lantern-card")])
    assert [each.problems for each in found] == [[], []]
    assert {each.book for each in found} == {"lantern-card"}


def test_each_case_fails_when_its_rule_is_changed(folder: Path) -> None:
    for case in cases_in(folder / CASES):
        patches = [patch.model_dump(by_alias=True, exclude_unset=True) for patch in case.fails_if]
        assert patches, case.case
        changed = scheme_of(["rulebook.yaml"], folder / "lantern-card").reform(patches)
        assert not outcome(changed.compile(), case).passed, case.case


def test_a_mistake_in_it_is_told_with_its_line(folder: Path) -> None:
    book = folder / BOOK
    text = book.read_text(encoding="utf-8")
    book.write_text(text.replace("conduct: littering", "conduct: litering"), encoding="utf-8")
    (problem,) = check([book])
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "conduct: littering" in each)
    assert (problem.line, "littering" in problem.remedy) == (line, True)


def test_the_scheme_holds_it_in_one_city_and_can_be_run(folder: Path) -> None:
    scheme = load(folder / SCHEME)
    use = next(use for use, book in zip(scheme.uses, scheme.books, strict=True) if book.id == "lantern-card")
    assert (use.places, use.where) == (["baoji"], "urban")
    assert len(scheme.books) == len(load("china-2020").books) + 1
    ready = prepare(Ask(str(folder / SCHEME), "china-2020", citizens=20_000, frame="baoji"))
    assert ready.plan.persons == 20_000


def test_the_table_of_kinds_names_books_of_that_kind() -> None:
    rows = re.findall(r"^\| (\w+) \|[^|]*\| ([^|]*) \|$", TEXT, flags=re.MULTILINE)
    told = {kind: re.findall(r"`([a-z0-9-]+)`", books) for kind, books in rows if kind != "kind"}
    real: dict[str, set[str]] = {}
    for name, path in library.book_files().items():
        real.setdefault(library.read(path).data["kind"], set()).add(name)
    assert set(told) == set(real)
    for kind, books in told.items():
        assert books, kind
        assert set(books) <= real[kind], kind
