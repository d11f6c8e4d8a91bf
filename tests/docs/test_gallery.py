"""The worked studies run, their laws hold, and what they show is of the kind that they would show now."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from xinyong.engine.assumptions import register
from xinyong.scheme import library
from xinyong.scheme.loading import load

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "docs").exists(), reason="the documents are not installed")
sys.path.append(str(ROOT / "docs" / "_ext"))
studies, gallery = (pytest.importorskip(name) for name in ("studies", "gallery"))
PAGES = {page.stem: page for page in studies.pages()}
MADE = studies.GALLERY / "made"
_NUMBER = re.compile(r"[-+±]?\s*(?:\d[\d,]*(?:\.\d+)?(?:e[-+]\d+)?|\bnan\b|\binf\b)")
#: What every study has to say: heads of a section or of a paragraph.
PARTS = ("Question", "Who asks", "Set-up", "What comes out", "What it means", "On what it hangs",
         "What it cannot say", "Try")  # fmt: skip


def kind(text: str) -> list[str]:
    """The words of an output, with every number as one sign."""
    return _NUMBER.sub(" # ", text).split()


def test_there_are_six_studies_and_the_index_leads_to_each() -> None:
    index = (studies.GALLERY / "index.md").read_text(encoding="utf-8")
    assert len(PAGES) >= 6
    assert {*re.findall(r"\]\(([\w-]+)\.md\)", index)} == set(PAGES)
    assert set(index.split("```{toctree}")[1].split()) >= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_all_that_a_study_must_and_fits_on_a_page(name: str) -> None:
    text = PAGES[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 130
    for part in PARTS:
        assert re.search(rf"^(## {part}$|\*\*{part}\.\*\* )", text, flags=re.MULTILINE), part
    assert re.search(r"^ *assert ", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_assumptions_that_a_page_names_are_in_the_register(name: str) -> None:
    text = PAGES[name].read_text(encoding="utf-8")
    schemes = set(re.findall(r"[a-z]+(?:-[a-z0-9]+)+", text)) & set(library.scheme_files())
    known = {each.id for each in register()}
    for scheme in schemes:
        known |= set(load(scheme).assumptions)
    _, _, hangs = text.partition("what it hangs")
    named = set(re.findall(r"`((?:book|access|channel|conduct)\.[\w.-]+|[a-z]+_[a-z_]+)`", text))
    named |= set(re.findall(r"`(crowding|chilling|shaming|overreach|appeals)`", hangs))
    short = {each.rpartition(".")[2] for each in known}
    assert named
    assert not {each for each in named if each not in known and each not in short}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_and_shows_what_its_code_shows(name: str, tmp_path: Path) -> None:
    made = studies.run(PAGES[name], tmp_path)
    assert sorted(studies.shown(PAGES[name])) == sorted(made)
    assert any(each.endswith(".svg") for each in made)
    for each, data in made.items():
        there = MADE / each
        assert there.is_file(), f"run: scripts/gallery {name}"
        if each.endswith(".txt"):
            assert kind(data.decode()) == kind(there.read_text("utf-8")), f"run: scripts/gallery {name}"


def test_nothing_is_left_of_pages_and_blocks_that_are_gone() -> None:
    there = {path.relative_to(MADE).as_posix() for path in MADE.glob("*/*")}
    assert there == {each for page in PAGES.values() for each in studies.shown(page)}


def test_numbers_may_move_and_words_may_not() -> None:
    assert kind("harm  -19.7 ± 1.2 %\n98% of 1,300") == kind("harm +3.0 ±10.5 %\n 7% of 12")
    assert kind("harm -1 %") != kind("good -1 %")


def test_blocks_run_in_order_in_one_place_and_mistakes_name_their_line(tmp_path: Path) -> None:
    page = tmp_path / "small.md"
    page.write_text(
        "# Small\n\n```yaml\n# a.yaml\nx: 1\n```\n\n```sh\ncat a.yaml\n```\n\n```python\ny = 2\n```\n\n"
        "```python\nprint(y)\n```\n\n```text\nnot run\n```\n"
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    assert studies.run(page, folder) == {"small/2.txt": b"# a.yaml\nx: 1\n", "small/4.txt": b"2\n"}
    page.write_text("one\n\n```python\nx = 1\nassert x == 2\n```\n")
    with pytest.raises(AssertionError) as wrong:
        studies.run(page, folder)
    assert wrong.traceback[-1].lineno == 4
    page.write_text("```yaml\nx: 1\n```\n")
    with pytest.raises(ValueError, match="names its file"):
        studies.run(page, folder)


def test_the_command_goes_on_where_a_page_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("```python\nassert False\n```\n")
    (tmp_path / "b.md").write_text("```python\nprint(1)\n```\n")
    old = tmp_path / "made" / "b" / "7.txt"
    old.parent.mkdir(parents=True)
    old.write_text("of a block that is gone")
    monkeypatch.setattr(gallery, "GALLERY", tmp_path)
    monkeypatch.setattr(studies, "GALLERY", tmp_path)
    assert gallery.main([]) == 1
    assert "a: stopped" in capsys.readouterr().err
    assert (tmp_path / "made" / "b" / "1.txt").read_text() == "1\n"
    assert not old.exists()


def test_the_command_knows_its_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert gallery.main(["no-such-study"]) == 2
    assert "rongcheng" in capsys.readouterr().err
